//! Consents that the portal itself writes. What is written here is read by the same crate's reader, and by nobody's eye
//! alone: the tests go through both.

use helsami_domain::access::area::Areas;
use helsami_domain::access::facts::{End, Proxy, Term};
use helsami_domain::access::marks::Marks;
use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::{AREA, CATEGORY, CHANGED, INVITATION, UNTIL_ENDED};

/// How labels of sensitivity are sent.
const ACT_CODE: &str = "http://terminology.hl7.org/CodeSystem/v3-ActCode";
const SCOPE: &str = "http://terminology.hl7.org/CodeSystem/consentscope";
const ROLE: &str = "http://terminology.hl7.org/CodeSystem/v3-RoleCode";

/// Whose record a consent is in, and who says so: references as `Patient/…`.
#[derive(Clone, Copy, Debug)]
pub struct Parties<'a> {
    /// The patient.
    pub patient: &'a str,
    /// Who consents, sets or gives.
    pub performer: &'a str,
}

/// What is given, and for how long.
#[derive(Clone, Copy, Debug)]
pub struct Given<'a> {
    /// The parts, and the topics that are kept back.
    pub proxy: &'a Proxy,
    /// The single items that are kept back, as references.
    pub items: &'a [String],
    /// From when to when.
    pub term: Term,
}

/// An invitation: an access that is proposed to whoever holds the code with this hash.
#[must_use]
pub fn invitation(parties: Parties<'_>, given: Given<'_>, code_hash: &str, now: Timestamp) -> String {
    let mut consent = consent("proxy", parties, given.term, now);
    consent["status"] = "proposed".into();
    consent["identifier"] = json!([{ "system": INVITATION, "value": code_hash }]);
    consent["provision"] = given.provision();
    consent.to_string()
}

/// The same consent with something else given, as its giver has changed it. `None` for text that is none.
#[must_use]
pub fn changed(body: &str, given: Given<'_>, now: Timestamp) -> Option<String> {
    let mut consent = own(body)?;
    let mut provision = given.provision();
    provision["actor"] = consent.get("provision")?.get("actor")?.clone();
    consent.insert("provision".to_owned(), provision);
    let mut extensions = match consent.remove("extension") {
        Some(Value::Array(list)) => list,
        _ => Vec::new(),
    };
    extensions.retain(|one| one["url"] != CHANGED);
    extensions.push(json!({ "url": CHANGED, "valueDateTime": instant(now) }));
    consent.insert("extension".to_owned(), extensions.into());
    Some(Value::Object(consent).to_string())
}

impl Given<'_> {
    pub(super) fn provision(&self) -> Value {
        let mut provision = provision(self.term);
        provision["class"] = classes(self.proxy.areas);
        let denied = kept_back(self.proxy.kept_back, self.items);
        if !denied.is_empty() {
            provision["provision"] = denied.into();
        }
        provision
    }
}

/// The parts of a record.
pub(super) fn classes(areas: Areas) -> Value {
    areas.iter().map(|area| json!({ "system": AREA, "code": area.code() })).collect()
}

/// A parent's consent to the young person's own log-in.
#[must_use]
pub fn youth_access(parties: Parties<'_>, term: Term, now: Timestamp) -> String {
    consent("youth-access", parties, term, now).to_string()
}

/// The emergency lock, until staff lift it.
#[must_use]
pub fn lock(parties: Parties<'_>, now: Timestamp) -> String {
    consent("lock", parties, Term { from: now, end: End::WhenEnded }, now).to_string()
}

/// What the person wants a fresh sign-in for, from now on: parts, and single things as references.
#[must_use]
pub fn safe_mode(parties: Parties<'_>, (areas, items): (Areas, &[String]), now: Timestamp) -> String {
    let mut consent = consent("safe-mode", parties, Term { from: now, end: End::WhenEnded }, now);
    consent["provision"]["type"] = "deny".into();
    if !areas.is_empty() {
        consent["provision"]["class"] = classes(areas);
    }
    if !items.is_empty() {
        consent["provision"]["data"] = instances(items);
    }
    consent.to_string()
}

