//! The medicine list and its seams: what each source says of a medicine, which entries are about the same substance,
//! and where sources disagree. Nothing is merged silently: entries of one substance stand together, each with its
//! source, and a disagreement is named.

pub mod dose;

use std::collections::HashMap;

use jiff::Timestamp;

use crate::coded::Label;
use crate::ids::RecordId;
use crate::quantity::Decimal;
use crate::source::Source;
use crate::when::{Period, When};
use dose::Dose;

/// What kind of statement an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    /// A prescription or order.
    Prescribed,
    /// A line of somebody's medicine list.
    Listed,
    /// Handed out by a pharmacy.
    Dispensed,
    /// Given by staff.
    Given,
}

/// The sender's own status, before time is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    /// To be taken now.
    Active,
    /// Paused.
    OnHold,
    /// Ended: stopped, cancelled or completed.
    Ended,
    /// Not begun.
    Planned,
    /// The person does not take it, or must not.
    NotTaken,
    /// Written by mistake: never shown as a fact.
    Mistake,
    /// Missing, unknown, a draft or a mere proposal.
    Unknown,
}

/// What the page can say today.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// In use.
    InUse,
    /// In use, but paused.
    Paused,
    /// Begins later.
    Planned,
    /// The source does not say, or what it says does not fit together.
    Unclear,
    /// Not taken.
    NotTaken,
    /// Not in use any more.
    Ended,
}

/// One source's word about one medicine.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The resource.
    pub id: RecordId,
    /// What kind of statement.
    pub origin: Origin,
    /// The sender's status.
    pub status: Status,
    /// What it is called by the sender; `None` when the document does not say and what it points to is not here.
    pub name: Option<Label>,
    /// The substance by its ATC name, where it differs from the name.
    pub substance: Option<Label>,
    /// Names under which the same substance is recognised: see [`keys_of`].
    pub keys: Vec<Box<str>>,
    /// Tablet, mixture.
    pub form: Option<Label>,
    /// Strength as sent.
    pub strength: Option<Box<str>>,
    /// How to take it.
    pub doses: Vec<Dose>,
    /// Why.
    pub reasons: Vec<Label>,
    /// From when until when.
    pub period: Period,
    /// Until when the prescription can be used at a pharmacy.
    pub valid_until: Option<When>,
    /// Why it was stopped or changed.
    pub status_reason: Option<Label>,
    /// The sender's remarks.
    pub note: Option<Box<str>>,
    /// For use at the hospital only.
    pub is_hospital_only: bool,
    /// Who decided, where, and when it was written.
    pub source: Source,
}

impl Entry {
    /// What can be said of it today. A stop date in the past with status "active" is unclear, not ended: the source
    /// contradicts itself, and the citizen must be told so.
    #[must_use]
    pub fn standing(&self, now: Timestamp) -> Standing {
        let over = self.period.is_over(now);
        match (self.origin, self.status) {
            (Origin::Given | Origin::Dispensed, _) | (_, Status::Unknown | Status::Mistake) => {
                Standing::Unclear
            }
            (_, Status::Ended) => Standing::Ended,
            (_, Status::NotTaken) => Standing::NotTaken,
            (_, Status::Active | Status::OnHold | Status::Planned) if over => Standing::Unclear,
            (_, Status::Planned) => Standing::Planned,
            (_, Status::OnHold) => Standing::Paused,
            (_, Status::Active) if self.period.start.is_some_and(|start| start.is_after(now)) => {
                Standing::Planned
            }
            (_, Status::Active) => Standing::InUse,
        }
    }

    /// The name for sorting.
    fn sort_name(&self) -> String {
        self.name.as_ref().map(|name| name.text.to_lowercase()).unwrap_or_default()
    }

    /// When the entry last said something: its end, else when it was written, else its start.
    #[must_use]
    pub fn said(&self) -> Option<When> {
        self.period.end.or(self.source.recorded).or(self.period.start)
    }

    /// The strength for comparing: as sent, else as it stands in the name.
    fn strength_said(&self) -> Option<String> {
        let words = self.strength.as_deref().or(self.name.as_ref().map(|name| &*name.text))?;
        strength_in(words)
    }

    /// Whether both come from the same source. Two unnamed sources of the same kind count as one.
    fn same_source(&self, other: &Self) -> bool {
        let key = |entry: &Self| {
            let Source { place, person, .. } = &entry.source;
            let party = if place.is_unknown() { person } else { place };
            (party.id, party.id.is_none().then(|| party.name.clone()), entry.source.is_own_word)
        };
        let nameless = |entry: &Self| entry.source.place.is_unknown() && entry.source.person.is_unknown();
        key(self) == key(other) && (!nameless(self) || self.origin == other.origin)
    }

