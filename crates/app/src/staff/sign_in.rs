//! The staff's sign-in: from a proved number and workplace to a session in a role.

use helsami_domain::ids::PatientKey;
use helsami_domain::workplace::SYSTEM_HPR;
use helsami_store::staff_session::StaffSessionNew;
use helsami_store::{SessionToken, random_visit};
use jiff::Timestamp;

use super::directory::{identifying, practitioner_find, roles_at, workplace_find};
use super::sessions::Keepsake;
use crate::app::App;
use crate::identity_provider::{IdentityProvider, ProvedPerson, ProvedStaff, ProviderError};
use crate::sign_in::{Back, NATIONAL, SignedIn};

/// Why no member of staff is signed in.
#[derive(Debug, thiserror::Error)]
pub enum StaffSignInError {
    /// The provider, or what came back from it.
    #[error(transparent)]
    Provider(#[from] ProviderError),
    /// The directory has no such practitioner, or no longer.
    #[error("the directory does not know the practitioner")]
    NotListed,
    /// The practitioner has a number in the register of health personnel, and the provider did not prove it.
    #[error("the number of health personnel was not proved")]
    NoNumber,
    /// The practitioner has no role at the workplace now.
    #[error("the practitioner has no role at the workplace")]
    NoRole,
    /// The store.
    #[error(transparent)]
    Store(#[from] helsami_store::Error),
}

/// Ends a sign-in of staff: has the provider's answer checked, finds the practitioner and the roles, and begins a session
/// with a new token. With several roles the session has none before one is chosen.
///
/// # Errors
/// [`StaffSignInError`], each variant a sentence for the person.
pub async fn staff_sign_in_finish(
    app: &App,
    provider: &dyn IdentityProvider,
    back: Back<'_>,
    now: Timestamp,
) -> Result<SignedIn, StaffSignInError> {
    let proved = provider.finish(back.sealed, back.answer, now).await?;
    let ProvedPerson::Staff(staff) = &proved.person else {
        return Err(ProviderError::Refused("the provider proved no member of staff").into());
    };
    let (practitioner, listed) =
        practitioner_find(app, staff, now).await?.ok_or(StaffSignInError::NotListed)?;
    if staff.hpr.is_none() && listed.identifier(SYSTEM_HPR).is_some() {
        return Err(StaffSignInError::NoNumber);
    }
    let workplace = workplace_find(app, &staff.workplace, now).await?.ok_or(StaffSignInError::NoRole)?;
    let roles = roles_at(app, (practitioner, workplace), now).await?;
    let role = match roles.as_slice() {
        [] => return Err(StaffSignInError::NoRole),
        [one] => Some(one.id.local),
        _ => None,
    };
    let (token, visit) = (SessionToken::random(), random_visit());
    let keepsake = Keepsake {
        name: listed.name.map(String::from).unwrap_or_default(),
        id_token: proved.id_token,
        own_record: own_record(app, staff, now).await?.map(PatientKey::get),
        workplace: app.link(workplace).to_string(),
        is_authorized: staff.hpr.is_some(),
    };
    let (practitioner, keepsake) = (practitioner.local, token.seal(&keepsake.write()));
    let session =
        StaffSessionNew { token: token.hash(), visit, practitioner, role, sid: proved.sid, keepsake };
    app.store.staff_session_create(&session, now).await?;
    Ok(SignedIn { token, to: proved.to })
}

/// The practitioner's own record as a citizen.
async fn own_record(
    app: &App,
    staff: &ProvedStaff,
    now: Timestamp,
) -> Result<Option<PatientKey>, helsami_store::Error> {
    let Some(number) = staff.national.as_deref() else { return Ok(None) };
    app.store.person_find(&identifying(), &NATIONAL.map(|system| (system, number)), now).await
}
