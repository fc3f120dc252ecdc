//! How often one address may begin to sign in.

use std::net::IpAddr;
use std::num::NonZeroU32;

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

/// Addresses that are remembered before those at rest are forgotten.
const REMEMBERED: usize = 10_000;

/// The limiter.
pub(crate) struct Pace(DefaultKeyedRateLimiter<IpAddr>);

impl Pace {
    /// So many in a minute; at least one.
    pub(crate) fn new(per_minute: u32) -> Self {
        Self(RateLimiter::keyed(Quota::per_minute(NonZeroU32::new(per_minute).unwrap_or(NonZeroU32::MIN))))
    }

    /// Whether the address may, now.
    pub(crate) fn may(&self, address: IpAddr) -> bool {
        if self.0.len() > REMEMBERED {
            self.0.retain_recent();
        }
        self.0.check_key(&network(address)).is_ok()
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
    use std::net::IpAddr;

    #[test]
    fn each_address_has_its_own_pace() {
        let pace = Pace::new(2);
        let [one, other] = ["10.0.0.1", "10.0.0.2"].map(|text| text.parse::<IpAddr>().expect("an address"));
        assert!(pace.may(one));
        assert!(pace.may(one));
        assert!(!pace.may(one));
        assert!(pace.may(other));
    }

    #[test]
    fn a_network_of_ipv6_is_one_client() {
        let pace = Pace::new(1);
        assert!(pace.may("2001:db8::1".parse().expect("an address")));
        assert!(!pace.may("2001:db8::2".parse().expect("an address")));
        assert!(pace.may("2001:db8:0:1::1".parse().expect("an address")));
    }
}
