//! The Questionnaire that answers are to, and the value sets that it names: what of them is here, and the system may see.

use helsami_domain::access::Act;
use helsami_domain::resource_type::ResourceType;
use helsami_fhir::search::query::Handling;
use jiff::Timestamp;

use super::search::Wanted;
use super::{Caller, Exchange, Fault};

impl Exchange {
    /// The newest document of a type with this canonical address; nothing where there is none that the system may search.
    ///
    /// # Errors
    /// [`Fault::TooCostly`]; otherwise what the store says.
    pub async fn canonical(
        &self,
        caller: &Caller,
        (kind, canonical): (ResourceType, &str),
        now: Timestamp,
    ) -> Result<Option<Box<str>>, Fault> {
        if !caller.scopes.allow(kind, Act::Search) || canonical.starts_with('#') {
            return Ok(None);
        }
        let (url, version) = match canonical.split_once('|') {
            Some((url, version)) => (url, Some(version)),
            None => (canonical, None),
        };
        let mut pairs = vec![("url".to_owned(), escaped(url))];
        pairs.extend(version.map(|version| ("version".to_owned(), escaped(version))));
        pairs.extend(
            [("_sort", "-_lastUpdated"), ("_count", "1")]
                .map(|(name, value)| (name.to_owned(), value.to_owned())),
        );
        let wanted = Wanted { kind, within: None, pairs: &pairs, handling: Handling::Strict };
        match self.search(caller, wanted, now).await {
            Ok(found) => Ok(found.matches.into_iter().next().map(|entry| entry.body.into())),
            // An address that no search can ask for is nobody's.
            Err(Fault::Search(_)) => Ok(None),
            Err(fault) => Err(fault),
        }
    }
}

/// A value as a search takes it whole.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        if matches!(letter, ',' | '|' | '$' | '\\') {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    escaped
}
