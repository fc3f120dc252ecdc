//! Keys that nobody has yet.

use helsami_domain::ids::PatientKey;

/// The key of a new record.
pub(super) fn new_key() -> PatientKey {
    loop {
        let number = i64::from_be_bytes(random_bytes()) & i64::MAX;
        if let Some(key) = PatientKey::new(number).filter(|key| !key.is_shared()) {
            return key;
        }
    }
}

/// Bytes that nobody can foresee.
pub(super) fn random_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    aws_lc_rs::rand::fill(&mut bytes).expect("the operating system gives randomness");
    bytes
}
