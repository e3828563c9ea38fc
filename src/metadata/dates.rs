//! Dates, from the forms in which pages write them to ISO 8601. Knows no page.
//!
//! The forms are those of people more than of standards, so they are a table of patterns here. A time is
//! kept where it stands behind the date, with its offset if there is one; nothing is converted between zones.

use super::months::MONTHS;
use regex::{Captures, Regex};
use std::sync::LazyLock;

/// Whether `05/01/2024` is the fifth of January or the first of May.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DayOrder {
    DayFirst,
    MonthFirst,
}

impl DayOrder {
    /// By the language of a page: only those who write English as in America put the month first.
    pub(super) fn of(language: &str) -> Self {
        let language = language.to_ascii_lowercase().replace('_', "-");
        let is_american =
            language.is_empty() || matches!(language.as_str(), "en" | "en-us" | "en-ph" | "fil");
        if is_american { DayOrder::MonthFirst } else { DayOrder::DayFirst }
    }
}

/// The first date in a text, as `2024-05-01` or `2024-05-01T10:00:00+08:00`.
pub(super) fn parse(text: &str, order: DayOrder) -> Option<String> {
    standard(text).or_else(|| parse_forms(text, order))
}

/// A text that is a date of ISO 8601, as programs write it: the patterns say the same, but take long to compile.
fn standard(text: &str) -> Option<String> {
    let (day, time) = text.split_at_checked(10).filter(|(day, _)| has_shape(day, "0000-00-00"))?;
    let number = |digits: &str| digits.parse().ok();
    let date = iso(number(&day[..4])?, number(&day[5..7])?, number(&day[8..])?)?;
    Some(date + &standard_time(time)?)
}

/// What stands behind the day: nothing, or all of `T10:00:00+08:00`.
fn standard_time(text: &str) -> Option<String> {
    if text.is_empty() {
        return Some(String::new());
    }
    let (time, rest) = text.split_at_checked(9).filter(|(time, _)| has_shape(time, "T00:00:00"))?;
    let exists = &time[1..3] <= "23" && &time[4..6] <= "59" && &time[7..] <= "59";
    let zone = match rest.strip_prefix('.') {
        Some(fraction) => fraction.trim_start_matches(|c: char| c.is_ascii_digit()),
        None => rest,
    };
    // A point without a digit behind it is none of ISO.
    let is_fraction = zone.len() + 1 != rest.len();
    let is_zone = matches!(zone, "" | "Z") || has_shape(zone, "+00:00") || has_shape(zone, "-00:00");
    (exists && is_fraction && is_zone).then(|| format!("{time}{zone}"))
}

/// Whether a text is like another one, in which 0 stands for any digit.
fn has_shape(text: &str, shape: &str) -> bool {
    let is_like = |(own, other): (u8, u8)| if other == b'0' { own.is_ascii_digit() } else { own == other };
    text.len() == shape.len() && text.bytes().zip(shape.bytes()).all(is_like)
}

fn parse_forms(text: &str, order: DayOrder) -> Option<String> {
    let text: String = text.chars().take(LONGEST).map(ascii_digit).collect();
    // All forms have a day and a month or a year in digits.
    if text.bytes().filter(u8::is_ascii_digit).count() < 2 {
        return None;
    }
    if let Some(date) = unix_time(text.trim_matches(' ')) {
        return Some(date);
    }
    let digits = longest_number(&text);
    let forms = FORMS.iter().filter(|form| form.needs.are_met(&text, digits));
    let found = forms.filter_map(|form| form.first(&text, order));
    let (_, end, date) = found.min_by_key(|&(start, _, _)| start)?;
    Some(format!("{date}{}", time(&text[end..]).unwrap_or_default()))
}

/// The date in a URL's path, such as `/2024/05/01/` or `/20240501/`; these are in the order of ISO.
pub(super) fn in_url(url: &str) -> Option<String> {
    URL.iter().find_map(|form| {
        let found = form.captures(url)?;
        let number = |name| found.name(name)?.as_str().parse().ok();
        iso(number("y")?, number("m")?, number("d")?)
    })
}

