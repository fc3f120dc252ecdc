//! A strict reader of JSON text (RFC 8259) that keeps places, not values.
//!
//! It answers two questions of a document that strangers sent: is it JSON that every parser understands alike, and
//! where in the text are the few things the record needs. It never builds a tree, and it never changes a byte: numbers
//! keep their digits because nobody reads them.

mod keys;
pub(crate) mod plain;

use std::borrow::Cow;

use self::keys::Seen;
use self::plain::plain;

/// How deep objects and arrays may lie in each other. FHIR content of the world stays under 40; `serde_json`, which the
/// views use, stops at 128.
pub const DEPTH_MAX: usize = 100;

/// A piece of the text, in bytes: from `start`, up to and without `end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

impl Span {
    /// The text at this place.
    ///
    /// # Panics
    /// When the span was not made from this text.
    #[must_use]
    pub fn of(self, text: &str) -> &str {
        &text[self.start..self.end]
    }
}

/// What is wrong with the text as JSON.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// A character that cannot stand there.
    #[error("this is not JSON: {expected} expected at line {line}, column {column}")]
    Syntax {
        /// What should have come.
        expected: &'static str,
        /// Counted from 1.
        line: usize,
        /// In bytes, counted from 1.
        column: usize,
    },
    /// The text ends in the middle.
    #[error("the JSON ends too early: {expected} expected at the end of the text; is the file complete?")]
    Ends {
        /// What should have come.
        expected: &'static str,
    },
    /// Deeper than [`DEPTH_MAX`].
    #[error("the JSON is nested deeper than {DEPTH_MAX} levels at line {line}, column {column}")]
    TooDeep {
        /// Counted from 1.
        line: usize,
        /// In bytes, counted from 1.
        column: usize,
    },
    /// One object has the same key twice: systems differ in which value they believe.
    #[error("the key “{key}” stands twice in one object (line {line}, column {column}); keep one of them")]
    SameKeyTwice {
        /// The key, shortened.
        key: String,
        /// Counted from 1.
        line: usize,
        /// In bytes, counted from 1.
        column: usize,
    },
}

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `{…}`
    Object,
    /// `[…]`
    Array,
    /// `"…"`
    Text,
    /// A number.
    Number,
    /// `true` or `false`.
    Truth,
    /// `null`
    Null,
}

/// Where a value lies: the keys that lead to it, outermost first. Arrays add nothing.
pub(crate) struct Place<'s> {
    keys: &'s [Span],
    /// How many objects and arrays are around the value.
    pub(crate) depth: usize,
}

impl Place<'_> {
    /// The keys that lead here.
    pub(crate) fn keys(&self) -> &[Span] {
        self.keys
    }

    /// The nearest key.
    pub(crate) fn last(&self) -> Option<Span> {
        self.keys.last().copied()
    }
}

/// Is told of each value when it has been read whole, and so of the inner ones first.
pub(crate) trait Listener {
    /// A value of this kind ended. For text the span has the quotes in it.
    fn value(&mut self, place: &Place<'_>, kind: Kind, span: Span);
}

impl Listener for () {
    fn value(&mut self, _: &Place<'_>, _: Kind, _: Span) {}
}

/// Two who are told the same.
impl<A: Listener, B: Listener> Listener for (A, B) {
    fn value(&mut self, place: &Place<'_>, kind: Kind, span: Span) {
        self.0.value(place, kind, span);
        self.1.value(place, kind, span);
    }
}

/// Reads one value and the white space around it, and nothing more, to the end of the text.
pub(crate) fn read<L: Listener>(text: &str, listener: &mut L) -> Result<(Kind, Span), Fault> {
    let mut reader = Reader { text, bytes: text.as_bytes(), at: 0, keys: Vec::with_capacity(16), listener };
    reader.space();
    let top = reader.value(0)?;
    reader.space();
    if reader.at < reader.bytes.len() {
        return Err(reader.fault("the end of the document"));
    }
    Ok(top)
}

/// Whether the text is one JSON value that this project accepts.
///
/// # Errors
/// The first [`Fault`].
pub fn check(text: &str) -> Result<Kind, Fault> {
    read(text, &mut ()).map(|(kind, _)| kind)
}

/// The members of an accepted object: each key without quotes, and its value. Nothing for what is no object.
#[must_use]
pub fn members(object: &str) -> Vec<(Span, Span)> {
    struct Top(Vec<(Span, Span)>);
    impl Listener for Top {
        fn value(&mut self, place: &Place<'_>, _: Kind, span: Span) {
            if let (1, Some(key)) = (place.depth, place.last()) {
                self.0.push((key, span));
            }
        }
    }
    let mut top = Top(Vec::new());
    match read(object, &mut top) {
        Ok((Kind::Object, _)) => top.0,
        _ => Vec::new(),
    }
}

/// The text of a JSON string without its quotes, with its escapes taken out.
///
/// The string must have been accepted by this reader; what is not an escape of JSON stays as it is.
#[must_use]
pub fn unescape(inner: &str) -> Cow<'_, str> {
    if !inner.as_bytes().contains(&b'\\') {
        return Cow::Borrowed(inner);
    }
    serde_json::from_str::<String>(&format!("\"{inner}\"")).map_or(Cow::Borrowed(inner), Cow::Owned)
}

struct Reader<'t, 'l, L> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    keys: Vec<Span>,
    listener: &'l mut L,
}

