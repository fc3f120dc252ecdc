//! Shows a folded document again. A page opens dozens at once, so what repeats is kept: the buffer, the shown id of
//! the patient, the text of the last `lastUpdated`.

use helsami_domain::ids::{LocalId, PatientKey, RecordId};
use jiff::Timestamp;

use super::{ID, ID_AND_META, META, OTHER, PATIENT, SAME};
use crate::id_cipher::{ExternalId, IdCipher};

/// Unfolds documents; best one for all documents of a look.
pub(crate) struct Unfolder<'ids> {
    ids: &'ids IdCipher,
    shown: Vec<u8>,
    patient: Option<(PatientKey, ExternalId)>,
    updated: Option<(Timestamp, String)>,
}

impl<'ids> Unfolder<'ids> {
    pub(crate) const fn new(ids: &'ids IdCipher) -> Self {
        Self { ids, shown: Vec::new(), patient: None, updated: None }
    }

    /// The document as it is shown outside. `None` when the bytes are not what `fold` makes.
    pub(crate) fn unfold(
        &mut self,
        folded: &[u8],
        id: RecordId,
        (version, updated): (u32, Timestamp),
    ) -> Option<Box<str>> {
        self.shown.clear();
        self.shown.reserve(folded.len() + folded.len() / 8 + 160);
        let mut at = 0;
        loop {
            let end = at + run(&folded[at..]);
            self.shown.extend_from_slice(&folded[at..end]);
            let Some(&token) = folded.get(end) else { break };
            at = end + 1;
            match token {
                SAME => {
                    let local = LocalId::new(number(folded, &mut at)?)?;
                    self.say(id.patient, local);
                }
                OTHER => {
                    let patient = PatientKey::new(number(folded, &mut at)?)?;
                    let local = LocalId::new(number(folded, &mut at)?)?;
                    self.say(patient, local);
                }
                PATIENT => self.say_patient(id.patient),
                ID => self.say_id(id),
                META => self.say_version(version, updated),
                ID_AND_META => {
                    self.say_id(id);
                    self.shown.extend_from_slice(b",\"meta\":{");
                    self.say_version(version, updated);
                    self.shown.push(b'}');
                }
                _ => return None,
            }
        }
        std::str::from_utf8(&self.shown).ok().map(Box::from)
    }

    fn say(&mut self, patient: PatientKey, local: LocalId) {
        let shown = self.ids.show_parts(patient, local);
        self.shown.extend_from_slice(shown.as_str().as_bytes());
    }

    fn say_patient(&mut self, patient: PatientKey) {
        let shown = match self.patient {
            Some((known, shown)) if known == patient => shown,
            _ => self.ids.show_parts(patient, LocalId::PATIENT),
        };
        self.patient = Some((patient, shown));
        self.shown.extend_from_slice(shown.as_str().as_bytes());
    }

    fn say_id(&mut self, id: RecordId) {
        self.shown.extend_from_slice(b"\"id\":\"");
        self.say(id.patient, id.local);
        self.shown.push(b'"');
    }

    fn say_version(&mut self, version: u32, updated: Timestamp) {
        self.shown.extend_from_slice(b"\"versionId\":\"");
        if version == 1 {
            self.shown.push(b'1');
        } else {
            self.shown.extend_from_slice(version.to_string().as_bytes());
        }
        self.shown.extend_from_slice(b"\",\"lastUpdated\":\"");
        if self.updated.as_ref().is_none_or(|(known, _)| *known != updated) {
            self.updated = Some((updated, updated.to_string()));
        }
        if let Some((_, text)) = &self.updated {
            self.shown.extend_from_slice(text.as_bytes());
        }
        self.shown.push(b'"');
    }
}

/// How many bytes stand before the next token, eight at a time: a byte below 7 borrows into its high bit.
pub(super) fn run(bytes: &[u8]) -> usize {
    const LOW: u64 = 0x0101_0101_0101_0101 * (ID_AND_META as u64 + 1);
    const HIGH: u64 = 0x8080_8080_8080_8080;
    let chunks = bytes.chunks_exact(8);
    let mut at = 0;
    for chunk in chunks {
        let word = u64::from_le_bytes(chunk.try_into().expect("chunks have eight bytes"));
        if word.wrapping_sub(LOW) & !word & HIGH != 0 {
            break;
        }
        at += 8;
    }
    bytes[at..].iter().position(|byte| *byte <= ID_AND_META).map_or(bytes.len(), |rest| at + rest)
}

fn number(folded: &[u8], at: &mut usize) -> Option<i64> {
    let bytes = folded.get(*at..*at + 8)?;
    *at += 8;
    Some(i64::from_be_bytes(bytes.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::run;

    #[test]
    fn runs_end_at_tokens() {
        for length in 0..40 {
            let mut bytes = vec![b'a'; length];
            bytes.extend("æ\t\u{7f}\u{80}\n".as_bytes());
            assert_eq!(run(&bytes), bytes.len());
            for token in 1..=6 {
                let mut bytes = bytes.clone();
                bytes[length] = token;
                bytes.push(1);
                assert_eq!(run(&bytes), length, "{token}");
            }
        }
    }
}
