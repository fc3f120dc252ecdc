//! Style sheets, script, icons and fonts: npm packages by lock file, then `crates/web/assets/build.mjs`.

use std::path::Path;

use crate::shell::{self, Failure};

/// Installs the packages where needed and builds `crates/web/assets/dist`.
pub(crate) fn run() -> Result<(), Failure> {
    let folder = shell::root().join("crates/web/assets");
    npm_ci(&folder)?;
    shell::finish(shell::command("node", &["build.mjs"]).current_dir(folder))
}

/// Runs `npm ci` without install scripts, unless what is installed is newer than the lock file.
pub(crate) fn npm_ci(folder: &Path) -> Result<(), Failure> {
    let installed = folder.join("node_modules/.package-lock.json");
    let lock = std::fs::metadata(folder.join("package-lock.json"))?.modified()?;
    if std::fs::metadata(installed).and_then(|meta| meta.modified()).is_ok_and(|built| built >= lock) {
        return Ok(());
    }
    println!("npm ci in {}", folder.display());
    let mut npm =
        shell::command("npm", &["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]);
    shell::finish(npm.current_dir(folder))
}
