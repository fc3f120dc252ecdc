//! The whole log as lines of FHIR AuditEvent, page by page: however long it is, only one page is held at a time.

use helsami_domain::matter::Matter;
use helsami_store::Look;
use helsami_store::audit::AuditPage;
use jiff::Timestamp;

use super::event::Events;
use crate::app::App;
use crate::pass::Pass;
use crate::read::ReadError;

/// Lines held at a time.
const LINES: usize = 500;

/// The log of one record on its way out, newest first.
pub struct Export {
    events: Events,
    before: Option<i64>,
    is_done: bool,
}

/// Begins the export of one's own log. That is a look into the log, and a line of it.
///
/// # Errors
/// [`ReadError::NotGiven`] for a reader to whom the log is not open; otherwise what the store says.
pub async fn export(app: &App, pass: &Pass, now: Timestamp) -> Result<Export, ReadError> {
    let found = app.look(pass, &Look::new(Matter::AccessLog, now), now).await?;
    let events = Events::new(app, (found, pass.subject()), None);
    Ok(Export { events, before: None, is_done: false })
}

impl Export {
    /// The next lines; `None` after the last.
    ///
    /// # Errors
    /// What the store says.
    pub async fn next(&mut self) -> Result<Option<String>, ReadError> {
        if self.is_done {
            return Ok(None);
        }
        let page = AuditPage { before: self.before, limit: LINES };
        let rows = self.events.app.store.audit_of(&self.events.found.grant, page).await?;
        self.is_done = rows.len() < LINES;
        self.before = rows.last().map(|row| row.seq);
        let lines: String = self.events.of(&rows).await?.into_iter().map(|line| line + "\n").collect();
        Ok((!lines.is_empty()).then_some(lines))
    }
}
