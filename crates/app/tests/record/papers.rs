//! Documents, care team, own details and access log over a real store.

use std::path::PathBuf;

use helsami_app::documents::{FileKind, Holding, Writing};
use helsami_app::{ReadError, access_log, care_team, details, documents};
use helsami_domain::care_team::{Basis, Standing};
use helsami_domain::coverage::LeftOut;
use helsami_domain::document::State;
use helsami_domain::matter::Matter;
use helsami_domain::relation::Trust;

use crate::corpora::{folder, now, own, record};

const BUNDLE: &str = r#"{"resourceType":"Bundle","type":"transaction","entry":[
{"fullUrl":"urn:uuid:p","request":{"method":"POST","url":"Patient"},"resource":{"resourceType":"Patient",
 "identifier":[{"system":"urn:oid:2.16.578.1.12.4.1.4.1","value":"13897248022"}],
 "name":[{"use":"official","family":"Moe","given":["Kari"]}],"birthDate":"1972-09-13",
 "address":[{"line":["Storgata 1"],"postalCode":"7030","city":"Trondheim"}],
 "generalPractitioner":[{"reference":"urn:uuid:d"},{"reference":"urn:uuid:o"}]}},
{"fullUrl":"urn:uuid:o","request":{"method":"POST","url":"Organization"},"resource":{"resourceType":"Organization","name":"Solberg legesenter","telecom":[{"system":"phone","value":"73 00 00 00"}]}},
{"fullUrl":"urn:uuid:d","request":{"method":"POST","url":"Practitioner"},"resource":{"resourceType":"Practitioner","name":[{"family":"Aas","given":["Siv"]}]}},
{"fullUrl":"urn:uuid:b","request":{"method":"POST","url":"Binary"},"resource":{"resourceType":"Binary","contentType":"text/html","securityContext":{"reference":"urn:uuid:p"},"data":"JVBERi0xLjcgeA=="}},
{"fullUrl":"urn:uuid:n1","request":{"method":"POST","url":"DocumentReference"},"resource":{"resourceType":"DocumentReference","status":"current","type":{"text":"Epikrise"},"subject":{"reference":"urn:uuid:p"},"date":"2026-03-12T10:00:00+01:00","author":[{"reference":"urn:uuid:d"}],"custodian":{"reference":"urn:uuid:o"},"relatesTo":[{"code":"replaces","target":{"reference":"urn:uuid:n2"}}],"content":[{"attachment":{"contentType":"application/pdf","url":"urn:uuid:b","title":"Epikrise.pdf"}}]}},
{"fullUrl":"urn:uuid:n2","request":{"method":"POST","url":"DocumentReference"},"resource":{"resourceType":"DocumentReference","status":"current","type":{"text":"Notat"},"subject":{"reference":"urn:uuid:p"},"date":"2026-03-11","content":[{"attachment":{"contentType":"text/plain; charset=iso-8859-1","data":"Ymzl"}}]}},
{"fullUrl":"urn:uuid:n3","request":{"method":"POST","url":"DocumentReference"},"resource":{"resourceType":"DocumentReference","status":"entered-in-error","type":{"text":"Feil"},"subject":{"reference":"urn:uuid:p"},"date":"2026-03-10","content":[{"attachment":{"contentType":"text/plain","data":"Ymzl"}}]}},
{"fullUrl":"urn:uuid:t","request":{"method":"POST","url":"CareTeam"},"resource":{"resourceType":"CareTeam","status":"active","subject":{"reference":"urn:uuid:p"},"period":{"end":"2020-01-01"},"participant":[{"role":[{"text":"Kontaktlege"}],"member":{"reference":"urn:uuid:d"}}]}},
{"fullUrl":"urn:uuid:r","request":{"method":"POST","url":"RelatedPerson"},"resource":{"resourceType":"RelatedPerson","patient":{"reference":"urn:uuid:p"},"name":[{"text":"Ola Moe"}],"relationship":[{"text":"Sønn"}]}}
]}"#;

async fn crafted() -> crate::corpora::Record {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("bundle.json");
    std::fs::write(&path, BUNDLE).expect("written");
    record(vec![path]).await
}

