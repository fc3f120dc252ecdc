//! Turns references of a folded document that were kept as text into links, when their target has come. Nothing else
//! of the document changes by a byte.

use helsami_domain::ids::{PatientKey, RecordId};
use helsami_fhir::document::{Document, Reference};

use super::unfold::run;
use super::{ID, ID_AND_META, META, OTHER, PATIENT, SAME, reference};

/// A reference that may become a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Late<'t> {
    /// Which of the document's references, from 0; see [`places`].
    pub(crate) place: u32,
    /// The text it must have to be the one that is meant; `None` for any text.
    pub(crate) text: Option<&'t str>,
    /// What it points to.
    pub(crate) record: RecordId,
}

/// The references of a document with their places. Addresses (`url`) have none: they are no references of FHIR.
fn places<'d>(document: &'d Document<'_>) -> impl Iterator<Item = (u32, &'d Reference)> {
    (0..).zip(document.references().iter().filter(|reference| reference.is_reference))
}

/// The document with its late references as links, and the places that became links. `None` when the bytes are not
/// what `fold` makes.
pub(crate) fn link(folded: &[u8], compartment: PatientKey, late: &[Late<'_>]) -> Option<(Vec<u8>, Vec<u32>)> {
    let shadow = shadow(folded)?;
    let document = Document::accept(&shadow).ok()?;
    let (mut linked, mut done, mut at) = (Vec::with_capacity(folded.len()), Vec::new(), 0);
    for (place, found) in places(&document) {
        let (start, end) = (found.span.start, found.span.end);
        let text = &folded[start..end];
        let is_text = run(text) == text.len();
        let meant = late.iter().find(|one| {
            one.place == place && is_text && one.text.is_none_or(|wanted| wanted.as_bytes() == text)
        });
        let Some(meant) = meant else { continue };
        linked.extend_from_slice(&folded[at..start]);
        linked.extend_from_slice(&reference(compartment, meant.record));
        at = end;
        done.push(place);
    }
    linked.extend_from_slice(&folded[at..]);
    Some((linked, done))
}

/// The folded document as JSON of the same length: each token gives way to letters or to white space, so that every
/// other byte keeps its place.
pub(crate) fn shadow(folded: &[u8]) -> Option<String> {
    let mut text = folded.to_vec();
    let mut at = 0;
    loop {
        at += run(&text[at..]);
        let Some(&token) = text.get(at) else { break };
        let length = match token {
            SAME => 9,
            OTHER => 17,
            PATIENT => 1,
            ID | META | ID_AND_META => {
                blank_member(&mut text, at);
                continue;
            }
            _ => return None,
        };
        text.get_mut(at..at + length)?.fill(b'x');
        at += length;
    }
    String::from_utf8(text).ok()
}

/// Blanks the token of a member and the comma that parts it from its neighbour.
fn blank_member(text: &mut [u8], at: usize) {
    text[at] = b' ';
    let is_solid = |byte: &u8| !byte.is_ascii_whitespace();
    let after = text[at..].iter().position(is_solid).map(|skip| at + skip);
    let before = text[..at].iter().rposition(is_solid);
    for near in [after, before].into_iter().flatten() {
        if text[near] == b',' {
            text[near] = b' ';
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Late, link, places};
    use crate::body::{Target, fold};
    use helsami_domain::ids::{LocalId, PatientKey, RecordId};
    use helsami_domain::resource_type::ResourceType as T;
    use helsami_fhir::document::Document;

    fn record(kind: T, local: i64) -> RecordId {
        let patient = PatientKey::new(9).expect("not negative");
        RecordId { patient, kind, local: LocalId::new(local).expect("not negative") }
    }

    /// Links the references in two steps, the `early` ones at once: the same bytes as in one step.
    fn check(text: &str, early: &[usize]) {
        let document = Document::accept(text).expect(text);
        // The bytes of this id are those of quotes, brackets and commas.
        let target =
            |number: usize| record(T::Encounter, 0x2C22_7B5D_7D2C_2200 + i64::try_from(number).expect("few"));
        let all: Vec<_> = document.references().iter().enumerate().collect();
        let targets = |wanted: &dyn Fn(&usize) -> bool| -> Vec<Target> {
            let chosen = all.iter().filter(|(number, _)| wanted(number));
            chosen.map(|(number, found)| Target { span: found.span, record: target(*number) }).collect()
        };
        let patient = record(T::Patient, 0).patient;
        let begun = fold(&document, patient, &targets(&|number| early.contains(number)));
        let whole = fold(&document, patient, &targets(&|_| true));
        let late: Vec<Late<'_>> = places(&document)
            .map(|(place, found)| Late {
                place,
                text: Some(found.span.of(text)),
                record: target(usize::try_from(place).expect("few")),
            })
            .collect();
        let (linked, done) = link(&begun, patient, &late).expect("what fold makes");
        assert_eq!(linked, whole, "{text}");
        assert_eq!(done.len() + early.len(), all.len(), "{text}");
        let other: Vec<Late<'_>> =
            late.into_iter().map(|one| Late { text: Some("Encounter/other"), ..one }).collect();
        assert_eq!(link(&begun, patient, &other), Some((begun.clone(), Vec::new())), "another text stays");
    }

    #[test]
    fn late_links_are_as_early_ones() {
        for early in [&[][..], &[0], &[1], &[0, 2], &[0, 1, 2]] {
            for head in
                [r#""id":"x","#, "", r#""id":"x" , "meta":{"versionId":"1"},"#, r#""meta":{"tag":[]},"#]
            {
                check(
                    &format!(
                        r#"{{{head}"resourceType":"Observation","encounter":{{"reference":"Encounter/1"}},
                        "performer":[{{"reference":"Practitioner/æ"}},{{"reference":"Encounter/1"}}]}}"#
                    ),
                    early,
                );
            }
            check(
                r#"{"focus":[{"reference":"A/1"},{"reference":"B/2"},{"reference":"C/3"}],"resourceType":"Observation","id":"x"}"#,
                early,
            );
        }
    }

    #[test]
    fn damaged_bytes_are_told() {
        let patient = record(T::Patient, 0).patient;
        assert_eq!(link(b"{\x01\x00", patient, &[]), None);
        assert_eq!(link(b"{\x07}", patient, &[]), None);
    }
}
