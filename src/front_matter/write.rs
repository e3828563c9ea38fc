//! Sets keys in front matter, and writes it anew. What was there stays byte for byte, also where it is invalid.
//!
//! Values may come from a page that wants to do harm. So each is one double-quoted scalar on one line, which
//! YAML, TOML and JSON read alike, or a list of such on that line; the keys are ours.

use super::{Form, bare, form, read};

/// A value to be set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    Text(String),
    List(Vec<String>),
}

impl Value {
    pub(crate) fn is_empty(&self) -> bool {
        match self {
            Value::Text(text) => text.is_empty(),
            Value::List(items) => items.is_empty(),
        }
    }
}

/// Adds keys that are not there yet. Nothing when that cannot be done without harm: the TOML or JSON there
/// cannot be read, so nobody knows which keys it has.
pub(crate) fn add(front_matter: &str, entries: &[(&str, Value)]) -> Option<String> {
    let form = form(front_matter)?;
    let known = read::keys(front_matter)?;
    let is_new = |(key, _): &&(&str, Value)| !known.iter().any(|own| own.eq_ignore_ascii_case(key));
    let new: Vec<&(&str, Value)> = entries.iter().filter(is_new).collect();
    if new.is_empty() {
        return Some(front_matter.to_owned());
    }
    let line_end = if first_line(bare(front_matter)).ends_with("\r\n") { "\r\n" } else { "\n" };
    let at = match form {
        Form::Yaml => closing_fence(front_matter),
        // Behind a table's header a key would be that table's.
        Form::Toml => front_matter.len() - bare(front_matter).len() + first_line(bare(front_matter)).len(),
        Form::Json => front_matter.trim_ascii_end().len() - 1,
    };
    let (before, after) = front_matter.split_at(at);
    Some(match form {
        Form::Yaml | Form::Toml => {
            let lines: String = new.iter().map(|(key, value)| entry(form, key, value) + line_end).collect();
            format!("{before}{lines}{after}")
        }
        Form::Json => {
            let members = before.trim_ascii_end();
            let is_on_lines = before.contains('\n');
            let space = if is_on_lines { format!("{line_end}  ") } else { " ".to_owned() };
            let new: String =
                new.iter().map(|(key, value)| format!(",{space}{}", entry(form, key, value))).collect();
            format!("{members}{new}{}{after}", &before[members.len()..])
        }
    })
}

/// Front matter with these keys, its fences and its last newline. Nothing is written of no keys.
pub(crate) fn fresh(form: Form, entries: &[(&str, Value)]) -> String {
    let mut lines: Vec<String> = entries.iter().map(|(key, value)| entry(form, key, value)).collect();
    if lines.is_empty() {
        return String::new();
    }
    match form {
        Form::Yaml => format!("---\n{}\n---\n", lines.join("\n")),
        Form::Toml => format!("+++\n{}\n+++\n", lines.join("\n")),
        Form::Json => {
            lines.iter_mut().for_each(|line| line.insert_str(0, "  "));
            format!("{{\n{}\n}}\n", lines.join(",\n"))
        }
    }
}

fn entry(form: Form, key: &str, value: &Value) -> String {
    let value = match value {
        Value::Text(text) => quoted(text),
        Value::List(items) => {
            let items: Vec<String> = items.iter().map(|item| quoted(item)).collect();
            format!("[{}]", items.join(", "))
        }
    };
    match form {
        Form::Yaml => format!("{key}: {value}"),
        Form::Toml => format!("{key} = {value}"),
        Form::Json => format!("\"{key}\": {value}"),
    }
}

/// A scalar that all three kinds read alike. What they do not allow in it, and what would reorder the line for
/// a reader, goes.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                quoted.push('\\');
                quoted.push(c);
            }
            '\n' | '\t' | '\u{2028}' | '\u{2029}' => quoted.push(' '),
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' => {}
            // YAML allows neither.
            '\u{fffe}' | '\u{ffff}' => {}
            _ if c.is_control() => {}
            _ => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

fn first_line(text: &str) -> &str {
    text.split_inclusive('\n').next().unwrap_or_default()
}

/// Where the last line starts.
fn closing_fence(front_matter: &str) -> usize {
    let line = front_matter.trim_end_matches(['\n', '\r']);
    line.rfind('\n').map_or(0, |newline| newline + 1)
}

