//! `serve`: opens what is needed, listens, and ends cleanly when told to.

use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context;
use axum::extract::Request;
use axum::middleware::{self, Next};
use helsami_app::App;
use helsami_app::sessions::session_sweep;
use helsami_store::Store;
use helsami_web::Site;
use helsami_web::site::ClientAddress;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use url::Url;

use crate::accept::Peer;
use crate::config::Config;
use crate::witness::Witness;
use crate::{accept, answer, clock, demo, doors, fhir, log, open};

/// How often dead sessions are removed.
const SWEEP: Duration = Duration::from_secs(600);

/// Serves until SIGTERM or Ctrl-C.
pub(crate) async fn serve(config: Config, is_demo: bool) -> anyhow::Result<ExitCode> {
    let stop = stop_signal()?;
    let store = open::store(&config).await?;
    let app = open::app(&config, store.clone());
    if is_demo {
        demo::begin(&config, (&store, &app)).await?;
    }
    let listener = listen(&config).await?;
    let public_url = public_url(&config, &listener)?;
    let sealing_key = store.sign_in_key();
    let ground = doors::Ground { config: &config, app: &app, public_url: &public_url, sealing_key };
    let doors = doors::open(ground, is_demo).await?;
    // Last before the first request: a start that fails for another reason leaves a demo what it was.
    mark(&store, is_demo).await?;
    let site = Site::new(app.clone(), clock::now, is_demo, doors.door);
    let provider = doors.provider.map(|(listener, routes)| {
        tokio::spawn(accept::serve(
            listener,
            answer::bound(routes, config.bounds),
            config.limits.clone(),
            stop.clone(),
        ))
    });
    tokio::spawn(sweep(app.clone()));
    Witness::begin(config.witness.as_ref(), &store).await?;
    let machines = helsami_api::router(helsami_api::Machines::new(app.clone(), clock::now));
    let pages = helsami_web::router(site).layer(middleware::from_fn(believe(config.proxies.clone())));
    let routes = fhir::beside(pages.merge(machines), (&config, &app, &public_url)).await?;
    tracing::info!(is_demo, "Serving on {}", listener.local_addr()?);
    log::tell(&format!("HelsaMi: open {public_url} in a browser. Stop with Ctrl-C."));
    accept::serve(listener, routes, config.limits, stop).await;
    if let Some(provider) = provider {
        provider.await?;
    }
    Witness::end(config.witness.as_ref(), &store).await;
    store.close().await;
    tracing::info!("Stopped");
    Ok(ExitCode::SUCCESS)
}

/// Notes that this store is no demo any more, unless it is one.
async fn mark(store: &Store, is_demo: bool) -> anyhow::Result<()> {
    if is_demo {
        return Ok(());
    }
    let ended =
        store.served_mark(clock::now()).await.context("could not mark the store as served for real")?;
    if ended > 0 {
        tracing::info!(ended, "Ended {ended} sessions from before this store was first served for real");
    }
    Ok(())
}

async fn listen(config: &Config) -> anyhow::Result<TcpListener> {
    let address = config.listen;
    TcpListener::bind(address)
        .await
        .with_context(|| format!("could not listen on {address}; choose another with --listen"))
}

fn public_url(config: &Config, listener: &TcpListener) -> anyhow::Result<Url> {
    match &config.public_url {
        Some(url) => Ok(url.clone()),
        None => Ok(Url::parse(&format!("http://localhost:{}/", listener.local_addr()?.port()))?),
    }
}

/// Tells the pages which address a request comes from. Only our own proxies are believed about others.
fn believe(
    proxies: Vec<std::net::IpAddr>,
) -> impl Fn(Request, Next) -> std::pin::Pin<Box<dyn Future<Output = axum::response::Response> + Send>> + Clone
{
    move |mut request, next| {
        if let Some(&Peer(peer)) = request.extensions().get::<Peer>() {
            let address = client(peer.ip(), &proxies, request.headers());
            request.extensions_mut().insert(ClientAddress(address));
        }
        Box::pin(next.run(request))
    }
}

/// The last address in the chain that is not a proxy of ours.
fn client(
    peer: std::net::IpAddr,
    proxies: &[std::net::IpAddr],
    headers: &http::HeaderMap,
) -> std::net::IpAddr {
    let said = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
    let mut chain: Vec<_> =
        said.flat_map(|value| value.split(',')).map(|text| text.trim().parse().ok()).collect();
    let mut address = peer.to_canonical();
    while proxies.contains(&address) {
        match chain.pop() {
            Some(Some(next)) => address = next,
            _ => break,
        }
    }
    address
}

async fn sweep(app: App) {
    let mut ticks = tokio::time::interval(SWEEP);
    loop {
        ticks.tick().await;
        match session_sweep(&app, clock::now()).await {
            Ok(count) => tracing::debug!(count, "Removed {count} sessions that had ended"),
            Err(error) => tracing::warn!(error = %error, "Could not remove ended sessions"),
        }
    }
}

/// Becomes true at the first SIGTERM or Ctrl-C. The second one ends the process the hard way.
fn stop_signal() -> anyhow::Result<watch::Receiver<bool>> {
    let (tell, stop) = watch::channel(false);
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    tokio::spawn(async move {
        let mut next = async || {
            tokio::select! { _ = terminate.recv() => {}, _ = interrupt.recv() => {} }
        };
        next().await;
        tracing::info!("Told to stop: finishing what is in flight");
        let _ = tell.send(true);
        next().await;
        std::process::exit(1);
    });
    Ok(stop)
}

#[cfg(test)]
mod tests {
    use super::client;
    use http::{HeaderMap, HeaderValue};

    #[test]
    fn only_our_own_proxies_are_believed() {
        let check = |peer: &str, said: &str, expect: &str| {
            let mut headers = HeaderMap::new();
            headers.insert("x-forwarded-for", HeaderValue::from_str(said).expect("a value"));
            let proxies = ["10.0.0.1", "10.0.0.2"].map(|text| text.parse().expect("an address"));
            let found = client(peer.parse().expect("an address"), &proxies, &headers);
            assert_eq!(found.to_string(), expect, "{peer} {said}");
        };
        check("203.0.113.9", "198.51.100.1", "203.0.113.9");
        check("10.0.0.1", "198.51.100.1", "198.51.100.1");
        check("10.0.0.1", "6.6.6.6, 198.51.100.1", "198.51.100.1");
        check("10.0.0.1", "198.51.100.1, 10.0.0.2", "198.51.100.1");
        check("10.0.0.1", "nonsense", "10.0.0.1");
        check("10.0.0.1", "", "10.0.0.1");
    }
}
