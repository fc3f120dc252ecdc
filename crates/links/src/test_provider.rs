//! The demo's own OpenID provider: lets anybody sign in as anybody in the store, so that the portal's real sign-in is
//! what is tried out. Lives on loopback only, and says in red what it is.

mod choose;
mod client;
mod memory;
mod page;
mod token;

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::extract::{Form, Query, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use helsami_app::App;
use helsami_app::test_people::is_served_for_real;
use jiff::Timestamp;
use maud::Markup;
use serde::Deserialize;
use serde_json::{Value, json};
use url::Url;

use crate::jwt::Signer;
use crate::oidc::helseid;
pub use client::Client;
use client::Door;
use memory::Memory;

/// The level the provider confirms.
pub const LEVEL: &str = "idporten-loa-high";
/// What the provider is told at its start.
pub struct Setup {
    /// Where it listens.
    pub listen: SocketAddr,
    /// The portal's address, without a path.
    pub portal: Url,
    /// The portal's door for citizens, as it is registered.
    pub citizens: Client,
    /// The portal's door for staff.
    pub staff: Client,
    /// Whose people.
    pub app: App,
    /// The clock.
    pub clock: fn() -> Timestamp,
}

/// Why the provider does not start.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    /// Others could reach it, and it lets anybody in.
    #[error("the test provider lets anybody sign in as anybody: it only runs on this machine's own address")]
    NotLoopback,
    /// Its key could not be made.
    #[error("the test provider could not make its key")]
    Key(#[source] anyhow::Error),
}

/// The provider.
#[derive(Clone)]
struct Provider(Arc<Inner>);

struct Inner {
    issuer: String,
    port: u16,
    portal: String,
    citizens: Client,
    staff: Client,
    app: App,
    clock: fn() -> Timestamp,
    signer: Signer,
    keys: Value,
    http: reqwest::Client,
    memory: Mutex<Memory>,
}

/// The provider's name, and the address it is found at.
#[must_use]
pub fn issuer(listen: SocketAddr) -> String {
    format!("http://localhost:{}", listen.port())
}

/// The provider's routes.
///
/// # Errors
/// [`SetupError::NotLoopback`] unless both it and the portal are on this machine only.
pub fn router(setup: Setup) -> Result<Router, SetupError> {
    if !setup.listen.ip().is_loopback() || !is_loopback(&setup.portal) {
        return Err(SetupError::NotLoopback);
    }
    let signer = Signer::generate_rs256("test-provider").map_err(SetupError::Key)?;
    let keys = signer.public().map_err(SetupError::Key)?;
    let http =
        reqwest::Client::builder().no_proxy().tls_certs_only([]).timeout(std::time::Duration::from_secs(5));
    let provider = Provider(Arc::new(Inner {
        issuer: issuer(setup.listen),
        port: setup.listen.port(),
        portal: setup.portal.as_str().trim_end_matches('/').to_owned(),
        citizens: setup.citizens,
        staff: setup.staff,
        app: setup.app,
        clock: setup.clock,
        signer,
        keys: json!(keys),
        http: http.build().map_err(|error| SetupError::Key(error.into()))?,
        memory: Mutex::default(),
    }));
    Ok(Router::new()
        .route("/.well-known/openid-configuration", get(describe))
        .route("/jwks", get(keys_show))
        .route("/par", post(token::push))
        .route("/token", post(token::redeem))
        .route("/authorize", get(choose::people))
        .route("/sign-in", post(choose::sign_in))
        .route("/end-session", get(end_session_get).post(end_session_post))
        .route("/sessions", get(sessions).post(session_end))
        .route("/test-provider.css", get(style))
        .layer(axum::middleware::from_fn_with_state(provider.clone(), guard))
        .with_state(provider))
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost",
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

impl Provider {
    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.0.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn now(&self) -> Timestamp {
        (self.0.clock)()
    }

    fn client(&self, door: Door) -> &Client {
        match door {
            Door::Citizens => &self.0.citizens,
            Door::Staff => &self.0.staff,
        }
    }
}

async fn describe(State(provider): State<Provider>) -> Response {
    let at = |path: &str| format!("{}{path}", provider.0.issuer);
    answer_json(
        StatusCode::OK,
        &json!({
            "issuer": provider.0.issuer,
            "authorization_endpoint": at("/authorize"),
            "token_endpoint": at("/token"),
            "jwks_uri": at("/jwks"),
            "pushed_authorization_request_endpoint": at("/par"),
            "end_session_endpoint": at("/end-session"),
            "require_pushed_authorization_requests": true,
            "authorization_response_iss_parameter_supported": true,
            "response_types_supported": ["code"],
            "grant_types_supported": ["authorization_code"],
            "subject_types_supported": ["pairwise"],
            "scopes_supported": client::SCOPES,
            "acr_values_supported": [LEVEL],
            "claims_supported": [
                "sub", "pid", "acr", "amr", "sid", "auth_time", crate::oidc::RECORD_CLAIM, helseid::LEVEL, helseid::HPR,
                helseid::PARENT, helseid::CHILD,
            ],
            "ui_locales_supported": ["nb", "nn", "se", "en"],
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": ["private_key_jwt"],
            "token_endpoint_auth_signing_alg_values_supported": ["ES256"],
            "dpop_signing_alg_values_supported": ["ES256"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "backchannel_logout_supported": true,
            "backchannel_logout_session_supported": true,
        }),
    )
}

async fn keys_show(State(provider): State<Provider>) -> Response {
    answer_json(StatusCode::OK, &provider.0.keys)
}

fn answer_json(status: StatusCode, value: &Value) -> Response {
    (status, [(header::CONTENT_TYPE, "application/json")], value.to_string()).into_response()
}

fn answer_page(page: Markup) -> Html<String> {
    Html(page.into_string())
}

/// A logout that began at the portal.
#[derive(Debug, Deserialize)]
struct Leaving {
    id_token_hint: Option<String>,
    post_logout_redirect_uri: Option<String>,
    state: Option<String>,
}

async fn end_session_get(State(provider): State<Provider>, Query(leaving): Query<Leaving>) -> Response {
    end_session(&provider, leaving)
}

async fn end_session_post(State(provider): State<Provider>, Form(leaving): Form<Leaving>) -> Response {
    end_session(&provider, leaving)
}

fn end_session(provider: &Provider, leaving: Leaving) -> Response {
    let sid = leaving.id_token_hint.as_deref().and_then(|hint| token::sid_of(provider, hint));
    let visit = sid.and_then(|sid| provider.memory().visit_end(&sid));
    let signed_out = visit.map(|visit| format!("{}{}", provider.0.portal, visit.door.signed_out()));
    let back = leaving.post_logout_redirect_uri.filter(|back| signed_out.as_ref() == Some(back));
    match back.and_then(|back| Url::parse(&back).ok()) {
        Some(mut back) => {
            if let Some(state) = leaving.state {
                back.query_pairs_mut().append_pair("state", &state);
            }
            Redirect::to(back.as_str()).into_response()
        }
        None => answer_page(page::ended(&provider.0.portal)).into_response(),
    }
}

async fn sessions(State(provider): State<Provider>) -> Html<String> {
    let visits = provider.memory().visits();
    answer_page(page::sessions(&visits))
}

/// Which session is to end.
#[derive(Debug, Deserialize)]
struct Ending {
    sid: String,
}

/// A logout that begins at the provider: the portal is told behind the browser's back.
async fn session_end(
    State(provider): State<Provider>,
    Form(ending): Form<Ending>,
) -> Result<Redirect, Trouble> {
    let visit = provider.memory().visit_end(&ending.sid);
    if let Some(visit) = visit {
        token::tell_portal(&provider, &visit).await.map_err(|_| Trouble::Portal)?;
    }
    Ok(Redirect::to("/sessions"))
}

async fn style() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], include_str!("test_provider/style.css"))
}

