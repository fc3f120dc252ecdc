//! Writing marks into a document: the labels of Volven 9603 in `meta.security`, and the time of release in `meta.extension`.
//! A label that staff here have set says so (`userSelected`), so that a newer version from the sender does not lift it.

use std::collections::BTreeMap;

use helsami_domain::access::lens::Release;
use helsami_domain::access::marking::Marking;
use helsami_domain::access::marks::Mark;
use serde_json::value::{RawValue, to_raw_value};
use serde_json::{Map, Value, json};

use crate::facts::{DELAYED, RELEASE};
use crate::tree::Json;

/// The national list of limits of access.
///
/// Source: Volven 9603 (norway.md 4.8).
pub const LIMITS: &str = "urn:oid:2.16.578.1.12.4.1.1.9603";

/// The codes that staff set here.
const SET_HERE: [&str; 3] = [Mark::HiddenFromParents.code(), Mark::HiddenFromYouth.code(), DELAYED];

/// Whether staff here have set a label.
#[must_use]
pub fn is_of_staff(label: &Json) -> bool {
    let code = label.get("code").and_then(Json::as_text);
    label.get("userSelected") == Some(&Json::Truth(true)) && code.is_some_and(|code| SET_HERE.contains(&code))
}

/// A document, of which nothing but its labels is read: all else stays byte for byte.
struct Labelled<'t> {
    rest: BTreeMap<&'t str, &'t RawValue>,
    meta: Map<String, Value>,
    /// The labels that stand beside `meta`, as in a DocumentReference.
    beside: Vec<Value>,
}

impl<'t> Labelled<'t> {
    fn read(body: &'t str) -> Option<Self> {
        let mut rest: BTreeMap<&str, &RawValue> = serde_json::from_str(body).ok()?;
        let meta = rest.remove("meta").map_or(Ok(Map::new()), |raw| serde_json::from_str(raw.get())).ok()?;
        let beside = rest.remove("securityLabel");
        let beside = beside.map_or(Ok(Vec::new()), |raw| serde_json::from_str(raw.get())).ok()?;
        Some(Self { rest, meta, beside })
    }

    fn write(&self) -> Option<String> {
        let meta = to_raw_value(&self.meta).ok()?;
        let beside = to_raw_value(&self.beside).ok()?;
        let mut all = self.rest.clone();
        if !self.meta.is_empty() {
            all.insert("meta", &meta);
        }
        if !self.beside.is_empty() {
            all.insert("securityLabel", &beside);
        }
        serde_json::to_string(&all).ok()
    }

    fn list(&self, name: &str) -> &[Value] {
        self.meta.get(name).and_then(Value::as_array).map_or(&[], Vec::as_slice)
    }

    fn push(&mut self, name: &str, value: Value) {
        if let Some(all) = self.meta.entry(name).or_insert_with(|| json!([])).as_array_mut() {
            all.push(value);
        }
    }

    fn label(&mut self, code: &str) {
        self.push("security", json!({ "system": LIMITS, "code": code, "userSelected": true }));
    }

    /// Takes a label away wherever labels stand.
    fn without(&mut self, code: &str) {
        retain(&mut self.meta, "security", |one| one["code"] != code);
        for concept in self.beside.iter_mut().filter_map(Value::as_object_mut) {
            retain(concept, "coding", |one| one["code"] != code);
        }
        self.beside.retain(|one| one.as_object().is_none_or(|one| !one.is_empty()));
    }

    fn without_release(&mut self) {
        retain(&mut self.meta, "extension", |one| one["url"] != RELEASE);
    }

    fn has(&self, code: &Value) -> bool {
        self.list("security").iter().any(|one| one["code"] == *code)
    }
}

/// Leaves what is to be kept of a list, and no empty list, which R4 does not know.
fn retain(object: &mut Map<String, Value>, name: &str, is_kept: impl Fn(&Value) -> bool) {
    let Some(all) = object.get_mut(name).and_then(Value::as_array_mut) else { return };
    all.retain(is_kept);
    if all.is_empty() {
        object.remove(name);
    }
}

/// The same document, marked so. What it is marked with beside stays. `None` for text that is no JSON object.
#[must_use]
pub fn marked(body: &str, (before, after): (Marking, Marking)) -> Option<String> {
    let mut document = Labelled::read(body)?;
    for (mark, was, is) in [
        (Mark::HiddenFromParents, before.parents, after.parents),
        (Mark::HiddenFromYouth, before.young, after.young),
    ] {
        if was != is {
            document.without(mark.code());
        }
        if is && !was {
            document.label(mark.code());
        }
    }
    if before.release != after.release {
        document.without(DELAYED);
        document.without_release();
        if let Release::At(day) = after.release {
            document.label(DELAYED);
            document.push("extension", json!({ "url": RELEASE, "valueDateTime": day.to_string() }));
        }
    }
    document.write()
}

