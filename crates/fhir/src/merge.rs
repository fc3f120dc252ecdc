//! What two Patients say when their records are one, and when they are parted again. Everything that was put here carries an
//! extension that names the other Patient, so that a sender's newer version keeps it, and parting takes away that and nothing
//! else.

use jiff::Timestamp;

use crate::person::{PURPOSE, person_facts};
use crate::tree::Json;
use helsami_domain::ids::PatientKey;
use helsami_domain::relation::Purpose;
use helsami_domain::when::When;

/// On what a Patient says because of another that it was merged with.
pub const MERGED: &str = "http://helsami.no/fhir/StructureDefinition/merged-with";
/// The lists that may hold such things.
const LISTS: [&str; 3] = ["identifier", "contact", "link"];

/// A source after the merge: not in use, and replaced by another. `None` for text that is no Patient.
#[must_use]
pub fn replaced(source: &str, by: &str) -> Option<String> {
    let mut tree = object(source)?;
    tree.set("active", Json::Truth(false));
    push(&mut tree, "link", link(by, "replaced-by"));
    Some(tree.write())
}

/// A target after the merge: it replaces the source, is known by its identifiers too, and is protected where the source was.
#[must_use]
pub fn replacing(target: &str, (source, reference): (&str, &str)) -> Option<String> {
    let (mut tree, source_tree) = (object(target)?, object(source)?);
    let known: Vec<Json> = list(&tree, "identifier").to_vec();
    let is_known = |one: &Json| known.iter().any(|other| is_same_number(one, other));
    for one in list(&source_tree, "identifier").iter().filter(|one| !is_known(one)) {
        let mut one = one.clone();
        push(&mut one, "extension", extension(reference));
        push(&mut tree, "identifier", one);
    }
    // Whoever must never be contacted stays so; everybody else is asked for anew.
    for one in list(&source_tree, "contact").iter().filter(|one| is_never(one)) {
        let mut one = one.clone();
        push(&mut one, "extension", extension(reference));
        push(&mut tree, "contact", one);
    }
    if is_protected(source) && !is_protected(target) {
        let code = |name: &str, value: &str| (name.to_owned(), Json::text(value));
        let mut label = Json::Object(vec![
            code("system", "http://terminology.hl7.org/CodeSystem/v3-Confidentiality"),
            code("code", "R"),
        ]);
        push(&mut label, "extension", extension(reference));
        if tree.get("meta").is_none() {
            tree.set("meta", Json::Object(Vec::new()));
        }
        push(tree.get_mut("meta")?, "security", label);
    }
    push(&mut tree, "link", link(reference, "replaces"));
    Some(tree.write())
}

/// A newer version from a sender, with what the stored one says because of a merge. `None` where nothing is missing.
#[must_use]
pub fn kept(stored: &str, newer: &str) -> Option<String> {
    let (stored, mut tree) = (object(stored)?, object(newer)?);
    let mut is_changed = false;
    for name in LISTS {
        for one in list(&stored, name).iter().filter(|one| other(one).is_some()) {
            let is_there = |has: &Json| match name {
                "identifier" => is_same_number(one, has),
                _ => one.is_same(has),
            };
            if !list(&tree, name).iter().any(is_there) {
                push(&mut tree, name, one.clone());
                is_changed = true;
            }
        }
    }
    let labels =
        |tree: &Json| tree.get("meta").map(|meta| list(meta, "security").to_vec()).unwrap_or_default();
    for one in labels(&stored).iter().filter(|one| other(one).is_some()) {
        if !labels(&tree).iter().any(|has| has.get("code") == one.get("code")) {
            if tree.get("meta").is_none() {
                tree.set("meta", Json::Object(Vec::new()));
            }
            push(tree.get_mut("meta")?, "security", one.clone());
            is_changed = true;
        }
    }
    let is_replaced =
        list(&stored, "link").iter().any(|one| other(one).is_some() && is_of(one, "replaced-by"));
    if is_replaced && tree.get("active") != Some(&Json::Truth(false)) {
        tree.set("active", Json::Truth(false));
        is_changed = true;
    }
    is_changed.then(|| tree.write())
}

