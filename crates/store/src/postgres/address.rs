//! The address of a server, and whether the way to it is safe: a Unix socket and this machine's own addresses as they
//! are, everything else only by TLS with a certificate that holds for the server's name.

use std::net::IpAddr;
use std::path::Path;
use std::str::FromStr;

use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode};

use super::tls::Tls;
use crate::error::OpenError;

/// Where the server is and how to talk to it.
#[derive(Clone)]
pub(crate) struct Address {
    pub(crate) config: Config,
    pub(crate) tls: Tls,
}

impl Address {
    /// Reads it. `sslmode=require` means what others call `verify-full`: TLS, and a certificate that holds. Anything
    /// less is no TLS, never TLS that is not checked; it is only taken on this machine.
    pub(crate) fn read(url: &str, authority: Option<&Path>) -> Result<Self, OpenError> {
        let url = url.replace("sslmode=verify-full", "sslmode=require");
        let mut config = Config::from_str(&url).map_err(|error| OpenError::Address(error.to_string()))?;
        if config.get_application_name().is_none() {
            config.application_name("helsami");
        }
        if config.get_ssl_mode() == SslMode::Require {
            return Ok(Self { config, tls: Tls::verified(authority)? });
        }
        if let Some(host) = far(&config) {
            return Err(OpenError::Unprotected { host });
        }
        config.ssl_mode(SslMode::Disable);
        Ok(Self { config, tls: Tls::none() })
    }
}

/// A host that is not on this machine.
fn far(config: &Config) -> Option<String> {
    let addresses = config.get_hostaddrs();
    let far_address = addresses.iter().find(|address| !is_here(**address)).map(ToString::to_string);
    // Where an address is given, the name is not looked up.
    let names = config.get_hosts().iter().filter(|_| addresses.is_empty());
    let mut far_names = names.filter_map(|host| match host {
        Host::Unix(_) => None,
        Host::Tcp(name) => {
            let is_local = name == "localhost" || name.parse().is_ok_and(is_here);
            (!is_local).then(|| name.clone())
        }
    });
    far_address.or_else(|| far_names.next())
}

fn is_here(address: IpAddr) -> bool {
    address.to_canonical().is_loopback()
}

#[cfg(test)]
mod tests {
    use super::Address;
    use crate::error::OpenError;
    use tokio_postgres::config::SslMode;

    fn taken(url: &str) -> SslMode {
        match Address::read(url, None) {
            Ok(address) => address.config.get_ssl_mode(),
            Err(error) => panic!("{url}: {error}"),
        }
    }

    #[test]
    fn this_machine_is_talked_to_as_it_is() {
        for url in [
            "host=/run/postgresql user=helsami",
            "postgres://u@localhost/x",
            "postgres://u@localhost/x?sslmode=prefer",
            "postgres://u@127.0.0.9:5433/x?sslmode=disable",
            "postgres://u@[::1]/x",
            "host=db.example.no hostaddr=127.0.0.1 user=u",
        ] {
            assert_eq!(taken(url), SslMode::Disable, "{url}");
        }
    }

    #[test]
    fn the_way_to_another_machine_is_tls() {
        let far = [
            ("postgres://u:secret@db.example.no/x", "db.example.no"),
            ("postgres://u:secret@db.example.no/x?sslmode=prefer", "db.example.no"),
            ("postgres://u:secret@10.0.0.5/x?sslmode=disable", "10.0.0.5"),
            ("postgres://u:secret@localhost,db.example.no/x", "db.example.no"),
            ("host=localhost hostaddr=10.0.0.5 user=u password=secret", "10.0.0.5"),
            ("postgres://u:secret@localhost.example.no/x", "localhost.example.no"),
        ];
        for (url, name) in far {
            match Address::read(url, None).map(drop) {
                Err(error @ OpenError::Unprotected { .. }) => {
                    let text = error.to_string();
                    assert!(text.contains(&format!("server {name} is")), "{text}");
                    assert!(text.contains("sslmode=require") && !text.contains("secret"), "{text}");
                }
                other => panic!("{url}: {other:?}"),
            }
        }
    }

    #[test]
    fn certificates_that_cannot_be_read_are_told() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("authority.pem");
        let read = || Address::read("postgres://u@db.example.no/x?sslmode=require", Some(&file)).map(drop);
        assert!(matches!(read(), Err(OpenError::Authority(_))), "no file");
        std::fs::write(&file, "no certificate").expect("written");
        assert!(matches!(read(), Err(OpenError::Authority(_))), "nothing in it");
    }
}
