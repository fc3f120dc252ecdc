//! The people of the matrix: each has something in every part of the record, and items with every kind of mark, each
//! with a text that stands nowhere else.

use serde_json::{Value, json};

use crate::town::NATIONAL;

const FAMILY: &str = "http://hl7.no/fhir/CodeSystem/no-basis-family-relation";
const PARENTAL: &str = "http://hl7.no/fhir/CodeSystem/no-basis-parental-responsibility";
const CONSENT: &str = "http://helsami.no/fhir/CodeSystem/consent";
const OFFICES: &str = "urn:oid:2.16.578.1.12.4.1.4.101";
const AREA: &str = "http://helsami.no/fhir/CodeSystem/area";

/// Somebody, with their street.
pub(super) struct Person {
    pub(super) key: &'static str,
    born: &'static str,
    pub(super) street: &'static str,
}

const fn person(key: &'static str, born: &'static str, street: &'static str) -> Person {
    Person { key, born, street }
}

/// All of them. The day is 26 November 2026.
pub(super) const CAST: &[Person] = &[
    person("A", "1980-01-02", "Alleen 1"),
    person("B", "1981-02-03", "Bakken 1"),
    person("P", "1982-03-04", "Parken 1"),
    person("NR", "1983-04-05", "Parken 1"),
    person("AP", "1984-05-06", "Odden 1"),
    person("BL", "1985-06-07", "Parken 1"),
    person("SI", "1986-07-08", "Viken 1"),
    person("FO", "1979-08-09", "Viken 2"),
    person("IN", "1940-09-10", "Lunden 1"),
    person("GU", "1970-10-11", "Lunden 2"),
    person("RE", "1971-11-12", "Lunden 3"),
    person("PX", "1972-12-13", "Marka 1"),
    person("EX", "1973-01-14", "Marka 2"),
    person("T17", "2009-02-15", "Marka 3"),
    person("DE", "1945-03-16", "Nesset 1"),
    person("NE", "1946-04-17", "Nesset 1"),
    person("SE", "1987-05-18", "Skogen 1"),
    person("Y14", "2012-06-19", "Haugen 1"),
    person("N14", "2012-07-20", "Haugen 2"),
    person("LK", "1988-08-21", "Tangen 1"),
    person("CA", "2018-09-22", "Odden 9"),
    person("CR", "2016-10-23", "Viken 1"),
    person("C11", "2014-11-27", "Parken 1"),
    person("C12", "2014-11-26", "Parken 1"),
    person("C15", "2010-11-27", "Parken 1"),
    person("C16", "2010-11-26", "Parken 1"),
];

/// Who is whose parent: child, parent, the code of responsibility.
const PARENTS: &[(&str, &str, &str)] = &[
    ("C11", "P", "felles"),
    ("C11", "BL", "felles"),
    ("C11", "NR", "andre"),
    ("C12", "P", "mor"),
    ("C15", "P", "felles"),
    ("C16", "P", "felles"),
    ("CA", "AP", "mor"),
    ("CR", "SI", "mor"),
];