    /// Whether it repeats another entry word for word.
    fn repeats(&self, other: &Self) -> bool {
        self.origin == other.origin
            && self.status == other.status
            && self.name == other.name
            && self.strength == other.strength
            && self.doses == other.doses
            && self.period == other.period
            && self.reasons == other.reasons
            && self.source == other.source
    }
}

/// What two sources disagree about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Disagreement {
    /// One says that it is in use, another that it is not.
    Use,
    /// How much or how often.
    Dose,
    /// The strength.
    Strength,
}

/// Everything that is said about one substance.
#[derive(Clone, Debug)]
pub struct Medicine {
    /// What can be said of it today.
    pub standing: Standing,
    /// Prescriptions and list lines, what counts today first, then newest first.
    pub entries: Vec<(Standing, Entry)>,
    /// When a pharmacy last handed it out, and how many times it has.
    pub dispensed: Option<(Option<When>, usize)>,
    /// When staff last gave it, and how many times they have.
    pub given: Option<(Option<When>, usize)>,
    /// What the sources disagree about.
    pub disagreements: Vec<Disagreement>,
}

impl Medicine {
    /// The entry that names the group.
    #[must_use]
    pub fn lead(&self) -> &Entry {
        &self.entries.first().expect("a group is made of at least one entry").1
    }

    /// The entries that are not history.
    pub fn current(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|(standing, _)| *standing < Standing::NotTaken).map(|(_, entry)| entry)
    }
}

/// The whole list.
#[derive(Clone, Debug, Default)]
pub struct Medicines {
    /// In use, paused and planned, by name.
    pub in_use: Vec<Medicine>,
    /// Of which nobody can say whether they are in use.
    pub unclear: Vec<Medicine>,
    /// Ended and not taken, newest first.
    pub ended: Vec<Medicine>,
    /// Entries taken back by their sender.
    pub mistakes: usize,
    /// Exact repeats.
    pub repeats: usize,
}

/// The names under which a substance is recognised: its full ATC codes, then every other code, then its name.
/// A shorter ATC code names a class of medicines and joins nothing.
#[must_use]
pub fn keys_of<'a>(codes: impl Iterator<Item = (&'a str, &'a str)>, name: &str) -> Vec<Box<str>> {
    let mut keys: Vec<Box<str>> = Vec::with_capacity(3);
    for (system, code) in codes {
        if code.is_empty() || (is_atc(system) && code.len() != 7) {
            continue;
        }
        let system = if is_atc(system) { "atc" } else { system };
        keys.push(format!("{system}|{code}").into());
    }
    let name: String = name.trim().chars().flat_map(char::to_lowercase).collect();
    if !name.is_empty() {
        keys.push(name.into());
    }
    keys
}

/// Whether a code system is the ATC, under its address or as a Norwegian list.
#[must_use]
pub fn is_atc(system: &str) -> bool {
    matches!(
        system,
        "http://www.whocc.no/atc" | "urn:oid:2.16.578.1.12.4.1.1.7180" | "urn:oid:2.16.840.1.113883.6.73"
    )
}

/// Puts the entries together by substance and sorts them for the page.
#[must_use]
pub fn arrange(entries: Vec<Entry>, now: Timestamp) -> Medicines {
    let mut list = Medicines::default();
    let all = entries.len();
    let entries: Vec<Entry> = entries.into_iter().filter(|entry| entry.status != Status::Mistake).collect();
    list.mistakes = all - entries.len();
    for entries in by_substance(entries) {
        let (medicine, repeats) = Medicine::of(entries, now);
        list.repeats += repeats;
        match medicine.standing {
            Standing::InUse | Standing::Paused | Standing::Planned => list.in_use.push(medicine),
            Standing::Unclear => list.unclear.push(medicine),
            Standing::NotTaken | Standing::Ended => list.ended.push(medicine),
        }
    }
    list.in_use.sort_by_cached_key(|medicine| (medicine.standing, medicine.lead().sort_name()));
    list.unclear.sort_by_cached_key(|medicine| medicine.lead().sort_name());
    list.ended.sort_by_key(|medicine| std::cmp::Reverse(medicine.lead().said()));
    list
}

fn by_substance(entries: Vec<Entry>) -> Vec<Vec<Entry>> {
    let mut group_of: Vec<usize> = Vec::with_capacity(entries.len());
    {
        let mut known: HashMap<&str, usize> = HashMap::with_capacity(entries.len() * 2);
        for (index, entry) in entries.iter().enumerate() {
            group_of.push(index);
            for key in &entry.keys {
                let other = root(&group_of, *known.entry(key).or_insert(index));
                let own = root(&group_of, index);
                group_of[own.max(other)] = own.min(other);
            }
        }
    }
    let mut groups: Vec<Vec<Entry>> = Vec::new();
    let mut place: HashMap<usize, usize> = HashMap::new();
    for (index, entry) in entries.into_iter().enumerate() {
        let at = *place.entry(root(&group_of, index)).or_insert_with(|| {
            groups.push(Vec::new());
            groups.len() - 1
        });
        groups[at].push(entry);
    }
    groups
}

