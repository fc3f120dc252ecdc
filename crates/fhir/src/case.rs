//! `Task` as an open loop of ours: what a citizen has asked for. Only Tasks with a code of our own system are cases; every
//! other Task is a document like any other.

use helsami_domain::access::VisitNumber;
use helsami_domain::access::facts::Ground;
use helsami_domain::application::{Application, Kinship};
use helsami_domain::case::{Case, CaseKind, Ending, Owner, State};
use helsami_domain::identity::IdentityNumber;
use helsami_domain::ids::{LocalId, PatientKey, RecordId};
use helsami_domain::resource_type::ResourceType;
use helsami_domain::source::Party;
use helsami_domain::when::When;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::document::Document;
use crate::element::{Concept, Objects, One, Period, Reference, Resolve, Text};

/// Our kinds of case.
pub const CASE: &str = "http://helsami.no/fhir/CodeSystem/case";
/// How our cases end.
pub const ENDING: &str = "http://helsami.no/fhir/CodeSystem/case-ending";
/// What a case is given and gives.
pub const DETAIL: &str = "http://helsami.no/fhir/CodeSystem/case-detail";
/// By which the same words, sent twice, are one case.
pub const SENT: &str = "http://helsami.no/fhir/NamingSystem/case-sent";
/// In `input`: what the line should say instead.
const PROPOSAL: &str = "proposal";
/// In `input`: the line of the access log that is asked about.
const LOOK: &str = "look";
/// In `input`: the opening of the record that is reviewed: its visit, its beginning in microseconds, its ground.
const OPENING: [&str; 3] = ["opening-visit", "opening-begun", "opening-ground"];
/// In `input` of an application to act for somebody: their name, their number, what the applicant is to them, and whether the
/// applicant knows of a doctor's statement.
const PERSON_NAME: &str = "person-name";
const PERSON_NUMBER: &str = "person-number";
const KINSHIP: &str = "kinship";
const STATEMENT: &str = "statement";
/// In `input`: who registered it from paper.
const REGISTERED: &str = "registered-by";
/// In `output`: the answer in words.
const ANSWER: &str = "answer";

/// A case with everything that is told of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseView {
    /// The resource.
    pub id: RecordId,
    /// The case.
    pub case: Case,
    /// Who has it.
    pub owner: Party,
    /// Who asked; nobody for a review, which is owed without asking.
    pub asked_by: Option<PatientKey>,
    /// The opening of the record that is reviewed.
    pub opened: Option<Opened>,
    /// When.
    pub asked: Option<When>,
    /// The line of the record that it is about.
    pub focus: Party,
    /// The line of the access log that it is about.
    pub look: Option<i64>,
    /// For whom somebody applies to act.
    pub application: Option<Application>,
    /// The name of who registered it from paper, where it came so.
    pub registered_by: Option<Box<str>>,
    /// What was asked, in the citizen's words.
    pub words: Option<Box<str>>,
    /// What the line should say instead.
    pub proposal: Option<Box<str>>,
    /// The answer in words.
    pub answer: Option<Box<str>>,
    /// Why it was refused.
    pub reason: Option<Box<str>>,
    /// When the newest thing happened in it.
    pub changed: Option<When>,
}

/// An opening of the record that is reviewed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// Who opened it: the practitioner.
    pub by: Party,
    /// On which ground.
    pub ground: Ground,
    /// In which visit to the portal.
    pub visit: VisitNumber,
    /// When.
    pub begun: Timestamp,
}

