//! What a question can be answered with: its own options, or a value set that is at hand.

use super::form::{Form, Question};
use super::value::Value;
use crate::tree::Json;
use crate::validate::of_list;

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

/// Whether an answer is among the options of its question; one without options takes every answer.
pub(super) fn among(question: &Question<'_>, answer: &Value<'_>, sets: (&Form<'_>, &[Json])) -> Among {
    let options = question.options();
    if !options.is_empty() {
        let is_it = |option: &Json| Value::of(option, "value").is_some_and(|value| answer.is_same(&value));
        return if options.iter().any(is_it) { Among::Yes } else { Among::No };
    }
    let Some(url) = question.value_set().filter(|_| answer.kind == "Coding") else { return Among::Yes };
    let text = |name: &str| answer.json.get(name).and_then(Json::as_text).unwrap_or_default();
    let coding = (text("system"), text("code"));
    match find(url, sets) {
        Some(set) => in_set(set, coding),
        None => in_list(url, coding),
    }
}

fn find<'s>(url: &str, (form, others): (&'s Form<'_>, &'s [Json])) -> Option<&'s Json> {
    let is_set = |one: &&Json| one.get("resourceType").and_then(Json::as_text) == Some("ValueSet");
    let has = |one: &&Json, name: &str, wanted: &str| one.get(name).and_then(Json::as_text) == Some(wanted);
    if let Some(id) = url.strip_prefix('#') {
        let inside = form.json.get("contained").map(Json::items).unwrap_or_default();
        return inside.iter().filter(is_set).find(|one| has(one, "id", id));
    }
    let (url, version) = url.split_once('|').map_or((url, None), |(url, version)| (url, Some(version)));
    let is_it =
        |one: &&Json| has(one, "url", url) && version.is_none_or(|version| has(one, "version", version));
    others.iter().filter(is_set).find(is_it)
}

/// Among the lists of R4 whose codes elements must be of.
fn in_list(url: &str, coding: (&str, &str)) -> Among {
    let name = url.split('|').next().and_then(|url| url.strip_prefix(R4));
    match name.and_then(of_list) {
        None => Among::Unknown,
        Some(mut codes) => {
            if codes.any(|code| code == coding) {
                Among::Yes
            } else {
                Among::No
            }
        }
    }
}

fn in_set(set: &Json, coding: (&str, &str)) -> Among {
    let list = |json: &Json, name: &str| json.get(name).map(Json::items).unwrap_or_default().to_vec();
    if let Some(expansion) = set.get("expansion") {
        return if expanded(expansion, coding) { Among::Yes } else { Among::No };
    }
    let Some(compose) = set.get("compose") else { return Among::Unknown };
    if list(compose, "exclude").iter().any(|part| part_has(part, coding) != Among::No) {
        let is_sure = list(compose, "exclude").iter().any(|part| part_has(part, coding) == Among::Yes);
        return if is_sure { Among::No } else { Among::Unknown };
    }
    let parts: Vec<Among> = list(compose, "include").iter().map(|part| part_has(part, coding)).collect();
    if parts.contains(&Among::Yes) {
        Among::Yes
    } else if parts.contains(&Among::Unknown) {
        Among::Unknown
    } else {
        Among::No
    }
}

fn expanded(within: &Json, coding: (&str, &str)) -> bool {
    let text = |json: &Json, name: &str| json.get(name).and_then(Json::as_text).map(str::to_owned);
    within.get("contains").map(Json::items).unwrap_or_default().iter().any(|one| {
        let is_it = text(one, "system").unwrap_or_default() == coding.0
            && text(one, "code").unwrap_or_default() == coding.1
            && one.get("abstract") != Some(&Json::Truth(true));
        is_it || expanded(one, coding)
    })
}

/// Whether a part of a value set names a code. A system without codes is all of the system, which is not at hand.
fn part_has(part: &Json, (system, code): (&str, &str)) -> Among {
    let is_other = part.get("system").and_then(Json::as_text).is_some_and(|own| own != system);
    if is_other {
        return Among::No;
    }
    if part.get("filter").is_some() || part.get("valueSet").is_some() {
        return Among::Unknown;
    }
    let Some(concepts) = part.get("concept").map(Json::items) else { return Among::Unknown };
    let is_it = |one: &Json| one.get("code").and_then(Json::as_text) == Some(code);
    if concepts.iter().any(is_it) { Among::Yes } else { Among::No }
}
