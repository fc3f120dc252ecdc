//! Reporting errors: who gets the case, what it holds, who may read it, and what comes of it.

use helsami_app::cases::{self, AskError, Asked, Cases};
use helsami_app::pass::Pass;
use helsami_app::report::{self, Fault, Line, Typed, WORDS_MAX};
use helsami_app::{ExternalId, ReadError};
use helsami_domain::access::facts::{Ground as Why, StaffReader};
use helsami_domain::access::{Actor, Rule, VisitNumber, worklist};
use helsami_domain::case::{CaseKind, Ending, Standing, State};
use helsami_domain::ids::{LocalId, RecordId};
use helsami_domain::matter::Matter;
use helsami_domain::resource_type::ResourceType as T;
use jiff::Timestamp;
use jiff::civil::date;

use crate::ground::{Ground, now};

/// A hospital with a doctor, an office that keeps the person's record, a mother and her child, and lines that say their writer
/// in different ways.
pub(crate) const TOWN: &str = r#"{"resourceType":"Bundle","type":"collection","entry":[
{"resource":{"resourceType":"Organization","id":"hospital","name":"Sykehuset"}},
{"resource":{"resourceType":"Organization","id":"office","name":"Legekontoret"}},
{"resource":{"resourceType":"Practitioner","id":"doctor","name":[{"family":"Lege"}]}},
{"resource":{"resourceType":"PractitionerRole","id":"role","practitioner":{"reference":"Practitioner/doctor"},"organization":{"reference":"Organization/hospital"}}},
{"resource":{"resourceType":"Patient","id":"anna","name":[{"text":"Anna Lund"}],"birthDate":"1980-05-01","identifier":[{"system":"urn:oid:2.16.578.1.12.4.1.4.1","value":"03845812429"}],
 "address":[{"use":"home","line":["Storgata 1"],"postalCode":"7010","city":"Trondheim"}],"generalPractitioner":[{"reference":"Organization/office"}]}},
{"resource":{"resourceType":"Patient","id":"bo","name":[{"text":"Bo Lund"}],"birthDate":"2018-03-01","identifier":[{"system":"urn:h","value":"bo"}],
 "address":[{"use":"home","line":["Storgata 1"],"postalCode":"7010","city":"Trondheim"}]}},
{"resource":{"resourceType":"RelatedPerson","id":"r1","patient":{"reference":"Patient/bo"},"identifier":[{"system":"urn:oid:2.16.578.1.12.4.1.4.1","value":"03845812429"}],
 "relationship":[{"coding":[{"system":"http://hl7.no/fhir/CodeSystem/no-basis-family-relation","code":"mor"}]},{"coding":[{"system":"http://hl7.no/fhir/CodeSystem/no-basis-parental-responsibility","code":"felles"}]}]}},
{"resource":{"resourceType":"Encounter","id":"visit","status":"finished","class":{"code":"AMB"},"subject":{"reference":"Patient/anna"},"serviceProvider":{"reference":"Organization/hospital"},"period":{"start":"2026-10-01T08:00:00Z"}}},
{"resource":{"resourceType":"Immunization","id":"direct","status":"completed","vaccineCode":{"text":"Influensavaksine"},"patient":{"reference":"Patient/anna"},"occurrenceDateTime":"2026-10-01","performer":[{"actor":{"reference":"Organization/hospital"}}]}},
{"resource":{"resourceType":"Condition","id":"by-role","code":{"text":"Astma"},"subject":{"reference":"Patient/anna"},"recorder":{"reference":"PractitionerRole/role"},"recordedDate":"2026-10-02"}},
{"resource":{"resourceType":"AllergyIntolerance","id":"by-visit","code":{"text":"Pollen"},"patient":{"reference":"Patient/anna"},"encounter":{"reference":"Encounter/visit"},"recordedDate":"2026-10-03"}},
{"resource":{"resourceType":"MedicationStatement","id":"own","status":"active","medicationCodeableConcept":{"text":"Paracet"},"subject":{"reference":"Patient/anna"},"informationSource":{"reference":"Patient/anna"}}},
{"resource":{"resourceType":"Immunization","id":"bos","status":"completed","vaccineCode":{"text":"MMR"},"patient":{"reference":"Patient/bo"},"occurrenceDateTime":"2019-10-01","performer":[{"actor":{"reference":"Organization/hospital"}}]}},
{"resource":{"resourceType":"Condition","id":"nobodys","code":{"text":"Eksem"},"subject":{"reference":"Patient/bo"},"recordedDate":"2026-10-02"}}
]}"#;

async fn town() -> Ground {
    let ground = Ground::new().await;
    ground.take(TOWN).await;
    ground
}

/// The address of the one line of this type whose name is this.
async fn address(ground: &Ground, pass: &Pass, kind: T, name: &str) -> ExternalId {
    ground.app.link(ground.row(pass, kind, name).await)
}