/// Consents: whose, category, to whom, areas, kept back, end (empty: until one ends it).
type Given = (&'static str, &'static str, &'static str, &'static [&'static str], &'static str, &'static str);
const GIVEN: &[Given] = &[
    ("B", "proxy", "PX", &["results"], "PSY", ""),
    ("B", "proxy", "EX", &["results"], "", "2026-11-25"),
    ("B", "proxy", "T17", &["results"], "", ""),
    ("B", "proxy", "SE", &["results"], "", ""),
    ("SE", "proxy", "PX", &["results"], "", ""),
    ("LK", "proxy", "PX", &["results"], "", ""),
    ("LK", "lock", "", &[], "", ""),
    ("C11", "block", "BL", &[], "", ""),
    ("CR", "in-care", "", &[], "", ""),
    ("CR", "foster", "FO", &["appointments", "vaccines"], "", ""),
    ("IN", "incapacity", "", &[], "", ""),
    ("IN", "guardian", "GU", &[], "", ""),
    ("IN", "representative", "RE", &["results", "documents"], "", ""),
    ("DE", "nearest-of-dead", "NE", &["documents"], "", ""),
    ("Y14", "youth-access", "", &[], "", ""),
];

/// Marks: the word of the oracle, and `meta`.
pub(super) const MARKS: [&str; 5] = ["parents", "young", "psy", "refused", "hand"];

fn meta(mark: &str) -> Value {
    let security = |code: &str| json!({"security": [{"code": code}]});
    match mark {
        "parents" => security("NORN_FORANS"),
        "young" => security("NORN_UNGDOM"),
        "psy" => security("PSY"),
        "refused" => security("NORN_KUT"),
        _ => security("NORU"),
    }
}

impl Person {
    /// A synthetic identity number of the birth date: month + 80, right control digits.
    pub(super) fn number(&self) -> String {
        let part = |from: usize, to: usize| self.born[from..to].parse::<u32>().expect("digits");
        let (day, month, year) = (part(8, 10), part(5, 7) + 80, part(2, 4));
        let first = if part(0, 4) < 2000 { 100 } else { 600 };
        (first..first + 100)
            .find_map(|serial| {
                let mut digits = format!("{day:02}{month:02}{year:02}{serial:03}");
                for weights in [&[3, 7, 6, 1, 8, 9, 4, 5, 2][..], &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2][..]] {
                    let sum: u32 = digits
                        .bytes()
                        .zip(weights)
                        .map(|(digit, weight)| u32::from(digit - b'0') * weight)
                        .sum();
                    digits.push(match 11 - sum % 11 {
                        11 => '0',
                        10 => return None,
                        digit => char::from_digit(digit, 10).expect("a digit"),
                    });
                }
                Some(digits)
            })
            .expect("a number")
    }

    fn text(&self, part: &str) -> String {
        format!("Merke-{}-{part}", self.key)
    }

    /// The person's transaction.
    pub(super) fn bundle(&self) -> Value {
        let mut all = vec![self.patient()];
        all.extend(self.plain());
        for mark in MARKS {
            all.extend(self.marked(mark));
        }
        all.extend(PARENTS.iter().filter(|(child, ..)| *child == self.key).map(|one| self.parent(one)));
        let entries = all.into_iter().enumerate().map(|(number, mut resource)| {
            let kind = resource["resourceType"].as_str().expect("a type").to_owned();
            if kind == "DiagnosticReport" {
                resource["result"] = json!([{"reference": format!("urn:uuid:{}-{}", self.key, number - 1)}]);
            }
            json!({"fullUrl": format!("urn:uuid:{}-{number}", self.key), "resource": resource,
                "request": {"method": "POST", "url": kind}})
        });
        json!({"resourceType": "Bundle", "type": "transaction", "entry": entries.collect::<Vec<_>>()})
    }

    fn subject(&self) -> Value {
        json!({"reference": format!("urn:uuid:{}-0", self.key)})
    }

    fn patient(&self) -> Value {
        let mut patient = json!({"resourceType": "Patient", "birthDate": self.born,
            "identifier": [{"system": NATIONAL, "value": self.number()}],
            "name": [{"given": ["Ola"], "family": format!("Navn-{}-sen", self.key)}],
            "telecom": [{"system": "email", "value": self.text("details")}],
            "generalPractitioner": [{"reference": format!("Organization?identifier={OFFICES}|{}", DOCTOR.1)}],
            "address": [{"use": "home", "line": [self.street], "postalCode": "7010", "city": "TRONDHEIM"}]});
        if self.key == "DE" {
            patient["deceasedDateTime"] = json!("2026-01-05");
        }
        if self.key == "SE" {
            patient["meta"] = json!({"security": [{"code": "R"}]});
        }
        patient
    }

    fn plain(&self) -> Vec<Value> {
        let (subject, text) = (self.subject(), |part: &str| json!({"text": self.text(part)}));
        let kin = format!("Merke-{}-kin", self.key);
        vec![
            self.appointment(&self.text("appointments"), None),
            self.observation(&self.text("results"), None),
            json!({"resourceType": "DiagnosticReport", "status": "final", "subject": subject,
                "category": [{"coding": [{"code": "LAB"}]}], "code": text("results"),
                "effectiveDateTime": "2026-11-02T08:00:00+01:00"}),
            json!({"resourceType": "MedicationRequest", "status": "active", "intent": "order", "subject": subject,
                "medicationCodeableConcept": text("medicines"), "authoredOn": "2026-10-01"}),
            json!({"resourceType": "AllergyIntolerance", "patient": subject, "code": text("allergies"),
                "clinicalStatus": {"coding": [{"code": "active"}]}, "recordedDate": "2020-01-01"}),
            json!({"resourceType": "Condition", "subject": subject, "code": text("diagnoses"),
                "clinicalStatus": {"coding": [{"code": "active"}]}, "recordedDate": "2021-01-01"}),
            json!({"resourceType": "Immunization", "status": "completed", "patient": subject,
                "vaccineCode": text("vaccines"), "occurrenceDateTime": "2022-02-02"}),
            self.document(&self.text("documents"), None),
            json!({"resourceType": "CareTeam", "status": "active", "subject": subject, "name": self.text("careteam"),
                "participant": [{"member": {"display": self.text("careteam")}}]}),
            json!({"resourceType": "RelatedPerson", "patient": subject, "active": true,
                "name": [{"family": kin}], "telecom": [{"system": "phone", "value": "+47 00 11 22 33"}],
                "relationship": [{"coding": [{"system": FAMILY, "code": "venn"}], "text": "Venn"}]}),
        ]
    }

    fn marked(&self, mark: &str) -> Vec<Value> {
        let text = |part: &str| format!("{}-{mark}", self.text(part));
        vec![
            self.appointment(&text("appointments"), Some(mark)),
            self.observation(&text("results"), Some(mark)),
            self.document(&text("documents"), Some(mark)),
        ]
    }

    fn appointment(&self, text: &str, mark: Option<&str>) -> Value {
        // Nothing lies ahead of somebody who is dead.
        let (status, day) =
            if self.key == "DE" { ("fulfilled", "2025-12-10") } else { ("booked", "2026-12-10") };
        let at = |time: &str| format!("{day}T{time}:00+01:00");
        let value = json!({"resourceType": "Appointment", "status": status, "description": text,
            "start": at("09:00"), "end": at("09:30"),
            "participant": [{"actor": self.subject(), "status": "accepted"}]});
        with(value, mark)
    }

    fn observation(&self, text: &str, mark: Option<&str>) -> Value {
        let value = json!({"resourceType": "Observation", "status": "final", "subject": self.subject(),
            "category": [{"coding": [{"system": "http://terminology.hl7.org/CodeSystem/observation-category",
                "code": "laboratory"}]}],
            "code": {"coding": [{"system": "http://loinc.org", "code": text}], "text": text},
            "effectiveDateTime": "2026-11-02T08:00:00+01:00", "valueQuantity": {"value": 4.2, "unit": "mmol/L"}});
        with(value, mark)
    }

    fn document(&self, text: &str, mark: Option<&str>) -> Value {
        use base64::Engine as _;
        let data = base64::engine::general_purpose::STANDARD.encode(text);
        let value = json!({"resourceType": "DocumentReference", "status": "current", "docStatus": "final",
            "subject": self.subject(), "description": text, "date": "2026-11-03T08:00:00+01:00",
            "content": [{"attachment": {"contentType": "text/plain", "data": data, "title": text}}]});
        with(value, mark)
    }

    fn parent(&self, (_, parent, responsibility): &(&str, &str, &str)) -> Value {
        let other = by_key(parent);
        json!({"resourceType": "RelatedPerson", "patient": self.subject(), "active": true,
            "identifier": [{"system": NATIONAL, "value": other.number()}],
            "name": [{"family": self.text("kin")}],
            "relationship": [{"coding": [{"system": FAMILY, "code": "mor"}]},
                {"coding": [{"system": PARENTAL, "code": responsibility}]}]})
    }
}

fn with(mut value: Value, mark: Option<&str>) -> Value {
    if let Some(mark) = mark {
        value["meta"] = meta(mark);
    }
    value
}

/// The person with this key.
pub(super) fn by_key(key: &str) -> &'static Person {
    CAST.iter().find(|one| one.key == key).expect("somebody of the cast")
}