/// The labels that staff here have set on the stored version, put on a newer one from the sender that lacks them, and the time
/// of release with the label of that. `None` where nothing has to be put on it.
#[must_use]
pub fn kept(stored: &str, newer: &str) -> Option<String> {
    let stored = Labelled::read(stored)?;
    let mut document = Labelled::read(newer)?;
    let is_ours = |one: &&Value| {
        one["userSelected"] == true && one["code"].as_str().is_some_and(|code| SET_HERE.contains(&code))
    };
    let labels = stored.list("security").iter().filter(is_ours);
    let missing: Vec<&Value> = labels.filter(|one| !document.has(&one["code"])).collect();
    if missing.is_empty() {
        return None;
    }
    for label in missing {
        if label["code"] == DELAYED {
            document.without_release();
            if let Some(release) = stored.list("extension").iter().find(|one| one["url"] == RELEASE) {
                document.push("extension", release.clone());
            }
        }
        document.push("security", label.clone());
    }
    document.write()
}

#[cfg(test)]
mod tests {
    use super::{kept, marked};
    use crate::document::Document;
    use crate::facts::marks;
    use helsami_domain::access::lens::Release;
    use helsami_domain::access::marking::Marking;
    use helsami_domain::access::marks::{Mark, Marks};
    use jiff::Timestamp;

    const PLAIN: &str = r#"{"resourceType":"Condition","meta":{"security":[{"code":"PSY"}]},"code":{"text":"x"},"subject":{"reference":"Patient/1"}}"#;

    fn read(body: &str) -> (Marks, Release) {
        marks(&Document::accept(body).expect("R4"))
    }

    fn day() -> Release {
        Release::At("2026-12-01T23:00:00Z".parse::<Timestamp>().expect("a time"))
    }

    #[test]
    fn what_is_written_is_what_is_read_and_is_lifted_again() {
        let none = Marking::default();
        for marking in [
            Marking { parents: true, ..none },
            Marking { young: true, ..none },
            Marking { release: day(), ..none },
            Marking { parents: true, release: day(), ..none },
        ] {
            let body = marked(PLAIN, (none, marking)).expect("JSON");
            let (marks, release) = read(&body);
            let expect = Marks::NONE.with(Mark::MentalHealth).set(Mark::HiddenFromParents, marking.parents);
            assert_eq!((marks, release), (expect.set(Mark::HiddenFromYouth, marking.young), marking.release));
            let lifted = marked(&body, (marking, none)).expect("JSON");
            assert_eq!(lifted, marked(PLAIN, (none, none)).expect("JSON"), "nothing is left of it");
        }
        assert_eq!(marked("[]", (none, none)), None);
        let exact = r#"{"resourceType":"Observation","valueQuantity":{"value":13.10}}"#;
        let body = marked(exact, (none, Marking { young: true, ..none })).expect("JSON");
        assert!(body.contains("13.10"), "digits stay: {body}");
        let bare = r#"{"resourceType":"Condition","subject":{"reference":"Patient/1"}}"#;
        let parents = Marking { parents: true, ..none };
        let body = marked(bare, (none, parents)).expect("JSON");
        assert_eq!(marked(&body, (parents, none)).expect("JSON"), bare);
    }

    #[test]
    fn a_label_beside_the_document_is_lifted_too() {
        let body = r#"{"resourceType":"DocumentReference","securityLabel":[{"coding":[{"code":"NORN_FORANS"}]},{"coding":[{"code":"PSY"}]}]}"#;
        let before = Marking { parents: true, ..Marking::default() };
        let lifted = marked(body, (before, Marking::default())).expect("JSON");
        assert_eq!(
            lifted,
            r#"{"resourceType":"DocumentReference","securityLabel":[{"coding":[{"code":"PSY"}]}]}"#
        );
    }

    #[test]
    fn a_newer_version_of_the_sender_lifts_only_the_senders_own() {
        let none = Marking::default();
        let mine = marked(PLAIN, (none, Marking { young: true, release: day(), ..none })).expect("JSON");
        let newer = PLAIN.replace("\"x\"", "\"y\"");
        let body = kept(&mine, &newer).expect("labels");
        assert_eq!(read(&body), (Marks::NONE.with(Mark::MentalHealth).with(Mark::HiddenFromYouth), day()));
        assert!(body.contains("\"y\""));
        assert_eq!(kept(&body, &body), None, "they are there");
        let theirs = mine.replace(",\"userSelected\":true", "");
        assert_eq!(kept(&theirs, &newer), None, "the sender's own labels are the sender's to lift");
        assert_eq!(kept(PLAIN, &newer), None);
    }
}
