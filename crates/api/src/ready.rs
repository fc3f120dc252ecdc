//! Whether the installation can serve people. Asking writes durably, so however many ask, one write is shared.

use std::sync::{Mutex, PoisonError};

use helsami_app::App;
use jiff::{SignedDuration, Timestamp};
use tokio::sync::watch;

/// One look serves all who ask within this time of its beginning.
const PACE: SignedDuration = SignedDuration::from_secs(1);
/// While a look is under way the answer before it is given for so long, counted from the beginning of that one. A
/// store that hangs has no answer after it.
const KEPT: SignedDuration = SignedDuration::from_secs(5);

/// The looks at the store of one installation.
#[derive(Debug, Default)]
pub(crate) struct Ready(Mutex<Looks>);

#[derive(Debug, Default)]
struct Looks {
    newest: Option<Look>,
    before: Option<(Timestamp, bool)>,
}

/// One look: when it began, and what it finds as soon as it has.
#[derive(Clone, Debug)]
struct Look {
    begun: Timestamp,
    found: watch::Receiver<Option<bool>>,
}

impl Ready {
    /// Whether reads and durable writes work: by a look of this second, or the one before while it is under way.
    pub(crate) async fn ask(&self, app: &App, now: Timestamp) -> bool {
        let (mut look, before) = self.look(app, now);
        if let Some(found) = *look.found.borrow() {
            return found;
        }
        if let Some(before) = before {
            return before;
        }
        let found = look.found.wait_for(Option::is_some).await;
        found.is_ok_and(|found| *found == Some(true))
    }

    /// The look to go by, begun now if it is time, and the answer that may stand in for it.
    fn look(&self, app: &App, now: Timestamp) -> (Look, Option<bool>) {
        let mut looks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = looks.newest.clone();
        let is_due = known.as_ref().is_none_or(|look| look.is_done() && is_past(look.begun, now, PACE));
        if let (false, Some(look)) = (is_due, &known) {
            let kept = looks.before.filter(|(begun, _)| !is_past(*begun, now, KEPT));
            return (look.clone(), kept.map(|(_, found)| found));
        }
        looks.before = known.and_then(|look| Some((look.begun, (*look.found.borrow())?)));
        let look = begin(app.clone(), now);
        looks.newest = Some(look.clone());
        // Whoever begins it waits for it.
        (look, None)
    }
}

impl Look {
    /// Found, or gone without finding.
    fn is_done(&self) -> bool {
        self.found.borrow().is_some() || self.found.has_changed().is_err()
    }
}

/// In a task of its own: the one who asked may go away, the write is on its way all the same.
fn begin(app: App, now: Timestamp) -> Look {
    let (tell, found) = watch::channel(None);
    tokio::spawn(async move {
        let result = app.health(now).await;
        if let Err(error) = &result {
            tracing::error!(error = %error, "The store is not ready");
        }
        // Nobody may wait any more.
        let _ = tell.send(Some(result.is_ok()));
    });
    Look { begun: now, found }
}

/// Whether so much time has gone since; a clock that was set back counts as past.
fn is_past(begun: Timestamp, now: Timestamp, time: SignedDuration) -> bool {
    let gone = now.duration_since(begun);
    gone >= time || gone.is_negative()
}
