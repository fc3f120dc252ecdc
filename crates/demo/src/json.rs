//! A small writer of compact JSON text. It never builds a tree: a region of 100 000 citizens is written byte by byte.
//!
//! It writes what it is told: balanced brackets come from the closures, commas from the last byte written.

use std::fmt::{Display, Write as _};

/// JSON text under construction. Members and items are written in the order of the calls.
#[derive(Debug, Default)]
pub(crate) struct Json {
    text: String,
}

impl Json {
    /// An empty text with room for one patient's usual bundle.
    pub(crate) fn new() -> Self {
        Self { text: String::with_capacity(64 * 1024) }
    }

    /// The finished text.
    pub(crate) fn finish(self) -> String {
        self.text
    }

    /// Text written as it is, without a comma before it.
    pub(crate) fn raw(&mut self, text: &str) {
        self.text.push_str(text);
    }

    fn comma(&mut self) {
        if !matches!(self.text.as_bytes().last(), None | Some(b'{' | b'[' | b':')) {
            self.text.push(',');
        }
    }

    fn key(&mut self, name: &str) {
        self.comma();
        self.quoted(name);
        self.text.push(':');
    }

    fn quoted(&mut self, value: &str) {
        self.text.push('"');
        if value.bytes().any(|byte| byte < 0x20 || byte == b'"' || byte == b'\\') {
            self.escaped(value);
        } else {
            self.text.push_str(value);
        }
        self.text.push('"');
    }

    fn escaped(&mut self, value: &str) {
        for character in value.chars() {
            match character {
                '"' => self.text.push_str("\\\""),
                '\\' => self.text.push_str("\\\\"),
                '\n' => self.text.push_str("\\n"),
                control if control < ' ' => {
                    write!(self.text, "\\u{:04x}", u32::from(control)).expect("a String takes every write");
                }
                other => self.text.push(other),
            }
        }
    }

    /// An object that stands alone or in an array.
    pub(crate) fn item(&mut self, body: impl FnOnce(&mut Self)) {
        self.comma();
        self.text.push('{');
        body(self);
        self.text.push('}');
    }

    /// A member that is an object.
    pub(crate) fn object(&mut self, name: &str, body: impl FnOnce(&mut Self)) {
        self.key(name);
        self.item(body);
    }

    /// A member that is an array; the body writes its items.
    pub(crate) fn array(&mut self, name: &str, body: impl FnOnce(&mut Self)) {
        self.key(name);
        self.text.push('[');
        body(self);
        self.text.push(']');
    }

    /// A member that is an array of one object.
    pub(crate) fn one(&mut self, name: &str, body: impl FnOnce(&mut Self)) {
        self.array(name, |array| array.item(body));
    }

    /// A member that is text.
    pub(crate) fn text(&mut self, name: &str, value: &str) {
        self.key(name);
        self.quoted(value);
    }

    /// A member that is an array of texts.
    pub(crate) fn texts(&mut self, name: &str, values: &[&str]) {
        self.array(name, |array| {
            for value in values {
                array.comma();
                array.quoted(value);
            }
        });
    }

    /// A member whose value is written bare: a number or a boolean.
    pub(crate) fn bare(&mut self, name: &str, value: impl Display) {
        self.key(name);
        write!(self.text, "{value}").expect("a String takes every write");
    }
}

#[cfg(test)]
mod tests {
    use super::Json;

    #[test]
    fn writes_nested_members_with_commas_and_escapes() {
        let mut json = Json::new();
        json.item(|json| {
            json.text("a", "x{\"\n");
            json.bare("b", 4.50);
            json.array("c", |json| {
                json.item(|json| json.text("d", "["));
                json.item(|json| json.bare("e", true));
            });
            json.texts("f", &["g", "å"]);
            json.object("h", |_| {});
        });
        let expected = r#"{"a":"x{\"\n","b":4.5,"c":[{"d":"["},{"e":true}],"f":["g","å"],"h":{}}"#;
        assert_eq!(json.finish(), expected);
    }
}