/// A text is looked through so far, in characters; dates stand at the beginning.
const LONGEST: usize = 300;

/// A way to write a date: a pattern with the groups `y`, `m`, `d`, or `M` for a month's name, or `a` and `b`
/// for a day and a month in an order that the page's language tells. `e` is an era.
struct Form {
    needs: Needs,
    pattern: Regex,
}

/// What a text must have to be a date of a form: quicker to see than its pattern.
#[derive(Clone, Copy)]
enum Needs {
    /// So many digits in a row, of any script.
    Digits(usize),
    /// One of these characters.
    Sign(&'static [char]),
}

impl Needs {
    fn are_met(self, text: &str, longest_number: usize) -> bool {
        match self {
            Needs::Digits(digits) => digits <= longest_number,
            Needs::Sign(signs) => text.contains(signs),
        }
    }
}

/// The number of digits of the longest number in a text. What may be a digit counts as one.
fn longest_number(text: &str) -> usize {
    text.split(|c: char| !c.is_numeric()).map(|number| number.chars().count()).max().unwrap_or(0)
}

static FORMS: LazyLock<Vec<Form>> = LazyLock::new(|| {
    const SEPARATOR: &str = r"\s*[-/.‐–]\s*";
    const SEPARATORS: Needs = Needs::Sign(&['-', '/', '.', '‐', '–']);
    // Two letters and more. How many more is asked later: each copy of all letters takes long to compile.
    const NAME: &str = r"(?P<M>[\p{L}\p{M}.][\p{L}\p{M}.]+?)";
    let forms = [
        // 2024年5月1日, 2024년 5월 1일, 令和6年5月1日, 民國113年5月1日
        (Needs::Sign(&['年', '년']), r"(?P<e>令和|平成|民國|民国)?\s*(?P<y>\d{1,4}|元)\s*[年년]\s*(?P<m>\d{1,2})\s*[月월]\s*(?P<d>\d{1,2})\s*[日号號일]?".to_owned()),
        // 2024-05-01, 2024/5/1, 2024. 5. 1.
        (Needs::Digits(4), format!(r"\b(?P<y>[12]\d{{3}}){SEPARATOR}(?P<m>\d{{1,2}}){SEPARATOR}(?P<d>\d{{1,2}})(?:\D|T|$)")),
        // 20240501, perhaps with a time
        (Needs::Digits(8), r"\b(?P<y>(?:19|20)\d{2})(?P<m>[01]\d)(?P<d>[0-3]\d)(?:T?\d{4,6})?(?:\D|$)".to_owned()),
        // 1.5.2024, 05/01/2024, 01.05.24, but not 2/5/10/20
        (SEPARATORS, format!(r"(?:^|[^\d/])(?P<a>\d{{1,2}}){SEPARATOR}(?P<b>\d{{1,2}}){SEPARATOR}(?P<y>[12]\d{{3}}|\d{{2}}\b)(?:[^/]|/\D|/?$)")),
        // 1 May 2024, 1. Mai 2024, 1er mai 2024, 1 de mayo de 2024, 01-May-24
        (Needs::Digits(2), format!(r"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|e|º|ª|°|:?a)?[\s.,/-]*(?:of |de |d['’]|tháng |i |เดือน)?\s*{NAME}[\s.,/'’-]+(?:de |del |do |พ\.ศ\. ?)?(?P<y>[12]\d{{3}}|\d{{2}}\b)")),
        // May 1, 2024; May 1st 2024
        (Needs::Digits(4), format!(r"(?:^|[^\p{{L}}]){NAME}[\s.,/-]+(?P<d>\d{{1,2}})(?:st|nd|rd|th|º)?[\s.,/-]+(?P<y>[12]\d{{3}})")),
        // 2024. május 1., 2024 May 1
        (Needs::Digits(4), format!(r"\b(?P<y>[12]\d{{3}})[\s.,/-]+{NAME}[\s.,/-]+(?P<d>\d{{1,2}})\b")),
        // ngày 1 tháng 5 năm 2024
        (Needs::Digits(4), r"(?P<d>\d{1,2}) tháng (?P<m>\d{1,2}),?(?: năm)? (?P<y>[12]\d{3})".to_owned()),
    ];
    let compile = |pattern: &str| Regex::new(pattern).expect("the patterns of dates compile");
    forms.iter().map(|(needs, pattern)| Form { needs: *needs, pattern: compile(pattern) }).collect()
});

/// A time right behind a date.
static TIME: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"(?xi) ^ (?: [T\s,]* | \s*[|·–-]\s* | \s*(?:at|um|à|a\ las|kl\.?|klo|o|в|às|alle)\s+ )
        (?P<h>\d{1,2}) : (?P<m>\d{2}) (?: : (?P<s>\d{2}) (?:[.,]\d+)? )? (?:\s?(?P<half>[ap])\.?m\b)?
        \s* (?P<zone> Z\b | UTC\b | GMT\b | [+-]\d{2}:?\d{2} | [+-]\d{2}\b )?";
    Regex::new(pattern).expect("the pattern of times compiles")
});

