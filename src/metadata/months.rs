//! The names of months in the languages of pages. Knowledge only: `dates` reads with it.

/// The beginnings of names, in lower case; a word means the month whose beginning it has, the longest first.
/// So `januar`, `január` and `janvier` need one entry each, and abbreviations that are no beginning another.
#[rustfmt::skip]
pub(super) const MONTHS: [&[&str]; 12] = [
    // en de fr es pt it nl sv da no | pl cs sk hr | ru uk bg | fi hu ro tr el lt lv et id vi | ar he fa hi th
    &["jan", "ene", "gen", "janv", "styc", "led", "sije", "янв", "січ", "яну", "tammi", "ian", "oca", "ιαν", "γεν",
      "saus", "jaan", "يناير", "كانون الثاني", "ינואר", "ژانویه", "जनवरी", "ม.ค", "มกรา"],
    &["feb", "fév", "fev", "lut", "úno", "únor", "velja", "фев", "лют", "helmi", "şub", "φεβ", "vasar", "veebr",
      "فبراير", "شباط", "פברואר", "فوریه", "फ़रवरी", "फरवरी", "ก.พ", "กุมภา"],
    &["mar", "mär", "mrz", "maa", "mrt", "már", "břez", "bře", "ožuj", "мар", "бер", "maalis", "μαρ", "μάρ", "kovo",
      "märts", "مارس", "آذار", "מרץ", "मार्च", "มี.ค", "มีนา"],
    &["apr", "avr", "abr", "ápr", "kwi", "dub", "trav", "апр", "кві", "huhti", "nis", "απρ", "baland", "aprill",
      "أبريل", "ابريل", "نيسان", "אפריל", "آوریل", "अप्रैल", "เม.ย", "เมษา"],
    &["may", "mai", "maj", "mag", "mei", "máj", "kvě", "svib", "мая", "май", "трав", "touko", "μαΐ", "μάι",
      "geguž", "مايو", "أيار", "מאי", "مه", "मई", "พ.ค", "พฤษภา"],
    &["jun", "juin", "giu", "cze", "červn", "červen", "lipanj", "lipnj", "июн", "чер", "юни", "kesä", "jún", "iun", "haz", "ιουν",
      "birž", "juuni", "يونيو", "حزيران", "יוני", "ژوئن", "जून", "มิ.ย", "มิถุนา"],
    &["jul", "juil", "lug", "lip", "červenc", "červene", "srpanj", "srpnj", "июл", "лип", "юли", "heinä", "júl", "iul",
      "tem", "ιουλ", "liep", "juuli", "يوليو", "تموز", "יולי", "ژوئیه", "जुलाई", "ก.ค", "กรกฎา"],
    &["aug", "aoû", "aou", "ago", "sie", "srpn", "srpen", "kolo", "авг", "сер", "elo", "ağu", "αυγ", "αύγ", "rugpj", "أغسطس",
      "اغسطس", "آب", "אוגוסט", "اوت", "अगस्त", "ส.ค", "สิงหา"],
    &["sep", "set", "wrz", "zář", "ruj", "сен", "вер", "сеп", "syys", "sze", "eyl", "σεπ", "rugsė", "سبتمبر", "أيلول",
      "ספטמבר", "سپتامبر", "सितंबर", "सितम्बर", "ก.ย", "กันยา"],
    &["oct", "okt", "out", "ott", "paź", "říj", "окт", "жов", "loka", "eki", "οκτ", "spal", "أكتوبر",
      "اكتوبر", "تشرين الأول", "אוקטובר", "اکتبر", "अक्टूबर", "ต.ค", "ตุลา"],
    &["nov", "lis", "stud", "ноя", "лис", "ное", "marras", "kas", "noi", "νοε", "νοέ", "lapkr", "نوفمبر",
      "تشرين الثاني", "נובמבר", "نوامبر", "नवंबर", "नवम्बर", "พ.ย", "พฤศจิกา"],
    &["dec", "dez", "déc", "dic", "des", "gru", "pros", "дек", "гру", "joulu", "ara", "δεκ", "gruod", "dets",
      "ديسمبر", "كانون الأول", "דצמבר", "دسامبر", "दिसंबर", "दिसम्बर", "ธ.ค", "ธันวา"],
];
