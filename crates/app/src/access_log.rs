//! Who has looked into the record: the log as its owner reads it.

use helsami_domain::access::Actor;
use helsami_domain::ids::PatientKey;
use helsami_domain::matter::Matter;
use helsami_domain::visit_log::{Line, Visit, gather};
use helsami_store::Look;
use helsami_store::audit::{Action, AuditPage, AuditRow};
use jiff::Timestamp;

use crate::app::App;
use crate::pass::Pass;
use crate::read::ReadError;

/// Lines of the log on a page.
const LINES: usize = 300;

/// One page of the log.
#[derive(Clone, Debug)]
pub struct Log {
    /// The visits, newest first.
    pub visits: Vec<Visit>,
    /// The names of the other citizens among the actors. Names only: never a number.
    pub names: Vec<(PatientKey, String)>,
    /// Whose log it is.
    pub owner: PatientKey,
    /// Where the next page begins, if there is one: the number of the last line shown.
    pub older: Option<i64>,
    /// The oldest line of the page.
    pub since: Option<Timestamp>,
}

impl Log {
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
    let found = app.look(pass, &Look::new(Matter::AccessLog, now), now).await?;
    let page = AuditPage { before, limit: LINES + 1 };
    let mut rows = app.store.audit_of(&found.grant, page).await?;
    let older = (rows.len() > LINES).then(|| {
        rows.truncate(LINES);
        rows.last().map_or(0, |row| row.seq)
    });
    let line = |row: &AuditRow| Line {
        at: row.at,
        actor: row.actor,
        purpose: row.purpose,
        matter: row.matter,
        is_refused: row.action == Action::Refused,
    };
    let lines: Vec<Line> = rows.iter().map(line).collect();
    let since = lines.last().map(|line| line.at);
    let visits = gather(&lines);
    let names = names(app, &visits, pass.subject(), now).await?;
    Ok(Log { visits, names, owner: pass.subject(), older, since })
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
