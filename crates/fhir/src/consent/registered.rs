//! Consents that staff register: what was shown to them, who registered it, and the paper behind it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use helsami_domain::access::Statement;
use helsami_domain::access::area::Areas;
use helsami_domain::access::facts::{End, Term};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::made::{Given, Parties, classes, consent, instant, own};

/// The naming system of the marks by which a paper that is sent twice is known.
pub const ONCE: &str = "http://helsami.no/fhir/NamingSystem/registered";
/// Who registered a consent.
pub const REGISTERED: &str = "http://helsami.no/fhir/StructureDefinition/registered-by";
const ROLE: &str = "http://terminology.hl7.org/CodeSystem/v3-RoleCode";
const DOCUMENT_TYPE: &str = "urn:oid:2.16.578.1.12.4.1.1.9602";

/// A member of staff at a place, as references with names.
#[derive(Clone, Copy, Debug)]
pub struct Registrar<'a> {
    /// `Practitioner/…`, and the name.
    pub person: (&'a str, &'a str),
    /// `Organization/…`, and its name.
    pub place: (&'a str, Option<&'a str>),
}

/// What every registered consent says.
#[derive(Clone, Copy, Debug)]
pub struct Registered<'a> {
    /// Whose record, as `Patient/…`.
    pub patient: &'a str,
    /// Who registers.
    pub by: Registrar<'a>,
    /// The paper behind it, as a reference.
    pub paper: Option<&'a str>,
    /// What tells the same paper, sent twice, from another.
    pub once: Option<&'a str>,
    /// When.
    pub now: Timestamp,
}

impl Registered<'_> {
    fn consent(&self, category: &str, performer: &Value, term: Term) -> Value {
        let parties = Parties { patient: self.patient, performer: "" };
        let mut consent = consent(category, parties, term, self.now);
        consent["performer"] = json!([performer]);
        consent["organization"] = json!([self.place()]);
        consent["extension"] = json!([{ "url": REGISTERED, "valueReference": self.person() }]);
        if let Some(once) = self.once {
            consent["identifier"] = identifier(once);
        }
        if let Some(paper) = self.paper {
            consent["sourceReference"] = json!({ "reference": paper });
        }
        consent
    }

    fn person(&self) -> Value {
        json!({ "reference": self.by.person.0, "display": self.by.person.1 })
    }

    fn place(&self) -> Value {
        match self.by.place {
            (reference, Some(name)) => json!({ "reference": reference, "display": name }),
            (reference, None) => json!({ "reference": reference }),
        }
    }

    fn given(&self, category: &str, receiver: &str, term: Term) -> Value {
        let mut consent = self.consent(category, &self.person(), term);
        consent["provision"]["actor"] = actor(receiver, "RESPRSN");
        consent
    }

    /// That a doctor has stated that the person cannot consent.
    #[must_use]
    pub fn incapacity(&self, statement: Statement, doctor: &str) -> String {
        let term = Term { from: statement.certified(), end: End::At(statement.end()) };
        let mut consent = self.consent("incapacity", &json!({ "display": doctor }), term);
        consent["dateTime"] = statement.made().to_string().into();
        consent["provision"]["type"] = "deny".into();
        consent.to_string()
    }

    /// The nearest relative, on this statement.
    #[must_use]
    pub fn representative(
        &self,
        statement: Statement,
        (receiver, areas, term): (&str, Areas, Term),
    ) -> String {
        let mut consent = self.given("representative", receiver, term);
        consent["dateTime"] = statement.made().to_string().into();
        consent["provision"]["class"] = classes(areas);
        consent.to_string()
    }

    /// The nearest relative of somebody who is dead.
    #[must_use]
    pub fn nearest_of_dead(&self, (receiver, areas, term): (&str, Areas, Term)) -> String {
        let mut consent = self.given("nearest-of-dead", receiver, term);
        consent["provision"]["class"] = classes(areas);
        consent.to_string()
    }

    /// A power of attorney that the person has signed on paper: as one that they have given themself.
    #[must_use]
    pub fn proxy(&self, receiver: &str, given: Given<'_>) -> String {
        let mut consent = self.consent("proxy", &json!({ "reference": self.patient }), given.term);
        consent["provision"] = given.provision();
        consent["provision"]["actor"] = actor(receiver, "DELEGATEE");
        consent.to_string()
    }

    /// Custody by judgment or agreement.
    #[must_use]
    pub fn custody(&self, receiver: &str, term: Term) -> String {
        self.given("custody", receiver, term).to_string()
    }

    /// The paper itself, as a document of the record: what it is called, of which day, who wrote it and what it says.
    #[must_use]
    pub fn document(&self, paper: Paper<'_>) -> String {
        let Paper { title, date, author, words } = paper;
        let mut document = json!({
            "resourceType": "DocumentReference",
            "status": "current",
            "docStatus": "final",
            "type": { "coding": [{ "system": DOCUMENT_TYPE, "code": "I02-2", "display": "Brev" }], "text": "Brev" },
            "subject": { "reference": self.patient },
            "date": instant(date),
            "author": [{ "display": author }],
            "authenticator": self.person(),
            "custodian": self.place(),
            "description": title,
            "content": [{ "attachment": {
                "contentType": "text/plain; charset=utf-8",
                "language": "nb",
                "data": STANDARD.encode(words),
                "title": title,
                "creation": instant(self.now),
            } }],
        });
        if let Some(once) = self.once {
            document["identifier"] = identifier(once);
        }
        document.to_string()
    }
}

/// A paper that staff register.
#[derive(Clone, Copy, Debug)]
pub struct Paper<'a> {
    /// What it is called.
    pub title: &'a str,
    /// Of which moment.
    pub date: Timestamp,
    /// Who wrote it.
    pub author: &'a str,
    /// What it says.
    pub words: &'a str,
}

/// The same consent as one that was never true: it stays in the record, opens nothing, and says so. `None` for text that is
/// none.
#[must_use]
pub fn mistaken(body: &str) -> Option<String> {
    let mut consent = own(body)?;
    consent.insert("status".to_owned(), "entered-in-error".into());
    Some(Value::Object(consent).to_string())
}

/// Who registered a consent, in the words that were kept. `None` for what the citizen has given themself.
#[must_use]
pub fn registered_by(body: &str) -> Option<String> {
    let consent = own(body)?;
    let all = consent.get("extension")?.as_array()?;
    let found = all.iter().find(|one| one["url"] == REGISTERED)?;
    Some(found["valueReference"]["display"].as_str().unwrap_or_default().to_owned())
}

fn identifier(once: &str) -> Value {
    json!([{ "system": ONCE, "value": once }])
}

fn actor(receiver: &str, role: &str) -> Value {
    let role = json!({ "coding": [{ "system": ROLE, "code": role }] });
    json!([{ "role": role, "reference": { "reference": receiver } }])
}
