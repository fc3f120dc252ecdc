//! An application to act for somebody who cannot consent: what must be open, what is written where, and that it is all of it or
//! nothing.

use helsami_app::application::{apply, ground};
use helsami_app::pass::Pass;
use helsami_app::work::{
    About, Approval, AtWork, Entry, Giving, HandleError, Stated, give, give_preview, giving, open, worklist,
};
use helsami_app::{ReadError, access, cases, home};
use helsami_domain::access::area::{Area, Areas};
use helsami_domain::access::facts::{End, Ground as Why};
use helsami_domain::access::{Denied, Rule, Statement};
use helsami_domain::application::{Application, Kinship};
use helsami_domain::case::{Ending, State};
use helsami_domain::identity::IdentityNumber;
use helsami_domain::resource_type::ResourceType as T;
use helsami_domain::when::When;
use helsami_store::audit::Action;
use jiff::civil::date;

use crate::ground::{Ground, now};
use crate::work::at_work;

const OLAV: &str = "03845812429";

/// A hospital that Olav has visited; Inger who applies, and Per, whose address is protected.
const TOWN: &str = r#"{"resourceType":"Bundle","type":"collection","entry":[
{"resource":{"resourceType":"Organization","id":"hospital","name":"Sykehuset"}},
{"resource":{"resourceType":"Practitioner","id":"doctor","name":[{"family":"Lege"}]}},
{"resource":{"resourceType":"Patient","id":"olav","name":[{"text":"Olav Lund"}],"birthDate":"1938-05-01","identifier":[{"system":"urn:oid:2.16.578.1.12.4.1.4.1","value":"03845812429"}]}},
{"resource":{"resourceType":"Patient","id":"inger","name":[{"text":"Inger Lund"}],"birthDate":"1963-03-02","identifier":[{"system":"urn:h","value":"inger"}]}},
{"resource":{"resourceType":"Patient","id":"per","meta":{"security":[{"code":"strengtFortrolig"}]},"name":[{"text":"Per Lund"}],"birthDate":"1965-03-02","identifier":[{"system":"urn:h","value":"per"}]}},
{"resource":{"resourceType":"Encounter","id":"visit","status":"finished","class":{"code":"AMB"},"subject":{"reference":"Patient/olav"},"serviceProvider":{"reference":"Organization/hospital"},"period":{"start":"2026-11-20T08:00:00Z","end":"2026-11-20T09:00:00Z"}}},
{"resource":{"resourceType":"Immunization","id":"flu","status":"completed","vaccineCode":{"text":"Influensavaksine"},"patient":{"reference":"Patient/olav"},"occurrenceDateTime":"2026-10-01"}},
{"resource":{"resourceType":"Condition","id":"c","code":{"text":"Demens"},"subject":{"reference":"Patient/olav"},"recordedDate":"2026-10-02"}}
]}"#;

async fn town() -> Ground {
    let ground = Ground::new().await;
    ground.take(TOWN).await;
    ground
}

/// Sends an application, and hands back the case as its address.
async fn applied(ground_: &Ground, applicant: &Pass, number: &str) -> String {
    let places = ground(&ground_.app, applicant, now()).await.expect("may ask").places;
    let number = IdentityNumber::parse(number).expect("a number");
    let application =
        Application { name: "Olav Lund".into(), number, kinship: Kinship::Child, is_stated: true };
    let sent = apply(&ground_.app, applicant, (&application, &places[0], "Timer"), now()).await;
    sent.expect("sent").expect("not too many").link.to_string()
}

fn approval(areas: &[Area]) -> Approval {
    let statement = Statement::new(date(2026, 11, 1), date(2028, 11, 1), now()).expect("holds");
    let words = "Kan ikke samtykke på grunn av demens.".to_owned();
    let stated = Stated { statement, doctor: "Kari Lege".to_owned(), words };
    let end = End::At(When::Day(date(2027, 11, 1)).end());
    Approval { areas: Areas::of(areas), end, statement: Some(stated) }
}