/// A Patient that was changed since it was merged, without what the merge with the other has put into it. Whether it is in use
/// is as it was before.
#[must_use]
pub fn parted(now: &str, (before, from): (&str, &str)) -> Option<String> {
    let (mut tree, before) = (object(now)?, object(before)?);
    let is_replaced =
        list(&tree, "link").iter().any(|one| other(one) == Some(from) && is_of(one, "replaced-by"));
    for name in LISTS {
        strip(&mut tree, name, from);
    }
    if let Some(meta) = tree.get_mut("meta") {
        strip(meta, "security", from);
    }
    if is_replaced {
        match before.get("active") {
            Some(active) => tree.set("active", active.clone()),
            None => tree.remove("active"),
        }
    }
    Some(tree.write())
}

/// The identifiers of a Patient that are in force at a moment: system and value.
#[must_use]
pub fn numbers(patient: &str, now: Timestamp) -> Vec<(String, String)> {
    let Some(tree) = object(patient) else { return Vec::new() };
    let in_force = |one: &&Json| {
        let end = one
            .get("period")
            .and_then(|period| period.get("end"))
            .map(|end| end.as_text().and_then(When::parse));
        // An end that is no time ends nothing.
        let has_ended = end.is_some_and(|end| end.is_some_and(|end| end.end() <= now));
        !has_ended && one.get("use").and_then(Json::as_text) != Some("old")
    };
    let pair = |one: &Json| {
        Some((one.get("system")?.as_text()?.to_owned(), one.get("value")?.as_text()?.trim().to_owned()))
    };
    list(&tree, "identifier").iter().filter(in_force).filter_map(pair).collect()
}

/// Whether a Patient has this identifier: system and value.
#[must_use]
pub fn has_number(patient: &str, (system, value): (&str, &str)) -> bool {
    let Some(tree) = object(patient) else { return false };
    let text = |one: &Json, name: &str| one.get(name).and_then(Json::as_text).map(str::to_owned);
    list(&tree, "identifier").iter().any(|one| {
        text(one, "value").as_deref() == Some(value)
            && (system.is_empty() || text(one, "system").as_deref() == Some(system))
    })
}

fn object(text: &str) -> Option<Json> {
    let tree = Json::parse(text).ok()?;
    (tree.get("resourceType").and_then(Json::as_text) == Some("Patient")).then_some(tree)
}

fn is_protected(patient: &str) -> bool {
    let facts = person_facts(patient, PatientKey::SHARED, Timestamp::UNIX_EPOCH);
    facts.is_none_or(|facts| facts.subject.is_protected)
}

fn list<'t>(tree: &'t Json, name: &str) -> &'t [Json] {
    tree.get(name).map_or(&[], Json::items)
}

fn push(tree: &mut Json, name: &str, item: Json) {
    if !matches!(tree.get(name), Some(Json::List(_))) {
        tree.set(name, Json::List(Vec::new()));
    }
    if let Some(Json::List(items)) = tree.get_mut(name) {
        items.push(item);
    }
}

fn strip(tree: &mut Json, name: &str, from: &str) {
    let Some(Json::List(items)) = tree.get_mut(name) else { return };
    items.retain(|one| other(one) != Some(from));
    if items.is_empty() {
        tree.remove(name);
    }
}

fn reference(to: &str) -> Json {
    Json::Object(vec![("reference".to_owned(), Json::text(to))])
}

fn extension(to: &str) -> Json {
    Json::Object(vec![("url".to_owned(), Json::text(MERGED)), ("valueReference".to_owned(), reference(to))])
}

fn link(to: &str, kind: &str) -> Json {
    Json::Object(vec![
        ("extension".to_owned(), Json::List(vec![extension(to)])),
        ("other".to_owned(), reference(to)),
        ("type".to_owned(), Json::text(kind)),
    ])
}

fn is_never(contact: &Json) -> bool {
    let text = |one: &Json, name: &str| one.get(name).and_then(Json::as_text).map(str::to_owned);
    list(contact, "extension").iter().any(|one| {
        text(one, "url").as_deref() == Some(PURPOSE)
            && text(one, "valueCode").as_deref() == Some(Purpose::Never.code())
    })
}

