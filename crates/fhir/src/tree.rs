//! A document as a tree, for the few who change or question it element by element: patches and FHIRPath.
//!
//! Pages and the store never build one: they read views. Numbers keep their digits and objects the order of their members,
//! so what is not changed is written as it was read.

use std::fmt::Write as _;

use rust_decimal::Decimal;

use crate::json::{self, Fault, Kind, Listener, Place, Span};

/// A JSON value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Json {
    /// `null`
    Null,
    /// `true` or `false`.
    Truth(bool),
    /// A number, with the digits as sent.
    Number(String),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Json>),
    /// An object, in the order of its members.
    Object(Vec<(String, Json)>),
}

impl Json {
    /// Reads a text strictly.
    ///
    /// # Errors
    /// The first [`Fault`].
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let mut builder = Builder::new(text);
        json::read(text, &mut builder)?;
        Ok(builder.finish())
    }

    /// A text.
    #[must_use]
    pub fn text(text: &str) -> Self {
        Self::Text(text.to_owned())
    }

    /// The member of an object.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Self> {
        self.members().iter().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    /// The member of an object, to change it.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut Self> {
        match self {
            Self::Object(members) => members.iter_mut().find(|(key, _)| key == name).map(|(_, value)| value),
            _ => None,
        }
    }

    /// Sets the member of an object; a new one comes last.
    pub fn set(&mut self, name: &str, value: Self) {
        if let Some(old) = self.get_mut(name) {
            *old = value;
        } else if let Self::Object(members) = self {
            members.push((name.to_owned(), value));
        }
    }

    /// Takes the member of an object away.
    pub fn remove(&mut self, name: &str) {
        if let Self::Object(members) = self {
            members.retain(|(key, _)| key != name);
        }
    }

    /// The members of an object; none for anything else.
    #[must_use]
    pub fn members(&self) -> &[(String, Self)] {
        match self {
            Self::Object(members) => members,
            _ => &[],
        }
    }

    /// The items of a list; none for anything else.
    #[must_use]
    pub fn items(&self) -> &[Self] {
        match self {
            Self::List(items) => items,
            _ => &[],
        }
    }

    /// Whether it says the same: numbers by their value, objects in any order of their members.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Number(a), Self::Number(b)) => {
                a == b || matches!((decimal(a), decimal(b)), (Some(a), Some(b)) if a == b)
            }
            (Self::List(a), Self::List(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.is_same(b))
            }
            (Self::Object(a), Self::Object(b)) => {
                let has =
                    |(key, value): &(String, Self)| other.get(key).is_some_and(|other| value.is_same(other));
                a.len() == b.len() && a.iter().all(has)
            }
            (a, b) => a == b,
        }
    }

    /// The text, if it is one.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Writes it without white space.
    #[must_use]
    pub fn write(&self) -> String {
        let mut out = String::with_capacity(1024);
        self.write_to(&mut out);
        out
    }

    fn write_to(&self, out: &mut String) {
        match self {
            Self::Null => out.push_str("null"),
            Self::Truth(yes) => out.push_str(if *yes { "true" } else { "false" }),
            Self::Number(digits) => out.push_str(digits),
            Self::Text(text) => write_text(text, out),
            Self::List(items) => {
                out.push('[');
                for (number, item) in items.iter().enumerate() {
                    if number > 0 {
                        out.push(',');
                    }
                    item.write_to(out);
                }
                out.push(']');
            }
            Self::Object(members) => {
                out.push('{');
                for (number, (key, value)) in members.iter().enumerate() {
                    if number > 0 {
                        out.push(',');
                    }
                    write_text(key, out);
                    out.push(':');
                    value.write_to(out);
                }
                out.push('}');
            }
        }
    }
}

/// A number of JSON by its value; nothing for one with more digits than can be reckoned with.
pub(crate) fn decimal(digits: &str) -> Option<Decimal> {
    Decimal::from_str_exact(digits).or_else(|_| Decimal::from_scientific(digits)).ok()
}

fn write_text(text: &str, out: &mut String) {
    out.push('"');
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{0}'..='\u{1F}' => {
                let _ = write!(out, "\\u{:04x}", u32::from(letter));
            }
            _ => out.push(letter),
        }
    }
    out.push('"');
}

