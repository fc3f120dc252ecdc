//! Walks through a document that is too large to hold, and hands out the entries of a Bundle one by one.
//!
//! It follows quotes and brackets only; whether an entry is JSON and FHIR is found out by who gets it.

use std::io::{self, BufRead};

use super::source::Sentence;

/// What the top of a document says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Top {
    /// `resourceType`
    pub(super) resource_type: String,
    /// `type`
    pub(super) kind: String,
}

/// Keys and values of the top that are longer than this are of no interest.
const SHORT: usize = 200;

/// Reads a document through. Each element of its `entry` list goes to `entry`, with its number from 1; none of them may
/// be larger than `limit`.
pub(super) fn skim(
    input: Box<dyn BufRead>,
    limit: usize,
    mut entry: impl FnMut(u64, Vec<u8>),
) -> io::Result<Top> {
    let mut walk = Walk { input, at: 0 };
    let mut top = Top::default();
    if walk.peek()? == Some(0xEF) {
        walk.skip(3)?;
    }
    walk.expect(b'{')?;
    if walk.peek_solid()? == Some(b'}') {
        walk.skip(1)?;
        return if walk.peek_solid()?.is_some() { Err(walk.broken()) } else { Ok(top) };
    }
    loop {
        let mut key = Vec::new();
        walk.peek_solid()?;
        walk.value(Some((&mut key, SHORT)))?;
        walk.expect(b':')?;
        if key == b"\"entry\"" && walk.peek_solid()? == Some(b'[') {
            walk.entries(limit, &mut entry)?;
        } else {
            walk.peek_solid()?;
            let mut value = Vec::new();
            let kept = matches!(key.as_slice(), b"\"resourceType\"" | b"\"type\"");
            walk.value(kept.then_some((&mut value, SHORT)))?;
            let text = String::from_utf8_lossy(&value).trim_matches('"').to_owned();
            match key.as_slice() {
                b"\"resourceType\"" => top.resource_type = text,
                b"\"type\"" => top.kind = text,
                _ => {}
            }
        }
        match walk.next_solid()? {
            b',' => {}
            b'}' => break,
            _ => return Err(walk.broken()),
        }
    }
    if walk.peek_solid()?.is_some() { Err(walk.broken()) } else { Ok(top) }
}

struct Walk {
    input: Box<dyn BufRead>,
    at: u64,
}

impl Walk {
    fn broken(&self) -> io::Error {
        io::Error::other(Sentence(format!("this is not JSON, near byte {} of the plain text", self.at)))
    }

    fn peek(&mut self) -> io::Result<Option<u8>> {
        Ok(self.input.fill_buf()?.first().copied())
    }

    fn skip(&mut self, count: usize) -> io::Result<()> {
        for _ in 0..count {
            self.input.fill_buf()?;
            self.input.consume(1);
            self.at += 1;
        }
        Ok(())
    }

    /// The next byte that is no white space, left where it is.
    fn peek_solid(&mut self) -> io::Result<Option<u8>> {
        loop {
            match self.peek()? {
                Some(b' ' | b'\n' | b'\r' | b'\t') => self.skip(1)?,
                other => return Ok(other),
            }
        }
    }

    fn next_solid(&mut self) -> io::Result<u8> {
        let byte = self.peek_solid()?.ok_or_else(|| self.broken())?;
        self.skip(1)?;
        Ok(byte)
    }

    fn expect(&mut self, byte: u8) -> io::Result<()> {
        if self.next_solid()? == byte { Ok(()) } else { Err(self.broken()) }
    }

