//! References as searches compare them.

use helsami_domain::resource_type::ResourceType;

use super::walk;

/// What a reference points to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// Something here, of a type if one was said.
    Here(Option<ResourceType>, String),
    /// Something elsewhere, by its whole address.
    Elsewhere(String),
}

impl Target {
    /// Reads what a query names: an id, `Type/id`, or an address. One that begins with `base` is here.
    #[must_use]
    pub fn parse(text: &str, base: &str) -> Option<Self> {
        let text = text.strip_prefix(base).map_or(text, |rest| rest.trim_start_matches('/'));
        if let Some((kind, id)) = relative(text) {
            return Some(Self::Here(Some(kind), id.to_owned()));
        }
        if text.contains([':', '/', '#']) {
            return Some(Self::Elsewhere(text.to_owned()));
        }
        is_id(text).then(|| Self::Here(None, text.to_owned()))
    }

    /// Whether a reference as it stands in a document points there.
    #[must_use]
    pub fn is(&self, reference: &str) -> bool {
        match self {
            Self::Here(kind, id) => is_here(reference, (*kind, id)),
            Self::Elsewhere(address) => is_address(reference, address),
        }
    }
}

/// As [`relative`] reads it; most that are compared are told apart by their ids.
fn is_here(reference: &str, (wanted, id): (Option<ResourceType>, &str)) -> bool {
    let Some((kind, rest)) = reference.split_once('/') else { return false };
    let is_id = rest.strip_prefix(id).is_some_and(|rest| rest.is_empty() || rest.starts_with("/_history/"));
    is_id && wanted.map_or_else(|| ResourceType::from_name(kind).is_some(), |wanted| wanted.name() == kind)
}

/// Whether two canonical addresses are the same; one without a version is every version.
fn is_address(found: &str, wanted: &str) -> bool {
    found == wanted
        || (!wanted.contains('|') && found.split_once('|').is_some_and(|(found, _)| found == wanted))
}

/// Whether it could be an id.
fn is_id(text: &str) -> bool {
    let letter = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_');
    !text.is_empty() && text.len() <= 128 && text.bytes().all(letter)
}

/// The type and id of a reference within the server, whatever its version.
#[must_use]
pub fn relative(reference: &str) -> Option<(ResourceType, &str)> {
    let (kind, rest) = reference.split_once('/')?;
    let id = match rest.split_once('/') {
        None => rest,
        Some((id, version)) if version.starts_with("_history/") => id,
        Some(_) => return None,
    };
    Some((ResourceType::from_name(kind)?, id)).filter(|(_, id)| is_id(id))
}

/// The text of a `Reference`, or of an address where one stands instead.
pub(crate) fn text_of(value: &str) -> Option<std::borrow::Cow<'_, str>> {
    let text = if value.starts_with('{') { walk::member(value, "reference")? } else { value };
    walk::text(text)
}

/// Whether a reference points to this type, by its text, or by the type that stands beside it.
pub(crate) fn is_to(value: &str, kind: ResourceType) -> bool {
    let (mut named, mut reference) = (None, (!value.starts_with('{')).then_some(value));
    for (key, value) in walk::members(value) {
        match key {
            "type" => named = Some(value),
            "reference" => reference = Some(value),
            _ => {}
        }
    }
    match named.filter(|named| named.starts_with('"')) {
        Some(named) => walk::says(named, kind.name()),
        None => reference.and_then(walk::text).is_some_and(|text| names(&text, kind)),
    }
}

/// Whether an address names a type before its last part.
fn names(address: &str, kind: ResourceType) -> bool {
    let is_first = address.strip_prefix(kind.name()).is_some_and(|rest| rest.starts_with('/'));
    is_first || address.rsplit('/').skip(1).any(|part| part == kind.name())
}

#[cfg(test)]
mod tests {
    use super::{Target, is_to};
    use helsami_domain::resource_type::ResourceType as T;

    #[test]
    fn references_are_compared() {
        let is =
            |wanted: &str, found: &str| Target::parse(wanted, "https://here/fhir").expect(wanted).is(found);
        assert!(is("1", "Patient/1"));
        assert!(is("Patient/1", "Patient/1/_history/2"));
        assert!(is("https://here/fhir/Patient/1", "Patient/1"));
        assert!(!is("https://there/fhir/Patient/1", "Patient/1"));
        assert!(is("https://there/fhir/Patient/1", "https://there/fhir/Patient/1"));
        assert!(!is("Group/1", "Patient/1"));
        for (wanted, found) in
            [("1", "Patient/12"), ("1", "Pasient/1"), ("1", "1"), ("Patient/1", "Patient/1/x")]
        {
            assert!(!is(wanted, found), "{wanted} {found}");
        }
        assert!(is("http://x/q", "http://x/q|2"));
        assert!(!is("http://x/q|1", "http://x/q|2"));
        for no in ["", "a b", "ø"] {
            assert_eq!(Target::parse(no, "https://here"), None, "{no}");
        }
        assert!(is_to(r#"{"reference":"https://there/Patient/1"}"#, T::Patient));
        assert!(is_to(r#"{"reference":"urn:uuid:1","type":"Patient"}"#, T::Patient));
        assert!(!is_to(r#"{"reference":"Group/Patient"}"#, T::Patient));
    }
}
