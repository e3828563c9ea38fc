//! XPath's predicates as conditions of a compound selector: `[@a and not(b)]` → `[a]:not(:has(> b))`.

use super::css::{NO_TEXT, attribute_name, bare, compound, quoted, unnumbered};
use super::xpath::{Axis, Expr, Path, Relation, Start, Step, Test};

type Condition = Result<String, String>;

/// What must be added to a compound selector so that an expression is true of its elements; empty when it
/// always is. `numbered` is the selector of the siblings among which numbers count, where they do.
pub(super) fn condition(expr: &Expr, numbered: Option<&str>) -> Condition {
    if let Some(place) = position(expr) {
        return place.condition(numbered.ok_or("CSS counts siblings, and nothing else")?);
    }
    match expr {
        Expr::And(a, b) => Ok(condition(a, numbered)? + &condition(b, numbered)?),
        Expr::Or(a, b) => either(&[condition(a, numbered)?, condition(b, numbered)?]),
        Expr::Union(all) => {
            let all: Result<Vec<String>, String> = all.iter().map(|one| condition(one, numbered)).collect();
            either(&all?)
        }
        Expr::Compare(a, relation, b) => compare(a, *relation, b),
        Expr::Call(name, arguments) => call(name, arguments, numbered),
        Expr::Path(path) => exists(path),
        Expr::Literal(text) if text.is_empty() => Err("it is never true".to_owned()),
        Expr::Literal(_) => Ok(String::new()),
        Expr::Minus(..) | Expr::Number(_) => Err("it compares nothing".to_owned()),
    }
}

fn either(all: &[String]) -> Condition {
    let always = all.iter().any(String::is_empty);
    Ok(if always { String::new() } else { format!(":is({})", all.join(", ")) })
}

fn negated(inner: &str) -> Condition {
    if inner.is_empty() { Err("it is never true".to_owned()) } else { Ok(format!(":not({inner})")) }
}

fn call(name: &str, arguments: &[Expr], numbered: Option<&str>) -> Condition {
    match (name, arguments) {
        ("not", [inner]) => negated(&condition(inner, numbered)?),
        ("boolean", [inner]) => condition(inner, numbered),
        ("true", []) => Ok(String::new()),
        ("contains", [subject, Expr::Literal(text)]) => {
            Subject::of(subject)?.condition(|attribute| attribute.contains(text))
        }
        // `contains('a b', @class)` is no more than a wrong order of the two.
        ("starts-with", [subject, Expr::Literal(text)]) => {
            Subject::of(subject)?.condition(|attribute| attribute.compare("^=", text))
        }
        ("ends-with", [subject, Expr::Literal(text)]) => {
            Subject::of(subject)?.condition(|attribute| attribute.compare("$=", text))
        }
        ("string-length", [Expr::Path(_)]) => Subject::of(&arguments[0])?.condition(Attribute::is_said),
        ("normalize-space" | "string", [Expr::Path(_)]) => {
            Subject::of(&arguments[0])?.condition(Attribute::is_said)
        }
        ("count", [inner]) => condition(inner, None),
        ("normalize-space" | "string" | "contains" | "starts-with" | "text", _) => Err(NO_TEXT.to_owned()),
        _ => Err(format!("CSS has nothing like `{name}()` with such arguments")),
    }
}