    fn entries(&mut self, limit: usize, entry: &mut impl FnMut(u64, Vec<u8>)) -> io::Result<()> {
        self.expect(b'[')?;
        if self.peek_solid()? == Some(b']') {
            return self.skip(1);
        }
        for number in 1.. {
            let mut bytes = Vec::new();
            self.peek_solid()?;
            self.value(Some((&mut bytes, limit)))?;
            if bytes.len() >= limit {
                return Err(io::Error::other(Sentence(format!(
                    "entry {number} is larger than {} MiB",
                    limit >> 20
                ))));
            }
            entry(number, bytes);
            match self.next_solid()? {
                b',' => {}
                b']' => break,
                _ => return Err(self.broken()),
            }
        }
        Ok(())
    }

    /// Passes over one value; keeps its first bytes if asked to.
    fn value(&mut self, mut keep: Option<(&mut Vec<u8>, usize)>) -> io::Result<()> {
        let (mut depth, mut in_text, mut escaped, mut began) = (0_u32, false, false, false);
        loop {
            let buffer = self.input.fill_buf()?;
            if buffer.is_empty() {
                return Err(self.broken());
            }
            let mut used = 0;
            let mut is_over = false;
            for &byte in buffer {
                if in_text {
                    match byte {
                        _ if escaped => escaped = false,
                        b'\\' => escaped = true,
                        b'"' => in_text = false,
                        _ => {}
                    }
                    is_over = !in_text && depth == 0;
                } else {
                    match byte {
                        b'"' => in_text = true,
                        b'{' | b'[' => depth += 1,
                        b'}' | b']' if depth > 0 => {
                            depth -= 1;
                            is_over = depth == 0;
                        }
                        // A number or a word ends before what follows it.
                        b',' | b'}' | b']' | b':' | b' ' | b'\n' | b'\r' | b'\t' if depth == 0 => {
                            if !began {
                                return Err(self.broken());
                            }
                            is_over = true;
                            break;
                        }
                        _ => {}
                    }
                }
                began = true;
                used += 1;
                if is_over {
                    break;
                }
            }
            if let Some((kept, limit)) = &mut keep {
                let room = limit.saturating_sub(kept.len());
                kept.extend_from_slice(&buffer[..used.min(room)]);
            }
            self.input.consume(used);
            self.at += used as u64;
            if is_over {
                return Ok(());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Top, skim};

    fn check(text: &'static str, kind: &str, entries: &[&str]) {
        // A buffer of three bytes makes every boundary fall somewhere.
        let input = Box::new(std::io::BufReader::with_capacity(3, text.as_bytes()));
        let mut found = Vec::new();
        let top = skim(input, 1000, |number, bytes| {
            assert_eq!(number as usize, found.len() + 1);
            found.push(String::from_utf8(bytes).expect("text"));
        });
        let top = top.expect(text);
        assert_eq!(top, Top { resource_type: "Bundle".into(), kind: kind.into() });
        assert_eq!(found, entries);
    }

    #[test]
    fn entries_are_handed_out() {
        check(
            r#" {"entry" : [ {"a":"}]\"","b":[1,{}]} , {"c":2}], "n":[1,2],"type":"collection","resourceType":"Bundle"} "#,
            "collection",
            &[r#"{"a":"}]\"","b":[1,{}]}"#, r#"{"c":2}"#],
        );
        check(r#"{"resourceType":"Bundle","type":"batch","entry":[],"x":12 }"#, "batch", &[]);
    }

    #[test]
    fn broken_text_is_told() {
        for text in
            ["", "[]", "{", r#"{"a":1"#, r#"{"entry":[{},]}"#, r#"{"entry":[{} {}]}"#, r#"{"a":}"#, "{} 1"]
        {
            let input = Box::new(std::io::BufReader::with_capacity(3, text.as_bytes()));
            let told = skim(input, 1000, |_, _| {}).expect_err(text).to_string();
            assert!(told.contains("not JSON"), "{text}: {told}");
        }
        let large = Box::new(std::io::Cursor::new(format!("{{\"entry\":[\"{}\"]}}", "a".repeat(2000))));
        assert!(
            skim(large, 1000, |_, _| {}).expect_err("too large").to_string().contains("entry 1 is larger")
        );
    }
}
