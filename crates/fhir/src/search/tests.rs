//! Tables of cases: each query with whether a document is a match, and the sentence for each that is refused.

use std::collections::HashSet;

use helsami_domain::resource_type::ResourceType as T;
use proptest::prelude::{any, proptest};

use super::chain::Keys;
use super::pairs::pairs;
use super::query::{Handling, Query};
use super::row::Row;
use super::value::Setting;
use super::{bits, page, plan, sort, subset, table};

fn setting() -> Setting<'static> {
    Setting { base: "https://here/fhir", now: "2026-11-26T12:00:00Z".parse().expect("a time") }
}

fn query(text: &str) -> Query {
    let (kind, rest) = text.split_once('?').expect("a query");
    let kind = T::from_name(kind).expect("a type");
    let pairs = pairs(rest).expect("pairs");
    Query::read(kind, &pairs, (setting(), Handling::Strict))
        .unwrap_or_else(|issues| panic!("{text}: {issues:?}"))
}

fn issues(text: &str) -> Vec<String> {
    let (kind, rest) = text.split_once('?').expect("a query");
    let kind = T::from_name(kind).expect("a type");
    let pairs = pairs(rest).expect("pairs");
    let issues = Query::read(kind, &pairs, (setting(), Handling::Strict)).expect_err(text);
    issues.iter().map(ToString::to_string).collect()
}

/// Each query with whether the document is a match.
fn check(document: &str, queries: &[(&str, bool)]) {
    for (text, expected) in queries {
        let query = query(text);
        assert_eq!(query.holds(document), *expected, "{text}");
        // What stands beside the row lets every match through.
        let wanted = bits::wanted(query.kind, &query.tests);
        assert!(!expected || bits::of(query.kind, document) & wanted == wanted, "{text}");
    }
}

const OBSERVATION: &str = r#"{"resourceType":"Observation","id":"o1","meta":{"versionId":"1","lastUpdated":"2026-01-02T03:04:05.678Z",
"profile":["http://x/p"],"tag":[{"system":"http://t","code":"a"}],"security":[{"code":"R"}],"source":"urn:s"},
"text":{"status":"generated","div":"<div>Høyt Blodtrykk målt</div>"},
"identifier":[{"system":"urn:i","value":"A-1","type":{"text":"Labnr","coding":[{"system":"http://it","code":"ACSN"}]}},{"value":"B"}],
"status":"final","category":[{"coding":[{"system":"http://c","code":"vital-signs"}]}],
"code":{"coding":[{"system":"http://loinc.org","code":"85354-9","display":"Blood pressure"}],"text":"Blodtrykk"},
"subject":{"reference":"Patient/p1","display":"Kari"},"encounter":{"reference":"Encounter/e1/_history/2"},
"performer":[{"reference":"Practitioner/d1"},{"identifier":{"system":"urn:hpr","value":"7"}}],
"effectiveDateTime":"2020-03-29T10:00:00+02:00",
"valueQuantity":{"value":5.40,"unit":"g/L","system":"http://unitsofmeasure.org","code":"g/L"},
"component":[{"code":{"coding":[{"system":"http://loinc.org","code":"8480-6"}]},"valueQuantity":{"value":161,"unit":"mm[Hg]"}},
{"code":{"coding":[{"system":"http://loinc.org","code":"8462-4"}]},"valueQuantity":{"value":70,"unit":"mm[Hg]"}}]}"#;

const PATIENT: &str = r#"{"resourceType":"Patient","id":"p1","active":true,"name":[{"family":"Ødegård","given":["Åse","Marie"]},
{"use":"maiden","family":"Brekke","text":"Åse Brekke"}],"telecom":[{"system":"phone","value":"90 00"},{"system":"email","value":"a@b.no"}],
"gender":"female","birthDate":"1956-05","deceasedDateTime":"2010-01-01",
"address":[{"line":["Storgata 1"],"city":"Trondheim","postalCode":"7011"}],"generalPractitioner":[{"reference":"Practitioner/d1"}]}"#;

