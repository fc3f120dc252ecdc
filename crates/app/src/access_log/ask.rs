//! «Spør om dette»: one look in the log, asked about, to whoever has to explain it.

use helsami_domain::access::Actor;
use helsami_domain::case::{Case, CaseKind, Owner};
use helsami_domain::matter::Matter;
use helsami_domain::visit_log::Visit;
use helsami_fhir::keeper::{Keepers, keepers};
use helsami_store::Look;
use helsami_store::audit::AuditPage;
use jiff::Timestamp;

use super::staff::{role_row, staff};
use super::{Log, clients, known, line, names};
use crate::app::App;
use crate::cases::{AskError, Asked, Question, ask};
use crate::pass::Pass;
use crate::read::ReadError;
use crate::report::first;

/// A look that can be asked about.
#[derive(Clone, Debug)]
pub struct Questioned {
    /// The look, as a log of its own.
    pub log: Log,
    /// Who answers, and their name. `None` where the record knows no organisation that does.
    pub owner: Option<(Owner, Option<String>)>,
    /// The case that it would be.
    pub case: Option<Case>,
}

/// The line of one's own log with this number.
///
/// # Errors
/// [`ReadError::Unknown`] for a line that is not in this log, and for one's own look.
pub async fn questioned(app: &App, pass: &Pass, seq: i64, now: Timestamp) -> Result<Questioned, ReadError> {
    let found = app.look(pass, &Look::new(Matter::AccessLog, now).patient(), now).await?;
    let before = Some(seq.checked_add(1).ok_or(ReadError::Unknown)?);
    let rows = app.store.audit_of(&found.grant, AuditPage { before, limit: 1 }).await?;
    let row = rows.first().filter(|row| row.seq == seq).ok_or(ReadError::Unknown)?;
    let visits: Vec<Visit> =
        helsami_domain::visit_log::gather(&[line(row, &known(app, &found, &rows).await?)]);
    let staff = match row.actor {
        Actor::Citizen { person, .. } if person == pass.subject() => return Err(ReadError::Unknown),
        Actor::Staff { role, .. } => staff(app, &found, &[role]).await?,
        _ => Vec::new(),
    };
    let kept = match row.actor {
        Actor::Staff { role, .. } => Keepers { leads: vec![role_row(role)], ..Keepers::default() },
        _ => found
            .shelf
            .first(0)
            .map(|one| keepers(&one.body, &|id, kind| app.resolve(id, kind)))
            .unwrap_or_default(),
    };
    let owner = first(app, &found, &kept).await?;
    let case = owner.as_ref().map(|(owner, _)| Case::open(CaseKind::AskAboutLook, *owner, now));
    let names = names(app, &visits, pass.subject(), now).await?;
    let clients = app.store.client_names(&clients(&visits)).await?;
    let log = Log { staff, names, clients, unexplained: vec![0], ..Log::of(visits, pass.subject()) };
    Ok(Questioned { log, owner, case })
}

/// Asks about it.
///
/// # Errors
/// [`AskError::NoOwner`] where nobody answers for it; otherwise what the rules and the store say.
pub async fn ask_about(
    app: &App,
    pass: &Pass,
    (asked, words): (&Questioned, &str),
    now: Timestamp,
) -> Result<Asked, AskError> {
    let owner = asked.owner.clone().ok_or(AskError::NoOwner)?;
    let look = asked.log.visits.first().map(Visit::newest);
    let kind = CaseKind::AskAboutLook;
    ask(app, pass, Question { kind, owner, focus: None, look, application: None, words, proposal: "" }, now)
        .await
}
