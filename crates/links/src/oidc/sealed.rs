//! What the browser carries through a sign-in: sealed, so that no server has to remember it and nobody can change it.

use std::fmt;

use aws_lc_rs::aead::{AES_256_GCM, Aad, RandomizedNonceKey};
use data_encoding::BASE64URL_NOPAD;
use helsami_app::identity_provider::ProviderError;
use helsami_domain::workplace::Workplace;
use serde::{Deserialize, Serialize};

/// A sign-in under way.
#[derive(Default, Deserialize, PartialEq, Eq, Serialize)]
pub(crate) struct UnderWay {
    pub(crate) state: String,
    pub(crate) nonce: String,
    pub(crate) verifier: String,
    pub(crate) to: String,
    /// When it began, seconds since 1970.
    pub(crate) begun_s: i64,
    /// The key that the tokens are to be bound to.
    pub(crate) key: Option<String>,
    /// The organisation that was asked for.
    pub(crate) workplace: Option<String>,
    /// The session in which somebody proves anew who they are.
    pub(crate) anew: Option<String>,
}

/// `Debug` shows nothing of it: it holds secrets.
impl fmt::Debug for UnderWay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("UnderWay")
    }
}

impl UnderWay {
    /// The organisation that was asked for, if one was.
    pub(crate) fn workplace(&self) -> Result<Option<Workplace>, ProviderError> {
        let Some(text) = &self.workplace else { return Ok(None) };
        Workplace::parse(text).map(Some).ok_or(ProviderError::Unknown)
    }
}

/// Seals and opens.
pub(crate) struct Sealer {
    key: RandomizedNonceKey,
    /// Tells these seals from others made with the same key.
    purpose: &'static str,
}

impl Sealer {
    pub(crate) fn new(key: &[u8; 32], purpose: &'static str) -> Self {
        let key = RandomizedNonceKey::new(&AES_256_GCM, key).expect("the key has the length of AES-256");
        Self { key, purpose }
    }

    pub(crate) fn seal(&self, under_way: &UnderWay) -> String {
        let mut bytes = serde_json::to_vec(under_way).expect("texts and a number are always JSON");
        let nonce = self
            .key
            .seal_in_place_append_tag(Aad::from(self.purpose), &mut bytes)
            .expect("AES-256-GCM seals texts of this size");
        let mut sealed = nonce.as_ref().to_vec();
        sealed.append(&mut bytes);
        BASE64URL_NOPAD.encode(&sealed)
    }

    pub(crate) fn open(&self, sealed: &str) -> Option<UnderWay> {
        let bytes = BASE64URL_NOPAD.decode(sealed.as_bytes()).ok()?;
        let (nonce, rest) = bytes.split_at_checked(12)?;
        let nonce = aws_lc_rs::aead::Nonce::try_assume_unique_for_key(nonce).ok()?;
        let mut rest = rest.to_vec();
        let text = self.key.open_in_place(nonce, Aad::from(self.purpose), &mut rest).ok()?;
        serde_json::from_slice(text).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::{Sealer, UnderWay};

    #[test]
    fn only_the_sealer_opens() {
        let text = |word: &str| word.to_owned();
        let under_way = UnderWay {
            state: text("s"),
            nonce: text("n"),
            verifier: text("v"),
            to: text("/me"),
            begun_s: 7,
            key: None,
            workplace: None,
            anew: Some(text("session")),
        };
        let sealer = Sealer::new(&[1; 32], "one");
        let sealed = sealer.seal(&under_way);
        assert_ne!(sealed, sealer.seal(&under_way));
        assert_eq!(Sealer::new(&[2; 32], "one").open(&sealed), None);
        assert_eq!(Sealer::new(&[1; 32], "other").open(&sealed), None);
        for bad in ["", "AAAA", &sealed[1..], &sealed[..sealed.len() - 2]] {
            assert_eq!(sealer.open(bad), None);
        }
        assert_eq!(sealer.open(&sealed), Some(under_way));
    }
}
