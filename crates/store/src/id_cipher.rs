//! Ids as shown outside: one AES-128 block over patient key and local id, in 26 lower-case characters.
//!
//! A bare id would tell whose it is and the date; the block tells nothing and needs no table. The key can never be
//! changed without an alias for every id that was given out.

use std::sync::Arc;

use aws_lc_rs::cipher::{AES_128, DecryptingKey, DecryptionContext, EncryptingKey, UnboundCipherKey};
use helsami_domain::ids::{LocalId, PatientKey, RecordId};
use helsami_domain::resource_type::ResourceType;

use crate::moves::Moves;

/// Crockford's base 32 in lower case: no `i`, `l`, `o`, `u`.
const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// The value of each byte as a digit; [`NO_DIGIT`] for all others. A page of results reads hundreds of ids.
const VALUES: [u8; 256] = values();
const NO_DIGIT: u8 = 255;
/// Characters of 128 bits.
const LENGTH: usize = 26;

/// An id as shown outside.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct ExternalId([u8; LENGTH]);

impl ExternalId {
    /// The 26 characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("every character is one of DIGITS")
    }
}

impl std::fmt::Display for ExternalId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl std::fmt::Debug for ExternalId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Turns ids into what is shown and back.
pub struct IdCipher {
    show: EncryptingKey,
    read: DecryptingKey,
    moves: Arc<Moves>,
}

impl std::fmt::Debug for IdCipher {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("IdCipher")
    }
}

impl IdCipher {
    /// A cipher with this key.
    #[must_use]
    pub fn new(key: &[u8; 16]) -> Self {
        let unbound = || UnboundCipherKey::new(&AES_128, key).expect("the key has the length of AES-128");
        Self {
            show: EncryptingKey::ecb(unbound()).expect("AES-128 has this mode"),
            read: DecryptingKey::ecb(unbound()).expect("AES-128 has this mode"),
            moves: Arc::default(),
        }
    }

    /// The id as shown outside. The type is not in it.
    #[must_use]
    pub fn show(&self, id: RecordId) -> ExternalId {
        self.show_parts(id.patient, id.local)
    }

    /// [`Self::show`] without the type.
    #[must_use]
    pub fn show_parts(&self, patient: PatientKey, local: LocalId) -> ExternalId {
        let (patient, local) = self.moves.shown(patient, local);
        let number =
            (u128::from(patient.get().cast_unsigned()) << 64) | u128::from(local.get().cast_unsigned());
        let mut block = number.to_be_bytes();
        self.show.encrypt(&mut block).expect("one whole block");
        ExternalId(write(u128::from_be_bytes(block)))
    }

    /// The id behind what was shown, if it can be one of ours: the row where it lies now, and for a person whose record has become
    /// a part of another, that one. Whether there is such a row, the store knows.
    #[must_use]
    pub fn read(&self, text: &str, kind: ResourceType) -> Option<RecordId> {
        self.decrypt(text, kind).map(|row| self.moves.meant(row))
    }

    /// As [`Self::read`], but a Patient means its own document, also where another stands for the person.
    #[must_use]
    pub fn read_exact(&self, text: &str, kind: ResourceType) -> Option<RecordId> {
        self.decrypt(text, kind).map(|row| self.moves.row(row))
    }

    /// Where rows are whose record has become a part of another.
    pub(crate) const fn moves(&self) -> &Arc<Moves> {
        &self.moves
    }

    fn decrypt(&self, text: &str, kind: ResourceType) -> Option<RecordId> {
        let mut block = parse(text)?.to_be_bytes();
        self.read.decrypt(&mut block, DecryptionContext::None).expect("one whole block");
        let (patient, local) = block.split_at(8);
        let half = |bytes: &[u8]| i64::from_be_bytes(bytes.try_into().expect("half a block is 8 bytes"));
        Some(RecordId { patient: PatientKey::new(half(patient))?, kind, local: LocalId::new(half(local))? })
    }
}

fn write(mut number: u128) -> [u8; LENGTH] {
    let mut text = [b'0'; LENGTH];
    for place in text.iter_mut().rev() {
        *place = DIGITS[(number & 31) as usize];
        number >>= 5;
    }
    text
}

const fn values() -> [u8; 256] {
    let mut values = [NO_DIGIT; 256];
    let mut digit = 0;
    while digit < DIGITS.len() {
        values[DIGITS[digit] as usize] = digit as u8;
        digit += 1;
    }
    values
}

fn parse(text: &str) -> Option<u128> {
    let bytes = text.as_bytes();
    if bytes.len() != LENGTH || bytes[0] > b'7' {
        return None;
    }
    let mut number = 0_u128;
    for byte in bytes {
        let digit = VALUES[usize::from(*byte)];
        if digit == NO_DIGIT {
            return None;
        }
        number = (number << 5) | u128::from(digit);
    }
    Some(number)
}

#[cfg(test)]
mod tests {
    use super::{IdCipher, parse, write};
    use helsami_domain::ids::{LocalId, PatientKey, RecordId};
    use helsami_domain::resource_type::ResourceType;
    use proptest::prelude::*;

    fn id(patient: i64, local: i64) -> RecordId {
        RecordId {
            patient: PatientKey::new(patient).expect("not negative"),
            kind: ResourceType::Observation,
            local: LocalId::new(local).expect("not negative"),
        }
    }

    #[test]
    fn shown_ids_are_frozen() {
        let cipher = IdCipher::new(&[7; 16]);
        assert_eq!(cipher.show(id(1, 2)).as_str(), "21nwy1edg5788nf3pjgs3t654s");
        assert_eq!(cipher.read("21nwy1edg5788nf3pjgs3t654s", ResourceType::Observation), Some(id(1, 2)));
    }

    #[test]
    fn strange_texts_are_no_ids() {
        let cipher = IdCipher::new(&[7; 16]);
        for text in [
            "",
            "7",
            "8zzzzzzzzzzzzzzzzzzzzzzzzz",
            "21nwy1edg5788nf3pjgs3t654u",
            "21NWY1EDG5788NF3PJGS3T654S",
        ] {
            assert_eq!(cipher.read(text, ResourceType::Patient), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_shown_is_read(patient in 0..=i64::MAX, local in 0..=i64::MAX, key: [u8; 16]) {
            let cipher = IdCipher::new(&key);
            let shown = cipher.show(id(patient, local));
            prop_assert_eq!(cipher.read(shown.as_str(), ResourceType::Observation), Some(id(patient, local)));
        }

        #[test]
        fn numbers_round_trip(number: u128) {
            let text = write(number);
            prop_assert_eq!(parse(std::str::from_utf8(&text).expect("ascii")), Some(number));
        }
    }
}
