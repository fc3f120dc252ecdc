//! How far a JSON text goes on before something in it needs a look, sixteen bytes at a time: most of what is read is inside texts.

/// How many bytes there are before the first quote, backslash or control character.
pub(crate) fn plain(bytes: &[u8]) -> usize {
    let (pieces, rest) = bytes.as_chunks::<16>();
    for (number, piece) in pieces.iter().enumerate() {
        let found = special(piece);
        if found != 0 {
            return 16 * number + found.trailing_zeros() as usize / 8;
        }
    }
    let mut last = [0; 16];
    last[..rest.len()].copy_from_slice(rest);
    16 * pieces.len() + rest.len().min(special(&last).trailing_zeros() as usize / 8)
}

/// The high bit of the first byte that needs a look, and perhaps of some after it.
fn special(piece: &[u8; 16]) -> u128 {
    let piece = u128::from_le_bytes(*piece);
    let is = |byte: u8| below(piece ^ every(byte), 1);
    is(b'"') | is(b'\\') | below(piece, b' ')
}

/// The high bit of the first byte that is below a limit of at most 128, and perhaps of some after it.
const fn below(piece: u128, limit: u8) -> u128 {
    piece.wrapping_sub(every(limit)) & !piece & every(0x80)
}

/// A byte sixteen times.
const fn every(byte: u8) -> u128 {
    u128::from_le_bytes([byte; 16])
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
            for before in [0, 1, 15, 16, 17, 31, 40] {
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
