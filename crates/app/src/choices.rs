//! «Samtykker og reservasjoner»: what the person has said, since when, and saying or taking back.

use helsami_domain::access::Change;
use helsami_domain::choice::{Spell, Topic, said_since};
use helsami_domain::matter::Matter;
use helsami_domain::resource_type::ResourceType;
use helsami_fhir::choice::{choice, said, taken_back};
use helsami_store::write::{Incoming, Way, WriteError};
use helsami_store::{Entry, Error, Look};
use jiff::Timestamp;

use crate::access::read_error;
use crate::app::App;
use crate::cases::patient_row;
use crate::pass::Pass;
use crate::read::ReadError;

/// Consents of one person that are looked through: more than anybody has.
const CONSENTS: usize = 2000;
/// How often a change is tried again when somebody else has been faster.
const TRIES: usize = 4;
/// How often one person can change their mind about one topic.
const SPELLS: usize = 100;

/// One topic, and what the person has said of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The topic.
    pub topic: Topic,
    /// Since when it is said; not said where there is none.
    pub since: Option<Timestamp>,
    /// When it was said before and taken back, newest first.
    pub former: Vec<Spell>,
}

/// Every topic with what the person has said of it.
///
/// # Errors
/// [`ReadError::NotGiven`] for a reader to whom this is not open; otherwise what the store says.
pub async fn choices(app: &App, pass: &Pass, now: Timestamp) -> Result<Vec<Choice>, ReadError> {
    let (all, _) = read(app, pass, now).await?;
    Ok(all)
}

async fn read(app: &App, pass: &Pass, now: Timestamp) -> Result<(Vec<Choice>, Vec<Entry>), ReadError> {
    let look = Look::new(Matter::Access, now).newest(ResourceType::Consent, CONSENTS);
    let found = app.look(pass, &look, now).await?;
    let entries: Vec<Entry> =
        found.shelf.range(0).iter().filter(|entry| choice(&entry.body).is_some()).cloned().collect();
    let spells = |topic: Topic| {
        let read = entries.iter().filter_map(|entry| choice(&entry.body));
        read.filter(move |(of, _)| *of == topic).map(|(_, spell)| spell).collect::<Vec<_>>()
    };
    let of = |topic: Topic| {
        let spells = spells(topic);
        let since = said_since(&spells, now);
        let mut former: Vec<Spell> =
            spells.into_iter().filter(|one| one.until.is_some_and(|until| until <= now)).collect();
        former.sort_by_key(|one| std::cmp::Reverse(one.from));
        Choice { topic, since, former }
    };
    Ok((Topic::ALL.into_iter().map(of).collect(), entries))
}

/// Says so, or takes it back, from now on. Nothing happens where it is so already, and nothing for somebody who has changed
/// their mind a hundred times.
///
/// # Errors
/// [`ReadError::Denied`] for somebody who may not choose; otherwise as every change.
pub async fn choose(
    app: &App,
    pass: &Pass,
    (topic, is_said): (Topic, bool),
    now: Timestamp,
) -> Result<(), ReadError> {
    let grant = app.may_change((pass.actor(), pass.subject()), Change::Choose, now).await?;
    for _ in 0..TRIES {
        let (all, entries) = read(app, pass, now).await?;
        let Some(one) = all.into_iter().find(|one| one.topic == topic) else {
            return Err(ReadError::Unknown);
        };
        if one.since.is_some() == is_said || is_said && one.former.len() >= SPELLS {
            return Ok(());
        }
        let incoming = if is_said {
            vec![(Way::Create { unless: None }, said(topic, &app.named(patient_row(pass.subject())), now))]
        } else {
            let holds = |entry: &&Entry| {
                choice(&entry.body)
                    .is_some_and(|(of, spell)| of == topic && said_since(&[spell], now).is_some())
            };
            let back = |entry: &Entry| {
                let id = app.link(entry.id).to_string();
                let way = Way::Keep { id: id.into(), expected: Some(entry.version) };
                taken_back(&entry.body, now).map(|json| (way, json))
            };
            entries.iter().filter(holds).filter_map(back).collect()
        };
        let incoming =
            incoming.iter().map(|(way, json)| Incoming { way: way.clone(), ..Incoming::create(json) });
        match app.store.write(&grant, incoming.collect(), now).await {
            Ok(_) => return Ok(()),
            Err(WriteError::Store(Error::Version { .. } | Error::Taken)) => {}
            Err(error) => return Err(read_error(error)),
        }
    }
    Err(Error::Busy.into())
}

/// Whether the reader may choose at all: asked before what a form says is read.
///
/// # Errors
/// [`ReadError::Denied`] for somebody who may not; otherwise what the store says.
pub async fn may_choose(app: &App, pass: &Pass, now: Timestamp) -> Result<(), ReadError> {
    app.may_change((pass.actor(), pass.subject()), Change::Choose, now).await.map(drop)
}
