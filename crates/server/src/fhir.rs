//! The FHIR API: the registered systems with their keys, and the routes.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use axum::Router;
use helsami_api::fhir::{self, Fhir};
use helsami_app::App;
use helsami_app::exchange::Exchange;
use helsami_links::client_assertion::Assertions;
use url::Url;

use crate::answer::{self, Bounds};
use crate::clock;
use crate::config::Config;

/// How often expired exports are removed.
const SWEEP: Duration = Duration::from_secs(30);

/// The portal's routes with those of the API beside them, each within its bounds.
pub(crate) async fn beside(
    portal: Router,
    (config, app, public_url): (&Config, &App, &Url),
) -> anyhow::Result<Router> {
    Ok(answer::bound(portal, config.bounds).merge(routes(config, app, public_url).await?))
}

/// The routes of the API; none where no system is registered.
async fn routes(config: &Config, app: &App, public_url: &Url) -> anyhow::Result<Router> {
    let api = &config.api;
    if api.clients.is_empty() {
        return Ok(Router::new());
    }
    let origin = public_url.origin().ascii_serialization();
    let mut keys = Vec::with_capacity(api.clients.len());
    for client in &api.clients {
        let failed =
            || format!("could not read the keys of {}, {}", client.registered.id, client.keys.display());
        let text = std::fs::read_to_string(&client.keys).with_context(failed)?;
        keys.push((client.registered.id.clone(), text));
    }
    let assertions = Assertions::new(&keys, format!("{origin}/oauth/token"))?;
    let registered = api.clients.iter().map(|client| client.registered.clone()).collect();
    let exchange = Exchange::open(app.clone(), registered, (&format!("{origin}/fhir"), api.terms)).await?;
    tokio::spawn(sweep(exchange.clone()));
    let check = Arc::new(move |assertion: &str, now| assertions.check(assertion, now));
    let routes = fhir::router(Fhir::new(exchange, clock::now, check, api.limits));
    tracing::info!(systems = keys.len(), "The FHIR API is open to {} systems", keys.len());
    // The API says itself, as an outcome, that a body is too long.
    Ok(answer::bound(routes, Bounds { body_bytes: usize::MAX, ..config.bounds }))
}

/// Goes on with exports that nobody works on, at the start and later, and removes the files of those that have expired.
async fn sweep(exchange: Exchange) {
    let mut ticks = tokio::time::interval(SWEEP);
    loop {
        ticks.tick().await;
        match exchange.exports_resume(clock::now) {
            Ok(all) => all.into_iter().for_each(fhir::work_on),
            Err(error) => tracing::warn!(%error, "Could not go on with exports"),
        }
        match exchange.exports_sweep(clock::now()) {
            Ok(0) => {}
            Ok(count) => tracing::info!(count, "Removed {count} exports"),
            Err(error) => tracing::warn!(%error, "Could not remove exports that have expired"),
        }
    }
}
