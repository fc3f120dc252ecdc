//! 215 whole lives: allergies, diagnoses, prescriptions and vaccines as an independent script counted them.

use std::collections::{BTreeMap, BTreeSet};

use helsami_app::{allergies, appointments, diagnoses, emergency, medicines, vaccines};
use helsami_domain::allergy::Knowledge;
use helsami_domain::diagnosis::Problem;
use helsami_domain::ids::PatientKey;
use helsami_domain::medicine::{Medicine, Standing};
use serde::Deserialize;

use crate::corpora::{Record, folder, now, own, record};

/// One line of the index.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Life {
    family: String,
    given: Vec<String>,
    birth_date: String,
    deceased_date_time: Option<String>,
    counts: BTreeMap<String, usize>,
    active_conditions: BTreeSet<String>,
    allergies: BTreeSet<String>,
    active_medication_requests: BTreeSet<String>,
    immunizations: BTreeMap<String, usize>,
}

#[tokio::test(flavor = "multi_thread")]
async fn every_life_is_shown_as_it_was_lived() {
    let Some(folder) = folder("synthea-r4") else { return };
    let index = std::fs::read_to_string(folder.join("index.ndjson")).expect("the index");
    let files = (0..5).map(|number| folder.join(format!("bundles-{number:02}.ndjson.gz"))).collect();
    let record = record(files).await;
    assert_eq!(record.people.len(), 215);
    let mut lives = 0;
    for line in index.lines() {
        let life: Life = serde_json::from_str(line).expect("a line of the index");
        check(&record, &life).await;
        lives += 1;
    }
    assert_eq!(lives, 215);
}

async fn check(record: &Record, life: &Life) {
    let mut words: Vec<&str> = life.given.iter().flat_map(|given| given.split(' ')).collect();
    words.extend(life.family.split(' '));
    let who = record.find(&words, &life.birth_date);
    let name = format!("{} {}", life.given.join(" "), life.family);
    check_problems(record, life, who, &name).await;
    check_medicines(record, life, who, &name).await;
    check_visits(record, life, who, &name).await;
}

async fn check_problems(record: &Record, life: &Life, who: PatientKey, name: &str) {
    let list =
        diagnoses::list(&record.app, &own(record, who).await, now()).await.expect("diagnoses").diagnoses;
    let current: BTreeSet<String> =
        list.current.iter().map(|one| one.lead().label.text.to_string()).collect();
    assert_eq!(current, life.active_conditions, "{name}");
    let lines: usize = list.current.iter().chain(&list.former).map(|one: &Problem| one.lines.len()).sum();
    assert_eq!(lines, count(life, "Condition"), "{name}");

    let list =
        allergies::list(&record.app, &own(record, who).await, now()).await.expect("allergies").allergies;
    let all = list.current.iter().flatten().chain(&list.former);
    let all: BTreeSet<String> = all.map(|one| one.label.text.to_string()).collect();
    assert_eq!(all, life.allergies, "{name}");
    let has_current = !list.current.is_empty();
    assert_eq!(
        list.knowledge,
        if has_current { Knowledge::Listed } else { Knowledge::NotRecorded },
        "{name}"
    );
}

async fn check_medicines(record: &Record, life: &Life, who: PatientKey, name: &str) {
    let list = medicines::list(&record.app, &own(record, who).await, now()).await.expect("medicines");
    assert_eq!(prescribed(&list.medicines.in_use), life.active_medication_requests, "{name}");
    let groups = list.medicines.in_use.iter().chain(&list.medicines.ended).chain(&list.medicines.unclear);
    let lines: usize = groups.map(|one| one.entries.len()).sum();
    assert_eq!(lines + list.medicines.repeats, count(life, "MedicationRequest"), "{name}");

    let list = vaccines::list(&record.app, &own(record, who).await, now()).await.expect("vaccines").vaccines;
    let mut given: BTreeMap<String, usize> = BTreeMap::new();
    for told in &list.given {
        let label = told.lead().label.as_ref().expect("a name");
        *given.entry(label.text.to_string()).or_default() += told.lines.len();
    }
    assert_eq!(given, life.immunizations, "{name}");
}

async fn check_visits(record: &Record, life: &Life, who: PatientKey, name: &str) {
    let list = appointments::list(&record.app, &own(record, who).await, true, now())
        .await
        .expect("visits")
        .appointments;
    assert_eq!(list.is_dead, life.deceased_date_time.is_some(), "{name}");
    assert_eq!(list.past.len(), count(life, "Encounter"), "{name}");
    assert!(list.coming.is_empty() && list.open.is_empty() && list.now.is_empty(), "{name}");

    let card = emergency::card(&record.app, &own(record, who).await, now()).await.expect("the card");
    assert_eq!(prescribed(&card.medicines.medicines.in_use), life.active_medication_requests, "{name}");
    assert_eq!(card.person.is_dead, life.deceased_date_time.is_some(), "{name}");
    assert_eq!(
        card.allergies.allergies.current.len() + card.allergies.allergies.former.len(),
        life.allergies.len()
    );
}

fn count(life: &Life, kind: &str) -> usize {
    life.counts.get(kind).copied().unwrap_or_default()
}

/// The names of everything that some prescription says is in use.
fn prescribed(list: &[Medicine]) -> BTreeSet<String> {
    let entries = list.iter().flat_map(|one| &one.entries);
    let in_use = entries.filter(|(standing, _)| *standing == Standing::InUse);
    in_use.filter_map(|(_, entry)| Some(entry.name.as_ref()?.text.to_string())).collect()
}