#[cfg(test)]
mod tests {
    use super::{Form, Value, add, fresh, quoted};

    fn text(text: &str) -> Value {
        Value::Text(text.to_owned())
    }

    #[track_caller]
    fn gives(front_matter: &str, expected: &str) {
        let entries = [("title", text("T")), ("source", text("https://a.example/?a=1&b"))];
        assert_eq!(add(front_matter, &entries).as_deref(), Some(expected), "{front_matter}");
        assert_eq!(add(expected, &entries).as_deref(), Some(expected), "a second time");
    }

    #[test]
    fn keys_are_added_at_the_end_of_yaml() {
        gives("---\ntitle: a\n---\n", "---\ntitle: a\nsource: \"https://a.example/?a=1&b\"\n---\n");
        gives("---\nTitle: a\n...\n", "---\nTitle: a\nsource: \"https://a.example/?a=1&b\"\n...\n");
        gives("---\n---", "---\ntitle: \"T\"\nsource: \"https://a.example/?a=1&b\"\n---");
        gives(
            "\u{feff}\n---\r\ntitle: a\r\n---\r\n",
            "\u{feff}\n---\r\ntitle: a\r\nsource: \"https://a.example/?a=1&b\"\r\n---\r\n",
        );
        let invalid = "---\ntitle: \"the \"word\" of\\ it\"\n\ttags: [\n";
        gives(&format!("{invalid}---\n"), &format!("{invalid}source: \"https://a.example/?a=1&b\"\n---\n"));
    }

    #[test]
    fn keys_are_added_above_the_tables_of_toml() {
        gives(
            "+++\ntitle = 'a' # x\n[source2]\nb = 1\n+++\n",
            "+++\nsource = \"https://a.example/?a=1&b\"\ntitle = 'a' # x\n[source2]\nb = 1\n+++\n",
        );
        gives("+++\n[title]\n[source]\n+++\n", "+++\n[title]\n[source]\n+++\n");
        assert_eq!(add("+++\ntitle = a b\n+++\n", &[("source", text("x"))]), None);
    }

    #[test]
    fn keys_are_added_at_the_end_of_json() {
        gives("{\"title\":\"a\"}\n", "{\"title\":\"a\", \"source\": \"https://a.example/?a=1&b\"}\n");
        gives(
            "{\n  \"title\": {}\n}\n",
            "{\n  \"title\": {},\n  \"source\": \"https://a.example/?a=1&b\"\n}\n",
        );
    }

    #[test]
    fn front_matter_of_each_kind_is_written() {
        let entries = [("title", text("T")), ("tags", Value::List(vec!["a".into(), "b\"".into()]))];
        assert_eq!(fresh(Form::Yaml, &entries), "---\ntitle: \"T\"\ntags: [\"a\", \"b\\\"\"]\n---\n");
        assert_eq!(fresh(Form::Toml, &entries), "+++\ntitle = \"T\"\ntags = [\"a\", \"b\\\"\"]\n+++\n");
        assert_eq!(
            fresh(Form::Json, &entries),
            "{\n  \"title\": \"T\",\n  \"tags\": [\"a\", \"b\\\"\"]\n}\n"
        );
        assert_eq!(fresh(Form::Yaml, &[]), "");
    }

    #[test]
    fn no_value_breaks_out_of_its_line() {
        for hostile in [
            "a\n---\nb: c",
            "a\r\n+++\r\n",
            "\" # \"",
            "\\",
            "\\\"",
            "a\u{2028}b\u{85}c\0",
            "!!python/x",
            "\u{202e}x\u{fffe}",
        ] {
            let quoted = quoted(hostile);
            assert!(!quoted.contains(|c: char| c.is_control() || c == '\u{2028}'), "{quoted}");
            let wanted: String = hostile
                .chars()
                .filter(|c| !c.is_whitespace() && !c.is_control() && !"\u{202e}\u{fffe}".contains(*c))
                .collect();
            let json: String = serde_json::from_str(&quoted).expect("a JSON string");
            let toml: toml::Table = toml::from_str(&format!("a = {quoted}")).expect("a TOML string");
            for read in [json.as_str(), toml["a"].as_str().expect("a string")] {
                assert_eq!(read.split_whitespace().collect::<String>(), wanted);
            }
        }
    }
}
