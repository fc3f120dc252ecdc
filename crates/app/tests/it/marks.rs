//! Marks set by staff, on a real store: who sees what before and after, what the check finds, what the log and the import make
//! of it.

use helsami_app::access::youth_consent;
use helsami_app::pass::Pass;
use helsami_app::work::{
    AtWork, Check, Entry, MarkError, Wanted, WantedFault, Why, admit_at_work, mark, mark_check, mark_line,
    mark_list, marked_list, open,
};
use helsami_app::{ReadError, access_log, appointments, diagnoses, search};
use helsami_domain::access::Denied;
use helsami_domain::access::area::Area;
use helsami_domain::access::facts::Ground as Opened;
use helsami_domain::access::lens::{Release, Sight};
use helsami_domain::access::marking::{Audience, MarkFault, Marking};
use helsami_domain::matter::Matter;
use helsami_domain::resource_type::ResourceType as T;
use helsami_store::audit::Action;
use jiff::Timestamp;

use crate::ground::{Ground, now};
use crate::work::at_work;

const SYSTEM: &str = "http://hospital.example/mrn";
const HOME: &str =
    r#""address":[{"use":"home","line":["Storgata 1"],"postalCode":"7010","city":"Trondheim"}]"#;

/// Emma of 14 and her mother; a diagnosis that a visit, a medicine and a note refer to, each in its own way, and an order with
/// its answer and its appointment.
fn town() -> String {
    let put = |json: String| {
        let kind = json.split('"').nth(3).expect("a type").to_owned();
        let id =
            json.split(r#""id":""#).nth(1).and_then(|rest| rest.split('"').next()).expect("an id").to_owned();
        format!(r#"{{"resource":{json},"request":{{"method":"PUT","url":"{kind}/{id}"}}}}"#)
    };
    let emma = r#""subject":{"reference":"Patient/emma"}"#;
    let p76 = r#"{"coding":[{"system":"urn:icpc","code":"P76"}],"text":"Nedstemt"}"#;
    let all = [
        r#"{"resourceType":"Organization","id":"office","name":"Legekontoret"}"#.to_owned(),
        r#"{"resourceType":"Practitioner","id":"doctor","name":[{"family":"Lege"}]}"#.to_owned(),
        format!(r#"{{"resourceType":"Patient","id":"emma","identifier":[{{"system":"{SYSTEM}","value":"emma"}}],"name":[{{"text":"Emma Dal"}}],"birthDate":"2012-03-01",{HOME},"generalPractitioner":[{{"reference":"Organization/office"}}]}}"#),
        format!(r#"{{"resourceType":"Patient","id":"mor","identifier":[{{"system":"{SYSTEM}","value":"mor"}}],"name":[{{"text":"Mor Dal"}}],"birthDate":"1980-02-01",{HOME}}}"#),
        format!(r#"{{"resourceType":"RelatedPerson","id":"r","patient":{{"reference":"Patient/emma"}},"identifier":[{{"system":"{SYSTEM}","value":"mor"}}],
            "relationship":[{{"coding":[{{"system":"http://hl7.no/fhir/CodeSystem/no-basis-family-relation","code":"mor"}}]}},{{"coding":[{{"system":"http://hl7.no/fhir/CodeSystem/no-basis-parental-responsibility","code":"felles"}}]}}]}}"#),
        format!(r#"{{"resourceType":"Condition","id":"c","code":{p76},{emma},"encounter":{{"reference":"Encounter/e"}},"recordedDate":"2026-11-01","clinicalStatus":{{"coding":[{{"code":"active"}}]}}}}"#),
        format!(r#"{{"resourceType":"Encounter","id":"e","status":"finished","class":{{"code":"AMB"}},"type":[{{"text":"Samtale"}}],{emma},"period":{{"start":"2026-11-01T08:00:00Z","end":"2026-11-01T09:00:00Z"}}}}"#),
        format!(r#"{{"resourceType":"MedicationRequest","id":"m","status":"active","intent":"order","medicationCodeableConcept":{{"text":"Sertralin"}},{emma},"reasonReference":[{{"reference":"Condition/c"}}],"authoredOn":"2026-11-01"}}"#),
        format!(r#"{{"resourceType":"DocumentReference","id":"d","status":"current","description":"Notat","date":"2026-11-01T10:00:00Z",{emma},"context":{{"event":[{p76}]}},"content":[{{"attachment":{{"contentType":"text/plain","data":"SGVp"}}}}]}}"#),
        format!(r#"{{"resourceType":"ChargeItem","id":"bill","status":"billed","code":{{"text":"Egenandel"}},{emma},"reason":[{p76}]}}"#),
        format!(r#"{{"resourceType":"Condition","id":"astma","code":{{"text":"Astma"}},{emma},"recordedDate":"2021-01-01"}}"#),
        format!(r#"{{"resourceType":"ServiceRequest","id":"order","status":"active","intent":"order","code":{{"text":"Blodprøve"}},{emma},"authoredOn":"2026-11-02"}}"#),
        format!(r#"{{"resourceType":"Observation","id":"o","status":"final","code":{{"text":"HCG"}},{emma},"basedOn":[{{"reference":"ServiceRequest/order"}}],"effectiveDateTime":"2026-11-03","valueString":"Positiv","category":[{{"coding":[{{"code":"laboratory"}}]}}]}}"#),
        r#"{"resourceType":"Appointment","id":"a","status":"booked","description":"Time etter prøve","basedOn":[{"reference":"ServiceRequest/order"}],"start":"2026-12-10T09:00:00+01:00","participant":[{"actor":{"reference":"Patient/emma"},"status":"accepted"}]}"#.to_owned(),
    ];
    let entries: Vec<String> = all.into_iter().map(put).collect();
    format!(r#"{{"resourceType":"Bundle","type":"transaction","entry":[{}]}}"#, entries.join(","))
}

struct Place {
    ground: Ground,
    staff: AtWork,
    pass: Pass,
}

impl Place {
    async fn new() -> Self {
        let ground = Ground::new().await;
        ground.take(&town()).await;
        let staff = at_work(&ground, ("Lege", "Legekontoret"), 5).await;
        let pass = enter(&ground, &staff, Opened::Treatment).await;
        let mother = ground.acting("Mor Dal", "Emma Dal").await;
        youth_consent(&ground.app, &mother, true, now()).await.expect("given");
        Self { ground, staff, pass }
    }

    /// The line with this name, as staff find it.
    async fn line(&self, part: Area, name: &str) -> String {
        let list = mark_list(&self.ground.app, &self.pass, (part, None), now()).await.expect("a list");
        let is_it =
            |one: &&helsami_app::work::MarkLine| one.name.as_ref().is_some_and(|label| &*label.text == name);
        list.lines.iter().find(is_it).expect("the line").link.to_string()
    }

    async fn check(&self, id: &str, also: &[String], marking: Marking) -> Check {
        mark_check(&self.ground.app, &self.pass, (id, also, marking), now()).await.expect("a check")
    }

    async fn mark(&self, id: &str, also: &[String], marking: Marking) -> Result<(), MarkError> {
        let state = mark_line(&self.ground.app, &self.pass, id, now()).await.expect("the line").line.state();
        let (id, also, ground) = (id.to_owned(), also.to_vec(), "Etter samtale med Emma".to_owned());
        let wanted = Wanted { id, also, marking, ground, state };
        mark(&self.ground.app, (&self.staff, &self.pass), &wanted, now()).await
    }

    async fn mother_finds(&self, words: &str) -> usize {
        let pass = self.ground.acting("Mor Dal", "Emma Dal").await;
        search::search(&self.ground.app, &pass, words, now())
            .await
            .expect("searched")
            .expect("words")
            .hits
            .len()
    }
}

async fn enter(ground: &Ground, staff: &AtWork, why: Opened) -> Pass {
    let key = ground.key("Emma Dal").await;
    let entry = Entry { ground: why, reason: String::new() };
    open(&ground.app, (staff, key), &entry, now()).await.expect("open");
    admit_at_work(&ground.app, staff, key, now()).await.expect("open")
}

const PARENTS: Marking = Marking { parents: true, young: false, release: Release::AtOnce };
const YOUNG: Marking = Marking { parents: false, young: true, release: Release::AtOnce };

/// The names of what tells, by how, with whether somebody sees it.
fn doors(check: &Check) -> Vec<(T, Why, bool)> {
    check.doors.iter().map(|door| (door.line.item.id.kind, door.why, !door.told.is_empty())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_diagnosis_is_hidden_from_the_parents_with_everything_that_tells_of_it() {
    let place = Place::new().await;
    let id = place.line(Area::Diagnoses, "Nedstemt").await;
    assert!(place.mother_finds("Nedstemt").await > 0);
    let check = place.check(&id, &[], PARENTS).await;
    assert_eq!(check.kept, [(Audience::Parents, Sight::Hidden)]);
    assert_eq!((check.log.as_slice(), check.fault), (&[(Audience::Parents, None)][..], None));
    assert_eq!(check.until.map(|day| day.to_string()).as_deref(), Some("2028-03-01"));
    let found = doors(&check);
    assert_eq!(
        found,
        [
            (T::MedicationRequest, Why::Names, true),
            (T::Encounter, Why::Named, true),
            (T::DocumentReference, Why::Code, true),
            // The bill says the diagnosis, and no parent has a way to it.
            (T::ChargeItem, Why::Code, false),
        ]
    );
    // One tap takes one of them along, and it tells no more.
    let medicine = check.doors[0].line.link.to_string();
    let more = place.check(&id, std::slice::from_ref(&medicine), PARENTS).await;
    assert_eq!(more.also.len(), 1);
    assert!(more.doors.iter().all(|door| door.line.item.id.kind != T::MedicationRequest));
    let also: Vec<String> = check.open().map(|door| door.line.link.to_string()).collect();
    assert_eq!(also.len(), 3);
    place.mark(&id, &also, PARENTS).await.expect("marked");

    let (app, ground) = (&place.ground.app, &place.ground);
    for words in ["Nedstemt", "Sertralin", "Samtale", "Notat"] {
        assert_eq!(place.mother_finds(words).await, 0, "{words}");
    }
    let mother = ground.acting("Mor Dal", "Emma Dal").await;
    let theirs = diagnoses::list(app, &mother, now()).await.expect("a list");
    let names: Vec<&str> = theirs.diagnoses.current.iter().map(|one| &*one.lead().label.text).collect();
    assert!(!names.contains(&"Nedstemt"), "{names:?}");
    // Staff see it as before, and who has marked it and why; nothing else is marked.
    let line = mark_line(app, &place.pass, &id, now()).await.expect("the line");
    assert_eq!(line.line.marking, PARENTS);
    assert_eq!(line.notes.len(), 1);
    let note = &line.notes[0];
    assert_eq!((&*note.by, &*note.ground, note.marking), ("Lege", "Etter samtale med Emma", PARENTS));
    let marked = marked_list(app, &place.pass, now()).await.expect("a list");
    assert_eq!(marked.lines.len(), 4);
    // The young person reads their medicines as before, and in the log what was marked.
    let emma = ground.citizen("Emma Dal").await;
    let log = access_log::log(app, &emma, None, now()).await.expect("their own");
    let staff = log.visits.iter().find(|one| one.actor == place.staff.actor()).expect("a visit");
    assert!(staff.looked.iter().any(|one| one.matter == Some(Matter::Marks)));
    let told: Vec<T> = staff.items.iter().map(|item| item.kind).collect();
    assert!(told.contains(&T::MedicationRequest) && told.contains(&T::Encounter), "{told:?}");
    assert!(!told.contains(&T::Condition), "diagnoses are not among a young person's parts: {told:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newer_version_from_the_sender_lifts_no_mark_and_staff_lift_what_they_mean() {
    let place = Place::new().await;
    let (app, ground) = (&place.ground.app, &place.ground);
    let id = place.line(Area::Diagnoses, "Nedstemt").await;
    let check = place.check(&id, &[], PARENTS).await;
    let also: Vec<String> = check.open().map(|door| door.line.link.to_string()).collect();
    place.mark(&id, &also, PARENTS).await.expect("marked");
    let newer = town().replace("Nedstemt", "Nedstemthet");
    ground.take(&newer).await;
    assert_eq!(place.mother_finds("Nedstemthet").await, 0);
    let line = mark_line(app, &place.pass, &id, now()).await.expect("the line").line;
    assert_eq!(
        (line.marking, line.name.map(|name| name.text.to_string())),
        (PARENTS, Some("Nedstemthet".into()))
    );
    // Lifted, it is there again, with the sender's words; what was marked with it is lifted with it where that is meant.
    let check = place.check(&id, &[], Marking::default()).await;
    let mut together = doors(&check);
    together.sort_by_key(|(kind, ..)| kind.number());
    assert_eq!(
        together,
        [
            (T::DocumentReference, Why::Together, false),
            (T::Encounter, Why::Together, false),
            (T::MedicationRequest, Why::Together, false)
        ]
    );
    let medicine = check.open().find(|door| door.line.item.id.kind == T::MedicationRequest).expect("it");
    let also = [medicine.line.link.to_string()];
    place.mark(&id, &also, Marking::default()).await.expect("lifted");
    assert_eq!((place.mother_finds("Sertralin").await, place.mother_finds("Samtale").await), (1, 0));
    assert_eq!(place.mother_finds("Nedstemthet").await, 1);
    assert_eq!(mark_line(app, &place.pass, &id, now()).await.expect("the line").notes.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mark_holds_when_the_sender_deletes_the_line_and_sends_it_again() {
    let place = Place::new().await;
    let id = place.line(Area::Diagnoses, "Nedstemt").await;
    let check = place.check(&id, &[], PARENTS).await;
    let also: Vec<String> = check.open().map(|door| door.line.link.to_string()).collect();
    place.mark(&id, &also, PARENTS).await.expect("marked");
    let gone = r#"{"resourceType":"Bundle","type":"transaction","entry":[{"request":{"method":"DELETE","url":"Condition/c"}}]}"#;
    place.ground.take(gone).await;
    let left =
        mark_list(&place.ground.app, &place.pass, (Area::Diagnoses, None), now()).await.expect("a list");
    assert_eq!(left.lines.len(), 1, "only the other diagnosis is left");
    place.ground.take(&town().replace("Nedstemt", "Nedstemthet")).await;
    assert_eq!(place.line(Area::Diagnoses, "Nedstemthet").await, id);
    assert_eq!(place.mother_finds("Nedstemthet").await, 0);
    let line = mark_line(&place.ground.app, &place.pass, &id, now()).await.expect("the line").line;
    assert_eq!(line.marking, PARENTS);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_hidden_from_the_young_person_is_told_nowhere_in_their_log() {
    let place = Place::new().await;
    let (app, ground) = (&place.ground.app, &place.ground);
    let id = place.line(Area::Appointments, "Time etter prøve").await;
    let check = place.check(&id, &[], YOUNG).await;
    assert_eq!(check.kept, [(Audience::Young, Sight::Hidden)]);
    assert_eq!(check.log, [(Audience::Young, Some(Matter::Appointments))], "as a look at the appointments");
    // The order and the answer are not among a young person's parts.
    assert_eq!(doors(&check), [(T::ServiceRequest, Why::Named, false), (T::Observation, Why::Order, false)]);
    place.mark(&id, &[], YOUNG).await.expect("marked");
    let emma = ground.citizen("Emma Dal").await;
    let theirs = appointments::list(app, &emma, true, now()).await.expect("a list").appointments;
    assert!(theirs.coming.is_empty() && theirs.now.is_empty());
    let mother = ground.acting("Mor Dal", "Emma Dal").await;
    let seen = appointments::list(app, &mother, true, now()).await.expect("a list").appointments;
    assert_eq!(seen.coming.len(), 1, "the parents see it");
    let log = access_log::log(app, &emma, None, now()).await.expect("their own");
    let staff: Vec<_> = log.visits.iter().filter(|one| one.actor == place.staff.actor()).collect();
    assert!(staff.iter().all(|one| one.looked.iter().all(|looked| looked.matter != Some(Matter::Marks))));
    assert!(staff.iter().all(|one| one.items.is_empty()), "nor which");
    let mut export = access_log::export(app, &emma, now()).await.expect("their own");
    let mut lines = String::new();
    while let Some(more) = export.next().await.expect("lines") {
        lines.push_str(&more);
    }
    assert!(!lines.contains("marks") && !lines.contains("Appointment/") && !lines.contains(&id), "{lines}");
    // On the 16th birthday nothing is hidden from them any more, and the log says what was.
    let sixteen: Timestamp = "2028-03-01T12:00:00Z".parse().expect("a time");
    let grown = ground.citizen_at("Emma Dal", sixteen).await;
    let log = access_log::log(app, &grown, None, sixteen).await.expect("their own");
    let marks =
        log.visits.iter().any(|one| one.looked.iter().any(|looked| looked.matter == Some(Matter::Marks)));
    assert!(marks);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_is_shown_later_and_announced_until_then() {
    let place = Place::new().await;
    let id = place.line(Area::Results, "HCG").await;
    let day: Timestamp = "2026-11-29T23:00:00Z".parse().expect("a time");
    let later = Marking { release: Release::At(day), ..Marking::default() };
    let check = place.check(&id, &[], later).await;
    assert_eq!(check.kept, [(Audience::Parents, Sight::Announced)], "results are not a young person's part");
    assert_eq!(doors(&check), [(T::ServiceRequest, Why::Named, true), (T::Appointment, Why::Order, true)]);
    place.mark(&id, &[], later).await.expect("marked");
    assert_eq!(place.mother_finds("HCG").await, 0);
    let mother = place.ground.acting("Mor Dal", "Emma Dal").await;
    let side = helsami_app::results::Choice::default();
    let seen = helsami_app::results::list(&place.ground.app, &mother, &side, now()).await.expect("a list");
    let announced = |one: &helsami_domain::coverage::LeftOut| matches!(one, helsami_domain::coverage::LeftOut::Announced(1, Some(at)) if *at == day);
    assert!(seen.coverage.left_out.iter().any(announced), "{:?}", seen.coverage.left_out);
    // It shows itself on the day, and can be shown before.
    let by_hand = Marking { release: Release::ByHand, ..Marking::default() };
    let fault = place.check(&id, &[], by_hand).await.fault;
    assert_eq!(fault, Some(MarkFault::NoDay));
    place.mark(&id, &[], Marking::default()).await.expect("shown");
    assert_eq!(place.mother_finds("HCG").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_may_not_mark_marks_nothing() {
    let place = Place::new().await;
    let (app, ground) = (&place.ground.app, &place.ground);
    let id = place.line(Area::Diagnoses, "Astma").await;
    let both = Marking { young: true, ..PARENTS };
    for (marking, fault) in [(both, MarkFault::Both), (Marking::default(), MarkFault::Same)] {
        let tried = place.mark(&id, &[], marking).await;
        assert!(matches!(tried, Err(MarkError::Fault(WantedFault::Mark(one))) if one == fault), "{tried:?}");
    }
    let wanted = |ground: &str, state: &str| Wanted {
        id: id.clone(),
        also: Vec::new(),
        marking: PARENTS,
        ground: ground.to_owned(),
        state: state.to_owned(),
    };
    let at = (&place.staff, &place.pass);
    let state = mark_line(app, &place.pass, &id, now()).await.expect("the line").line.state();
    let tried = mark(app, at, &wanted(" ", &state), now()).await;
    assert!(matches!(tried, Err(MarkError::Fault(WantedFault::Ground))), "{tried:?}");
    let tried = mark(app, at, &wanted("Fordi", "100"), now()).await;
    assert!(matches!(tried, Err(MarkError::Changed)), "{tried:?}");
    // Whoever administers care reads, and marks nothing; the refusal is in the log.
    let clerk = at_work(ground, ("Lege", "Legekontoret"), 6).await;
    let pass = enter(ground, &clerk, Opened::Administration).await;
    assert!(!pass.may_mark() && place.pass.may_mark());
    let tried = mark(app, (&clerk, &pass), &wanted("Fordi", &state), now()).await;
    assert!(matches!(tried, Err(MarkError::Read(ReadError::Denied(Denied::NotYours)))), "{tried:?}");
    let emma = ground.citizen("Emma Dal").await;
    let refused = ground.log(&emma).await.into_iter().filter(|row| row.action == Action::Refused);
    assert_eq!(
        refused.map(|row| (row.actor, row.matter)).collect::<Vec<_>>()[0],
        (clerk.actor(), Some(Matter::Diagnoses))
    );
    // Ids of others name nothing.
    let mother = ground.citizen("Mor Dal").await;
    let theirs = app.link(helsami_domain::ids::RecordId {
        patient: mother.subject(),
        kind: T::Condition,
        local: helsami_domain::ids::LocalId::PATIENT,
    });
    let tried = mark_line(app, &place.pass, theirs.as_str(), now()).await;
    assert!(matches!(tried, Err(ReadError::Unknown)), "{tried:?}");
    assert_eq!(marked_list(app, &place.pass, now()).await.expect("a list").lines.len(), 0);
    ground.is_whole().await;
}
