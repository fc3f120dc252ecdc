//! Changing an access that is in force: other parts, other topics and items held back, another end.

use helsami_domain::access::area::{Area, Areas};
use helsami_domain::access::facts::{Proxy, Term};
use helsami_domain::access::{self, Change};
use helsami_fhir::consent::made;
use jiff::Timestamp;

use super::give::find;
use super::{Access, State, TRIES};
use crate::app::App;
use crate::pass::Pass;
use crate::read::ReadError;

/// The access that is to be changed, for whoever may. Only one that somebody has.
///
/// # Errors
/// [`ReadError::Denied`] for somebody who may not give access; [`ReadError::Unknown`] for what is no such access.
pub async fn access_changeable(
    app: &App,
    pass: &Pass,
    id: &str,
    now: Timestamp,
) -> Result<Access, ReadError> {
    app.may_change((pass.actor(), pass.subject()), Change::GiveAccess, now).await?;
    let (_, access) = find(app, pass, id, now).await?;
    if is_changeable(&access) { Ok(access) } else { Err(ReadError::Unknown) }
}

/// Gives this in place of what was given. It begins when it began.
///
/// # Errors
/// As [`access_changeable`], and as every change.
pub async fn access_change(
    app: &App,
    pass: &Pass,
    (id, proxy, term): (&str, &Proxy, Term),
    now: Timestamp,
) -> Result<(), ReadError> {
    let (actor, subject) = (pass.actor(), pass.subject());
    let grant = app.may_change((actor, subject), Change::GiveAccess, now).await?;
    app.decide((actor, subject), now, |facts| access::preview(actor, facts, proxy)).await?;
    let giveable = Areas::of(&Area::GIVEABLE);
    let proxy = Proxy { areas: proxy.areas.and(giveable), ..proxy.clone() };
    let items: Vec<String> = proxy.except.iter().map(|row| app.named(*row)).collect();
    for _ in 0..TRIES {
        let (entry, access) = find(app, pass, id, now).await?;
        if !is_changeable(&access) {
            return Err(ReadError::Unknown);
        }
        let given =
            made::Given { proxy: &proxy, items: &items, term: Term { from: access.term.from, ..term } };
        let json = made::changed(&entry.body, given, now).ok_or(ReadError::Unknown)?;
        if app.consent_change(&grant, (&entry, &json), now).await? {
            return Ok(());
        }
    }
    Err(helsami_store::Error::Busy.into())
}

const fn is_changeable(access: &Access) -> bool {
    matches!(access.state, State::InForce | State::Coming) && access.holder.is_some()
}
