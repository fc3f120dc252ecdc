//! What the entries of a bundle ask for, and what is said of bundles and entries that cannot be taken.

use std::borrow::Cow;

use helsami_domain::resource_type::ResourceType;
use helsami_fhir::bundle::{Entry, Request};
use helsami_fhir::document::{self, Document};
use helsami_fhir::json;
use helsami_store::write::{Incoming, Way};

/// The entries of a transaction as their requests say, or which is wrong and why.
pub(super) fn requested<'t>(entries: &[Entry<'t>]) -> Result<Vec<Incoming<'t>>, (usize, String)> {
    let numbered = entries.iter().enumerate();
    numbered.map(|(at, entry)| incoming(entry).map_err(|reason| (at, reason))).collect()
}

/// An entry as its request says.
pub(super) fn incoming<'t>(entry: &Entry<'t>) -> Result<Incoming<'t>, String> {
    let Some(request) = &entry.request else {
        return Err("the entry has no “request”, so nobody knows what to do with it".to_owned());
    };
    let json = entry.resource.map(serde_json::value::RawValue::get);
    let way = way(request)?;
    let json = match (&way, json) {
        (Way::Delete { .. }, _) => "",
        (_, Some(json)) => json,
        (_, None) => return Err("the entry has no “resource”".to_owned()),
    };
    let asked = request.url.split(['/', '?']).next().and_then(ResourceType::from_name);
    Ok(Incoming { asked, full_url: entry.full_url.clone(), way, ..Incoming::create(json) })
}

fn way<'t>(request: &Request<'t>) -> Result<Way<'t>, String> {
    let target = || -> Option<(ResourceType, Cow<'t, str>)> {
        let (name, id) = request.url.split_once('/')?;
        let kind = ResourceType::from_name(name)?;
        document::is_fhir_id(id).then(|| (kind, Cow::Owned(id.to_owned())))
    };
    let expected = match request.if_match.as_deref() {
        None => None,
        Some(tag) => {
            let number = tag.trim_start_matches("W/").trim_matches('"').parse();
            Some(number.map_err(|_| "“ifMatch” must be a version such as W/\"3\"".to_owned())?)
        }
    };
    match request.method.as_ref() {
        "POST" => Ok(Way::Create { unless: request.if_none_exist.clone() }),
        "PUT" => match (target(), request.url.split_once('?')) {
            (Some((_, id)), _) => Ok(Way::Keep { id, expected }),
            (None, Some((_, query))) => Ok(Way::Match(Cow::Owned(query.to_owned()))),
            _ => Err("PUT needs an address of the form Type/id or Type?identifier=system|value".to_owned()),
        },
        "DELETE" => {
            let (kind, id) = target().ok_or("DELETE needs an address of the form Type/id")?;
            Ok(Way::Delete { kind, id, expected })
        }
        "GET" | "HEAD" => Err("this entry asks a question (GET); an import only takes content in".to_owned()),
        "PATCH" => Err("PATCH is not taken from files; send the whole resource".to_owned()),
        _ => Err("the request has a method that FHIR does not know".to_owned()),
    }
}

/// What an entry of a collection, a searchset or a document holds. Nothing for a message about the search.
pub(super) fn held<'t>(entry: &Entry<'t>) -> Result<Option<Incoming<'t>>, String> {
    let Some(json) = entry.resource.map(serde_json::value::RawValue::get) else {
        return Err("the entry has no “resource”".to_owned());
    };
    let document = Document::accept(json).map_err(|reason| reason.to_string())?;
    if document.kind() == ResourceType::OperationOutcome {
        return Ok(None);
    }
    let mut incoming = match document.id().or_else(|| entry.full_url.as_deref().and_then(uuid)) {
        Some(id) => Incoming::keep(json, id.to_owned()),
        None => Incoming::create(json),
    };
    incoming.full_url.clone_from(&entry.full_url);
    incoming.read = Some(document);
    Ok(Some(incoming))
}

/// The UUID of a `urn:uuid:` address: as good an id as one of the resource's own, and the only one by which entries of
/// a bundle that is taken apart can find each other. Anything shorter may mean something else in another file.
fn uuid(url: &str) -> Option<&str> {
    let uuid = url.strip_prefix("urn:uuid:")?;
    let mut lengths = uuid.split('-').map(str::len);
    let is_uuid = lengths.by_ref().eq([8, 4, 4, 4, 12])
        && uuid.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit());
    is_uuid.then_some(uuid)
}

/// Whose ids the entries have: the server in their addresses.
pub(super) fn scope<'e, 't: 'e>(mut entries: impl Iterator<Item = &'e Entry<'t>>) -> Cow<'static, str> {
    let base = entries.by_ref().filter_map(|entry| entry.full_url.as_deref()).find_map(|url| {
        let (rest, _) = url.rsplit_once('/')?;
        let (base, name) = rest.rsplit_once('/')?;
        (base.starts_with("http") && ResourceType::from_name(name).is_some()).then(|| base.to_owned())
    });
    base.map_or(Cow::Borrowed(""), Cow::Owned)
}

/// What is said of JSON that should be a Bundle and cannot be read as one.
pub(super) fn no_bundle(json: &str, error: &serde_json::Error) -> String {
    if let Err(fault) = json::check(json) {
        return fault.to_string();
    }
    format!(
        "the Bundle is not built as FHIR says, near line {}, column {}: “type” is a word, “entry” a list of objects \
         with “resource” and “request”",
        error.line(),
        error.column()
    )
}

/// What is said of a Bundle whose type is not one that brings content.
pub(super) fn not_content(kind: Option<&str>) -> String {
    match kind {
        Some("history") => {
            "this is a history: old versions without the order they belong to here. Send the resources \
                            as they are now"
                .to_owned()
        }
        Some("message") => {
            "this is a message; messages come through their own channel, not as files".to_owned()
        }
        Some(kind @ ("batch-response" | "transaction-response")) => {
            format!("this is a {kind}: the answer of a server, not content")
        }
        Some(_) => "the Bundle has a type that FHIR R4 does not know".to_owned(),
        None => "the Bundle has no “type”".to_owned(),
    }
}
