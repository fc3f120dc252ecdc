//! The other side of an invitation: seeing it with the code, answering it, and giving an access back.

use helsami_domain::access::area::Areas;
use helsami_domain::access::facts::Term;
use helsami_domain::access::marks::Marks;
use helsami_domain::access::{self, Actor, Change, Denied, Grant, Invitation, Write};
use helsami_domain::ids::PatientKey;
use helsami_domain::matter::Matter;
use helsami_fhir::consent::{Matter as About, Standing, made};
use helsami_store::{Entry, SessionToken};
use jiff::Timestamp;

use super::TRIES;
use crate::app::App;
use crate::pass::acted_subject;
use crate::read::ReadError;

/// What somebody is invited to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// Who invites.
    pub giver: String,
    /// Which parts.
    pub areas: Areas,
    /// What is kept back by topic.
    pub kept_back: Marks,
    /// From when to when.
    pub term: Term,
    /// Until when it can be answered.
    pub until: Timestamp,
}

/// An invitation, found and decided on for one reader.
struct Opened {
    grant: Grant<Write>,
    entry: Entry,
    offer: Offer,
}

/// The invitation with this code, for somebody who may answer it.
///
/// # Errors
/// [`ReadError::Unknown`] for a code that is none; [`ReadError::Denied`], in the giver's log, for somebody who may not.
pub async fn invitation_open(
    app: &App,
    actor: Actor,
    code: &str,
    now: Timestamp,
) -> Result<Offer, ReadError> {
    Ok(open(app, actor, code, now).await?.offer)
}

/// Answers the invitation: a yes makes it an access of the actor's, exactly as it was offered; a no closes it. One code
/// is answered once, whoever is first.
///
/// # Errors
/// As [`invitation_open`]; [`Denied::InvitationUsed`] for whoever is second.
pub async fn invitation_answer(
    app: &App,
    actor: Actor,
    (code, is_yes): (&str, bool),
    now: Timestamp,
) -> Result<Offer, ReadError> {
    let Actor::Citizen { person, .. } = actor else { return Err(Denied::NoRelation.into()) };
    let Opened { grant, entry, offer } = open(app, actor, code, now).await?;
    let json =
        if is_yes { made::accepted(&entry.body, &app.patient(person)) } else { made::declined(&entry.body) };
    let json = json.ok_or(ReadError::Unknown)?;
    if app.consent_change(&grant, (&entry, &json), now).await? {
        Ok(offer)
    } else {
        Err(Denied::InvitationUsed.into())
    }
}

async fn open(app: &App, actor: Actor, code: &str, now: Timestamp) -> Result<Opened, ReadError> {
    let Actor::Citizen { person, .. } = actor else { return Err(Denied::NoRelation.into()) };
    let code = SessionToken::parse(code).ok_or(ReadError::Unknown)?;
    let found = app.store.invited(&access::weigh(person)?, &code).await?.ok_or(ReadError::Unknown)?;
    let giver = access::weigh(found.patient)?;
    let entry = app.store.facts(&giver).await?.range(2).iter().find(|entry| entry.id == found).cloned();
    let entry = entry.ok_or(ReadError::Unknown)?;
    let consent = app.consent(&entry).ok_or(ReadError::Unknown)?;
    let About::Proxy(proxy) = consent.matter else { return Err(ReadError::Unknown) };
    let made = consent.made.ok_or(ReadError::Unknown)?;
    let invitation = Invitation {
        term: consent.term,
        made,
        is_waiting: consent.standing == Standing::Proposed && consent.holder.is_none(),
        is_code_right: consent.code.is_some_and(|hash| code.hash().is_shown_as(&hash)),
        proxy,
    };
    let answer = |facts: &access::facts::Facts<'_>| access::answer_invitation(actor, facts, &invitation);
    match app.decide((actor, found.patient), now, answer).await {
        Ok((grant, known)) => {
            let offer = Offer {
                giver: known.person.name.map(String::from).unwrap_or_default(),
                areas: grant.lens().areas(),
                kept_back: invitation.proxy.kept_back,
                term: invitation.term,
                until: Invitation::ends(made),
            };
            Ok(Opened { grant, entry, offer })
        }
        Err(ReadError::Denied(denied)) => {
            if denied != Denied::OwnInvitation {
                app.store.refused(&giver, actor, (Matter::Access, now)).await?;
            }
            Err(denied.into())
        }
        Err(error) => Err(error),
    }
}

/// Gives back one's own access to somebody else's record; `who` as it stands in the actor's addresses. Hands back the
/// name of the person.
///
/// # Errors
/// [`ReadError::Denied`] for somebody who has none to give back; otherwise what the store says.
pub async fn give_back(app: &App, actor: Actor, who: &str, now: Timestamp) -> Result<String, ReadError> {
    let Actor::Citizen { person, .. } = actor else { return Err(Denied::NoRelation.into()) };
    let subject = acted_subject(app, actor, who)?;
    let grant = app.may_change((actor, subject), Change::ReturnAccess, now).await?;
    for _ in 0..TRIES {
        if end_all(app, (&grant, person), subject, now).await? {
            return Ok(app.name_of(subject, now).await?);
        }
    }
    Err(helsami_store::Error::Busy.into())
}

/// What somebody can give back: what was given to them to see, not what was registered about them.
const fn is_returnable(about: &About) -> bool {
    matches!(
        about,
        About::Proxy(_)
            | About::Representative { .. }
            | About::Guardian { is_nearest: true }
            | About::NearestOfDead(_)
    )
}

/// Ends every access of one person to the record. False if one of them changed meanwhile.
async fn end_all(
    app: &App,
    (grant, person): (&Grant<Write>, PatientKey),
    subject: PatientKey,
    now: Timestamp,
) -> Result<bool, ReadError> {
    let shelf = app.store.facts(&access::weigh(subject)?).await?;
    for entry in shelf.range(2) {
        let is_theirs = app
            .consent(entry)
            .is_some_and(|one| one.is_active() && one.holder == Some(person) && is_returnable(&one.matter));
        if !is_theirs {
            continue;
        }
        let json = made::ended(&entry.body).ok_or(ReadError::Unknown)?;
        if !app.consent_change(grant, (entry, &json), now).await? {
            return Ok(false);
        }
    }
    Ok(true)
}
