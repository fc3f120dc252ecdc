//! What somebody wants a fresh sign-in for, as a decision needs it: from their consents, and from the session that asks.

use helsami_domain::access::area::{Area, Areas};
use helsami_domain::access::{self, Actor, SafeMode, closes_together, together};
use helsami_domain::ids::{PatientKey, RecordId};
use helsami_domain::session::fresh_until;
use helsami_fhir::consent::Matter as About;
use helsami_store::Error;
use jiff::Timestamp;

use super::Known;
use crate::app::App;
use crate::read::ReadError;

/// The parts and things for which somebody wants a fresh sign-in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Chosen {
    pub(crate) areas: Areas,
    pub(crate) items: Vec<RecordId>,
    pub(crate) beside: Beside,
}

/// What closes with the single things.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Beside {
    /// Results, reports and orders that hang together with one of them.
    pub(crate) rows: Vec<RecordId>,
    /// The part in which too much would have to be looked through to say which.
    areas: Areas,
}

impl Chosen {
    /// As the rules take it; open until then to whoever reads.
    pub(crate) fn mode(&self, open_until: Option<Timestamp>) -> SafeMode<'_> {
        let Beside { rows, areas } = &self.beside;
        SafeMode { areas: self.areas.or(*areas), items: &self.items, with: rows, open_until }
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
        chosen.beside = self.beside.clone();
        chosen
    }
}

impl App {
    /// What closes with some single things of a record now. Asked at each decision, because an answer can come after its order
    /// was chosen; costs nothing where nothing of it is chosen.
    pub(crate) async fn beside(&self, subject: PatientKey, items: &[RecordId]) -> Result<Beside, ReadError> {
        if !items.iter().any(|row| closes_together(row.kind)) {
            return Ok(Beside::default());
        }
        Ok(match self.store.namings(&access::weigh(subject)?, items).await? {
            Some(rows) => Beside { rows: together(items, &rows), areas: Areas::NONE },
            None => Beside { rows: Vec::new(), areas: Areas::of(&[Area::Results]) },
        })
    }

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

#[cfg(test)]
mod tests {
    use super::{Beside, Chosen};
    use helsami_domain::access::area::{Area, Areas};
    use helsami_domain::ids::{LocalId, PatientKey, RecordId};
    use helsami_domain::resource_type::ResourceType;

    #[test]
    fn where_nobody_can_say_what_closes_along_the_whole_part_closes() {
        let (patient, local) = (PatientKey::new(1).expect("a key"), LocalId::new(1).expect("an id"));
        let row = |kind| RecordId { patient, kind, local };
        let items = vec![row(ResourceType::Observation)];
        let part = |area| Areas::of(&[area]);
        let check = |areas, beside: Beside, expected| {
            let chosen = Chosen { areas, items: items.clone(), beside };
            let mode = chosen.mode(None);
            assert_eq!((mode.areas, mode.items, mode.with), (expected, &*items, &*chosen.beside.rows));
        };
        let rows = vec![row(ResourceType::DiagnosticReport)];
        check(Areas::NONE, Beside { rows, areas: Areas::NONE }, Areas::NONE);
        let cut = Beside { rows: Vec::new(), areas: part(Area::Results) };
        check(part(Area::Vaccines), cut, part(Area::Vaccines).or(part(Area::Results)));
    }
}
