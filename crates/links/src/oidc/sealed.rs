//! What the browser carries through a sign-in: sealed, so that no server has to remember it and nobody can change it.

use aws_lc_rs::aead::{AES_256_GCM, Aad, RandomizedNonceKey};
use data_encoding::BASE64URL_NOPAD;
use serde::{Deserialize, Serialize};

/// Tells our seals from others made with the same key.
const PURPOSE: &[u8] = b"helsami sign-in v1";

/// A sign-in under way.
#[derive(Debug, Deserialize, PartialEq, Eq, Serialize)]
pub(crate) struct UnderWay {
    pub(crate) state: String,
    pub(crate) nonce: String,
    pub(crate) verifier: String,
    pub(crate) to: String,
    /// When it began, seconds since 1970.
    pub(crate) begun_s: i64,
}

/// Seals and opens.
pub(crate) struct Sealer(RandomizedNonceKey);

impl Sealer {
    pub(crate) fn new(key: &[u8; 32]) -> Self {
        Self(RandomizedNonceKey::new(&AES_256_GCM, key).expect("the key has the length of AES-256"))
    }

    pub(crate) fn seal(&self, under_way: &UnderWay) -> String {
        let mut bytes = serde_json::to_vec(under_way).expect("texts and a number are always JSON");
        let nonce = self
            .0
            .seal_in_place_append_tag(Aad::from(PURPOSE), &mut bytes)
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
        let text = self.0.open_in_place(nonce, Aad::from(PURPOSE), &mut rest).ok()?;
        serde_json::from_slice(text).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::{Sealer, UnderWay};

    #[test]
    fn only_the_sealer_opens() {
        let text = |word: &str| word.to_owned();
        let under_way =
            UnderWay { state: text("s"), nonce: text("n"), verifier: text("v"), to: text("/me"), begun_s: 7 };
        let sealer = Sealer::new(&[1; 32]);
        let sealed = sealer.seal(&under_way);
        assert_ne!(sealed, sealer.seal(&under_way));
        assert_eq!(Sealer::new(&[2; 32]).open(&sealed), None);
        for bad in ["", "AAAA", &sealed[1..], &sealed[..sealed.len() - 2]] {
            assert_eq!(sealer.open(bad), None);
        }
        assert_eq!(sealer.open(&sealed), Some(under_way));
    }
}
