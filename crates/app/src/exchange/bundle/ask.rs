//! What the entries of a Bundle ask, read from it. Does nothing.

use std::borrow::Cow;

use helsami_domain::resource_type::ResourceType;
use helsami_fhir::attachment::bytes;
use helsami_fhir::bundle::{Entry as Part, Envelope, Request};
use helsami_fhir::document::is_fhir_id;
use helsami_fhir::json;
use helsami_store::write::{Incoming, Way};
use serde::Deserialize;

use super::patches::{Patch, PatchOf};
use crate::exchange::search::HistoryOf;
use crate::exchange::{Fault, PatchKind};

/// What one entry asks.
#[derive(Clone, Debug)]
pub enum Ask<'t> {
    /// To write.
    Write(Incoming<'t>),
    /// To change a part.
    Patch(Patch<'t>),
    /// To delete what a search finds.
    DeleteBy(ResourceType, String),
    /// To read one resource, or one version of it.
    Read(ResourceType, String, Option<u32>),
    /// To search: the type, the patient in whose record, the query.
    Search(ResourceType, Option<String>, String),
    /// To tell a history: its address, the query.
    History(String, String),
}

/// The entries of a Bundle in their order: what each asks, or why that cannot be understood.
pub type Asks<'t> = Vec<Result<Ask<'t>, Fault>>;

impl Ask<'_> {
    /// In which order entries are done: what is deleted, what is new, what is changed, what is read.
    ///
    /// Source: FHIR R4, HTTP, “transaction processing rules”.
    pub(super) const fn rank(&self) -> u8 {
        match self {
            Self::DeleteBy(..) | Self::Write(Incoming { way: Way::Delete { .. }, .. }) => 0,
            Self::Write(Incoming { way: Way::Create { .. } | Way::There { .. }, .. }) => 1,
            Self::Write(_) | Self::Patch(_) => 2,
            Self::Read(..) | Self::Search(..) | Self::History(..) => 3,
        }
    }
}

/// Reads a Bundle: whether it is all or nothing, and what its entries ask. Addresses may begin with ours.
///
/// # Errors
/// [`Fault::Unclear`] for what is no Bundle, or one of another kind.
pub fn asks<'t>(text: &'t str, base: &str) -> Result<(bool, Asks<'t>), Fault> {
    json::check(text).map_err(helsami_fhir::document::Refusal::from)?;
    let envelope: Envelope<'t> = serde_json::from_str(text).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        Fault::Unclear(format!("the Bundle is not built as FHIR says, near line {line}, column {column}"))
    })?;
    let is_whole = match envelope.kind.as_deref() {
        Some("transaction") => true,
        Some("batch") => false,
        _ => {
            return Err(Fault::Unclear("a Bundle that is sent here must be a transaction or a batch".into()));
        }
    };
    Ok((is_whole, envelope.entry.iter().map(|part| ask(part, base)).collect()))
}

fn ask<'t>(part: &Part<'t>, base: &str) -> Result<Ask<'t>, Fault> {
    let unclear = |text: &str| Fault::Unclear(text.to_owned());
    let request = part.request.as_ref().ok_or_else(|| unclear("the entry has no “request”"))?;
    let url = request.url.strip_prefix(base).unwrap_or(&request.url).trim_start_matches('/');
    let (path, query) = url.split_once('?').map_or((url, None), |(path, query)| (path, Some(query)));
    if request.method == "GET" && HistoryOf::at(path).is_some() {
        return Ok(Ask::History(path.to_owned(), query.unwrap_or_default().to_owned()));
    }
    let mut steps = path.split('/');
    let kind = steps.next().and_then(ResourceType::from_name);
    let kind = kind.ok_or_else(|| unclear("the “url” of the request does not begin with a resource type"))?;
    let rest: Vec<&str> = steps.collect();
    match (request.method.as_ref(), &rest[..], query) {
        ("GET" | "HEAD", [id], None) => Ok(Ask::Read(kind, (*id).to_owned(), None)),
        ("GET" | "HEAD", [id, "_history", version], None) => {
            let version = version.parse().map_err(|_| unclear("a version is a number"))?;
            Ok(Ask::Read(kind, (*id).to_owned(), Some(version)))
        }
        ("GET" | "HEAD", [], query) => Ok(Ask::Search(kind, None, query.unwrap_or_default().to_owned())),
        ("GET" | "HEAD", [id, inner], query) if kind == ResourceType::Patient => {
            let kind = ResourceType::from_name(inner)
                .ok_or_else(|| unclear("the “url” names no type in the record"))?;
            Ok(Ask::Search(kind, Some((*id).to_owned()), query.unwrap_or_default().to_owned()))
        }
        ("DELETE", [], Some(query)) => Ok(Ask::DeleteBy(kind, query.to_owned())),
        ("DELETE", [id], None) => {
            let way = Way::Delete { kind, id: Cow::Owned((*id).to_owned()), expected: expected(request)? };
            Ok(Ask::Write(Incoming { way, ..Incoming::create("") }))
        }
        ("POST" | "PUT", ..) => write(part, (request, kind), (&rest, query)),
        ("PATCH", ..) => patch(part, (request, kind), (&rest, query)).map(Ask::Patch),
        _ => Err(Fault::NotOffered(format!("{} {kind} is not offered in a Bundle", request.method))),
    }
}

