//! The identity providers that citizens and staff sign in at: the configured ones, or the demo's own on this machine.

use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::Context;
use axum::Router;
use helsami_app::App;
use helsami_domain::workplace::Workplace;
use helsami_links::oidc::{Provider, Registration, Whom};
use helsami_links::test_provider::Client;
use helsami_links::{Signer, test_provider};
use helsami_web::Door;
use tokio::net::TcpListener;
use url::Url;

use crate::clock;
use crate::config::Config;
use crate::config::sign_in::{Registered, SignIn, StaffSignIn};

/// The name of the portal at the demo's test provider.
const DEMO_CLIENT: &str = "helsami-demo";
/// The same of the door for staff.
const DEMO_STAFF_CLIENT: &str = "helsami-demo-at-work";

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
    let config = ground.config;
    let (citizens, staff, provider) = match &config.sign_in {
        Some(sign_in) if !is_demo => {
            let staff = config.staff_sign_in.as_ref().map(|one| for_staff(&ground, one)).transpose()?;
            (for_citizens(&ground, sign_in)?, staff, None)
        }
        _ => {
            let (citizens, staff, listener, routes) = in_demo(&ground).await?;
            (citizens, Some((staff, Vec::new())), Some((listener, routes)))
        }
    };
    let mut door = Door::new(Arc::new(Provider::new(citizens)?), ground.origin(), config.paces);
    if let Some((staff, workplaces)) = staff {
        door = door.with_staff(Arc::new(Provider::new(staff)?), workplaces);
    }
    Ok(Doors { door, provider })
}

impl Ground<'_> {
    fn origin(&self) -> String {
        self.public_url.origin().ascii_serialization()
    }
}

fn for_citizens(ground: &Ground<'_>, sign_in: &SignIn) -> anyhow::Result<Registration> {
    let whom = Whom::Citizens { acr: sign_in.acr.clone(), person_claim: sign_in.person_claim.clone() };
    registered(ground, ("sign_in", &sign_in.registered), (whom, ""))
}

fn for_staff(ground: &Ground<'_>, sign_in: &StaffSignIn) -> anyhow::Result<(Registration, Vec<Workplace>)> {
    let registration = registered(ground, ("staff_sign_in", &sign_in.registered), (Whom::Staff, "/work"))?;
    Ok((registration, sign_in.workplaces.clone()))
}

fn registered(
    ground: &Ground<'_>,
    (table, registered): (&str, &Registered),
    (whom, root): (Whom, &str),
) -> anyhow::Result<Registration> {
    let path = &registered.client_key;
    let pem = std::fs::read(path)
        .with_context(|| format!("could not read {table}.client_key, {}", path.display()))?;
    let signer = Signer::from_pem(&pem, &registered.client_algorithm, registered.client_key_id.clone())
        .with_context(|| format!("{table}.client_key, {}, cannot be used", path.display()))?;
    let origin = ground.origin();
    Ok(Registration {
        issuer: registered.issuer_text.clone(),
        client_id: registered.client_id.clone(),
        signer,
        id_token_algorithm: registered.id_token_algorithm.clone(),
        scope: registered.scope.clone(),
        whom,
        callback: format!("{origin}{root}/sign-in/callback"),
        signed_out: format!("{origin}{root}/signed-out"),
        takes_records: false,
        sealing_key: ground.sealing_key,
    })
}

async fn in_demo(ground: &Ground<'_>) -> anyhow::Result<(Registration, Registration, TcpListener, Router)> {
    let &Ground { config, app, public_url, .. } = ground;
    let listener = provider_listener(config, public_url).await?;
    let listen = listener.local_addr()?;
    let (citizens, staff) = (Signer::generate_es256("portal")?, Signer::generate_es256("portal-at-work")?);
    let client = |id: &str, signer: &Signer| -> anyhow::Result<Client> {
        Ok(Client { id: id.to_owned(), keys: signer.public()? })
    };
    let routes = test_provider::router(test_provider::Setup {
        listen,
        portal: public_url.clone(),
        citizens: client(DEMO_CLIENT, &citizens)?,
        staff: client(DEMO_STAFF_CLIENT, &staff)?,
        app: app.clone(),
        clock: clock::now,
    })?;
    let level = test_provider::LEVEL.to_owned();
    let whom = Whom::Citizens { acr: level, person_claim: "pid".to_owned() };
    let citizens = at_demo(ground, (listen, DEMO_CLIENT, citizens), (whom, ""));
    let staff = at_demo(ground, (listen, DEMO_STAFF_CLIENT, staff), (Whom::Staff, "/work"));
    Ok((citizens, staff, listener, routes))
}

fn at_demo(
    ground: &Ground<'_>,
    (listen, client_id, signer): (SocketAddr, &str, Signer),
    (whom, root): (Whom, &str),
) -> Registration {
    let origin = ground.origin();
    Registration {
        issuer: test_provider::issuer(listen),
        client_id: client_id.to_owned(),
        signer,
        id_token_algorithm: "RS256".to_owned(),
        scope: "openid profile".to_owned(),
        whom,
        callback: format!("{origin}{root}/sign-in/callback"),
        signed_out: format!("{origin}{root}/signed-out"),
        takes_records: true,
        sealing_key: ground.sealing_key,
    }
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
