//! Bundles that are answers: put together of texts, so that no document is parsed or printed again.

use std::fmt::Write as _;

use jiff::Timestamp;

/// One entry of an answer. Texts of ours: ids, versions, addresses without quotes in them.
#[derive(Clone, Debug, Default)]
pub struct Part<'p> {
    /// Where the resource lies.
    pub full_url: Option<String>,
    /// The resource, as JSON.
    pub resource: Option<&'p str>,
    /// `POST` and the address, in a history.
    pub request: Option<(&'static str, String)>,
    /// `201 Created`; empty in the answer to a search.
    pub status: &'static str,
    /// Where it lies, with its version.
    pub location: Option<String>,
    /// Its version.
    pub version: Option<u32>,
    /// When it was stored.
    pub updated: Option<Timestamp>,
    /// Why it is in the answer to a search.
    pub found_as: Option<&'static str>,
    /// What there is to say about it, as JSON.
    pub outcome: Option<String>,
}

/// A Bundle of this type with these entries.
#[must_use]
pub fn bundle(kind: &str, total: Option<usize>, (links, parts): (&[(&str, String)], &[Part<'_>])) -> String {
    let length: usize = parts.iter().filter_map(|part| part.resource).map(str::len).sum();
    let mut text = String::with_capacity(length + 300 * parts.len() + 200);
    text.push_str("{\"resourceType\":\"Bundle\",\"type\":\"");
    text.push_str(kind);
    text.push('"');
    if let Some(total) = total {
        put(&mut text, format_args!(",\"total\":{total}"));
    }
    if !links.is_empty() {
        let one =
            |(relation, url): &(&str, String)| format!("{{\"relation\":\"{relation}\",\"url\":\"{url}\"}}");
        let links: Vec<String> = links.iter().map(one).collect();
        put(&mut text, format_args!(",\"link\":[{}]", links.join(",")));
    }
    // FHIR has no empty lists.
    if !parts.is_empty() {
        text.push_str(",\"entry\":[");
        for (number, part) in parts.iter().enumerate() {
            if number > 0 {
                text.push(',');
            }
            entry(&mut text, part);
        }
        text.push(']');
    }
    text.push('}');
    text
}

fn entry(text: &mut String, part: &Part<'_>) {
    text.push('{');
    if let Some(url) = &part.full_url {
        put(text, format_args!("\"fullUrl\":\"{url}\","));
    }
    if let Some(resource) = part.resource {
        text.push_str("\"resource\":");
        text.push_str(resource);
        text.push(',');
    }
    if let Some((method, url)) = &part.request {
        put(text, format_args!("\"request\":{{\"method\":\"{method}\",\"url\":\"{url}\"}},"));
    }
    if let Some(mode) = part.found_as {
        put(text, format_args!("\"search\":{{\"mode\":\"{mode}\"}}}}"));
        return;
    }
    put(text, format_args!("\"response\":{{\"status\":\"{}\"", part.status));
    if let Some(location) = &part.location {
        put(text, format_args!(",\"location\":\"{location}\""));
    }
    if let Some(version) = part.version {
        put(text, format_args!(",\"etag\":\"W/\\\"{version}\\\"\""));
    }
    if let Some(updated) = part.updated {
        put(text, format_args!(",\"lastModified\":\"{updated}\""));
    }
    if let Some(outcome) = &part.outcome {
        text.push_str(",\"outcome\":");
        text.push_str(outcome);
    }
    text.push_str("}}");
}

fn put(text: &mut String, what: std::fmt::Arguments<'_>) {
    text.write_fmt(what).expect("a text takes everything");
}

#[cfg(test)]
mod tests {
    use super::{Part, bundle};

    #[test]
    fn an_answer_is_a_bundle_and_keeps_every_digit() {
        let resource = r#"{"resourceType":"Observation","status":"final","code":{"text":"x"},"valueQuantity":{"value":1.50}}"#;
        let part = Part {
            full_url: Some("https://a/fhir/Observation/x".into()),
            resource: Some(resource),
            status: "201 Created",
            location: Some("Observation/x/_history/1".into()),
            version: Some(1),
            updated: "2026-11-26T12:00:00Z".parse().ok(),
            ..Part::default()
        };
        let nothing = Part { status: "204 No Content", ..Part::default() };
        let text = bundle("transaction-response", None, (&[], &[part, nothing]));
        crate::document::Document::accept(&text).expect("a Bundle");
        assert_eq!(crate::validate::structure(&crate::tree::Json::parse(&text).expect("JSON")), []);
        assert!(text.contains(resource), "{text}");
        assert!(text.contains(r#""etag":"W/\"1\"","lastModified":"2026-11-26T12:00:00Z""#), "{text}");
        let empty = bundle("history", Some(0), (&[("self", "x".to_owned())], &[]));
        assert_eq!(
            empty,
            r#"{"resourceType":"Bundle","type":"history","total":0,"link":[{"relation":"self","url":"x"}]}"#
        );
    }
}
