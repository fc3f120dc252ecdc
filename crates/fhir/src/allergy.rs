//! AllergyIntolerance and Flag, and the reasons why a list or a section of a summary is empty.

use helsami_domain::absence::{self, Absence};
use helsami_domain::allergy::{
    Allergy, Category, Certainty, Danger, Kind, Reaction, Severity, Standing, Statement, Warning,
};
use helsami_domain::ids::RecordId;
use helsami_domain::source::Source;
use serde::Deserialize;

use crate::element::{
    Annotation, Concept, Contained, Many, Objects, One, Period, Reference, Resolve, Text, labels, notes,
    said_by,
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
    #[serde(borrow, rename = "type")]
    kind: Text<'a>,
    #[serde(borrow)]
    category: Many<Text<'a>>,
    #[serde(borrow)]
    criticality: Text<'a>,
    #[serde(borrow)]
    code: One<Concept<'a>>,
    #[serde(borrow)]
    onset_date_time: Text<'a>,
    #[serde(borrow)]
    onset_period: One<Period<'a>>,
    #[serde(borrow)]
    recorded_date: Text<'a>,
    #[serde(borrow)]
    last_occurrence: Text<'a>,
    #[serde(borrow)]
    recorder: One<Reference<'a>>,
    #[serde(borrow)]
    asserter: One<Reference<'a>>,
    #[serde(borrow)]
    note: Objects<Annotation<'a>>,
    #[serde(borrow)]
    reaction: Objects<ReactionView<'a>>,
    #[serde(borrow)]
    contained: Objects<Contained<'a>>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct ReactionView<'a> {
    #[serde(borrow)]
    substance: One<Concept<'a>>,
    #[serde(borrow)]
    manifestation: Objects<Concept<'a>>,
    #[serde(borrow)]
    description: Text<'a>,
    #[serde(borrow)]
    onset: Text<'a>,
    #[serde(borrow)]
    severity: Text<'a>,
}

/// Reads one AllergyIntolerance. `None` if it cannot be read, or names nothing: neither a code nor a substance that
/// has caused a reaction.
#[must_use]
pub fn allergy(id: RecordId, body: &str, resolve: Resolve<'_>) -> Option<Allergy> {
    let view: View<'_> = serde_json::from_str(body).ok()?;
    let language = &*view.language;
    let substance = || view.reaction.each().find_map(|reaction| reaction.substance.get());
    let concept = view.code.get().filter(|code| code.label(language).is_some()).or_else(substance)?;
    let period = view.onset_period.get().map(Period::span).unwrap_or_default();
    let mut source = Source { recorded: view.recorded_date.when(), ..Source::default() };
    for reference in [view.asserter.get(), view.recorder.get()].into_iter().flatten() {
        said_by(&mut source, reference, &view.contained, resolve);
    }
    Some(Allergy {
        id,
        label: concept.label(language)?,
        keys: concept.keys(),
        absence: absence::statement(&concept.plain()),
        kind: match &*view.kind {
            "allergy" => Kind::Allergy,
            "intolerance" => Kind::Intolerance,
            _ => Kind::NotStated,
        },
        categories: view.category.iter().filter_map(|code| category(code)).collect(),
        standing: standing(view.clinical_status.get()),
        certainty: certainty(view.verification_status.get()),
        danger: match &*view.criticality {
            "high" => Danger::High,
            "low" => Danger::Low,
            "unable-to-assess" => Danger::NotAssessable,
            _ => Danger::NotStated,
        },
        reactions: view.reaction.each().map(|one| one.value(language)).collect(),
        onset: view.onset_date_time.when().or(period.start),
        last: view.last_occurrence.when(),
        note: notes(&view.note),
        source,
    })
}

fn standing(status: Option<&Concept<'_>>) -> Standing {
    match status.map(Concept::code).unwrap_or_default() {
        "active" => Standing::Active,
        "inactive" => Standing::Inactive,
        "resolved" => Standing::Resolved,
        _ => Standing::NotStated,
    }
}

fn certainty(status: Option<&Concept<'_>>) -> Certainty {
    match status.map(Concept::code).unwrap_or_default() {
        "confirmed" => Certainty::Confirmed,
        "presumed" => Certainty::Presumed,
        "unconfirmed" => Certainty::Unconfirmed,
        "refuted" => Certainty::Refuted,
        "entered-in-error" => Certainty::Mistake,
        _ => Certainty::NotStated,
    }
}

fn category(code: &str) -> Option<Category> {
    Some(match code {
        "food" => Category::Food,
        "medication" => Category::Medicine,
        "environment" => Category::Environment,
        "biologic" => Category::Biologic,
        _ => return None,
    })
}

impl ReactionView<'_> {
    fn value(&self, language: &str) -> Reaction {
        Reaction {
            manifestations: labels(&self.manifestation, language),
            severity: match &*self.severity {
                "severe" => Some(Severity::Severe),
                "moderate" => Some(Severity::Moderate),
                "mild" => Some(Severity::Mild),
                _ => None,
            },
            onset: self.onset.when(),
            substance: self.substance.get().and_then(|substance| substance.label(language)),
            text: self.description.filled().map(Into::into),
        }
    }
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct FlagView<'a> {
    #[serde(borrow)]
    language: Text<'a>,
    #[serde(borrow)]
    status: Text<'a>,
    #[serde(borrow)]
    category: Objects<Concept<'a>>,
    #[serde(borrow)]
    code: One<Concept<'a>>,
    #[serde(borrow)]
    period: One<Period<'a>>,
    #[serde(borrow)]
    author: One<Reference<'a>>,
    #[serde(borrow)]
    contained: Objects<Contained<'a>>,
}

