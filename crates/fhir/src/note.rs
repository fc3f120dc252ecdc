//! Notes and documents: `DocumentReference`, `Composition` and the text of a `DiagnosticReport`, first as a line of a
//! list and then with what is written in them.

use helsami_domain::coded::{Label, language_tag};
use helsami_domain::document::{Blank, Document, State};
use helsami_domain::ids::RecordId;
use helsami_domain::resource_type::ResourceType;
use helsami_domain::source::Source;
use serde::Deserialize;

use crate::attachment::{Attachment, Held, bytes, held};
use crate::element::{Concept, Contained, Objects, One, Period, Reference, Resolve, Text};
use crate::narrative::{CleanHtml, clean};

/// A piece of a document, in the order of its writer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its heading.
    pub heading: Option<Label>,
    /// How deep it lies: 0 for the document itself, 1 for a section in a section.
    pub depth: usize,
    /// The language of what is written, where it is known.
    pub language: Option<&'static str>,
    /// What it holds.
    pub content: Content,
}

/// What a piece of a document holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// An attachment, with its number among the attachments of the document.
    Attached(usize, Held),
    /// Text in the document itself, made safe.
    Written(CleanHtml),
    /// Words in a field of the document.
    Words(Box<str>),
    /// Nothing but references to other rows of the record.
    Rows(Vec<RecordId>),
    /// Nothing, and why.
    Blank(Blank),
    /// Nothing but the pieces under it.
    Heading,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Note<'a> {
    #[serde(borrow)]
    resource_type: Text<'a>,
    #[serde(borrow)]
    language: Text<'a>,
    #[serde(borrow)]
    status: Text<'a>,
    #[serde(borrow)]
    doc_status: Text<'a>,
    #[serde(borrow, rename = "type")]
    kind: One<Concept<'a>>,
    #[serde(borrow)]
    code: One<Concept<'a>>,
    #[serde(borrow)]
    category: Objects<Concept<'a>>,
    #[serde(borrow)]
    date: Text<'a>,
    #[serde(borrow)]
    issued: Text<'a>,
    #[serde(borrow)]
    effective_date_time: Text<'a>,
    #[serde(borrow)]
    effective_period: One<Period<'a>>,
    #[serde(borrow)]
    title: Text<'a>,
    #[serde(borrow)]
    description: Text<'a>,
    #[serde(borrow)]
    author: Objects<Reference<'a>>,
    #[serde(borrow)]
    performer: Objects<Reference<'a>>,
    #[serde(borrow)]
    results_interpreter: Objects<Reference<'a>>,
    #[serde(borrow)]
    custodian: One<Reference<'a>>,
    #[serde(borrow)]
    contained: Objects<Contained<'a>>,
    #[serde(borrow)]
    relates_to: Objects<Relates<'a>>,
    #[serde(borrow)]
    content: Objects<Carried<'a>>,
    #[serde(borrow)]
    presented_form: Objects<Attachment<'a>>,
    #[serde(borrow)]
    conclusion: Text<'a>,
    #[serde(borrow)]
    result: Objects<Reference<'a>>,
    #[serde(borrow)]
    text: One<Narrative<'a>>,
    #[serde(borrow)]
    section: Objects<Section<'a>>,
}

/// `DocumentReference.content`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Carried<'a> {
    #[serde(borrow)]
    attachment: One<Attachment<'a>>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Relates<'a> {
    #[serde(borrow)]
    code: Text<'a>,
    #[serde(borrow)]
    target: One<Reference<'a>>,
    #[serde(borrow)]
    target_reference: One<Reference<'a>>,
}

/// `Narrative`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Narrative<'a> {
    #[serde(borrow)]
    div: Text<'a>,
}

impl Narrative<'_> {
    fn written(&self) -> Option<CleanHtml> {
        let html = clean(self.div.filled()?);
        (!html.is_blank()).then_some(html)
    }
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Section<'a> {
    #[serde(borrow)]
    title: Text<'a>,
    #[serde(borrow)]
    code: One<Concept<'a>>,
    #[serde(borrow)]
    text: One<Narrative<'a>>,
    #[serde(borrow)]
    entry: Objects<Reference<'a>>,
    #[serde(borrow)]
    empty_reason: One<Concept<'a>>,
    #[serde(borrow)]
    section: Objects<Section<'a>>,
}

