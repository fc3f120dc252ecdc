//! Large input in little memory: what is taken apart while it is read, and what has to wait.

use std::io::Write;
use std::path::PathBuf;
use std::process::Command;

use helsami_app::import::{Limits, Request};
use helsami_domain::resource_type::ResourceType as T;
use serde_json::{Value, json};

use crate::{Bench, now};

/// Tells the child which form to take.
const CHILD: &str = "HELSAMI_TEST_FORM";
const MRN: &str = "http://hospital.example/mrn";
/// Texts of each file, and letters of each text: 57 MiB a file.
const COUNT: usize = 1200;
const LETTERS: usize = 50_000;

/// Limits a sixteenth of the real ones, so that a file of 57 MiB is as large to them as one of 900 MiB.
fn limits() -> Limits {
    Limits {
        stream_bytes: 1 << 20,
        document_bytes: 4 << 20,
        waiting_bytes: 2 << 20,
        workers: 2,
        ..Limits::default()
    }
}

/// The most memory this process has held since the last call, in MiB, beyond what it holds now.
fn reset_peak() -> u64 {
    std::fs::write("/proc/self/clear_refs", "5").expect("Linux");
    memory("VmRSS:")
}

fn memory(name: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux");
    let line = status.lines().find_map(|line| line.strip_prefix(name)).expect("a line");
    line.trim().trim_end_matches(" kB").parse::<u64>().expect("a number") / 1024
}

fn note(number: usize, letters: &str) -> Value {
    json!({"resourceType": "Basic", "id": format!("b{number}"), "code": {"text": format!("{number} {letters}")},
        "subject": {"reference": "Patient/p1"}, "extension": [{"url": "urn:x", "valueReference":
            {"reference": format!("Basic/b{}", number + 1)}}]})
}

/// Writes a large file whose Patient comes last.
fn large(bench: &Bench, form: &str) -> PathBuf {
    let letters = "Notatet er langt. ".repeat(LETTERS / 18);
    let patient =
        json!({"resourceType": "Patient", "id": "p1", "identifier": [{"system": MRN, "value": "m1"}]});
    let name = if form == "ndjson" { "large.ndjson".to_owned() } else { format!("{form}.json") };
    let path = bench.file(&name, "");
    let mut file = std::io::BufWriter::new(std::fs::File::create(&path).expect("a file"));
    if form != "ndjson" {
        write!(file, "{{\"resourceType\":\"Bundle\",\"type\":\"{form}\",\"entry\":[").expect("a disk");
    }
    for number in 0..=COUNT {
        let one = if number == COUNT { patient.clone() } else { note(number, &letters) };
        let url =
            format!("{}/{}", one["resourceType"].as_str().expect("text"), one["id"].as_str().expect("text"));
        let text = match form {
            "ndjson" => format!("{one}\n"),
            "batch" => json!({"resource": one, "request": {"method": "PUT", "url": url}}).to_string(),
            _ => json!({"resource": one}).to_string(),
        };
        let comma = if form == "ndjson" || number == 0 { "" } else { "," };
        write!(file, "{comma}{text}").expect("a disk");
    }
    if form != "ndjson" {
        write!(file, "]}}").expect("a disk");
    }
    file.into_inner().expect("a disk").sync_all().expect("a disk");
    path
}

/// Not a test by itself: the process whose memory is measured.
#[tokio::test(flavor = "multi_thread")]
async fn child_takes_a_large_file() {
    let Ok(form) = std::env::var(CHILD) else { return };
    let bench = Bench::new().await;
    let path = large(&bench, &form);
    let size = path.metadata().expect("a file").len() >> 20;
    let before = reset_peak();
    let report = bench.request(Request { limits: limits(), ..Request::new(vec![path], now()) }).await;
    let held = memory("VmHWM:").saturating_sub(before);
    println!("{form}: {held} MiB more than before, for {size} MiB");
    assert!(size >= 55 && held < 40, "{form}: {held} MiB for {size} MiB");
    assert_eq!((report.refused_count, report.sum().created), (0, COUNT as u64 + 1), "{form}");
    // The notes that lie in one piece with their Patient find it there: a piece has one MiB.
    assert!((COUNT - 25..COUNT).contains(&(report.waited as usize)), "{form}: {} waited", report.waited);
    assert_eq!(report.dangling_references, 1, "{form}: the last note refers to one that is not there");
    let person = bench.person(MRN, "m1").await.expect("the person");
    let notes = bench.resources(person, T::Basic).await;
    // A shown id has 26 characters, the sender's have five at most.
    let is_link = |body: &str| {
        let id = body.split("\"Basic/").nth(1).and_then(|rest| rest.split('"').next());
        id.is_some_and(|id| id.len() == 26)
    };
    let links = notes.iter().filter(|row| is_link(&row.body)).count();
    assert_eq!((notes.len(), links), (COUNT, COUNT - 1), "{form}");
    bench.is_whole().await;
}

#[test]
fn large_files_of_each_form_go_in_by_and_by() {
    for form in ["ndjson", "collection", "searchset", "batch"] {
        let output = Command::new(std::env::current_exe().expect("this test"))
            .args(["--exact", "stream::child_takes_a_large_file", "--nocapture"])
            .env(CHILD, form)
            .output()
            .expect("this test runs");
        let is_good = output.status.success();
        let told = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
        assert!(is_good && told.contains("MiB more than before"), "{form}: {told}");
        println!("{}", told.lines().find(|line| line.contains("MiB more")).unwrap_or_default());
    }
}
