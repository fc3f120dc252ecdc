//! What every request must satisfy before anything else: it is for this host, and what changes something comes from a
//! page of ours. Forms carry no token, because the browser itself says where they come from.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::Door;
use crate::Site;
use crate::kit::Problem;

/// What the provider itself sends: without cookies, proved by its own signature.
pub(crate) const BACK_CHANNEL: &str = "/sign-out/back-channel";
/// The same of the staff's provider.
pub(crate) const STAFF_BACK_CHANNEL: &str = "/work/sign-out/back-channel";

/// The layer.
pub(crate) async fn guard(State(site): State<Site>, request: Request, next: Next) -> Response {
    // Without a door nobody is ever signed in, and there is nothing to guard.
    let Some(door) = site.door() else { return next.run(request).await };
    let host = text(request.headers(), header::HOST.as_str());
    if host != Some(door.host()) {
        return elsewhere(door, &request, host.unwrap_or_default());
    }
    let is_exempt = [BACK_CHANNEL, STAFF_BACK_CHANNEL].contains(&request.uri().path());
    if !is_exempt && !may_change(request.method(), request.headers(), &door.origin) {
        return Problem::NoAccess.into_response();
    }
    next.run(request).await
}

/// A request for another host name. On this machine only, `127.0.0.1` and `localhost` are led to the one that is right.
fn elsewhere(door: &Door, request: &Request, host: &str) -> Response {
    let is_sibling = is_local(host) && is_local(door.host()) && port(host) == port(door.host());
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
    let location = HeaderValue::from_str(&format!("{}{path}", door.origin));
    match location {
        Ok(location) if is_sibling && request.method().is_safe() => {
            (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, location)]).into_response()
        }
        _ => StatusCode::MISDIRECTED_REQUEST.into_response(),
    }
}

fn is_local(host: &str) -> bool {
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    matches!(name, "localhost" | "127.0.0.1" | "[::1]")
}

fn port(host: &str) -> &str {
    host.rsplit_once(':').map_or("80", |(_, port)| port)
}

/// Whether a request may change something: it reads only, or the browser says that it comes from a page of ours.
fn may_change(method: &Method, headers: &HeaderMap, origin: &str) -> bool {
    if matches!(*method, Method::GET | Method::HEAD) {
        return true;
    }
    match text(headers, "sec-fetch-site") {
        Some(site) => matches!(site, "same-origin" | "none"),
        None => text(headers, "origin") == Some(origin),
    }
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let mut all = headers.get_all(name).iter();
    let first = all.next()?.to_str().ok()?;
    // Said twice is not said.
    all.next().is_none().then_some(first)
}

#[cfg(test)]
mod tests {
    use super::{may_change, port};
    use axum::http::{HeaderMap, HeaderName, HeaderValue, Method};

    const OWN: &str = "https://helse.example.no";

    fn check(method: &Method, headers: &[(&'static str, &'static str)], expect: bool) {
        let mut map = HeaderMap::new();
        for &(name, value) in headers {
            map.append(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
        assert_eq!(may_change(method, &map, OWN), expect, "{method} {headers:?}");
    }

    #[test]
    fn only_our_own_pages_change_something() {
        check(&Method::GET, &[("sec-fetch-site", "cross-site")], true);
        check(&Method::HEAD, &[], true);
        for method in [&Method::POST, &Method::PUT, &Method::DELETE, &Method::PATCH, &Method::OPTIONS] {
            check(method, &[("sec-fetch-site", "same-origin")], true);
            check(method, &[("sec-fetch-site", "none")], true);
            check(method, &[("sec-fetch-site", "same-site")], false);
            check(method, &[("sec-fetch-site", "cross-site")], false);
            check(method, &[("sec-fetch-site", "cross-site"), ("origin", OWN)], false);
            check(method, &[("origin", OWN)], true);
            check(method, &[("origin", "https://helse.example.no.evil.example")], false);
            check(method, &[("origin", "null")], false);
            check(method, &[("origin", OWN), ("origin", OWN)], false);
            check(method, &[], false);
        }
    }

    #[test]
    fn ports() {
        assert_eq!(port("localhost:8080"), "8080");
        assert_eq!(port("localhost"), "80");
    }
}