fn compare(a: &Expr, relation: Relation, b: &Expr) -> Condition {
    match (a, b) {
        (Expr::Literal(_) | Expr::Number(_), Expr::Path(_) | Expr::Call(..)) => {
            compare(b, turned(relation), a)
        }
        (Expr::Call(name, inner), Expr::Number(number)) if name == "count" || name == "string-length" => {
            let some = call(name, inner, None)?;
            match (relation, *number as i64) {
                (Relation::Greater | Relation::NotEqual, 0) | (Relation::GreaterOrEqual, 1) => Ok(some),
                (Relation::Equal | Relation::LessOrEqual, 0) | (Relation::Less, 1) => negated(&some),
                _ => Err("CSS does not count".to_owned()),
            }
        }
        (Expr::Call(name, inner), Expr::Literal(text))
            if matches!(name.as_str(), "name" | "local-name") && inner.is_empty() =>
        {
            let is_it = format!(":is({})", attribute_name(text)?.to_lowercase());
            if relation == Relation::NotEqual { negated(&is_it) } else { Ok(is_it) }
        }
        (inner, Expr::Call(name, none)) if none.is_empty() && matches!(name.as_str(), "true" | "false") => {
            let is_it = condition(inner, None)?;
            let wants = (name == "true") == (relation == Relation::Equal);
            if wants { Ok(is_it) } else { negated(&is_it) }
        }
        (_, Expr::Literal(text)) => equal(a, relation, text),
        (_, Expr::Number(number)) => equal(a, relation, &number.to_string()),
        _ => Err("CSS compares attributes with given texts only".to_owned()),
    }
}

fn turned(relation: Relation) -> Relation {
    match relation {
        Relation::Less => Relation::Greater,
        Relation::LessOrEqual => Relation::GreaterOrEqual,
        Relation::Greater => Relation::Less,
        Relation::GreaterOrEqual => Relation::LessOrEqual,
        same => same,
    }
}

fn equal(subject: &Expr, relation: Relation, text: &str) -> Condition {
    match relation {
        Relation::Equal => Subject::of(subject)?.condition(|attribute| attribute.compare("=", text)),
        Relation::NotEqual => Subject::of(subject)?.condition(|attribute| {
            Ok(format!("[{}]:not({})", attribute.name, attribute.compare("=", text)?))
        }),
        _ => Err("CSS does not compare numbers".to_owned()),
    }
}

/// An attribute that is looked at, and the way to its element.
struct Subject<'e> {
    steps: &'e [Step],
    attribute: Attribute,
}

struct Attribute {
    name: String,
    /// A space was put before and after it, so that words can be told.
    spaced: bool,
    any_case: bool,
}

impl<'e> Subject<'e> {
    fn of(expr: &'e Expr) -> Result<Self, String> {
        match expr {
            Expr::Path(Path { start: Start::Here, steps }) => match steps.split_last() {
                Some((Step { axis: Axis::Attribute, test: Test::Name(name), .. }, steps)) => {
                    let name = attribute_name(name)?.to_owned();
                    Ok(Subject { steps, attribute: Attribute { name, spaced: false, any_case: false } })
                }
                Some((Step { axis: Axis::Attribute, .. }, _)) => {
                    Err("CSS needs the name of an attribute".to_owned())
                }
                _ => Err(NO_TEXT.to_owned()),
            },
            Expr::Call(name, arguments) => match (name.as_str(), arguments.as_slice()) {
                ("normalize-space" | "string", [inner]) => Subject::of(inner),
                ("lower-case" | "upper-case", [inner]) => Ok(Subject::of(inner)?.in_any_case()),
                ("translate", [inner, Expr::Literal(from), Expr::Literal(to)])
                    if from.to_lowercase() == to.to_lowercase() =>
                {
                    Ok(Subject::of(inner)?.in_any_case())
                }
                ("concat", [Expr::Literal(before), inner, Expr::Literal(after)])
                    if before == " " && after == " " =>
                {
                    let subject = Subject::of(inner)?;
                    Ok(Subject { attribute: Attribute { spaced: true, ..subject.attribute }, ..subject })
                }
                _ => Err(NO_TEXT.to_owned()),
            },
            _ => Err(NO_TEXT.to_owned()),
        }
    }

    fn in_any_case(self) -> Self {
        Subject { attribute: Attribute { any_case: true, ..self.attribute }, ..self }
    }

    fn condition(&self, of_attribute: impl Fn(&Attribute) -> Condition) -> Condition {
        relative(self.steps, &of_attribute(&self.attribute)?)
    }
}

impl Attribute {
    fn is_said(&self) -> Condition {
        Ok(format!("[{0}]:not([{0}=\"\"])", self.name))
    }