/// The office that answers for everybody's record, to be written before anybody is there.
/// Somebody who works at a place: their number of health personnel, and the place's number.
pub(super) const STAFF: (&str, &str) = ("181000001", "998447356");
/// The same of a doctor of the office that everybody belongs to.
pub(super) const DOCTOR: (&str, &str) = ("181000002", "974760673");

/// The staff.
pub(super) fn staff() -> Value {
    let entry = |id: &str, resource: Value| {
        json!({"fullUrl": format!("urn:uuid:{id}"), "request": {"method": "POST", "url": resource["resourceType"]},
            "resource": resource})
    };
    let (hpr, place) = STAFF;
    json!({"resourceType": "Bundle", "type": "transaction", "entry": [
        entry("place", json!({"resourceType": "Organization", "name": "Lia legesenter",
            "identifier": [{"system": OFFICES, "value": place}]})),
        entry("doctor", json!({"resourceType": "Practitioner", "name": [{"family": "Lege", "given": ["Kari"]}],
            "identifier": [{"system": "urn:oid:2.16.578.1.12.4.1.4.4", "value": hpr}]})),
        entry("role", json!({"resourceType": "PractitionerRole", "code": [{"text": "Fastlege"}],
            "practitioner": {"reference": "urn:uuid:doctor"}, "organization": {"reference": "urn:uuid:place"}})),
        entry("own-doctor", json!({"resourceType": "Practitioner", "name": [{"family": "Fastlege", "given": ["Nils"]}],
            "identifier": [{"system": "urn:oid:2.16.578.1.12.4.1.4.4", "value": DOCTOR.0}]})),
        entry("own-role", json!({"resourceType": "PractitionerRole", "code": [{"text": "Fastlege"}],
            "practitioner": {"reference": "urn:uuid:own-doctor"},
            "organization": {"reference": format!("Organization?identifier={OFFICES}|{}", DOCTOR.1)}})),
    ]})
}

