//! What is read of the five medicine resources, right and wrong ones.

use helsami_domain::coded::Label;
use helsami_domain::ids::{LocalId, PatientKey, RecordId};
use helsami_domain::medicine::dose::{AsNeeded, PartOfDay, PeriodUnit};
use helsami_domain::medicine::{Origin, Status};
use helsami_domain::resource_type::ResourceType;
use helsami_domain::when::When;

use super::{Line, line};

fn id(kind: ResourceType) -> RecordId {
    RecordId { patient: PatientKey::new(7).expect("a key"), kind, local: LocalId::new(3).expect("an id") }
}

fn read(kind: ResourceType, body: &str) -> Line {
    line(id(kind), body, &|text, kind| (text == "here").then(|| id(kind))).expect("it reads")
}

#[test]
fn a_norwegian_hospital_order_with_its_medication() {
    let body = r#"{"resourceType":"MedicationRequest","status":"active","intent":"plan",
        "category":[{"coding":[{"code":"inpatient"}]}],"medicationReference":{"reference":"Medication/here"},
        "authoredOn":"2025-04-15","requester":{"reference":"Practitioner/p","display":"Lege Legesen"},
        "reasonReference":[{"reference":"Condition/here"}],
        "dosageInstruction":[{"timing":{"code":{"coding":[{"code":"5685","display":"1 inntil x1"}]}},
        "asNeededBoolean":true,"doseAndRate":[{"doseQuantity":{"value":10,"code":"mg","unit":"mg"}}]}]}"#;
    let mut line = read(ResourceType::MedicationRequest, body);
    assert_eq!(line.medication, Some(id(ResourceType::Medication)));
    assert_eq!(line.reasons, [id(ResourceType::Condition)]);
    assert_eq!(line.entry.name, None);
    line.fill_medication(
        r#"{"resourceType":"Medication","extension":[{"url":"x","valueCodeableConcept":{"coding":[{"code":"R06AE07",
        "system":"http://www.whocc.no/atc","display":"cetirizin"}]}}],"code":{"coding":[{"system":"http://dmp.no/x",
        "code":"ID_1","display":"Zyrtec tab 10 mg"}]},"form":{"coding":[{"code":"53","display":"Tablett"}]}}"#,
    );
    let entry = line.entry;
    assert_eq!(entry.name.as_ref().map(|name| &*name.text), Some("Zyrtec tab 10 mg"));
    assert_eq!(entry.substance.as_ref().map(|name| &*name.text), Some("cetirizin"));
    assert_eq!(entry.keys, ["http://dmp.no/x|ID_1".into(), "atc|R06AE07".into(), "zyrtec tab 10 mg".into()]);
    assert_eq!(entry.form.map(|form| form.text), Some("Tablett".into()));
    assert_eq!(
        (entry.origin, entry.status, entry.is_hospital_only),
        (Origin::Prescribed, Status::Active, true)
    );
    assert_eq!(entry.source.person.name.as_deref(), Some("Lege Legesen"));
    assert_eq!(entry.period.start, When::parse("2025-04-15"));
    let dose = &entry.doses[0];
    assert_eq!(
        dose.amount.as_ref().map(|amount| (amount.low.as_sent(), amount.unit.as_deref())),
        Some(("10", Some("mg")))
    );
    assert_eq!(dose.timing.as_ref().map(|timing| &*timing.text), Some("1 inntil x1"));
    assert_eq!(dose.as_needed, AsNeeded::WhenNeeded);
}

#[test]
fn a_line_of_a_list_with_a_contained_medication() {
    let body = r##"{"status":"active","medicationReference":{"reference":"#m"},"contained":[{"resourceType":"Medication",
        "id":"m","code":{"text":"Metoprolol"},"ingredient":[{"strength":{"numerator":{"value":50,"unit":"mg"},
        "denominator":{"value":1,"unit":"tablett"}}}]}],"informationSource":{"reference":"Patient/here"},
        "dateAsserted":"2026-01-01","effectivePeriod":{"start":"2024","end":"2027-01"},"dosage":[{"text":"Én om morgenen",
        "timing":{"repeat":{"frequency":1,"period":1,"periodUnit":"d","when":["MORN"],"timeOfDay":["08:00:00"]}}}]}"##;
    let entry = read(ResourceType::MedicationStatement, body).entry;
    assert_eq!(entry.name, Label::words("Metoprolol"));
    assert_eq!(entry.strength.as_deref(), Some("50 mg/tablett"));
    assert!(entry.source.is_own_word && entry.source.person.is_unknown());
    assert_eq!((entry.period.start, entry.period.end), (When::parse("2024"), When::parse("2027-01")));
    let dose = &entry.doses[0];
    let often = dose.often.as_ref().expect("how often");
    assert_eq!((often.frequency, often.period.as_sent(), often.unit), (1, "1", PeriodUnit::Day));
    assert_eq!((&*dose.parts, &*dose.clock), (&[PartOfDay::Morning][..], &["08:00".into()][..]));
}

#[test]
fn statuses() {
    use ResourceType::{
        MedicationAdministration, MedicationDispense, MedicationRequest, MedicationStatement,
    };
    let check = |kind, json: &str, want| assert_eq!(read(kind, json).entry.status, want, "{kind} {json}");
    check(MedicationRequest, r#"{"status":"active","intent":"order"}"#, Status::Active);
    check(MedicationRequest, r#"{"status":"active","intent":"proposal"}"#, Status::Unknown);
    check(MedicationRequest, r#"{"status":"active","doNotPerform":true}"#, Status::NotTaken);
    check(MedicationRequest, r#"{"status":"draft"}"#, Status::Unknown);
    check(MedicationRequest, r#"{"status":["active"]}"#, Status::Unknown);
    check(MedicationRequest, r#"{"status":"stopped"}"#, Status::Ended);
    check(MedicationRequest, r#"{"status":"entered-in-error","doNotPerform":true}"#, Status::Mistake);
    check(MedicationStatement, r#"{"status":"not-taken"}"#, Status::NotTaken);
    check(MedicationStatement, r#"{"status":"intended"}"#, Status::Planned);
    check(MedicationStatement, r"{}", Status::Unknown);
    check(MedicationDispense, r#"{"status":"completed"}"#, Status::Ended);
    check(MedicationDispense, r#"{"status":"cancelled"}"#, Status::Unknown);
    check(MedicationAdministration, r#"{"status":"entered-in-error"}"#, Status::Mistake);
}

#[test]
fn the_stop_date_is_the_last_of_all_instructions_and_open_if_one_is() {
    let span = |bounds: &str| {
        let body = format!(r#"{{"authoredOn":"2026-02-02","dosageInstruction":[{bounds}]}}"#);
        read(ResourceType::MedicationRequest, &body).entry.period
    };
    let one = |end: &str| {
        format!(r#"{{"timing":{{"repeat":{{"boundsPeriod":{{"start":"2026-02-03","end":"{end}"}}}}}}}}"#)
    };
    assert_eq!(span(&one("2026-02-10")).end, When::parse("2026-02-10"));
    assert_eq!(span(&format!("{},{}", one("2026-03-10"), one("2026-02-10"))).end, When::parse("2026-03-10"));
    assert_eq!(span(&format!("{},{{\"text\":\"x\"}}", one("2026-03-10"))).end, None);
    assert_eq!(span(&one("2026-02-10")).start, When::parse("2026-02-03"));
    assert_eq!(span("").start, When::parse("2026-02-02"));
}
