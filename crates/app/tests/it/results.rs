//! Test results: of a person of the corpus, and of one made for the edge cases.

use helsami_app::ReadError;
use helsami_app::results::{self, Choice, List, Side};
use helsami_app::search::{self, Section};
use helsami_domain::access::Denied;
use helsami_domain::coverage::{Empty, LeftOut};
use helsami_domain::lab::assess::Sentence;
use helsami_domain::lab::series::Split;
use helsami_domain::lab::{Kind, State};
use helsami_domain::when::When;
use jiff::civil::date;

use crate::ground::{Ground, corpus_line, now};

/// One person with laboratory answers at `2026-01-…`, as a transaction. `rows` are the fields beyond the common ones.
fn bundle(rows: &[String]) -> String {
    let rows: Vec<String> = rows
        .iter()
        .enumerate()
        .map(|(number, row)| {
            format!(
                r#"{{"fullUrl":"urn:uuid:row-{number}","resource":{{{row},"subject":{{"reference":"urn:uuid:p"}}}},
                "request":{{"method":"POST","url":"x"}}}}"#
            )
        })
        .map(|entry| {
            let kind = entry.split(r#""resourceType":""#).nth(1).and_then(|rest| rest.split('"').next());
            entry.replace(r#""url":"x""#, &format!(r#""url":"{}""#, kind.expect("a type")))
        })
        .collect();
    format!(
        r#"{{"resourceType":"Bundle","type":"transaction","entry":[{{"fullUrl":"urn:uuid:p","resource":{{
        "resourceType":"Patient","name":[{{"family":"Prøve","given":["Petra"]}}],"birthDate":"1970-01-01"}},
        "request":{{"method":"POST","url":"Patient"}}}},{}]}}"#,
        rows.join(",")
    )
}

fn observation(code: &str, when: &str, status: &str, rest: &str) -> String {
    format!(
        r#""resourceType":"Observation","status":"{status}","category":[{{"coding":[{{"code":"laboratory"}}]}}],
        "code":{{"coding":[{{"system":"urn:oid:2.16.578.1.12.4.1.1.7280","code":"{code}","display":"Navn {code}"}}]}},
        "effectiveDateTime":"{when}"{rest}"#
    )
}

fn potassium(when: &str, status: &str, value: &str) -> String {
    let rest = format!(
        r#","valueQuantity":{{"value":{value},"unit":"mmol/L","code":"mmol/L"}},
        "referenceRange":[{{"low":{{"value":3.5,"unit":"mmol/L"}},"high":{{"value":4.4,"unit":"mmol/L"}}}}]"#
    );
    observation("NPU03230", when, status, &rest)
}

fn values(list: &List) -> Vec<String> {
    let answers = list.orders.iter().flat_map(|order| &order.group.answers);
    answers.map(|answer| format!("{:?}", answer.assessment().flag)).collect()
}

fn rows(list: &List) -> usize {
    list.orders.iter().map(|order| order.group.answers.len()).sum()
}

