//! Condition: diagnoses and problems.

use helsami_domain::absence;
use helsami_domain::coded::Label;
use helsami_domain::diagnosis::{Certainty, CodeList, Diagnosis, Kind, Standing};
use helsami_domain::ids::RecordId;
use helsami_domain::source::Source;
use serde::Deserialize;

use crate::element::{
    Annotation, Concept, Contained, Objects, One, Period, Reference, Resolve, Text, notes, said_by,
};

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct View<'a> {
    #[serde(borrow)]
    language: Text<'a>,
    #[serde(borrow)]
    clinical_status: One<Concept<'a>>,
    #[serde(borrow)]
    verification_status: One<Concept<'a>>,
    #[serde(borrow)]
    category: Objects<Concept<'a>>,
    #[serde(borrow)]
    severity: One<Concept<'a>>,
    #[serde(borrow)]
    code: One<Concept<'a>>,
    #[serde(borrow)]
    body_site: One<Concept<'a>>,
    #[serde(borrow)]
    onset_date_time: Text<'a>,
    #[serde(borrow)]
    onset_period: One<Period<'a>>,
    #[serde(borrow)]
    abatement_date_time: Text<'a>,
    #[serde(borrow)]
    abatement_period: One<Period<'a>>,
    #[serde(borrow)]
    abatement_string: Text<'a>,
    #[serde(borrow)]
    recorded_date: Text<'a>,
    #[serde(borrow)]
    recorder: One<Reference<'a>>,
    #[serde(borrow)]
    asserter: One<Reference<'a>>,
    #[serde(borrow)]
    note: Objects<Annotation<'a>>,
    #[serde(borrow)]
    contained: Objects<Contained<'a>>,
}

/// Reads one Condition. `None` if it cannot be read or names nothing.
#[must_use]
pub fn diagnosis(id: RecordId, body: &str, resolve: Resolve<'_>) -> Option<Diagnosis> {
    let view: View<'_> = serde_json::from_str(body).ok()?;
    let language = &*view.language;
    let concept = view.code.get()?;
    let onset = view.onset_period.get().map(Period::span).unwrap_or_default();
    let abated = view.abatement_period.get().map(Period::span).unwrap_or_default();
    let abatement = view.abatement_date_time.when().or(abated.end).or(abated.start);
    let has_end = abatement.is_some() || view.abatement_string.filled().is_some();
    let mut source = Source { recorded: view.recorded_date.when(), ..Source::default() };
    for reference in [view.asserter.get(), view.recorder.get()].into_iter().flatten() {
        said_by(&mut source, reference, &view.contained, resolve);
    }
    let (system, code) = concept.first_code();
    Some(Diagnosis {
        id,
        label: concept.label(language)?,
        code: shown_code(concept),
        key: [&*system, "|", &*code].concat().into(),
        absence: absence::statement(&concept.plain()),
        standing: Diagnosis::standing_of(standing(view.clinical_status.get()), has_end),
        certainty: certainty(view.verification_status.get()),
        kind: kind(&view.category),
        severity: view.severity.get().and_then(|severity| severity.label(language)),
        site: view.body_site.get().and_then(|site| site.label(language)),
        onset: view.onset_date_time.when().or(onset.start),
        abatement,
        note: notes(&view.note),
        source,
    })
}

/// The words of a Condition, as the reason for something else.
#[must_use]
pub fn label(body: &str) -> Option<Label> {
    let view: View<'_> = serde_json::from_str(body).ok()?;
    view.code.get()?.label(&view.language)
}

/// The code that people in Norway know: ICPC-2 or ICD-10 before others; others only where there are no words.
fn shown_code(concept: &Concept<'_>) -> Option<(CodeList, Box<str>)> {
    let all = || {
        let filled = concept.coding.each().filter_map(|coding| Some((&coding.system, coding.code.filled()?)));
        filled.map(|(system, code)| (CodeList::of(system.trim()), code))
    };
    let known = all().find(|(list, _)| matches!(list, CodeList::Icpc2 | CodeList::Icd10));
    known.map(|(list, code)| (list, code.into()))
}