async fn line(ground: &Ground, pass: &Pass, kind: T, name: &str) -> Line {
    let id = address(ground, pass, kind, name).await;
    report::line(&ground.app, pass, id.as_str(), now()).await.expect("a line")
}

fn typed(wrong: &str, instead: &str) -> Typed {
    Typed { wrong: wrong.to_owned(), instead: instead.to_owned() }
}

async fn send(ground: &Ground, pass: &Pass, (line, wrong): (&Line, &str), at: Timestamp) -> Asked {
    report::report(&ground.app, pass, (line, &typed(wrong, "")), at).await.expect("sent")
}

async fn cases(ground: &Ground, pass: &Pass, at: Timestamp) -> Cases {
    cases::list(&ground.app, pass, at).await.expect("one's own")
}

#[tokio::test(flavor = "multi_thread")]
async fn the_case_goes_to_whoever_wrote_the_line() {
    let ground = town().await;
    let anna = ground.citizen("Anna Lund").await;
    let owner = async |kind, name| line(&ground, &anna, kind, name).await.owner.and_then(|(_, name)| name);
    assert_eq!(owner(T::Immunization, "Influensavaksine").await.as_deref(), Some("Sykehuset"));
    assert_eq!(
        owner(T::Condition, "Astma").await.as_deref(),
        Some("Sykehuset"),
        "by the role of who wrote it"
    );
    assert_eq!(owner(T::AllergyIntolerance, "Pollen").await.as_deref(), Some("Sykehuset"), "by the visit");
    assert_eq!(
        owner(T::MedicationStatement, "Paracet").await.as_deref(),
        Some("Legekontoret"),
        "one's own word"
    );
    let bo = ground.acting("Anna Lund", "Bo Lund").await;
    let nobodys = line(&ground, &bo, T::Condition, "Eksem").await;
    assert_eq!(nobodys.owner, None);
    let none = report::report(&ground.app, &bo, (&nobodys, &typed("x", "")), now()).await;
    assert!(matches!(none, Err(AskError::NoOwner)), "{none:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_is_a_case_with_an_owner_and_a_day() {
    let ground = town().await;
    let anna = ground.citizen("Anna Lund").await;
    let flu = line(&ground, &anna, T::Immunization, "Influensavaksine").await;
    assert_eq!(
        (flu.id.kind, flu.name.as_ref().map(|name| &*name.text)),
        (T::Immunization, Some("Influensavaksine"))
    );
    let asked =
        report::report(&ground.app, &anna, (&flu, &typed(" Jeg fikk den ikke \n", "Ikke gitt")), now()).await;
    let asked = asked.expect("sent");
    assert!(asked.is_new);
    assert_eq!((asked.owner.as_deref(), asked.case.due()), (Some("Sykehuset"), date(2026, 12, 6)));
    let found = cases(&ground, &anna, now()).await;
    assert_eq!(found.cases.len(), 1);
    let (one, view) = (&found.cases[0], &found.cases[0].view);
    assert_eq!((one.link.as_str(), one.asked_by.as_deref()), (asked.link.as_str(), None));
    assert_eq!((view.case.kind(), view.case.state()), (CaseKind::ReportError, State::Requested));
    assert_eq!((view.focus.id, view.focus.name.as_deref()), (Some(flu.id), Some("Influensavaksine")));
    assert_eq!(
        (view.words.as_deref(), view.proposal.as_deref()),
        (Some("Jeg fikk den ikke"), Some("Ikke gitt"))
    );
    assert_eq!((view.owner.name.as_deref(), view.asked_by), (Some("Sykehuset"), Some(anna.subject())));

    // The hospital has it on its worklist, under the citizen's row.
    let on_list = ground.worklist(asked.case.owner().local()).await;
    assert_eq!(on_list, [view.id]);
    // The log says who wrote what.
    let log = ground.log(&anna).await;
    assert!(
        log.iter().any(|row| row.item == Some(view.id) && row.actor == anna.actor() && row.matter.is_none())
    );
    assert!(log.iter().any(|row| row.matter == Some(Matter::Report)));

    // The same words again on the same day are the same case; others, or another day, are not.
    let again = send(&ground, &anna, (&flu, "Jeg fikk den ikke"), now()).await;
    assert!(again.is_new, "another proposal is another case");
    let twice = send(&ground, &anna, (&flu, "Jeg fikk den ikke"), now()).await;
    assert!(!twice.is_new);
    assert_eq!(twice.link.as_str(), again.link.as_str());
    let tomorrow = now() + jiff::SignedDuration::from_hours(24);
    assert!(send(&ground, &anna, (&flu, "Jeg fikk den ikke"), tomorrow).await.is_new);
    assert_eq!(cases(&ground, &anna, now()).await.cases.len(), 3);
    assert_eq!(ground.worklist(asked.case.owner().local()).await.len(), 3);
    ground.is_whole().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn late_cases_come_first_and_answers_are_told() {
    let ground = town().await;
    let anna = ground.citizen("Anna Lund").await;
    let flu = line(&ground, &anna, T::Immunization, "Influensavaksine").await;
    let asthma = line(&ground, &anna, T::Condition, "Astma").await;
    let first = send(&ground, &anna, (&flu, "en"), now()).await;
    let week = now() + jiff::SignedDuration::from_hours(7 * 24);
    let second = send(&ground, &anna, (&asthma, "to"), week).await;
    let links = |found: &Cases| found.cases.iter().map(|one| one.link.to_string()).collect::<Vec<_>>();
    let (first, second) = (first.link.to_string(), second.link.to_string());
    assert_eq!(links(&cases(&ground, &anna, week).await), [first.clone(), second.clone()]);
    let late = now() + jiff::SignedDuration::from_hours(16 * 24);
    let found = cases(&ground, &anna, late).await;
    assert_eq!(found.cases[0].view.case.standing(late), Standing::Overdue(2));
    assert_eq!(found.cases[1].view.case.standing(late), Standing::Open);

    // The hospital says no to the first and gives its reason.
    let refused = ground.as_refused(found.cases[0].view.id, "Den ble gitt", late).await;
    assert_eq!(refused, 2, "a second version");
    let found = cases(&ground, &anna, late).await;
    assert_eq!(links(&found), [second, first]);
    let view = &found.cases[1].view;
    assert_eq!(
        (view.case.state(), view.reason.as_deref()),
        (State::Ended(Ending::Refused), Some("Den ble gitt"))
    );
    assert_eq!(ground.worklist(view.case.owner().local()).await, [found.cases[0].view.id]);
    ground.is_whole().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_parent_reports_and_the_case_is_the_childs() {
    let ground = town().await;
    let (anna, bo) = (ground.citizen("Anna Lund").await, ground.acting("Anna Lund", "Bo Lund").await);
    assert_eq!(bo.rule(), Rule::ParentOfChild);
    let vaccine = line(&ground, &bo, T::Immunization, "MMR").await;
    let asked = send(&ground, &bo, (&vaccine, "Feil dato"), now()).await;
    assert!(asked.is_new);
    assert_eq!(cases(&ground, &anna, now()).await.cases.len(), 0, "nothing in the parent's own record");
    let not_given = cases::list(&ground.app, &bo, now()).await;
    assert!(matches!(not_given, Err(ReadError::NotGiven)), "{not_given:?}");
    let on_list = ground.worklist(asked.case.owner().local()).await;
    assert_eq!(on_list.iter().map(|row| row.patient).collect::<Vec<_>>(), [bo.subject()]);
    // The child reads at 16 who asked, and what.
    let later: Timestamp = "2035-03-02T12:00:00Z".parse().expect("a time");
    let actor = Actor::Citizen { person: bo.subject(), visit: VisitNumber(3) };
    let own = ground.app.admit(actor, bo.subject(), later).await.expect("at 16 one's own");
    let found = cases(&ground, &own, later).await;
    assert_eq!(found.cases[0].asked_by.as_deref(), Some("Anna Lund"));
    assert_eq!(found.cases[0].view.words.as_deref(), Some("Feil dato"));
    // Somebody else's line is not there.
    let id = ground.app.link(vaccine.id);
    let strange = report::line(&ground.app, &anna, id.as_str(), now()).await;
    assert!(matches!(strange, Err(ReadError::Unknown)), "{strange:?}");
}

#[test]
fn what_was_typed_is_weighed() {
    let check = |wrong: &str, instead: &str, faults: &[Fault]| {
        assert_eq!(typed(wrong, instead).faults(), faults);
    };
    let (most, long) = ("x".repeat(WORDS_MAX), "å".repeat(WORDS_MAX + 1));
    check("feil", "", &[]);
    check(&most, &most, &[]);
    check(" \n", "", &[Fault::WrongMissing]);
    check("", &long, &[Fault::WrongMissing, Fault::InsteadTooLong]);
    check(&long, "", &[Fault::WrongTooLong]);
}

impl Ground {
    /// The rows of an organisation's worklist.
    pub(crate) async fn worklist(&self, organization: LocalId) -> Vec<RecordId> {
        let local = |number| LocalId::new(number).expect("positive");
        let staff = StaffReader {
            role: local(3),
            practitioner: local(4),
            organization,
            is_authorized: true,
            is_own_record: false,
            ground: Some(Why::Administration),
            has_relation: false,
            has_reason: false,
        };
        let list =
            worklist(Actor::Staff { role: local(3), visit: VisitNumber(9) }, &staff).expect("their own");
        let lines = self.store.worklist(&list, 50).await.expect("read");
        lines.iter().map(|line| line.record).collect()
    }
}