/// That the person does not want to be asked again to give former parents access.
#[must_use]
pub fn offer_dismissed(parties: Parties<'_>, now: Timestamp) -> String {
    consent("offer-dismissed", parties, Term { from: now, end: End::WhenEnded }, now).to_string()
}

/// That the person has put away what was told about accesses until this moment.
#[must_use]
pub fn notices_put_away(parties: Parties<'_>, until: Timestamp) -> String {
    consent("notices-put-away", parties, Term { from: until, end: End::WhenEnded }, until).to_string()
}

/// The same consent, taken by somebody: what was offered, now in force. `None` for text that is no offer.
#[must_use]
pub fn accepted(body: &str, receiver: &str) -> Option<String> {
    let mut consent = own(body)?;
    let provision = consent.get_mut("provision")?.as_object_mut()?;
    let role = json!({ "coding": [{ "system": ROLE, "code": "DELEGATEE" }] });
    provision.insert("actor".to_owned(), json!([{ "role": role, "reference": { "reference": receiver } }]));
    consent.insert("status".to_owned(), "active".into());
    Some(Value::Object(consent).to_string())
}

/// The same consent, turned down by the one who was invited.
#[must_use]
pub fn declined(body: &str) -> Option<String> {
    with_status(body, "rejected")
}

/// The same consent, ended by one of the two.
#[must_use]
pub fn ended(body: &str) -> Option<String> {
    with_status(body, "inactive")
}

fn with_status(body: &str, status: &str) -> Option<String> {
    let mut consent = own(body)?;
    consent.insert("status".to_owned(), status.into());
    Some(Value::Object(consent).to_string())
}

pub(super) fn own(body: &str) -> Option<Map<String, Value>> {
    match serde_json::from_str(body).ok()? {
        Value::Object(consent) => Some(consent),
        _ => None,
    }
}

/// Labels and items are denied apart: together they would mean items that have the label.
fn kept_back(marks: Marks, items: &[String]) -> Vec<Value> {
    let labels: Vec<Value> =
        marks.iter().map(|mark| json!({ "system": ACT_CODE, "code": mark.code() })).collect();
    let mut denied = Vec::new();
    if !labels.is_empty() {
        denied.push(json!({ "type": "deny", "securityLabel": labels }));
    }
    if !items.is_empty() {
        denied.push(json!({ "type": "deny", "data": instances(items) }));
    }
    denied
}

fn instances(items: &[String]) -> Value {
    items.iter().map(|item| json!({ "meaning": "instance", "reference": { "reference": item } })).collect()
}

/// What holds from when to when. An end that is left out on purpose says so.
fn provision(term: Term) -> Value {
    let mut period = json!({ "start": instant(term.from) });
    let mut provision = json!({ "type": "permit" });
    match term.end {
        End::At(end) => period["end"] = instant(end).into(),
        End::WhenEnded => {
            provision["extension"] = json!([{ "url": UNTIL_ENDED, "valueBoolean": true }]);
        }
    }
    provision["period"] = period;
    provision
}

pub(super) fn consent(category: &str, parties: Parties<'_>, term: Term, now: Timestamp) -> Value {
    json!({
        "resourceType": "Consent",
        "status": "active",
        "scope": { "coding": [{ "system": SCOPE, "code": "patient-privacy" }] },
        "category": [{ "coding": [{ "system": CATEGORY, "code": category }] }],
        "patient": { "reference": parties.patient },
        "performer": [{ "reference": parties.performer }],
        "dateTime": instant(now),
        "policyRule": { "coding": [{ "system": ACT_CODE, "code": "OPTIN" }] },
        "provision": provision(term),
    })
}

/// A moment as FHIR writes it; whole microseconds, so that it is read as the same moment.
pub(super) fn instant(at: Timestamp) -> String {
    at.to_string()
}