    fn compare(&self, sign: &str, text: &str) -> Condition {
        let text = if self.spaced { text.trim_matches(' ') } else { text };
        let case = if self.any_case { " i" } else { "" };
        match (sign, text) {
            ("^=" | "$=" | "*=", "") => Ok(String::new()),
            _ => Ok(format!("[{}{sign}{}{case}]", self.name, quoted(text))),
        }
    }

    fn contains(&self, text: &str) -> Condition {
        if !self.spaced {
            return self.compare("*=", text);
        }
        let word = text.trim_matches(' ');
        match (text.starts_with(' '), text.ends_with(' ')) {
            (true, true) if word.contains(' ') || word.is_empty() => self.compare("*=", word),
            (true, true) if self.name == "class" && is_ident(word) && !self.any_case => {
                Ok(format!(".{word}"))
            }
            (true, true) => self.compare("~=", word),
            (true, false) => {
                Ok(format!(":is({}, [{}*={}])", self.compare("^=", word)?, self.name, quoted(text)))
            }
            (false, true) => {
                Ok(format!(":is({}, [{}*={}])", self.compare("$=", word)?, self.name, quoted(text)))
            }
            (false, false) => self.compare("*=", text),
        }
    }
}

/// Whether a path leads anywhere from here.
fn exists(path: &Path) -> Condition {
    if path.start != Start::Here {
        return Err("CSS cannot ask what else the page has".to_owned());
    }
    match path.steps.split_last() {
        Some((Step { axis: Axis::Attribute, test: Test::Name(name), predicates }, before))
            if predicates.is_empty() =>
        {
            relative(before, &format!("[{}]", attribute_name(name)?))
        }
        Some((Step { axis: Axis::Attribute, .. }, _)) => Err("CSS needs the name of an attribute".to_owned()),
        _ => relative(&path.steps, ""),
    }
}

/// The condition that a path from here leads to an element of which `last` is true.
fn relative(steps: &[Step], last: &str) -> Condition {
    let Some((step, rest)) = steps.split_first() else { return Ok(last.to_owned()) };
    match step.axis {
        Axis::Itself => Ok(of_itself(step)? + &relative(rest, last)?),
        Axis::Parent => Ok(format!(":is({}{} > *)", unnumbered(step)?, relative(rest, last)?)),
        Axis::Ancestor => Ok(format!(":is({}{} *)", unnumbered(step)?, relative(rest, last)?)),
        Axis::AncestorOrSelf => {
            let outer = format!("{}{}", unnumbered(step)?, relative(rest, last)?);
            Ok(format!(":is({outer}, {outer} *)"))
        }
        Axis::PrecedingSibling => {
            let (sign, step) = nearest(step);
            Ok(format!(":is({}{} {sign} *)", unnumbered(&step)?, relative(rest, last)?))
        }
        Axis::Child | Axis::Descendant | Axis::Below | Axis::FollowingSibling => forward(steps, last),
        Axis::Following | Axis::Preceding => {
            Err("CSS does not follow the order of the whole page".to_owned())
        }
        Axis::Attribute => Err("an attribute has nothing below it".to_owned()),
    }
}

/// Steps downwards and onwards, as long as they last: `:has(> a b)`.
fn forward(steps: &[Step], last: &str) -> Condition {
    let mut relative_selector = String::new();
    let mut below = false;
    let mut rest = steps;
    while let Some((step, after)) = rest.split_first() {
        let (sign, compound) = match step.axis {
            Axis::Below if step.test == Test::Node && step.predicates.is_empty() => {
                (below, rest) = (true, after);
                continue;
            }
            Axis::Child if step.test == Test::Node => return Err(NO_TEXT.to_owned()),
            Axis::Child => (if below { "" } else { "> " }, compound(step)?),
            Axis::Descendant => ("", unnumbered(step)?),
            Axis::FollowingSibling => {
                let (sign, step) = nearest(step);
                (if sign == "+" { "+ " } else { "~ " }, unnumbered(&step)?)
            }
            _ => break,
        };
        let space = if relative_selector.is_empty() { "" } else { " " };
        relative_selector = format!("{relative_selector}{space}{sign}{compound}");
        (below, rest) = (false, after);
    }
    if relative_selector.is_empty() {
        return Err("CSS cannot go that way".to_owned());
    }
    Ok(format!(":has({relative_selector}{})", relative(rest, last)?))
}