#[tokio::test]
async fn documents_are_listed_opened_and_handed_out() {
    let record = crafted().await;
    let who = own(&record, record.people[0].key).await;
    let list = documents::list(&record.app, &who, None, now()).await.expect("a list");
    let shown: Vec<_> = list
        .documents
        .iter()
        .map(|(one, _)| (one.kind.as_ref().map(|kind| kind.text.to_string()), one.state))
        .collect();
    assert_eq!(
        shown,
        [(Some("Epikrise".to_owned()), State::Current), (Some("Notat".to_owned()), State::Replaced)]
    );
    assert_eq!(list.coverage.left_out, [LeftOut::Mistakes(1)]);
    assert_eq!(list.documents[0].0.source.person.name.as_deref(), Some("Siv Aas"));
    assert_eq!(list.documents[0].0.source.name(), Some("Solberg legesenter"));
    let link = list.documents[0].1.to_string();
    let opened = documents::open(&record.app, &who, &link, now()).await.expect("opens");
    assert!(
        matches!(&opened.parts[0].content, Writing::Attached(0, Holding::File(file)) if file.kind == FileKind::Pdf),
        "{:?}",
        opened.parts
    );
    let handed = documents::file(&record.app, &who, (&link, 0), now()).await.expect("a file");
    assert_eq!((handed.file.kind, handed.bytes.as_slice()), (FileKind::Pdf, &b"%PDF-1.7 x"[..]));
    let missing = documents::file(&record.app, &who, (&link, 1), now()).await;
    assert!(matches!(missing, Err(ReadError::Unknown)), "{missing:?}");
    let text = documents::open(&record.app, &who, list.documents[1].1.as_str(), now()).await.expect("opens");
    assert_eq!(text.parts[0].content, Writing::Attached(0, Holding::Text("blå".into())));
    let wrong = documents::open(&record.app, &who, "00000000000000000000000000", now()).await;
    assert!(matches!(wrong, Err(ReadError::Unknown)), "{wrong:?}");
}

#[tokio::test]
async fn the_team_the_details_and_the_log_say_what_the_record_says() {
    let record = crafted().await;
    let who = own(&record, record.people[0].key).await;
    let team = care_team::team(&record.app, &who, now()).await.expect("a team");
    let doctor = &team.members[0];
    assert_eq!((doctor.basis, doctor.standing), (Basis::GeneralPractitioner, Standing::Current));
    assert_eq!(doctor.who.name.as_deref(), Some("Siv Aas"));
    assert_eq!(doctor.place.name.as_deref(), Some("Solberg legesenter"));
    assert_eq!(doctor.reach.iter().map(|one| &*one.value).collect::<Vec<_>>(), ["73 00 00 00"]);
    assert_eq!(team.members[1].standing, Standing::Ended);
    let mine = details::mine(&record.app, &who, now()).await.expect("details");
    assert_eq!(mine.details.addresses[0].lines, ["Storgata 1".into(), "7030 Trondheim".into()]);
    assert_eq!(&*mine.details.numbers[0].shown, "138972 •••••");
    assert_eq!((mine.relations.len(), mine.relations[0].trust), (1, Trust::Unconfirmed));
    let log = access_log::log(&record.app, &who, None, now()).await.expect("a log");
    let looked: Vec<_> = log.visits[0].looked.iter().map(|one| (one.matter, one.count)).collect();
    assert_eq!(
        looked,
        [(Some(Matter::AccessLog), 1), (Some(Matter::Details), 1), (Some(Matter::CareTeam), 1)]
    );
    assert!(log.visits.iter().skip(1).all(|visit| visit.looked.iter().all(|one| one.matter.is_none())));
}

#[tokio::test]
async fn every_document_of_us_core_opens_in_the_store() {
    let Some(at) = folder("us-core-r4") else { return };
    let files = ["uscore_bundle_patient_355.json.gz", "uscore_bundle_patient_client_test.json.gz"];
    let paths: Vec<PathBuf> = files.iter().map(|file| at.join(file)).collect();
    let record = record(paths).await;
    let (mut opened, mut mistakes) = (0, 0);
    for person in &record.people {
        let who = own(&record, person.key).await;
        let mut older: Option<String> = None;
        loop {
            let list = documents::list(&record.app, &who, older.as_deref(), now()).await.expect("a list");
            for left in &list.coverage.left_out {
                mistakes += if let LeftOut::Mistakes(count) = left { *count } else { 0 };
            }
            for (one, link) in &list.documents {
                let page = documents::open(&record.app, &who, link.as_str(), now()).await.expect("opens");
                assert_eq!(page.document.id, one.id);
                assert!(!page.parts.is_empty(), "{one:?}");
                opened += 1;
            }
            let Some(next) = list.older else { break };
            older = Some(next.to_string());
        }
    }
    // 21 documents in force or replaced and 1 PDF; the reports that bring a text of their own come beside them.
    assert_eq!((opened >= 22, mistakes), (true, 1), "{opened}");
}
