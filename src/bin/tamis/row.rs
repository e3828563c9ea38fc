//! A JSON object of which most fields only pass through: their order and their bytes stay.

use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use serde::ser::{Serialize, Serializer};
use serde_json::Value;
use serde_json::value::{RawValue, to_raw_value};
use std::fmt;
use std::path::Path;
use tamis::Article;

/// A JSON object. Numbers are not read, so that none loses digits, and strings only when asked for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Row(Vec<(String, Box<RawValue>)>);

/// The fields of an article: its Markdown, the front matter of a post, and what the page says of itself.
pub(crate) fn fields(article: &Article) -> Vec<(&'static str, Value)> {
    let mut fields = vec![("markdown", article.markdown().into())];
    if !article.front_matter().is_empty() {
        fields.push(("front_matter", article.front_matter().into()));
    }
    for (name, value, _) in article.metadata().fields() {
        let value = if name == "tags" { article.metadata().tags.clone().into() } else { value.into() };
        fields.push((name, value));
    }
    fields
}

impl Row {
    /// What is written of a file starts with its path.
    pub(crate) fn of_file(path: &Path) -> Self {
        let mut row = Row::default();
        row.set("path", &path.to_string_lossy());
        row
    }

    /// An object of these fields, in their order.
    pub(crate) fn of<'a>(fields: impl IntoIterator<Item = (&'a str, Value)>) -> Self {
        let mut row = Row::default();
        for (name, value) in fields {
            row.set(name, &value);
        }
        row
    }

    /// Reads a line; the error says what is wrong with it.
    pub(crate) fn parse(line: &str) -> Result<Self, String> {
        serde_json::from_str(line).map_err(|error| {
            if error.is_data() { "not a JSON object".to_owned() } else { format!("not JSON: {error}") }
        })
    }

    /// The text of a field; nothing when it is missing or null.
    pub(crate) fn text(&self, name: &str) -> Result<Option<String>, String> {
        // As other readers of JSON do, the last of several fields of one name counts.
        let Some((_, value)) = self.0.iter().rev().find(|(known, _)| known == name) else {
            return Ok(None);
        };
        let text: Result<Option<Text>, _> = serde_json::from_str(value.get());
        text.map(|text| text.map(|text| text.0)).map_err(|_| format!("`{name}` is not a string"))
    }

    /// The texts of a field: a list, or one text that parts them by a sign; nothing when it is of another kind.
    pub(crate) fn texts(&self, name: &str, between: &str) -> Option<Vec<String>> {
        let (_, value) = self.0.iter().rev().find(|(known, _)| known == name)?;
        if let Ok(texts) = serde_json::from_str::<Vec<Text>>(value.get()) {
            return Some(texts.into_iter().map(|text| text.0).collect());
        }
        let text: Text = serde_json::from_str(value.get()).ok()?;
        Some(text.0.split(between).map(str::to_owned).collect())
    }

    /// Sets a field, in its place if it is there.
    pub(crate) fn set(&mut self, name: &str, value: &(impl Serialize + ?Sized)) {
        let value = to_raw_value(value).expect("text and numbers can be written as JSON");
        match self.0.iter_mut().rev().find(|(known, _)| known == name) {
            Some((_, old)) => *old = value,
            None => self.0.push((name.to_owned(), value)),
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn remove(&mut self, name: &str) {
        self.0.retain(|(known, _)| known != name);
    }

    /// Adds the fields of an article. Those that the object came with stay, but for the Markdown.
    pub(crate) fn add(&mut self, fields: &[(&'static str, Value)]) {
        for (name, value) in fields {
            if *name == "markdown" || !self.0.iter().any(|(known, _)| known == name) {
                self.set(name, value);
            }
        }
    }

    /// The object as one line, with its newline.
    pub(crate) fn to_line(&self) -> String {
        let mut line = serde_json::to_string(self).expect("an object with text for keys can be written");
        line.push('\n');
        line
    }
}

impl Serialize for Row {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

impl<'de> Deserialize<'de> for Row {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fields;
        impl<'de> Visitor<'de> for Fields {
            type Value = Row;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Row, M::Error> {
                let mut fields = Vec::new();
                while let Some(field) = map.next_entry()? {
                    fields.push(field);
                }
                Ok(Row(fields))
            }
        }
        deserializer.deserialize_map(Fields)
    }
}

/// A JSON string. Half a surrogate pair, which JSON can write and Unicode text cannot hold, becomes U+FFFD,
/// so that no page is lost for it.
struct Text(String);

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Lossy;
        impl Visitor<'_> for Lossy {
            type Value = Text;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Text, E> {
                Ok(Text(text.to_owned()))
            }

            fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Text, E> {
                Ok(Text(String::from_utf8_lossy(bytes).into_owned()))
            }
        }
        // serde_json passes half pairs on only where bytes are asked for.
        deserializer.deserialize_bytes(Lossy)
    }
}

#[cfg(test)]
mod tests {
    use super::Row;

    #[test]
    fn fields_pass_through_in_order_and_byte_for_byte() {
        let line = r#"{"z":1.50,"id":12345678901234567890123,"a":[1, 2],"u":"\u00e9\ud800","n":null}"#;
        let row = Row::parse(line).expect("an object");
        assert_eq!(row.to_line().trim_end(), line);
    }

    #[test]
    fn setting_keeps_the_place_of_a_field() {
        let mut row = Row::parse(r#"{"markdown":"old","id":1}"#).expect("an object");
        row.set("markdown", "new");
        row.set("title", "A \"title\"");
        assert_eq!(row.to_line(), "{\"markdown\":\"new\",\"id\":1,\"title\":\"A \\\"title\\\"\"}\n");
    }

    #[test]
    fn text_is_read_even_with_half_a_surrogate_pair() {
        let row = Row::parse(r#"{"a":"x\ud83dy\n","b":null,"c":7}"#).expect("an object");
        let text = row.text("a").expect("a string").expect("there");
        assert!(text.starts_with("x\u{fffd}") && text.ends_with("y\n"), "{text:?}");
        assert_eq!(row.text("b"), Ok(None));
        assert_eq!(row.text("missing"), Ok(None));
        assert_eq!(row.text("c"), Err("`c` is not a string".to_owned()));
    }

    #[test]
    fn texts_are_a_list_or_parted_by_a_sign() {
        let row = Row::parse(r#"{"a":["x","y"],"b":"x; y","c":[7]}"#).expect("an object");
        assert_eq!(row.texts("a", ";"), Some(vec!["x".to_owned(), "y".to_owned()]));
        assert_eq!(row.texts("b", ";"), Some(vec!["x".to_owned(), " y".to_owned()]));
        assert_eq!((row.texts("c", ";"), row.texts("d", ";")), (None, None));
    }

    #[test]
    fn what_is_no_object_is_named() {
        assert_eq!(Row::parse("[1]").expect_err("an array"), "not a JSON object");
        assert!(Row::parse("{\"a\":").expect_err("half an object").starts_with("not JSON: "));
    }
}
