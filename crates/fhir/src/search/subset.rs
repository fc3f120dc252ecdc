//! A part of a document: the elements that were asked for, cut out of its text.

use helsami_domain::resource_type::ResourceType;

use super::page::{Page, Summary};
use super::table;
use super::walk;
use crate::elements::{self, is_choice};

/// What a document that is not whole is tagged with.
///
/// Source: the R4 code system v3-ObservationValue.
const TAG: &str =
    r#"{"system":"http://terminology.hl7.org/CodeSystem/v3-ObservationValue","code":"SUBSETTED"}"#;

/// The part of a document that a page asks for; `None` for the whole.
#[must_use]
pub fn subset(kind: ResourceType, document: &str, page: &Page) -> Option<String> {
    let is_asked = |name: &str| page.elements.iter().any(|one| one == name || is_choice(one, name));
    let demanded = |name: &str| elements::demanded(kind).any(|one| elements::is_named(name, one));
    let in_summary = |name: &str| {
        table::summary(kind)
            .any(|one| one == name || one.strip_suffix("[x]").is_some_and(|stem| is_choice(stem, name)))
    };
    match page.summary {
        _ if !page.elements.is_empty() => {
            Some(cut(document, &|name| is_asked(name) || demanded(name) || is_modifier(name)))
        }
        Summary::True => Some(cut(document, &|name| in_summary(name) || demanded(name))),
        Summary::Text => Some(cut(document, &|name| name == "text" || demanded(name))),
        Summary::Data => Some(cut(document, &|name| name != "text")),
        Summary::False | Summary::Count => None,
    }
}

fn is_modifier(name: &str) -> bool {
    matches!(name, "implicitRules" | "modifierExtension")
}

fn cut(document: &str, keeps: &dyn Fn(&str) -> bool) -> String {
    let mut part = String::with_capacity(document.len() / 2);
    part.push('{');
    let mut is_tagged = false;
    for (key, value) in walk::members(document) {
        let name = key.strip_prefix('_').unwrap_or(key);
        if !matches!(name, "resourceType" | "id" | "meta") && !keeps(name) {
            continue;
        }
        if part.len() > 1 {
            part.push(',');
        }
        part.extend(["\"", key, "\":"]);
        if key == "meta" {
            is_tagged = true;
            tagged(value, &mut part);
        } else {
            part.push_str(value);
        }
    }
    if !is_tagged {
        part.extend([",\"meta\":{\"tag\":[", TAG, "]}"]);
    }
    part.push('}');
    part
}

/// A meta with the tag of a part among its own.
fn tagged(meta: &str, part: &mut String) {
    part.push('{');
    let mut tags = String::new();
    for (key, value) in walk::members(meta) {
        if key == "tag" {
            for tag in walk::items(value) {
                tags.extend([tag, ","]);
            }
            continue;
        }
        part.extend(["\"", key, "\":", value, ","]);
    }
    part.extend(["\"tag\":[", &tags, TAG, "]}"]);
}