#[test]
fn tokens() {
    check(
        OBSERVATION,
        &[
            ("Observation?code=85354-9", true),
            ("Observation?code=http://loinc.org|85354-9", true),
            ("Observation?code=http://loinc.org|", true),
            ("Observation?code=http://other|85354-9", false),
            ("Observation?code=|85354-9", false),
            ("Observation?code=x,85354-9", true),
            ("Observation?code:not=85354-9", false),
            ("Observation?code:not=x", true),
            ("Observation?value-concept:not=x", true),
            ("Observation?code:text=blod", true),
            ("Observation?code:text=pressure", false),
            ("Observation?identifier=urn:i|A-1", true),
            ("Observation?identifier=|B", true),
            ("Observation?identifier=|A-1", false),
            ("Observation?identifier:of-type=http://it|ACSN|A-1", true),
            ("Observation?identifier:of-type=http://it|ACSN|B", false),
            ("Observation?status=final", true),
            ("Observation?status=http://hl7.org/fhir/observation-status|final", true),
            ("Observation?status=http://other|final", false),
            ("Observation?status=FINAL", false),
            ("Observation?_tag=http://t|a", true),
            ("Observation?_security=R", true),
            ("Observation?_id=o1", true),
            ("Observation?_id=o2,o3", false),
            ("Observation?code:missing=false", true),
            ("Observation?value-string:missing=true", true),
            ("Observation?component-code=8462-4&component-code=8480-6", true),
            ("Observation?component-code=8462-4&component-code=1", false),
        ],
    );
    check(
        PATIENT,
        &[
            ("Patient?gender=http://hl7.org/fhir/administrative-gender|female", true),
            ("Patient?active=true", true),
            ("Patient?active=false", false),
            ("Patient?deceased=true", true),
            ("Patient?deceased=false", false),
            ("Patient?phone=90 00", true),
            ("Patient?email=90 00", false),
            ("Patient?telecom=a@b.no", true),
        ],
    );
    check(
        r#"{"resourceType":"Patient"}"#,
        &[("Patient?deceased=false", true), ("Patient?deceased=true", false)],
    );
}

#[test]
fn strings_and_addresses() {
    check(
        PATIENT,
        &[
            ("Patient?name=åse", true),
            ("Patient?name=ASE", true),
            ("Patient?family=brek", true),
            ("Patient?family=rekke", false),
            ("Patient?family:contains=EKK", true),
            ("Patient?family:exact=Brekke", true),
            ("Patient?family:exact=brekke", false),
            ("Patient?given=marie&family=ødeg", true),
            ("Patient?address=storgata", true),
            ("Patient?address-city=trond", true),
            ("Patient?address-city=strond", false),
        ],
    );
    check(
        OBSERVATION,
        &[
            ("Observation?_profile=http://x/p", true),
            ("Observation?_profile=http://x", false),
            ("Observation?_profile:below=http://x", true),
            ("Observation?_profile:above=http://x/p/1", true),
            ("Observation?_source=urn:s", true),
            ("Observation?_text=blodtrykk hoyt", false),
            ("Observation?_text=blodtrykk høyt", true),
            ("Observation?_content=labnr", true),
            ("Observation?_text=labnr", false),
        ],
    );
}

#[test]
fn dates() {
    check(
        OBSERVATION,
        &[
            ("Observation?date=2020", true),
            ("Observation?date=2020-03-29", true),
            ("Observation?date=2020-03-29T08:00:00Z", true),
            ("Observation?date=2020-03-29T10:00:00+02:00", true),
            ("Observation?date=ne2020", false),
            ("Observation?date=gt2020-03-29", false),
            ("Observation?date=ge2020-03-29", true),
            ("Observation?date=lt2020-03-29", false),
            ("Observation?date=le2020-03-29", true),
            ("Observation?date=sa2020-03-28", true),
            ("Observation?date=eb2020-03-30", true),
            ("Observation?date=ap2020-06", true),
            ("Observation?date=ap2026", false),
            ("Observation?date=ge2020&date=lt2021", true),
            ("Observation?_lastUpdated=gt2026-01-01", true),
            ("Observation?_lastUpdated=2026-01-02T03:04:05Z", true),
        ],
    );
    check(PATIENT, &[("Patient?birthdate=1956", true), ("Patient?birthdate=1956-05-01", false)]);
    let encounter = r#"{"resourceType":"Encounter","period":{"start":"2019-12-30","end":"2020-01-02"}}"#;
    check(
        encounter,
        &[
            ("Encounter?date=2020", false),
            ("Encounter?date=ge2020", true),
            ("Encounter?date=lt2020", true),
            ("Encounter?date=ap2020-01-01", true),
            ("Encounter?date=ge2020-01-03", false),
            ("Encounter?date=eb2020-01-03", true),
        ],
    );
}

