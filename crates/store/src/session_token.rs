//! The token of a session: 256 random bits that only the person's browser has. The store keeps its hash, and what is
//! to be kept of a person during the session is sealed with it: the database alone opens nothing.

use std::fmt;

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::error::Unspecified;
use aws_lc_rs::hkdf::{HKDF_SHA256, Salt};
use data_encoding::BASE64URL_NOPAD;
use helsami_domain::access::VisitNumber;

use crate::session::TokenHash;

/// A token. `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionToken([u8; 32]);

impl fmt::Debug for SessionToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SessionToken")
    }
}

impl SessionToken {
    /// A new token from the operating system's randomness.
    #[must_use]
    pub fn random() -> Self {
        Self(random())
    }

    /// The token that a cookie holds. `None` for what no token looks like.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() != 43 {
            return None;
        }
        BASE64URL_NOPAD.decode(text.as_bytes()).ok()?.try_into().ok().map(Self)
    }

    /// As the cookie holds it: 43 characters.
    #[must_use]
    pub fn show(&self) -> String {
        BASE64URL_NOPAD.encode(&self.0)
    }

    /// The hash under which the session is stored.
    #[must_use]
    pub fn hash(&self) -> TokenHash {
        let mut hash = [0; 32];
        hash.copy_from_slice(digest(&SHA256, &self.0).as_ref());
        TokenHash(hash)
    }

    /// Seals a text so that only the holder of the token can open it.
    #[must_use]
    pub fn seal(&self, text: &str) -> String {
        let mut bytes = text.as_bytes().to_vec();
        // The key seals once: a token is made for one session and its keepsake is written once.
        let nonce = Nonce::assume_unique_for_key([0; 12]);
        self.key()
            .and_then(|key| key.seal_in_place_append_tag(nonce, Aad::empty(), &mut bytes))
            .expect("AES-256-GCM seals texts of this size");
        BASE64URL_NOPAD.encode(&bytes)
    }

    /// Opens what [`Self::seal`] sealed. `None` if it was sealed with another token or changed.
    #[must_use]
    pub fn open(&self, sealed: &str) -> Option<String> {
        let mut bytes = BASE64URL_NOPAD.decode(sealed.as_bytes()).ok()?;
        let nonce = Nonce::assume_unique_for_key([0; 12]);
        let text = self.key().ok()?.open_in_place(nonce, Aad::empty(), &mut bytes).ok()?;
        String::from_utf8(text.to_vec()).ok()
    }

    fn key(&self) -> Result<LessSafeKey, Unspecified> {
        let secret = Salt::new(HKDF_SHA256, b"helsami session keepsake v1").extract(&self.0);
        let key = secret.expand(&[b"seal"], &AES_256_GCM)?;
        Ok(LessSafeKey::new(UnboundKey::from(key)))
    }
}

/// A random visit number.
#[must_use]
pub fn random_visit() -> VisitNumber {
    VisitNumber(i64::from_le_bytes(random()) & i64::MAX)
}

fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    aws_lc_rs::rand::fill(&mut bytes).expect("the operating system gives randomness");
    bytes
}

#[cfg(test)]
mod tests {
    use super::SessionToken;

    #[test]
    fn a_token_round_trips_and_tells_nothing() {
        let token = SessionToken::random();
        assert_eq!(SessionToken::parse(&token.show()), Some(token.clone()));
        assert_eq!(token.show().len(), 43);
        assert_ne!(token.hash().0, token.0);
        assert_eq!(format!("{token:?}"), "SessionToken");
        assert_ne!(SessionToken::random(), token);
        for bad in ["", "x", &"A".repeat(44), &"*".repeat(43)] {
            assert_eq!(SessionToken::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn only_the_token_opens_its_keepsake() {
        let token = SessionToken::random();
        let sealed = token.seal("hello");
        assert_eq!(token.open(&sealed).as_deref(), Some("hello"));
        assert_eq!(SessionToken::random().open(&sealed), None);
        let changed = sealed.replacen(&sealed[..1], if sealed.starts_with('A') { "B" } else { "A" }, 1);
        assert_eq!(token.open(&changed), None);
    }
}