/// Flags that say how an appointment may be handled, not what to reckon with in the person.
const APPOINTMENT_FLAGS: &str = "http://helsenorge.no/fhir/CodeSystem/hn-appointment-flag";

/// Reads one Flag. `None` if it cannot be read, names nothing, or is about the handling of an appointment.
#[must_use]
pub fn warning(id: RecordId, body: &str, resolve: Resolve<'_>) -> Option<Warning> {
    let view: FlagView<'_> = serde_json::from_str(body).ok()?;
    let code = view.code.get()?;
    if code.coding.each().any(|coding| coding.system.starts_with(APPOINTMENT_FLAGS)) {
        return None;
    }
    let period = view.period.get().map(Period::span).unwrap_or_default();
    let mut source = Source { recorded: period.start, ..Source::default() };
    if let Some(author) = view.author.get() {
        said_by(&mut source, author, &view.contained, resolve);
    }
    Some(Warning {
        id,
        label: code.label(&view.language)?,
        category: view.category.each().find_map(|category| category.label(&view.language)),
        period,
        is_active: &*view.status == "active",
        source,
    })
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Summary<'a> {
    #[serde(borrow)]
    status: Text<'a>,
    #[serde(borrow)]
    date: Text<'a>,
    #[serde(borrow)]
    code: One<Concept<'a>>,
    #[serde(borrow)]
    empty_reason: One<Concept<'a>>,
    #[serde(borrow)]
    author: Objects<Reference<'a>>,
    #[serde(borrow)]
    source: One<Reference<'a>>,
    #[serde(borrow)]
    section: Objects<Section<'a>>,
    #[serde(borrow)]
    contained: Objects<Contained<'a>>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Section<'a> {
    #[serde(borrow)]
    code: One<Concept<'a>>,
    #[serde(borrow)]
    empty_reason: One<Concept<'a>>,
}

/// The statements that a List or a Composition makes by leaving itself or a section empty for a stated reason.
#[must_use]
pub fn statements(body: &str, resolve: Resolve<'_>) -> Vec<Statement> {
    let view: Summary<'_> = serde_json::from_str(body).unwrap_or_default();
    if &*view.status == "entered-in-error" {
        return Vec::new();
    }
    let mut source = Source { recorded: view.date.when(), ..Source::default() };
    for reference in view.author.each().chain(view.source.get()) {
        said_by(&mut source, reference, &view.contained, resolve);
    }
    let own = [(&view.code, &view.empty_reason)];
    let parts = own.into_iter().chain(view.section.each().map(|part| (&part.code, &part.empty_reason)));
    let stated = parts.filter_map(|(code, reason)| {
        let scope = code.get()?.codes().find_map(absence::section_scope)?;
        Some(absence::empty_reason(reason.get()?.code(), scope))
    });
    stated.map(|absence: Absence| Statement { absence, source: source.clone() }).collect()
}

#[cfg(test)]
mod tests {
    use super::{allergy, statements, warning};
    use helsami_domain::absence::{Absence, Scope};
    use helsami_domain::allergy::{Category, Certainty, Danger, Kind, Severity, Standing};
    use helsami_domain::ids::{LocalId, PatientKey, RecordId};
    use helsami_domain::resource_type::ResourceType;
    use helsami_domain::when::When;

    fn id(kind: ResourceType) -> RecordId {
        RecordId { patient: PatientKey::new(7).expect("a key"), kind, local: LocalId::PATIENT }
    }

    #[test]
    fn an_allergy_with_its_reaction() {
        let body = r#"{"clinicalStatus":{"coding":[{"code":"active"}]},"verificationStatus":{"coding":[{"code":"confirmed"}]},
            "type":"allergy","category":["medication",7],"criticality":"high","code":{"coding":[{"system":"http://snomed.info/sct",
            "code":"764146007","display":"Penicillin"},{"code":"J01CA","system":"http://www.whocc.no/atc","display":"Penicillins"}]},
            "onsetDateTime":"2010","recordedDate":"2011-02-03","recorder":{"reference":"Practitioner/x","display":"Kari Lege"},
            "asserter":{"reference":"Patient/y"},
            "reaction":[{"manifestation":[{"text":"Utslett"}],"severity":"severe","onset":"2010-05"}]}"#;
        let allergy = allergy(id(ResourceType::AllergyIntolerance), body, &|_, _| None).expect("it reads");
        assert_eq!(&*allergy.label.text, "Penicillin");
        assert_eq!((allergy.kind, allergy.standing), (Kind::Allergy, Standing::Active));
        assert_eq!((allergy.certainty, allergy.danger), (Certainty::Confirmed, Danger::High));
        assert_eq!(allergy.categories, [Category::Medicine]);
        assert_eq!((allergy.worst(), allergy.is_dangerous()), (Some(Severity::Severe), true));
        assert_eq!(&*allergy.reactions[0].manifestations[0].text, "Utslett");
        assert_eq!(
            (allergy.onset, allergy.source.recorded),
            (When::parse("2010"), When::parse("2011-02-03"))
        );
        assert_eq!(allergy.source.person.name.as_deref(), Some("Kari Lege"));
        assert!(allergy.source.is_own_word && allergy.counts());
        assert_eq!(allergy.keys.len(), 2);
    }

    #[test]
    fn no_known_is_a_statement_and_nothing_named_is_no_row() {
        let none = r#"{"clinicalStatus":{"coding":[{"code":"active"}]},"code":{"coding":[{"system":"http://snomed.info/sct",
            "code":"429625007","display":"No known food allergy"}]}}"#;
        let none = allergy(id(ResourceType::AllergyIntolerance), none, &|_, _| None).expect("it reads");
        assert_eq!(none.absence, Some(Absence::NoneKnown(Scope::FoodAllergies)));
        assert!(!none.counts());
        assert!(allergy(id(ResourceType::AllergyIntolerance), r#"{"code":[]}"#, &|_, _| None).is_none());
        let reaction = r#"{"code":"x","reaction":{"substance":{"text":"Amoksicillin"}}}"#;
        let reaction =
            allergy(id(ResourceType::AllergyIntolerance), reaction, &|_, _| None).expect("it reads");
        assert_eq!((&*reaction.label.text, reaction.certainty), ("Amoksicillin", Certainty::NotStated));
    }

    #[test]
    fn flags_about_the_person_and_not_about_an_appointment() {
        let flag = |system: &str| {
            let body = format!(
                r#"{{"status":"active","code":{{"coding":[{{"system":"{system}","code":"1","display":"Nedsatt immunforsvar"}}]}}}}"#
            );
            warning(id(ResourceType::Flag), &body, &|_, _| None)
        };
        assert!(flag("http://snomed.info/sct").is_some_and(|flag| flag.is_active));
        assert!(flag("http://helsenorge.no/fhir/CodeSystem/hn-appointment-flag-code-cs").is_none());
    }

    #[test]
    fn an_empty_section_says_why() {
        let body = r#"{"status":"final","date":"2026-01-02","author":[{"display":"Dr. X"}],"section":[
            {"code":{"coding":[{"code":"48765-2"}]},"emptyReason":{"coding":[{"code":"nilknown"}]}},
            {"code":{"coding":[{"code":"11450-4"}]},"emptyReason":{"coding":[{"code":"notasked"}]}},
            {"code":{"coding":[{"code":"8716-3"}]},"emptyReason":{"coding":[{"code":"nilknown"}]}},
            {"code":{"coding":[{"code":"10160-0"}]}}]}"#;
        let stated: Vec<Absence> = statements(body, &|_, _| None).iter().map(|one| one.absence).collect();
        assert_eq!(stated, [Absence::NoneKnown(Scope::Allergies), Absence::NoInformation(Scope::Problems)]);
        let list = r#"{"status":"current","code":{"coding":[{"code":"52472-8"}]},"emptyReason":{"coding":[{"code":"nilknown"}]}}"#;
        assert_eq!(statements(list, &|_, _| None).len(), 1);
        assert!(statements(&list.replace("current", "entered-in-error"), &|_, _| None).is_empty());
    }
}