#[test]
fn numbers_and_amounts() {
    check(
        OBSERVATION,
        &[
            ("Observation?value-quantity=5.4", true),
            ("Observation?value-quantity=5", true),
            ("Observation?value-quantity=5.41", false),
            ("Observation?value-quantity=gt5.4", false),
            ("Observation?value-quantity=ge5.4", true),
            ("Observation?value-quantity=lt5.40001", true),
            ("Observation?value-quantity=ne5.4", false),
            ("Observation?value-quantity=ap5", true),
            ("Observation?value-quantity=5.4|http://unitsofmeasure.org|g/L", true),
            ("Observation?value-quantity=0.54|http://unitsofmeasure.org|g/dL", true),
            ("Observation?value-quantity=540|http://unitsofmeasure.org|mg/dL", true),
            ("Observation?value-quantity=5.4|http://unitsofmeasure.org|mmol/L", false),
            ("Observation?value-quantity=5.4||g/L", true),
            ("Observation?value-quantity=5.4||mg/L", false),
            ("Observation?component-code-value-quantity=http://loinc.org|8480-6$gt160", true),
            ("Observation?component-code-value-quantity=http://loinc.org|8462-4$gt160", false),
            ("Observation?combo-code-value-quantity=85354-9$5.4", true),
            ("Observation?combo-code-value-quantity=85354-9$161", false),
            ("Observation?code-value-quantity=85354-9$lt6", true),
        ],
    );
    let claim = r#"{"resourceType":"Invoice","totalNet":{"value":100.00,"currency":"NOK"}}"#;
    check(
        claim,
        &[("Invoice?totalnet=100|urn:iso:std:iso:4217|NOK", true), ("Invoice?totalnet=100||EUR", false)],
    );
    let bound = r#"{"resourceType":"Observation","valueQuantity":{"value":5,"comparator":"<"}}"#;
    check(
        bound,
        &[
            ("Observation?value-quantity=lt3", true),
            ("Observation?value-quantity=5", false),
            ("Observation?value-quantity=gt5", false),
        ],
    );
    let sampled = r#"{"resourceType":"Observation","valueSampledData":{"origin":{"value":1},"factor":2,"data":"1 E 4"}}"#;
    check(sampled, &[("Observation?value-quantity=9", true), ("Observation?value-quantity=4", false)]);
    let place = r#"{"resourceType":"Location","position":{"latitude":63.43,"longitude":10.39}}"#;
    check(
        place,
        &[
            ("Location?near=63.4|10.4|5|km", true),
            ("Location?near=59.9|10.7|100|km", false),
            ("Location?near=59.9|10.7|300|[mi_us]", true),
        ],
    );
}

#[test]
fn references() {
    check(
        OBSERVATION,
        &[
            ("Observation?patient=p1", true),
            ("Observation?patient=Patient/p1", true),
            ("Observation?patient=https://here/fhir/Patient/p1", true),
            ("Observation?patient=https://there/fhir/Patient/p1", false),
            ("Observation?subject:Patient=p1", true),
            ("Observation?subject:Group=p1", false),
            ("Observation?subject=Group/p1", false),
            ("Observation?encounter=e1", true),
            ("Observation?performer:identifier=urn:hpr|7", true),
            ("Observation?performer=Practitioner/d1", true),
            ("Observation?patient=p2,p1", true),
            ("Observation?subject:text=kari", true),
        ],
    );
    let bundle = r#"{"resourceType":"Bundle","type":"document","entry":[{"resource":{"resourceType":"Composition","id":"c1"}},
        {"resource":{"resourceType":"Patient","id":"p9"}}]}"#;
    check(bundle, &[("Bundle?composition=c1", true), ("Bundle?composition=Patient/p9", false)]);
    let sequence = r#"{"resourceType":"MolecularSequence","referenceSeq":{"chromosome":{"coding":[{"code":"1"}]}},
        "variant":[{"start":10,"end":20}]}"#;
    check(
        sequence,
        &[
            ("MolecularSequence?chromosome-variant-coordinate=1$lt11$gt19", true),
            ("MolecularSequence?chromosome-variant-coordinate=2$lt11$gt19", false),
        ],
    );
}

