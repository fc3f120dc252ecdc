//! What consents of ours mean, and what they never mean.

use super::{AccessConsent, Matter, Standing, access_consent, made};
use helsami_domain::access::area::{Area, Areas};
use helsami_domain::access::facts::{Against, Closed, End, Proxy, Term};
use helsami_domain::access::marks::{Mark, Marks};
use helsami_domain::ids::{LocalId, PatientKey, RecordId};
use helsami_domain::resource_type::ResourceType;
use jiff::Timestamp;

fn id(kind: ResourceType, patient: i64, number: i64) -> RecordId {
    let (patient, local) = (PatientKey::new(patient).expect("a key"), LocalId::new(number).expect("an id"));
    RecordId { patient, kind, local }
}

/// Ids of the form `patient-number`.
fn resolve(text: &str, kind: ResourceType) -> Option<RecordId> {
    let (patient, number) = text.split_once('-')?;
    Some(id(kind, patient.parse().ok()?, number.parse().ok()?))
}

fn read(category: &str, rest: &str, provision: &str) -> Option<AccessConsent> {
    let body = format!(
        r#"{{"resourceType":"Consent","status":"active","category":[{{"coding":[{{"system":"http://loinc.org","code":"59284-0"}},
        {{"system":"http://helsami.no/fhir/CodeSystem/consent","code":"{category}"}}]}}]{rest},"provision":{{{provision}}}}}"#
    );
    access_consent(id(ResourceType::Consent, 1, 9), &body, &resolve)
}

const OPEN: &str =
    r#""extension":[{"url":"http://helsami.no/fhir/StructureDefinition/until-ended","valueBoolean":true}]"#;

fn at(text: &str) -> Timestamp {
    text.parse().expect("a time")
}

#[test]
fn a_proxy_with_what_is_kept_back() {
    let found = read(
        "proxy",
        "",
        r#""period":{"start":"2026-01-01","end":"2026-12-31"},"actor":[{"reference":{"reference":"Patient/2-0"}}],
        "class":[{"system":"http://helsami.no/fhir/CodeSystem/area","code":"results"},{"system":"x","code":"medicines"},
        {"system":"http://helsami.no/fhir/CodeSystem/area","code":"vaccines"}],
        "provision":[{"type":"deny","securityLabel":[{"code":"PSY"}],"data":[{"meaning":"instance","reference":{"reference":"Observation/1-7"}}]}]"#,
    );
    let proxy = Proxy {
        areas: Areas::of(&[Area::Results, Area::Vaccines]),
        kept_back: Marks::NONE.with(Mark::MentalHealth),
        except: vec![id(ResourceType::Observation, 1, 7)],
    };
    let end = End::At(at("2026-12-31T23:00:00Z"));
    let term = Term { from: at("2025-12-31T23:00:00Z"), end };
    let expect = AccessConsent {
        id: id(ResourceType::Consent, 1, 9),
        matter: Matter::Proxy(proxy),
        holder: PatientKey::new(2),
        standing: Standing::Active,
        made: None,
        changed: None,
        code: None,
        term,
    };
    assert_eq!(found, Some(expect));
}

