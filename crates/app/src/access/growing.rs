//! Turning 16: whom the young person may want to give access back to, and no more of it once they have said no.

use helsami_domain::access::growing::has_just_turned_sixteen;
use helsami_domain::access::{self, Change, Rule};
use helsami_domain::matter::Matter;
use helsami_domain::resource_type::ResourceType;
use helsami_fhir::consent::{Matter as About, made};
use helsami_fhir::person::related_facts;
use helsami_store::Look;
use jiff::Timestamp;

use super::{LINES, parties};
use crate::app::App;
use crate::pass::Pass;
use crate::read::ReadError;

/// The parents whose access ended with the person's 16th birthday, while giving it back is offered: for 90 days, or until
/// the person has said no or made an invitation. Nobody at any other time.
///
/// # Errors
/// What the store says.
pub async fn former_parents(app: &App, pass: &Pass, now: Timestamp) -> Result<Vec<Box<str>>, ReadError> {
    let Some(birth) = pass.birth().filter(|birth| has_just_turned_sixteen(*birth, now)) else {
        return Ok(Vec::new());
    };
    if pass.rule() != Rule::Own {
        return Ok(Vec::new());
    }
    let look = Look::new(Matter::Access, now)
        .newest(ResourceType::RelatedPerson, LINES)
        .newest(ResourceType::Consent, LINES);
    let found = app.look(pass, &look, now).await?;
    let since = helsami_domain::when::When::Day(birth.birthday(access::age::HEALTH_MAJORITY)).start();
    let settles = |about: &About| matches!(about, About::OfferDismissed | About::Proxy(_));
    let consents = found.shelf.range(1).iter().filter_map(|entry| app.consent(entry));
    let is_settled =
        consents.filter(|one| settles(&one.matter)).any(|one| one.made.is_some_and(|made| made >= since));
    if is_settled {
        return Ok(Vec::new());
    }
    let related = found.shelf.range(0).iter().filter_map(|entry| related_facts(&entry.body, now));
    Ok(related.filter(|one| one.has_responsibility && one.is_active).filter_map(|one| one.name).collect())
}

/// Notes that the person does not want to be asked again.
///
/// # Errors
/// As every change.
pub async fn offer_dismiss(app: &App, pass: &Pass, now: Timestamp) -> Result<(), ReadError> {
    let grant = app.may_change((pass.actor(), pass.subject()), Change::GiveAccess, now).await?;
    if former_parents(app, pass, now).await?.is_empty() {
        return Ok(());
    }
    let patient = app.patient(pass.subject());
    app.consent_add(&grant, &made::offer_dismissed(parties(&patient, &patient), now), now).await
}
