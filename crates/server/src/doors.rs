//! The identity provider people sign in at: the configured one, or the demo's own on this machine.

use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::Context;
use axum::Router;
use helsami_app::App;
use helsami_links::oidc::{Provider, Registration};
use helsami_links::{Signer, test_provider};
use helsami_web::Door;
use tokio::net::TcpListener;
use url::Url;

use crate::clock;
use crate::config::{Config, SignIn};

/// The name of the portal at the demo's test provider.
const DEMO_CLIENT: &str = "helsami-demo";

/// The door of the pages, and in the demo the provider that is to be served beside them.
pub(crate) struct Doors {
    pub(crate) door: Door,
    pub(crate) provider: Option<(TcpListener, Router)>,
}

/// What the doors are made of.
pub(crate) struct Ground<'a> {
    pub(crate) config: &'a Config,
    pub(crate) app: &'a App,
    pub(crate) public_url: &'a Url,
    /// The key that seals what browsers carry through a sign-in.
    pub(crate) sealing_key: [u8; 32],
}

/// Opens them.
pub(crate) async fn open(ground: Ground<'_>, is_demo: bool) -> anyhow::Result<Doors> {
    let origin = ground.public_url.origin().ascii_serialization();
    let (registration, provider) = match &ground.config.sign_in {
        Some(sign_in) if !is_demo => (registered(sign_in, &origin, ground.sealing_key)?, None),
        _ => {
            let (registration, listener, routes) = in_demo(&ground).await?;
            (registration, Some((listener, routes)))
        }
    };
    let relying_party = Arc::new(Provider::new(registration)?);
    Ok(Doors { door: Door::new(relying_party, origin, ground.config.paces), provider })
}

fn registered(sign_in: &SignIn, origin: &str, sealing_key: [u8; 32]) -> anyhow::Result<Registration> {
    let path = &sign_in.client_key;
    let pem = std::fs::read(path)
        .with_context(|| format!("could not read sign_in.client_key, {}", path.display()))?;
    let signer = Signer::from_pem(&pem, &sign_in.client_algorithm, sign_in.client_key_id.clone())
        .with_context(|| format!("sign_in.client_key, {}, cannot be used", path.display()))?;
    Ok(Registration {
        issuer: sign_in.issuer_text.clone(),
        client_id: sign_in.client_id.clone(),
        signer,
        id_token_algorithm: sign_in.id_token_algorithm.clone(),
        acr: sign_in.acr.clone(),
        scope: sign_in.scope.clone(),
        person_claim: sign_in.person_claim.clone(),
        callback: format!("{origin}/sign-in/callback"),
        signed_out: format!("{origin}/signed-out"),
        takes_records: false,
        sealing_key,
    })
}

async fn in_demo(ground: &Ground<'_>) -> anyhow::Result<(Registration, TcpListener, Router)> {
    let &Ground { config, app, public_url, sealing_key } = ground;
    let listener = provider_listener(config, public_url).await?;
    let listen = listener.local_addr()?;
    let signer = Signer::generate_es256("portal")?;
    let routes = test_provider::router(test_provider::Setup {
        listen,
        portal: public_url.clone(),
        client_id: DEMO_CLIENT.to_owned(),
        client_keys: signer.public()?,
        app: app.clone(),
        clock: clock::now,
    })?;
    let origin = public_url.origin().ascii_serialization();
    let registration = Registration {
        issuer: test_provider::issuer(listen),
        client_id: DEMO_CLIENT.to_owned(),
        signer,
        id_token_algorithm: "RS256".to_owned(),
        acr: test_provider::LEVEL.to_owned(),
        scope: "openid profile".to_owned(),
        person_claim: "pid".to_owned(),
        callback: format!("{origin}/sign-in/callback"),
        signed_out: format!("{origin}/signed-out"),
        takes_records: true,
        sealing_key,
    };
    Ok((registration, listener, routes))
}

/// Listens where it is told, else on the port after the portal's, else on any free one.
async fn provider_listener(config: &Config, public_url: &Url) -> anyhow::Result<TcpListener> {
    if let Some(address) = config.demo.provider_listen {
        let failed = || {
            format!(
                "the test provider could not listen on {address}; choose another with demo.provider_listen"
            )
        };
        return TcpListener::bind(address).await.with_context(failed);
    }
    let ip = config.listen.ip();
    let next = public_url.port().and_then(|port| port.checked_add(1)).filter(|_| config.listen.port() != 0);
    match TcpListener::bind(SocketAddr::new(ip, next.unwrap_or(0))).await {
        Ok(listener) => Ok(listener),
        Err(_) => {
            TcpListener::bind(SocketAddr::new(ip, 0)).await.context("the test provider could not listen")
        }
    }
}
