//! What somebody wants a fresh sign-in for, as a decision needs it: from their consents, and from the session that asks.

use helsami_domain::access::area::Areas;
use helsami_domain::access::{Actor, SafeMode};
use helsami_domain::ids::{PatientKey, RecordId};
use helsami_domain::session::fresh_until;
use helsami_fhir::consent::Matter as About;
use helsami_store::Error;
use jiff::Timestamp;

use super::Known;
use crate::app::App;

/// The parts and things for which somebody wants a fresh sign-in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Chosen {
    pub(crate) areas: Areas,
    pub(crate) items: Vec<RecordId>,
}

impl Chosen {
    /// As the rules take it; open until then to whoever reads.
    pub(crate) fn mode(&self, open_until: Option<Timestamp>) -> SafeMode<'_> {
        SafeMode { areas: self.areas, items: &self.items, open_until }
    }
}

impl Known {
    /// What the person wants a fresh sign-in for.
    pub(crate) fn safe(&self, now: Timestamp) -> Chosen {
        let mut chosen = Chosen::default();
        for one in self.in_force(now) {
            if let About::SafeMode { areas, items } = &one.matter {
                chosen.areas = chosen.areas.or(*areas);
                chosen.items.extend(items);
            }
        }
        chosen
    }
}

impl App {
    /// Until when what asks for a fresh sign-in stands open to the actor: only in their own record, only after one in this very
    /// visit. Looked up only where something asks.
    pub(crate) async fn open_until(
        &self,
        (actor, subject): (Actor, PatientKey),
        safe: &Chosen,
        now: Timestamp,
    ) -> Result<Option<Timestamp>, Error> {
        match actor {
            Actor::Citizen { person, visit } if person == subject && *safe != Chosen::default() => {
                let proved = self.store.session_proved(person, visit).await?;
                Ok(proved.and_then(|(proved, seen)| fresh_until(proved, seen, now)))
            }
            _ => Ok(None),
        }
    }
}
