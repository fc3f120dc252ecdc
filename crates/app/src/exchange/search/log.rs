//! The access log of one person as AuditEvents, searched with the parameters of R4 that its lines can answer.
//!
//! No document of it is kept: a line is made into one when it is asked for, and asked as any other. The search itself is a line.
//! AuditEvents that the system has sent itself are found beside the lines, where it may send some: a search for them goes through every
//! record, as an event may name several persons and lies with one of them. What others have sent, nobody but they find.

use helsami_domain::access::{self, Act, Grant, Read};
use helsami_domain::ids::PatientKey;
use helsami_domain::matter::Matter;
use helsami_domain::resource_type::ResourceType;
use helsami_fhir::search::page::Total;
use helsami_fhir::search::plan;
use helsami_fhir::search::query::Query;
use helsami_fhir::search::row::Row;
use helsami_fhir::search::value::Setting;
use helsami_store::audit::AuditPage;
use helsami_store::{Entry, LogPart, Look};
use jiff::Timestamp;

use super::cursor::Cursor;
use super::matches::Matches;
use super::places::Places;
use super::{COUNT, COUNT_MAX, Found, Run, Wanted};
use crate::access_log::{Events, event_row};
use crate::exchange::{Caller, Exchange, Fault, facts_for};
use crate::read;

/// Lines that are looked at at a time.
const LINES: usize = 500;
/// What a cursor says of the line before which its search began: the lines of the search itself are on no page of it.
const BEFORE: &str = "$before";

/// Whose log is asked for, and where AuditEvents lie that the system may have sent.
struct Whose {
    /// Nobody's where there is no such person.
    person: Option<PatientKey>,
    places: Places,
}

/// A search of the log: whose, and before which line.
struct Asked {
    grant: Grant<Read>,
    person: PatientKey,
    before: Option<i64>,
}

impl Exchange {
    /// Searches the log of one person.
    pub(super) async fn search_log(
        &self,
        caller: &Caller,
        wanted: Wanted<'_>,
        now: Timestamp,
    ) -> Result<Found, Fault> {
        let cursor = Cursor::find(self, caller, wanted)?;
        let (pairs, before) = bound(cursor.as_ref(), wanted.pairs);
        let within = cursor.as_ref().map_or(wanted.within, |cursor| cursor.within.as_deref());
        let setting = Setting { base: self.base(), now };
        let mut query =
            Query::read(wanted.kind, &pairs, (setting, wanted.handling)).map_err(Fault::Search)?;
        let mut run = self.run(caller, now);
        run.rename(&mut query).await?;
        run.answer(&mut query).await?;
        let count = query.page.count.unwrap_or(COUNT).min(COUNT_MAX);
        let from = cursor.as_ref().map(|cursor| &cursor.place);
        let mut matches = Matches::new(&query, (if query.page.is_count() { 0 } else { count }, from))?;
        let mut newest = before;
        let Whose { person, places } = run.whose_log(&query, within).await?;
        if let Some(person) = person {
            let grant = self.admit_log(caller, (person, Act::Search), now).await?;
            newest = run.lines(Asked { grant, person, before }, (&query, &mut matches)).await?;
        }
        run.answering(&query, &places, &mut |entry, ranks| matches.add(entry, ranks)).await?;
        let (total, found, place) = matches.finish();
        let next = place.map(|place| {
            let mut pairs = query.applied.clone();
            pairs.extend(newest.map(|seq| (BEFORE.to_owned(), seq.to_string())));
            Cursor { pairs, within: within.map(str::to_owned), place }.seal(self, caller, query.kind)
        });
        let included = run.include(&query, &found).await?;
        // The look into the log is a line already; what a system has sent says so.
        let sent = found.iter().filter(|entry| entry.source.is_some());
        run.log((query.kind, &Places::Rows(Vec::new())), sent.chain(&included)).await?;
        let total = (query.page.total != Some(Total::None) || query.page.is_count()).then_some(total);
        Ok(Found { query, total, matches: found, included, next })
    }

    /// One line of a log, by its id.
    pub(in crate::exchange) async fn read_log(
        &self,
        caller: &Caller,
        id: &str,
        now: Timestamp,
    ) -> Result<Entry, Fault> {
        let unknown = || Fault::Unknown(ResourceType::AuditEvent);
        let row = self.app.store.ids().read(id, ResourceType::AuditEvent).ok_or_else(unknown)?;
        let (person, seq) = (self.whole_person(row.patient), row.local.get());
        if person.is_shared() {
            return Err(unknown());
        }
        let grant = self.admit_log(caller, (person, Act::Read), now).await?;
        let page = AuditPage { before: Some(seq.checked_add(1).ok_or_else(unknown)?), limit: 1 };
        let LogPart { lines, newest, .. } = self.app.store.audit_shown(&grant, page).await?;
        if newest != Some(seq) {
            return Err(unknown());
        }
        if lines.is_empty() {
            self.app.store.refused(&access::weigh(person)?, caller.actor, (Matter::AccessLog, now)).await?;
            return Err(unknown());
        }
        let mut events = self.events(grant, person, now).await?;
        let body = events.of(&lines).await?.pop().ok_or_else(unknown)?;
        let line = lines.first().ok_or_else(unknown)?;
        Ok(Entry::of_log(event_row(person, seq).ok_or_else(unknown)?, line.at, body))
    }