/// What stops a request, as a page.
#[derive(Clone, Copy, Debug)]
enum Trouble {
    Ended,
    Store,
    Portal,
    Real,
}

impl IntoResponse for Trouble {
    fn into_response(self) -> Response {
        let (status, text) = match self {
            Self::Ended => (
                StatusCode::BAD_REQUEST,
                "Innloggingen er for gammel. Begynn på nytt i portalen. / This sign-in is too old. Begin again in the portal.",
            ),
            Self::Store => {
                (StatusCode::SERVICE_UNAVAILABLE, "Databasen svarer ikke. / The database does not answer.")
            }
            Self::Portal => (StatusCode::BAD_GATEWAY, "Portalen svarer ikke. / The portal does not answer."),
            Self::Real => (
                StatusCode::FORBIDDEN,
                "Denne databasen er tatt i bruk på ordentlig. Testinnloggingen er stengt. / This database is in real use. The test sign-in is closed.",
            ),
        };
        (status, answer_page(page::trouble(text))).into_response()
    }
}

/// What is asked of every request: it is for this machine by name, comes from no page of others where it ends a session,
/// and this store is still a demo. Headers of every answer.
async fn guard(
    State(provider): State<Provider>,
    request: axum::extract::Request,
    next: axum::middleware::Next,
) -> Response {
    // A page of others can have its own name point here, and then its forms are of the same origin.
    if !is_for(request.headers(), provider.0.port) {
        return StatusCode::MISDIRECTED_REQUEST.into_response();
    }
    let site = request.headers().get("sec-fetch-site").and_then(|site| site.to_str().ok());
    let is_form_of_ours = matches!(site, Some("same-origin" | "none"));
    if request.uri().path() == "/sessions" && request.method() == Method::POST && !is_form_of_ours {
        return StatusCode::FORBIDDEN.into_response();
    }
    let mut answer = match is_demo(&provider).await {
        Ok(()) => next.run(request).await,
        Err(trouble) => trouble.into_response(),
    };
    set_headers(answer.headers_mut(), &provider.0.portal);
    answer
}

/// Another process may have begun to serve the same database for real while this one runs.
async fn is_demo(provider: &Provider) -> Result<(), Trouble> {
    match is_served_for_real(&provider.0.app).await {
        Ok(false) => Ok(()),
        Ok(true) => Err(Trouble::Real),
        Err(_) => Err(Trouble::Store),
    }
}

/// Whether a request names this machine and this port, once.
fn is_for(headers: &HeaderMap, port: u16) -> bool {
    let mut hosts = headers.get_all(header::HOST).iter();
    let (Some(Ok(host)), None) = (hosts.next().map(HeaderValue::to_str), hosts.next()) else { return false };
    let bare = host.strip_suffix(&format!(":{port}")).or_else(|| (port == 80).then_some(host));
    matches!(bare, Some("localhost" | "127.0.0.1" | "[::1]"))
}

fn set_headers(headers: &mut HeaderMap, portal: &str) {
    let policy = format!(
        "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; form-action 'self' {portal}; frame-ancestors 'none'; base-uri 'none'"
    );
    let table = [
        (header::CONTENT_SECURITY_POLICY, policy.as_str()),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
    ];
    for (name, value) in table {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}

#[cfg(test)]
mod tests;
