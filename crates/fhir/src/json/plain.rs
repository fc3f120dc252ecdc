//! How far a JSON text goes on before something in it needs a look, eight bytes at a time: most of what is read is inside texts, and
//! most texts are short.

/// How many bytes there are before the first quote, backslash or control character.
pub(super) fn plain(bytes: &[u8]) -> usize {
    let special = |eight| quotes_and_backslashes(eight) | below(eight, b' ');
    let needs_look = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..b' ');
    first(bytes, special)
        .unwrap_or_else(|at| at + bytes[at..].iter().position(needs_look).unwrap_or(bytes.len() - at))
}

/// Where the first byte is of which `special` gives the high bit; where the last bytes begin that are no eight, if there is none before.
pub(crate) fn first(bytes: &[u8], special: impl Fn(u64) -> u64) -> Result<usize, usize> {
    let mut at = 0;
    while let Some(Ok(eight)) = bytes.get(at..at + 8).map(<[u8; 8]>::try_from) {
        let found = special(u64::from_le_bytes(eight));
        if found != 0 {
            return Ok(at + found.trailing_zeros() as usize / 8);
        }
        at += 8;
    }
    Err(at)
}

/// The high bit of the first quote or backslash, and perhaps of some bytes after it.
pub(crate) const fn quotes_and_backslashes(eight: u64) -> u64 {
    below(eight ^ every(b'"'), 1) | below(eight ^ every(b'\\'), 1)
}

/// The high bit of the first byte that is below a limit of at most 128, and perhaps of some after it.
const fn below(eight: u64, limit: u8) -> u64 {
    eight.wrapping_sub(every(limit)) & !eight & every(0x80)
}

/// A byte eight times.
const fn every(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}

#[cfg(test)]
mod tests {
    use super::plain;
    use proptest::prelude::{any, proptest};

    #[test]
    fn what_is_plain_is_passed_over() {
        let long = "æøå þ € is a text of more than sixteen bytes, and of thirty-two too";
        assert_eq!(plain(long.as_bytes()), long.len());
        assert_eq!((plain(b""), plain(b"\x7f\x80\xff ")), (0, 4));
        for stop in ["\"", "\\", "\n", "\0", "\u{1f}"] {
            for before in [0, 1, 7, 8, 9, 15, 16, 40] {
                assert_eq!(plain(format!("{}{stop}x", &"a".repeat(before)).as_bytes()), before, "{stop:?}");
            }
        }
    }

    proptest! {
        #[test]
        fn it_ends_where_it_ends(bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
            let special = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..=0x1F);
            assert_eq!(plain(&bytes), bytes.iter().position(special).unwrap_or(bytes.len()));
        }
    }
}
