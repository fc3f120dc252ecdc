//! A walk over the text of an accepted document that finds members and items and builds nothing.
//!
//! On text that no strict reader has accepted it finds less, and never panics. Keys that are written with escapes are
//! not found: no sender of FHIR writes them.

use std::borrow::Cow;
use std::cmp::Ordering;

use crate::json;
use crate::json::plain::{first, quotes_and_backslashes};

/// The members of an object: key and value as they stand. Nothing for what is no object.
#[derive(Clone, Debug)]
pub(crate) struct Members<'t> {
    text: &'t str,
    at: usize,
}

pub(crate) fn members(value: &str) -> Members<'_> {
    let at = space(value.as_bytes(), 0);
    match value.as_bytes().get(at) {
        Some(b'{') => Members { text: value, at: at + 1 },
        _ => Members { text: "", at: 0 },
    }
}

impl<'t> Iterator for Members<'t> {
    type Item = (&'t str, &'t str);

    fn next(&mut self) -> Option<Self::Item> {
        let (key, start) = self.key()?;
        let end = end_of_value(self.text.as_bytes(), start)?;
        self.at = end;
        Some((key, self.text.get(start..end)?))
    }
}

impl<'t> Members<'t> {
    /// The next key, and where its value begins.
    fn key(&self) -> Option<(&'t str, usize)> {
        let bytes = self.text.as_bytes();
        let mut at = space(bytes, self.at);
        if bytes.get(at) == Some(&b',') {
            at = space(bytes, at + 1);
        }
        if bytes.get(at) != Some(&b'"') {
            return None;
        }
        let end = end_of_text(bytes, at)?;
        let colon = space(bytes, end);
        Some((self.text.get(at + 1..end - 1)?, space(bytes, colon + 1)))
    }
}

/// The value of a member of an object.
pub(crate) fn member<'t>(value: &'t str, name: &str) -> Option<&'t str> {
    members(value).find(|(key, _)| *key == name).map(|(_, value)| value)
}

/// The text from the value of a member of an object on, wherever the value ends: for what finds the end of a list or an object itself.
pub(crate) fn from_member<'t>(value: &'t str, name: &str) -> Option<&'t str> {
    let mut members = members(value);
    loop {
        let (key, start) = members.key()?;
        if key == name {
            return members.text.get(start..);
        }
        members.at = end_of_value(members.text.as_bytes(), start)?;
    }
}

/// The items of a list; what is no list is its own only item.
pub(crate) enum Items<'t> {
    One(Option<&'t str>),
    List(&'t str, usize),
}

pub(crate) fn items(value: &str) -> Items<'_> {
    if value.as_bytes().first() == Some(&b'[') { Items::List(value, 1) } else { Items::One(Some(value)) }
}

impl<'t> Iterator for Items<'t> {
    type Item = &'t str;

    fn next(&mut self) -> Option<&'t str> {
        match self {
            Self::One(value) => value.take(),
            Self::List(text, place) => {
                let bytes = text.as_bytes();
                let mut at = space(bytes, *place);
                if bytes.get(at) == Some(&b',') {
                    at = space(bytes, at + 1);
                }
                if matches!(bytes.get(at), None | Some(b']')) {
                    return None;
                }
                let end = end_of_value(bytes, at)?;
                *place = end;
                text.get(at..end)
            }
        }
    }
}

/// The text of a JSON string without quotes and escapes; nothing for other values.
pub(crate) fn text(value: &str) -> Option<Cow<'_, str>> {
    let inner = value.strip_prefix('"')?.strip_suffix('"')?;
    Some(json::unescape(inner))
}

/// Whether a value is a JSON string that says this.
pub(crate) fn says(value: &str, wanted: &str) -> bool {
    let Some(inner) = value.strip_prefix('"').and_then(|value| value.strip_suffix('"')) else { return false };
    // What is written with escapes is longer than what it says.
    match inner.len().cmp(&wanted.len()) {
        Ordering::Less => false,
        Ordering::Equal => inner == wanted && !inner.contains('\\'),
        Ordering::Greater => inner.contains('\\') && json::unescape(inner) == wanted,
    }
}

fn space(bytes: &[u8], mut at: usize) -> usize {
    while let Some(b' ' | b'\n' | b'\r' | b'\t') = bytes.get(at) {
        at += 1;
    }
    at
}

