//! The check before a mark: which other rows of the record tell of the line, and who of those it is kept from sees them. Nothing
//! is listed by hand: what tells is found by the references and codes in the record, who sees it is asked of the lens that
//! each of them would have.

use helsami_domain::access::area::Area;
use helsami_domain::access::facts::Subject;
use helsami_domain::access::lens::{Lens, Sight};
use helsami_domain::access::marking::{
    Audience, MarkFault, Marking, audiences, hides_until, kept_from, told_by,
};
use helsami_domain::matter::Matter;
use helsami_domain::resource_type::ResourceType;
use helsami_fhir::mention::mentions;
use helsami_store::Entry;
use jiff::Timestamp;
use jiff::civil::Date;

use super::{MarkLine, Scan};
use crate::app::App;
use crate::pass::Pass;
use crate::read::ReadError;
use crate::telling::{Said, Why};

/// Another row that tells of the line.
#[derive(Clone, Debug)]
pub struct Door {
    /// The row.
    pub line: MarkLine,
    /// How it tells.
    pub why: Why,
    /// Who of those that the line is kept from sees it. Nobody: the lens closes it.
    pub told: Vec<Audience>,
    /// Whether the same mark can be put on it.
    pub can_follow: bool,
}

/// What a mark does.
#[derive(Clone, Debug)]
pub struct Check {
    /// The line as it is now.
    pub line: MarkLine,
    /// The rows that are marked with it.
    pub also: Vec<MarkLine>,
    /// Who the line is kept from, and what is left to them: nothing, or that something comes.
    pub kept: Vec<(Audience, Sight)>,
    /// Who of them reads the access log, and as what they are told of the mark there.
    pub log: Vec<(Audience, Option<Matter>)>,
    /// What tells of the line: what still does first.
    pub doors: Vec<Door>,
    /// Rows that are closed to whoever marks: nobody can say what they tell.
    pub locked: usize,
    /// The birthday from which a mark of age hides nothing.
    pub until: Option<Date>,
    /// What is wrong with the mark.
    pub fault: Option<MarkFault>,
}

impl Check {
    /// The rows that still tell, or were marked with the line, and can follow the change.
    pub fn open(&self) -> impl Iterator<Item = &Door> {
        let is_open = |door: &&Door| !door.told.is_empty() || door.why == Why::Together;
        self.doors.iter().filter(is_open).filter(|door| door.can_follow)
    }
}

/// What this mark on this line, and on the rows that are named beside it, would do.
///
/// # Errors
/// [`ReadError::Unknown`] for what is no line of this record to this reader; otherwise what the store says.
pub async fn mark_check(
    app: &App,
    pass: &Pass,
    (id, also, marking): (&str, &[String], Marking),
    now: Timestamp,
) -> Result<Check, ReadError> {
    let scan = Scan::of(app, pass, now).await?;
    let subject = app.known(pass.subject(), now).await?.subject(now);
    let entry = scan.line(app, pass, id)?;
    let mut chosen = vec![entry];
    for id in also {
        let other = scan.line(app, pass, id)?;
        if !chosen.iter().any(|one| one.id == other.id) {
            chosen.push(other);
        }
    }
    let who = audiences(&subject, now);
    let kept = kept_from(&who, (&entry.item(), &marking.on(entry.item())));
    let line = MarkLine::of(app, entry, now);
    let change = (line.marking, marking);
    let asked = Asked { app, who: &who, kept: &kept, change, subject: &subject, now };
    // Of what is lifted nothing has to be kept from anybody.
    let doors = if kept.is_empty() { asked.together(&scan, &chosen) } else { asked.doors(&scan, &chosen) };
    Ok(Check {
        also: chosen[1..].iter().map(|one| MarkLine::of(app, one, now)).collect(),
        log: kept.iter().map(|(one, sight)| (*one, told_in_log(&who, (*one, *sight), line.part()))).collect(),
        kept,
        doors,
        locked: scan.locked(),
        until: hides_until(&subject).filter(|_| marking.parents || marking.young),
        fault: marking.fault(&entry.item(), &subject, now),
        line,
    })
}

/// As what somebody is told of the mark in the access log; `None` for whoever does not read it.
fn told_in_log(who: &[(Audience, Lens)], (one, sight): (Audience, Sight), part: Area) -> Option<Matter> {
    let lens = who.iter().find(|(other, _)| *other == one).map(|(_, lens)| lens)?;
    lens.opens(Area::Private).then(|| Matter::Marks.told(part, sight != Sight::Hidden))
}

/// What the check is asked with.
struct Asked<'a> {
    app: &'a App,
    who: &'a [(Audience, Lens)],
    kept: &'a [(Audience, Sight)],
    /// How the line is marked, and how it will be.
    change: (Marking, Marking),
    subject: &'a Subject,
    now: Timestamp,
}

impl Asked<'_> {
    fn doors(&self, scan: &Scan, chosen: &[&Entry]) -> Vec<Door> {
        let resolve = |id: &str, kind| self.app.resolve(id, kind);
        let said: Vec<Said> =
            chosen.iter().map(|entry| Said::of(entry, mentions(&entry.body, &resolve))).collect();
        let others = scan.entries().filter(|entry| !chosen.iter().any(|one| one.id == entry.id));
        // A note of who has marked something is hidden as what it is about.
        let others = others.filter(|entry| entry.id.kind != ResourceType::Provenance);
        let door = |entry: &Entry| {
            let mentioned = mentions(&entry.body, &resolve);
            let why = said.iter().filter_map(|one| one.told_by(entry, &mentioned)).min()?;
            Some(self.door(entry, why))
        };
        let mut doors: Vec<Door> = others.filter_map(door).collect();
        doors.sort_by_key(|one| {
            let newest = std::cmp::Reverse(one.line.when);
            (one.told.is_empty(), one.why, one.line.item.id.kind, newest)
        });
        doors
    }

    /// What was marked at the same time as the line and still is: whoever lifts the one may mean the others too.
    fn together(&self, scan: &Scan, chosen: &[&Entry]) -> Vec<Door> {
        let notes = scan.all_notes(self.app);
        let moments: Vec<Timestamp> =
            notes.iter().filter(|one| one.targets.contains(&chosen[0].id)).map(|one| one.at).collect();
        let is_noted = |entry: &&Entry| {
            notes.iter().any(|one| moments.contains(&one.at) && one.targets.contains(&entry.id))
        };
        let others = scan.entries().filter(|entry| !chosen.iter().any(|one| one.id == entry.id));
        let doors = others.filter(is_noted).map(|entry| self.door(entry, Why::Together));
        doors.filter(|door| door.can_follow).collect()
    }

    fn door(&self, entry: &Entry, why: Why) -> Door {
        let line = MarkLine::of(self.app, entry, self.now);
        let (before, after) = self.change;
        let follows = after.follow(before, line.marking);
        Door {
            told: told_by(self.who, self.kept, &line.item),
            can_follow: follows.fault(&line.item, self.subject, self.now).is_none(),
            line,
            why,
        }
    }
}