/// Reads one of the three as a line of a list, with whether it is to be read as a document: a report that says nothing
/// in words is not, its answers are among the results. `None` for text that is no JSON object.
#[must_use]
pub fn document(id: RecordId, body: &str, resolve: Resolve<'_>) -> Option<(Document, bool)> {
    let note: Note<'_> = serde_json::from_str(body).ok()?;
    let is_told = id.kind != ResourceType::DiagnosticReport || note.is_told();
    Some((note.line(id, resolve), is_told))
}

/// Reads one of the three with everything that is written in it. Nothing of a document that was taken back is read.
#[must_use]
pub fn opened(id: RecordId, body: &str, resolve: Resolve<'_>) -> Option<(Document, Vec<Part>)> {
    let note: Note<'_> = serde_json::from_str(body).ok()?;
    let line = note.line(id, resolve);
    let parts = if line.state == State::Mistake { Vec::new() } else { note.parts(resolve) };
    Some((line, parts))
}

/// An attachment of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fetched {
    /// Its bytes, and what they are.
    Bytes(Vec<u8>, Held),
    /// In another resource of this store.
    Stored(RecordId),
}

/// The attachment with this number. `None` if there is none, or the document was taken back.
#[must_use]
pub fn fetch(body: &str, number: usize, resolve: Resolve<'_>) -> Option<Fetched> {
    let note: Note<'_> = serde_json::from_str(body).ok()?;
    if note.state() == State::Mistake {
        return None;
    }
    let attachment = note.attachments().nth(number)?;
    if let Held::Stored(id) = attachment.held(resolve) {
        return Some(Fetched::Stored(id));
    }
    let bytes = bytes(attachment.data.filled()?)?;
    let held = held(&bytes, &attachment.content_type, attachment.title.filled());
    Some(Fetched::Bytes(bytes, held))
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Binary<'a> {
    #[serde(borrow)]
    content_type: Text<'a>,
    #[serde(borrow)]
    data: Text<'a>,
}

/// What a `Binary` holds, with its bytes.
#[must_use]
pub fn binary(body: &str, name: Option<&str>) -> Option<(Vec<u8>, Held)> {
    let binary: Binary<'_> = serde_json::from_str(body).ok()?;
    let bytes = bytes(binary.data.filled()?)?;
    let held = held(&bytes, &binary.content_type, name);
    Some((bytes, held))
}

impl<'a> Note<'a> {
    fn state(&self) -> State {
        if &*self.resource_type == "DocumentReference" {
            State::of_reference(self.status.trim(), self.doc_status.trim())
        } else {
            State::of_status(self.status.trim())
        }
    }

    fn attachments(&self) -> impl Iterator<Item = &Attachment<'a>> {
        let content = self.content.each().filter_map(|one| one.attachment.get());
        content.chain(self.presented_form.each())
    }

    /// Whether a report is to be read as a document: it brings text of its own, or has no answers to show as results.
    fn is_told(&self) -> bool {
        self.attachments().next().is_some() || (self.conclusion.filled().is_some() && self.result.is_empty())
    }

    fn line(&self, id: RecordId, resolve: Resolve<'_>) -> Document {
        let words = |text: &Text<'_>| {
            Label::words(text).map(|label| Label { language: language_tag(&self.language), ..label })
        };
        let attached = || self.attachments().find_map(|one| Label::words(&one.title));
        let concept = self.kind.get().or(self.code.get());
        let period = || self.effective_period.get().and_then(|period| period.span().start);
        let when = self.date.when().or_else(|| self.effective_date_time.when());
        let when = when.or_else(period).or_else(|| self.issued.when());
        let targets = self.relates_to.each().filter(|one| &*one.code == "replaces");
        let targets = targets.filter_map(|one| one.target.get().or(one.target_reference.get()));
        let title = words(&self.title).or_else(attached).or_else(|| words(&self.description));
        Document {
            id,
            title,
            kind: concept
                .and_then(|one| one.label(&self.language))
                .or_else(|| self.category.each().find_map(|one| one.label(&self.language))),
            state: self.state(),
            when,
            source: self.source(resolve),
            replaces: targets.filter_map(|one| one.record(resolve)).collect(),
        }
    }

    fn source(&self, resolve: Resolve<'_>) -> Source {
        let is_place = |one: &&Reference<'_>| one.reference.starts_with("Organization/");
        let is_patient = |one: &&Reference<'_>| one.reference.starts_with("Patient/");
        let party = |one: &Reference<'_>| one.party(&self.contained, resolve);
        let writers =
            || self.author.each().chain(self.results_interpreter.each()).chain(self.performer.each());
        let person = writers().find(|one| !is_place(one) && !is_patient(one)).map(party);
        let place = self.custodian.get().or_else(|| writers().find(is_place)).map(party);
        let is_own_word = person.is_none() && writers().any(|one| is_patient(&one));
        Source {
            person: person.unwrap_or_default(),
            place: place.unwrap_or_default(),
            recorded: self.date.when().or_else(|| self.issued.when()),
            is_own_word,
        }
    }

    fn parts(&self, resolve: Resolve<'_>) -> Vec<Part> {
        let language = language_tag(&self.language);
        let mut parts = Vec::new();
        if let Some(words) = self.conclusion.filled() {
            let content = Content::Words(words.into());
            parts.push(Part { heading: None, depth: 0, language, content });
        }
        for (number, attachment) in self.attachments().enumerate() {
            let content = Content::Attached(number, attachment.held(resolve));
            let heading = Label::words(&attachment.title);
            parts.push(Part { heading, depth: 0, language: attachment.tag().or(language), content });
        }
        for section in self.section.each() {
            section.add(&mut parts, 0, (language, resolve));
        }
        if parts.is_empty() {
            let written = self.text.get().and_then(Narrative::written);
            parts.extend(written.map(|html| Part {
                heading: None,
                depth: 0,
                language,
                content: Content::Written(html),
            }));
        }
        parts
    }
}

