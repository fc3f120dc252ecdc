//! The pairs of a query string or a form.

/// Takes a query string apart: names and values with `%xx` and `+` taken out, in their order. `None` when something is no
/// UTF-8 or a `%` is not followed by two hexadecimal digits: such a query is not understood.
#[must_use]
pub fn pairs(query: &str) -> Option<Vec<(String, String)>> {
    let pair = |pair: &str| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        Some((decoded(name)?, decoded(value)?))
    };
    query.split('&').filter(|part| !part.is_empty()).map(pair).collect()
}

fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        match first {
            b'+' => bytes.push(b' '),
            b'%' => {
                let (digits, after) = rest.split_at_checked(2)?;
                let digit =
                    |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
                bytes.push(digit(digits[0])? * 16 + digit(digits[1])?);
                rest = after;
            }
            other => bytes.push(*other),
        }
    }
    String::from_utf8(bytes).ok()
}

/// Writes a name or value as it stands in a query string.
pub fn encode(text: &str, into: &mut String) {
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z'
            | b'A'..=b'Z'
            | b'0'..=b'9'
            | b'-'
            | b'.'
            | b'_'
            | b'~'
            | b':'
            | b'/'
            | b','
            | b'$' => {
                into.push(char::from(byte));
            }
            other => {
                into.push('%');
                for digit in [other >> 4, other & 15] {
                    into.push(char::from(b"0123456789ABCDEF"[usize::from(digit)]));
                }
            }
        }
    }
}

/// Takes a value apart at a separator that no backslash stands before. The pieces keep their escapes.
pub(crate) fn split(text: &str, at: char) -> Vec<&str> {
    let (mut pieces, mut start, mut is_escaped) = (Vec::new(), 0, false);
    for (place, letter) in text.char_indices() {
        if letter == at && !is_escaped {
            pieces.push(&text[start..place]);
            start = place + letter.len_utf8();
        }
        is_escaped = letter == '\\' && !is_escaped;
    }
    pieces.push(&text[start..]);
    pieces
}

/// Takes the escapes of FHIR out: `\,` `\|` `\$` `\\`.
pub(crate) fn unescape(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => plain.push(letters.next().unwrap_or('\\')),
            other => plain.push(other),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::{encode, pairs, split, unescape};

    #[test]
    fn queries_are_taken_apart() {
        let one = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(
            pairs("a=1&b%3Ac=x+y%2Bz&&d&e=f=g&%C3%A5=%25"),
            Some(vec![one("a", "1"), one("b:c", "x y+z"), one("d", ""), one("e", "f=g"), one("å", "%")])
        );
        assert_eq!(pairs("a=%f"), None);
        assert_eq!(pairs("a=%zz"), None);
        assert_eq!(pairs("a=%ff"), None);
        let mut query = String::new();
        encode("å b|c&d", &mut query);
        assert_eq!(query, "%C3%A5%20b%7Cc%26d");
    }

    #[test]
    fn separators_can_be_escaped() {
        assert_eq!(split(r"a\,b,c\\,d", ','), [r"a\,b", r"c\\", "d"]);
        assert_eq!(unescape(r"a\,b\\\|\"), r"a,b\|\");
    }
}
