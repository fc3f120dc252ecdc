//! Eight bytes at a time, in one number.

/// A byte eight times.
pub(crate) const fn every(byte: u8) -> u64 {
    u64::from_ne_bytes([byte; 8])
}

/// The high bit of the first byte that is zero, and perhaps of some after it.
pub(crate) const fn zeros(eight: u64) -> u64 {
    below(eight, 1)
}

/// The high bit of the first byte that is below a limit of at most 128, and perhaps of some after it.
const fn below(eight: u64, limit: u8) -> u64 {
    eight.wrapping_sub(every(limit)) & !eight & every(0x80)
}

/// How many bytes a text goes on at least without a quote, a backslash or a control character.
pub(super) fn plain(bytes: &[u8]) -> usize {
    let special = |eight: &&[u8]| {
        let eight = u64::from_le_bytes((*eight).try_into().unwrap_or_default());
        zeros(eight ^ every(b'"')) | zeros(eight ^ every(b'\\')) | below(eight, 0x20) != 0
    };
    8 * bytes.chunks_exact(8).take_while(|eight| !special(eight)).count()
}

#[cfg(test)]
mod tests {
    use super::plain;
    use proptest::prelude::proptest;

    #[test]
    fn what_is_plain_is_passed_over() {
        assert_eq!(plain(b"abcdefgh"), 8);
        assert_eq!(plain("æøå är þ €, ok".as_bytes()), 16);
        assert_eq!(plain(b"abcdefghijklmno"), 8);
        for stops in ["abcdefg\"", "abc\\defg", "abcdefg\n", "\0bcdefgh", "\u{1f}bcdefgh"] {
            assert_eq!(plain(stops.as_bytes()), 0, "{stops}");
        }
        assert_eq!(plain(b"\x7f\x80\xff 012"), 0, "seven");
        assert_eq!(plain(b"\x7f\x80\xff  012"), 8);
    }

    proptest! {
        #[test]
        fn nothing_special_is_passed_over(bytes in proptest::collection::vec(0_u8..=255, 0..40)) {
            let passed = plain(&bytes);
            let first = bytes.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1F)).unwrap_or(bytes.len());
            assert_eq!(passed, first / 8 * 8);
        }
    }
}
