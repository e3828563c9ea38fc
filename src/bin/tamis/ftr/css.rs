//! From XPath to CSS: the same elements, said in the other language. What CSS cannot say is an error that
//! tells why: it sees no text and counts only siblings.

use super::condition::{self, is_ident};
use super::xpath::{self, Axis, Expr, Path, Start, Step, Test};

/// What an expression is to find.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    /// Elements.
    Elements,
    /// A text: that of an element or of an attribute, of the first that says something.
    Text,
}

pub(super) const NO_TEXT: &str = "CSS does not see text";

/// Translates an expression. Elements become one selector, perhaps a list with commas; texts become one
/// selector for each alternative, with `@` before the name of an attribute.
pub(super) fn translate(xpath: &str, wanted: Wanted) -> Result<Vec<String>, String> {
    let mut alternatives = Vec::new();
    let expr = xpath::parse(xpath.trim())?;
    collect(&expr, wanted, &mut alternatives)?;
    if wanted == Wanted::Elements {
        return Ok(vec![alternatives.join(", ")]);
    }
    Ok(alternatives)
}

fn collect(expr: &Expr, wanted: Wanted, found: &mut Vec<String>) -> Result<(), String> {
    match expr {
        Expr::Union(all) => all.iter().try_for_each(|one| collect(one, wanted, found)),
        Expr::Or(a, b) => {
            // Authors write `or` for `|`; as XPath it would be true or false and find nothing.
            collect(a, wanted, found)?;
            collect(b, wanted, found)
        }
        Expr::Call(name, arguments) if wanted == Wanted::Text => {
            match (name.as_str(), arguments.as_slice()) {
                ("string" | "normalize-space", [inner]) => collect(inner, wanted, found),
                _ => Err(format!("`{name}()` makes a new text, which a selector cannot")),
            }
        }
        Expr::Literal(text) if wanted == Wanted::Text => {
            found.push(format!("\"{text}\""));
            Ok(())
        }
        Expr::Path(path) if wanted == Wanted::Text => {
            if let (Start::At(inner, predicates), []) = (&path.start, path.steps.as_slice())
                && *predicates == [Expr::Number(1.0)]
            {
                // The first that says something is taken anyway.
                return collect(inner, wanted, found);
            }
            let (selector, attribute) = text_of(path)?;
            let attribute = attribute.map(|name| format!("@{name}")).unwrap_or_default();
            found.push(format!("{selector}{attribute}"));
            Ok(())
        }
        Expr::Path(path) => {
            found.push(select(path)?);
            Ok(())
        }
        Expr::Call(name, _) => Err(format!("`{name}()` finds no elements")),
        _ => Err("it finds no elements".to_owned()),
    }
}

/// A selector, and the attribute that a path ends in.
fn text_of(path: &Path) -> Result<(String, Option<String>), String> {
    let Some((last, before)) = path.steps.split_last() else { return Ok((select(path)?, None)) };
    let above = |mut steps: Vec<Step>| {
        let is_below = steps.last().is_some_and(|step| step.axis == Axis::Below && step.test == Test::Node);
        if is_below {
            steps.pop();
            steps.push(Step { axis: Axis::Below, test: Test::Any, predicates: Vec::new() });
        }
        select(&Path { start: path.start.clone(), steps })
    };
    match (last.axis, &last.test) {
        (Axis::Attribute, Test::Name(name)) => {
            Ok((format!("{}[{}]", above(before.to_vec())?, attribute_name(name)?), Some(name.clone())))
        }
        (Axis::Child, Test::Text) => {
            if last.predicates.iter().any(|predicate| *predicate != Expr::Number(1.0)) {
                return Err(NO_TEXT.to_owned());
            }
            Ok((above(before.to_vec())?, None))
        }
        _ => Ok((select(path)?, None)),
    }
}

/// The selector of what a path finds: one, without commas at its top.
pub(super) fn select(path: &Path) -> Result<String, String> {
    let mut found = match &path.start {
        Start::Root => None,
        Start::Here => return Err("it starts nowhere: paths start with / or //".to_owned()),
        Start::At(inner, predicates) => Some(start_at(inner, predicates)?),
    };
    // `//` is a step of its own in XPath; here it only says how the next one is joined.
    let mut below = false;
    for step in &path.steps {
        if step.axis == Axis::Below && step.test == Test::Node && step.predicates.is_empty() {
            below = true;
            continue;
        }
        found = Some(take_step(found.as_deref(), below, step)?);
        below = false;
    }
    if below {
        return Err("it ends in //".to_owned());
    }
    found.ok_or_else(|| "it finds the document".to_owned())
}

