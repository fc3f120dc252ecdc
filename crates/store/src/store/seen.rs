//! What a citizen has looked at in a record before, as the access log tells it: when they last saw something, never all they saw.

use helsami_domain::access::area::Area;
use helsami_domain::access::{Actor, Grant, Read};
use helsami_domain::corrected::Showing;
use helsami_domain::ids::{PatientKey, RecordId};
use helsami_domain::matter::Matter;
use jiff::Timestamp;

use super::Store;
use crate::audit::chain;
use crate::entry::time;
use crate::error::Error;
use crate::value::RowValues;

/// No type has this number.
const NO_TYPE: i64 = -1;

/// A statement, the matter it asks about, and what it asks besides.
type Question = (&'static str, Matter, Vec<i64>);

impl Store {
    /// When the actor of the grant last had each of these rows before their eyes; nothing for actors who are no citizens. One's own looks
    /// are no secret to oneself, so everybody who is let in may ask.
    ///
    /// # Errors
    /// [`Error::Grant`] for a grant without a patient; otherwise what the database says.
    pub async fn last_shown(
        &self,
        grant: &Grant<Read>,
        rows: &[RecordId],
    ) -> Result<Vec<Option<Timestamp>>, Error> {
        let ways: Vec<(usize, RecordId, Showing)> = rows
            .iter()
            .enumerate()
            .flat_map(|(place, id)| Showing::of(*id).map(move |showing| (place, *id, showing)))
            .collect();
        let questions = ways.iter().map(|(_, id, showing)| {
            let list = if showing.is_list { 0 } else { NO_TYPE };
            let item = (i64::from(id.kind.number()), id.local.get());
            (chain::LAST_SEEN, showing.matter, vec![list, item.0, item.1])
        });
        let times = self.ask_own(grant, questions).await?;
        let mut last = vec![None; rows.len()];
        for ((place, ..), at) in ways.iter().zip(times) {
            last[*place] = last[*place].max(at);
        }
        Ok(last)
    }

    /// When the actor of the grant last opened a matter of the record.
    ///
    /// # Errors
    /// As [`Self::last_shown`].
    pub async fn last_look(&self, grant: &Grant<Read>, matter: Matter) -> Result<Option<Timestamp>, Error> {
        let question = (chain::LAST_SEEN, matter, vec![0, NO_TYPE, 0]);
        let times = self.ask_own(grant, std::iter::once(question)).await?;
        Ok(times.into_iter().flatten().next())
    }

    /// When a citizen used the record around a moment: the last time before it and the first from it on. Being told whose
    /// record it is, is no use of it. One's own uses are no secret to oneself; those of others are for whoever may read the log.
    ///
    /// # Errors
    /// [`Error::Grant`] for a grant that does not open the log, of somebody else; otherwise what the database says.
    pub async fn uses(
        &self,
        grant: &Grant<Read>,
        person: PatientKey,
        around: Timestamp,
    ) -> Result<Vec<Timestamp>, Error> {
        let is_own = matches!(grant.actor(), Actor::Citizen { person: own, .. } if own == person);
        let may = |_: &PatientKey| is_own || grant.lens().opens(Area::Private);
        let patient = grant.patient().filter(may).ok_or(Error::Grant)?;
        let matters = || Matter::ALL.iter().filter(|matter| **matter != Matter::Name);
        let at = around.as_microsecond();
        let ask = |sql| matters().map(move |matter| (sql, *matter, vec![at]));
        let before = self.ask(patient, person, ask(chain::LAST_BEFORE)).await?.into_iter().flatten().max();
        let since = self.ask(patient, person, ask(chain::FIRST_SINCE)).await?.into_iter().flatten().min();
        Ok([before, since].into_iter().flatten().collect())
    }

    async fn ask_own(
        &self,
        grant: &Grant<Read>,
        questions: impl Iterator<Item = Question>,
    ) -> Result<Vec<Option<Timestamp>>, Error> {
        let patient = grant.patient().ok_or(Error::Grant)?;
        let Actor::Citizen { person, .. } = grant.actor() else { return Ok(Vec::new()) };
        self.ask(patient, person, questions).await
    }

    /// The time that each statement finds, asked with what all of them begin with: record, person, matter.
    async fn ask(
        &self,
        patient: PatientKey,
        person: PatientKey,
        questions: impl Iterator<Item = Question>,
    ) -> Result<Vec<Option<Timestamp>>, Error> {
        // The logs of records that are parts of these are theirs too.
        let moves = self.ids().moves();
        let all = |key: PatientKey| [key].into_iter().chain(moves.parts(key)).collect::<Vec<_>>();
        let pairs: Vec<(PatientKey, PatientKey)> = all(patient)
            .into_iter()
            .flat_map(|record| all(person).into_iter().map(move |reader| (record, reader)))
            .collect();
        let questions: Vec<Question> = questions.collect();
        let statements = questions.iter().flat_map(|(sql, matter, more)| {
            pairs.iter().map(move |(record, reader)| {
                let start = [record.get().into(), reader.get().into(), matter.number().into()];
                (*sql, start.into_iter().chain(more.iter().map(|one| (*one).into())).collect())
            })
        });
        let found = self.inner.backend.rows_of(statements.collect()).await?;
        let first = |rows: &Vec<RowValues>| rows.first().map(|row| time(row[0].int()));
        let one = |((sql, ..), rows): (&Question, &[Vec<RowValues>])| {
            let times: Vec<Timestamp> = rows.iter().filter_map(first).collect::<Result<_, _>>()?;
            let is_first = *sql == chain::FIRST_SINCE;
            Ok(if is_first { times.into_iter().min() } else { times.into_iter().max() })
        };
        questions.iter().zip(found.chunks(pairs.len())).map(one).collect()
    }
}
