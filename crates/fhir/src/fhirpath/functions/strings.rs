//! Texts.

use std::borrow::Cow;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};
use regex_lite::RegexBuilder;

use super::{Answer, Call, some, whole, words, yes};
use crate::fhirpath::item::Item;
use crate::fhirpath::{Fault, execution};

/// How large a compiled pattern may be, in bytes.
const PATTERN_MAX: usize = 200_000;
/// How long a text may grow.
const TEXT_MAX: usize = 1_000_000;

pub(super) fn call<'a>(call: &Call<'_, '_, 'a>) -> Option<Answer<'a>> {
    Some(match call.name {
        "startsWith" => pair(call, |text, other| yes(text.starts_with(other))),
        "endsWith" => pair(call, |text, other| yes(text.ends_with(other))),
        "contains" => pair(call, |text, other| yes(text.contains(other))),
        "indexOf" => pair(call, |text, other| index(text, text.find(other))),
        "lastIndexOf" => pair(call, |text, other| index(text, text.rfind(other))),
        "matches" => pair(call, |text, other| yes(pattern(other)?.is_match(text))),
        "matchesFull" => pair(call, |text, other| yes(pattern(&format!("^(?:{other})$"))?.is_match(text))),
        "split" => pair(call, |text, other| {
            Ok(text.split(other).map(|part| Item::Text(part.to_owned().into())).collect())
        }),
        "join" => join(call),
        "substring" => substring(call),
        "upper" => one(call, |text| words(Some(text.to_uppercase()))),
        "lower" => one(call, |text| words(Some(text.to_lowercase()))),
        "trim" => one(call, |text| words(Some(text.trim().to_owned()))),
        "length" => one(call, |text| whole(text.chars().count())),
        "toChars" => {
            one(call, |text| Ok(text.chars().map(|letter| Item::Text(letter.to_string().into())).collect()))
        }
        "replace" => replace(call, |text, old, new| Ok(text.replace(old, new))),
        "replaceMatches" => replace(call, |text, old, new| {
            if old.is_empty() {
                Ok(text.to_owned())
            } else {
                Ok(pattern(old)?.replace_all(text, new).into_owned())
            }
        }),
        "encode" => pair(call, |text, form| words(encode(text, form))),
        "decode" => pair(call, |text, form| words(decode(text, form))),
        "escape" => pair(call, |text, form| words(escape(text, form))),
        "unescape" => pair(call, |text, form| words(unescape(text, form))),
        _ => return None,
    })
}

fn one<'a>(call: &Call<'_, '_, 'a>, act: impl FnOnce(&str) -> Answer<'a>) -> Answer<'a> {
    call.text()?.map_or_else(|| Ok(Vec::new()), |text| act(&text))
}

/// Nothing where the text or the argument is nothing.
fn pair<'a>(call: &Call<'_, '_, 'a>, act: impl FnOnce(&str, &str) -> Answer<'a>) -> Answer<'a> {
    match (call.text()?, call.text_argument(0)?) {
        (Some(text), Some(other)) => act(&text, &other),
        _ => Ok(Vec::new()),
    }
}

fn replace<'a>(
    call: &Call<'_, '_, 'a>,
    act: impl FnOnce(&str, &str, &str) -> Result<String, Fault>,
) -> Answer<'a> {
    match (call.text()?, call.text_argument(0)?, call.text_argument(1)?) {
        (Some(text), Some(old), Some(new)) => {
            if text.len().saturating_mul(new.len() + 1) > TEXT_MAX {
                return Err(Fault::TooLong);
            }
            words(Some(act(&text, &old, &new)?))
        }
        _ => Ok(Vec::new()),
    }
}

/// Patterns are matched in a time that grows with the text alone, whatever the pattern.
fn pattern(text: &str) -> Result<regex_lite::Regex, Fault> {
    let pattern = RegexBuilder::new(text).dot_matches_new_line(true).size_limit(PATTERN_MAX).build();
    pattern.or_else(|_| execution("a pattern cannot be read"))
}

fn index<'a>(text: &str, byte: Option<usize>) -> Answer<'a> {
    match byte {
        Some(byte) => whole(text[..byte].chars().count()),
        None => Ok(vec![Item::Integer(-1)]),
    }
}

fn substring<'a>(call: &Call<'_, '_, 'a>) -> Answer<'a> {
    let (Some(text), Some(start)) = (call.text()?, call.integer_argument(0)?) else { return Ok(Vec::new()) };
    let length = match call.integer_argument(1)? {
        Some(length) => usize::try_from(length).unwrap_or(0),
        None => usize::MAX,
    };
    let start = usize::try_from(start).ok().filter(|start| *start < text.chars().count());
    words(start.map(|start| text.chars().skip(start).take(length).collect::<String>()))
}

fn join<'a>(call: &Call<'_, '_, 'a>) -> Answer<'a> {
    let between = if call.arguments.is_empty() { None } else { call.text_argument(0)? };
    let texts: Option<Vec<Cow<'a, str>>> = call.input.iter().map(Item::text).collect();
    let Some(texts) = texts else { return execution("“join” is a function of texts") };
    let joined = texts.join(between.as_deref().unwrap_or(""));
    some((!texts.is_empty()).then_some(Item::Text(joined.into())))
}

fn encode(text: &str, form: &str) -> Option<String> {
    match form {
        "hex" => Some(text.bytes().map(|byte| format!("{byte:02x}")).collect()),
        "base64" => Some(STANDARD.encode(text)),
        "urlbase64" => Some(URL_SAFE.encode(text)),
        _ => None,
    }
}

fn decode(text: &str, form: &str) -> Option<String> {
    let bytes = match form {
        "hex" => {
            let digits: Option<Vec<u32>> = text.chars().map(|digit| digit.to_digit(16)).collect();
            digits?.chunks(2).map(|pair| u8::try_from(pair[0] * 16 + pair.get(1)?).ok()).collect()
        }
        "base64" => STANDARD.decode(text).ok(),
        "urlbase64" => URL_SAFE.decode(text).ok(),
        _ => None,
    };
    String::from_utf8(bytes?).ok()
}

const HTML: [(&str, &str); 4] = [("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\"", "&quot;")];
const JSON: [(&str, &str); 2] = [("\\", "\\\\"), ("\"", "\\\"")];

fn marks(form: &str) -> Option<&'static [(&'static str, &'static str)]> {
    match form {
        "html" => Some(&HTML),
        "json" => Some(&JSON),
        _ => None,
    }
}

fn escape(text: &str, form: &str) -> Option<String> {
    Some(marks(form)?.iter().fold(text.to_owned(), |text, (plain, marked)| text.replace(plain, marked)))
}

fn unescape(text: &str, form: &str) -> Option<String> {
    Some(marks(form)?.iter().rev().fold(text.to_owned(), |text, (plain, marked)| text.replace(marked, plain)))
}