impl Opened {
    /// The practitioner's row.
    #[must_use]
    pub fn practitioner(&self) -> Option<LocalId> {
        self.by.id.filter(|row| row.kind == ResourceType::Practitioner).map(|row| row.local)
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Task<'a> {
    #[serde(borrow)]
    status: Text<'a>,
    #[serde(borrow)]
    business_status: One<Concept<'a>>,
    #[serde(borrow)]
    status_reason: One<Concept<'a>>,
    #[serde(borrow)]
    code: One<Concept<'a>>,
    #[serde(borrow)]
    description: Text<'a>,
    #[serde(borrow)]
    focus: One<Reference<'a>>,
    #[serde(borrow)]
    authored_on: Text<'a>,
    #[serde(borrow)]
    last_modified: Text<'a>,
    #[serde(borrow)]
    requester: One<Reference<'a>>,
    #[serde(borrow)]
    owner: One<Reference<'a>>,
    #[serde(borrow)]
    restriction: One<Restriction<'a>>,
    #[serde(borrow)]
    input: Objects<Detail<'a>>,
    #[serde(borrow)]
    output: Objects<Detail<'a>>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Restriction<'a> {
    #[serde(borrow)]
    period: One<Period<'a>>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Detail<'a> {
    #[serde(borrow, rename = "type")]
    kind: One<Concept<'a>>,
    #[serde(borrow)]
    value_string: Text<'a>,
    #[serde(borrow)]
    value_reference: One<Reference<'a>>,
}

impl Task<'_> {
    /// Which of our kinds it is: the first coding says it, as it does for the row.
    fn kind(&self) -> Option<CaseKind> {
        let coding = self.code.get()?.coding.each().next()?;
        (coding.system.trim() == CASE).then(|| CaseKind::from_code(coding.code.trim())).flatten()
    }

    fn state(&self, kind: CaseKind) -> Option<State> {
        let codes = self.business_status.get().into_iter().flat_map(|concept| concept.coding.each());
        let business = codes.filter(|one| &*one.system == ENDING).map(|one| one.code.trim()).next();
        State::of(kind, self.status.trim(), business.unwrap_or_default())
    }

    fn opened(&self, by: Party) -> Option<Opened> {
        let [visit, begun, ground] =
            OPENING.map(|code| detail(&self.input, code).map(|one| one.value_string.trim()));
        Some(Opened {
            by,
            ground: Ground::from_code(ground?)?,
            visit: VisitNumber(visit?.parse().ok()?),
            begun: Timestamp::from_microsecond(begun?.parse().ok()?).ok()?,
        })
    }

    fn due(&self) -> Option<Date> {
        self.restriction.get()?.period.get()?.end.when()?.date()
    }
}

fn detail<'d>(list: &'d Objects<Detail<'_>>, code: &str) -> Option<&'d Detail<'d>> {
    list.each().find(|one| one.kind.get().is_some_and(|kind| kind.has(code)))
}

/// Reads a Task that is a case of ours. `None` for any other Task.
#[must_use]
pub fn case(id: RecordId, body: &str, resolve: Resolve<'_>) -> Option<CaseView> {
    let task: Task<'_> = serde_json::from_str(body).ok()?;
    let kind = task.kind()?;
    let owner = task.owner.get()?;
    let owning = Owner::of(owner.record(resolve)?)?;
    let words = |list: &Objects<Detail<'_>>, code| {
        detail(list, code).and_then(|one| one.value_string.filled()).map(Into::into)
    };
    let party = |one: &One<Reference<'_>>| {
        one.get().map(|one| one.party(&Objects::default(), resolve)).unwrap_or_default()
    };
    let look = detail(&task.input, LOOK).and_then(|one| one.value_string.trim().parse().ok());
    let registered = detail(&task.input, REGISTERED).and_then(|one| one.value_reference.get());
    let reason = task.status_reason.get().and_then(|concept| concept.text.filled());
    Some(CaseView {
        id,
        case: Case::stored((kind, owning), task.due()?, task.state(kind)?),
        owner: owner.party(&Objects::default(), resolve),
        asked_by: party(&task.requester)
            .id
            .filter(|row| row.kind == ResourceType::Patient)
            .map(|row| row.patient),
        opened: task.opened(party(&task.requester)),
        asked: task.authored_on.when(),
        focus: party(&task.focus),
        look,
        application: application(&task.input),
        registered_by: registered.map(|one| (&*one.display).into()),
        words: task.description.filled().map(Into::into),
        proposal: words(&task.input, PROPOSAL),
        answer: words(&task.output, ANSWER),
        reason: reason.map(Into::into),
        changed: task.last_modified.when(),
    })
}

fn application(input: &Objects<Detail<'_>>) -> Option<Application> {
    let text = |code| detail(input, code).map(|one| one.value_string.trim());
    Some(Application {
        name: text(PERSON_NAME)?.into(),
        number: IdentityNumber::parse(text(PERSON_NUMBER)?).ok()?,
        kinship: Kinship::from_code(text(KINSHIP)?)?,
        is_stated: text(STATEMENT) == Some("yes"),
    })
}

