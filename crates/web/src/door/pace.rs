//! How often one address, or one session, may ask.

use std::hash::Hash;
use std::net::IpAddr;
use std::num::NonZeroU32;

use axum::extract::Extension;
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use helsami_domain::access::VisitNumber;
use helsami_domain::ids::PatientKey;

use crate::kit::Problem;
use crate::site::ClientAddress;

/// Keys that are remembered before those at rest are forgotten.
const REMEMBERED: usize = 10_000;

/// How many of each there may be in a minute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paces {
    /// Sign-ins that one address begins.
    pub sign_ins: u32,
    /// Answers of the provider that one address brings back, and sign-outs through the browser.
    pub answers: u32,
    /// Logouts that the provider sends from one address behind the browsers' back.
    pub logouts: u32,
    /// Requests of one session.
    pub pages: u32,
}

/// The limiter of one kind.
pub(crate) struct Pace<K: Clone + Eq + Hash>(DefaultKeyedRateLimiter<K>);

impl<K: Clone + Eq + Hash> Pace<K> {
    /// So many in a minute; at least one.
    pub(crate) fn new(per_minute: u32) -> Self {
        Self(RateLimiter::keyed(Quota::per_minute(NonZeroU32::new(per_minute).unwrap_or(NonZeroU32::MIN))))
    }

    fn take(&self, key: &K) -> bool {
        if self.0.len() > REMEMBERED {
            self.0.retain_recent();
        }
        self.0.check_key(key).is_ok()
    }
}

/// Of addresses.
impl Pace<IpAddr> {
    /// Refuses the address that is too fast. Without an address, as in a router without a server, nobody is.
    pub(crate) fn keep(&self, client: Option<Extension<ClientAddress>>) -> Result<(), Problem> {
        match client {
            Some(Extension(ClientAddress(address))) if !self.take(&network(address)) => Err(Problem::TooMany),
            _ => Ok(()),
        }
    }
}

/// Of sessions.
impl Pace<VisitNumber> {
    /// Refuses the session that is too fast.
    pub(crate) fn keep(&self, visit: VisitNumber) -> Result<(), Problem> {
        if self.take(&visit) { Ok(()) } else { Err(Problem::TooMany) }
    }
}

/// Of persons.
impl Pace<PatientKey> {
    /// Refuses the person who is too fast.
    pub(crate) fn keep(&self, person: PatientKey) -> Result<(), Problem> {
        if self.take(&person) { Ok(()) } else { Err(Problem::TooMany) }
    }
}

/// The address that counts as one client: IPv4 as it is, IPv6 by its network of 64 bits.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => IpAddr::V6((v6.to_bits() & !u128::from(u64::MAX)).into()),
        v4 @ IpAddr::V4(_) => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::Pace;
    use crate::site::ClientAddress;
    use axum::extract::Extension;
    use helsami_domain::access::VisitNumber;
    use std::net::IpAddr;

    fn may(pace: &Pace<IpAddr>, address: &str) -> bool {
        pace.keep(Some(Extension(ClientAddress(address.parse().expect("an address"))))).is_ok()
    }

    #[test]
    fn each_address_has_its_own_pace() {
        let pace = Pace::new(2);
        assert!(may(&pace, "10.0.0.1"));
        assert!(may(&pace, "10.0.0.1"));
        assert!(!may(&pace, "10.0.0.1"));
        assert!(may(&pace, "10.0.0.2"));
    }

    #[test]
    fn a_network_of_ipv6_is_one_client() {
        let pace = Pace::new(1);
        assert!(may(&pace, "2001:db8::1"));
        assert!(!may(&pace, "2001:db8::2"));
        assert!(may(&pace, "2001:db8:0:1::1"));
    }

    #[test]
    fn each_session_has_its_own_pace() {
        let pace: Pace<VisitNumber> = Pace::new(1);
        let took = [1, 1, 2].map(|visit| pace.keep(VisitNumber(visit)).is_ok());
        assert_eq!(took, [true, false, true]);
    }
}
