//! An application on paper, registered at the desk: the same case as the one that is sent from the applicant's own pages, with
//! the same owner, day and answer. Nothing of the applicant's record is shown, and nothing of the other person's is read.

use helsami_domain::access::facts::Facts;
use helsami_domain::access::{Grant, Write, receive_application, weigh};
use helsami_domain::application::Application;
use helsami_domain::case::CaseKind;
use helsami_domain::ids::PatientKey;
use helsami_domain::matter::Matter;
use jiff::Timestamp;

use super::{AtWork, Person, work_subject};
use crate::app::App;
use crate::application::{Place, has_room};
use crate::cases::{AskError, Asked, Question, write_question};
use crate::read::ReadError;

/// Whoever applies: found before, as an address of this visit has them.
///
/// # Errors
/// [`ReadError::Denied`] where they could not apply, or this reader may not register it; [`ReadError::Unknown`] for an address
/// that was not made in this visit.
pub async fn applicant(
    app: &App,
    at_work: &AtWork,
    link: &str,
    now: Timestamp,
) -> Result<(Person, Vec<String>), ReadError> {
    let key = work_subject(app, at_work, link)?;
    may_receive(app, (at_work, key), now).await?;
    let known = app.known(key, now).await?;
    let numbers = known.person.identifiers.iter().map(|(_, value)| value.clone()).collect();
    Ok((Person::of(app, at_work, key, &known), numbers))
}

async fn may_receive(
    app: &App,
    (at_work, key): (&AtWork, PatientKey),
    now: Timestamp,
) -> Result<Grant<Write>, ReadError> {
    let rule = |facts: &Facts<'_>| receive_application(at_work.actor(), facts);
    match app.decide_at_work((at_work, key, None), now, rule).await {
        Ok((grant, _)) => Ok(grant),
        Err(error @ ReadError::Denied(_)) => {
            app.refused_at_work((at_work, key), Matter::Cases, now).await?;
            Err(error)
        }
        Err(error) => Err(error),
    }
}

/// Registers the application. `None` when so many of the applicant's wait already.
///
/// # Errors
/// As every case.
pub async fn receive(
    app: &App,
    at_work: &AtWork,
    (link, application, place, why): (&str, &Application, &Place, &str),
    now: Timestamp,
) -> Result<Option<Asked>, AskError> {
    let key = work_subject(app, at_work, link)?;
    let grant = may_receive(app, (at_work, key), now).await?;
    if !has_room(app, &weigh(key).map_err(ReadError::from)?, now).await? {
        return Ok(None);
    }
    let question = Question {
        kind: CaseKind::ApplyToAct,
        owner: (place.owner(), Some(place.name.clone())),
        focus: None,
        look: None,
        application: Some(application),
        words: why.trim(),
        proposal: "",
    };
    let by = (app.named(at_work.practitioner), at_work.name.clone());
    write_question(app, &grant, ((key, key), question, Some(&by)), now).await.map(Some)
}
