//! A Questionnaire, read once: every question by its `linkId`, with what it lies in.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use super::value::Value;
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

/// One item of the Questionnaire. What every answer is compared with is looked up here, once.
#[derive(Debug)]
pub(super) struct Question<'q> {
    pub(super) json: &'q Json,
    pub(super) link: &'q str,
    pub(super) kind: Kind,
    pub(super) parent: Option<usize>,
    /// The values of its own options.
    pub(super) options: Vec<Value<'q>>,
    /// Their types.
    pub(super) kinds: HashSet<&'q str>,
    /// The values of R4's extensions, and of those of the guide for forms, by the end of their address.
    extensions: HashMap<&'q str, Vec<Value<'q>>>,
}

/// All of them.
#[derive(Debug)]
pub(super) struct Form<'q> {
    all: Vec<Question<'q>>,
    by_link: HashMap<&'q str, usize>,
    below: HashMap<Option<usize>, Vec<usize>>,
    /// The first `linkId` that stands more than once. R4 allows none (que-2).
    pub(super) twice: Option<&'q str>,
}

impl<'q> Form<'q> {
    pub(super) fn new(json: &'q Json) -> Self {
        let (by_link, below) = (HashMap::new(), HashMap::new());
        let mut form = Self { all: Vec::new(), by_link, below, twice: None };
        form.add(json, None);
        form
    }

    /// A `linkId` that is known already is left out, with what lies below: each would go through the same answers again.
    fn add(&mut self, within: &'q Json, parent: Option<usize>) {
        for json in within.get("item").map(Json::items).unwrap_or_default() {
            let Some(link) = json.get("linkId").and_then(Json::as_text) else { continue };
            let place = self.all.len();
            match self.by_link.entry(link) {
                Entry::Vacant(free) => free.insert(place),
                Entry::Occupied(_) => {
                    self.twice.get_or_insert(link);
                    continue;
                }
            };
            self.all.push(Question::new(json, (link, parent)));
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

    pub(super) fn at(&self, place: usize) -> &Question<'q> {
        &self.all[place]
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
    fn new(json: &'q Json, (link, parent): (&'q str, Option<usize>)) -> Self {
        let items = |name: &str| json.get(name).map(Json::items).unwrap_or_default();
        let options: Vec<Value<'q>> =
            items("answerOption").iter().filter_map(|option| Value::of(option, "value")).collect();
        let kinds = options.iter().map(|option| option.kind).collect();
        let mut extensions: HashMap<&str, Vec<Value<'q>>> = HashMap::new();
        for one in items("extension") {
            let url = one.get("url").and_then(Json::as_text).unwrap_or_default();
            let name = url.strip_prefix(CORE).or_else(|| url.strip_prefix(SDC));
            if let (Some(name), Some(value)) = (name, Value::of(one, "value")) {
                extensions.entry(name).or_default().push(value);
            }
        }
        Self { json, link, kind: kind(json), parent, options, kinds, extensions }
    }

    pub(super) fn is(&self, flag: &str) -> bool {
        self.json.get(flag) == Some(&Json::Truth(true))
    }

    /// The values of the extensions with this name.
    pub(super) fn extensions(&self, name: &str) -> &[Value<'q>] {
        self.extensions.get(name).map_or(&[], Vec::as_slice)
    }

    /// A whole number, from an extension.
    pub(super) fn number(&self, name: &str) -> Option<usize> {
        let value = self.extensions(name).first().filter(|value| value.kind == "Integer")?;
        if let Json::Number(digits) = value.json { digits.parse().ok() } else { None }
    }

    pub(super) fn value_set(&self) -> Option<&'q str> {
        self.json.get("answerValueSet").and_then(Json::as_text)
    }

    /// Whether it has options of its own, also such as cannot be read.
    pub(super) fn has_options(&self) -> bool {
        self.json.get("answerOption").is_some_and(|options| !options.items().is_empty())
    }
}
