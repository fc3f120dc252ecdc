//! What is read of a person and the next of kin.

use super::{Details, Gender, NumberKind, contacts, details, relation};
use helsami_domain::relation::Trust;
use helsami_domain::when::When;
use jiff::Timestamp;
use jiff::civil::date;

fn now() -> Timestamp {
    "2026-11-22T12:00:00Z".parse().expect("a time")
}

fn read(body: &str) -> Details {
    details(body, now(), &|_, _| None).expect("an object")
}

fn recorded() -> When {
    When::Day(date(2026, 1, 5))
}

#[test]
fn names_old_ones_last_with_the_norwegian_middle_name() {
    let person = read(
        r#"{"resourceType":"Patient","name":[
            {"use":"official","family":"Nerstad","given":["Mette"],"period":{"end":"2009-06-30"}},
            {"use":"usual","given":["Metti"]},
            {"use":"official","family":"Grieg","given":["Mette","Marie"],"extension":[{"url":"http://hl7.no/fhir/StructureDefinition/no-basis-middlename","valueString":"Hagerup"}]},4]}"#,
    );
    let names: Vec<_> = person.names.iter().map(|one| (&*one.whole, one.is_old, one.is_preferred)).collect();
    assert_eq!(
        names,
        [("Mette Marie Hagerup Grieg", false, false), ("Metti", false, true), ("Mette Nerstad", true, false)]
    );
    assert_eq!(person.names[0].middle.as_deref(), Some("Hagerup"));
}

#[test]
fn a_national_number_is_masked_whatever_its_system() {
    let person = read(
        r#"{"identifier":[{"system":"urn:oid:2.16.578.1.12.4.1.4.2","value":"41809012345","use":"old","period":{"end":"2020"}},
            {"system":"urn:oid:2.16.578.1.12.4.1.4.1","value":"12819012345"},
            {"system":"urn:x","value":"999-12-3456-8"},{"type":{"coding":[{"code":"MR","display":"Medical record number"}]},"value":"A77"},{"system":"x"}]}"#,
    );
    let shown: Vec<_> = person.numbers.iter().map(|one| (&*one.shown, one.is_old)).collect();
    assert_eq!(
        shown,
        [("128190 •••••", false), ("999-12 •••••••", false), ("A77", false), ("418090 •••••", true)]
    );
    assert_eq!(person.numbers[3].kind, NumberKind::Temporary);
    assert!(!format!("{person:?}").contains("12345"));
}

