//! What is asked of the provider, pushed to it behind the browser's back: the browser only carries the request's name.

use helsami_app::identity_provider::{Ask, ProviderError};
use jiff::Timestamp;
use serde::Deserialize;

use super::metadata::Known;
use super::sealed::UnderWay;
use super::{Provider, Whom, helseid};
use crate::dpop::ProofKey;
use crate::jwt::challenge;

#[derive(Deserialize)]
struct Pushed {
    request_uri: String,
}

impl Provider {
    /// Pushes the request; hands back its name.
    pub(super) async fn push(
        &self,
        (known, key): (&Known, Option<&ProofKey>),
        (ask, under_way): (Ask<'_>, &UnderWay),
        now: Timestamp,
    ) -> Result<String, ProviderError> {
        let code_challenge = challenge(&under_way.verifier);
        let assertion = self.assertion(ask.workplace, now)?;
        let details = ask.workplace.map(|workplace| helseid::details(workplace).to_string());
        let mut form = vec![
            ("client_id", self.registration.client_id.as_str()),
            ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
            ("client_assertion", &assertion),
            ("response_type", "code"),
            ("redirect_uri", &self.registration.callback),
            ("scope", &self.registration.scope),
            ("state", &under_way.state),
            ("nonce", &under_way.nonce),
            ("code_challenge", &code_challenge),
            ("code_challenge_method", "S256"),
            ("ui_locales", ask.language),
        ];
        if let Whom::Citizens { acr, .. } = &self.registration.whom {
            form.push(("acr_values", acr));
        }
        // The provider may have a session of whoever sat here before: each proves anew who they are.
        if self.registration.whom.is_staff() || ask.anew.is_some() {
            form.push(("prompt", "login"));
        }
        if ask.anew.is_some() {
            // Makes it say when: `auth_time` is required then (OpenID Connect Core 1.0, 2).
            form.push(("max_age", "0"));
        }
        form.extend(key.map(|key| ("dpop_jkt", key.thumbprint())));
        form.extend(details.as_deref().map(|details| ("authorization_details", details)));
        let endpoint = &known.metadata.pushed_authorization_request_endpoint;
        let pushed: Pushed = self.source.post(endpoint, &form).await?;
        Ok(pushed.request_uri)
    }
}