/// Answers the questions of a query from these documents.
fn answered(text: &str, documents: &[(T, &str)]) -> Query {
    let mut query = query(text);
    while let Some(open) = query.open() {
        let mut keys = Keys::new();
        for (kind, document) in documents {
            let mut row = Row::new(*kind, document);
            if *kind == open.sub().kind && open.sub().test.holds(&mut row) {
                open.sub().take(&mut row, &mut keys);
            }
        }
        open.close(keys);
    }
    query
}

#[test]
fn links() {
    let doctor = r#"{"resourceType":"Practitioner","id":"d1","name":[{"family":"Lie"}]}"#;
    let all = [(T::Observation, OBSERVATION), (T::Patient, PATIENT), (T::Practitioner, doctor)];
    for (text, document, expected) in [
        ("Observation?patient.family=brekke", OBSERVATION, true),
        ("Observation?patient.family=lie", OBSERVATION, false),
        ("Observation?subject:Patient.birthdate=lt1960", OBSERVATION, true),
        ("Observation?performer:Practitioner.name=lie", OBSERVATION, true),
        ("Observation?patient.general-practitioner.family=lie", OBSERVATION, true),
        ("Observation?patient.general-practitioner:Practitioner.family=berg", OBSERVATION, false),
        ("Patient?_has:Observation:patient:code=85354-9", PATIENT, true),
        ("Patient?_has:Observation:patient:code=1", PATIENT, false),
        (
            "Practitioner?_has:Patient:general-practitioner:_has:Observation:patient:code=85354-9",
            doctor,
            true,
        ),
        ("Practitioner?_has:Patient:general-practitioner:_has:Observation:patient:code=1", doctor, false),
    ] {
        assert_eq!(answered(text, &all).holds(document), expected, "{text}");
    }
    let query = answered("Observation?patient.family=brekke&code=85354-9", &all);
    assert_eq!(plan::patients(query.kind, &query.tests), Some(vec!["p1".to_owned()]));
    let query = answered("Patient?_has:Observation:patient:code=85354-9", &all);
    assert_eq!(plan::ids(query.kind, &query.tests), Some(vec!["p1"]));
    let patients = |text: &str| {
        let query = answered(text, &[]);
        plan::patients(query.kind, &query.tests)
    };
    assert_eq!(patients("Observation?subject=p1"), None);
    // Whoever says that it is a patient names a record.
    assert_eq!(patients("Observation?subject=Patient/p1,Patient/p2"), Some(vec!["p1".into(), "p2".into()]));
    assert_eq!(patients("Observation?subject:Patient=p1"), Some(vec!["p1".into()]));
    for open in ["subject=Patient/p1,Group/g", "subject=Group/g", "subject:Group=g", "performer=Patient/p1"] {
        assert_eq!(patients(&format!("Observation?{open}")), None, "{open}");
    }
    let query = answered("Observation?subject:Patient.family=brekke", &all);
    assert_eq!(plan::patients(query.kind, &query.tests), Some(vec!["p1".to_owned()]));
    assert_eq!(patients("Observation?patient=p1,Patient/p2"), Some(vec!["p1".into(), "p2".into()]));
    let query = answered("Patient?identifier=urn:a|1,urn:b|2", &[]);
    assert_eq!(plan::identifiers(&query.tests), Some(vec![("urn:a", "1"), ("urn:b", "2")]));
    assert_eq!(plan::identifiers(&answered("Patient?identifier=urn:a|1,2", &[]).tests), None);
}