#[test]
fn a_protected_address_never_leaves() {
    let check = |mark: &str| {
        let person = read(&format!(
            r#"{{{mark}"telecom":[{{"system":"phone","value":"90000000"}}],"address":[{{"line":["Storgata 1"],"city":"Trondheim","district":"Trondheim","extension":[{{"url":"x"}}]}}]}}"#
        ));
        assert!(person.is_protected, "{mark}");
        let told = format!("{person:?}");
        assert!(
            !told.contains("Storgata") && !told.contains("Trondheim") && !told.contains("90000000"),
            "{told}"
        );
    };
    check(r#""meta":{"security":[{"code":"strengtFortrolig"}]},"#);
    check(r#""meta":{"security":[{"code":"N"},{"code":"R"}]},"#);
    let masked = read(
        r#"{"address":[{"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/data-absent-reason","valueCode":"masked"}],"district":"Oppdal"},{"line":["Gata 2"]}]}"#,
    );
    assert!(masked.is_protected && masked.addresses.is_empty());
    let open = read(r#"{"meta":{"security":[{"code":"ugradert"}]},"address":[{"line":["Storgata 1"]}]}"#);
    assert!(!open.is_protected);
    assert_eq!(open.addresses.len(), 1);
}

#[test]
fn an_address_is_read_with_its_norwegian_parts() {
    let person = read(
        r#"{"address":[{"use":"old","line":["Gamle vei 1"]},
            {"extension":[{"url":"http://hl7.no/fhir/StructureDefinition/no-basis-address-official","valueBoolean":true},
            {"url":"http://hl7.no/fhir/StructureDefinition/no-basis-urban-district","valueCoding":{"code":"030102","display":"Grünerløkka"}}],
            "use":"home","line":["Stålverkskroken 14"],"city":"Oslo","district":"Oslo","postalCode":"0661","country":"NO"}],
            "gender":"female","birthDate":"1964-05","deceasedBoolean":true}"#,
    );
    let address = &person.addresses[0];
    assert_eq!(address.lines, ["Stålverkskroken 14".into(), "0661 Oslo".into()]);
    assert_eq!(address.urban_district.as_deref(), Some("Grünerløkka"));
    assert!(address.is_official && !person.addresses[1].is_current(now()));
    assert_eq!((person.gender, person.born), (Gender::Female, Some(When::Month(1964, 5))));
    assert_eq!(person.death, Some(None));
}

#[test]
fn next_of_kin_are_unconfirmed_until_the_person_has_said_yes() {
    let read = |body: &str| relation(body, recorded(), now(), &|_, _| None).expect("an object");
    let confirmed = read(
        r#"{"resourceType":"RelatedPerson","active":true,"extension":[{"url":"http://helsami.no/fhir/StructureDefinition/relation-confirmed","valueDate":"2026-01-05"}],
            "relationship":[{"text":"Datter"}],"name":[{"family":"Moe","given":["Siv"]}],"telecom":[{"system":"phone","value":"90000000"}]}"#,
    );
    assert_eq!(confirmed.trust, Trust::Confirmed(recorded()));
    assert_eq!(confirmed.name.as_deref(), Some("Siv Moe"));
    let kept = r#"{"extension":[{"url":"http://helsami.no/fhir/StructureDefinition/kept-by","valueReference":{"display":"Lerkebakken legekontor"}}]}"#;
    assert_eq!(read(kept).source.name(), Some("Lerkebakken legekontor"));
    assert_eq!(read(r#"{"name":[{"text":"Ola"}]}"#).trust, Trust::Unconfirmed);
    let migrated = read(
        r#"{"meta":{"tag":[{"code":"migrated"}]},"extension":[{"url":"http://helsami.no/fhir/StructureDefinition/relation-confirmed","valueDate":"2026-01-05"}]}"#,
    );
    assert_eq!((migrated.trust, migrated.is_migrated), (Trust::Unconfirmed, true));
    assert_eq!(read(r#"{"active":false}"#).trust, Trust::Ended);
    assert_eq!(read(r#"{"active":"yes","period":{"end":"2017-05-13"}}"#).trust, Trust::Ended);
    let near = contacts(
        r#"{"contact":[{"relationship":[{"coding":[{"code":"C","display":"Emergency Contact"}]},{"text":"Bror"}],"name":{"text":"Pål Olsen"}},{},5]}"#,
        recorded(),
        now(),
        &|_, _| None,
    );
    assert_eq!(near.len(), 1);
    assert_eq!(near[0].kinds.iter().map(|one| &*one.text).collect::<Vec<_>>(), ["Emergency Contact", "Bror"]);
}

#[test]
fn the_norwegian_examples() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/corpora/norway-fhir/examples.ndjson");
    let Ok(text) = std::fs::read_to_string(path) else {
        eprintln!("skipped: no corpora");
        return;
    };
    let (mut patients, mut middle, mut official) = (0, Vec::new(), 0);
    for line in text.lines().filter(|line| line.contains("\"resourceType\":\"Patient\"")) {
        let person = read(line);
        patients += 1;
        middle.extend(person.names.iter().filter_map(|one| one.middle.clone()));
        official += person.addresses.iter().filter(|one| one.is_official).count();
        assert!(
            person.numbers.iter().all(|one| one.shown.contains('•') || one.shown.len() < 9),
            "{person:?}"
        );
    }
    assert_eq!((patients, official), (7, 2));
    assert_eq!(middle, ["Hagerup".into()]);
    let kin: Vec<_> = text
        .lines()
        .filter(|line| line.contains("\"resourceType\":\"RelatedPerson\""))
        .filter_map(|line| relation(line, recorded(), now(), &|_, _| None))
        .collect();
    assert_eq!(kin[0].name.as_deref(), Some("Ærlend Pårørende Sørgård"));
    assert_eq!(kin[0].trust, Trust::Unconfirmed);
}
