//! What both sides of an access are told on their overview. Computed from the consents as they stand and from the log:
//! telling is kept track of nowhere else, but for the moment until which the person has put it away.

use helsami_domain::access::area::Area;
use helsami_domain::access::notice::{Event, History, NOTICE_DAYS, notices, uses_around};
use helsami_domain::access::{self, Actor, Change, Grant, Read};
use helsami_domain::ids::PatientKey;
use helsami_domain::matter::Matter;
use helsami_domain::resource_type::ResourceType;
use helsami_fhir::consent::{AccessConsent, Matter as About, Standing, made};
use helsami_store::{Entry, Look, MergeTold};
use jiff::{SignedDuration, Timestamp};

use super::{TRIES, parties};
use crate::app::App;
use crate::pass::{Pass, rows_naming};
use crate::read::{Found, ReadError};

/// People whose records are asked what became of an access to them: more than anybody has.
const SUBJECTS: usize = 200;

/// Which side of an access somebody is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    /// It is their record.
    Owner,
    /// They have, or had, the access.
    Holder,
}

/// Something to tell about an access.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// What.
    pub event: Event,
    /// From when it is told.
    pub at: Timestamp,
    /// Which side the reader is on.
    pub side: Side,
    /// The name of the other; of a merge, of the system that made it.
    pub name: String,
}

/// What the reader of their own overview is told, newest first. `consents` are those of their own record, of the look that
/// was found.
pub(crate) async fn told(
    app: &App,
    pass: &Pass,
    (found, consents): (&Found, &[Entry]),
) -> Result<Vec<Notice>, ReadError> {
    let Actor::Citizen { person, .. } = pass.actor() else { return Ok(Vec::new()) };
    if pass.is_for_another() {
        return Ok(Vec::new());
    }
    let read = |entry: &Entry| app.consent(entry);
    let put_away = consents.iter().filter_map(read).filter_map(|one| put_away_until(&one)).max();
    let is_new = |at: Timestamp| put_away.is_none_or(|until| at > until);
    let mut told = as_owner(app, found, consents).await?;
    told.extend(merges(app, found).await?);
    told.retain(|one| is_new(one.at));
    for subject in subjects(app, person, pass.identifiers()).await? {
        told.extend(as_holder(app, (pass.actor(), subject), &is_new, found.now).await?);
    }
    told.sort_by_key(|one| std::cmp::Reverse(one.at));
    Ok(told)
}

fn put_away_until(consent: &AccessConsent) -> Option<Timestamp> {
    match consent.matter {
        About::NoticesPutAway(until) if consent.is_active() => Some(until),
        _ => None,
    }
}

/// Whose records name the person as somebody who has, or had, access.
async fn subjects(
    app: &App,
    person: PatientKey,
    identifiers: &[(String, String)],
) -> Result<Vec<PatientKey>, ReadError> {
    let rows = rows_naming(app, person, identifiers).await?;
    let given = rows.iter().filter(|row| row.kind == ResourceType::Consent);
    let mut keys: Vec<PatientKey> = given.map(|row| row.patient).collect();
    keys.dedup();
    keys.truncate(SUBJECTS);
    Ok(keys)
}

/// What the owner of a record is told of those who have access. Nothing of somebody whose address is protected since.
async fn as_owner(app: &App, found: &Found, consents: &[Entry]) -> Result<Vec<Notice>, ReadError> {
    let mut told = Vec::new();
    for entry in consents {
        let Some(consent) = app.consent(entry) else { continue };
        let (Some(holder), Some(history)) = (consent.holder, history(&consent, entry)) else { continue };
        let events = events(app, &found.grant, (holder, &history), found.now).await?;
        if events.is_empty() {
            continue;
        }
        let Some(name) = app.unprotected_name(holder, found.now).await? else { continue };
        let notice = |(event, at)| Notice { event, at, side: Side::Owner, name: name.clone() };
        told.extend(events.into_iter().map(notice));
    }
    Ok(told)
}

/// That two records of the reader were made one, or parted again, and by which system.
async fn merges(app: &App, found: &Found) -> Result<Vec<Notice>, ReadError> {
    if !found.grant.lens().opens(Area::Private) {
        return Ok(Vec::new());
    }
    let since = oldest(found.now);
    let merges = app.store.merges_since(&found.grant, since).await?;
    let client = |one: &MergeTold| match one.actor {
        Actor::Client { client, .. } => Some(client),
        _ => None,
    };
    let clients: Vec<_> = merges.iter().filter_map(client).collect();
    let names = app.store.client_names(&clients).await?;
    let told = merges.iter().map(|one| {
        let name = names.iter().find(|(key, _)| Some(*key) == client(one)).map(|(_, name)| name.clone());
        let event = if one.is_parted { Event::Parted } else { Event::Joined };
        Notice { event, at: one.at, side: Side::Owner, name: name.unwrap_or_default() }
    });
    Ok(told.collect())
}

