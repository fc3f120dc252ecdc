//! Who has looked into the record: the log as its owner reads it.

use helsami_domain::matter::Matter;
use helsami_domain::visit_log::{Line, Visit, gather};
use helsami_store::Look;
use helsami_store::audit::{AuditPage, AuditRow};
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
    /// Where the next page begins, if there is one: the number of the last line shown.
    pub older: Option<i64>,
    /// The oldest line of the page.
    pub since: Option<Timestamp>,
}

/// The log of one's own record. Reading it is itself a line in it, on the page already.
///
/// # Errors
/// [`ReadError::Denied`] without a right to the record; otherwise what the store says.
pub async fn log(app: &App, pass: &Pass, before: Option<i64>, now: Timestamp) -> Result<Log, ReadError> {
    let found = app.look(pass, &Look::new(Matter::AccessLog, now), now).await?;
    let page = AuditPage { before, limit: LINES + 1 };
    let mut rows = app.store.audit_of(&found.grant, page).await?;
    let older = (rows.len() > LINES).then(|| {
        rows.truncate(LINES);
        rows.last().map_or(0, |row| row.seq)
    });
    let line =
        |row: &AuditRow| Line { at: row.at, actor: row.actor, purpose: row.purpose, matter: row.matter };
    let lines: Vec<Line> = rows.iter().map(line).collect();
    let since = lines.last().map(|line| line.at);
    Ok(Log { visits: gather(&lines), older, since })
}
