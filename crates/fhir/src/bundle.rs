//! A Bundle as an envelope: what it is and where its entries lie. The entries themselves stay text.

pub mod made;

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::value::RawValue;

/// A Bundle whose text is in memory. Entries borrow from it.
#[derive(Debug, Deserialize)]
pub struct Envelope<'t> {
    /// `transaction`, `batch`, `collection`, `document` …
    #[serde(borrow, rename = "type")]
    pub kind: Option<Cow<'t, str>>,
    /// Its entries.
    #[serde(borrow, default)]
    pub entry: Vec<Entry<'t>>,
}

/// One entry.
#[derive(Debug, Deserialize)]
pub struct Entry<'t> {
    /// The address by which other entries refer to this one.
    #[serde(borrow, rename = "fullUrl")]
    pub full_url: Option<Cow<'t, str>>,
    /// The resource, as it was written.
    #[serde(borrow)]
    pub resource: Option<&'t RawValue>,
    /// What shall be done with it.
    #[serde(borrow)]
    pub request: Option<Request<'t>>,
}

/// What a transaction or batch wants done.
#[derive(Debug, Deserialize)]
pub struct Request<'t> {
    /// The HTTP method.
    #[serde(borrow)]
    pub method: Cow<'t, str>,
    /// The address, relative to the server.
    #[serde(borrow)]
    pub url: Cow<'t, str>,
    /// Create only if a search with these parameters finds nothing.
    #[serde(borrow, rename = "ifNoneExist")]
    pub if_none_exist: Option<Cow<'t, str>>,
    /// Change only this version.
    #[serde(borrow, rename = "ifMatch")]
    pub if_match: Option<Cow<'t, str>>,
}