/// What is older than this is told no longer.
fn oldest(now: Timestamp) -> Timestamp {
    now.saturating_sub(SignedDuration::from_hours(24 * NOTICE_DAYS)).unwrap_or(now)
}

/// What somebody is told of their accesses to one record, where the rules let them be told. That they were is in the log
/// of the record before this returns.
async fn as_holder(
    app: &App,
    (actor, subject): (Actor, PatientKey),
    is_new: &impl Fn(Timestamp) -> bool,
    now: Timestamp,
) -> Result<Vec<Notice>, ReadError> {
    let Actor::Citizen { person, .. } = actor else { return Ok(Vec::new()) };
    let decided = app.decide((actor, subject), now, |facts| access::tell(actor, facts)).await;
    let (grant, known) = match decided {
        Ok(told) => told,
        Err(ReadError::Denied(_)) => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut told = Vec::new();
    for entry in known.consent_rows() {
        let Some(consent) = app.consent(entry).filter(|one| one.holder == Some(person)) else { continue };
        let Some(history) = history(&consent, entry) else { continue };
        let events = events(app, &grant, (person, &history), now).await?;
        let name = known.person.name.as_deref().unwrap_or_default();
        let notice = |(event, at)| Notice { event, at, side: Side::Holder, name: name.to_owned() };
        told.extend(events.into_iter().map(notice).filter(|one| is_new(one.at)));
    }
    if !told.is_empty() {
        app.store.read(&grant, &Look::new(Matter::Name, now)).await?;
    }
    Ok(told)
}

/// What is told of the access that somebody has, or had.
async fn events(
    app: &App,
    grant: &Grant<Read>,
    (holder, history): (PatientKey, &History),
    now: Timestamp,
) -> Result<Vec<(Event, Timestamp)>, ReadError> {
    let uses = match uses_around(history, now) {
        Some(around) => app.store.uses(grant, holder, around).await?,
        None => Vec::new(),
    };
    Ok(notices(history, &uses, now))
}

/// What became of an access. `None` for what is none, and for what nobody has taken.
fn history(consent: &AccessConsent, entry: &Entry) -> Option<History> {
    let certified = match consent.matter {
        About::Representative { certified, .. } => Some(certified),
        About::Proxy(_)
        | About::Guardian { is_nearest: true }
        | About::Foster(_)
        | About::Custody
        | About::NearestOfDead(_) => None,
        _ => return None,
    };
    if matches!(consent.standing, Standing::Proposed | Standing::Declined) {
        return None;
    }
    // What came in one piece is as old as it says; what was taken here is in force from then.
    let said = consent.made.unwrap_or(entry.updated).max(consent.term.from).min(entry.updated);
    Some(History {
        given: if entry.version == 1 { said } else { entry.updated },
        changed: consent.changed,
        ended: (consent.standing == Standing::Ended).then_some(entry.updated),
        term: consent.term,
        certified,
    })
}

/// Puts away what was told until this moment.
///
/// # Errors
/// As every change.
pub async fn notices_put_away(
    app: &App,
    pass: &Pass,
    until: Timestamp,
    now: Timestamp,
) -> Result<(), ReadError> {
    let subject = pass.subject();
    let grant = app.may_change((pass.actor(), subject), Change::PutAway, now).await?;
    let until = until.min(now);
    if until <= oldest(now) {
        return Ok(());
    }
    let patient = app.patient(subject);
    let json = made::notices_put_away(parties(&patient, &patient), until);
    for _ in 0..TRIES {
        let shelf = app.store.facts(&access::weigh(subject)?).await?;
        let kept = |entry: &&Entry| app.consent(entry).is_some_and(|one| put_away_until(&one).is_some());
        let Some(entry) = shelf.range(2).iter().find(kept) else {
            return app.consent_add(&grant, &json, now).await;
        };
        let is_so = app.consent(entry).and_then(|one| put_away_until(&one)).is_some_and(|at| at >= until);
        if is_so || app.consent_change(&grant, (entry, &json), now).await? {
            return Ok(());
        }
    }
    Err(helsami_store::Error::Busy.into())
}