    /// The log, once the look into it is in it.
    async fn events(&self, grant: Grant<Read>, person: PatientKey, now: Timestamp) -> Result<Events, Fault> {
        let shelf = self.app.store.read(&grant, &Look::new(Matter::AccessLog, now)).await?;
        let found = read::Found { grant, shelf, now };
        Ok(Events::new(&self.app, (found, person), Some(self.base().to_owned())))
    }

    /// The record that stands for a person.
    fn whole_person(&self, patient: PatientKey) -> PatientKey {
        self.app.store.meant(crate::cases::patient_row(patient)).patient
    }

    /// What the system may see of a person's log.
    async fn admit_log(
        &self,
        caller: &Caller,
        (person, act): (PatientKey, Act),
        now: Timestamp,
    ) -> Result<Grant<Read>, Fault> {
        let (client, asked) = (caller.reader(), (&caller.scopes, act));
        if !client.reads_region {
            let subject = access::facts::Subject::unregistered(person);
            return Ok(access::read_log(caller.actor, &facts_for(client, (subject, &[]), now), asked)?);
        }
        let known = self.app.known(person, now).await?;
        let client = access::ClientReader { organization: self.organization(caller).await?, ..client };
        let blocks = known.blocks();
        let facts = facts_for(client, (known.subject(now), &blocks), now);
        Ok(access::read_log(caller.actor, &facts, asked)?)
    }
}

impl Run<'_> {
    /// Whose log is asked for: exactly one person's.
    async fn whose_log(&mut self, query: &Query, within: Option<&str>) -> Result<Whose, Fault> {
        let (named, ids) = (plan::named(&query.tests), plan::ids(query.kind, &query.tests));
        let (kind, ids) = match (within, &named, ids) {
            (Some(id), ..) => (ResourceType::Patient, vec![id]),
            (None, Some(named), _) => (ResourceType::Patient, named.iter().map(String::as_str).collect()),
            (None, None, Some(ids)) => (query.kind, ids),
            (None, None, None) => return Err(unclear()),
        };
        let rows = self.rows(kind, ids.into_iter()).await?;
        if within.is_some() && rows.is_empty() {
            return Err(Fault::Unknown(ResourceType::Patient));
        }
        let mut persons: Vec<PatientKey> =
            rows.iter().map(|row| self.exchange.whole_person(row.patient)).collect();
        persons.sort_unstable();
        persons.dedup();
        let person = match persons[..] {
            [] => None,
            [person] => self.is_there(person).await?.then_some(person),
            _ => {
                // That they are several tells that each is there.
                self.named.extend(persons);
                self.log((query.kind, &Places::Rows(Vec::new())), std::iter::empty()).await?;
                return Err(unclear());
            }
        };
        let places = match within {
            _ if kind == query.kind => Places::Rows(rows),
            Some(_) => Places::Records(persons),
            None if self.caller.scopes.allow(query.kind, Act::Create) => {
                self.places_of(query.kind, &query.tests).await?
            }
            // Of several persons whom an event names, it lies with one: looking for what this system cannot send goes nowhere.
            None => Places::Rows(Vec::new()),
        };
        Ok(Whose { person, places })
    }

    /// Shows the lines that answer the query; tells before which the search began.
    async fn lines(
        &mut self,
        asked: Asked,
        (query, matches): (&Query, &mut Matches<'_>),
    ) -> Result<Option<i64>, Fault> {
        let Asked { grant, person, mut before } = asked;
        // The look into the log is a line of it, and needs no other.
        self.named.retain(|named| *named != person);
        let store = &self.exchange.app.store;
        let page = |before| AuditPage { before, limit: LINES };
        let mut part = store.audit_shown(&grant, page(before)).await?;
        let began = before.or(part.newest.and_then(|seq| seq.checked_add(1)));
        let mut events = self.exchange.events(grant.clone(), person, self.now).await?;
        loop {
            self.cost.add(part.read)?;
            let bodies = events.of(&part.lines).await?;
            for (line, body) in part.lines.iter().zip(bodies) {
                if let (Some(row), Some(ranks)) =
                    (event_row(person, line.seq), query.ranked(Row::new(ResourceType::AuditEvent, &body)))
                {
                    matches.add(Entry::of_log(row, line.at, body), ranks);
                }
            }
            before = part.more;
            if before.is_none() {
                return Ok(began);
            }
            part = store.audit_shown(&grant, page(before)).await?;
        }
    }
}

/// What is asked, and the line before which the search began, where a cursor says so.
fn bound(cursor: Option<&Cursor>, asked: &[(String, String)]) -> (Vec<(String, String)>, Option<i64>) {
    let Some(cursor) = cursor else { return (asked.to_vec(), None) };
    let (bounds, pairs): (Vec<_>, Vec<_>) =
        cursor.pairs.iter().cloned().partition(|(name, _)| name == BEFORE);
    (pairs, bounds.first().and_then(|(_, seq)| seq.parse().ok()))
}

/// AuditEvents are found by nothing but a search of their own type, which may be one of the log.
pub(in crate::exchange) fn not_of_the_log(kind: ResourceType, text: &str) -> Result<(), Fault> {
    if kind == ResourceType::AuditEvent { Err(Fault::NotOffered(text.to_owned())) } else { Ok(()) }
}

/// An AuditEvent is not changed, by whatever way.
pub(in crate::exchange) fn not_changed(kind: ResourceType, entry: usize) -> Result<(), Fault> {
    if kind == ResourceType::AuditEvent { Err(Fault::NotChanged { entry }) } else { Ok(()) }
}

/// Why a log is not searched for more persons than one.
fn unclear() -> Fault {
    Fault::Unclear("the access log is searched for one person at a time: patient=…, or _id=…".to_owned())
}