fn is_of(link: &Json, kind: &str) -> bool {
    link.get("type").and_then(Json::as_text) == Some(kind)
}

/// The Patient because of whom this is said, if it is said because of a merge.
fn other(item: &Json) -> Option<&str> {
    let ours =
        list(item, "extension").iter().find(|one| one.get("url").and_then(Json::as_text) == Some(MERGED));
    ours?.get("valueReference")?.get("reference")?.as_text()
}

fn is_same_number(one: &Json, other: &Json) -> bool {
    one.get("system") == other.get("system") && one.get("value") == other.get("value")
}

#[cfg(test)]
mod tests {
    use super::{has_number, kept, numbers, parted, replaced, replacing};
    use crate::document::Document;

    const SOURCE: &str = r#"{"resourceType":"Patient","id":"s","meta":{"versionId":"1","security":[{"code":"strengtFortrolig"}]},"active":true,"identifier":[{"system":"urn:d","value":"1","period":{"start":"2019"}},{"system":"urn:h","value":"7"}]}"#;
    const TARGET: &str = r#"{"resourceType":"Patient","id":"t","identifier":[{"system":"urn:h","value":"7"}],"multipleBirthInteger":1.0}"#;

    #[test]
    fn both_say_it_and_parting_takes_nothing_else() {
        let source = replaced(SOURCE, "Patient/t").expect("a Patient");
        let target = replacing(TARGET, (SOURCE, "Patient/s")).expect("a Patient");
        for text in [&source, &target] {
            Document::accept(text).expect(text);
        }
        assert!(source.contains(r#""active":false"#) && source.contains(r#""type":"replaced-by""#));
        assert!(target.contains(r#""period":{"start":"2019"}"#) && target.contains(r#""code":"R""#));
        assert_eq!(target.matches("\"urn:h\"").count(), 1, "what both have stands once");
        assert_eq!(parted(&source, (SOURCE, "Patient/t")).as_deref(), Some(SOURCE));
        let back = parted(&target, (TARGET, "Patient/s")).expect("a Patient");
        assert_eq!(back.replace(",\"meta\":{}", ""), TARGET, "digits stay");
        assert_eq!(parted(&target, (TARGET, "Patient/x")).as_deref(), Some(&*target), "another merge stays");
    }

    #[test]
    fn a_newer_version_goes_on_saying_it() {
        let source = replaced(SOURCE, "Patient/t").expect("a Patient");
        let newer = SOURCE.replace("2019", "2018");
        let text = kept(&source, &newer).expect("something is missing");
        assert!(text.contains("2018") && text.contains(r#""active":false"#) && text.contains("replaced-by"));
        assert_eq!(kept(&source, &text), None);
        let target = replacing(TARGET, (SOURCE, "Patient/s")).expect("a Patient");
        let text = kept(&target, TARGET).expect("something is missing");
        assert!(has_number(&text, ("urn:d", "1")) && text.contains("\"R\"") && text.contains("\"replaces\""));
        assert_eq!(kept(&target, &text), None);
        assert_eq!(kept(SOURCE, TARGET), None, "nothing was merged");
    }

    #[test]
    fn numbers_that_hold() {
        let old = SOURCE.replace(r#""start":"2019""#, r#""end":"2019""#);
        let now = "2026-11-26T12:00:00Z".parse().expect("a time");
        assert_eq!(numbers(SOURCE, now).len(), 2);
        assert_eq!(numbers(&old, now), [("urn:h".to_owned(), "7".to_owned())]);
        for end in ["2099", "never"] {
            let later = SOURCE.replace(r#""start":"2019""#, &format!(r#""end":"{end}""#));
            assert_eq!(numbers(&later, now).len(), 2, "{end}: it holds still");
        }
        assert!(has_number(SOURCE, ("", "1")) && !has_number(SOURCE, ("urn:h", "1")));
        assert_eq!(replaced("[]", "Patient/t"), None);
        assert_eq!(replaced(r#"{"resourceType":"Group"}"#, "Patient/t"), None);
    }
}
