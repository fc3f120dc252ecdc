//! Marks of secrecy and the time of release, as a document carries them in `meta` and in `securityLabel`.

use std::borrow::Cow;

use helsami_domain::access::lens::Release;
use helsami_domain::access::marks::{Mark, Marks};
use helsami_domain::when::When;
use serde::Deserialize;

use super::{Coding, concepts};
use crate::document::Document;

/// From when the citizen sees the document: `valueDateTime`, or `valueCode` `by-hand`. In `meta.extension`. Ours: R4 has
/// no element for it.
pub const RELEASE: &str = "http://helsami.no/fhir/StructureDefinition/release";
/// Delayed access: shown at the time of [`RELEASE`], and by hand only where there is none.
///
/// Source: Volven 9603 (norway.md 4.8).
pub const DELAYED: &str = "NORU";

#[derive(Deserialize)]
struct Meta<'a> {
    #[serde(borrow, default)]
    security: Vec<Coding<'a>>,
    #[serde(borrow, default)]
    extension: Vec<Extension<'a>>,
}

#[derive(Deserialize)]
struct Extension<'a> {
    #[serde(borrow)]
    url: Option<Cow<'a, str>>,
    #[serde(borrow, rename = "valueDateTime")]
    time: Option<Cow<'a, str>>,
}

/// What a document is marked with, and from when the citizen sees it. A label or a time that cannot be read closes more,
/// never less.
#[must_use]
pub fn marks(document: &Document<'_>) -> (Marks, Release) {
    let meta = document.member("meta").filter(|text| text.contains("security") || text.contains(RELEASE));
    let meta: Option<Meta<'_>> = meta.map(|text| {
        // A `meta` of another shape is not taken in by the door; if one is, nothing of it can be trusted.
        serde_json::from_str(text).unwrap_or(Meta { security: Vec::new(), extension: Vec::new() })
    });
    let labels = concepts(document, "securityLabel").into_iter().flat_map(|concept| concept.coding);
    let (security, extension) = meta.map_or_else(Default::default, |meta| (meta.security, meta.extension));
    let codes: Vec<Cow<'_, str>> = security.into_iter().chain(labels).filter_map(|one| one.code).collect();
    let marks = codes.iter().filter_map(|code| Mark::from_code(code)).collect();
    let release = extension.iter().find(|one| one.url.as_deref() == Some(RELEASE));
    let time = release.and_then(|one| one.time.as_deref()).and_then(When::parse).map(When::start);
    let is_delayed = release.is_some() || codes.iter().any(|code| code == DELAYED);
    let release = match time {
        Some(time) => Release::At(time),
        None if is_delayed => Release::ByHand,
        None => Release::AtOnce,
    };
    (marks, release)
}

#[cfg(test)]
mod tests {
    use super::marks;
    use crate::document::Document;
    use helsami_domain::access::lens::Release;
    use helsami_domain::access::marks::{Mark, Marks};

    fn check(meta: &str, expect: &[Mark], release: Release) {
        let text = format!(r#"{{"resourceType":"DocumentReference"{meta}}}"#);
        let document = Document::accept(&text).expect("a document");
        assert_eq!(marks(&document), (expect.iter().copied().collect::<Marks>(), release), "{meta}");
    }

    #[test]
    fn labels_of_the_document_and_of_the_reference() {
        check("", &[], Release::AtOnce);
        check(r#","meta":{"versionId":"1"}"#, &[], Release::AtOnce);
        check(
            r#","meta":{"security":[{"code":"N"},{"system":"urn:oid:2.16.578.1.12.4.1.1.9603","code":"NORN_FORANS"}]}"#,
            &[Mark::HiddenFromParents],
            Release::AtOnce,
        );
        check(
            r#","securityLabel":[{"coding":[{"code":"NOPAT"},{"code":"PSY"}]}],"meta":{"security":[{"code":"NORS"}]}"#,
            &[Mark::NotForPatient, Mark::MentalHealth, Mark::Blocked],
            Release::AtOnce,
        );
    }

    #[test]
    fn a_delay_without_a_time_is_shown_by_hand_only() {
        let noru = r#","meta":{"security":[{"code":"NORU"}]}"#;
        check(noru, &[], Release::ByHand);
        let url = super::RELEASE;
        let with = |value: &str| format!(r#","meta":{{"extension":[{{"url":"{url}",{value}}}]}}"#);
        let at = "2026-11-26T11:00:00Z".parse().expect("a time");
        check(&with(r#""valueDateTime":"2026-11-26T12:00:00+01:00""#), &[], Release::At(at));
        check(&with(r#""valueCode":"by-hand""#), &[], Release::ByHand);
        check(
            &with(r#""valueDateTime":"2026-11""#),
            &[],
            Release::At("2026-10-31T23:00:00Z".parse().expect("a time")),
        );
    }
}
