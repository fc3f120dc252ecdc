//! Whether a value is one of its primitive type (R4, 2.24.0.1).

use super::{Code, narrative};
use crate::dates;
use crate::tree::Json;

/// What the value should be, where it is not that, and whether already its form is another.
pub(super) fn wrong(kind: &str, value: &Json) -> Option<(Code, &'static str)> {
    let expected = expected(kind, value)?;
    let has_form = match kind {
        "boolean" => matches!(value, Json::Truth(_)),
        "integer" | "unsignedInt" | "positiveInt" | "decimal" => matches!(value, Json::Number(_)),
        _ => matches!(value, Json::Text(_)),
    };
    Some((if has_form { Code::Value } else { Code::Structure }, expected))
}

fn expected(kind: &str, value: &Json) -> Option<&'static str> {
    match (kind, value) {
        ("boolean", value) => (!matches!(value, Json::Truth(_))).then_some("true or false, without quotes"),
        ("integer", value) => is_number(value, i64::from(i32::MIN)).then_some("a whole number of 32 bits"),
        ("unsignedInt", value) => is_number(value, 0).then_some("a whole number from 0"),
        ("positiveInt", value) => is_number(value, 1).then_some("a whole number from 1"),
        ("decimal", value) => (!matches!(value, Json::Number(_))).then_some("a number, without quotes"),
        ("xhtml", Json::Text(text)) => narrative::wrong(text),
        (_, Json::Text(text)) => wrong_text(kind, text),
        _ => Some("a text, in quotes"),
    }
}

/// Whether it is no whole number from this up to the largest of 32 bits.
fn is_number(value: &Json, least: i64) -> bool {
    let number = match value {
        Json::Number(digits) => digits.parse::<i64>().ok(),
        _ => None,
    };
    number.is_none_or(|number| number < least || number > i64::from(i32::MAX))
}

fn wrong_text(kind: &str, text: &str) -> Option<&'static str> {
    let is_right = match kind {
        "code" => !text.is_empty() && text.split(' ').all(is_word),
        "id" => (1..=64).contains(&text.len()) && text.bytes().all(is_id),
        "uri" | "url" | "canonical" => is_word(text),
        "oid" => text.strip_prefix("urn:oid:").is_some_and(is_oid),
        "uuid" => text.strip_prefix("urn:uuid:").is_some_and(is_uuid),
        "date" => dates::is_day(text),
        "dateTime" => dates::is_date_time(text),
        "instant" => dates::is_instant(text),
        "time" => dates::is_time(text),
        "base64Binary" => is_base64(text),
        _ => !text.trim().is_empty() && text.chars().all(is_printable),
    };
    (!is_right).then_some(match kind {
        "code" => "a code: words with single spaces between",
        "id" => "an id: 1 to 64 letters (A–Z), digits, hyphens and dots",
        "uri" | "url" | "canonical" => "an address without spaces",
        "oid" => "urn:oid: and numbers with dots between",
        "uuid" => "urn:uuid: and a UUID in small letters",
        "date" => "a date that exists, as 2026, 2026-03 or 2026-03-31",
        "dateTime" => {
            "a date that exists, with a time and its zone where it has one, as 2026-03-31T12:00:00+02:00"
        }
        "instant" => "a moment with seconds and zone, as 2026-03-31T12:00:00+02:00",
        "time" => "a time of day, as 12:00:00",
        "base64Binary" => "base64",
        _ => "a text that is not empty",
    })
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && !text.contains(char::is_whitespace)
}

const fn is_id(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'.'
}

fn is_oid(text: &str) -> bool {
    let is_number = |part: &str| {
        !part.is_empty()
            && part.bytes().all(|byte| byte.is_ascii_digit())
            && (part == "0" || !part.starts_with('0'))
    };
    text.contains('.') && text.split('.').all(is_number)
}

fn is_uuid(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let is_hex =
        |part: &&str| part.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
    parts.iter().map(|part| part.len()).eq([8, 4, 4, 4, 12]) && parts.iter().all(is_hex)
}

fn is_base64(text: &str) -> bool {
    let letters: Vec<u8> = text.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
    let padding = letters.iter().rev().take_while(|byte| **byte == b'=').count();
    let is_letter = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'+' || *byte == b'/';
    !letters.is_empty()
        && letters.len().is_multiple_of(4)
        && padding <= 2
        && letters[..letters.len() - padding].iter().all(is_letter)
}

/// FHIR's texts have no control characters but tabs and line ends.
fn is_printable(letter: char) -> bool {
    letter >= ' ' || matches!(letter, '\t' | '\n' | '\r')
}
