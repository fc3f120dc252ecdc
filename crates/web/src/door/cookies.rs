//! The cookies of the two doors, one for a session and one for a sign-in each. `__Host-` binds them to this host and to TLS; browsers take them on `localhost` too.

use axum::http::{HeaderMap, HeaderValue, header};

/// The session: 43 characters that only the browser has.
pub(super) const SESSION: &str = "__Host-helsami";
/// A sign-in under way: sealed.
pub(super) const SIGN_IN: &str = "__Host-helsami-sign-in";
/// The session of a member of staff.
pub(super) const STAFF_SESSION: &str = "__Host-helsami-work";
/// A sign-in of staff under way: sealed.
pub(super) const STAFF_SIGN_IN: &str = "__Host-helsami-work-sign-in";

/// A cookie until the browser is closed, or for some seconds.
pub(super) fn set(name: &str, value: &str, seconds: Option<u32>) -> HeaderValue {
    let age = seconds.map_or_else(String::new, |seconds| format!("; Max-Age={seconds}"));
    let text = format!("{name}={value}; Path=/; Secure; HttpOnly; SameSite=Lax{age}");
    HeaderValue::from_str(&text).expect("names and values of ours are base64 and plain letters")
}

/// Takes a cookie away.
pub(super) fn remove(name: &str) -> HeaderValue {
    set(name, "", Some(0))
}

/// Whether an answer sets a cookie.
pub(super) fn sets(headers: &HeaderMap, name: &str) -> bool {
    let is_it = |cookie: &HeaderValue| cookie.to_str().is_ok_and(|text| text.split('=').next() == Some(name));
    headers.get_all(header::SET_COOKIE).iter().any(is_it)
}