#[test]
fn leaving_the_end_out_gives_nothing() {
    let term = |provision: &str| read("lock", "", provision).expect("a lock").term;
    let now = at("2026-11-26T12:00:00Z");
    assert!(!term("").holds(now));
    assert!(!term(r#""period":{"start":"2026-01-01"}"#).holds(now));
    assert!(term(OPEN).holds(now));
    assert!(term(&format!(r#""period":{{"start":"2026-01-01"}},{OPEN}"#)).holds(now));
    assert!(!term(r#""period":{"end":"2026-11-25"}"#).holds(now));
}

#[test]
fn blocks_close_no_less_than_they_were_meant_to() {
    let check = |provision: &str, against: Against, closed: Closed| {
        assert_eq!(
            read("block", "", provision).map(|one| one.matter),
            Some(Matter::Block(against, closed)),
            "{provision}"
        );
    };
    let actor = |reference: &str| format!(r#""actor":[{{"reference":{{"reference":"{reference}"}}}}]"#);
    let local = |number| LocalId::new(number).expect("an id");
    check("", Against::Staff, Closed::Record);
    check(&actor("Practitioner/0-4"), Against::Practitioner(local(4)), Closed::Record);
    check(&actor("Organization/0-5"), Against::Organization(local(5)), Closed::Record);
    check(&actor("Patient/3-0"), Against::Person(PatientKey::new(3).expect("a key")), Closed::Record);
    check(&actor("Device/0-1"), Against::Staff, Closed::Record);
    check(r#""class":[{"code":"coming"}]"#, Against::Staff, Closed::Coming);
    let item = r#""data":[{"reference":{"reference":"Observation/1-7"}}]"#;
    check(item, Against::Staff, Closed::Items(vec![id(ResourceType::Observation, 1, 7)]));
    check(
        r#""data":[{"reference":{"reference":"Observation/1-7"}},{"reference":{"reference":"urn:x"}}]"#,
        Against::Staff,
        Closed::Record,
    );
}

#[test]
fn other_consents_and_states_open_nothing() {
    assert_eq!(read("research", "", ""), None);
    let state = |status: &str| {
        let body = format!(
            r#"{{"resourceType":"Consent","status":"{status}","category":[{{"coding":[{{"system":"http://helsami.no/fhir/CodeSystem/consent","code":"youth-access"}}]}}]}}"#
        );
        access_consent(id(ResourceType::Consent, 1, 9), &body, &resolve).expect("a consent").is_active()
    };
    assert!(state("active"));
    for status in ["proposed", "draft", "rejected", "inactive", "entered-in-error", ""] {
        assert!(!state(status), "{status}");
    }
    let foreign = r#"{"resourceType":"Consent","status":"active","category":[{"coding":[{"system":"http://other.example","code":"proxy"}]}]}"#;
    assert_eq!(access_consent(id(ResourceType::Consent, 1, 9), foreign, &resolve), None);
    // An approval without the doctor's date is none.
    assert_eq!(read("representative", "", OPEN), None);
    let with = read("representative", r#","dateTime":"2026-01-01""#, OPEN).map(|one| one.matter);
    let certified = at("2025-12-31T23:00:00Z");
    assert_eq!(with, Some(Matter::Representative { areas: Areas::NONE, certified }));
}

const PARTIES: made::Parties<'_> = made::Parties { patient: "Patient/1-0", performer: "Patient/1-0" };

#[test]
fn an_invitation_is_taken_turned_down_and_ended_without_ever_growing() {
    let now = at("2026-11-26T12:00:00.123456Z");
    let proxy = Proxy {
        areas: Areas::of(&[Area::Results, Area::CareTeam]),
        kept_back: Marks::NONE.with(Mark::Hiv).with(Mark::Violence),
        except: vec![id(ResourceType::Observation, 1, 7)],
    };
    let items = ["Observation/1-7".to_owned()];
    let given = Term { from: now, end: End::At(at("2027-01-31T23:00:00Z")) };
    let offer = made::Given { proxy: &proxy, items: &items, term: given };
    let body = made::invitation(PARTIES, offer, "the hash", now);
    let read = |body: &str| access_consent(id(ResourceType::Consent, 1, 9), body, &resolve).expect("ours");
    let offered = AccessConsent {
        id: id(ResourceType::Consent, 1, 9),
        matter: Matter::Proxy(proxy.clone()),
        holder: None,
        standing: Standing::Proposed,
        made: Some(now),
        changed: None,
        code: Some("the hash".into()),
        term: given,
    };
    assert_eq!(read(&body), offered);
    let taken = made::accepted(&body, "Patient/2-0").expect("an offer");
    let expect = AccessConsent { holder: PatientKey::new(2), standing: Standing::Active, ..offered.clone() };
    assert_eq!(read(&taken), expect);
    // Changed twice by the giver: what is given now, and nothing of what was.
    let later = at("2026-12-24T12:00:00Z");
    let less = Proxy { areas: Areas::of(&[Area::Vaccines]), ..Proxy::default() };
    let open = Term { from: now, end: End::WhenEnded };
    let changed = made::changed(&taken, made::Given { proxy: &less, items: &[], term: open }, later);
    let changed = changed.expect("a consent");
    let now_given =
        AccessConsent { matter: Matter::Proxy(less), term: open, changed: Some(later), ..expect.clone() };
    assert_eq!(read(&changed), now_given);
    let back = made::changed(&changed, offer, later).expect("a consent");
    assert_eq!(read(&back), AccessConsent { changed: Some(later), ..expect.clone() });
    assert_eq!(back.matches(super::CHANGED).count(), 1);
    // What nobody has taken is no access that could be changed.
    assert_eq!(made::changed(&body, offer, later), None);
    let ended = made::ended(&taken).expect("a consent");
    assert_eq!(read(&ended), AccessConsent { standing: Standing::Ended, ..expect });
    let declined = made::declined(&body).expect("an offer");
    assert_eq!(read(&declined), AccessConsent { standing: Standing::Declined, ..offered });
    assert_eq!((made::accepted("[]", "Patient/2-0"), made::ended("x")), (None, None));
}

#[test]
fn what_the_portal_writes_is_read_as_it_was_meant() {
    let now = at("2026-11-26T12:00:00Z");
    let read = |body: &str| access_consent(id(ResourceType::Consent, 1, 9), body, &resolve).expect("ours");
    let until = Term { from: now, end: End::At(at("2028-03-01T23:00:00Z")) };
    let youth = read(&made::youth_access(PARTIES, until, now));
    assert_eq!((youth.is_active(), youth.term, youth.matter), (true, until, Matter::YouthAccess));
    let lock = read(&made::lock(PARTIES, now));
    assert_eq!((lock.is_active(), lock.term.holds(now), lock.matter), (true, true, Matter::Lock));
    assert_eq!(read(&made::offer_dismissed(PARTIES, now)).matter, Matter::OfferDismissed);
    let put_away = read(&made::notices_put_away(PARTIES, now));
    assert_eq!((put_away.is_active(), put_away.matter), (true, Matter::NoticesPutAway(now)));
}

#[test]
fn what_asks_for_a_fresh_sign_in() {
    let read = |body: &str| access_consent(id(ResourceType::Consent, 1, 9), body, &resolve).expect("ours");
    let now = at("2026-11-26T12:00:00Z");
    let (areas, items) = (Areas::of(&[Area::Results, Area::Documents]), ["DocumentReference/1-7".to_owned()]);
    let made = read(&made::safe_mode(PARTIES, (areas, &items), now));
    let expect = Matter::SafeMode { areas, items: vec![id(ResourceType::DocumentReference, 1, 7)] };
    assert!(made.is_active() && made.term.holds(now));
    assert_eq!(made.matter, expect);
    let parts = read(&made::safe_mode(PARTIES, (areas, &[]), now));
    assert_eq!(parts.matter, Matter::SafeMode { areas, items: Vec::new() });
    // What cannot be found asks for everything.
    let lost = read(&made::safe_mode(PARTIES, (Areas::NONE, &["DocumentReference/gone".to_owned()]), now));
    assert_eq!(lost.matter, Matter::SafeMode { areas: Areas::ALL, items: Vec::new() });
    let ended = made::ended(&made::safe_mode(PARTIES, (areas, &items), now)).expect("a consent");
    assert!(!read(&ended).is_active());
}
