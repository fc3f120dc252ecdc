//! What things are, and what FHIR adds.

use super::{Answer, Call, some, yes};
use crate::fhirpath::eval::{cast, is, is_of};
use crate::fhirpath::item::{Item, Items, Node};
use crate::fhirpath::navigate::{actual, member};
use crate::fhirpath::operators::single;
use crate::structure;
use crate::tree::Json;

pub(super) fn call<'a>(call: &Call<'_, '_, 'a>) -> Option<Answer<'a>> {
    Some(match call.name {
        "is" => call.type_argument().and_then(|name| is(&call.input, &name)),
        "as" => call.type_argument().and_then(|name| cast(call.input.clone(), &name)),
        "ofType" => of_type(call),
        "type" => Ok(call.input.iter().map(type_of).collect()),
        "extension" => extension(call),
        "hasValue" => yes(matches!(&call.input[..], [one] if has_value(one))),
        "getValue" => some(match &call.input[..] {
            [one] if has_value(one) => Some(one.value()),
            _ => None,
        }),
        "resolve" => Ok(call.input.iter().filter_map(|item| resolve(call, item)).collect()),
        "conformsTo" => conforms(call),
        // There is no terminology here to ask: nobody knows.
        "memberOf" | "subsumes" | "subsumedBy" => Ok(Vec::new()),
        "htmlChecks" => yes(true),
        _ => return None,
    })
}

fn of_type<'a>(call: &Call<'_, '_, 'a>) -> Answer<'a> {
    let name = call.type_argument()?;
    let mut found = Vec::new();
    for item in &call.input {
        if is_of(item, &name)? {
            found.push(item.clone());
        }
    }
    Ok(found)
}

fn type_of<'a>(item: &Item<'a>) -> Item<'a> {
    let (space, name) = item.kind();
    Item::Type(space, name.to_owned())
}

fn has_value(item: &Item<'_>) -> bool {
    match item {
        Item::Node(node) => node.has_value(),
        _ => true,
    }
}

fn extension<'a>(call: &Call<'_, '_, 'a>) -> Answer<'a> {
    let url = call.text_argument(0)?;
    let extensions = member(&call.input, "extension", false)?;
    let is_it = |item: &Item<'a>| match item {
        Item::Node(node) => {
            node.value.and_then(|value| value.get("url")).and_then(Json::as_text) == url.as_deref()
        }
        _ => false,
    };
    Ok(extensions.into_iter().filter(is_it).collect())
}

/// What a reference leads to: something contained, an entry of the same bundle, or a resource elsewhere, of which only the
/// type is known.
fn resolve<'a>(call: &Call<'_, '_, 'a>, item: &Item<'a>) -> Option<Item<'a>> {
    let reference = match item {
        Item::Node(Node { value: Some(value @ Json::Object(_)), .. }) => {
            value.get("reference")?.as_text()?.to_owned()
        }
        other => other.text()?.into_owned(),
    };
    let resource = call.eval.context.root;
    let found = match reference.strip_prefix('#') {
        Some("") => Some(resource),
        Some(id) => {
            let contained = resource.get("contained").map(Json::items).unwrap_or_default();
            contained.iter().find(|one| one.get("id").and_then(Json::as_text) == Some(id))
        }
        None => {
            let entries = resource.get("entry").map(Json::items).unwrap_or_default();
            let is_it = |entry: &&Json| entry.get("fullUrl").and_then(Json::as_text) == Some(&reference);
            entries.iter().find(is_it).and_then(|entry| entry.get("resource"))
        }
    };
    if let Some(found) = found {
        return Some(Item::Node(Node::new(found, actual(Some(found), "Resource"))));
    }
    let kind = reference.split('/').rev().nth(1).and_then(structure::find)?;
    Some(Item::Node(Node { value: None, shadow: None, kind: kind.name }))
}

fn conforms<'a>(call: &Call<'_, '_, 'a>) -> Answer<'a> {
    let Some(url) = call.text_argument(0)? else { return Ok(Items::new()) };
    let name = url.strip_prefix("http://hl7.org/fhir/StructureDefinition/").and_then(structure::find);
    let (Some(name), Some(Item::Node(node))) = (name, single(&call.input)?) else { return Ok(Items::new()) };
    yes(structure::is_kind_of(node.kind, name.name))
}
