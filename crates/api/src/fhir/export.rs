//! `$export` as the Bulk Data Access guide has it: begun by one request, asked about by others, fetched file by file.
//!
//! Source: HL7 FHIR Bulk Data Access IG 2.0.0 (STU2).

use axum::body::Body;
use axum::extract::Path;
use axum::response::Response;
use futures_util::stream;
use helsami_app::exchange::{ExportFile, Fault, Manifest, Progress, VaultReader, Whose, Wish, Work};
use helsami_domain::resource_type::ResourceType;
use helsami_fhir::bulk::{File, manifest};
use helsami_fhir::search::pairs::pairs;
use http::header::{self, HeaderName, HeaderValue};
use http::{HeaderMap, StatusCode};
use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimePrinter;

use super::answer::{empty, plain_json, put};
use super::call::Call;
use super::outcome;

const PROGRESS: HeaderName = HeaderName::from_static("x-progress");
/// Seconds after which it makes sense to ask again.
const AGAIN_S: HeaderValue = HeaderValue::from_static("2");
const LINES: HeaderValue = HeaderValue::from_static("application/fhir+ndjson");

/// `GET /$export`
pub(crate) async fn of_all(call: Call) -> Response {
    begin(&call, Whose::All, "$export").await
}

/// `GET /Patient/$export`
pub(crate) async fn of_patients(call: Call, Path(kind): Path<String>) -> Response {
    if kind != ResourceType::Patient.name() {
        return outcome::bad_request(&call.form, "$export is offered for all, for Patient and for one Group");
    }
    begin(&call, Whose::Patients, "Patient/$export").await
}

/// `GET /Group/id/$export`
pub(crate) async fn of_group(call: Call, Path((kind, id)): Path<(String, String)>) -> Response {
    if kind != ResourceType::Group.name() {
        return outcome::bad_request(&call.form, "$export is offered for all, for Patient and for one Group");
    }
    let path = format!("Group/{id}/$export");
    begin(&call, Whose::Group(id), &path).await
}

async fn begin(call: &Call, whose: Whose, path: &str) -> Response {
    let exchange = &call.fhir.exchange;
    let query = if call.query.is_empty() { String::new() } else { format!("?{}", call.query) };
    let request = format!("{}/{path}{query}", exchange.base());
    let wish = match wish(call, whose, request) {
        Ok(wish) => wish,
        Err(text) => return outcome::bad_request(&call.form, &text),
    };
    match exchange.export(&call.caller, wish, (call.now, call.fhir.clock)).await {
        Ok((job, work)) => {
            work_on(work);
            let mut answer = empty(StatusCode::ACCEPTED);
            let place = format!("{}/$export/{job}", exchange.base());
            put(answer.headers_mut(), header::CONTENT_LOCATION, &place);
            answer
        }
        Err(fault) => outcome::not_done(&call.form, &fault),
    }
}

/// Lets the work on a job run beside the requests.
pub fn work_on(work: Work) {
    tokio::spawn(async move {
        if let Err(error) = work.await {
            tracing::error!(%error, "An export was given up");
        }
    });
}

fn wish(call: &Call, whose: Whose, request: String) -> Result<Wish, String> {
    if !prefers(&call.headers, "respond-async") {
        return Err("an export takes its time: send Prefer: respond-async".to_owned());
    }
    let is_lenient = prefers(&call.headers, "handling=lenient");
    let mut wish = Wish { whose, kinds: Vec::new(), since: None, request };
    for (name, value) in pairs(&call.query).ok_or("the query is not written as addresses are")? {
        match name.as_str() {
            "_type" => {
                for kind in value.split(',') {
                    let kind = ResourceType::from_name(kind).ok_or("_type must name types of FHIR R4")?;
                    wish.kinds.push(kind);
                }
            }
            "_since" => {
                wish.since = Some(value.parse().map_err(|_| "_since must be a moment with its zone")?);
            }
            "_outputFormat" => {
                let value = value.replace(' ', "+");
                if !matches!(&*value, "application/fhir+ndjson" | "application/ndjson" | "ndjson") {
                    return Err("_outputFormat can be application/fhir+ndjson only".to_owned());
                }
            }
            "_format" | "_pretty" => {}
            _ if is_lenient => {}
            _ => return Err("of $export only _type, _since and _outputFormat are offered".to_owned()),
        }
    }
    Ok(wish)
}