static URL: LazyLock<[Regex; 2]> = LazyLock::new(|| {
    let pattern = |between: &str, digits: &str| {
        let year = "(?P<y>(?:19[89]|20[0-4])[0-9])";
        format!("[/_.=-]{year}{between}(?P<m>{digits}){between}(?P<d>{digits})(?:[^0-9]|$)")
    };
    [pattern("[/_.-]", "[0-9]{1,2}"), pattern("", "[0-9]{2}")]
        .map(|pattern| Regex::new(&pattern).expect("the patterns of dates in URLs compile"))
});

impl Form {
    /// The first real date of this form: where it starts and ends, and what it is.
    fn first(&self, text: &str, order: DayOrder) -> Option<(usize, usize, String)> {
        self.pattern.captures_iter(text).find_map(|found| {
            let (year, month, day) = numbers(&found, order)?;
            let parts = ["y", "m", "d", "M", "a", "b"].iter().filter_map(|name| found.name(name));
            let end = parts.map(|part| part.end()).max()?;
            // The character that closes a date in Chinese and Japanese is a part of it.
            let whole = found.get(0)?;
            let end = if text[end..whole.end()].chars().all(|c| "日日号號일 \t".contains(c)) {
                whole.end()
            } else {
                end
            };
            Some((whole.start(), end, iso(year, month, day)?))
        })
    }
}

fn numbers(found: &Captures<'_>, order: DayOrder) -> Option<(u32, u32, u32)> {
    let number = |name: &str| found.name(name)?.as_str().parse::<u32>().ok();
    let year = match (found.name("e").map(|era| era.as_str()), number("y").unwrap_or(1)) {
        (Some("令和"), year) => 2018 + year,
        (Some("平成"), year) => 1988 + year,
        (Some(_), year) => 1911 + year,
        // Two digits of a year are of this century; the Buddhist era is 543 years ahead.
        (None, year @ 0..=99) => 2000 + year,
        (None, year @ 2400..=2700) => year - 543,
        (None, year) => year,
    };
    if let (Some(a), Some(b)) = (number("a"), number("b")) {
        let month_first = order == DayOrder::MonthFirst && a <= 12 && !found[0].contains('.');
        let month_first = month_first || b > 12;
        return Some(if month_first { (year, a, b) } else { (year, b, a) });
    }
    let month = match found.name("M") {
        Some(name) => month_of(name.as_str())?,
        None => number("m")?,
    };
    Some((year, month, number("d")?))
}

/// No month has a longer name, in characters.
const LONGEST_MONTH: usize = 20;

/// The month whose name begins like this word, by the longest beginning.
fn month_of(word: &str) -> Option<u32> {
    if word.chars().count() > LONGEST_MONTH {
        return None;
    }
    let word = word.to_lowercase();
    let known =
        (1..).zip(MONTHS).flat_map(|(month, names)| names.iter().map(move |name| (name.len(), month, name)));
    known.filter(|(_, _, name)| word.starts_with(**name)).max().map(|(_, month, _)| month)
}

