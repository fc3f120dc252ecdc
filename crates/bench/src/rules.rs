//! What the access rules cost: a decision from many facts, and the lens over the rows of a page.

use std::hint::black_box;
use std::time::Instant;

use anyhow::{Context, Result};
use helsami_domain::access::age::Birth;
use helsami_domain::access::area::Areas;
use helsami_domain::access::facts::{
    Against, Block, Closed, End, Facts, Proxy, Reader, Relation, RelationKind, Subject, Term,
};
use helsami_domain::access::lens::{Item, Release};
use helsami_domain::access::marks::Marks;
use helsami_domain::access::{Actor, SafeMode, VisitNumber, read_record};
use helsami_domain::ids::{LocalId, PatientKey, RecordId};
use helsami_domain::resource_type::ResourceType;
use helsami_domain::when::When;
use jiff::{SignedDuration, Timestamp};

/// Facts of each decision: half relations, half blocks, of which the last relation lets the reader in.
const FACTS: usize = 30;
/// Rows that a long page asks the lens about.
const ROWS: usize = 600;
/// Items that the giver has held back.
const EXCEPTIONS: usize = 5;
const TIMES: u32 = 100_000;

/// Prints both figures.
pub(crate) fn run() -> Result<()> {
    let now: Timestamp = "2026-11-26T12:00:00Z".parse()?;
    let key = |raw| PatientKey::new(raw).context("a key");
    let (subject, person) = (key(1)?, key(2)?);
    let rows = (0..ROWS as u32).map(|row| LocalId::at(now - SignedDuration::from_hours(24), row));
    let items: Vec<Item> = rows.map(|local| item(subject, local)).collect();
    let (relations, blocks) = (relations(&items, now), blocks(person, &items, now));
    let birth = When::parse("1980-01-01").map(Birth::of);
    let facts = Facts {
        reader: Reader::Citizen { person, birth, is_dead: false, is_protected: false },
        subject: Subject { birth, ..Subject::unregistered(subject) },
        relations: &relations,
        blocks: &blocks,
        safe: SafeMode::default(),
        now,
    };
    let actor = Actor::Citizen { person, visit: VisitNumber(1) };
    let begun = Instant::now();
    for _ in 0..TIMES {
        black_box(read_record(black_box(actor), black_box(&facts))).ok();
    }
    let decision = begun.elapsed() / TIMES;
    let grant = read_record(actor, &facts).ok().context("the last relation lets the reader in")?;
    let begun = Instant::now();
    for _ in 0..TIMES / 100 {
        for item in &items {
            black_box(grant.sees(black_box(item)));
        }
    }
    let lens = begun.elapsed() / (TIMES / 100);
    println!("\nthe access rules");
    println!("  a decision from {FACTS} facts: {:.2} µs (limit 5)", decision.as_nanos() as f64 / 1e3);
    println!(
        "  the lens over {ROWS} rows, {EXCEPTIONS} of them held back: {:.1} µs (limit: a tenth of a page)",
        lens.as_nanos() as f64 / 1e3
    );
    Ok(())
}

fn item(patient: PatientKey, local: LocalId) -> Item {
    let id = RecordId { patient, kind: ResourceType::Observation, local };
    Item { id, marks: Marks::NONE, release: Release::AtOnce, source: None }
}

fn relations(items: &[Item], now: Timestamp) -> Vec<Relation> {
    let day = SignedDuration::from_hours(24);
    let ended = Term { from: now - day * 30, end: End::At(now - day) };
    let holds = Term { from: now - day * 30, end: End::WhenEnded };
    let except = items.iter().take(EXCEPTIONS).map(|item| item.id).collect();
    let kind = RelationKind::Proxy(Proxy { areas: Areas::ALL, except, ..Proxy::default() });
    let one = |term| Relation { kind: kind.clone(), term, is_active: true };
    (1..FACTS / 2).map(|_| one(ended)).chain([one(holds)]).collect()
}

fn blocks(person: PatientKey, items: &[Item], now: Timestamp) -> Vec<Block> {
    let term = Term { from: now - SignedDuration::from_hours(24), end: End::WhenEnded };
    let others = |at: usize| match at % 2 {
        0 => Block { against: Against::Staff, what: Closed::Record, term },
        _ => Block { against: Against::Person(person), what: Closed::Items(vec![items[at].id]), term },
    };
    (0..FACTS - FACTS / 2).map(others).collect()
}
