//! Installs what the tests need and the machine lacks, and says what it does.

use std::path::Path;

use crate::shell::{self, Failure};

/// A program the tests need, and the Debian package that has it.
struct Need {
    program: &'static str,
    paths: &'static [&'static str],
    package: &'static str,
}

const NEEDS: &[Need] = &[
    Need {
        program: "Chromium",
        paths: &["/usr/bin/chromium", "/usr/bin/chromium-browser"],
        package: "chromium",
    },
    Need { program: "PostgreSQL server", paths: &["/usr/lib/postgresql"], package: "postgresql" },
    Need { program: "OpenSSL", paths: &["/usr/bin/openssl"], package: "openssl" },
    Need {
        program: "Liberation fonts",
        paths: &["/usr/share/fonts/truetype/liberation", "/usr/share/fonts/truetype/liberation2"],
        package: "fonts-liberation",
    },
];

/// Installs every missing program by the distribution's package manager.
pub(crate) fn run() -> Result<(), Failure> {
    let missing: Vec<&Need> =
        NEEDS.iter().filter(|need| !need.paths.iter().any(|path| Path::new(path).exists())).collect();
    for need in NEEDS {
        let found = !missing.iter().any(|other| other.package == need.package);
        println!("{}: {}", need.program, if found { "found" } else { "missing" });
    }
    node_version()?;
    if missing.is_empty() {
        return Ok(());
    }
    let packages: Vec<&str> = missing.iter().map(|need| need.package).collect();
    println!("installing with apt-get: {}", packages.join(" "));
    let mut install = vec!["install", "-y", "--no-install-recommends"];
    install.extend(&packages);
    apt(&["update"])?;
    apt(&install).map_err(|failure| {
        Failure::new(format!("{failure}; install {} yourself and run again", packages.join(", ")))
    })
}

fn apt(args: &[&str]) -> Result<(), Failure> {
    let root = shell::output("id", &["-u"])?.trim() == "0";
    let mut command = if root {
        shell::command("apt-get", args)
    } else {
        let mut all = vec!["-n", "apt-get"];
        all.extend(args);
        shell::command("sudo", &all)
    };
    command.env("DEBIAN_FRONTEND", "noninteractive").stdout(std::process::Stdio::null());
    shell::finish(&mut command)
}

fn node_version() -> Result<(), Failure> {
    let version = shell::output("node", &["--version"]).map_err(|_| {
        Failure::new("Node.js 20.20 or newer is needed for style sheets and browser tests: install it")
    })?;
    let major: u32 =
        version.trim().trim_start_matches('v').split('.').next().unwrap_or("").parse().unwrap_or(0);
    println!("Node.js: {}", version.trim());
    if major < 20 {
        Err(Failure::new(format!("Node.js {} is too old: 20.20 or newer is needed", version.trim())))
    } else {
        Ok(())
    }
}