fn root(group_of: &[usize], mut index: usize) -> usize {
    while group_of[index] != index {
        index = group_of[index];
    }
    index
}

impl Medicine {
    /// One group, and how many exact repeats were left out.
    fn of(entries: Vec<Entry>, now: Timestamp) -> (Self, usize) {
        let (mut said, mut events): (Vec<Entry>, Vec<Entry>) = entries
            .into_iter()
            .partition(|entry| matches!(entry.origin, Origin::Prescribed | Origin::Listed));
        let tally = |origin, events: &[Entry]| {
            let of_kind =
                || events.iter().filter(move |entry| entry.origin == origin && entry.status == Status::Ended);
            let times = of_kind().count();
            (times > 0).then(|| (of_kind().filter_map(Entry::said).max(), times))
        };
        let (dispensed, given) = (tally(Origin::Dispensed, &events), tally(Origin::Given, &events));
        let mut repeats = 0;
        let mut kept: Vec<(Standing, Entry)> = Vec::with_capacity(said.len().max(1));
        if said.is_empty() {
            events.sort_by_key(|entry| std::cmp::Reverse(entry.said()));
            events.truncate(1);
            said = events;
        }
        for entry in said {
            if kept.iter().any(|(_, known)| known.repeats(&entry)) {
                repeats += 1;
            } else {
                kept.push((entry.standing(now), entry));
            }
        }
        kept.sort_by_key(|(standing, entry)| (*standing, std::cmp::Reverse(entry.said())));
        let standing = kept.first().map_or(Standing::Unclear, |(standing, _)| *standing);
        let disagreements = disagreements(&kept);
        (Self { standing, entries: kept, dispensed, given, disagreements }, repeats)
    }
}

/// What two different sources disagree about. History is no disagreement: an entry that ended before the one in use
/// was written is the past of it.
fn disagreements(entries: &[(Standing, Entry)]) -> Vec<Disagreement> {
    let mut found = Vec::new();
    for (index, (_, entry)) in entries.iter().enumerate().filter(|(_, (one, _))| *one == Standing::InUse) {
        for (other_standing, other) in &entries[index + 1..] {
            if entry.same_source(other) {
                continue;
            }
            match other_standing {
                Standing::InUse => compare(entry, other, &mut found),
                Standing::Ended | Standing::NotTaken | Standing::Paused if is_newer(other, entry) => {
                    found.push(Disagreement::Use);
                }
                _ => {}
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// Whether `ended` speaks after `used` was written; unknown times count as yes, because silence would hide it.
fn is_newer(ended: &Entry, used: &Entry) -> bool {
    match (ended.said(), used.source.recorded.or(used.period.start)) {
        (Some(ended), Some(used)) => ended.end() > used.start(),
        _ => true,
    }
}

/// The last amount in a name with a unit that strengths have: `Selo-Zok depottab 47,5 mg` is `47.5mg`.
fn strength_in(words: &str) -> Option<String> {
    const UNITS: [&str; 9] = ["mg/ml", "mg", "g", "µg", "mikrog", "mcg", "ml", "e/ml", "%"];
    let spaced = words.to_lowercase().replace('\u{a0}', " ");
    let parts: Vec<&str> = spaced.split_whitespace().collect();
    let number = |text: &str| Decimal::parse(text).map(|number| number.as_sent().to_owned());
    let pairs = parts.windows(2).filter(|pair| UNITS.contains(&pair[1].trim_end_matches([',', '.', ')'])));
    pairs.filter_map(|pair| Some(number(pair[0])? + pair[1].trim_end_matches([',', '.', ')']))).next_back()
}

fn compare(one: &Entry, other: &Entry, found: &mut Vec<Disagreement>) {
    if let (Some(mine), Some(theirs)) = (one.strength_said(), other.strength_said())
        && mine != theirs
    {
        found.push(Disagreement::Strength);
    }
    if let ([mine], [theirs]) = (one.doses.as_slice(), other.doses.as_slice()) {
        if mine.contradicts(theirs) {
            found.push(Disagreement::Dose);
        }
    } else if !one.doses.is_empty() && !other.doses.is_empty() && one.doses.len() != other.doses.len() {
        found.push(Disagreement::Dose);
    }
}

#[cfg(test)]
mod tests;
