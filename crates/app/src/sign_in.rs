//! Signing in: from a proved identity to a session of the person's own record.

use helsami_domain::access::{self, Actor, SystemTask};
use helsami_domain::identity::{SYSTEM_DNR, SYSTEM_FHN, SYSTEM_FNR};
use helsami_domain::ids::PatientKey;
use helsami_domain::matter::Matter;
use helsami_domain::resource_type::ResourceType;
use helsami_fhir::document::Document;
use helsami_fhir::facts;
use helsami_store::session::{SessionNew, SessionRenewal};
use helsami_store::{Look, SessionToken, random_visit};
use jiff::Timestamp;

use crate::app::App;
use crate::identity_provider::{Anew, Answer, IdentityProvider, Proved, ProvedPerson, ProviderError};
use crate::read::ReadError;
use crate::sessions::{Keepsake, Present};

/// The systems of Norwegian national numbers: birth number, D-number, common help number.
///
/// Source: HL7 Norway, no-basis-Patient.
pub(crate) const NATIONAL: [&str; 3] = [SYSTEM_FNR, SYSTEM_DNR, SYSTEM_FHN];

/// Whether identifiers of this system are Norwegian national numbers.
pub(crate) fn is_national(system: &str) -> bool {
    NATIONAL.contains(&system)
}

/// A person has signed in.
#[derive(Debug)]
pub struct SignedIn {
    /// The new session's token, for the cookie.
    pub token: SessionToken,
    /// The page to go on to.
    pub to: String,
}

/// Why nobody is signed in.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// The provider, or what came back from it.
    #[error(transparent)]
    Provider(#[from] ProviderError),
    /// Somebody else than the one who is signed in has proved who they are.
    #[error("the fresh sign-in was of another person")]
    OtherPerson,
    /// The person is who they say, but has no record here.
    #[error("the person has no record here")]
    NoRecord,
    /// The store.
    #[error(transparent)]
    Store(#[from] helsami_store::Error),
}

/// Ends a sign-in: has the provider's answer checked, finds the person and begins a session with a new token.
///
/// # Errors
/// [`SignInError`], each variant a sentence for the person.
pub async fn sign_in_finish(
    app: &App,
    provider: &dyn IdentityProvider,
    back: Back<'_>,
    now: Timestamp,
) -> Result<SignedIn, SignInError> {
    let mut proved = provider.finish(back.sealed, back.answer, now).await?;
    if let Some(anew) = proved.anew.take() {
        return renew(app, (back.here, &anew), proved, now).await;
    }
    let person = person_find(app, &proved, now).await?.ok_or(SignInError::NoRecord)?;
    let (token, visit) = (SessionToken::random(), random_visit());
    let (name, born) = name_read(app, Actor::Citizen { person, visit }, person, now).await?;
    let keepsake = Keepsake { name, born, id_token: proved.id_token };
    let session = SessionNew {
        token: token.hash(),
        visit,
        person,
        sid: proved.sid,
        id_token: token.seal(&keepsake.write()),
        level: proved.level,
        device: back.device.to_owned(),
    };
    app.store.session_create(&session, now).await?;
    Ok(SignedIn { token, to: proved.to })
}

/// Marks the session that is here as one with a fresh sign-in, under a new token, if that is the session it began in and the
/// same person. Nothing else of the session changes, and nobody is signed in who was not.
async fn renew(
    app: &App,
    (here, anew): (Option<&Present>, &Anew),
    proved: Proved,
    now: Timestamp,
) -> Result<SignedIn, SignInError> {
    let here = here.filter(|here| here.mark() == anew.session).ok_or(ProviderError::Unknown)?;
    if person_find(app, &proved, now).await? != Some(here.person()) {
        return Err(SignInError::OtherPerson);
    }
    let (token, keepsake) = (SessionToken::random(), here.keepsake().ok_or(ProviderError::Unknown)?);
    let keepsake = Keepsake { id_token: proved.id_token, ..keepsake };
    let renewal = SessionRenewal {
        token: token.hash(),
        sid: proved.sid,
        id_token: token.seal(&keepsake.write()),
        level: proved.level,
        proved: anew.at.min(now),
    };
    let renewed = app.store.session_renew(here.token(), &renewal, now).await?;
    renewed.ok_or(ProviderError::Unknown)?;
    Ok(SignedIn { token, to: proved.to })
}

/// What the browser came back with.
#[derive(Clone, Copy, Debug)]
pub struct Back<'a> {
    /// The sealed cookie of the sign-in's beginning.
    pub sealed: &'a str,
    /// The query of the callback.
    pub answer: &'a Answer,
    /// The device in a few words.
    pub device: &'a str,
    /// Who is signed in in this browser.
    pub here: Option<&'a Present>,
}

async fn person_find(app: &App, proved: &Proved, now: Timestamp) -> Result<Option<PatientKey>, SignInError> {
    match &proved.person {
        ProvedPerson::National(number) => {
            let Ok(grant) = access::identify(Actor::System(SystemTask::SignIn)) else { return Ok(None) };
            let identifiers = NATIONAL.map(|system| (system, number.as_str()));
            Ok(app.store.person_find(&grant, &identifiers, now).await?)
        }
        ProvedPerson::Record(shown) => {
            let record = app.store.ids().read(shown, ResourceType::Patient);
            Ok(record.map(|record| record.patient).filter(|key| !key.is_shared()))
        }
        // What proves a member of staff opens no citizen's session.
        ProvedPerson::Staff(_) => Ok(None),
    }
}

/// Name and date of birth for the head of the pages. Reading it is the visit's first line in the access log.
async fn name_read(
    app: &App,
    actor: Actor,
    person: PatientKey,
    now: Timestamp,
) -> Result<(String, String), SignInError> {
    let pass = match app.admit(actor, person, now).await {
        Ok(pass) => pass,
        Err(ReadError::Store(error)) => return Err(error.into()),
        // Who they are is proved; what they may see is told on the pages, with the reason.
        Err(_) => return Ok((app.name_of(person, now).await?, String::new())),
    };
    let shelf = app.store.read(&pass.grant, &Look::new(Matter::Name, now).patient()).await?;
    let patient = shelf.first(0).ok_or(SignInError::NoRecord)?;
    let Ok(document) = Document::accept(&patient.body) else { return Ok(Default::default()) };
    Ok((facts::name(&document), facts::birth_date(&document).to_owned()))
}