/// A day that exists, in a year in which there was a web or soon will be.
fn iso(year: u32, month: u32, day: u32) -> Option<String> {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    let exists = (1980..=2099).contains(&year) && (1..=days).contains(&day);
    exists.then(|| format!("{year:04}-{month:02}-{day:02}"))
}

/// The time that a text begins with: `T10:00:00`, with `Z` or an offset where there is one.
fn time(text: &str) -> Option<String> {
    let found = TIME.captures(text)?;
    let number = |name: &str| found.name(name).map_or(Some(0), |digits| digits.as_str().parse::<u32>().ok());
    let (hour, minute, second) = (number("h")?, number("m")?, number("s")?);
    let hour = match found.name("half").map(|half| half.as_str().to_ascii_lowercase()) {
        Some(half) if half == "p" => hour % 12 + 12,
        Some(_) => hour % 12,
        None => hour,
    };
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let zone = found.name("zone").map_or("", |zone| zone.as_str());
    let zone = match zone.as_bytes() {
        [] => String::new(),
        [b'+' | b'-', rest @ ..] => {
            let digits: String = rest.iter().filter(|b| b.is_ascii_digit()).map(|&b| char::from(b)).collect();
            let (hours, minutes) = digits.split_at(2);
            format!("{}{hours}:{}", &zone[..1], if minutes.is_empty() { "00" } else { minutes })
        }
        _ => "Z".to_owned(),
    };
    Some(format!("T{hour:02}:{minute:02}:{second:02}{zone}"))
}

/// Seconds, or milliseconds, since 1970.
fn unix_time(text: &str) -> Option<String> {
    let is_number = matches!(text.len(), 10 | 13) && text.bytes().all(|b| b.is_ascii_digit());
    let seconds: u64 = text.get(..10).filter(|_| is_number)?.parse().ok()?;
    let (days, rest) = (seconds / 86_400, seconds % 86_400);
    let (year, month, day) = civil(days);
    let date = iso(year, month, day)?;
    Some(format!("{date}T{:02}:{:02}:{:02}Z", rest / 3600, rest / 60 % 60, rest % 60))
}

/// The day that is so many days after 1970-01-01; by Howard Hinnant's
/// [algorithm](https://howardhinnant.github.io/date_algorithms.html#civil_from_days).
fn civil(days: u64) -> (u32, u32, u32) {
    let days = days + 719_468;
    let (era, of_era) = (days / 146_097, days % 146_097);
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year + era * 400 + u64::from(month <= 2);
    let fit = |n: u64| u32::try_from(n).unwrap_or(0);
    (fit(year), fit(month), fit(day))
}

/// Digits of other scripts as ASCII has them.
fn ascii_digit(c: char) -> char {
    const ZEROS: [char; 6] = ['\u{660}', '\u{6f0}', '\u{966}', '\u{9e6}', '\u{e50}', '\u{ff10}'];
    let value = ZEROS.iter().find_map(|&zero| u32::from(c).checked_sub(u32::from(zero)).filter(|n| *n < 10));
    value.and_then(|n| char::from_digit(n, 10)).unwrap_or(if c == '\u{a0}' { ' ' } else { c })
}

#[cfg(test)]
mod tests {
    use super::{DayOrder, in_url, parse, parse_forms, standard};

    #[track_caller]
    fn is(text: &str, date: &str) {
        assert_eq!(parse(text, DayOrder::MonthFirst).unwrap_or_default(), date, "{text}");
    }

    #[test]
    fn standard_forms() {
        is("2024-05-01", "2024-05-01");
        is("2024-05-01T10:02:03+08:00", "2024-05-01T10:02:03+08:00");
        is("2024-05-01T10:02:03.123Z", "2024-05-01T10:02:03Z");
        is("2024-05-01 10:02", "2024-05-01T10:02:00");
        is("2024-05-01 10:02:03 +0800", "2024-05-01T10:02:03+08:00");
        is("Wed, 01 May 2024 10:02:03 GMT", "2024-05-01T10:02:03Z");
        is("Wed May 1 2024", "2024-05-01");
        is("20240501", "2024-05-01");
        is("1714557723", "2024-05-01T10:02:03Z");
        is("1714557723000", "2024-05-01T10:02:03Z");
    }

