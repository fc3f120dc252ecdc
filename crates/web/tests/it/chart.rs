//! What staff do in records, through the real router and a real store: every page in every language, every refusal, and what
//! must not stand in any answer.

use axum::http::StatusCode;

use crate::door::{House, KARI, UNHURRIED, cookies, location, minutes};

const OFFICE: &str = "998447356";
const CLINIC: &str = "922020175";
const DOCTOR: &str = "181000001";
const COLLEAGUE: &str = "181000002";
const STRANGER: &str = "181000003";
/// Kari's street, which no page of staff shows.
const STREET: &str = "Hemmeligveien";
const SECRET: &str = "Bevisstløs på gata";

fn staff(id: &str, hpr: &str, place: &str) -> [String; 2] {
    [
        format!(
            r#"{{"resourceType":"Practitioner","id":"{id}","name":[{{"family":"{id}","given":["Ola"]}}],"identifier":[{{"system":"urn:oid:2.16.578.1.12.4.1.4.4","value":"{hpr}"}}]}}"#
        ),
        format!(
            r#"{{"resourceType":"PractitionerRole","id":"{id}-role","code":[{{"text":"Fastlege"}}],"practitioner":{{"reference":"Practitioner/{id}"}},"organization":{{"reference":"Organization/{place}"}}}}"#
        ),
    ]
}

