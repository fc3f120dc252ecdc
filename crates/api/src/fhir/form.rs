//! In which form an answer is wanted, and what is sent: JSON, and nothing else.

use http::header::{self, HeaderMap};

/// How much of what was changed the answer shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Return {
    /// Nothing beyond its head.
    Minimal,
    /// The resource.
    #[default]
    Representation,
    /// What there is to say about it.
    Outcome,
}

/// The form of an answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Form {
    /// With lines and blanks, for people.
    pub(crate) is_pretty: bool,
    /// How much of a change.
    pub(crate) show: Return,
    /// Whether the system has said how much.
    pub(crate) is_asked: bool,
}

/// The form that is wanted; `None` where only one is that we do not speak.
pub(crate) fn form(headers: &HeaderMap, query: &str) -> Option<Form> {
    let mut form = Form::default();
    let mut named = None;
    for (name, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
        match name {
            "_format" => named = Some(value),
            "_pretty" => form.is_pretty = value == "true",
            _ => {}
        }
    }
    let is_spoken = match named {
        Some(format) => {
            is_ours(&format.replace("%2B", "+").replace("%2F", "/").replace("%2b", "+").replace("%2f", "/"))
        }
        None => accepts(headers),
    };
    (form.show, form.is_asked) = prefer(headers);
    is_spoken.then_some(form)
}

fn accepts(headers: &HeaderMap) -> bool {
    let mut said = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok()).peekable();
    said.peek().is_none()
        || said.any(|value| {
            // The files of an export are lines of JSON; their errors are JSON.
            let is_general = |one| matches!(one, "*/*" | "application/*" | "application/fhir+ndjson");
            value.split(',').any(|one| is_general(bare(one)) || is_ours(bare(one)))
        })
}

/// Whether the body is JSON, as far as its sender says.
pub(crate) fn is_json(headers: &HeaderMap) -> bool {
    match headers.get(header::CONTENT_TYPE) {
        None => true,
        Some(value) => value.to_str().is_ok_and(|value| is_ours(bare(value)) || is_patch(bare(value))),
    }
}

fn is_patch(format: &str) -> bool {
    format.eq_ignore_ascii_case("application/json-patch+json")
}

/// Whether the body is a form, as far as its sender says.
pub(crate) fn is_form(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    kind.is_some_and(|kind| bare(kind).eq_ignore_ascii_case("application/x-www-form-urlencoded"))
}

fn bare(value: &str) -> &str {
    value.split(';').next().unwrap_or(value).trim()
}

fn is_ours(format: &str) -> bool {
    let format = bare(format).to_ascii_lowercase();
    // A plus sign in an address is a blank.
    matches!(&*format.replace(' ', "+"), "json" | "application/json" | "application/fhir+json" | "text/json")
}

fn prefer(headers: &HeaderMap) -> (Return, bool) {
    let said = headers.get_all("prefer").iter().filter_map(|value| value.to_str().ok());
    for one in said.flat_map(|value| value.split([',', ';'])).map(str::trim) {
        match one {
            "return=minimal" => return (Return::Minimal, true),
            "return=representation" => return (Return::Representation, true),
            "return=OperationOutcome" => return (Return::Outcome, true),
            _ => {}
        }
    }
    (Return::default(), false)
}

#[cfg(test)]
mod tests {
    use super::{Form, Return, form, is_json};
    use http::HeaderMap;

    fn headers(all: &[(&'static str, &str)]) -> HeaderMap {
        all.iter()
            .map(|(name, value)| (name.parse().expect("a name"), value.parse().expect("a value")))
            .collect()
    }

    #[test]
    fn json_is_spoken_and_nothing_else() {
        let check = |accept: &str, query: &str, expected: bool| {
            let headers = if accept.is_empty() { headers(&[]) } else { headers(&[("accept", accept)]) };
            assert_eq!(form(&headers, query).is_some(), expected, "{accept} {query}");
        };
        for good in
            ["", "*/*", "application/fhir+json", "application/json;q=0.9", "application/fhir+xml, */*;q=0.1"]
        {
            check(good, "", true);
        }
        for bad in ["application/fhir+xml", "text/html", "text/turtle"] {
            check(bad, "", false);
            check(bad, "_format=json", true);
        }
        check("application/json", "_format=xml", false);
        check("", "_format=application/fhir%2Bjson", true);
        check("", "_format=application/fhir+json", true);
        assert!(
            is_json(&headers(&[]))
                && is_json(&headers(&[("content-type", "application/json; charset=utf-8")]))
        );
        assert!(!is_json(&headers(&[("content-type", "application/fhir+xml")])));
    }

    #[test]
    fn what_is_preferred() {
        let check = |prefer: &str, show, is_asked| {
            let found = form(&headers(&[("prefer", prefer)]), "_pretty=true");
            assert_eq!(found, Some(Form { is_pretty: true, show, is_asked }), "{prefer}");
        };
        check("return=minimal", Return::Minimal, true);
        check("handling=strict, return=OperationOutcome", Return::Outcome, true);
        check("return=nothing", Return::Representation, false);
    }
}
