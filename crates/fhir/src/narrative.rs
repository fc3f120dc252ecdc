//! Narrative made safe to stand in a page, by the FHIR rule and stricter: only the text and its plain structure is
//! left.
//!
//! FHIR forbids script, forms, frames, objects and anything loaded from outside. Beyond that, links, pictures, ids,
//! classes and styles are left out here: a link can lead astray, a style can hide or cover, a picture can be missed.
//! Source: R4 `narrative.html`, "Narrative" and invariant `txt-1`.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use ammonia::Builder;

/// HTML that has been through [`clean`]. Only this module can make one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CleanHtml(String);

impl CleanHtml {
    /// The HTML, to be put into a page as it is.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether there is nothing to read in it.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        let mut is_tag = false;
        !self.0.replace("&nbsp;", " ").chars().any(|sign| match sign {
            '<' => {
                is_tag = true;
                false
            }
            '>' if is_tag => {
                is_tag = false;
                false
            }
            _ => !is_tag && !sign.is_whitespace(),
        })
    }
}

/// The longest narrative that is read as structure. A longer one is shown as text: building a tree of it costs more
/// than a page may.
const LENGTH_MAX: usize = 512 * 1024;
/// The deepest nesting that is read as structure.
const DEPTH_MAX: usize = 64;
/// The most elements that may be made again because others were left open.
const LEFT_OPEN_MAX: usize = 100_000;

/// Makes narrative safe.
#[must_use]
pub fn clean(narrative: &str) -> CleanHtml {
    let html = as_html(narrative);
    if html.len() > LENGTH_MAX || !is_modest(&html) {
        return CleanHtml(escaped(&without_tags(&html)));
    }
    CleanHtml(lowered(&BUILDER.clean(&html).to_string()))
}

/// Elements that stay: those FHIR allows, without links and pictures.
const ELEMENTS: [&str; 48] = [
    "abbr",
    "acronym",
    "b",
    "big",
    "blockquote",
    "br",
    "caption",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "li",
    "ol",
    "p",
    "pre",
    "q",
    "samp",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "tt",
    "ul",
    "var",
    "del",
    "ins",
];

/// Elements that go with all that is in them.
const SWALLOWED: [&str; 18] = [
    "script",
    "style",
    "svg",
    "math",
    "iframe",
    "frame",
    "frameset",
    "noembed",
    "noframes",
    "noscript",
    "template",
    "textarea",
    "title",
    "xmp",
    "plaintext",
    "select",
    "head",
    "audio",
];

static BUILDER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let cell: HashSet<&str> = ["colspan", "rowspan"].into();
    let attributes: HashMap<&str, HashSet<&str>> =
        [("td", cell.clone()), ("th", cell.into_iter().chain(["scope"]).collect())].into();
    let mut builder = Builder::empty();
    builder
        .tags(ELEMENTS.into())
        .clean_content_tags(SWALLOWED.into())
        .tag_attributes(attributes)
        .generic_attributes(["lang", "dir"].into())
        .attribute_filter(|_, name, value| is_plain(name, value).then_some(Cow::Borrowed(value)))
        .strip_comments(true);
    builder
});

/// Whether an attribute's value is one that this attribute takes.
fn is_plain(name: &str, value: &str) -> bool {
    match name {
        "colspan" | "rowspan" => value.parse::<u16>().is_ok_and(|count| (1..=1000).contains(&count)),
        "scope" => matches!(value, "row" | "col" | "rowgroup" | "colgroup"),
        "dir" => matches!(value, "ltr" | "rtl"),
        _ => {
            (2..=20).contains(&value.len())
                && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        }
    }
}

