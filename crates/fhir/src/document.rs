//! One received document: whether it is a FHIR R4 resource that may go into the record, and where in it the things lie
//! that the record needs to know.
//!
//! The text is never changed here and never turned into a tree. What is refused is refused with a sentence that says
//! what is wrong and where; no sentence repeats a value, because values are about people.

mod refusal;

use std::borrow::Cow;

use helsami_domain::resource_type::ResourceType;

use crate::json::{self, Fault, Kind, Listener, Place, Span};
use crate::tree::{Builder, Json};
use crate::{dates, elements};

pub use refusal::Refusal;

/// A text of the document that points to another resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The text itself, without its quotes.
    pub span: Span,
    /// The keys that lead to it, outermost first, without `reference` itself; no more than [`PATH_MAX`] are kept.
    path: [Span; PATH_MAX],
    /// How many keys lead to it, or one more than [`PATH_MAX`] where there are more.
    path_len: usize,
    /// Whether it is the `reference` of a Reference; else it is an address (`url`, `uri`) of a resource in the bundle.
    pub is_reference: bool,
}

/// The compartment's paths are not longer than this.
pub const PATH_MAX: usize = 3;

/// A document that has passed.
#[derive(Clone, Debug)]
pub struct Document<'t> {
    text: &'t str,
    kind: ResourceType,
    members: Vec<(Span, Kind, Span)>,
    references: Vec<Reference>,
    body: Span,
}

/// The text of received bytes.
///
/// A byte order mark before UTF-8 is passed over.
///
/// # Errors
/// [`Refusal::NotUtf8`], with a guess at what it is.
pub fn text_of(bytes: &[u8]) -> Result<&str, Refusal> {
    let text = std::str::from_utf8(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes));
    text.map_err(|error| {
        let (line, column) = json::line_column(bytes, error.valid_up_to());
        Refusal::NotUtf8 { line, column, looks_like: guess(bytes, error.valid_up_to()) }
    })
}

fn guess(bytes: &[u8], at: usize) -> Option<&'static str> {
    if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") {
        return Some("UTF-16");
    }
    // Norwegian, Sámi and Western letters of ISO-8859-1 stand alone between ASCII.
    let alone = bytes.get(at).is_some_and(|&byte| byte >= 0xA0) && bytes.get(at + 1).is_none_or(u8::is_ascii);
    alone.then_some("ISO-8859-1")
}

impl<'t> Document<'t> {
    /// Reads a document through and says yes or why not.
    ///
    /// # Errors
    /// The first [`Refusal`].
    pub fn accept(text: &'t str) -> Result<Self, Refusal> {
        let mut outline = Outline::new(text);
        let read = json::read(text, &mut outline);
        Self::of(outline, read)
    }

    /// As [`Self::accept`], and the document as a tree, made in the same reading: there where the text is JSON, accepted or not.
    pub fn accept_with_tree(text: &'t str) -> (Result<Self, Refusal>, Option<Json>) {
        let mut both = (Outline::new(text), Builder::new(text));
        let read = json::read(text, &mut both);
        let (outline, builder) = both;
        let tree = read.is_ok().then(|| builder.finish());
        (Self::of(outline, read), tree)
    }

    fn of(outline: Outline<'t>, read: Result<(Kind, Span), Fault>) -> Result<Self, Refusal> {
        let text = outline.text;
        let (kind, body) = match read {
            Err(Fault::Ends { .. }) if text.trim_ascii().is_empty() => return Err(Refusal::Empty),
            read => read?,
        };
        if kind != Kind::Object {
            return Err(Refusal::NotAnObject(kind.named()));
        }
        let Outline { members, references, dates, .. } = outline;
        let name =
            members.iter().find(|(key, _, _)| key.of(text) == "resourceType").ok_or(Refusal::NoType)?;
        if name.1 != Kind::Text {
            return Err(Refusal::NoType);
        }
        let name = inner(name.2).of(text);
        let kind = ResourceType::from_name(name)
            .ok_or_else(|| Refusal::UnknownType(name.chars().take(60).collect()))?;
        let has_null = members.iter().any(|(_, kind, _)| *kind == Kind::Null);
        if elements::is_foreign(kind, &members.iter().map(|(key, _, _)| key.of(text)), has_null) {
            return Err(Refusal::Foreign(kind));
        }
        let document = Self { text, kind, members, references, body };
        document.check_heads()?;
        document.check_dates(&dates)?;
        Ok(document)
    }

    /// Its type.
    #[must_use]
    pub const fn kind(&self) -> ResourceType {
        self.kind
    }

