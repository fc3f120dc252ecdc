//! The command line: what the operator can ask for. Help texts are good enough to need no manual.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

/// `HelsaMi`: the citizen's entrance to the health services of a region, and the shared record behind it.
///
/// Start with `helsami serve --demo`: it makes a synthetic region in ./data, prints an address, and lets you sign in as
/// any of its people. Nothing in it is about a real person.
#[derive(Debug, Parser)]
#[command(name = "helsami", version, propagate_version = true, max_term_width = 100, after_help = AFTER)]
pub(crate) struct Line {
    #[command(flatten)]
    pub(crate) shared: Shared,
    #[command(subcommand)]
    pub(crate) command: Command,
}

const AFTER: &str = "\
Settings come from the command line, then the environment (HELSAMI_…), then the configuration file, then defaults.
`helsami config` lists every setting with its meaning and default.

Examples:
  helsami serve --demo                         the synthetic region on http://localhost:8080
  helsami import ./bundles more.ndjson.gz      put FHIR R4 files into the record
  helsami --data /var/lib/helsami check        verify that the record is whole
  helsami --data /var/lib/helsami backup /mnt/backup/today";

/// What every command takes.
#[derive(Args, Debug)]
pub(crate) struct Shared {
    /// The folder of the embedded database and of the secret key that protects its ids [default: ./data].
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    /// Use this PostgreSQL database instead of the embedded one: postgres://user@host/name.
    ///
    /// The secret key still lives in the data folder. Better put into the environment (`HELSAMI_DATABASE`) or the
    /// configuration file than here if it holds a password, because other users of the machine can see command lines.
    #[arg(long, global = true, value_name = "URL")]
    pub(crate) database: Option<String>,
    /// The configuration file [default: helsami.toml in the data folder, if there is one].
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
}

/// What can be asked for.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Serve the portal until told to stop (Ctrl-C or SIGTERM), then finish what is in flight.
    Serve(Serve),
    /// Take FHIR R4 JSON into the record: bundles, single resources and NDJSON, plain, gzip or zstd.
    ///
    /// Folders are read with everything in them. A file that cannot be taken stops nothing else; the report tells what
    /// was taken and what was refused, where and why. Run again, it goes on where it was stopped.
    Import(Import),
    /// Make the synthetic region in the database, without serving it.
    Demo(Demo),
    /// Verify that the record is whole and print counts. Ends with status 1 if something is wrong.
    Check,
    /// Write a complete, consistent copy while the portal runs.
    Backup(Backup),
    /// Bring the database to the form this version needs. `serve` and `import` do so by themselves.
    Migrate,
    /// Print every setting: name, environment variable, meaning and default.
    Config,
}

/// `serve`.
#[derive(Args, Debug)]
pub(crate) struct Serve {
    /// Where to listen. The port 0 takes a free one [default: 127.0.0.1:8080].
    #[arg(long, value_name = "HOST:PORT")]
    pub(crate) listen: Option<String>,
    /// Serve the synthetic region, with a built-in test provider to sign in with as anybody in the store.
    ///
    /// Makes the region at the first start. Refuses to run unless both addresses are on this machine only.
    #[arg(long)]
    pub(crate) demo: bool,
}

/// `import`.
#[derive(Args, Debug)]
pub(crate) struct Import {
    /// Files and folders.
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Write what was taken and what was refused, and why, to this file as JSON.
    #[arg(long, value_name = "FILE")]
    pub(crate) report: Option<PathBuf>,
}

/// `demo`.
#[derive(Args, Debug)]
pub(crate) struct Demo {
    /// How many citizens the region has [default: 300].
    #[arg(long, value_name = "N")]
    pub(crate) citizens: Option<u32>,
    /// The seed: the same seed makes the same region [default: 1].
    #[arg(long, value_name = "N")]
    pub(crate) seed: Option<u64>,
}

/// `backup`.
#[derive(Args, Debug)]
pub(crate) struct Backup {
    /// Where to write: a folder that does not exist yet.
    #[arg(value_name = "TO")]
    pub(crate) to: PathBuf,
}

/// An address in the form the listener wants; `localhost` is the machine itself.
pub(crate) fn socket_address(text: &str) -> Option<SocketAddr> {
    let text =
        text.strip_prefix("localhost:").map_or_else(|| text.to_owned(), |port| format!("127.0.0.1:{port}"));
    text.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::{Line, socket_address};
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent_and_explains_itself() {
        let mut command = Line::command();
        command.clone().debug_assert();
        let help = command.render_long_help().to_string();
        for word in
            ["serve", "import", "demo", "check", "backup", "migrate", "config", "--data", "--database"]
        {
            assert!(help.contains(word), "the help does not mention {word}");
        }
        for sub in Line::command().get_subcommands() {
            assert!(sub.get_about().is_some(), "{} has no help", sub.get_name());
        }
    }

    #[test]
    fn addresses() {
        assert_eq!(socket_address("localhost:8080"), "127.0.0.1:8080".parse().ok());
        assert_eq!(socket_address("[::1]:1"), "[::1]:1".parse().ok());
        assert_eq!(socket_address("8080"), None);
        assert_eq!(socket_address("example.org:80"), None);
    }
}
