//! The answer to a search: a `searchset`, put together of texts, so that no document is parsed or printed again.

use std::fmt::Write as _;

/// Why an entry is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// It is what was asked for.
    Match,
    /// It comes with a match.
    Include,
    /// It says something about the search.
    Outcome,
}

/// One entry.
#[derive(Clone, Debug)]
pub struct Hit<'h> {
    /// Where the resource lies; none for an outcome.
    pub full_url: Option<String>,
    /// The resource, as JSON.
    pub resource: &'h str,
    /// Why it is there.
    pub mode: Mode,
}

/// The Bundle with its number of matches, its links (relation and address) and its entries.
#[must_use]
pub fn searchset(total: Option<usize>, links: &[(&str, &str)], hits: &[Hit<'_>]) -> String {
    let length: usize = hits.iter().map(|hit| hit.resource.len() + 150).sum();
    let mut text = String::with_capacity(length + 400);
    text.push_str(r#"{"resourceType":"Bundle","type":"searchset""#);
    if let Some(total) = total {
        write!(text, ",\"total\":{total}").expect("a text takes everything");
    }
    // FHIR has no empty lists.
    for (number, (relation, url)) in links.iter().enumerate() {
        text.push_str(if number == 0 { ",\"link\":[" } else { "," });
        let url = serde_json::Value::from(*url);
        write!(text, r#"{{"relation":"{relation}","url":{url}}}"#).expect("a text takes everything");
    }
    text.push_str(if links.is_empty() { "" } else { "]" });
    for (number, hit) in hits.iter().enumerate() {
        text.push_str(if number == 0 { ",\"entry\":[{" } else { ",{" });
        if let Some(url) = &hit.full_url {
            text.extend(["\"fullUrl\":\"", url, "\","]);
        }
        let mode = match hit.mode {
            Mode::Match => "match",
            Mode::Include => "include",
            Mode::Outcome => "outcome",
        };
        text.extend(["\"resource\":", hit.resource, ",\"search\":{\"mode\":\"", mode, "\"}}"]);
    }
    text.push_str(if hits.is_empty() { "}" } else { "]}" });
    text
}

#[cfg(test)]
mod tests {
    use super::{Hit, Mode, searchset};
    use crate::document::Document;

    #[test]
    fn an_answer_is_a_bundle() {
        let resource = r#"{"resourceType":"Observation","status":"final","code":{"text":"x"},"valueQuantity":{"value":1.50}}"#;
        let hit = Hit { full_url: Some("https://a/fhir/Observation/1".into()), resource, mode: Mode::Match };
        let text =
            searchset(Some(1), &[("self", "https://a?x=\"y\""), ("next", "https://b")], &[hit.clone(), hit]);
        Document::accept(&text).expect("a Bundle");
        assert_eq!(crate::validate::structure(&crate::tree::Json::parse(&text).expect("JSON")), []);
        assert_eq!(text.matches("1.50").count(), 2);
        let empty = searchset(None, &[], &[]);
        assert_eq!(empty, r#"{"resourceType":"Bundle","type":"searchset"}"#);
    }
}
