//! Who has looked into the record: the log as its owner reads it.

mod ask;
mod event;
mod export;
mod staff;

use std::collections::HashSet;

use helsami_domain::access::Actor;
use helsami_domain::access::area::Area;
use helsami_domain::coded::Label;
use helsami_domain::ids::{ClientKey, LocalId, PatientKey, RecordId};
use helsami_domain::matter::Matter;
use helsami_domain::resource_type::ResourceType;
use helsami_domain::visit_log::{Line, Visit, gather};
use helsami_fhir::case::case;
use helsami_store::Look;
use helsami_store::audit::{Action, AuditPage, AuditRow};
use jiff::Timestamp;

use crate::app::App;
use crate::pass::Pass;
use crate::read::{Found, ReadError};

pub use ask::{Questioned, ask_about, questioned};
pub(crate) use event::{Events, event_row};
pub use export::{Export, export};
pub use helsami_fhir::staff::StaffRole;
pub use staff::Reason;
pub(crate) use staff::staff_of;

/// Cases that are looked through for what has been asked: more than anybody has.
const ASKED: usize = 1000;
/// Lines of the log on a page.
const LINES: usize = 300;
/// Lines of the log in one file: many years of most people; a file of more is too long to be read by anybody.
const LINES_WHOLE: usize = 5000;

/// One page of the log.
#[derive(Clone, Debug)]
pub struct Log {
    /// The visits, newest first.
    pub visits: Vec<Visit>,
    /// The names of the other citizens among the actors. Names only: never a number.
    pub names: Vec<(PatientKey, String)>,
    /// The names of the registered systems among the actors.
    pub clients: Vec<(ClientKey, String)>,
    /// Whose log it is.
    pub owner: PatientKey,
    /// Where the next page begins, if there is one: the number of the last line shown.
    pub older: Option<i64>,
    /// The oldest line of the page.
    pub since: Option<Timestamp>,
    /// The members of staff among the actors.
    pub staff: Vec<(LocalId, StaffRole)>,
    /// Visits, appointments and orders that explain looks of staff.
    pub reasons: Vec<Reason>,
    /// The looks of staff that nothing explains, by their place among the visits.
    pub unexplained: Vec<usize>,
    /// What single things are called that others have opened.
    pub items: Vec<(RecordId, Option<Label>)>,
    /// The lines that have been asked about.
    pub asked: Vec<i64>,
}

impl Log {
    /// Visits without anything known of them.
    const fn of(visits: Vec<Visit>, owner: PatientKey) -> Self {
        Self {
            visits,
            names: Vec::new(),
            clients: Vec::new(),
            owner,
            older: None,
            since: None,
            staff: Vec::new(),
            reasons: Vec::new(),
            unexplained: Vec::new(),
            items: Vec::new(),
            asked: Vec::new(),
        }
    }

    /// The member of staff behind a role.
    #[must_use]
    pub fn staff(&self, role: LocalId) -> Option<&StaffRole> {
        self.staff.iter().find(|(one, _)| *one == role).map(|(_, staff)| staff)
    }

    /// Whether somebody has asked about a visit.
    #[must_use]
    pub fn is_asked(&self, visit: &Visit) -> bool {
        visit.lines.iter().any(|line| self.asked.contains(line))
    }

    /// What a registered system is called.
    #[must_use]
    pub fn client(&self, client: ClientKey) -> Option<&str> {
        self.clients.iter().find(|(key, _)| *key == client).map(|(_, name)| name.as_str())
    }

    /// The name of another citizen who has looked, or tried to.
    #[must_use]
    pub fn name(&self, person: PatientKey) -> Option<&str> {
        self.names.iter().find(|(key, _)| *key == person).map(|(_, name)| name.as_str())
    }
}

/// The log of one's own record. Reading it is itself a line in it, on the page already.
///
/// # Errors
/// [`ReadError::NotGiven`] for a reader to whom the log is not open; otherwise what the store says.
pub async fn log(app: &App, pass: &Pass, before: Option<i64>, now: Timestamp) -> Result<Log, ReadError> {
    gathered(app, pass, AuditPage { before, limit: LINES }, now).await
}

/// The log of one's own record as one file: the same as the page, to the last line that a file takes.
///
/// # Errors
/// As for [`log`].
pub async fn whole(app: &App, pass: &Pass, now: Timestamp) -> Result<Log, ReadError> {
    gathered(app, pass, AuditPage { before: None, limit: LINES_WHOLE }, now).await
}

