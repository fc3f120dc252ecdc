//! What a question can be answered with: its own options, or a value set that is at hand.

use std::collections::{HashMap, HashSet};

use super::form::Question;
use super::items::Check;
use super::value::Value;
use crate::tree::Json;
use crate::validate::{has_coding, of_list};

/// The value sets of R4 lie under this address.
const R4: &str = "http://hl7.org/fhir/ValueSet/";

/// Whether a value is one of those.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Among {
    Yes,
    No,
    /// The value set is not at hand, or is told by more than its codes.
    Unknown,
}

/// The value sets that are at hand, by their addresses. The codes of each are read when the first answer asks for them.
pub(super) struct Sets<'s> {
    at_hand: HashMap<Address<'s>, &'s Json>,
    read: HashMap<&'s str, Option<Codes<'s>>>,
}

/// How a question names a value set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Address<'s> {
    /// Inside the Questionnaire.
    Id(&'s str),
    /// Under a canonical address, perhaps with a version.
    Url(&'s str, Option<&'s str>),
}

/// The codes of a value set.
#[derive(Debug, Default)]
struct Codes<'s> {
    included: Part<'s>,
    excluded: Part<'s>,
}

/// What one side of a value set names.
#[derive(Debug, Default)]
struct Part<'s> {
    /// Codes by their systems; without one, a code of any system.
    codes: HashSet<(Option<&'s str>, &'s str)>,
    /// Systems that have more codes than are told here, or other ones.
    open: HashSet<Option<&'s str>>,
}

impl<'c> Check<'c, '_> {
    /// Whether an answer is among the options of its question; one without options takes every answer. Nothing where there are no
    /// steps left to say.
    pub(super) fn among(&mut self, question: &Question<'c>, answer: &Value<'_>) -> Option<Among> {
        if question.has_options() {
            for option in &question.options {
                if !self.pay(answer.price(option)) {
                    return None;
                }
                if answer.is_same(option) {
                    return Some(Among::Yes);
                }
            }
            return Some(Among::No);
        }
        let Some(url) = question.value_set().filter(|_| answer.kind == "Coding") else {
            return Some(Among::Yes);
        };
        let text = |name: &str| answer.json.get(name).and_then(Json::as_text).unwrap_or_default();
        let coding = (text("system"), text("code"));
        Some(self.sets.among(url, coding).unwrap_or_else(|| in_list(url, coding)))
    }
}

impl<'s> Sets<'s> {
    /// Those inside the Questionnaire, and others. Of several under one address the first counts.
    pub(super) fn new(questionnaire: &'s Json, others: &[&'s Json]) -> Self {
        let mut at_hand = HashMap::new();
        let inside = questionnaire.get("contained").map(Json::items).unwrap_or_default();
        for set in inside.iter().filter(|one| is_set(one)) {
            if let Some(id) = text(set, "id") {
                at_hand.entry(Address::Id(id)).or_insert(set);
            }
        }
        for set in others.iter().copied().filter(|one| is_set(one)) {
            let Some(url) = text(set, "url") else { continue };
            at_hand.entry(Address::Url(url, None)).or_insert(set);
            if let Some(version) = text(set, "version") {
                at_hand.entry(Address::Url(url, Some(version))).or_insert(set);
            }
        }
        Self { at_hand, read: HashMap::new() }
    }

    /// Nothing if the value set is not at hand.
    fn among(&mut self, url: &'s str, coding: (&str, &str)) -> Option<Among> {
        let Self { at_hand, read } = self;
        let codes = read.entry(url).or_insert_with(|| {
            let address = match (url.strip_prefix('#'), url.split_once('|')) {
                (Some(id), _) => Address::Id(id),
                (None, Some((url, version))) => Address::Url(url, Some(version)),
                (None, None) => Address::Url(url, None),
            };
            at_hand.get(&address).map(|set| Codes::of(set))
        });
        Some(codes.as_ref()?.among(coding))
    }
}

fn text<'s>(json: &'s Json, name: &str) -> Option<&'s str> {
    json.get(name).and_then(Json::as_text)
}

fn list<'s>(json: &'s Json, name: &str) -> &'s [Json] {
    json.get(name).map(Json::items).unwrap_or_default()
}

fn is_set(json: &Json) -> bool {
    text(json, "resourceType") == Some("ValueSet")
}

/// Among the lists of R4 whose codes elements must be of.
fn in_list(url: &str, coding: (&str, &str)) -> Among {
    let name = url.split('|').next().and_then(|url| url.strip_prefix(R4));
    match name.filter(|name| of_list(name).is_some()) {
        None => Among::Unknown,
        Some(name) if has_coding(name, coding) == Some(true) => Among::Yes,
        Some(_) => Among::No,
    }
}

impl<'s> Codes<'s> {
    /// An expansion is what there is; otherwise what the value set is made of.
    fn of(set: &'s Json) -> Self {
        let mut all = Self::default();
        match (set.get("expansion"), set.get("compose")) {
            (Some(expansion), _) => all.included.expanded(expansion),
            (None, Some(compose)) => {
                list(compose, "include").iter().for_each(|part| all.included.add(part));
                list(compose, "exclude").iter().for_each(|part| all.excluded.add(part));
            }
            (None, None) => {
                all.included.open.insert(None);
            }
        }
        all
    }

    fn among(&self, coding: (&str, &str)) -> Among {
        match (self.excluded.has(coding), self.included.has(coding)) {
            (Among::Yes, _) => Among::No,
            (Among::Unknown, _) => Among::Unknown,
            (Among::No, included) => included,
        }
    }
}

impl<'s> Part<'s> {
    /// A system without codes is all of the system, which is not at hand.
    fn add(&mut self, part: &'s Json) {
        let system = text(part, "system");
        let is_open = part.get("filter").is_some() || part.get("valueSet").is_some();
        match part.get("concept") {
            Some(concepts) if !is_open => {
                let codes = concepts.items().iter().filter_map(|one| text(one, "code"));
                self.codes.extend(codes.map(|code| (system, code)));
            }
            _ => {
                self.open.insert(system);
            }
        }
    }

    fn expanded(&mut self, within: &'s Json) {
        for one in list(within, "contains") {
            if one.get("abstract") != Some(&Json::Truth(true)) {
                let member = |name: &str| text(one, name).unwrap_or_default();
                self.codes.insert((Some(member("system")), member("code")));
            }
            self.expanded(one);
        }
    }

    fn has(&self, (system, code): (&str, &str)) -> Among {
        if self.codes.contains(&(Some(system), code)) || self.codes.contains(&(None, code)) {
            Among::Yes
        } else if self.open.contains(&Some(system)) || self.open.contains(&None) {
            Among::Unknown
        } else {
            Among::No
        }
    }
}
