//! What stands in front matter, as far as it can be read: the keys at the top, with texts and lists of texts.
//!
//! TOML and JSON have parsers. YAML is read line by line, because many real files have front matter that no
//! parser accepts; what is nested is passed over.

use super::{Form, bare, form, is_blank, yaml_key};
use serde_json::{Map, Value};

/// The keys and their values, in their order.
pub(crate) fn read(front_matter: &str) -> Vec<(String, Vec<String>)> {
    match form(front_matter) {
        None => Vec::new(),
        Some(Form::Yaml) => yaml(front_matter),
        Some(Form::Toml) => toml(front_matter).unwrap_or_default(),
        Some(Form::Json) => json(front_matter).unwrap_or_default(),
    }
}

/// The names of the keys; nothing if they cannot be known.
pub(super) fn keys(front_matter: &str) -> Option<Vec<String>> {
    let fields = match form(front_matter)? {
        Form::Yaml => yaml(front_matter),
        Form::Toml => toml(front_matter)?,
        Form::Json => json(front_matter)?,
    };
    Some(fields.into_iter().map(|(key, _)| key).collect())
}

fn yaml(front_matter: &str) -> Vec<(String, Vec<String>)> {
    let mut fields: Vec<(String, Vec<String>)> = Vec::new();
    let lines: Vec<&str> = bare(front_matter).lines().collect();
    for line in lines.get(1..lines.len().saturating_sub(1)).unwrap_or_default() {
        if let Some((key, value)) = yaml_key(line) {
            fields.push((key.to_owned(), yaml_values(value)));
        } else if let (Some((_, values)), Some(item)) =
            (fields.last_mut(), line.trim_ascii_start().strip_prefix("- "))
        {
            values.extend(yaml_scalar(item));
        }
    }
    fields
}

/// `a`, `"a"`, `'a'`, `[a, "b"]`.
fn yaml_values(value: &str) -> Vec<String> {
    let value = value.trim_ascii();
    match value.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        Some(items) => split_items(items).filter_map(yaml_scalar).collect(),
        None => yaml_scalar(value).into_iter().collect(),
    }
}

/// The items of a flow sequence; a comma in quotes parts nothing.
fn split_items(items: &str) -> impl Iterator<Item = &str> {
    let mut quote = None;
    items.split(move |c: char| {
        match (quote, c) {
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), _) if open == c => quote = None,
            _ => {}
        }
        c == ',' && quote.is_none()
    })
}

/// A scalar on one line; block scalars, anchors and tags are not read.
fn yaml_scalar(text: &str) -> Option<String> {
    let text = text.trim_ascii();
    let inner = |quote: char| text.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
    let value = if let Some(inner) = inner('"') {
        // What no parser accepts, such as a quote mark amid the text, is taken as it stands.
        serde_json::from_str(text).unwrap_or_else(|_| inner.to_owned())
    } else if let Some(inner) = inner('\'') {
        inner.replace("''", "'")
    } else if text.starts_with(['|', '>', '&', '*', '!', '{', '[', '#', '"', '\'']) {
        return None;
    } else {
        text.split(" #").next().unwrap_or_default().trim_ascii_end().to_owned()
    };
    (!is_blank(&value) && value != "null" && value != "~").then_some(value)
}

fn toml(front_matter: &str) -> Option<Vec<(String, Vec<String>)>> {
    let table: toml::Table = between_fences(front_matter).parse().ok()?;
    let text = |value: &toml::Value| match value {
        toml::Value::String(text) => Some(text.clone()),
        toml::Value::Datetime(date) => Some(date.to_string()),
        _ => None,
    };
    let values = |value: &toml::Value| match value {
        toml::Value::Array(items) => items.iter().filter_map(text).collect(),
        value => text(value).into_iter().collect(),
    };
    Some(table.iter().map(|(key, value)| (key.clone(), values(value))).collect())
}

fn between_fences(front_matter: &str) -> String {
    let lines: Vec<&str> = bare(front_matter).lines().collect();
    lines.get(1..lines.len().saturating_sub(1)).unwrap_or_default().join("\n")
}

fn json(front_matter: &str) -> Option<Vec<(String, Vec<String>)>> {
    let object: Map<String, Value> = serde_json::from_str(bare(front_matter)).ok()?;
    let values = |value: Value| match value {
        Value::String(text) => vec![text],
        Value::Array(items) => items.into_iter().filter_map(|item| Some(item.as_str()?.to_owned())).collect(),
        _ => Vec::new(),
    };
    Some(object.into_iter().map(|(key, value)| (key, values(value))).collect())
}

#[cfg(test)]
mod tests {
    use super::read;

    fn shown(front_matter: &str) -> String {
        let fields = read(front_matter);
        fields.iter().map(|(key, values)| format!("{key}={}", values.join("|"))).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn yaml_as_real_files_have_it() {
        let yaml = "---\ntitle: \"the \"word\" of it\"\nauthor: [\"A, B\", 'C''s']\ndate: 2024-05-01 # day\n\
                    tags:\n  - x\n- \"y\"\nnested:\n  title: no\ntext: |\n  more\nempty:\n---\n";
        let expected =
            "title=the \"word\" of it author=A, B|C's date=2024-05-01 tags=x|y nested= text= empty=";
        assert_eq!(shown(yaml), expected);
        assert_eq!(shown("---\n---\n"), "");
        assert_eq!(shown("\u{feff}"), "");
    }

    #[test]
    fn toml_and_json() {
        assert_eq!(
            shown("+++\ntitle = 'a'\ndate = 2024-05-01\ntags = ['x', 'y']\n[b]\nc = 'd'\n+++\n"),
            "b= date=2024-05-01 tags=x|y title=a"
        );
        assert_eq!(shown("{\"title\": \"a\", \"tags\": [\"x\", 1], \"n\": 2}\n"), "n= tags=x title=a");
        assert_eq!(shown("+++\ntitle = a b\n+++\n"), "");
    }
}