    #[test]
    fn a_date_of_the_standard_needs_no_patterns() {
        for (text, is_standard) in [
            ("2024-05-01", true),
            ("2024-05-01T10:02:03", true),
            ("2024-05-01T10:02:03Z", true),
            ("2024-05-01T10:02:03.123+08:00", true),
            ("2024-05-01T10:02:03+0800", false),
            ("2024-05-01T10:02:03.Z", false),
            ("2024-05-01T24:02:03Z", false),
            ("2024-05-01T10:02", false),
            ("2024-05-012", false),
            ("2024-13-01", false),
            ("1924-05-01", false),
        ] {
            assert_eq!(standard(text).is_some(), is_standard, "{text}");
            let by_forms = parse_forms(text, DayOrder::MonthFirst);
            assert_eq!(parse(text, DayOrder::MonthFirst), by_forms, "{text}");
        }
    }

    #[test]
    fn languages() {
        for text in [
            "2024年5月1日",
            "発行：２０２４年５月１日（水）",
            "令和6年5月1日",
            "民國113年5月1日",
            "2024년 5월 1일",
            "2024. 5. 1.",
            "1. Mai 2024",
            "Mittwoch, 01.05.2024",
            "1er mai 2024",
            "1 de mayo de 2024",
            "1 de maio de 2024",
            "1 maggio 2024",
            "1 maja 2024",
            "1. května 2024",
            "1 мая 2024 г.",
            "1 травня 2024",
            "2024. május 1.",
            "1 mei 2024",
            "1. maj 2024",
            "1. toukokuuta 2024",
            "1 Mayıs 2024",
            "1 Μαΐου 2024",
            "1 tháng 5, 2024",
            "ngày 1 tháng 5 năm 2024",
            "1 مايو 2024",
            "١ مايو ٢٠٢٤",
            "1 พฤษภาคม 2567",
            "1 मई 2024",
            "Posted on May 1st, 2024 by A",
            "1 May 2024",
            "01-May-2024",
            "May. 1, 2024",
        ] {
            is(text, "2024-05-01");
        }
        is("May 1, 2024 5:07 PM", "2024-05-01T17:07:00");
        is("1. Mai 2024 um 17:07 Uhr", "2024-05-01T17:07:00");
        is("2024年5月1日 17:07", "2024-05-01T17:07:00");
    }

    #[test]
    fn the_order_of_day_and_month() {
        is("05/01/2024", "2024-05-01");
        is("on 05/01/2024, 10:02", "2024-05-01T10:02:00");
        is("2/5/10/20-Second Delay", "");
        is("at 1/2/5/10", "");
        is("13/05/2024", "2024-05-13");
        is("1.5.2024", "2024-05-01");
        assert_eq!(parse("01/05/2024", DayOrder::DayFirst).as_deref(), Some("2024-05-01"));
        assert_eq!(DayOrder::of("en_US"), DayOrder::MonthFirst);
        assert_eq!(DayOrder::of("en-GB"), DayOrder::DayFirst);
    }

    #[test]
    fn what_is_no_date() {
        for text in [
            "",
            "2024",
            "2024-13-01",
            "2023-02-29",
            "30.02.2024",
            "3 hours ago",
            "version 1.2.3",
            "12345678901",
            "5 Kommentare 2019",
        ] {
            is(text, "");
        }
    }

    #[test]
    fn dates_in_urls() {
        assert_eq!(in_url("https://a.example/2024/05/01/x").as_deref(), Some("2024-05-01"));
        assert_eq!(in_url("https://a.example/n/20240501-x.html").as_deref(), Some("2024-05-01"));
        assert_eq!(in_url("https://a.example/2024-5-1.html").as_deref(), Some("2024-05-01"));
        assert_eq!(in_url("https://a.example/2024/05/x-10.html"), None);
        assert_eq!(in_url("https://a.example/item-20249999"), None);
    }
}
