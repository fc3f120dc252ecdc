//! A folded document whose row leaves a compartment: what it says of rows that stay there.

use helsami_domain::ids::{LocalId, PatientKey};

use super::unfold::run;
use super::{ID, ID_AND_META, META, OTHER, PATIENT, SAME};

/// The document with its references to rows that stay as references to another compartment. `None` when the bytes are not
/// what `fold` makes.
pub(crate) fn apart(folded: &[u8], left: PatientKey, stays: impl Fn(LocalId) -> bool) -> Option<Vec<u8>> {
    let (mut out, mut at) = (Vec::with_capacity(folded.len()), 0);
    loop {
        let end = at + run(&folded[at..]);
        out.extend_from_slice(&folded[at..end]);
        let Some(&token) = folded.get(end) else { return Some(out) };
        let length = match token {
            SAME => 9,
            OTHER => 17,
            PATIENT | ID | META | ID_AND_META => 1,
            _ => return None,
        };
        let whole = folded.get(end..end + length)?;
        at = end + length;
        if token == SAME {
            let local = LocalId::new(i64::from_be_bytes(whole[1..].try_into().ok()?))?;
            if stays(local) {
                out.push(OTHER);
                out.extend_from_slice(&left.get().to_be_bytes());
                out.extend_from_slice(&local.get().to_be_bytes());
                continue;
            }
        }
        out.extend_from_slice(whole);
    }
}

#[cfg(test)]
mod tests {
    use super::apart;
    use helsami_domain::ids::PatientKey;

    #[test]
    fn what_stays_is_elsewhere_from_then_on() {
        let left = PatientKey::new(9).expect("a key");
        let same = |local: u8| [&b"Encounter/\x01"[..], &[0, 0, 0, 0, 0, 0, 1, local]].concat();
        let text =
            [&b"{\x04,\"a\":\""[..], &same(2), b"\",\"b\":\"", &same(3), b"\",\"c\":\"Patient/\x03\"}"]
                .concat();
        let found = apart(&text, left, |local| local.get() == 0x103).expect("folded");
        let other = [&b"Encounter/\x02"[..], &9_i64.to_be_bytes(), &0x103_i64.to_be_bytes()].concat();
        let expected =
            [&b"{\x04,\"a\":\""[..], &same(2), b"\",\"b\":\"", &other, b"\",\"c\":\"Patient/\x03\"}"]
                .concat();
        assert_eq!(found, expected);
        assert_eq!(apart(&text, left, |_| false).expect("folded"), text);
        assert_eq!(apart(b"{\x01\x00", left, |_| false), None);
        assert_eq!(apart(b"{\x00}", left, |_| false), None);
    }
}