fn start_at(inner: &Expr, predicates: &[Expr]) -> Result<String, String> {
    let mut alternatives = Vec::new();
    match inner {
        Expr::Call(name, arguments) if name == "id" => match arguments.as_slice() {
            [Expr::Literal(id)] => alternatives.push(format!("[id={}]", quoted(id))),
            _ => return Err("`id()` needs a text".to_owned()),
        },
        _ => collect(inner, Wanted::Elements, &mut alternatives)?,
    }
    let mut selector = match alternatives.as_slice() {
        [one] => one.clone(),
        _ => format!(":is({})", alternatives.join(", ")),
    };
    for predicate in predicates {
        selector = match condition::position(predicate) {
            Some(place) if place.is_first() => first(&selector),
            Some(place) if place.is_last() => last(&selector),
            Some(_) => return Err("CSS counts siblings, not all that a page has of a kind".to_owned()),
            None => selector + &condition::condition(predicate, None)?,
        };
    }
    Ok(selector)
}

/// The one of them that stands in none and after none of the others.
fn first(selector: &str) -> String {
    let one = grouped(selector);
    let before = format!(":is({selector}, :has({one}))");
    format!("{one}:not({one} *, {before} ~ *, {before} ~ * *)")
}

/// The one of them that holds none and stands before none of the others.
fn last(selector: &str) -> String {
    let one = grouped(selector);
    let after = format!(":is(:has(~ {one}), :has(~ * {one}))");
    format!("{one}:not(:has({one}), {after}, {after} *)")
}

/// As one compound selector.
fn grouped(selector: &str) -> String {
    if selector.contains([' ', '>', '~', '+', ',']) {
        format!(":is({selector})")
    } else {
        selector.to_owned()
    }
}

/// The elements of a compound selector around others. What is asked of those below is said in one `:has()`,
/// as none may stand in another: `A:has(> B)` in `C` is `C:has(> A > B)`.
fn around(compound: &str, sign: &str, inner: &str) -> String {
    let below = |text: &str| {
        let mut depth = 0;
        text.chars().all(|c| {
            depth += i32::from(c == '(') - i32::from(c == ')');
            depth >= 0
        })
    };
    let split = inner.split_once(":has(").and_then(|(own, rest)| Some((own, rest.strip_suffix(')')?)));
    match split {
        Some((own, rest)) if !own.contains([' ', '(']) && below(rest) && !rest.contains(":has(") => {
            let own = if own.is_empty() { "*" } else { own };
            format!("{}:has({sign}{own} {rest})", bare(compound))
        }
        _ => format!("{}:has({sign}{})", bare(compound), grouped(inner)),
    }
}

/// Goes one step on from what was found; at first from the document.
fn take_step(found: Option<&str>, below: bool, step: &Step) -> Result<String, String> {
    use Axis::{Below, Child, Descendant, FollowingSibling, PrecedingSibling};
    let finds_text = matches!(step.axis, Below | Child | Descendant | FollowingSibling | PrecedingSibling);
    if step.test == Test::Node && finds_text {
        return Err(NO_TEXT.to_owned());
    }
    let Some(from) = found else { return first_step(below, step) };
    let from = if below && !matches!(step.axis, Axis::Child | Axis::Descendant) {
        format!(":is({from}, {from} *)")
    } else {
        from.to_owned()
    };
    let inner = grouped(&from);
    match step.axis {
        Axis::Child if below => Ok(format!("{from} {}", compound(step)?)),
        Axis::Child => Ok(format!("{from} > {}", compound(step)?)),
        Axis::Descendant => Ok(format!("{from} {}", unnumbered(step)?)),
        Axis::Below => Ok(format!("{}:is({from}, {from} *)", bare(&unnumbered(step)?))),
        Axis::Itself => Ok(format!("{from}{}", condition::of_itself(step)?)),
        Axis::Parent => Ok(around(&unnumbered(step)?, "> ", &from)),
        Axis::Ancestor if step.predicates.first() == Some(&Expr::Number(1.0)) => {
            // The nearest: none of its kind stands between.
            let one = unnumbered(&Step { predicates: step.predicates[1..].to_vec(), ..step.clone() })?;
            Ok(format!("{}:not(:has({one} {inner}))", around(&one, "", &from)))
        }
        Axis::Ancestor => Ok(around(&unnumbered(step)?, "", &from)),
        Axis::AncestorOrSelf => Ok(format!("{}:is({from}, :has({inner}))", bare(&unnumbered(step)?))),
        Axis::FollowingSibling => following(&from, step),
        Axis::PrecedingSibling => {
            let (sign, step) = condition::nearest(step);
            Ok(format!("{}:has({sign} {inner})", bare(&unnumbered(&step)?)))
        }
        Axis::Following => {
            let outer = format!(":is({from}, :has({inner}))");
            Ok(format!("{}:is({outer} ~ *, {outer} ~ * *)", bare(&unnumbered(step)?)))
        }
        Axis::Preceding => {
            // What comes before and does not stand around it.
            let later = format!(":is(:has(~ {inner}), :has(~ * {inner}))");
            Ok(format!("{}:is({later}, {later} *)", bare(&unnumbered(step)?)))
        }
        Axis::Attribute => Err("an attribute is no element".to_owned()),
    }
}