/// A value that has ended and waits for what is around it.
struct Waiting {
    depth: usize,
    key: Option<Span>,
    value: Json,
}

/// Makes the tree of a text while it is read.
pub(crate) struct Builder<'t> {
    text: &'t str,
    waiting: Vec<Waiting>,
}

impl<'t> Builder<'t> {
    pub(crate) const fn new(text: &'t str) -> Self {
        Self { text, waiting: Vec::new() }
    }

    /// The tree of what has been read whole.
    pub(crate) fn finish(mut self) -> Json {
        self.waiting.pop().map_or(Json::Null, |one| one.value)
    }

    fn text_of(&self, span: Span) -> String {
        json::unescape(span.of(self.text)).into_owned()
    }

    /// What is directly inside a value of this depth: all that waits deeper.
    fn inside(&mut self, depth: usize) -> Vec<Waiting> {
        let first = self.waiting.iter().rposition(|one| one.depth <= depth).map_or(0, |at| at + 1);
        self.waiting.split_off(first)
    }
}

impl Listener for Builder<'_> {
    fn value(&mut self, place: &Place<'_>, kind: Kind, span: Span) {
        let value = match kind {
            Kind::Null => Json::Null,
            Kind::Truth => Json::Truth(span.of(self.text) == "true"),
            Kind::Number => Json::Number(span.of(self.text).to_owned()),
            Kind::Text => Json::Text(self.text_of(Span { start: span.start + 1, end: span.end - 1 })),
            Kind::Array => Json::List(self.inside(place.depth).into_iter().map(|one| one.value).collect()),
            Kind::Object => {
                let members = self.inside(place.depth);
                let member =
                    |one: Waiting| (one.key.map(|key| self.text_of(key)).unwrap_or_default(), one.value);
                Json::Object(members.into_iter().map(member).collect())
            }
        };
        self.waiting.push(Waiting { depth: place.depth, key: place.last(), value });
    }
}

#[cfg(test)]
mod tests {
    use super::Json;
    use proptest::prelude::{Strategy, any, prop, prop_oneof, proptest};

    #[test]
    fn what_is_not_changed_is_written_as_it_was() {
        for text in [
            r#"{"a":[1.50,-0,1e5,{"b":[]},[[],[true,null]]],"ø\n":"\"\\","c":{}}"#,
            "[]",
            "1.00",
            r#"{"value":72.50,"list":[{"x":1},{"x":2}]}"#,
        ] {
            assert_eq!(Json::parse(text).expect(text).write(), text);
        }
        assert_eq!(Json::parse(r#" "\u00e6" "#).expect("text"), Json::text("æ"));
    }

    #[test]
    fn the_same_is_said_in_several_ways() {
        let is_same = |a: &str, b: &str| Json::parse(a).expect(a).is_same(&Json::parse(b).expect(b));
        assert!(is_same(r#"{"a":1.50,"b":[100]}"#, r#"{"b":[1e2],"a":1.5}"#));
        assert!(is_same("123456789012345678901234567890123", "123456789012345678901234567890123"));
        for (a, b) in [("[1,2]", "[2,1]"), ("1.5", "\"1.5\""), ("{}", "{\"a\":null}"), ("1.51", "1.5")] {
            assert!(!is_same(a, b), "{a} {b}");
        }
    }

    fn value() -> impl Strategy<Value = Json> {
        let leaf = prop_oneof![
            proptest::strategy::Just(Json::Null),
            any::<bool>().prop_map(Json::Truth),
            any::<i32>().prop_map(|number| Json::Number(number.to_string())),
            ".{0,8}".prop_map(Json::Text),
        ];
        leaf.prop_recursive(4, 40, 5, |inner| {
            let members = prop::collection::btree_map("[a-z]{1,4}", inner.clone(), 0..5);
            prop_oneof![
                prop::collection::vec(inner, 0..5).prop_map(Json::List),
                members.prop_map(|members| Json::Object(members.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn a_written_tree_reads_back(tree in value()) {
            assert_eq!(Json::parse(&tree.write()).expect("JSON"), tree);
        }
    }
}
