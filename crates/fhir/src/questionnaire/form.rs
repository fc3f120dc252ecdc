//! A Questionnaire, read once: every question by its `linkId`, with what it lies in.

use std::collections::HashMap;

use crate::tree::Json;

/// The extensions that R4 itself defines for questions begin so.
const CORE: &str = "http://hl7.org/fhir/StructureDefinition/";
/// Limits of amounts are told by the guide for forms (SDC).
const SDC: &str = "http://hl7.org/fhir/uv/sdc/StructureDefinition/";

/// The types of items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Group,
    Display,
    /// A question, with the name of its type.
    Question(Answers),
}

/// Which answers a question takes, by the end of the name `value…`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answers {
    /// Of one type.
    Of(&'static str),
    /// One of the options.
    Choice,
    /// One of the options, or words.
    OpenChoice,
    /// A type that R4 does not have: nothing is said of its answers.
    Unknown,
}

/// One item of the Questionnaire.
#[derive(Clone, Copy, Debug)]
pub(super) struct Question<'q> {
    pub(super) json: &'q Json,
    pub(super) link: &'q str,
    pub(super) kind: Kind,
    pub(super) parent: Option<usize>,
}

/// All of them.
#[derive(Debug)]
pub(super) struct Form<'q> {
    pub(super) json: &'q Json,
    all: Vec<Question<'q>>,
    by_link: HashMap<&'q str, usize>,
    below: HashMap<Option<usize>, Vec<usize>>,
}

impl<'q> Form<'q> {
    pub(super) fn new(json: &'q Json) -> Self {
        let mut form = Self { json, all: Vec::new(), by_link: HashMap::new(), below: HashMap::new() };
        form.add(json, None);
        form
    }

    fn add(&mut self, within: &'q Json, parent: Option<usize>) {
        for json in within.get("item").map(Json::items).unwrap_or_default() {
            let Some(link) = json.get("linkId").and_then(Json::as_text) else { continue };
            let place = self.all.len();
            self.all.push(Question { json, link, kind: kind(json), parent });
            self.by_link.entry(link).or_insert(place);
            self.below.entry(parent).or_default().push(place);
            self.add(json, Some(place));
        }
    }

    pub(super) fn questions(&self) -> impl Iterator<Item = &Question<'q>> {
        self.all.iter()
    }

    /// The question with this `linkId`.
    pub(super) fn find(&self, link: &str) -> Option<(usize, &Question<'q>)> {
        let place = *self.by_link.get(link)?;
        Some((place, &self.all[place]))
    }

    /// The questions directly below one, or at the top.
    pub(super) fn below(&self, parent: Option<usize>) -> &[usize] {
        self.below.get(&parent).map_or(&[], Vec::as_slice)
    }

    pub(super) fn at(&self, place: usize) -> Question<'q> {
        self.all[place]
    }
}

fn kind(json: &Json) -> Kind {
    let of = |name| Kind::Question(Answers::Of(name));
    match json.get("type").and_then(Json::as_text).unwrap_or_default() {
        "group" => Kind::Group,
        "display" => Kind::Display,
        "boolean" => of("Boolean"),
        "decimal" => of("Decimal"),
        "integer" => of("Integer"),
        "date" => of("Date"),
        "dateTime" => of("DateTime"),
        "time" => of("Time"),
        "string" | "text" => of("String"),
        "url" => of("Uri"),
        "attachment" => of("Attachment"),
        "reference" => of("Reference"),
        "quantity" => of("Quantity"),
        "choice" => Kind::Question(Answers::Choice),
        "open-choice" => Kind::Question(Answers::OpenChoice),
        _ => Kind::Question(Answers::Unknown),
    }
}

impl<'q> Question<'q> {
    pub(super) fn is(&self, flag: &str) -> bool {
        self.json.get(flag) == Some(&Json::Truth(true))
    }

    /// The extensions of R4, or of the guide for forms, with this name.
    pub(super) fn extensions(&self, name: &'static str) -> impl Iterator<Item = &'q Json> {
        let all = self.json.get("extension").map(Json::items).unwrap_or_default();
        let is_named = move |url: &str| {
            url.strip_prefix(CORE).or_else(|| url.strip_prefix(SDC)).is_some_and(|rest| rest == name)
        };
        all.iter().filter(move |one| one.get("url").and_then(Json::as_text).is_some_and(is_named))
    }

    /// A whole number, from an extension.
    pub(super) fn number(&self, name: &'static str) -> Option<usize> {
        let value = self.extensions(name).find_map(|one| one.get("valueInteger"))?;
        if let Json::Number(digits) = value { digits.parse().ok() } else { None }
    }

    pub(super) fn value_set(&self) -> Option<&'q str> {
        self.json.get("answerValueSet").and_then(Json::as_text)
    }

    pub(super) fn options(&self) -> &'q [Json] {
        self.json.get("answerOption").map(Json::items).unwrap_or_default()
    }
}