    /// The whole text as received.
    #[must_use]
    pub const fn text(&self) -> &'t str {
        self.text
    }

    /// The object itself, from brace to brace.
    #[must_use]
    pub const fn body(&self) -> Span {
        self.body
    }

    /// Its own id, as its sender gave it.
    #[must_use]
    pub fn id(&self) -> Option<&'t str> {
        self.string("id")
    }

    /// The value of a top element as JSON text.
    #[must_use]
    pub fn member(&self, name: &str) -> Option<&'t str> {
        self.member_span(name).map(|(_, value)| value.of(self.text))
    }

    /// The places of a top element: its key without quotes, and its value.
    #[must_use]
    pub fn member_span(&self, name: &str) -> Option<(Span, Span)> {
        self.members
            .iter()
            .find(|(key, _, _)| key.of(self.text) == name)
            .map(|(key, _, value)| (*key, *value))
    }

    /// A top element that is text without escapes.
    #[must_use]
    pub fn string(&self, name: &str) -> Option<&'t str> {
        let (_, kind, value) = self.members.iter().find(|(key, _, _)| key.of(self.text) == name)?;
        (*kind == Kind::Text).then(|| inner(*value).of(self.text))
    }

    /// The top elements with their places: the key without quotes, and the value.
    pub fn members(&self) -> impl Iterator<Item = (Span, Span)> {
        self.members.iter().map(|(key, _, value)| (*key, *value))
    }

    /// Every text that points to another resource, in the order of the document.
    #[must_use]
    pub fn references(&self) -> &[Reference] {
        &self.references
    }

    /// Whether a reference lies at this path, such as `participant.actor`.
    #[must_use]
    pub fn lies_at(&self, reference: &Reference, path: &str) -> bool {
        let mut names = path.split('.');
        reference.is_reference
            && reference.path_len <= PATH_MAX
            && reference.path[..reference.path_len].iter().all(|key| names.next() == Some(key.of(self.text)))
            && names.next().is_none()
    }

    fn check_heads(&self) -> Result<(), Refusal> {
        for (name, expected) in [("id", Kind::Text), ("meta", Kind::Object), ("contained", Kind::Array)] {
            let Some((_, found, span)) = self.members.iter().find(|(key, _, _)| key.of(self.text) == name)
            else {
                continue;
            };
            if *found != expected {
                return Err(self.wrong(name.to_owned(), expected, (*found, *span)));
            }
        }
        if self.id().is_some_and(|id| !is_fhir_id(id)) {
            return Err(Refusal::BadId(self.kind));
        }
        Ok(())
    }

    fn wrong(&self, path: String, expected: Kind, (found, span): (Kind, Span)) -> Refusal {
        let (line, column) = json::line_column(self.text.as_bytes(), span.start);
        Refusal::WrongKind {
            kind: self.kind,
            path,
            expected: expected.named(),
            found: found.named(),
            line,
            column,
        }
    }

    fn check_dates(&self, dates: &[(Kind, Span, String)]) -> Result<(), Refusal> {
        for (kind, span, path) in dates {
            if *kind == Kind::Null {
                continue;
            }
            if *kind != Kind::Text {
                return Err(self.wrong(path.clone(), Kind::Text, (*kind, *span)));
            }
            if !dates::is_date(inner(*span).of(self.text)) {
                let (line, column) = json::line_column(self.text.as_bytes(), span.start);
                return Err(Refusal::ImpossibleDate { kind: self.kind, path: path.clone(), line, column });
            }
        }
        Ok(())
    }
}

/// Whether a text is an id as FHIR writes them: 1 to 64 of `A-Z a-z 0-9 - .`
#[must_use]
pub fn is_fhir_id(id: &str) -> bool {
    (1..=64).contains(&id.len())
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.'))
}

const fn inner(text: Span) -> Span {
    Span { start: text.start + 1, end: text.end - 1 }
}

struct Outline<'t> {
    text: &'t str,
    members: Vec<(Span, Kind, Span)>,
    references: Vec<Reference>,
    /// Dates that are not dates, and things of other kinds where dates stand.
    dates: Vec<(Kind, Span, String)>,
}

impl<'t> Outline<'t> {
    fn new(text: &'t str) -> Self {
        Self { text, members: Vec::with_capacity(24), references: Vec::new(), dates: Vec::new() }
    }

    /// Whether R4 says that a date stands here. `start` and `end` are dates in a Period; elsewhere also numbers.
    fn holds_date(&self, name: &str, place: &Place<'_>, kind: Kind) -> bool {
        dates::is_date_name(name)
            || matches!(name, "start" | "end") && kind == Kind::Text && {
                let around = place.keys().iter().rev().nth(1).map_or("", |key| key.of(self.text));
                around.ends_with("eriod")
            }
    }
}

impl Listener for Outline<'_> {
    fn value(&mut self, place: &Place<'_>, kind: Kind, span: Span) {
        let Some(key) = place.last() else { return };
        if place.depth == 1 {
            self.members.push((key, kind, span));
        }
        let name = key.of(self.text);
        if self.holds_date(name, place, kind)
            && (kind != Kind::Text || !dates::is_date(inner(span).of(self.text)))
        {
            let names: Vec<Cow<'_, str>> =
                place.keys().iter().map(|key| json::unescape(key.of(self.text))).collect();
            self.dates.push((kind, span, names.join(".")));
        }
        let is_reference = name == "reference";
        if kind != Kind::Text || !(is_reference || matches!(name, "url" | "uri" | "valueUrl" | "valueUri")) {
            return;
        }
        let span = inner(span);
        if !is_reference && !span.of(self.text).starts_with("urn:uuid:") {
            return;
        }
        let keys = place.keys();
        let keys = if is_reference { &keys[..keys.len() - 1] } else { keys };
        let mut path = [Span { start: 0, end: 0 }; PATH_MAX];
        for (kept, key) in path.iter_mut().zip(keys) {
            *kept = *key;
        }
        self.references.push(Reference { span, path, path_len: keys.len().min(PATH_MAX + 1), is_reference });
    }
}

