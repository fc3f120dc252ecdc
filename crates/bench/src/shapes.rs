//! Whether searches in one patient's record cost the same among many patients as among few: the same persons in two
//! regions, the same questions, with values drawn from what their records hold.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::pages;
use crate::samples::Draw;
use crate::system::{Reads, System};

/// Citizens of the two regions. Whoever is in the small one is in the large one too.
const FEW: u32 = 500;
const MANY: u32 = 100_000;
/// Persons who are asked about.
const PERSONS: usize = 64;
/// Fewer rows than this tell little.
const ROWS_MIN: u64 = 20;
const CONNECTIONS: usize = 8;
/// Starts of the servers for a question, and rounds after the first of the last start; the cheapest counts, of either.
const STARTS: usize = 3;
const ROUNDS: usize = 3;
/// How much more a question may cost among many.
const LIMIT: f64 = 1.2;
/// The naming system of national identity numbers.
const NATIONAL: &str = "urn:oid:2.16.578.1.12.4.1.4.1";

/// The questions. In braces: the patient, and a code, year, value and word that one of their answers has.
const SHAPES: [&str; 30] = [
    "Observation?patient={p}",
    "Observation?patient={p}&code={code}",
    "Observation?patient={p}&code={code}&_sort=-date&_count=20",
    "Observation?patient={p}&code={code}&value-quantity=gt{value}",
    "Observation?patient={p}&code-value-quantity={code}$gt{value}",
    "Observation?subject=Patient/{p}&combo-code={code}",
    "Observation?patient={p}&code:not={code}&_count=10",
    "Observation?patient={p}&code:text={word}",
    "Observation?patient={p}&category=laboratory&_count=20",
    "Observation?patient={p}&status=final&_count=20",
    "Observation?patient={p}&date=ge{year}",
    "Observation?patient={p}&date={year}&_sort=date",
    "Observation?patient={p}&_sort=code,-date&_count=10",
    "Observation?patient={p}&_summary=count",
    "Observation?patient={p}&_content={word}&_count=10",
    "Observation?patient={p}&_include=Observation:performer&_count=20",
    "Observation?subject:Patient._id={p}&code={code}",
    "Patient?_id={p}&_revinclude=Observation:subject",
    "Patient/{p}/Observation?code={code}",
    "Patient/{p}/Condition",
    "DiagnosticReport?patient={p}&_sort=-date&_count=10",
    "DiagnosticReport?patient={p}&date=ge{year}&_include=DiagnosticReport:result&_count=5",
    "Condition?patient={p}&clinical-status=active",
    "MedicationRequest?patient={p}&status=active",
    "Immunization?patient={p}&_sort=-date",
    "AllergyIntolerance?patient={p}",
    "Appointment?patient={p}&date=ge{year}",
    "DocumentReference?patient={p}&_elements=date,type",
    "ServiceRequest?patient={p}&status=active",
    "Patient?_id={p}&_has:Observation:patient:code={code}",
];

/// One of the persons: their id in either region, and values of their own.
struct Person {
    ids: [String; 2],
    code: String,
    year: String,
    value: String,
    word: String,
}

/// Measures every question in both regions.
pub(crate) fn run(program: &Path, kept: &Path) -> Result<()> {
    for citizens in [FEW, MANY] {
        pages::region(program, &kept.join(citizens.to_string()), citizens)?;
    }
    let persons = persons(&started((program, kept))?)?;
    println!("\nsearches about {} persons among {FEW} and among {MANY} citizens, µs of CPU", persons.len());
    println!("  {:<72} {:>7} {:>7} {:>6} {:>6}", "", FEW, MANY, "warm", "cold");
    let mut worst: f64 = 0.0;
    for shape in SHAPES {
        let (regions, cold) = started_and_asked((program, kept), shape, &persons)?;
        let mut best = cold;
        for _ in 0..ROUNDS {
            best = least(best, both(&regions, shape, &persons)?);
        }
        let ratio = |pair: [Duration; 2]| pair[1].as_secs_f64() / pair[0].as_secs_f64();
        worst = worst.max(ratio(best));
        let [small, large] = best.map(|cpu| cpu.as_micros());
        println!("  {shape:<72} {small:>7} {large:>7} {:>6.2} {:>6.2}", ratio(best), ratio(cold));
    }
    println!("  the most that one costs more among many: {worst:.2} times (limit {LIMIT})");
    Ok(())
}

