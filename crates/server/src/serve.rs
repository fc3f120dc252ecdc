//! `serve`: opens what is needed, listens, and ends cleanly when told to.

use std::process::ExitCode;

use anyhow::Context;
use axum::Router;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use url::Url;

use crate::config::Config;
use crate::{accept, answer, log};

/// Serves until SIGTERM or Ctrl-C.
pub(crate) async fn serve(config: Config, is_demo: bool) -> anyhow::Result<ExitCode> {
    let listener = listen(&config).await?;
    let public_url = public_url(&config, &listener)?;
    let stop = stop_signal()?;
    let routes = answer::bound(Router::new().merge(helsami_api::router()), config.bounds);
    tracing::info!(is_demo, "Serving on {}", listener.local_addr()?);
    log::tell(&format!("HelsaMi: open {public_url} in a browser. Stop with Ctrl-C."));
    accept::serve(listener, routes, config.limits, stop).await;
    tracing::info!("Stopped");
    Ok(ExitCode::SUCCESS)
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