/// Two places and three who work there. Mona has her doctor at the office, one thing in every list, and a note that is closed.
fn documents() -> Vec<String> {
    let place = |id: &str, number: &str| {
        format!(
            r#"{{"resourceType":"Organization","id":"{id}","name":"{id}","identifier":[{{"system":"urn:oid:2.16.578.1.12.4.1.4.101","value":"{number}"}}]}}"#
        )
    };
    let mut all = vec![place("kontoret", OFFICE), place("klinikken", CLINIC)];
    all.extend(staff("lege", DOCTOR, "kontoret"));
    all.extend(staff("kollega", COLLEAGUE, "kontoret"));
    all.extend(staff("fremmed", STRANGER, "klinikken"));
    all.push(format!(
        r#"{{"resourceType":"Patient","id":"mona","name":[{{"family":"Mobakk","given":["Mona"]}}],"birthDate":"1980-05-01","identifier":[{{"system":"urn:oid:2.16.578.1.12.4.1.4.1","value":"{MONA}"}}],
        "address":[{{"use":"home","line":["{STREET} 1"],"city":"Trondheim"}}],"telecom":[{{"system":"phone","value":"40000000"}}],"generalPractitioner":[{{"reference":"Organization/kontoret"}}]}}"#
    ).replace('\n', ""));
    let of = |kind: &str, rest: &str| {
        format!(r#"{{"resourceType":"{kind}","subject":{{"reference":"Patient/mona"}},{rest}}}"#)
    };
    let patient = |kind: &str, rest: &str| {
        format!(r#"{{"resourceType":"{kind}","patient":{{"reference":"Patient/mona"}},{rest}}}"#)
    };
    all.extend([
        of("Observation", r#""id":"kalium","status":"final","category":[{"coding":[{"code":"laboratory"}]}],"code":{"coding":[{"system":"urn:oid:2.16.578.1.12.4.1.1.7280","code":"NPU03230"}],"text":"Kalium"},"effectiveDateTime":"2026-02-01","valueQuantity":{"value":4.1,"unit":"mmol/L"}"#),
        of("DiagnosticReport", r#""id":"svar","status":"final","code":{"text":"Blodprøver"},"effectiveDateTime":"2026-02-01","issued":"2026-02-02T10:00:00Z","conclusion":"Ingen tegn til sykdom","result":[{"reference":"Observation/kalium"}]"#),
        of("MedicationStatement", r#""status":"active","medicationCodeableConcept":{"text":"Metoprolol"}"#),
        patient("AllergyIntolerance", r#""code":{"text":"Penicillin"},"clinicalStatus":{"coding":[{"code":"active"}]}"#),
        of("Condition", r#""code":{"text":"Astma"},"clinicalStatus":{"coding":[{"code":"active"}]},"recordedDate":"2021-01-01""#),
        patient("Immunization", r#""status":"completed","vaccineCode":{"text":"Influensavaksine"},"occurrenceDateTime":"2025-10-01""#),
        of("DocumentReference", r#""id":"apent","status":"current","description":"Epikrise","date":"2026-01-02T10:00:00Z","content":[{"attachment":{"contentType":"text/plain","data":"SGVp"}}]"#),
        of("DocumentReference", r#""id":"lukket","status":"current","description":"Skjultnotat","date":"2026-01-03T10:00:00Z","content":[{"attachment":{"contentType":"text/plain","data":"SGVp"}}]"#),
        r#"{"resourceType":"Appointment","status":"booked","description":"Årskontroll","start":"2026-04-10T09:00:00+02:00","participant":[{"actor":{"reference":"Patient/mona"},"status":"accepted"}]}"#.to_owned(),
        of("CareTeam", r#""status":"active","name":"Hjerteteamet","participant":[{"member":{"display":"Tor Tverrfaglig"}}]"#),
        patient("Consent", r#""status":"active","dateTime":"2026-01-01","category":[{"coding":[{"system":"http://helsami.no/fhir/CodeSystem/consent","code":"block"}]}],
            "provision":{"type":"deny","period":{"start":"2026-01-01"},"extension":[{"url":"http://helsami.no/fhir/StructureDefinition/until-ended","valueBoolean":true}],
            "data":[{"meaning":"instance","reference":{"reference":"DocumentReference/lukket"}}]}"#).replace('\n', ""),
    ]);
    all
}

const MONA: &str = "03845812429";

/// The first address in a page that begins so and goes on.
fn below(page: &str, start: &str) -> String {
    let found = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let mut below = found.filter(|href| href.strip_prefix(start).is_some_and(|rest| !rest.contains('/')));
    below.next().unwrap_or_else(|| unreachable!("nothing under {start} in {page}")).to_owned()
}

struct Desk {
    house: House,
    cookie: String,
}

impl Desk {
    async fn of(house: House, hpr: &str, place: &str) -> Self {
        let path = format!("/work/sign-in/callback?code={hpr}@{place}");
        let (status, headers, body) =
            house.ask(("GET", &path), "__Host-helsami-work-sign-in=-work", "").await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{body}");
        let cookie = cookies(&headers).into_iter().find(|one| one.starts_with("__Host-helsami-work="));
        Self { house, cookie: cookie.expect("a session") }
    }

    async fn doctor() -> Self {
        let house = House::with_staff(UNHURRIED, &[], &documents()).await;
        Self::of(house, DOCTOR, OFFICE).await
    }

    /// Another session in the same house.
    async fn and(&self, hpr: &str, place: &str) -> String {
        let path = format!("/work/sign-in/callback?code={hpr}@{place}");
        let (_, headers, _) = self.house.ask(("GET", &path), "__Host-helsami-work-sign-in=-work", "").await;
        let cookie = cookies(&headers).into_iter().find(|one| one.starts_with("__Host-helsami-work="));
        cookie.expect("a session")
    }

    async fn get(&self, path: &str) -> (StatusCode, String) {
        let (status, _, body) = self.house.ask(("GET", path), &self.cookie, "").await;
        (status, body)
    }

    async fn post(&self, path: &str, form: &str) -> (StatusCode, String, String) {
        let (status, headers, body) = self.house.ask(("POST", path), &self.cookie, form).await;
        (status, location(&headers).to_owned(), body)
    }

    /// Where Mona's pages begin, found by her number.
    async fn mona(&self) -> String {
        let (status, _, body) = self.post("/work/find", &format!("number={MONA}")).await;
        assert_eq!(status, StatusCode::OK, "{body}");
        let link = body.split("href=\"/work/p/").nth(1).and_then(|rest| rest.split('"').next());
        format!("/work/p/{}", link.expect("found"))
    }
}

/// The pages of an open record, each with what must stand in it.
const LISTS: [(&str, &str); 9] = [
    ("/results", "Kalium"),
    ("/results?side=measurements", "<h1"),
    ("/medicines", "Metoprolol"),
    ("/allergies", "Penicillin"),
    ("/diagnoses", "Astma"),
    ("/vaccines", "Influensavaksine"),
    ("/documents", "Epikrise"),
    ("/appointments", "Årskontroll"),
    ("/care-team", "Tor Tverrfaglig"),
];

/// What no page of staff may show of the patient, whatever it is about.
fn is_discreet(path: &str, body: &str) {
    for hidden in [STREET, "40000000", MONA, KARI, "Skjultnotat"] {
        assert!(!body.contains(hidden), "{path} shows {hidden}");
    }
}

/// The pages of marks: the list, a part, a line, what a mark does.
async fn marks_pages(desk: &Desk, root: &str) {
    for path in ["/marks", "/marks?part=results", "/marks?part=private"] {
        let (status, body) = desk.get(&format!("{root}{path}")).await;
        assert_eq!(status, StatusCode::OK, "{path}");
        is_discreet(path, &body);
    }
    let (_, part) = desk.get(&format!("{root}/marks?part=results")).await;
    let line = below(&part, &format!("{root}/marks/"));
    let (status, body) = desk.get(&line).await;
    assert_eq!(status, StatusCode::OK, "{line}");
    assert!(!body.contains("value=\"parents\""), "she is of age: there is nobody to hide it from");
    is_discreet(&line, &body);
    let (status, _, body) = desk.post(&line, "release=later&day=2026-12-24&ground=&state=000").await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(body.contains("day-error") && body.contains("ground-error"), "what is wrong is told");
    let (status, _, body) =
        desk.post(&line, "release=later&day=2026-03-20&ground=Ringer+selv&state=000").await;
    assert_eq!(status, StatusCode::OK, "what it does");
    assert!(
        body.contains("name=\"add\"") && body.contains("Ringer selv"),
        "the other of the two tells of it"
    );
    is_discreet(&line, &body);
}

#[tokio::test]
async fn a_record_is_found_opened_and_read_in_every_language() {
    let mut desk = Desk::doctor().await;
    let root = desk.mona().await;
    let plain = desk.cookie.clone();
    for (minute, language) in (0..).zip(["nb", "nn", "se", "en"]) {
        minutes(minute);
        desk.cookie = format!("{plain}; helsami-language={language}");
        for path in ["/work", "/work/find", "/work/cases", &root, &format!("{root}/unlock")] {
            let (status, body) = desk.get(path).await;
            assert_eq!(status, StatusCode::OK, "{path}");
            assert!(body.contains(&format!("<html lang=\"{language}\"")), "{path}");
            is_discreet(path, &body);
        }
        // Not open yet: every list asks why first.
        for (path, _) in LISTS {
            let (status, headers, _) =
                desk.house.ask(("GET", &format!("{root}{path}")), &desk.cookie, "").await;
            assert_eq!((status, location(&headers)), (StatusCode::SEE_OTHER, root.as_str()), "{path}");
        }
        let (status, to, _) = desk.post(&format!("{root}/open"), "ground=treatment&reason=").await;
        assert_eq!((status, to.as_str()), (StatusCode::SEE_OTHER, root.as_str()));
        for (path, words) in LISTS.into_iter().chain([("", "Mobakk")]) {
            let (status, body) = desk.get(&format!("{root}{path}")).await;
            assert_eq!(status, StatusCode::OK, "{path}");
            assert!(body.contains(words) && body.contains("Mona Mobakk"), "{language} {path}");
            assert!(body.contains(&format!("action=\"{root}/close\"")), "the way to close it");
            assert!(
                !body.contains("href=\"/me") && !body.contains("href=\"/for"),
                "{path} leads to a citizen"
            );
            is_discreet(path, &body);
        }
        marks_pages(&desk, &root).await;
        let (_, documents) = desk.get(&format!("{root}/documents")).await;
        assert!(documents.contains(&format!("{root}/unlock")), "the padlock");
        let one =
            documents.split(&format!("{root}/documents/")).nth(1).and_then(|rest| rest.split('"').next());
        let (status, body) = desk.get(&format!("{root}/documents/{}", one.expect("a document"))).await;
        assert!(status == StatusCode::OK && body.contains("Hei"), "{body}");
        let (status, to, _) = desk.post(&format!("{root}/close"), "").await;
        assert_eq!((status, to.as_str()), (StatusCode::SEE_OTHER, "/work/find"));
    }
}

#[tokio::test]
async fn nobody_is_found_by_half_a_name_and_no_address_is_shown() {
    let desk = Desk::doctor().await;
    let search = async |form: &str| desk.post("/work/find", form).await;
    for (form, status, words) in [
        ("name=Mona+Mobakk&born=1980-05-01", StatusCode::OK, "/work/p/"),
        ("name=mobakk+mona&born=1980-05-01", StatusCode::OK, "/work/p/"),
        ("name=Mona+Mo&born=1980-05-01", StatusCode::OK, "Ingen treff"),
        ("name=Mona+Mobakk&born=1980-05-02", StatusCode::OK, "Ingen treff"),
        ("", StatusCode::UNPROCESSABLE_ENTITY, "Skriv et nummer"),
        ("number=12345678901", StatusCode::UNPROCESSABLE_ENTITY, "ikke et gyldig nummer"),
        ("name=Mona+Mobakk", StatusCode::UNPROCESSABLE_ENTITY, "Skriv både navn og fødselsdato"),
        ("name=Mona&born=1980-05-01", StatusCode::UNPROCESSABLE_ENTITY, "både fornavn og etternavn"),
        ("name=Mona+Mobakk&born=1.5.1980", StatusCode::UNPROCESSABLE_ENTITY, "ikke en dato"),
    ] {
        let (found, _, body) = search(form).await;
        assert_eq!(found, status, "{form}");
        assert!(body.contains(words), "{form}: {words}");
        assert!(!body.contains(STREET) && !body.contains("40000000"), "{form}");
    }
    let (_, _, body) = search(&format!("number={MONA}")).await;
    assert!(body.contains("/work/p/") && !body.contains(MONA), "the number is not written back");
    // Faster than anybody who has patients before them.
    let mut last = StatusCode::OK;
    for _ in 0..20 {
        last = search(&format!("number={MONA}")).await.0;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn what_is_closed_opens_with_a_reason_alone() {
    let desk = Desk::doctor().await;
    let root = desk.mona().await;
    let open = async |form: &str| desk.post(&format!("{root}/open"), form).await;
    let (status, _, body) = open("ground=override&reason=+").await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(body.contains("Skriv hvorfor du må åpne journalen.") && body.contains("Feil:"));
    assert_eq!(open("ground=curiosity&reason=x").await.0, StatusCode::BAD_REQUEST);
    let (status, to, _) = open(&format!("ground=override&reason={SECRET}")).await;
    assert_eq!((status, to.as_str()), (StatusCode::SEE_OTHER, root.as_str()));
    let (status, body) = desk.get(&format!("{root}/documents")).await;
    assert!(status == StatusCode::OK && body.contains("Skjultnotat"));
    // Whoever opened it does not review it; a stranger does not see the case; a colleague does both.
    let (_, list) = desk.get("/work/cases").await;
    let case =
        list.split("href=\"/work/cases/").nth(1).and_then(|rest| rest.split('"').next()).expect("a case");
    let case = format!("/work/cases/{case}");
    assert!(!list.contains("Mobakk"), "the list names nobody");
    let (status, body) = desk.get(&case).await;
    assert!(status == StatusCode::OK && body.contains("Du åpnet denne journalen selv"));
    assert_eq!(desk.post(&case, "act=justified").await.0, StatusCode::FORBIDDEN);
    let stranger = desk.and(STRANGER, CLINIC).await;
    assert_eq!(desk.house.ask(("GET", &case), &stranger, "").await.0, StatusCode::FORBIDDEN);
    assert_eq!(
        desk.house.ask(("GET", &root), &stranger, "").await.0,
        StatusCode::NOT_FOUND,
        "made for another visit"
    );
    let colleague = desk.and(COLLEAGUE, OFFICE).await;
    let (status, _, body) = desk.house.ask(("GET", &case), &colleague, "").await;
    assert!(status == StatusCode::OK && body.contains(SECRET) && body.contains("Mona Mobakk"));
    let (status, _, body) = desk.house.ask(("POST", &case), &colleague, "words=Ja").await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && body.contains("Velg hva du gjør."));
    let (status, _, body) = desk.house.ask(("POST", &case), &colleague, "act=not-justified&words=").await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && body.contains("Skriv svaret eller begrunnelsen."));
    let (status, headers, _) = desk.house.ask(("POST", &case), &colleague, "act=justified&words=").await;
    assert_eq!((status, location(&headers)), (StatusCode::SEE_OTHER, "/work/cases?done=1"));
    let (_, _, body) = desk.house.ask(("GET", "/work/cases?done=1"), &colleague, "").await;
    assert!(body.contains("Saken er lukket") && body.contains("Ingen saker venter"));
}

#[tokio::test]
async fn without_a_relation_only_an_emergency_opens() {
    let desk = Desk::doctor().await;
    let desk = Desk { cookie: desk.and(STRANGER, CLINIC).await, house: desk.house };
    let root = desk.mona().await;
    for ground in ["treatment", "coordination", "administration"] {
        let (status, _, body) =
            desk.post(&format!("{root}/open"), &format!("ground={ground}&reason=x")).await;
        assert_eq!(status, StatusCode::FORBIDDEN, "{ground}");
        assert!(body.contains("Vi finner ikke at klinikken har noe med pasienten å gjøre nå"), "{ground}");
    }
    let (status, ..) = desk.post(&format!("{root}/open"), "ground=emergency&reason=").await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    let (status, ..) = desk.post(&format!("{root}/open"), &format!("ground=emergency&reason={SECRET}")).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    let (status, body) = desk.get(&format!("{root}/allergies")).await;
    assert!(status == StatusCode::OK && body.contains("Penicillin") && body.contains("Akutt situasjon"));
    assert_eq!(desk.get(&format!("{root}/lock")).await.0, StatusCode::NOT_FOUND, "nothing is locked");
}

#[tokio::test]
async fn an_order_and_the_course_of_an_analysis_have_pages_of_their_own() {
    let mut desk = Desk::doctor().await;
    let root = desk.mona().await;
    let (status, _, _) = desk.post(&format!("{root}/open"), "ground=treatment&reason=").await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    let plain = desk.cookie.clone();
    let (_, list) = desk.get(&format!("{root}/results")).await;
    let order = below(&list, &format!("{root}/results/"));
    let course = below(&list, &format!("{root}/results/trend/"));
    for (minute, language) in (0..).zip(["nb", "nn", "se", "en"]) {
        minutes(minute);
        desk.cookie = format!("{plain}; helsami-language={language}");
        for (path, words) in [(&order, "Ingen tegn til sykdom"), (&course, "Kalium")] {
            let (status, page) = desk.get(path).await;
            assert_eq!(status, StatusCode::OK, "{path}");
            assert!(page.contains(words) && page.contains("mmol/L"), "{path}: {page}");
            assert!(page.contains(&format!("href=\"{root}/results")), "{path} leads back");
            assert!(!page.contains("\"/me"), "{path} leads nowhere but into this record");
            is_discreet(path, &page);
        }
    }
    assert_eq!(below(&desk.get(&order).await.1, &format!("{root}/results/trend/")), course);
    // The ids mean nothing where the record is not open.
    let (status, to, _) = desk.post(&format!("{root}/close"), "").await;
    assert_eq!((status, to.as_str()), (StatusCode::SEE_OTHER, "/work/find"));
    for path in [&order, &course] {
        assert_eq!(desk.get(path).await.0, StatusCode::SEE_OTHER, "{path}");
    }
}

#[tokio::test]
async fn older_visits_are_asked_for() {
    let visit = |number: i32| {
        format!(
            r#"{{"resourceType":"Encounter","id":"v{number}","status":"finished","class":{{"code":"AMB"}},"type":[{{"text":"Kontroll {number}"}}],"subject":{{"reference":"Patient/mona"}},"serviceProvider":{{"reference":"Organization/kontoret"}},"period":{{"start":"20{:02}-0{}-01T08:00:00Z"}}}}"#,
            10 + number / 9,
            1 + number % 9
        )
    };
    let all: Vec<String> = documents().into_iter().chain((0..60).map(visit)).collect();
    let desk = Desk::of(House::with_staff(UNHURRIED, &[], &all).await, DOCTOR, OFFICE).await;
    let root = desk.mona().await;
    let (status, _, _) = desk.post(&format!("{root}/open"), "ground=treatment&reason=").await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    let (_, page) = desk.get(&format!("{root}/appointments")).await;
    assert_eq!(page.matches("Kontroll ").count(), 50, "the newest");
    assert!(page.contains("Kontroll 59") && !page.contains("Kontroll 9<"));
    let (_, page) = desk.get(&below(&page, &format!("{root}/appointments?all="))).await;
    assert_eq!(page.matches("Kontroll ").count(), 60);
}

/// The value of the choice of a form with these words.
fn option(page: &str, words: &str) -> String {
    let all = page.split("<option value=\"").skip(1).filter_map(|rest| rest.split_once('"'));
    let found = all
        .into_iter()
        .find(|(_, rest)| rest.split_once('>').is_some_and(|(_, label)| label.starts_with(words)));
    found.expect("it can be chosen").0.to_owned()
}

#[tokio::test]
async fn an_application_on_paper_is_registered_in_every_language() {
    let mut desk = Desk::doctor().await;
    let plain = desk.cookie.clone();
    for (minute, language) in (0..).zip(["nb", "nn", "se", "en"]) {
        minutes(minute);
        desk.cookie = format!("{plain}; helsami-language={language}");
        let (status, body) = desk.get("/work/apply").await;
        assert_eq!(status, StatusCode::OK);
        assert!(body.contains(&format!("<html lang=\"{language}\"")));
        let (status, _, body) = desk.post("/work/apply", "own-name=Mona").await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(body.contains("own-number-error"), "what is missing is told");
        let (status, _, body) = desk.post("/work/apply", &format!("own-number={MONA}")).await;
        assert_eq!(status, StatusCode::OK, "{body}");
        is_discreet("/work/apply", &body);
        let link = body.split("name=\"applicant\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
        let (link, place) = (link.expect("found").to_owned(), option(&body, "kontoret"));
        assert!(body.contains(&format!("value=\"{place}\" selected")), "their own place is chosen");
        // Her own number, no words, nothing checked: each is told, and the number stands on no page.
        let wrong = format!("applicant={link}&name=Olav&number={MONA}&kinship=child&place={place}&why=");
        let (status, _, body) = desk.post("/work/apply", &wrong).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        for control in ["number-error", "why-error", "checked-error"] {
            assert!(body.contains(control), "{language} {control}");
        }
        is_discreet("/work/apply", &body);
        let right = format!(
            "applicant={link}&name=Olav&number=14878290055&kinship=child&place={place}&why=Timer+{language}&stated=yes&checked=yes"
        );
        let (status, _, body) = desk.post("/work/apply", &right).await;
        assert_eq!(status, StatusCode::OK, "{body}");
        assert!(body.contains("Mona Mobakk") && body.contains("kontoret") && !body.contains("14878290055"));
        let case = below(&body, "/work/cases/");
        let (status, body) = desk.get(&case).await;
        assert_eq!(status, StatusCode::OK);
        assert!(body.contains(&format!("Timer {language}")) && body.contains("Ola lege"), "{body}");
        is_discreet(&case, &body);
    }
}
