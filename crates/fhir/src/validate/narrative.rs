//! Whether a narrative is what FHIR lets one be (R4 `narrative.html`, invariant txt-1): well-formed XHTML in one
//! `div`, with text and plain structure, and nothing that acts.

use roxmltree::{Document, Node};

const XHTML: &str = "http://www.w3.org/1999/xhtml";
/// Basic formatting: HTML 4.0, chapters 7–11 (but section 4 of chapter 9) and 15, links and pictures.
const ELEMENTS: &str = " a abbr acronym b big blockquote br caption cite code col colgroup dd dfn div dl dt em h1 h2 h3 h4 h5 h6 \
                        hr i img li ol p pre q samp small span strong sub sup table tbody td tfoot th thead tr tt ul var ";
const ATTRIBUTES: &str = " abbr accesskey align alt axis bgcolor border cellhalign cellpadding cellspacing cellvalign char charoff \
                          charset class colspan compact coords dir frame headers height href hreflang hspace id lang longdesc \
                          name nowrap rel rev rowspan rules scope shape span src start style summary tabindex title type \
                          valign value width ";

/// What is wrong, if anything is.
pub(super) fn wrong(text: &str) -> Option<&'static str> {
    let Ok(document) = Document::parse(&without_entities(text)).map(|document| check(&document)) else {
        return Some("well-formed XHTML");
    };
    document
}

fn check(document: &Document<'_>) -> Option<&'static str> {
    let root = document.root_element();
    if root.tag_name().name() != "div" || root.tag_name().namespace() != Some(XHTML) {
        return Some("one div in the namespace of XHTML");
    }
    let is_one = |list: &str, name: &str| list.contains(&format!(" {name} "));
    for node in document.descendants().filter(Node::is_element) {
        let is_known = |attribute: roxmltree::Attribute<'_, '_>| {
            attribute.namespace().is_some() || is_one(ATTRIBUTES, attribute.name())
        };
        if !is_one(ELEMENTS, node.tag_name().name()) || !node.attributes().all(is_known) {
            return Some("XHTML without script, forms, frames and what acts on its own");
        }
    }
    None
}

/// HTML has more entities than XML knows of; what they stand for does not matter here.
fn without_entities(text: &str) -> String {
    let mut parts = text.split('&');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let name = part.split(';').next().unwrap_or_default();
        let is_html =
            !name.is_empty() && name.len() < 10 && name.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let is_xml = matches!(name, "amp" | "lt" | "gt" | "quot" | "apos");
        if is_html && !is_xml && part.len() > name.len() {
            out.push('.');
            out.push_str(&part[name.len() + 1..]);
        } else {
            out.push('&');
            out.push_str(part);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::wrong;

    #[test]
    fn narratives() {
        let div =
            |inside: &str| wrong(&format!(r#"<div xmlns="http://www.w3.org/1999/xhtml">{inside}</div>"#));
        for right in
            ["a&nbsp;b", "<p class=\"x\">a <b>b</b></p>", "<img src=\"#a\" alt=\"a\"/>", "&#248; &lt;"]
        {
            assert_eq!(div(right), None, "{right}");
        }
        assert_eq!(div("<p>a"), Some("well-formed XHTML"));
        assert_eq!(div("&a b"), Some("well-formed XHTML"));
        for acting in ["<script>a</script>", "<p onclick=\"a\">a</p>", "<form>a</form>", "<object>a</object>"]
        {
            assert_eq!(
                div(acting),
                Some("XHTML without script, forms, frames and what acts on its own"),
                "{acting}"
            );
        }
        assert_eq!(wrong("<div>a</div>"), Some("one div in the namespace of XHTML"));
        assert_eq!(
            wrong("<p xmlns=\"http://www.w3.org/1999/xhtml\">a</p>"),
            Some("one div in the namespace of XHTML")
        );
        let bomb =
            "<!DOCTYPE div [<!ENTITY a \"aaaa\">]><div xmlns=\"http://www.w3.org/1999/xhtml\">&a;</div>";
        assert_eq!(wrong(bomb), Some("well-formed XHTML"));
        assert_eq!(wrong(&"<div>".repeat(100_000)), Some("well-formed XHTML"));
    }
}