/// The byte after the closing quote of the text that begins here.
fn end_of_text(bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start + 1;
    loop {
        let found = at + quote_or_backslash(bytes.get(at..)?)?;
        if bytes[found] == b'"' {
            return Some(found + 1);
        }
        at = found + 2;
    }
}

/// Where the first quote or backslash is. Most texts of a document are short: they end before a call would have begun to look.
fn quote_or_backslash(bytes: &[u8]) -> Option<usize> {
    const SHORT: usize = 32;
    match first(&bytes[..bytes.len().min(SHORT)], quotes_and_backslashes) {
        Ok(found) => Some(found),
        Err(at) => memchr::memchr2(b'"', b'\\', &bytes[at..]).map(|found| at + found),
    }
}

/// The byte after the value that begins here.
fn end_of_value(bytes: &[u8], start: usize) -> Option<usize> {
    match bytes.get(start)? {
        b'"' => end_of_text(bytes, start),
        b'{' | b'[' => {
            let (mut at, mut depth) = (start, 0_usize);
            loop {
                match bytes.get(at)? {
                    b'"' => {
                        at = end_of_text(bytes, at)?;
                        continue;
                    }
                    b'{' | b'[' => depth += 1,
                    b'}' | b']' => {
                        depth -= 1;
                        if depth == 0 {
                            return Some(at + 1);
                        }
                    }
                    _ => {}
                }
                at += 1;
            }
        }
        _ => {
            let rest = &bytes[start..];
            let ends = |byte: &u8| matches!(byte, b',' | b'}' | b']' | b' ' | b'\n' | b'\r' | b'\t');
            let length = rest.iter().position(ends).unwrap_or(rest.len());
            (length > 0).then_some(start + length)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{from_member, items, member, members, says, text};
    use proptest::prelude::{any, proptest};

    #[test]
    fn members_and_items_are_found() {
        let object = r#" { "a" : 1 , "b":"x\"}]y", "c":[ 1, {"d":[]} ,"e"],"f":{"g":{"h":null}} } "#;
        let found: Vec<_> = members(object).collect();
        assert_eq!(
            found,
            [("a", "1"), ("b", r#""x\"}]y""#), ("c", r#"[ 1, {"d":[]} ,"e"]"#), ("f", r#"{"g":{"h":null}}"#)]
        );
        assert_eq!(items(found[2].1).collect::<Vec<_>>(), ["1", r#"{"d":[]}"#, r#""e""#]);
        assert_eq!(items("7").collect::<Vec<_>>(), ["7"]);
        assert_eq!(items("[]").count(), 0);
        assert_eq!(member(r#"{"f":{"g":2}}"#, "f").and_then(|inner| member(inner, "g")), Some("2"));
        assert_eq!(text(r#""aæ\n""#).as_deref(), Some("aæ\n"));
        assert_eq!(text("1"), None);
    }

    #[test]
    fn a_list_ends_where_it_ends() {
        let object = r#"{"a":{"c":[9]},"c":[{"d":1},[2]],"e":[3]}"#;
        let from = from_member(object, "c").expect("it");
        assert_eq!(from, r#"[{"d":1},[2]],"e":[3]}"#);
        assert_eq!(items(from).collect::<Vec<_>>(), [r#"{"d":1}"#, "[2]"]);
        assert_eq!(
            (from_member(object, "d"), from_member("[]", "c"), from_member(r#"{"c""#, "c")),
            (None, None, None)
        );
    }

    proptest! {
        #[test]
        fn a_text_ends_where_it_ends(text in "[a-z\\\\\"æ\u{80}ÿ]{0,60}") {
            let bytes = text.as_bytes();
            let expected = bytes.iter().position(|byte| matches!(byte, b'"' | b'\\'));
            assert_eq!(super::quote_or_backslash(bytes), expected);
        }

        #[test]
        fn a_value_says_what_its_text_is(value in "\"(\\\\u00e6|\\\\n|\\\\\\\\|[aæ]){0,3}\"", wanted in "[aæ\n\\\\]{0,3}") {
            let unread = text(&value);
            assert_eq!(says(&value, &wanted), unread.as_deref() == Some(wanted.as_str()), "{value}");
            assert!(unread.is_none_or(|text| says(&value, &text)), "{value}");
        }

        #[test]
        fn nothing_panics(noise in "[\\[\\]{}\":,\\\\ a0æ]{0,40}", other in any::<String>()) {
            for value in [&noise, &other] {
                let _ = (members(value).count(), items(value).count(), text(value));
                for item in items(value) {
                    let _ = members(item).count();
                }
            }
        }
    }
}