#[test]
fn days_of_birth_are_found() {
    let born = |text: &str| plan::birth_dates(&query(text).tests);
    let days = Some(vec!["1956-05-01".to_owned(), "1960-12-31".to_owned()]);
    assert_eq!(born("Patient?birthdate=1956-05-01,eq1960-12-31"), days);
    for text in
        ["Patient?birthdate=1956-05", "Patient?birthdate=ge1956-05-01", "Patient?birthdate:missing=true"]
    {
        assert_eq!(born(text), None, "{text}");
    }
}

#[test]
fn ids_of_senders_become_ours() {
    let mut query = query(
        "Observation?patient=a&encounter=Encounter/a&performer:Practitioner=a&_id=a&patient.organization=a&code=a",
    );
    let mut seen = Vec::new();
    plan::rename(query.kind, &mut query.tests, &mut |kind, id| {
        seen.push(format!("{kind}/{id}"));
        (kind == T::Patient).then(|| "p1".to_owned())
    });
    assert_eq!(seen, ["Patient/a", "Encounter/a", "Practitioner/a", "Observation/a", "Organization/a"]);
    assert_eq!(plan::patients(query.kind, &query.tests), Some(vec!["p1".to_owned()]));
}

#[test]
fn what_is_not_understood_is_refused() {
    for (text, expected) in [
        ("Patient?colour=red", "colour: R4 has no such search parameter for Patient"),
        ("Patient?name:in=x", "name:in: the modifier :in does not go with a parameter of type string"),
        (
            "Patient?gender:in=x",
            "gender:in: this server does not support this value set; it knows those of R4 whose codes elements must be of",
        ),
        ("Patient?birthdate=soon", "birthdate: the value is not a date"),
        ("Patient?birthdate=", "birthdate: it has no value"),
        ("Patient?name.family=x", "name.family: name is no reference, and nothing can be chained to it"),
        (
            "Patient?organization.colour=x",
            "organization.colour: R4 has no such search parameter for Organization",
        ),
        (
            "Patient?general-practitioner.colour=x",
            "general-practitioner.colour: none of the types it points to has the parameter colour",
        ),
        (
            "Observation?value-quantity=5|x",
            "value-quantity: the value is not a number, or a number, a system and a unit with | between",
        ),
        (
            "Observation?code-value-quantity=x",
            "code-value-quantity: the value is not as many components with $ between as the parameter has",
        ),
        (
            "Patient?_has:Observation:code:x=1",
            "_has:Observation:code:x: code is no reference, and nothing can be chained to it",
        ),
        ("Patient?_sort=colour", "_sort: the value is not a search parameter of the type"),
        ("Patient?_count=-1", "_count: the value is not a whole number from 0 on"),
        ("Patient?_include=Observation", "_include: the value is not Type:parameter or Type:parameter:Type"),
        ("Patient?active:missing=x", "active:missing: the value is not true or false"),
        ("Patient?phonetic=x", "phonetic: this server does not support comparing names by their sound"),
        ("Patient?_filter=x", "_filter: this server does not support this parameter"),
    ] {
        assert_eq!(issues(text), [expected]);
    }
    let pairs = pairs("colour=red&name=x&gender=").expect("pairs");
    let query = Query::read(T::Patient, &pairs, (setting(), Handling::Lenient)).expect("lenient");
    assert_eq!(query.self_link(), "name=x");
    assert_eq!(query.ignored.len(), 2);
    let own = super::pairs::pairs("_totalMethod=count&name=x").expect("pairs");
    let query = Query::read(T::Patient, &own, (setting(), Handling::Usual)).expect("usual");
    assert_eq!((query.self_link().as_str(), query.ignored.len()), ("name=x", 1));
    for filtering in ["colour=red", "_filter=x", "_colour:exact=x", "gender="] {
        let pairs = super::pairs::pairs(filtering).expect("pairs");
        assert!(Query::read(T::Patient, &pairs, (setting(), Handling::Usual)).is_err(), "{filtering}");
    }
    assert!(
        Query::read(
            T::Patient,
            &super::pairs::pairs("birthdate=x").expect("pairs"),
            (setting(), Handling::Lenient)
        )
        .is_err()
    );
}