/// Headings become plain blocks, because the page's own headings must keep their order. Every `<` that is left in
/// cleaned HTML begins a tag, so that the text cannot be touched by this.
fn lowered(html: &str) -> String {
    let mut out = String::with_capacity(html.len() + 64);
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let (text, tag) = rest.split_at(at);
        out.push_str(text);
        let bytes = tag.as_bytes();
        let (is_end, name_at) = if bytes.get(1) == Some(&b'/') { (true, 2) } else { (false, 1) };
        let is_heading = bytes.get(name_at) == Some(&b'h')
            && matches!(bytes.get(name_at + 1), Some(b'1'..=b'6'))
            && matches!(bytes.get(name_at + 2), Some(b'>' | b' '));
        if is_heading {
            out.push_str(if is_end { "</div" } else { "<div class=\"said-heading\"" });
            rest = &tag[name_at + 2..];
        } else {
            out.push('<');
            rest = &tag[1..];
        }
    }
    out.push_str(rest);
    out
}

/// XHTML as HTML: `<td/>` is an element without content, which HTML would take for an open one; a prefix that names
/// the XHTML namespace goes. What comes out is still to be cleaned: nothing here is relied on for safety.
fn as_html(narrative: &str) -> Cow<'_, str> {
    let has_prefix = narrative.contains("xmlns:");
    if !has_prefix && !narrative.contains("/>") {
        return Cow::Borrowed(narrative);
    }
    let mut out = String::with_capacity(narrative.len() + 64);
    let mut rest = narrative;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let Some(end) = tag_end(rest) else { break };
        write_tag(&mut out, &rest[..end], has_prefix);
        rest = &rest[end..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// One past the `>` of the tag that the text begins with, as XML counts quotes.
fn tag_end(text: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return Some(at + 1),
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    None
}

fn write_tag(out: &mut String, tag: &str, has_prefix: bool) {
    let is_end = tag.starts_with("</");
    let start = if is_end { 2 } else { 1 };
    let inside = tag.get(start..tag.len() - 1).unwrap_or_default();
    let name_end = inside.find(|sign: char| sign.is_whitespace() || sign == '/').unwrap_or(inside.len());
    let (full, rest) = inside.split_at(name_end);
    let name = if has_prefix { full.rsplit(':').next().unwrap_or(full) } else { full };
    let is_empty = !is_end && rest.ends_with('/');
    out.push_str(if is_end { "</" } else { "<" });
    out.push_str(name);
    out.push_str(if is_empty { &rest[..rest.len() - 1] } else { rest });
    out.push('>');
    if is_empty && !matches!(name, "br" | "hr" | "img" | "col" | "input" | "meta" | "link") {
        out.push_str("</");
        out.push_str(name);
        out.push('>');
    }
}

/// Whether a tree of it stays small: neither deep nor, where its tags do not close as they opened, repeated. A parser
/// puts elements that were left open into every following block again, so that a small text can become a huge tree.
fn is_modest(html: &str) -> bool {
    let (mut open, mut left_open) = (Vec::<&str>::new(), 0_usize);
    let mut is_loose = false;
    for at in memchr::memchr_iter(b'<', html.as_bytes()) {
        let rest = &html[at + 1..];
        if let Some(end) = rest.strip_prefix('/') {
            // An end tag of something else closes less than it says, or nothing.
            if open.last().is_some_and(|name| name.eq_ignore_ascii_case(tag_name(end))) {
                open.pop();
            } else {
                is_loose = true;
            }
        } else if rest.starts_with(|sign: char| sign.is_ascii_alphabetic()) && !is_void(rest) {
            open.push(tag_name(rest));
            left_open += if is_loose { open.len() } else { 0 };
        }
        if open.len() > DEPTH_MAX || left_open > LEFT_OPEN_MAX {
            return false;
        }
    }
    true
}

fn tag_name(tag: &str) -> &str {
    let end = tag.find(|sign: char| sign.is_whitespace() || matches!(sign, '/' | '>'));
    &tag[..end.unwrap_or(tag.len())]
}

fn is_void(tag: &str) -> bool {
    ["br", "hr", "img", "col>", "col ", "input"].iter().any(|name| tag.starts_with(name))
}

fn without_tags(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        out.push(' ');
        rest = &rest[at..];
        let Some(end) = tag_end(rest) else { return out };
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}

/// Entities stay as they are: they are text already.
fn escaped(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests;