impl Kind {
    /// The kind in words.
    #[must_use]
    pub const fn named(self) -> &'static str {
        match self {
            Self::Object => "an object",
            Self::Array => "a list",
            Self::Text => "text",
            Self::Number => "a number",
            Self::Truth => "true or false",
            Self::Null => "null",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Document, Refusal, text_of};
    use crate::tree::Json;
    use helsami_domain::resource_type::ResourceType;

    fn refused(text: &str, told: &str) {
        let message = Document::accept(text).expect_err(text).to_string();
        assert!(message.contains(told), "{text}: {message}");
    }

    #[test]
    fn the_outline_of_an_observation() {
        let text = r##"{"valueQuantity":{"value":5.40},"subject":{"reference":"Patient/1"},"performer":[
            {"reference":"#p"},{"reference":"urn:uuid:a"}],"id":"o-1","resourceType":"Observation"}"##;
        let document = Document::accept(text).expect("a good Observation");
        assert_eq!(document.kind(), ResourceType::Observation);
        assert_eq!(document.id(), Some("o-1"));
        assert_eq!(document.member("valueQuantity"), Some("{\"value\":5.40}"));
        let found: Vec<&str> = document.references().iter().map(|one| one.span.of(text)).collect();
        assert_eq!(found, ["Patient/1", "#p", "urn:uuid:a"]);
        assert!(document.lies_at(&document.references()[0], "subject"));
        assert!(!document.lies_at(&document.references()[0], "subject.actor"));
        assert!(document.lies_at(&document.references()[2], "performer"));
    }

    #[test]
    fn one_reading_tells_what_two_do() {
        for text in [
            r#"{"resourceType":"Basic","id":"b","code":{"text":"æ","coding":[{"code":"1"}]}}"#,
            r#"{"resourceType":"Pasient"}"#,
            r#"{"resourceType":"Basic","created":"2020-02-30"}"#,
            "[1.50]",
            r#"{"resourceType":"Basic""#,
            "",
        ] {
            let (document, tree) = Document::accept_with_tree(text);
            let told = |document: Result<Document<'_>, Refusal>| format!("{document:?}");
            assert_eq!(
                (told(document), tree),
                (told(Document::accept(text)), Json::parse(text).ok()),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_not_a_resource_is_told_so() {
        refused(" ", "there is nothing in it");
        refused("[]", "this is a list");
        refused("{}", "no “resourceType”");
        refused("{\"resourceType\":7}", "no “resourceType”");
        refused("{\"resourceType\":\"Pasient\"}", "“Pasient” is not a resource type");
        refused("{\"resourceType\":\"Patient\",\"id\":7}", "Patient.id must be text, but it is a number");
        refused("{\"resourceType\":\"Patient\",\"id\":\"a b\"}", "not a FHIR id");
        refused(
            "{\"resourceType\":\"Patient\",\"meta\":[]}",
            "Patient.meta must be an object, but it is a list",
        );
    }

    #[test]
    fn impossible_dates_are_told_with_their_place() {
        refused(
            "{\"resourceType\":\"Patient\",\"birthDate\":\"2021-02-30\"}",
            "Patient.birthDate is not a date",
        );
        refused("{\"resourceType\":\"Patient\",\"birthDate\":19210230}", "Patient.birthDate must be text");
        refused(
            "{\"resourceType\":\"Encounter\",\"period\":{\"start\":\"2021-01-01T25:00:00Z\"}}",
            "Encounter.period.start is not a date",
        );
        refused("{\"resourceType\":\"Observation\",\n\"effectiveDateTime\":\"i dag\"}", "line 2");
        for good in
            ["2021", "2021-02", "2020-02-29", "2021-01-01T23:59:60+01:00", "2021-01-01T00:00:00.123456Z"]
        {
            let text = format!("{{\"resourceType\":\"Observation\",\"effectiveDateTime\":\"{good}\"}}");
            assert!(Document::accept(&text).is_ok(), "{good}");
        }
    }

    #[test]
    fn bytes_of_other_encodings_are_named() {
        assert_eq!(
            text_of("{\"a\":\"\u{e6}\"}".chars().map(|c| c as u8).collect::<Vec<u8>>().as_slice()),
            Err(Refusal::NotUtf8 { line: 1, column: 7, looks_like: Some("ISO-8859-1") })
        );
        assert!(text_of(b"\xFF\xFE{\0}\0").expect_err("UTF-16").to_string().contains("UTF-16"));
        assert_eq!(text_of(b"\xEF\xBB\xBF{}"), Ok("{}"));
    }
}