/// What the write door must know of a Task that is a case of ours. What is missing is `None`, and then it is no case that
/// may be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claim {
    /// Its kind.
    pub kind: CaseKind,
    /// How far it says that it has come.
    pub state: Option<State>,
    /// The day by which it promises an answer.
    pub due: Option<Date>,
}

/// What a document says of the case that it is. `None` for a document that is none of our cases.
#[must_use]
pub fn claim(document: &Document<'_>) -> Option<Claim> {
    let task: Task<'_> = serde_json::from_str(document.body().of(document.text())).ok()?;
    let kind = task.kind()?;
    Some(Claim { kind, state: task.state(kind), due: task.due() })
}

/// A new case, as it is to be written.
#[derive(Clone, Copy, Debug)]
pub struct NewCase<'a> {
    /// The case.
    pub case: Case,
    /// When it is asked.
    pub now: Timestamp,
    /// Whose record, as `Patient/…`.
    pub patient: &'a str,
    /// Who asks, as `Patient/…`; for a review whoever opened the record, as `Practitioner/…`.
    pub asked_by: &'a str,
    /// The opening that is reviewed.
    pub opening: Option<NewOpening<'a>>,
    /// Who gets it, as `Organization/…`, and its name.
    pub owner: (&'a str, Option<&'a str>),
    /// The line of the record it is about, and what that is called.
    pub focus: Option<(&'a str, Option<&'a str>)>,
    /// The line of the access log it is about.
    pub look: Option<i64>,
    /// For whom somebody applies to act.
    pub application: Option<&'a Application>,
    /// Who registered it from paper: `Practitioner/…`, and the name.
    pub registered: Option<(&'a str, &'a str)>,
    /// The citizen's words.
    pub words: &'a str,
    /// What it should say instead; empty for nothing.
    pub proposal: &'a str,
    /// What tells the same words, sent twice, from other words.
    pub sent: &'a str,
}

/// An opening of the record, as its review names it. The reason itself is not in the case: the citizen reads it.
#[derive(Clone, Copy, Debug)]
pub struct NewOpening<'a> {
    /// The name of who opened it.
    pub name: &'a str,
    /// On which ground.
    pub ground: Ground,
    /// In which visit to the portal.
    pub visit: VisitNumber,
    /// When.
    pub begun: Timestamp,
}

impl NewCase<'_> {
    /// The Task.
    #[must_use]
    pub fn task(&self) -> String {
        let reference = |(text, name): (&str, Option<&str>)| match name {
            Some(name) => json!({ "reference": text, "display": name }),
            None => json!({ "reference": text }),
        };
        let mut task = json!({
            "resourceType": "Task",
            "identifier": [{ "system": SENT, "value": self.sent }],
            "status": self.case.state().status(),
            "intent": "order",
            "code": concept(CASE, self.case.kind().code()),
            "for": { "reference": self.patient },
            "authoredOn": self.now.to_string(),
            "lastModified": self.now.to_string(),
            "requester": reference((self.asked_by, self.opening.map(|opening| opening.name))),
            "owner": reference(self.owner),
            "restriction": { "period": { "end": self.case.due().to_string() } },
        });
        if !self.words.is_empty() {
            task["description"] = json!(self.words);
        }
        if let Some(focus) = self.focus {
            task["focus"] = reference(focus);
        }
        let input = self.input();
        if !input.is_empty() {
            task["input"] = Value::Array(input);
        }
        task.to_string()
    }

    /// What the case is given besides the words.
    fn input(&self) -> Vec<Value> {
        let mut input = Vec::new();
        let mut give = |code: &str, value: &str| {
            input.push(json!({ "type": concept(DETAIL, code), "valueString": value }));
        };
        if !self.proposal.is_empty() {
            give(PROPOSAL, self.proposal);
        }
        if let Some(look) = self.look {
            give(LOOK, &look.to_string());
        }
        if let Some(NewOpening { ground, visit, begun, .. }) = self.opening {
            let values = [visit.0.to_string(), begun.as_microsecond().to_string(), ground.code().to_owned()];
            OPENING.into_iter().zip(&values).for_each(|(code, value)| give(code, value));
        }
        if let Some(one) = self.application {
            give(PERSON_NAME, &one.name);
            give(PERSON_NUMBER, &one.number.digits());
            give(KINSHIP, one.kinship.code());
            give(STATEMENT, if one.is_stated { "yes" } else { "no" });
        }
        if let Some((reference, name)) = self.registered {
            let who = json!({ "reference": reference, "display": name });
            input.push(json!({ "type": concept(DETAIL, REGISTERED), "valueReference": who }));
        }
        input
    }
}