async fn gathered(app: &App, pass: &Pass, page: AuditPage, now: Timestamp) -> Result<Log, ReadError> {
    let most = page.limit;
    let look = Look::new(Matter::AccessLog, now).newest(ResourceType::Task, ASKED);
    let found = app.look(pass, &look, now).await?;
    let page = AuditPage { limit: most + 1, ..page };
    let mut rows = app.store.audit_of(&found.grant, page).await?;
    let older = (rows.len() > most).then(|| {
        rows.truncate(most);
        rows.last().map_or(0, |row| row.seq)
    });
    let known = known(app, &found, &rows).await?;
    let lines: Vec<Line> = rows.iter().map(|row| line(row, &known)).collect();
    let since = lines.last().map(|line| line.at);
    let visits = gather(&lines);
    let names = names(app, &visits, pass.subject(), now).await?;
    let clients = app.store.client_names(&clients(&visits)).await?;
    let staff = staff::staff(app, &found, &staff::roles(&visits)).await?;
    let (reasons, unexplained) = staff::explained(app, &found, (&visits, &staff)).await?;
    let items = staff::items(app, &found, &visits).await?;
    let resolve = |id: &str, kind| app.resolve(id, kind);
    let tasks = found.shelf.range(0).iter().filter_map(|entry| case(entry.id, &entry.body, &resolve));
    let asked = tasks.filter_map(|one| one.look).collect();
    Ok(Log {
        names,
        clients,
        older,
        since,
        staff,
        reasons,
        unexplained,
        items,
        asked,
        ..Log::of(visits, pass.subject())
    })
}

/// The registered systems among the visits.
fn clients(visits: &[Visit]) -> Vec<ClientKey> {
    let client = |visit: &Visit| match visit.actor {
        Actor::Client { client, .. } => Some(client),
        _ => None,
    };
    let mut clients: Vec<ClientKey> = visits.iter().filter_map(client).collect();
    clients.sort_unstable();
    clients.dedup();
    clients
}

/// The single things in lines of others that the reader of the log may know of. A thing that is hidden from them must not be
/// told by the log either: neither which, nor that it was marked.
pub(crate) async fn known(
    app: &App,
    found: &Found,
    rows: &[AuditRow],
) -> Result<HashSet<RecordId>, ReadError> {
    // What one has looked at oneself, one knows of; a reader who is somebody else is told by the lens alone.
    let is_own = |row: &&AuditRow| match (row.actor, found.grant.actor()) {
        (Actor::Citizen { person, .. }, Actor::Citizen { person: reader, .. }) => {
            person == reader && Some(person) == found.grant.patient()
        }
        _ => false,
    };
    let mut known: HashSet<RecordId> = rows.iter().filter(is_own).filter_map(|row| row.item).collect();
    let mut asked: Vec<RecordId> = rows.iter().filter_map(|row| row.item).collect();
    asked.retain(|item| !known.contains(item));
    asked.sort_unstable();
    asked.dedup();
    let look = Look::new(Matter::AccessLog, found.now);
    let look = asked.iter().fold(look, |look, item| look.one(*item).heads());
    let shelf = app.store.read_on(&found.grant, &found.shelf, &look).await?;
    let is_told = |range: usize| shelf.first(range).is_some() || !shelf.withheld(range).is_empty();
    known.extend(asked.iter().enumerate().filter(|(range, _)| is_told(*range)).map(|(_, item)| *item));
    Ok(known)
}

/// What a line is told to be about, and the single thing of it.
pub(crate) fn told(row: &AuditRow, known: &HashSet<RecordId>) -> (Option<Matter>, Option<RecordId>) {
    let item = row.item.filter(|item| known.contains(item));
    let part = row.item.map_or(Area::Other, |item| Area::of(item.kind));
    (row.matter.map(|matter| matter.told(part, item.is_some())), item)
}

/// A line as the rules of the page see it.
fn line(row: &AuditRow, known: &HashSet<RecordId>) -> Line {
    let (matter, item) = told(row, known);
    Line {
        at: row.at,
        actor: row.actor,
        purpose: row.purpose,
        matter,
        is_refused: row.action == Action::Refused,
        seq: row.seq,
        item,
        has_reason: row.reason.is_some(),
    }
}

/// The names of the citizens who have been here besides the owner.
async fn names(
    app: &App,
    visits: &[Visit],
    owner: PatientKey,
    now: Timestamp,
) -> Result<Vec<(PatientKey, String)>, ReadError> {
    let person = |visit: &Visit| match visit.actor {
        Actor::Citizen { person, .. } if person != owner => Some(person),
        _ => None,
    };
    let mut others: Vec<PatientKey> = visits.iter().filter_map(person).collect();
    others.sort_unstable();
    others.dedup();
    let mut names = Vec::with_capacity(others.len());
    for other in others {
        names.push((other, app.name_of(other, now).await?));
    }
    Ok(names)
}