/// What a question costs servers that have just been started: they have nothing in memory; what the system keeps of their files
/// stays.
fn started_and_asked(
    from: (&Path, &Path),
    shape: &str,
    persons: &[Person],
) -> Result<([System; 2], [Duration; 2])> {
    let mut regions = started(from)?;
    let mut cold = both(&regions, shape, persons)?;
    for _ in 1..STARTS {
        drop(regions);
        regions = started(from)?;
        cold = least(cold, both(&regions, shape, persons)?);
    }
    Ok((regions, cold))
}

fn least(one: [Duration; 2], other: [Duration; 2]) -> [Duration; 2] {
    [one[0].min(other[0]), one[1].min(other[1])]
}

/// A server on each of the two regions, the small one first.
fn started((program, kept): (&Path, &Path)) -> Result<[System; 2]> {
    let one = |citizens: u32| {
        let data = kept.join(citizens.to_string());
        System::start(program, &data, (&citizens.to_string(), Reads::Region), None)
    };
    Ok([one(FEW)?, one(MANY)?])
}

/// What a question costs in either region.
fn both([few, many]: &[System; 2], shape: &str, persons: &[Person]) -> Result<[Duration; 2]> {
    let one = |system: &System, region: usize| -> Result<Duration> {
        let headers = system.headers()?;
        let before = system.cpu()?;
        system.ask((persons.len(), CONNECTIONS), &headers, |turn| {
            let person = &persons[turn];
            let path = shape
                .replace("{p}", &person.ids[region])
                .replace("{code}", &person.code)
                .replace("{year}", &person.year)
                .replace("{value}", &person.value)
                .replace("{word}", &person.word);
            ("GET", format!("/fhir/{path}"), String::new())
        })?;
        Ok((system.cpu()? - before) / persons.len() as u32)
    };
    Ok([one(few, 0)?, one(many, 1)?])
}

/// Persons with the same record in both regions.
fn persons([few, many]: &[System; 2]) -> Result<Vec<Person>> {
    let all = few.get("/fhir/Patient?_count=500")?;
    let entries = all["entry"].as_array().context("patients")?;
    let mut draw = Draw::new(7);
    let mut persons = Vec::new();
    for resource in entries.iter().map(|entry| &entry["resource"]) {
        let identifiers = resource["identifier"].as_array().map_or(&[][..], Vec::as_slice);
        let national = identifiers.iter().find(|one| one["system"] == NATIONAL);
        let Some(number) = national.and_then(|one| one["value"].as_str()) else { continue };
        let found = many.get(&format!("/fhir/Patient?identifier={NATIONAL}|{number}"))?;
        let (Some(here), Some(there)) =
            (resource["id"].as_str(), found["entry"][0]["resource"]["id"].as_str())
        else {
            continue;
        };
        let ids = [here.to_owned(), there.to_owned()];
        persons.extend(person((few, many), ids, &mut draw)?);
        if persons.len() == PERSONS {
            return Ok(persons);
        }
    }
    ensure!(!persons.is_empty(), "nobody has the same record in both regions");
    Ok(persons)
}

/// One person with values of an answer of theirs; `None` for one with a short record, or another one.
fn person((few, many): (&System, &System), ids: [String; 2], draw: &mut Draw) -> Result<Option<Person>> {
    let path = |id: &str| format!("/fhir/Observation?patient={id}&value-quantity=ge0&_count=50");
    let (here, there) = (few.get(&path(&ids[0]))?, many.get(&path(&ids[1]))?);
    let rows = here["total"].as_u64().unwrap_or(0);
    if rows < ROWS_MIN || here["total"] != there["total"] {
        return Ok(None);
    }
    let entries = here["entry"].as_array().context("answers")?;
    let drawn = usize::try_from(draw.below(entries.len() as u64))?;
    let answer = &entries[drawn]["resource"];
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let name = text(&answer["code"]["coding"][0]["display"]);
    let word = name.split(|letter: char| !letter.is_ascii_alphanumeric()).find(|word| word.len() > 2);
    Ok(Some(Person {
        code: text(&answer["code"]["coding"][0]["code"]),
        year: text(&answer["effectiveDateTime"]).chars().take(4).collect(),
        value: answer["valueQuantity"]["value"].to_string(),
        word: word.unwrap_or("final").to_owned(),
        ids,
    }))
}