/// The same case with its answer. `words` are the answer, or why it was refused. `None` for text that is no JSON object.
#[must_use]
pub fn answered(body: &str, (ending, words): (Ending, &str), now: Timestamp) -> Option<String> {
    let mut task: Value = serde_json::from_str(body).ok()?;
    let object = task.as_object_mut()?;
    let mut set = |name: &str, value: Value| drop(object.insert(name.to_owned(), value));
    set("status", json!(State::Ended(ending).status()));
    set("businessStatus", concept(ENDING, ending.code()));
    set("lastModified", json!(now.to_string()));
    if ending == Ending::Refused {
        set("statusReason", json!({ "text": words }));
    } else if !words.is_empty() {
        set("output", json!([{ "type": concept(DETAIL, ANSWER), "valueString": words }]));
    }
    Some(task.to_string())
}

fn concept(system: &str, code: &str) -> Value {
    json!({ "coding": [{ "system": system, "code": code }] })
}

#[cfg(test)]
mod tests {
    use super::{CASE, CaseView, NewCase, NewOpening, answered, case, claim};
    use crate::columns::CodeKey;
    use crate::document::Document;
    use crate::facts::Columns;
    use helsami_domain::access::VisitNumber;
    use helsami_domain::access::facts::Ground;
    use helsami_domain::application::{Application, Kinship};
    use helsami_domain::case::{Case, CaseKind, Ending, Owner, State};
    use helsami_domain::identity::IdentityNumber;
    use helsami_domain::ids::{LocalId, PatientKey, RecordId};
    use helsami_domain::resource_type::ResourceType;
    use helsami_domain::when::When;
    use jiff::Timestamp;

    fn row(kind: ResourceType, patient: i64, number: i64) -> RecordId {
        let (patient, local) =
            (PatientKey::new(patient).expect("a key"), LocalId::new(number).expect("an id"));
        RecordId { patient, kind, local }
    }

    fn resolve(text: &str, kind: ResourceType) -> Option<RecordId> {
        let (patient, number) = text.split_once('-')?;
        Some(row(kind, patient.parse().ok()?, number.parse().ok()?))
    }

    fn now() -> Timestamp {
        "2026-11-26T12:00:00Z".parse().expect("a time")
    }

    fn application() -> Application {
        let number = IdentityNumber::parse("03845812429").expect("a number");
        Application { name: "Olav".into(), number, kinship: Kinship::Child, is_stated: true }
    }

    fn new(kind: CaseKind) -> String {
        let owner = Owner::of(row(ResourceType::Organization, 0, 4)).expect("an organisation");
        let task = NewCase {
            case: Case::open(kind, owner, now()),
            now: now(),
            patient: "Patient/1-0",
            asked_by: "Patient/2-0",
            opening: None,
            owner: ("Organization/0-4", Some("St. Olavs hospital")),
            focus: Some(("Observation/1-9", Some("HbA1c"))),
            look: Some(77),
            application: Some(&application()),
            registered: Some(("Practitioner/0-8", "Kari Lege")),
            words: "Feil \"tall\"",
            proposal: "6,0",
            sent: "abc",
        };
        task.task()
    }

    fn read(body: &str) -> Option<CaseView> {
        case(row(ResourceType::Task, 1, 5), body, &resolve)
    }