fn first_step(below: bool, step: &Step) -> Result<String, String> {
    match step.axis {
        Axis::Child if below => compound(step),
        Axis::Child => Ok(format!("{}:root", bare(&compound(step)?))),
        Axis::Descendant | Axis::Below => unnumbered(step),
        // In `//parent::p` and the like, the elements above come from anywhere.
        Axis::Itself if below => Ok(format!("*{}", condition::of_itself(step)?)),
        Axis::Parent if below => Ok(format!("{}:has(> *)", bare(&unnumbered(step)?))),
        Axis::FollowingSibling if below => following("*", step),
        Axis::Attribute => Err("an attribute is no element".to_owned()),
        _ => Err("it starts with a step that leads out of the document".to_owned()),
    }
}

fn following(from: &str, step: &Step) -> Result<String, String> {
    let numbered = step.predicates.iter().any(|predicate| condition::position(predicate).is_some());
    if !numbered {
        return Ok(format!("{from} ~ {}", compound(step)?));
    }
    let (sign, rest) = condition::nearest(step);
    if sign == "+" {
        return Ok(format!("{from} + {}", unnumbered(&rest)?));
    }
    // The first `p` after it: one before which no other stands.
    let [Expr::Number(1.0), conditions @ ..] = step.predicates.as_slice() else {
        return Err("only the first of the siblings that follow can be told".to_owned());
    };
    let plain = unnumbered(&Step { predicates: Vec::new(), ..step.clone() })?;
    let first = format!("{from} ~ {plain}:not({from} ~ {plain} ~ {plain})");
    conditions.iter().try_fold(first, |found, expr| Ok(found + &condition::condition(expr, None)?))
}

/// A step as a compound selector: its name with its conditions, numbers among them.
pub(super) fn compound(step: &Step) -> Result<String, String> {
    let name = name(&step.test)?;
    step.predicates.iter().try_fold(name, |found, predicate| {
        let condition = condition::condition(predicate, Some(&found))?;
        Ok(if found == "*" && !condition.is_empty() { condition } else { found + &condition })
    })
}

/// A compound selector of a step in which numbers would not count siblings.
pub(super) fn unnumbered(step: &Step) -> Result<String, String> {
    if step.predicates.iter().any(|predicate| condition::position(predicate).is_some()) {
        return Err("CSS counts siblings, and nothing else".to_owned());
    }
    compound(step)
}

fn name(test: &Test) -> Result<String, String> {
    match test {
        Test::Any => Ok("*".to_owned()),
        // Above an element is nothing but elements.
        Test::Node => Ok("*".to_owned()),
        Test::Name(name) if is_ident(name) => Ok(name.clone()),
        Test::Name(name) => Err(format!("`{name}` is no name of an element")),
        Test::Text => Err(NO_TEXT.to_owned()),
        Test::Other => Err("CSS does not see comments".to_owned()),
    }
}

/// A compound selector to which conditions are added: `*` alone is left out.
pub(super) fn bare(compound: &str) -> &str {
    if compound == "*" { "" } else { compound }
}

pub(super) fn attribute_name(name: &str) -> Result<&str, String> {
    if is_ident(name) { Ok(name) } else { Err(format!("`{name}` is no name of an attribute")) }
}

pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\a "))
}
