//! What the text of a reference says.

use helsami_domain::resource_type::ResourceType;

/// A reference, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Address<'t> {
    /// A contained resource of the same document.
    Inside,
    /// `urn:uuid:…`: the part after the last colon.
    Urn(&'t str),
    /// `Type/id`, or with a server before it.
    Named {
        /// The server's address, empty for a relative reference.
        base: &'t str,
        /// The type.
        kind: ResourceType,
        /// The id.
        id: &'t str,
        /// Whether it asks for one version; such a reference is not turned into a link, because versions are
        /// numbered anew here.
        of_version: bool,
    },
    /// `Type?identifier=…`
    Search {
        /// The type.
        kind: ResourceType,
        /// What is behind the question mark.
        query: &'t str,
    },
    /// Anything else: web addresses, other URNs.
    Elsewhere,
}

impl<'t> Address<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        if text.starts_with('#') {
            return Self::Inside;
        }
        if let Some(uuid) = text.strip_prefix("urn:uuid:") {
            return Self::Urn(uuid);
        }
        if let Some((name, query)) = text.split_once('?') {
            return ResourceType::from_name(name)
                .map_or(Self::Elsewhere, |kind| Self::Search { kind, query });
        }
        let (text, of_version) =
            text.split_once("/_history/").map_or((text, false), |(text, _)| (text, true));
        let Some((rest, id)) = text.rsplit_once('/') else { return Self::Elsewhere };
        let (base, name) = rest.rsplit_once('/').unwrap_or(("", rest));
        match ResourceType::from_name(name) {
            Some(kind) if !id.is_empty() && (base.is_empty() || base.starts_with("http")) => {
                Self::Named { base, kind, id, of_version }
            }
            _ => Self::Elsewhere,
        }
    }
}

/// The system and value of a search `identifier=system|value`, the only one the door knows.
pub(super) fn identifier_of(query: &str) -> Option<(String, String)> {
    let token = query.strip_prefix("identifier=").filter(|rest| !rest.contains('&'))?;
    let token = percent_decoded(token)?;
    let (system, value) = token.split_once('|')?;
    (!system.is_empty() && !value.is_empty()).then(|| (system.to_owned(), value.to_owned()))
}

fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let high = char::from(rest.next()?).to_digit(16)?;
            let low = char::from(rest.next()?).to_digit(16)?;
            bytes.push(u8::try_from(high * 16 + low).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::{Address, identifier_of};
    use helsami_domain::resource_type::ResourceType;

    fn named<'t>(base: &'t str, id: &'t str, of_version: bool) -> Address<'t> {
        Address::Named { base, kind: ResourceType::Patient, id, of_version }
    }

    #[test]
    fn addresses() {
        let check = |text, expected| assert_eq!(Address::of(text), expected, "{text}");
        check("#a", Address::Inside);
        check("urn:uuid:abc", Address::Urn("abc"));
        check("Patient/1", named("", "1", false));
        check("Patient/1/_history/2", named("", "1", true));
        check("http://a.example/fhir/Patient/1", named("http://a.example/fhir", "1", false));
        check(
            "Organization?identifier=a|b",
            Address::Search { kind: ResourceType::Organization, query: "identifier=a|b" },
        );
        for text in
            ["", "Patient", "Pasient/1", "http://a.example/a.pdf", "urn:oid:1.2", "a/Patient/1", "Patient/"]
        {
            check(text, Address::Elsewhere);
        }
    }

    #[test]
    fn searches_by_identifier() {
        let check = |query, expected: Option<(&str, &str)>| {
            let found = identifier_of(query);
            assert_eq!(found.as_ref().map(|(s, v)| (s.as_str(), v.as_str())), expected, "{query}");
        };
        check("identifier=urn:oid:1|2", Some(("urn:oid:1", "2")));
        check("identifier=http%3A%2F%2Fa%7C2", Some(("http://a", "2")));
        check("identifier=2", None);
        check("identifier=a|b&name=c", None);
        check("name=a", None);
        check("identifier=%zz", None);
    }
}