async fn opened(ground: &Ground, staff: &AtWork, case: &str) -> Giving {
    let olav = ground.key("Olav Lund").await;
    let entry = Entry { ground: Why::Treatment, reason: String::new() };
    open(&ground.app, (staff, olav), &entry, now()).await.expect("open");
    giving(&ground.app, staff, case, now()).await.expect("the case")
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_given_is_in_force_told_and_answered() {
    let ground = town().await;
    let (inger, olav) = (ground.citizen("Inger Lund").await, ground.citizen("Olav Lund").await);
    let staff = at_work(&ground, ("Lege", "Sykehuset"), 5).await;
    let case = applied(&ground, &inger, OLAV).await;
    // The record must be open: the case alone opens nothing.
    let closed = giving(&ground.app, &staff, &case, now()).await.expect("the case");
    assert!(
        matches!(&closed.about, About::Closed(person) if person.name == "Olav Lund"),
        "{:?}",
        closed.about
    );
    let given = approval(&[Area::Vaccines]);
    let tried = give(&ground.app, &staff, (&closed, &given, "Ja"), now()).await;
    assert!(matches!(tried, Err(HandleError::Read(ReadError::Denied(Denied::GroundMissing)))), "{tried:?}");

    let open = opened(&ground, &staff, &case).await;
    let seen = give_preview(&ground.app, &staff, (&open, &given), now()).await.expect("a preview");
    assert_eq!(seen.iter().map(|one| (one.area, one.count)).collect::<Vec<_>>(), [(Area::Vaccines, 1)]);
    let none = ground.app.admit(inger.actor(), olav.subject(), now()).await;
    assert!(none.is_err(), "a preview gives nothing");
    give(&ground.app, &staff, (&open, &given, "Du ser vaksinene."), now()).await.expect("given");

    let acting = ground.acting("Inger Lund", "Olav Lund").await;
    assert_eq!((acting.rule(), acting.lens().areas()), (Rule::Representative, Areas::of(&[Area::Vaccines])));
    let own = cases::list(&ground.app, &inger, now()).await.expect("one's own").cases;
    assert_eq!(own[0].view.case.state(), State::Ended(Ending::Answered));
    assert_eq!(own[0].view.answer.as_deref(), Some("Du ser vaksinene."));
    assert_eq!(worklist(&ground.app, &staff).await.expect("theirs").len(), 0);
    let documents = ground.entries(olav.subject(), T::DocumentReference).await;
    assert_eq!(documents.len(), 1);
    assert!(
        documents[0].body.contains("Erklæring om samtykkekompetanse")
            && documents[0].body.contains("Kari Lege")
    );
    let consents = ground.entries(olav.subject(), T::Consent).await;
    assert_eq!(consents.len(), 2, "the statement and the access");
    let paper = ground.app.link(documents[0].id).to_string();
    assert!(consents.iter().all(|one| one.body.contains(&paper)), "both rest on the paper");
    let list = access::access_list(&ground.app, &olav, now()).await.expect("one's own").current;
    assert_eq!(
        list.iter().map(|one| (one.kind, one.holder.as_deref())).collect::<Vec<_>>(),
        [(access::Kind::Representative, Some("Inger Lund"))]
    );
    // Both are told, and it is in the log of both.
    for pass in [&inger, &olav] {
        let told = home::home(&ground.app, pass, None, now()).await.expect("an overview").notices;
        assert_eq!(told.len(), 1, "{:?}", pass.subject());
        let log = ground.log(pass).await;
        assert!(log.iter().any(|row| row.action == Action::Write && row.actor == staff.actor()));
    }
    // Once is enough, and what Inger gives back is over.
    let again = give(&ground.app, &staff, (&open, &given, "Ja"), now()).await;
    assert!(matches!(again, Err(HandleError::Read(ReadError::Denied(Denied::NotYours)))), "{again:?}");
    assert_eq!(ground.entries(olav.subject(), T::Consent).await.len(), 2);
    ground.is_whole().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_rules_refuse_and_what_has_changed_writes_nothing_in_either_record() {
    let ground = town().await;
    let (inger, olav) = (ground.citizen("Inger Lund").await, ground.key("Olav Lund").await);
    let staff = at_work(&ground, ("Lege", "Sykehuset"), 5).await;
    let per = ground.citizen("Per Lund").await;
    let (of_per, of_inger) = (applied(&ground, &per, OLAV).await, applied(&ground, &inger, OLAV).await);
    let given = approval(&[Area::Vaccines]);
    let written = async || {
        let count = async |key, kind| ground.entries(key, kind).await.len();
        (count(olav, T::Consent).await, count(olav, T::DocumentReference).await)
    };
    let open = opened(&ground, &staff, &of_per).await;
    let refused = give(&ground.app, &staff, (&open, &given, "Ja"), now()).await;
    assert!(matches!(refused, Err(HandleError::Read(ReadError::Denied(Denied::Protected)))), "{refused:?}");
    // Nothing that nobody can be given, and nothing beyond the statement.
    let open = giving(&ground.app, &staff, &of_inger, now()).await.expect("the case");
    let long = Approval { end: End::At(When::Day(date(2028, 11, 2)).end()), ..given.clone() };
    for wrong in [approval(&[Area::Private]), long, Approval { statement: None, ..given.clone() }] {
        let refused = give(&ground.app, &staff, (&open, &wrong, "Ja"), now()).await;
        assert!(matches!(refused, Err(HandleError::Read(ReadError::Denied(_)))), "{refused:?}");
    }
    // Somebody has touched the case meanwhile: the record of the person is as it was.
    let id = open.at_hand.view.id;
    ground
        .rewrite(id, |body| body.replace(r#""status":"requested""#, r#""status":"in-progress""#), now())
        .await;
    let late = give(&ground.app, &staff, (&open, &given, "Ja"), now()).await;
    assert!(matches!(late, Err(HandleError::Changed)), "{late:?}");
    assert_eq!(written().await, (0, 0));
    let nobody = applied(&ground, &inger, "14878290055").await;
    let found = giving(&ground.app, &staff, &nobody, now()).await.expect("the case");
    assert!(matches!(found.about, About::Nobody));
    let elsewhere = AtWork { organization: staff.practitioner, ..staff.clone() };
    let denied = giving(&ground.app, &elsewhere, &of_inger, now()).await;
    assert!(matches!(denied, Err(ReadError::Denied(Denied::NotYours))), "{denied:?}");
    ground.is_whole().await;
}