fn write<'t>(
    part: &Part<'t>,
    (request, kind): (&Request<'t>, ResourceType),
    (rest, query): (&[&str], Option<&str>),
) -> Result<Ask<'t>, Fault> {
    let no_resource = || Fault::Unclear("the entry has no “resource”".to_owned());
    let json = part.resource.map(serde_json::value::RawValue::get).ok_or_else(no_resource)?;
    let way = match (request.method.as_ref(), rest, query) {
        ("POST", [], None) => {
            let unless = request.if_none_exist.as_deref();
            Way::Create { unless: unless.map(|query| Cow::Owned(bare(query).to_owned())) }
        }
        ("PUT", [id], None) if is_fhir_id(id) => {
            Way::Keep { id: Cow::Owned((*id).to_owned()), expected: expected(request)? }
        }
        ("PUT", [], Some(query)) => Way::Match(Cow::Owned(query.to_owned())),
        _ => {
            let text =
                "POST needs an address of the form Type; PUT one of the form Type/id or Type?parameter=value";
            return Err(Fault::Unclear(text.to_owned()));
        }
    };
    Ok(Ask::Write(Incoming {
        asked: Some(kind),
        full_url: part.full_url.clone(),
        way,
        ..Incoming::create(json)
    }))
}

/// The content of a Binary, as far as a patch is in it.
#[derive(Deserialize)]
struct Binary<'t> {
    #[serde(borrow, rename = "resourceType")]
    kind: Cow<'t, str>,
    #[serde(borrow, rename = "contentType")]
    format: Option<Cow<'t, str>>,
    #[serde(borrow)]
    data: Option<Cow<'t, str>>,
}

/// A JSON Patch is a Binary, a FHIRPath Patch is Parameters.
///
/// Source: FHIR R4, HTTP, “patch”: in a batch or transaction, JSON Patch is carried as a Binary resource.
fn patch<'t>(
    part: &Part<'t>,
    (request, kind): (&Request<'t>, ResourceType),
    (rest, query): (&[&str], Option<&str>),
) -> Result<Patch<'t>, Fault> {
    let unclear = |text: &str| Fault::Unclear(text.to_owned());
    let no_patch =
        || unclear("a PATCH needs a “resource”: Parameters, or a Binary with application/json-patch+json");
    let json = part.resource.map(serde_json::value::RawValue::get).ok_or_else(no_patch)?;
    let binary: Binary<'_> = serde_json::from_str(json).map_err(|_| no_patch())?;
    let is_json = binary.format.as_deref().is_some_and(|format| {
        format
            .split(';')
            .next()
            .unwrap_or_default()
            .trim()
            .eq_ignore_ascii_case("application/json-patch+json")
    });
    let (language, text) = match &*binary.kind {
        "Parameters" => (PatchKind::Path, Cow::Borrowed(json)),
        "Binary" if is_json => {
            let text = binary.data.as_deref().and_then(bytes);
            let text = text.and_then(|text| String::from_utf8(text).ok());
            (
                PatchKind::Json,
                Cow::Owned(text.ok_or_else(|| unclear("the “data” of the Binary is no text in base64"))?),
            )
        }
        _ => return Err(no_patch()),
    };
    let of = match (rest, query) {
        ([id], None) => PatchOf::Id((*id).to_owned(), expected(request)?),
        ([], Some(_)) if request.if_match.is_some() => {
            return Err(unclear("“ifMatch” goes with an id in the address, not with a search"));
        }
        ([], Some(query)) => PatchOf::Search(query.to_owned()),
        _ => return Err(unclear("PATCH needs an address of the form Type/id or Type?parameter=value")),
    };
    Ok(Patch { kind, of, language, text, full_url: part.full_url.clone() })
}

/// A search without the type that may stand before it.
#[must_use]
pub fn bare(query: &str) -> &str {
    query.split_once('?').filter(|(before, _)| !before.contains('=')).map_or(query, |(_, query)| query)
}

fn expected(request: &Request<'_>) -> Result<Option<u32>, Fault> {
    let Some(tag) = request.if_match.as_deref() else { return Ok(None) };
    version_of(tag)
        .map(Some)
        .ok_or_else(|| Fault::Unclear("“ifMatch” must be a version such as W/\"3\"".into()))
}

/// The version in an entity tag: `W/"3"`.
#[must_use]
pub fn version_of(tag: &str) -> Option<u32> {
    tag.trim().trim_start_matches("W/").strip_prefix('"')?.strip_suffix('"')?.parse().ok()
}