fn prefers(headers: &HeaderMap, wanted: &str) -> bool {
    let said = headers.get_all("prefer").iter().filter_map(|value| value.to_str().ok());
    said.flat_map(|value| value.split([',', ';'])).any(|one| one.trim().eq_ignore_ascii_case(wanted))
}

/// `GET /$export/job`
pub(crate) async fn progress(call: Call, Path(job): Path<String>) -> Response {
    match call.fhir.exchange.export_progress(&call.caller, &job, call.now) {
        Ok(Progress::Under(told)) => {
            let mut answer = empty(StatusCode::ACCEPTED);
            put(answer.headers_mut(), PROGRESS, &told);
            answer.headers_mut().insert(header::RETRY_AFTER, AGAIN_S);
            answer
        }
        Ok(Progress::Done(done)) => made(&call, (&job, &done)),
        Ok(Progress::Failed) => outcome::given_up(&call.form),
        Err(fault) => outcome::not_done(&call.form, &fault),
    }
}

fn made(call: &Call, (job, done): (&str, &Manifest)) -> Response {
    let base = call.fhir.exchange.base();
    let urls: Vec<String> =
        (0..done.files.len()).map(|number| format!("{base}/$export/{job}/{number}")).collect();
    let files: Vec<File<'_>> = done
        .files
        .iter()
        .zip(&urls)
        .map(|(file, url)| {
            let ExportFile { kind, count, is_error, is_deleted } = file;
            File { kind, count: *count, is_error: *is_error, is_deleted: *is_deleted, url }
        })
        .collect();
    let mut answer = plain_json(&manifest((done.at, &done.request), &files));
    let headers = answer.headers_mut();
    put(headers, header::EXPIRES, &http_time(done.expires));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    answer
}

fn http_time(time: Timestamp) -> String {
    DateTimePrinter::new().timestamp_to_rfc9110_string(&time).unwrap_or_default()
}

/// `DELETE /$export/job`
pub(crate) async fn cancel(call: Call, Path(job): Path<String>) -> Response {
    match call.fhir.exchange.export_cancel(&call.caller, &job, call.now) {
        Ok(()) => empty(StatusCode::ACCEPTED),
        Err(fault) => outcome::not_done(&call.form, &fault),
    }
}

/// `GET /$export/job/number`
pub(crate) async fn file(call: Call, Path((job, number)): Path<(String, String)>) -> Response {
    let found = match number.parse::<u32>() {
        Ok(number) => call.fhir.exchange.export_file(&call.caller, (&job, number), call.now),
        Err(_) => Err(Fault::NoExport),
    };
    match found {
        Ok(reader) => {
            let mut answer = empty(StatusCode::OK);
            *answer.body_mut() = Body::from_stream(stream::try_unfold(Some(reader), piece));
            answer.headers_mut().insert(header::CONTENT_TYPE, LINES);
            answer
        }
        Err(fault) => outcome::not_done(&call.form, &fault),
    }
}

/// The next piece of a file, read where it keeps nobody waiting. A file that does not open ends the answer before its end, so
/// that nobody takes it for whole.
async fn piece(reader: Option<VaultReader>) -> std::io::Result<Option<(Vec<u8>, Option<VaultReader>)>> {
    let Some(mut reader) = reader else { return Ok(None) };
    let read = tokio::task::spawn_blocking(move || reader.piece().map(|piece| (piece, reader))).await;
    match read.map_err(std::io::Error::other)? {
        Ok((piece, reader)) => Ok(piece.map(|piece| (piece, Some(reader)))),
        Err(error) => {
            tracing::error!(%error, "A file of an export could not be read");
            Err(std::io::Error::other(error))
        }
    }
}
