//! Who has marked which items, when and why: a Provenance of the same record, marked itself so that nobody from whom an item is
//! hidden can learn of it here.

use helsami_domain::access::lens::Release;
use helsami_domain::access::marking::Marking;
use helsami_domain::access::marks::Mark;
use helsami_domain::ids::RecordId;
use helsami_domain::when::When;
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::consent::registered::Registrar;
use crate::element::{Objects, One, Reference, Resolve, Text};
use crate::facts::DELAYED;
use crate::marking::{LIMITS, marked};

/// What this Provenance is about.
const ACTIVITY: &str = "http://helsami.no/fhir/CodeSystem/activity";
const MARKED: &str = "marked";
/// Volven 9603: no limit.
const PLAIN: &str = "N";

/// What is noted.
#[derive(Clone, Copy, Debug)]
pub struct MarkNote<'a> {
    /// The items, as references.
    pub targets: &'a [String],
    /// Who marks them.
    pub by: Registrar<'a>,
    /// How they were marked before, and how they are marked.
    pub change: (Marking, Marking),
    /// Why.
    pub ground: &'a str,
    /// When.
    pub now: Timestamp,
}

impl MarkNote<'_> {
    /// The Provenance. It is hidden from everybody from whom an item was hidden before or is hidden after.
    #[must_use]
    pub fn document(&self) -> String {
        let (before, after) = self.change;
        let coding = |code: &str| json!({ "system": LIMITS, "code": code });
        let labels = |marking: Marking| {
            let all = [(marking.parents, Mark::HiddenFromParents), (marking.young, Mark::HiddenFromYouth)];
            all.into_iter()
                .filter(|(is_set, _)| *is_set)
                .map(|(_, mark)| coding(mark.code()))
                .collect::<Vec<Value>>()
        };
        let mut codes = labels(after);
        let mut provenance = json!({
            "resourceType": "Provenance",
            "target": self.targets.iter().map(|one| json!({ "reference": one })).collect::<Vec<Value>>(),
            "recorded": self.now.to_string(),
            "activity": { "coding": [{ "system": ACTIVITY, "code": MARKED }] },
            "agent": [{
                "who": { "reference": self.by.person.0, "display": self.by.person.1 },
                "onBehalfOf": organization(self.by.place),
            }],
        });
        if let Release::At(day) = after.release {
            codes.push(coding(DELAYED));
            provenance["occurredPeriod"] = json!({ "start": self.now.to_string(), "end": day.to_string() });
        }
        if codes.is_empty() {
            codes.push(coding(PLAIN));
        }
        provenance["reason"] = json!([{ "coding": codes, "text": self.ground }]);
        let parents = before.parents || after.parents;
        let hidden = Marking { parents, young: before.young || after.young, ..after };
        let body = provenance.to_string();
        marked(&body, (Marking::default(), hidden)).unwrap_or(body)
    }
}

fn organization((reference, name): (&str, Option<&str>)) -> Value {
    match name {
        Some(name) => json!({ "reference": reference, "display": name }),
        None => json!({ "reference": reference }),
    }
}

/// What was noted of marking items.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noted {
    /// The items.
    pub targets: Vec<RecordId>,
    /// When.
    pub at: Timestamp,
    /// Who, by name.
    pub by: Box<str>,
    /// At which place.
    pub place: Option<Box<str>>,
    /// How they were marked from then on; the time of release only with its day.
    pub marking: Marking,
    /// Why.
    pub ground: Box<str>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct View<'a> {
    #[serde(borrow)]
    target: Objects<Reference<'a>>,
    #[serde(borrow)]
    recorded: Text<'a>,
    #[serde(borrow)]
    activity: One<crate::element::Concept<'a>>,
    #[serde(borrow)]
    agent: Objects<Agent<'a>>,
    #[serde(borrow)]
    reason: Objects<crate::element::Concept<'a>>,
    #[serde(borrow)]
    occurred_period: One<crate::element::Period<'a>>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Agent<'a> {
    #[serde(borrow)]
    who: One<Reference<'a>>,
    #[serde(borrow)]
    on_behalf_of: One<Reference<'a>>,
}

/// Reads who has marked what. `None` for a Provenance of something else.
#[must_use]
pub fn noted(body: &str, resolve: Resolve<'_>) -> Option<Noted> {
    let view: View<'_> = serde_json::from_str(body).ok()?;
    if !view.activity.get()?.has(MARKED) {
        return None;
    }
    let reason = view.reason.each().next()?;
    let end = view.occurred_period.get().and_then(|period| When::parse(&period.end));
    let agent = view.agent.each().next()?;
    let display = |one: &One<Reference<'_>>| {
        one.get().map(|one| &*one.display).filter(|name| !name.is_empty()).map(Box::from)
    };
    Some(Noted {
        targets: view.target.each().filter_map(|one| one.record(resolve)).collect(),
        at: When::parse(&view.recorded)?.start(),
        by: display(&agent.who).unwrap_or_default(),
        place: display(&agent.on_behalf_of),
        marking: Marking {
            parents: reason.has(Mark::HiddenFromParents.code()),
            young: reason.has(Mark::HiddenFromYouth.code()),
            release: match end.filter(|_| reason.has(DELAYED)) {
                Some(day) => Release::At(day.start()),
                None => Release::AtOnce,
            },
        },
        ground: (&*reason.text).into(),
    })
}

#[cfg(test)]
mod tests {
    use super::{MarkNote, noted};
    use crate::consent::registered::Registrar;
    use crate::document::Document;
    use crate::facts::marks;
    use helsami_domain::access::lens::Release;
    use helsami_domain::access::marking::Marking;
    use helsami_domain::access::marks::{Mark, Marks};
    use helsami_domain::ids::{LocalId, PatientKey, RecordId};
    use helsami_domain::resource_type::ResourceType;

    #[test]
    fn what_is_noted_is_read_again_and_is_hidden_as_the_item_is() {
        let now = "2026-11-26T12:00:00Z".parse().expect("a time");
        let plain = Marking::default();
        let parents = Marking { parents: true, ..plain };
        let later =
            Marking { release: Release::At("2026-12-01T23:00:00Z".parse().expect("a time")), ..plain };
        let row = |id: &str, kind: ResourceType| {
            Some(RecordId { patient: PatientKey::SHARED, kind, local: LocalId::new(id.parse().ok()?)? })
        };
        for (change, hidden) in [
            ((plain, parents), Marks::NONE.with(Mark::HiddenFromParents)),
            ((parents, plain), Marks::NONE.with(Mark::HiddenFromParents)),
            ((plain, later), Marks::NONE),
        ] {
            let note = MarkNote {
                targets: &["Condition/7".to_owned(), "Encounter/8".to_owned()],
                by: Registrar {
                    person: ("Practitioner/1", "Kari Lege"),
                    place: ("Organization/2", Some("Legekontoret")),
                },
                change,
                ground: "Etter samtale",
                now,
            };
            let body = note.document();
            assert_eq!(marks(&Document::accept(&body).expect("R4")), (hidden, change.1.release));
            let read = noted(&body, &row).expect("a mark");
            let targets: Vec<i64> = read.targets.iter().map(|one| one.local.get()).collect();
            assert_eq!((targets.as_slice(), read.at, &*read.by), (&[7, 8][..], now, "Kari Lege"));
            assert_eq!((read.place.as_deref(), read.marking), (Some("Legekontoret"), change.1));
            assert_eq!(&*read.ground, "Etter samtale");
        }
        assert_eq!(noted(r#"{"resourceType":"Provenance"}"#, &row), None);
    }
}
