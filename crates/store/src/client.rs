//! The tables of registered systems, and the seal of their tokens.

use aws_lc_rs::aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey};
use aws_lc_rs::digest::{SHA256, digest};
use data_encoding::BASE64URL_NOPAD;
use helsami_domain::ids::ClientKey;
use jiff::Timestamp;

use crate::job::Statement;
#[cfg(test)]
use crate::range;
use crate::value::Value;

const NAME: &str = "INSERT INTO client (client_key, name) VALUES ($1, $2) \
     ON CONFLICT (client_key) DO UPDATE SET name = excluded.name";
pub(crate) const NAMED: &str = "SELECT name FROM client WHERE client_key = $1";
const FORGET: &str = "DELETE FROM client_assertion WHERE until_us < $1";
const USE: &str = "INSERT INTO client_assertion (hash, until_us) VALUES ($1, $2)";

/// The statements about registered systems, for the test of query plans.
#[cfg(test)]
pub(crate) const STATEMENTS: &[&str] =
    &[NAME, NAMED, FORGET, USE, range::WHOLE, range::HISTORY, range::OTHERS];

/// The key of the system that is registered under this name: the same in every process.
#[must_use]
pub fn client_key(id: &str) -> ClientKey {
    let hash = digest(&SHA256, id.as_bytes());
    let bytes = hash.as_ref().first_chunk::<8>().expect("SHA-256 has 32 bytes");
    ClientKey::new((i64::from_be_bytes(*bytes) & i64::MAX).max(1)).expect("not negative and not zero")
}

pub(crate) fn name(key: ClientKey, name: &str) -> Statement {
    (NAME, vec![key.get().into(), name.into()])
}

pub(crate) fn use_up(hash: &[u8], until: Timestamp, now: Timestamp) -> Vec<Statement> {
    let (now_us, until_us) = (now.as_microsecond(), until.as_microsecond());
    vec![(FORGET, vec![now_us.into()]), (USE, vec![hash.into(), Value::Int(until_us)])]
}

/// Seals tokens.
pub(crate) struct Sealer(RandomizedNonceKey);

impl Sealer {
    pub(crate) fn new(key: &[u8; 32]) -> Self {
        Self(RandomizedNonceKey::new(&AES_256_GCM, key).expect("the key has the length of AES-256"))
    }

    pub(crate) fn seal(&self, content: &[u8]) -> String {
        let mut bytes = content.to_vec();
        let nonce = self.0.seal_in_place_append_tag(Aad::empty(), &mut bytes);
        let nonce = nonce.expect("AES-256-GCM seals texts of this size");
        bytes.extend_from_slice(nonce.as_ref());
        BASE64URL_NOPAD.encode(&bytes)
    }

    pub(crate) fn open(&self, token: &str) -> Option<Vec<u8>> {
        let mut bytes = BASE64URL_NOPAD.decode(token.as_bytes()).ok()?;
        let (_, nonce) = bytes.split_at_checked(bytes.len().checked_sub(NONCE_LEN)?)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        bytes.truncate(bytes.len() - NONCE_LEN);
        let length = self.0.open_in_place(nonce, Aad::empty(), &mut bytes).ok()?.len();
        bytes.truncate(length);
        Some(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::Sealer;

    #[test]
    fn only_the_sealer_opens() {
        let sealer = Sealer::new(&[1; 32]);
        let token = sealer.seal(b"a system");
        assert_eq!(sealer.open(&token).as_deref(), Some(&b"a system"[..]));
        assert_ne!(token, sealer.seal(b"a system"), "no two are alike");
        assert_eq!(Sealer::new(&[2; 32]).open(&token), None);
        for bad in ["", "AAAA", "*", &token[1..], &token[..token.len() - 2]] {
            assert_eq!(sealer.open(bad), None, "{bad}");
        }
    }
}