    #[test]
    fn what_is_written_is_read() {
        for kind in CaseKind::ALL {
            let body = new(kind);
            let found = read(&body).expect("a case");
            assert_eq!((found.case.kind(), found.case.state()), (kind, State::Requested));
            assert_eq!(found.case, Case::open(kind, found.case.owner(), now()));
            assert_eq!(found.case.owner().row(), row(ResourceType::Organization, 0, 4));
            assert_eq!(found.owner.name.as_deref(), Some("St. Olavs hospital"));
            assert_eq!(found.focus.id, Some(row(ResourceType::Observation, 1, 9)));
            assert_eq!((found.asked_by, found.look), (PatientKey::new(2), Some(77)));
            assert_eq!(found.application, Some(application()));
            assert_eq!(found.registered_by.as_deref(), Some("Kari Lege"));
            assert_eq!(found.asked, Some(When::Moment(now())));
            assert_eq!(
                (found.words.as_deref(), found.proposal.as_deref()),
                (Some("Feil \"tall\""), Some("6,0"))
            );
            let document = Document::accept(&body).expect("a Task of R4");
            let claimed = claim(&document).expect("a case");
            assert_eq!((claimed.kind, claimed.due), (kind, Some(found.case.due())));
            assert_eq!(Columns::of(&document).code, CodeKey::of(CASE, kind.code()));
        }
    }

    #[test]
    fn a_review_names_the_opening_and_not_the_reason() {
        let owner = Owner::of(row(ResourceType::Organization, 0, 4)).expect("an organisation");
        let opening =
            NewOpening { name: "Kari Lege", ground: Ground::Override, visit: VisitNumber(12), begun: now() };
        let task = NewCase {
            case: Case::open(CaseKind::ReviewOpening, owner, now()),
            now: now(),
            patient: "Patient/1-0",
            asked_by: "Practitioner/0-8",
            opening: Some(opening),
            owner: ("Organization/0-4", None),
            focus: None,
            look: None,
            words: "",
            proposal: "",
            application: None,
            registered: None,
            sent: "abc",
        };
        let body = task.task();
        Document::accept(&body).expect("a Task of R4");
        let found = read(&body).expect("a case");
        assert_eq!((found.asked_by, found.words.as_deref()), (None, None));
        let opened = found.opened.expect("an opening");
        assert_eq!(opened.practitioner(), LocalId::new(8));
        assert_eq!((opened.by.name.as_deref(), opened.ground), (Some("Kari Lege"), Ground::Override));
        assert_eq!((opened.visit, opened.begun), (VisitNumber(12), now()));
    }

    #[test]
    fn every_answer_is_read_as_it_was_given() {
        for kind in CaseKind::ALL {
            assert_eq!(read(&new(kind)).expect("a case").opened, None);
            for ending in Ending::ALL {
                let body = answered(&new(kind), (ending, "Slik er det"), now()).expect("an object");
                Document::accept(&body).expect("a Task of R4");
                let found = read(&body);
                assert_eq!(found.is_some(), ending.fits(kind), "{kind:?} {ending:?}");
                let Some(found) = found else { continue };
                assert_eq!(found.case.state(), State::Ended(ending));
                let told = if ending == Ending::Refused { found.reason } else { found.answer };
                assert_eq!(told.as_deref(), Some("Slik er det"));
            }
        }
        assert_eq!(answered("[]", (Ending::Answered, ""), now()), None);
    }

    #[test]
    fn endings_and_what_is_no_case() {
        let ended = new(CaseKind::ReportError).replace(
            r#""status":"requested""#,
            r#""status":"rejected","businessStatus":{"coding":[{"system":"http://helsami.no/fhir/CodeSystem/case-ending","code":"refused"}]},
            "statusReason":{"text":"Det står riktig"},"output":[{"type":{"coding":[{"code":"answer"}]},"valueString":"Se svaret"}]"#,
        );
        let found = read(&ended).expect("a case");
        assert_eq!(found.case.state(), State::Ended(Ending::Refused));
        assert_eq!(
            (found.reason.as_deref(), found.answer.as_deref()),
            (Some("Det står riktig"), Some("Se svaret"))
        );
        let body = new(CaseKind::ReportError);
        for (from, to) in [
            (CASE, "http://example.org"),
            ("Organization/0-4", "Practitioner/0-4"),
            ("Organization/0-4", "Organization/1-4"),
            (r#""end":"2026-12-10""#, r#""start":"2026-12-10""#),
            (r#""status":"requested""#, r#""status":"cancelled""#),
        ] {
            assert!(body.contains(from), "{from}");
            assert_eq!(read(&body.replace(from, to)), None, "{to}");
        }
    }
}
