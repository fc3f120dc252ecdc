//! Records that are made to mislead: no known and not known, mistakes, medicines behind references.

use helsami_app::{allergies, diagnoses, medicines, vaccines};
use helsami_domain::absence::{Absence, Scope};
use helsami_domain::allergy::{Danger, Knowledge};
use helsami_domain::diagnosis::CodeList;
use helsami_domain::medicine::{Origin, Standing};

use crate::corpora::{Record, folder, now, own, record};

fn names(list: &[helsami_domain::medicine::Medicine]) -> Vec<String> {
    list.iter().filter_map(|one| Some(one.lead().name.as_ref()?.text.to_string())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_summary_says_none_known_of_food_only() {
    let Some(folder) = folder("ips-r4") else { return };
    let record = record(vec![folder.join("Bundle-IPS-examples-Bundle-01.json")]).await;
    let who = record.people[0].key;
    let list = allergies::list(&record.app, &own(&record, who).await, now()).await.expect("allergies");
    let current: Vec<_> =
        list.allergies.current.iter().map(|one| (&*one[0].label.text, one[0].danger)).collect();
    assert_eq!(current, [("Substance with penicillin structure (substance)", Danger::High)]);
    assert_eq!(list.allergies.knowledge, Knowledge::Listed);
    let stated: Vec<Absence> = list.allergies.statements.iter().map(|one| one.absence).collect();
    assert_eq!(stated, [Absence::NoneKnown(Scope::FoodAllergies)]);
    let list =
        medicines::list(&record.app, &own(&record, who).await, now()).await.expect("medicines").medicines;
    assert_eq!(list.in_use.len(), 2);
    assert!(
        names(&list.in_use).contains(&"Black Cohosh Extract herbal supplement".to_owned()),
        "{:?}",
        names(&list.in_use)
    );
    let list =
        diagnoses::list(&record.app, &own(&record, who).await, now()).await.expect("diagnoses").diagnoses;
    let current: Vec<_> =
        list.current.iter().map(|one| (&*one.lead().label.text, one.lead().code.clone())).collect();
    assert_eq!(current, [("Menopausal flushing (finding)", Some((CodeList::Icd10, "N95.1".into())))]);
    assert_eq!(
        list.former.iter().map(|one| &*one.lead().label.text).collect::<Vec<_>>(),
        ["Malignant tumor of breast"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_minimal_summary_lists_what_it_has() {
    let Some(folder) = folder("ips-r4") else { return };
    let record = record(vec![folder.join("Bundle-bundle-minimal.json")]).await;
    let who = record.people[0].key;
    let list =
        allergies::list(&record.app, &own(&record, who).await, now()).await.expect("allergies").allergies;
    assert_eq!((list.knowledge, list.current.len(), list.statements.len()), (Knowledge::Listed, 1, 0));
    let list = vaccines::list(&record.app, &own(&record, who).await, now()).await.expect("vaccines");
    assert!(list.vaccines.given.is_empty() && list.coverage.empty.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn norwegian_medicines_stand_behind_references_and_mistakes_are_no_facts() {
    let Some(folder) = folder("norway-fhir") else { return };
    let record = record(vec![folder.join("examples.ndjson")]).await;
    let mut mistakes = 0;
    let mut orders = Vec::new();
    for person in &record.people {
        let list = medicines::list(&record.app, &own(&record, person.key).await, now())
            .await
            .expect("medicines")
            .medicines;
        mistakes += list.mistakes;
        for one in list.in_use.iter().chain(&list.unclear).chain(&list.ended) {
            for (standing, entry) in &one.entries {
                orders.push((entry.origin, *standing, entry.name.clone().map(|name| name.text.to_string())));
            }
        }
    }
    assert_eq!(mistakes, 2);
    let prescribed: Vec<_> = orders.iter().filter(|(origin, ..)| *origin == Origin::Prescribed).collect();
    assert_eq!(prescribed.len(), 3, "{orders:?}");
    assert!(prescribed.iter().all(|(_, standing, _)| *standing == Standing::InUse), "{orders:?}");
    let mut named: Vec<_> = prescribed.iter().map(|(.., name)| name.as_deref()).collect();
    named.sort_unstable();
    // The medication behind the infusion is not in the file: the order is shown, without a name.
    assert_eq!(named, [None, Some("Cetirizin tab 10 mg"), Some("Paracet tab 500 mg")]);
    norwegian_diagnosis(&record).await;
}

async fn norwegian_diagnosis(record: &Record) {
    let mut found = Vec::new();
    for person in &record.people {
        let list = diagnoses::list(&record.app, &own(record, person.key).await, now())
            .await
            .expect("diagnoses")
            .diagnoses;
        found.extend(
            list.current.iter().map(|one| (one.lead().label.text.to_string(), one.lead().code.clone())),
        );
    }
    assert_eq!(found, [("Angina pectoris".to_owned(), Some((CodeList::Icd10, "I20".into())))]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_vaccine_that_was_not_given_is_not_shown_as_given() {
    let Some(folder) = folder("us-core-r4") else { return };
    let record = record(vec![folder.join("uscore_bundle_patient_355.json.gz")]).await;
    let who = record.people[0].key;
    let list = vaccines::list(&record.app, &own(&record, who).await, now()).await.expect("vaccines").vaccines;
    let lines =
        |list: &[helsami_domain::vaccine::Told]| list.iter().map(|told| told.lines.len()).sum::<usize>();
    assert_eq!((lines(&list.given), lines(&list.not_given)), (19, 1));
    let not = list.not_given[0].lead();
    assert_eq!(not.label, None);
    assert_eq!(not.reason.as_ref().map(|reason| &*reason.text), Some("product out of stock"));
    assert_eq!(not.batch.as_deref(), Some("AAJN11K"));
    let list =
        allergies::list(&record.app, &own(&record, who).await, now()).await.expect("allergies").allergies;
    assert_eq!(list.current.len() + list.former.len(), 10);
    let list =
        medicines::list(&record.app, &own(&record, who).await, now()).await.expect("medicines").medicines;
    let groups = list.in_use.iter().chain(&list.ended).chain(&list.unclear);
    assert_eq!(groups.map(|one| one.entries.len()).sum::<usize>() + list.repeats, 20);
}