/// Sections deeper than this are shown at this depth.
const DEPTH_MAX: usize = 3;

impl Section<'_> {
    fn add(
        &self,
        parts: &mut Vec<Part>,
        depth: usize,
        (language, resolve): (Option<&'static str>, Resolve<'_>),
    ) {
        let heading = Label::words(&self.title)
            .map(|label| Label { language, ..label })
            .or_else(|| self.code.get().and_then(|code| code.label(language.unwrap_or_default())));
        let content = self.content(resolve);
        parts.push(Part { heading, depth: depth.min(DEPTH_MAX), language, content });
        for section in self.section.each() {
            section.add(parts, depth + 1, (language, resolve));
        }
    }

    fn content(&self, resolve: Resolve<'_>) -> Content {
        if let Some(html) = self.text.get().and_then(Narrative::written) {
            return Content::Written(html);
        }
        let rows: Vec<RecordId> = self.entry.each().filter_map(|one| one.record(resolve)).collect();
        if !rows.is_empty() {
            return Content::Rows(rows);
        }
        if let Some(reason) = self.empty_reason.get() {
            return Content::Blank(Blank::of_code(reason.codes().next().unwrap_or_default()));
        }
        if self.section.each().next().is_some() {
            return Content::Heading;
        }
        Content::Blank(Blank::NotSaid)
    }
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Any<'a> {
    #[serde(borrow)]
    language: Text<'a>,
    #[serde(borrow)]
    status: Text<'a>,
    #[serde(borrow)]
    verification_status: One<Concept<'a>>,
    #[serde(borrow)]
    code: One<Concept<'a>>,
    #[serde(borrow)]
    medication_codeable_concept: One<Concept<'a>>,
    #[serde(borrow)]
    vaccine_code: One<Concept<'a>>,
    #[serde(borrow, rename = "type")]
    kind: One<Concept<'a>>,
    #[serde(borrow)]
    description: Text<'a>,
}

/// The words for any resource that a document leads to. `None` for one that was taken back, and for one without
/// words.
#[must_use]
pub fn words_of(body: &str) -> Option<Label> {
    let any: Any<'_> = serde_json::from_str(body).ok()?;
    let is_mistake = |one: &Concept<'_>| one.has("entered-in-error");
    if &*any.status == "entered-in-error" || any.verification_status.get().is_some_and(is_mistake) {
        return None;
    }
    let concepts = [&any.code, &any.medication_codeable_concept, &any.vaccine_code, &any.kind];
    let label = concepts.into_iter().find_map(|one| one.get()?.label(&any.language));
    label.or_else(|| Label::words(&any.description))
}

#[cfg(test)]
mod tests;