#[tokio::test(flavor = "multi_thread")]
async fn danae_kshlerins_long_term_blood_sugar() {
    let Some(bundle) = corpus_line("synthea-r4/bundles-02.ndjson.gz", 18) else { return };
    let ground = Ground::new().await;
    ground.take(&bundle).await;
    let me = ground.citizen("Kshlerin").await;
    let list = results::list(&ground.app, &me, &Choice::default(), now()).await.expect("a list");
    assert!(rows(&list) > 10 && list.older.is_some());
    let name = "Hemoglobin A1c/Hemoglobin.total in Blood";
    let (id, _) = list.analyses.iter().find(|(_, label)| &*label.text == name).expect("on the first page");
    let page = results::trend(&ground.app, &me, id.as_str(), now()).await.expect("a trend");
    assert_eq!(page.trend.series.len(), 1);
    let points = &page.trend.series[0].points;
    assert_eq!(points.len(), 11);
    let newest = points.last().expect("eleven");
    assert_eq!(newest.when.date(), Some(date(2020, 11, 12)));
    assert_eq!(newest.amount.value.shown(&newest.amount.unit_key, &[]).as_sent(), "6.0");
    assert_eq!(&*newest.amount.unit, "%");

    let (order, link) =
        list.orders.iter().find_map(|order| Some((order, order.link?))).expect("a report on the first page");
    let page = results::order(&ground.app, &me, link.as_str(), now()).await.expect("an order");
    assert_eq!(page.order.group.answers.len(), order.group.answers.len() + order.group.elsewhere);

    let measured = Choice { side: Side::Measurements, ..Choice::default() };
    let list = results::list(&ground.app, &me, &measured, now()).await.expect("a list");
    let kinds: Vec<Kind> =
        list.orders.iter().flat_map(|one| &one.group.answers).map(|one| one.kind).collect();
    assert!(kinds.contains(&Kind::VitalSign) && kinds.contains(&Kind::Survey));
    assert!(!kinds.contains(&Kind::Laboratory));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_taken_back_repeated_or_corrected() {
    let ground = Ground::new().await;
    let document = bundle(&[
        potassium("2026-01-01", "final", "4.0"),
        potassium("2026-01-01", "final", "4.0"),
        potassium("2026-01-02", "entered-in-error", "99"),
        potassium("2026-01-03", "corrected", "4.60"),
        potassium("2026-01-04", "preliminary", "3.4"),
        potassium("2026-01-05", "cancelled", "98"),
    ]);
    ground.take(&document).await;
    let me = ground.citizen("Petra").await;
    let list = results::list(&ground.app, &me, &Choice::default(), now()).await.expect("a list");
    assert_eq!(values(&list), ["Unknown", "Low", "High", "Normal"]);
    assert!(list.coverage.left_out.contains(&LeftOut::Mistakes(1)));
    assert!(list.coverage.left_out.contains(&LeftOut::Repeats(1)));
    let states: Vec<State> =
        list.orders.iter().flat_map(|order| &order.group.answers).map(|answer| answer.state).collect();
    assert_eq!(states, [State::Cancelled, State::Preliminary, State::Corrected, State::Final]);
    let outside = Choice { is_outside_only: true, ..Choice::default() };
    let list = results::list(&ground.app, &me, &outside, now()).await.expect("a list");
    assert_eq!(values(&list), ["Low", "High"]);
    let later = Choice { since: When::parse("2026-01-04").map(When::start), ..Choice::default() };
    assert_eq!(rows(&results::list(&ground.app, &me, &later, now()).await.expect("a list")), 2);

    let (id, _) = &list.analyses[0];
    let page = results::trend(&ground.app, &me, id.as_str(), now()).await.expect("a trend");
    assert_eq!(page.trend.series[0].points.len(), 3);
    assert_eq!((page.trend.mistakes, page.trend.repeats), (1, 1));
    assert_eq!(page.newest.map(|newest| newest.sentence()), Some(Sentence::Cancelled));
}

#[tokio::test(flavor = "multi_thread")]
async fn one_analysis_under_two_lists_and_in_two_units() {
    let ground = Ground::new().await;
    let in_grams = r#","valueQuantity":{"value":140,"unit":"g/L","code":"g/L"}"#;
    let older =
        observation("NOR05172", "2025-01-01", "final", r#","valueQuantity":{"value":13.9,"unit":"g/dL"}"#)
            .replace("7280", "7230");
    let newer =
        observation("NOR05172", "2026-01-01", "final", r#","valueQuantity":{"value":14.1,"unit":"g/dL"}"#);
    let other = observation("NOR05172", "2024-01-01", "final", in_grams);
    ground.take(&bundle(&[older, newer, other])).await;
    let me = ground.citizen("Petra").await;
    let list = results::list(&ground.app, &me, &Choice::default(), now()).await.expect("a list");
    assert_eq!(list.analyses.len(), 1);
    let page = results::trend(&ground.app, &me, list.analyses[0].0.as_str(), now()).await.expect("a trend");
    let lengths: Vec<usize> = page.trend.series.iter().map(|series| series.points.len()).collect();
    assert_eq!(lengths, [2, 1]);
    assert_eq!(page.trend.split, Some(Split::Units));
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_follow_each_other_without_losing_or_repeating_a_row() {
    let ground = Ground::new().await;
    let day = |n: usize| {
        (date(2020, 1, 1) + jiff::Span::new().days(i64::try_from(n / 3).expect("small"))).to_string()
    };
    let all: Vec<String> = (0..160).map(|n| potassium(&day(n), "final", &format!("4.{n:03}"))).collect();
    ground.take(&bundle(&all)).await;
    let me = ground.citizen("Petra").await;
    let mut seen = Vec::new();
    let mut choice = Choice::default();
    loop {
        let list = results::list(&ground.app, &me, &choice, now()).await.expect("a page");
        seen.extend(list.orders.iter().flat_map(|order| &order.group.answers).map(|answer| answer.id));
        match list.older {
            Some(older) => choice.older_than = Some(older.to_string()),
            None => break,
        }
    }
    assert_eq!(seen.len(), 160);
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen.len(), 160);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_without_an_answer_is_waited_for() {
    let ground = Ground::new().await;
    let request = |status: &str, code: &str, when: &str| {
        format!(
            r#""resourceType":"ServiceRequest","status":"{status}","intent":"order","code":{{"text":"{code}"}},
            "category":[{{"coding":[{{"code":"108252007"}}]}}],"authoredOn":"{when}",
            "requester":{{"display":"Fastlege Berg"}}"#
        )
    };
    let report = r#""resourceType":"DiagnosticReport","status":"final","category":[{"coding":[{"code":"LAB"}]}],
        "code":{"text":"Blodprøver"},"effectiveDateTime":"2026-11-01","conclusion":"Fint",
        "basedOn":[{"reference":"urn:uuid:row-0"}]"#;
    let document = bundle(&[
        request("active", "besvart", "2026-10-30"),
        request("active", "ventende", "2026-11-10"),
        request("active", "glemt", "2020-01-01"),
        request("completed", "ferdig", "2026-11-10"),
        report.to_owned(),
    ]);
    ground.take(&document).await;
    let me = ground.citizen("Petra").await;
    let list = results::list(&ground.app, &me, &Choice::default(), now()).await.expect("a list");
    let waited: Vec<&str> = list.waiting.iter().filter_map(|one| Some(&*one.name.as_ref()?.text)).collect();
    assert_eq!(waited, ["ventende"]);
    assert_eq!(list.orders.len(), 1);
    let link = list.orders[0].link.expect("its own page");
    let page = results::order(&ground.app, &me, link.as_str(), now()).await.expect("an order");
    assert_eq!(page.requests.len(), 1);
    assert_eq!(page.requests[0].source.name(), Some("Fastlege Berg"));
}

/// The same with a mark of secrecy.
fn marked(mark: &str, resource: &str) -> String {
    format!(r#"{resource},"meta":{{"security":[{{"code":"{mark}"}}]}}"#)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_that_is_answered_beyond_the_page_is_not_waited_for() {
    let ground = Ground::new().await;
    let request = |code: &str, when: &str| {
        format!(
            r#""resourceType":"ServiceRequest","status":"active","intent":"order","code":{{"text":"{code}"}},
            "category":[{{"coding":[{{"code":"108252007"}}]}}]{when}"#
        )
    };
    let report = |status: &str, when: &str, order: usize| {
        format!(
            r#""resourceType":"DiagnosticReport","status":"{status}","category":[{{"coding":[{{"code":"LAB"}}]}}],
            "code":{{"text":"Blodprøver"}},"effectiveDateTime":"{when}","conclusion":"Fint",
            "basedOn":[{{"reference":"urn:uuid:row-{order}"}}]"#
        )
    };
    let answer = |when: &str, order: usize| {
        let rest = format!(r#","valueString":"Ja","basedOn":[{{"reference":"urn:uuid:row-{order}"}}]"#);
        observation("NPU06061", when, "final", &rest)
    };
    let mut all = vec![
        request("besvart", r#","authoredOn":"2026-03-02""#),
        request("besvart på eldre prøve", r#","authoredOn":"2026-03-03""#),
        request("besvart uten rapport", r#","authoredOn":"2026-03-04""#),
        request("svaret er trukket", r#","authoredOn":"2026-03-05""#),
        request("ventende", r#","authoredOn":"2026-03-06""#),
        report("final", "2026-03-04", 0),
        report("final", "2026-02-20", 1),
        answer("2026-03-06", 2),
        report("entered-in-error", "2026-03-07", 3),
        request("svaret er skjult", r#","authoredOn":"2026-03-01""#),
        marked("NORN_KUT", &report("final", "2026-03-02", 9)),
        request("svaret er varslet", r#","authoredOn":"2026-02-28""#),
        marked("NORU", &report("final", "2026-03-02", 11)),
    ];
    all.extend((0..80).map(|n| potassium(&format!("2026-10-{:02}", 1 + n % 20), "final", &format!("4.{n}"))));
    ground.take(&bundle(&all)).await;
    let me = ground.citizen("Petra").await;
    let list = results::list(&ground.app, &me, &Choice::default(), now()).await.expect("a list");
    assert!(list.older.is_some() && list.orders.iter().all(|order| order.link.is_none()));
    let waited: Vec<&str> = list.waiting.iter().filter_map(|one| Some(&*one.name.as_ref()?.text)).collect();
    // What has its answer does not wait, also where the reader may not see it; what is announced still comes.
    assert_eq!(waited, ["ventende", "svaret er trukket", "svaret er varslet"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_was_taken_back_is_not_missing_from_its_report() {
    let ground = Ground::new().await;
    let report = r#""resourceType":"DiagnosticReport","status":"final","category":[{"coding":[{"code":"LAB"}]}],
        "code":{"text":"Blodprøver"},"effectiveDateTime":"2026-01-01",
        "result":[{"reference":"urn:uuid:row-0"},{"reference":"urn:uuid:row-1"}]"#;
    let document = bundle(&[
        potassium("2026-01-01", "final", "4.0"),
        potassium("2026-01-01", "entered-in-error", "99"),
        report.to_owned(),
    ]);
    ground.take(&document).await;
    let me = ground.citizen("Petra").await;
    let list = results::list(&ground.app, &me, &Choice::default(), now()).await.expect("a list");
    assert_eq!((rows(&list), list.orders[0].group.elsewhere), (1, 0));
    let link = list.orders[0].link.expect("its own page");
    let page = results::order(&ground.app, &me, link.as_str(), now()).await.expect("an order");
    assert_eq!((page.order.group.answers.len(), page.order.group.elsewhere), (1, 0));
    assert_eq!(page.coverage.left_out, [LeftOut::Mistakes(1)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_reads_by_somebody_elses_address() {
    let ground = Ground::new().await;
    ground.take(&bundle(&[potassium("2026-01-01", "final", "4.0")])).await;
    ground.take(&bundle(&[potassium("2026-01-01", "final", "4.1")]).replace("Petra", "Pål")).await;
    let (petra, other) = (ground.citizen("Petra").await, ground.citizen("Pål").await);
    let list = results::list(&ground.app, &petra, &Choice::default(), now()).await.expect("a list");
    let id = list.analyses[0].0.to_string();
    assert!(results::trend(&ground.app, &petra, &id, now()).await.is_ok());
    assert!(matches!(results::trend(&ground.app, &other, &id, now()).await, Err(ReadError::Unknown)));
    assert!(matches!(results::order(&ground.app, &other, &id, now()).await, Err(ReadError::Unknown)));
    let denied = ground.app.admit(petra.actor(), other.subject(), now()).await;
    assert!(matches!(denied, Err(ReadError::Denied(Denied::NoRelation))));
    for id in ["", "x", "00000000000000000000000000"] {
        assert!(
            matches!(results::order(&ground.app, &petra, id, now()).await, Err(ReadError::Unknown)),
            "{id}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_list_says_why() {
    let ground = Ground::new().await;
    ground.take(&bundle(&[potassium("2020-01-01", "final", "4.0")])).await;
    let me = ground.citizen("Petra").await;
    let measured = Choice { side: Side::Measurements, ..Choice::default() };
    let list = results::list(&ground.app, &me, &measured, now()).await.expect("a list");
    assert_eq!(list.coverage.empty, Some(Empty::NothingRegistered));
    let narrowed = Choice { since: Some(now()), ..Choice::default() };
    let list = results::list(&ground.app, &me, &narrowed, now()).await.expect("a list");
    assert_eq!(list.coverage.empty, Some(Empty::NoMatch));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_finds_each_analysis_once() {
    let ground = Ground::new().await;
    let note = r#","valueString":"Ingen vekst","note":[{"text":"Tatt fastende om morgenen"}]"#;
    let document = bundle(&[
        potassium("2026-01-01", "final", "4.0"),
        potassium("2026-02-01", "final", "4.1"),
        potassium("2026-03-01", "entered-in-error", "4.2"),
        observation("NPU06061", "2026-01-01", "final", note),
        r#""resourceType":"Condition","code":{"text":"Astma"},"recordedDate":"2020-01-01""#.to_owned(),
    ]);
    ground.take(&document).await;
    let me = ground.citizen("Petra").await;
    let find = async |typed: &str| {
        let answer = search::search(&ground.app, &me, typed, now()).await.expect("searched").expect("a word");
        answer.hits.into_iter().map(|hit| (hit.section, hit.count, hit.link.is_some())).collect::<Vec<_>>()
    };
    assert_eq!(find("npu03230").await, [(Section::Results, 2, true)]);
    assert_eq!(find("FASTENDE morgen").await, [(Section::Results, 1, true)]);
    assert_eq!(find("astma").await, [(Section::Diagnoses, 1, false)]);
    assert_eq!(find("finnesikke").await, []);
    assert!(search::search(&ground.app, &me, " a ", now()).await.expect("searched").is_none());
}
