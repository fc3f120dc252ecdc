//! Checkpoints of the audit chain: where it ended at a moment, signed, to be kept in a second place. Whoever cuts the
//! chain or writes it anew cannot change what was seen there.
//!
//! A checkpoint is a signed note: the origin, the number of rows, the chain's hash at the last of them in Base64, the
//! moment; an empty line; the signature with Ed25519. Sources: C2SP signed-note and tlog-checkpoint. The third line is
//! the end of a hash chain, not the root of a Merkle tree.

use aws_lc_rs::digest;
use aws_lc_rs::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use data_encoding::{BASE64, HEXLOWER};
use jiff::Timestamp;

use super::chain::Head;

/// The first line of every note, and the name of the key.
const ORIGIN: &str = "helsami-audit";
/// Ed25519 in signed notes.
const ALGORITHM: u8 = 1;
/// Bytes of the hint of a key and a signature.
const SIGNED: usize = 4 + 64;
/// Before each signature.
const DASH: &str = "\u{2014} ";

/// The key that signs checkpoints, made of the installation's secret.
pub(crate) struct Signer {
    pair: Ed25519KeyPair,
}

/// Where the chain ended, as a signed note says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Checkpoint {
    pub(crate) head: Head,
    pub(crate) at: Timestamp,
}

impl Signer {
    pub(crate) fn new(seed: &[u8; 32]) -> Self {
        let pair = Ed25519KeyPair::from_seed_unchecked(seed).expect("every 32 bytes are a seed");
        Self { pair }
    }

    /// The public half as signed notes write it: `name+hash+key`. Whoever keeps the checkpoints keeps it too.
    pub(crate) fn public(&self) -> String {
        let key = BASE64.encode(&typed(self.pair.public_key().as_ref()));
        format!("{ORIGIN}+{}+{key}", HEXLOWER.encode(&self.hint()))
    }

    /// The note of a checkpoint, signed.
    pub(crate) fn sign(&self, one: &Checkpoint) -> String {
        let text = one.text();
        let signature = self.pair.sign(text.as_bytes());
        let signed = BASE64.encode(&[&self.hint()[..], signature.as_ref()].concat());
        format!("{text}\n{DASH}{ORIGIN} {signed}\n")
    }

    /// The checkpoint of a note that this key has signed.
    pub(crate) fn open(&self, note: &str) -> Option<Checkpoint> {
        let (text, signatures) = note.split_once("\n\n")?;
        let text = format!("{text}\n");
        let signature = signatures.lines().find_map(|line| line.strip_prefix(DASH)?.strip_prefix(ORIGIN))?;
        let bytes = BASE64.decode(signature.trim().as_bytes()).ok()?;
        let signature = bytes.strip_prefix(&self.hint()[..])?;
        let key = UnparsedPublicKey::new(&ED25519, self.pair.public_key().as_ref());
        key.verify(text.as_bytes(), signature).ok()?;
        Checkpoint::read(&text)
    }

    /// The first bytes of the hash of the key and its name, by which a verifier finds the key.
    fn hint(&self) -> [u8; 4] {
        let named = [format!("{ORIGIN}\n").as_bytes(), &typed(self.pair.public_key().as_ref())].concat();
        let hash = digest::digest(&digest::SHA256, &named);
        hash.as_ref()[..4].try_into().expect("SHA-256 has 32 bytes")
    }
}

fn typed(key: &[u8]) -> Vec<u8> {
    [&[ALGORITHM], key].concat()
}

impl Checkpoint {
    fn text(&self) -> String {
        let Head { seq, chain } = self.head;
        format!("{ORIGIN}\n{seq}\n{}\n{}\n", BASE64.encode(&chain), self.at)
    }

    fn read(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        if lines.next()? != ORIGIN {
            return None;
        }
        let seq = lines.next()?.parse().ok()?;
        let chain = BASE64.decode(lines.next()?.as_bytes()).ok()?.try_into().ok()?;
        Some(Self { head: Head { seq, chain }, at: lines.next()?.parse().ok()? })
    }
}

/// The notes of a file, in the order they were written. One that was not written to its end is left out: the power may
/// have gone, and the next one vouches for the same rows.
pub(crate) fn notes(file: &str) -> impl Iterator<Item = &str> {
    let first = format!("{ORIGIN}\n");
    let begins = |&at: &usize| at == 0 || file.as_bytes()[at - 1] == b'\n';
    let mut places: Vec<usize> = file.match_indices(&first).map(|(at, _)| at).filter(begins).collect();
    places.push(file.len());
    let notes: Vec<&str> = places.windows(2).map(|pair| &file[pair[0]..pair[1]]).collect();
    notes.into_iter().filter(|note| is_ended(note))
}

/// Whether a note has its signature to the last letter.
fn is_ended(note: &str) -> bool {
    let signature =
        note.split_once("\n\n").and_then(|(_, line)| line.strip_prefix(DASH)?.strip_prefix(ORIGIN));
    signature.is_some_and(|text| text.trim().len() == BASE64.encode_len(SIGNED))
}

#[cfg(test)]
mod tests {
    use super::{Checkpoint, Signer, notes};
    use crate::audit::chain::Head;
    use jiff::Timestamp;

    fn checkpoint(seq: i64) -> Checkpoint {
        let at = Timestamp::from_second(1_790_000_000 + seq).expect("a time");
        Checkpoint { head: Head { seq, chain: [u8::try_from(seq).expect("small"); 32] }, at }
    }

    #[test]
    fn what_is_signed_is_opened() {
        let signer = Signer::new(&[7; 32]);
        let file: String = [1, 5, 9].map(|seq| signer.sign(&checkpoint(seq))).concat();
        let opened: Vec<_> = notes(&file).map(|note| signer.open(note)).collect();
        assert_eq!(opened, [1, 5, 9].map(|seq| Some(checkpoint(seq))));
        assert!(file.starts_with("helsami-audit\n1\nAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=\n"));
        assert!(signer.public().starts_with("helsami-audit+"));
    }

    #[test]
    fn what_was_changed_is_not() {
        let (signer, other) = (Signer::new(&[7; 32]), Signer::new(&[8; 32]));
        let note = signer.sign(&checkpoint(5));
        assert_eq!(other.open(&note), None);
        assert_eq!(signer.open(&note.replacen("\n5\n", "\n4\n", 1)), None);
        for (place, _) in note.char_indices() {
            let mut bytes = note.clone().into_bytes();
            bytes[place] ^= 1;
            let changed = String::from_utf8_lossy(&bytes);
            assert!(place + 1 == note.len() || signer.open(&changed).is_none(), "place {place}");
        }
        assert_eq!(signer.open(""), None);
        assert_eq!(signer.open("\n\n\u{2014} helsami-audit AAAA\n"), None);
    }

    #[test]
    fn a_note_that_was_cut_is_left_out() {
        let signer = Signer::new(&[7; 32]);
        let file = [signer.sign(&checkpoint(1)), signer.sign(&checkpoint(2))].concat();
        let third = signer.sign(&checkpoint(3));
        for cut in [3, 60, 100, 140] {
            let torn = [&file[..file.len() - cut], "\n", &third].concat();
            let seen: Vec<_> = notes(&torn).map(|note| signer.open(note).map(|one| one.head.seq)).collect();
            assert_eq!(seen, [Some(1), Some(3)], "{cut} bytes are missing");
        }
        assert_eq!(notes("").count(), 0);
    }
}
