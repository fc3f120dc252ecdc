//! How answers are put together: head, version, time, body.

use axum::body::Body;
use axum::response::Response;
use helsami_fhir::pretty::pretty;
use http::StatusCode;
use http::header::{self, HeaderMap, HeaderValue};
use jiff::Timestamp;
use jiff::fmt::rfc2822::{DateTimeParser, DateTimePrinter};

use super::form::Form;

const JSON: HeaderValue = HeaderValue::from_static("application/fhir+json");
const UNKEPT: HeaderValue = HeaderValue::from_static("private, no-store");

/// An answer in JSON.
pub(crate) fn json(form: &Form, status: StatusCode, text: impl Into<String>) -> Response {
    let text = text.into();
    let mut answer = Response::new(Body::from(if form.is_pretty { pretty(&text) } else { text }));
    *answer.status_mut() = status;
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, JSON);
    headers.insert(header::CACHE_CONTROL, UNKEPT);
    answer
}

/// An answer in JSON that is no resource, and the same for everybody.
pub(crate) fn plain_json(text: &str) -> Response {
    let mut answer = Response::new(Body::from(text.to_owned()));
    answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    answer
}

/// An answer without a body.
pub(crate) fn empty(status: StatusCode) -> Response {
    let mut answer = Response::new(Body::empty());
    *answer.status_mut() = status;
    answer.headers_mut().insert(header::CACHE_CONTROL, UNKEPT);
    answer
}

/// Says which version an answer is about.
pub(crate) fn versioned(mut answer: Response, version: u32, updated: Timestamp) -> Response {
    let headers = answer.headers_mut();
    put(headers, header::ETAG, &format!("W/\"{version}\""));
    if let Ok(text) = DateTimePrinter::new().timestamp_to_rfc9110_string(&updated) {
        put(headers, header::LAST_MODIFIED, &text);
    }
    answer
}

/// Says where a resource lies.
pub(crate) fn located(mut answer: Response, location: &str) -> Response {
    put(answer.headers_mut(), header::LOCATION, location);
    answer
}

/// Sets a header to a text, where it can be one.
pub(crate) fn put(headers: &mut HeaderMap, name: header::HeaderName, text: &str) {
    if let Ok(value) = HeaderValue::from_str(text) {
        headers.insert(name, value);
    }
}

/// Whether the asker has this version already, by its tag or by its time.
pub(crate) fn is_known(headers: &HeaderMap, version: u32, updated: Timestamp) -> bool {
    let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    if let Some(tags) = text(header::IF_NONE_MATCH) {
        let own = format!("\"{version}\"");
        return tags.split(',').map(str::trim).any(|tag| tag == "*" || tag.trim_start_matches("W/") == own);
    }
    let since =
        text(header::IF_MODIFIED_SINCE).and_then(|text| DateTimeParser::new().parse_timestamp(text).ok());
    since.is_some_and(|since| updated.as_second() <= since.as_second())
}

/// What an outcome without a request is: the form of machines.
pub(crate) const fn plain() -> Form {
    Form { is_pretty: false, show: super::form::Return::Representation, is_asked: false }
}

#[cfg(test)]
mod tests {
    use super::is_known;
    use http::{HeaderMap, Request};

    fn asked(headers: &[(&str, &str)]) -> HeaderMap {
        let mut request = Request::get("/");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.body(()).expect("a request").headers().clone()
    }

    #[test]
    fn what_is_known_is_not_sent_again() {
        let updated = "2026-11-26T12:00:00.7Z".parse().expect("a time");
        let check = |headers: &[(&str, &str)], expected| {
            assert_eq!(is_known(&asked(headers), 3, updated), expected, "{headers:?}");
        };
        check(&[], false);
        check(&[("if-none-match", "W/\"3\"")], true);
        check(&[("if-none-match", "\"2\", W/\"3\"")], true);
        check(&[("if-none-match", "*")], true);
        check(&[("if-none-match", "W/\"2\"")], false);
        check(&[("if-modified-since", "Thu, 26 Nov 2026 12:00:00 GMT")], true);
        check(&[("if-modified-since", "Thu, 26 Nov 2026 11:59:59 GMT")], false);
        // The tag is asked first.
        check(&[("if-none-match", "W/\"2\""), ("if-modified-since", "Thu, 26 Nov 2026 12:00:00 GMT")], false);
        check(&[("if-modified-since", "yesterday")], false);
    }
}