impl<L: Listener> Reader<'_, '_, L> {
    fn space(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.bytes.get(self.at) {
            self.at += 1;
        }
    }

    fn fault(&self, expected: &'static str) -> Fault {
        if self.at >= self.bytes.len() {
            return Fault::Ends { expected };
        }
        let (line, column) = line_column(self.bytes, self.at);
        Fault::Syntax { expected, line, column }
    }

    fn value(&mut self, depth: usize) -> Result<(Kind, Span), Fault> {
        let start = self.at;
        let kind = match self.bytes.get(self.at) {
            Some(b'{') => self.object(depth)?,
            Some(b'[') => self.array(depth)?,
            Some(b'"') => self.string()?,
            Some(b'-' | b'0'..=b'9') => self.number()?,
            Some(b't') => self.word(b"true", Kind::Truth)?,
            Some(b'f') => self.word(b"false", Kind::Truth)?,
            Some(b'n') => self.word(b"null", Kind::Null)?,
            _ => return Err(self.fault("a value")),
        };
        let span = Span { start, end: self.at };
        self.listener.value(&Place { keys: &self.keys, depth }, kind, span);
        Ok((kind, span))
    }

    fn deeper(&self, depth: usize) -> Result<usize, Fault> {
        if depth >= DEPTH_MAX {
            let (line, column) = line_column(self.bytes, self.at);
            return Err(Fault::TooDeep { line, column });
        }
        Ok(depth + 1)
    }

    fn object(&mut self, depth: usize) -> Result<Kind, Fault> {
        let inside = self.deeper(depth)?;
        let mut seen = Seen::new();
        self.at += 1;
        self.space();
        if self.eat(b'}') {
            return Ok(Kind::Object);
        }
        loop {
            if self.bytes.get(self.at) != Some(&b'"') {
                return Err(self.fault("a key in quotes"));
            }
            let opening = self.at;
            self.string()?;
            let key = Span { start: opening + 1, end: self.at - 1 };
            if !seen.add(self.text, key) {
                let (line, column) = line_column(self.bytes, opening);
                return Err(Fault::SameKeyTwice {
                    key: key.of(self.text).chars().take(40).collect(),
                    line,
                    column,
                });
            }
            self.space();
            if !self.eat(b':') {
                return Err(self.fault("a colon"));
            }
            self.space();
            self.keys.push(key);
            self.value(inside)?;
            self.keys.pop();
            self.space();
            if self.eat(b'}') {
                return Ok(Kind::Object);
            }
            if !self.eat(b',') {
                return Err(self.fault("a comma or the end of the object"));
            }
            self.space();
        }
    }

    fn array(&mut self, depth: usize) -> Result<Kind, Fault> {
        let inside = self.deeper(depth)?;
        self.at += 1;
        self.space();
        if self.eat(b']') {
            return Ok(Kind::Array);
        }
        loop {
            self.value(inside)?;
            self.space();
            if self.eat(b']') {
                return Ok(Kind::Array);
            }
            if !self.eat(b',') {
                return Err(self.fault("a comma or the end of the list"));
            }
            self.space();
        }
    }

    fn eat(&mut self, byte: u8) -> bool {
        let there = self.bytes.get(self.at) == Some(&byte);
        self.at += usize::from(there);
        there
    }