fn standing(status: Option<&Concept<'_>>) -> Option<Standing> {
    Some(match status.map(Concept::code).unwrap_or_default() {
        "active" => Standing::Active,
        "recurrence" | "relapse" => Standing::Recurrence,
        "remission" => Standing::Remission,
        "inactive" => Standing::Inactive,
        "resolved" => Standing::Resolved,
        _ => return None,
    })
}

fn certainty(status: Option<&Concept<'_>>) -> Certainty {
    match status.map(Concept::code).unwrap_or_default() {
        "confirmed" => Certainty::Confirmed,
        "provisional" => Certainty::Provisional,
        "differential" => Certainty::Differential,
        "unconfirmed" => Certainty::Unconfirmed,
        "refuted" => Certainty::Refuted,
        "entered-in-error" => Certainty::Mistake,
        _ => Certainty::NotStated,
    }
}

fn kind(categories: &Objects<Concept<'_>>) -> Kind {
    let has = |code: &str| categories.each().any(|category| category.has(code));
    if has("problem-list-item") || has("75326-9") {
        Kind::ProblemList
    } else if has("encounter-diagnosis") {
        Kind::Contact
    } else if has("health-concern") {
        Kind::Concern
    } else {
        Kind::NotStated
    }
}

#[cfg(test)]
mod tests {
    use super::{diagnosis, label};
    use helsami_domain::diagnosis::{Certainty, CodeList, Diagnosis, Kind, Standing};
    use helsami_domain::ids::{LocalId, PatientKey, RecordId};
    use helsami_domain::resource_type::ResourceType;
    use helsami_domain::when::When;

    fn read(body: &str) -> Option<Diagnosis> {
        let patient = PatientKey::new(7).expect("a key");
        let id = RecordId { patient, kind: ResourceType::Condition, local: LocalId::PATIENT };
        diagnosis(id, body, &|_, _| None)
    }

    #[test]
    fn a_norwegian_hospital_diagnosis() {
        let body = r#"{"code":{"coding":[{"system":"urn:oid:2.16.578.1.12.4.1.1.7110","code":"I20","display":"Angina pectoris"}]},
            "clinicalStatus":{"coding":[{"code":"active"}]},"category":[{"coding":[{"code":"problem-list-item"}]}],
            "onsetDateTime":"2024-05","recorder":{"display":"Kari Lege"},"note":[{"text":"a"},{"text":"b"}]}"#;
        let line = read(body).expect("it reads");
        assert_eq!((&*line.label.text, line.label.language), ("Angina pectoris", Some("nb")));
        assert_eq!(line.code, Some((CodeList::Icd10, "I20".into())));
        assert_eq!(
            (line.standing, line.certainty, line.kind),
            (Standing::Active, Certainty::NotStated, Kind::ProblemList)
        );
        assert_eq!((line.onset, line.abatement), (When::parse("2024-05"), None));
        assert_eq!(line.note.as_deref(), Some("a\nb"));
        assert_eq!(label(body).map(|label| label.text), Some("Angina pectoris".into()));
    }

    #[test]
    fn an_unknown_code_shows_itself_and_a_bad_date_is_no_date() {
        let bare = read(
            r#"{"code":{"coding":[{"system":"urn:x","code":"Z99.9"}]},"onsetDateTime":"for lenge siden"}"#,
        );
        let bare = bare.expect("it reads");
        assert!(bare.label.is_bare_code);
        assert_eq!((&*bare.label.text, bare.code, bare.onset), ("Z99.9", None, None));
        let over = read(r#"{"code":{"text":"Hoste"},"abatementString":"i fjor"}"#).expect("it reads");
        assert_eq!(over.standing, Standing::Resolved);
        assert!(read("{}").is_none());
    }
}