pub(super) fn office() -> Value {
    let office = json!({"resourceType": "Organization", "active": true, "name": "Torget legesenter",
        "identifier": [{"system": OFFICES, "value": DOCTOR.1}]});
    json!({"resourceType": "Bundle", "type": "transaction", "entry": [
        {"resource": office, "request": {"method": "POST", "url": "Organization"}}]})
}

/// The consents, to be written when everybody is there.
pub(super) fn consents() -> Value {
    let who =
        |key: &str| json!({"reference": format!("Patient?identifier={NATIONAL}|{}", by_key(key).number())});
    let entries = GIVEN.iter().map(|(whose, category, to, areas, kept, end)| {
        let mut provision = json!({"period": {"start": "2025-01-01"}});
        if end.is_empty() {
            let url = "http://helsami.no/fhir/StructureDefinition/until-ended";
            provision["extension"] = json!([{"url": url, "valueBoolean": true}]);
        } else {
            provision["period"]["end"] = json!(end);
        }
        if !to.is_empty() {
            provision["actor"] = json!([{"reference": who(to)}]);
        }
        if !areas.is_empty() {
            provision["class"] = areas.iter().map(|area| json!({"system": AREA, "code": area})).collect();
        }
        if !kept.is_empty() {
            provision["provision"] = json!([{"type": "deny", "securityLabel": [{"code": kept}]}]);
        }
        let consent = json!({"resourceType": "Consent", "status": "active", "patient": who(whose),
            "category": [{"coding": [{"system": CONSENT, "code": category}]}], "dateTime": "2025-01-01",
            "provision": provision});
        json!({"resource": consent, "request": {"method": "POST", "url": "Consent"}})
    });
    json!({"resourceType": "Bundle", "type": "transaction", "entry": entries.collect::<Vec<_>>()})
}