    fn string(&mut self) -> Result<Kind, Fault> {
        self.at += 1;
        loop {
            self.at += plain(&self.bytes[self.at..]);
            match self.bytes.get(self.at) {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(Kind::Text);
                }
                Some(b'\\') => self.escape()?,
                Some(0..=0x1F) => {
                    return Err(
                        self.fault("a character that may stand in text (line breaks must be written \\n)")
                    );
                }
                Some(_) => self.at += 1,
                None => return Err(self.fault("the closing quote of a text")),
            }
        }
    }

    fn escape(&mut self) -> Result<(), Fault> {
        self.at += 1;
        match self.bytes.get(self.at) {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => {
                self.at += 1;
                Ok(())
            }
            Some(b'u') => {
                self.at += 1;
                let first = self.four_digits()?;
                if !(0xD800..0xE000).contains(&first) {
                    return Ok(());
                }
                let half = "both halves of a character (\\uD800–\\uDFFF come in pairs)";
                if first >= 0xDC00 || !self.bytes[self.at..].starts_with(b"\\u") {
                    return Err(self.fault(half));
                }
                self.at += 2;
                let second = self.four_digits()?;
                if (0xDC00..0xE000).contains(&second) { Ok(()) } else { Err(self.fault(half)) }
            }
            _ => Err(self.fault("a known escape after the backslash")),
        }
    }

    fn four_digits(&mut self) -> Result<u32, Fault> {
        let mut number = 0;
        for _ in 0..4 {
            let digit = self.bytes.get(self.at).and_then(|&byte| char::from(byte).to_digit(16));
            number = number * 16 + digit.ok_or_else(|| self.fault("four hexadecimal digits after \\u"))?;
            self.at += 1;
        }
        Ok(number)
    }

    fn word(&mut self, word: &[u8], kind: Kind) -> Result<Kind, Fault> {
        if self.bytes[self.at..].starts_with(word) {
            self.at += word.len();
            Ok(kind)
        } else {
            Err(self.fault("a value"))
        }
    }

    fn number(&mut self) -> Result<Kind, Fault> {
        self.eat(b'-');
        if !self.eat(b'0') {
            self.digits()?;
        }
        if self.eat(b'.') {
            self.digits()?;
        }
        if matches!(self.bytes.get(self.at), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.bytes.get(self.at), Some(b'+' | b'-')) {
                self.at += 1;
            }
            self.digits()?;
        }
        Ok(Kind::Number)
    }

    fn digits(&mut self) -> Result<(), Fault> {
        let start = self.at;
        while let Some(b'0'..=b'9') = self.bytes.get(self.at) {
            self.at += 1;
        }
        if self.at == start { Err(self.fault("a digit")) } else { Ok(()) }
    }
}

/// The line and the column, both from 1, of a byte.
pub(crate) fn line_column(bytes: &[u8], at: usize) -> (usize, usize) {
    let before = &bytes[..at.min(bytes.len())];
    let line = memchr::memchr_iter(b'\n', before).count() + 1;
    let column = before.len() - memchr::memrchr(b'\n', before).map_or(0, |end| end + 1) + 1;
    (line, column)
}

#[cfg(test)]
mod tests {
    use super::{DEPTH_MAX, Fault, Kind, check};

    fn accepted(text: &str, kind: Kind) {
        assert_eq!(check(text), Ok(kind), "{text}");
    }

    fn refused(text: &str, told: &str) {
        let message = check(text).expect_err(text).to_string();
        assert!(message.contains(told), "{text}: {message}");
    }

    #[test]
    fn values_of_each_kind() {
        accepted(" {\"a\":[1,-0.50,1e5,true,false,null,\"\\u00e6\\n\"]} ", Kind::Object);
        accepted("[]", Kind::Array);
        accepted("\"\\uD834\\uDD1E\"", Kind::Text);
        accepted("-0", Kind::Number);
        accepted("true", Kind::Truth);
        accepted("null", Kind::Null);
    }

    #[test]
    fn what_parsers_would_read_differently_is_refused() {
        refused("{\"a\":1,\"a\":2}", "stands twice");
        refused("{\"a\":1,\"\\u0061\":2}", "stands twice");
        refused("[1,]", "a value");
        refused("[01]", "a comma");
        refused("[1.]", "a digit");
        refused("[+1]", "a value");
        refused("[NaN]", "a value");
        refused("[\"\\x\"]", "a known escape");
        refused("[\"\\uD800\"]", "both halves");
        refused("[\"a\tb\"]", "a character that may stand in text");
        refused("{a:1}", "a key in quotes");
        refused("[1] 2", "the end of the document");
        refused("{\"a\":", "ends too early");
        refused("", "ends too early");
    }

    #[test]
    fn many_keys_are_looked_up_in_a_table() {
        let keys: Vec<String> = (0..100_000).map(|number| format!("\"k{number}\":1")).collect();
        accepted(&format!("{{{}}}", keys.join(",")), Kind::Object);
        refused(&format!("{{{},\"k7\":2}}", keys.join(",")), "“k7” stands twice");
    }

    #[test]
    fn nesting_ends_at_the_limit() {
        let nested = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
        accepted(&nested(DEPTH_MAX), Kind::Array);
        assert!(matches!(check(&nested(DEPTH_MAX + 1)), Err(Fault::TooDeep { line: 1, .. })));
        refused(&"[".repeat(100_000), "nested deeper");
    }

    #[test]
    fn a_fault_tells_its_line_and_column() {
        assert_eq!(
            check("{\n  \"a\": 1,\n  \"b\": x\n}"),
            Err(Fault::Syntax { expected: "a value", line: 3, column: 8 })
        );
    }
}