#[test]
fn order() {
    let documents = [
        r#"{"id":"1","birthDate":"1950","name":[{"family":"Å"}]}"#,
        r#"{"id":"2","birthDate":"1940","name":[{"family":"B"},{"family":"A"}]}"#,
        r#"{"id":"3","name":[{"family":"C"}]}"#,
    ];
    let sorted = |text: &str| {
        let keys = query(text).page.sort;
        let mut rows: Vec<_> = documents
            .iter()
            .map(|text| (sort::ranks(&keys, &mut Row::new(T::Patient, text)), &text[7..8]))
            .collect();
        rows.sort_by(|one, other| sort::compare(&keys, &one.0, &other.0));
        rows.into_iter().map(|(_, id)| id).collect::<String>()
    };
    assert_eq!(sorted("Patient?_sort=birthdate"), "213");
    assert_eq!(sorted("Patient?_sort=-birthdate"), "123");
    assert_eq!(sorted("Patient?_sort=family,-birthdate"), "123");
    assert_eq!(sorted("Patient?_sort=-family"), "321");
}

#[test]
fn parts_of_documents() {
    let cut = |text: &str, document: &str| {
        let query = query(text);
        subset::subset(query.kind, document, &query.page)
            .map(|text| text.replace("http://terminology.hl7.org/CodeSystem/v3-ObservationValue", "~"))
    };
    let document = r#"{"resourceType":"Patient","id":"1","meta":{"tag":[{"code":"x"}],"versionId":"1"},"text":{"div":"y"},"gender":"male","photo":[1.50]}"#;
    let start = r#"{"resourceType":"Patient","id":"1","meta":{"versionId":"1","tag":[{"code":"x"},{"system":"~","code":"SUBSETTED"}]}"#;
    assert_eq!(cut("Patient?_elements=photo", document), Some(format!(r#"{start},"photo":[1.50]}}"#)));
    assert_eq!(cut("Patient?_summary=true", document), Some(format!(r#"{start},"gender":"male"}}"#)));
    assert_eq!(cut("Patient?_summary=text", document), Some(format!(r#"{start},"text":{{"div":"y"}}}}"#)));
    assert_eq!(cut("Patient?_summary=false", document), None);
    assert_eq!(query("Patient?_summary=count").page.summary, page::Summary::Count);
}

#[test]
fn includes() {
    let targets = |text: &str, (kind, document): (T, &str)| {
        let mut found = Vec::new();
        for include in &query(text).page.includes {
            include
                .targets(&mut Row::new(kind, document), &mut |kind, id| found.push(format!("{kind}/{id}")));
        }
        found
    };
    let observation = (T::Observation, OBSERVATION);
    assert_eq!(targets("Observation?_include=Observation:subject", observation), ["Patient/p1"]);
    assert_eq!(targets("Observation?_include=Observation:subject:Group", observation), [] as [&str; 0]);
    let all: HashSet<String> = targets("Observation?_include=*", observation).into_iter().collect();
    assert_eq!(all, HashSet::from(["Patient/p1", "Encounter/e1", "Practitioner/d1"].map(String::from)));
    assert!(query("Patient?_revinclude:iterate=Observation:patient").page.includes[0].is_reverse);
}

proptest! {
    #[test]
    fn no_query_panics(
        code in 0_usize..2000,
        modifier in "(|:missing|:not|:exact|:text|:of-type|:identifier|:Patient|:above)",
        value in "[-a-z0-9.,|$\\\\:/+%T]{0,30}",
        noise in any::<String>(),
        document in "[\\[\\]{}\":,\\\\ a0]{0,60}",
    ) {
        let kind = T::ALL[code % T::ALL.len()];
        let params: Vec<_> = table::all(kind).collect();
        let name = format!("{}{modifier}", params[code % params.len()].code);
        for (name, value) in [(&name, &value), (&name, &noise), (&noise, &value)] {
            let pairs = [(name.clone(), value.clone())];
            if let Ok(query) = Query::read(kind, &pairs, (setting(), Handling::Lenient)) {
                for document in [OBSERVATION, PATIENT, &document, &noise] {
                    let _ = query.holds(document);
                }
            }
        }
        let _ = pairs(&noise);
    }
}
