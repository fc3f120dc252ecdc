//! The synthetic region: made once, at the first start of the demo or by its own command.

use std::process::ExitCode;

use helsami_app::App;

use crate::config::Config;
use crate::open;

/// `demo`: makes the region in the database, without serving it.
pub(crate) async fn demo(config: Config) -> anyhow::Result<ExitCode> {
    let store = open::store(&config).await?;
    let app = open::app(&config, store.clone());
    fill(&config, &app).await?;
    store.close().await;
    Ok(ExitCode::SUCCESS)
}

/// At the start of the demo: makes the region if the store has nobody yet.
pub(crate) async fn fill_once(config: &Config, app: &App, persons: u64) -> anyhow::Result<()> {
    if persons > 0 { Ok(()) } else { fill(config, app).await }
}

/// Until the region is there, the demo has the people that were imported.
async fn fill(_config: &Config, _app: &App) -> anyhow::Result<()> {
    Ok(())
}
