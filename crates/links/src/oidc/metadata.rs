//! What the provider says of itself, and its keys: fetched, checked and kept for a while.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use helsami_app::identity_provider::ProviderError;
use jiff::{SignedDuration, Timestamp};
use jsonwebtoken::jwk::JwkSet;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::dpop;

/// How long the provider's word and keys are kept.
const KEEP: SignedDuration = SignedDuration::from_hours(1);
/// How long to wait before asking again for a key that is not there.
const PATIENCE: SignedDuration = SignedDuration::from_secs(60);
/// The largest answer that is read, bytes.
const ANSWER_MAX: usize = 256 * 1024;

/// The provider's own description.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Metadata {
    pub(crate) issuer: String,
    pub(crate) authorization_endpoint: String,
    pub(crate) token_endpoint: String,
    pub(crate) jwks_uri: String,
    pub(crate) pushed_authorization_request_endpoint: String,
    pub(crate) end_session_endpoint: Option<String>,
    #[serde(default)]
    pub(crate) authorization_response_iss_parameter_supported: bool,
}

/// The provider's description and keys at one time.
#[derive(Clone, Debug)]
pub(crate) struct Known {
    pub(crate) metadata: Arc<Metadata>,
    pub(crate) keys: Arc<JwkSet>,
    at: Timestamp,
}

/// Fetches from one provider.
pub(crate) struct Source {
    issuer: String,
    http: reqwest::Client,
    known: RwLock<Option<Known>>,
}

impl Source {
    pub(crate) fn new(issuer: &str) -> anyhow::Result<Self> {
        let mut http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(Duration::from_secs(5))
            .timeout(Duration::from_secs(10))
            .user_agent("HelsaMi");
        if issuer.starts_with("http://") {
            // A provider on this machine: no proxy, and no need of the machine's certificates.
            http = http.no_proxy().tls_certs_only([]);
        } else {
            http = http.https_only(true);
        }
        Ok(Self { issuer: issuer.to_owned(), http: http.build()?, known: RwLock::new(None) })
    }

    /// What is known of the provider, fetched if it is not known or too old.
    pub(crate) async fn known(&self, now: Timestamp) -> Result<Known, ProviderError> {
        let kept = self.known.read().unwrap_or_else(PoisonError::into_inner).clone();
        match kept {
            Some(known) if now.duration_since(known.at).abs() < KEEP => Ok(known),
            _ => self.fetch(now).await,
        }
    }

    /// As [`Self::known`], but with keys that are newer than those in which one was missing.
    pub(crate) async fn renewed(&self, known: Known, now: Timestamp) -> Result<Known, ProviderError> {
        if now.duration_since(known.at).abs() < PATIENCE { Ok(known) } else { self.fetch(now).await }
    }

    async fn fetch(&self, now: Timestamp) -> Result<Known, ProviderError> {
        let address = format!("{}/.well-known/openid-configuration", self.issuer.trim_end_matches('/'));
        let metadata: Metadata = answer(self.http.get(address)).await?;
        if metadata.issuer != self.issuer {
            return Err(ProviderError::Refused("the discovery document is of another issuer"));
        }
        let is_plain_allowed = self.issuer.starts_with("http://");
        let endpoints = [
            Some(&metadata.authorization_endpoint),
            Some(&metadata.token_endpoint),
            Some(&metadata.jwks_uri),
            Some(&metadata.pushed_authorization_request_endpoint),
            metadata.end_session_endpoint.as_ref(),
        ];
        if !is_plain_allowed
            && endpoints.into_iter().flatten().any(|endpoint| !endpoint.starts_with("https://"))
        {
            return Err(ProviderError::Refused("an endpoint of the discovery document is not https"));
        }
        let keys: JwkSet = answer(self.http.get(&metadata.jwks_uri)).await?;
        let known = Known { metadata: Arc::new(metadata), keys: Arc::new(keys), at: now };
        *self.known.write().unwrap_or_else(PoisonError::into_inner) = Some(known.clone());
        Ok(known)
    }

    /// Sends a form to one of the provider's endpoints.
    pub(crate) async fn post<T: DeserializeOwned>(
        &self,
        address: &str,
        form: &[(&str, &str)],
    ) -> Result<T, ProviderError> {
        answer(self.http.post(address).form(form)).await
    }

    /// Sends a form with a proof of the key that the answer is to be bound to.
    pub(crate) async fn post_proved<T: DeserializeOwned>(
        &self,
        (address, proof): (&str, &str),
        form: &[(&str, &str)],
    ) -> Result<Reply<T>, ProviderError> {
        reply(self.http.post(address).header(dpop::PROOF, proof).form(form)).await
    }
}

/// What came back.
pub(crate) enum Reply<T> {
    /// The answer.
    Yes(T),
    /// The provider wants a proof with this nonce.
    Nonce(String),
}

/// The JSON of an answer that says yes. An OAuth error becomes [`ProviderError::Refused`].
async fn answer<T: DeserializeOwned>(request: reqwest::RequestBuilder) -> Result<T, ProviderError> {
    match reply(request).await? {
        Reply::Yes(answer) => Ok(answer),
        Reply::Nonce(_) => Err(ProviderError::Refused("the provider wants a proof that was not asked for")),
    }
}

async fn reply<T: DeserializeOwned>(request: reqwest::RequestBuilder) -> Result<Reply<T>, ProviderError> {
    let mut answer = request.send().await.map_err(unreachable)?;
    let status = answer.status();
    let nonce = answer.headers().get(dpop::NONCE).and_then(|nonce| nonce.to_str().ok()).map(str::to_owned);
    let mut body = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(unreachable)? {
        if body.len() + chunk.len() > ANSWER_MAX {
            return Err(ProviderError::Refused("an answer was too large"));
        }
        body.extend_from_slice(&chunk);
    }
    if status.is_client_error() {
        let error = serde_json::from_slice::<OauthError>(&body).map(|body| body.error).unwrap_or_default();
        if let Some(nonce) = nonce.filter(|_| error == "use_dpop_nonce") {
            return Ok(Reply::Nonce(nonce));
        }
        // The code only: a description may hold what was sent.
        tracing::warn!(status = status.as_u16(), error, "The identity provider said no: {error}");
        return Err(ProviderError::Refused("the provider said no"));
    }
    if !status.is_success() {
        tracing::warn!(status = status.as_u16(), "The identity provider could not answer");
        return Err(ProviderError::Unreachable);
    }
    let answer = serde_json::from_slice(&body);
    answer.map(Reply::Yes).map_err(|_| ProviderError::Refused("an answer could not be read"))
}

#[derive(Default, Deserialize)]
struct OauthError {
    #[serde(default)]
    error: String,
}

fn unreachable(error: reqwest::Error) -> ProviderError {
    let error = error.without_url();
    tracing::warn!(error = %error, "The identity provider cannot be reached");
    ProviderError::Unreachable
}
