//! Starts the benchmarks, on the binary as it is installed.

use crate::assets;
use crate::shell::{self, Failure};

/// Builds for production and runs the named benchmarks, or all.
pub(crate) fn run(args: &[String]) -> Result<(), Failure> {
    assets::run()?;
    shell::run(
        "cargo",
        &["build", "--profile", "production", "--package", "helsami-server", "--package", "helsami-bench"],
    )?;
    let mut command =
        shell::command(&shell::target().join("production/helsami-bench").to_string_lossy(), &[]);
    command.args(args).env("HELSAMI", shell::target().join("production/helsami"));
    shell::finish(&mut command)?;
    if args.is_empty() || args.iter().any(|name| name == "store") {
        shell::run("cargo", &["bench", "--package", "helsami-store", "--bench", "store"])?;
    }
    Ok(())
}
