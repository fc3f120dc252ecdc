//! The Questionnaire that answers are to, and the value sets that it names: what of them is here, and the system may see.

use helsami_domain::access::Act;
use helsami_domain::resource_type::ResourceType;
use helsami_fhir::search::query::Handling;
use jiff::Timestamp;

use super::search::{Cost, Wanted};
use super::{Caller, Exchange, Fault};

impl Exchange {
    /// The newest document of a type with this canonical address; nothing where there is none that the system may search.
    ///
    /// # Errors
    /// [`Fault::TooCostly`]; otherwise what the store says.
    pub async fn canonical(
        &self,
        caller: &Caller,
        wanted: (ResourceType, &str),
        now: Timestamp,
    ) -> Result<Option<Box<str>>, Fault> {
        self.canonical_within(caller, wanted, (now, &mut Cost::new(self, caller))).await
    }

    /// The newest document with each of these addresses, where there is one. All together may cost what one search may: whether all
    /// could be looked for stands beside them.
    ///
    /// # Errors
    /// What the store says.
    pub async fn canonicals(
        &self,
        caller: &Caller,
        (kind, canonicals): (ResourceType, &[&str]),
        now: Timestamp,
    ) -> Result<(Vec<Box<str>>, bool), Fault> {
        let (mut found, mut cost) = (Vec::new(), Cost::new(self, caller));
        for canonical in canonicals {
            match self.canonical_within(caller, (kind, canonical), (now, &mut cost)).await {
                Ok(one) => found.extend(one),
                Err(Fault::TooCostly(_)) => return Ok((found, false)),
                Err(fault) => return Err(fault),
            }
        }
        Ok((found, true))
    }

    async fn canonical_within(
        &self,
        caller: &Caller,
        (kind, canonical): (ResourceType, &str),
        spent: (Timestamp, &mut Cost),
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
        match self.search_within(caller, wanted, spent).await {
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