/// `self::p[…]` as a condition.
pub(super) fn of_itself(step: &Step) -> Condition {
    let inner = unnumbered(step)?;
    Ok(match step.test {
        Test::Name(_) => format!(":is({inner})"),
        _ => bare(&inner).to_owned(),
    })
}

/// `+` for the sibling right beside, `*[1]`, with the rest of the step; `~` for any.
pub(super) fn nearest(step: &Step) -> (&'static str, Step) {
    match step.predicates.split_first() {
        Some((Expr::Number(1.0), rest)) if step.test == Test::Any => {
            ("+", Step { predicates: rest.to_vec(), ..step.clone() })
        }
        _ => ("~", step.clone()),
    }
}

/// Which of its siblings an element must be.
#[derive(Debug, PartialEq)]
pub(super) struct Place {
    formula: String,
    from_end: bool,
    negated: bool,
}

/// Reads `[2]`, `[last()]`, `[position()<3]` and their like; nothing for what is about no number.
pub(super) fn position(expr: &Expr) -> Option<Place> {
    let is_call = |expr: &Expr, wanted: &str| matches!(expr, Expr::Call(name, arguments) if name == wanted && arguments.is_empty());
    let from_end = |expr: &Expr| match expr {
        Expr::Minus(last, number) if is_call(last, "last") => match **number {
            Expr::Number(number) => Some(number as i64 + 1),
            _ => None,
        },
        _ => is_call(expr, "last").then_some(1),
    };
    let place = |formula: String, from_end| Some(Place { formula, from_end, negated: false });
    if let Expr::Number(number) = expr {
        return place((*number as i64).to_string(), false);
    }
    if let Some(number) = from_end(expr) {
        return place(number.to_string(), true);
    }
    let Expr::Compare(left, relation, right) = expr else { return None };
    if !is_call(left, "position") {
        return None;
    }
    if let (Some(number), Relation::Equal | Relation::NotEqual) = (from_end(right), relation) {
        let negated = *relation == Relation::NotEqual;
        return Some(Place { formula: number.to_string(), from_end: true, negated });
    }
    if let (Some(number), Relation::Less | Relation::LessOrEqual) = (from_end(right), relation) {
        let first = number + i64::from(*relation == Relation::Less);
        return place(format!("n+{first}"), true);
    }
    let Expr::Number(number) = **right else { return None };
    let number = number as i64;
    match relation {
        Relation::Equal => place(number.to_string(), false),
        Relation::NotEqual => Some(Place { formula: number.to_string(), from_end: false, negated: true }),
        Relation::Less => place(format!("-n+{}", number - 1), false),
        Relation::LessOrEqual => place(format!("-n+{number}"), false),
        Relation::Greater => place(format!("n+{}", number + 1), false),
        Relation::GreaterOrEqual => place(format!("n+{number}"), false),
    }
}

impl Place {
    pub(super) fn is_first(&self) -> bool {
        self.formula == "1" && !self.from_end && !self.negated
    }

    pub(super) fn is_last(&self) -> bool {
        self.formula == "1" && self.from_end && !self.negated
    }

    /// As a pseudo-class: among all siblings, those of a name, or those that a selector matches.
    fn condition(&self, among: &str) -> Condition {
        let last = if self.from_end { "last-" } else { "" };
        let formula = &self.formula;
        let class = if among == "*" {
            format!(":nth-{last}child({formula})")
        } else if is_ident(among) {
            format!(":nth-{last}of-type({formula})")
        } else {
            format!(":nth-{last}child({formula} of {among})")
        };
        if self.negated { negated(&class) } else { Ok(class) }
    }
}

/// Whether a word can be written in CSS without quotes.
pub(super) fn is_ident(word: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let first = word.trim_start_matches('-').chars().next();
    first.is_some_and(|c| c.is_ascii_alphabetic() || c == '_') && word.chars().all(is_part)
}
