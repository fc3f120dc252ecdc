//! FHIR's XML as JSON: corpora of others are published as XML, which this project does not read.

use helsami_fhir::structure::{self, Structure};
use helsami_fhir::tree::Json;
use roxmltree::{Document, Node};

/// The same resource as JSON.
pub(crate) fn resource(text: &str) -> Json {
    let document = Document::parse(text).expect("XML");
    of_resource(document.root_element())
}

fn of_resource(node: Node<'_, '_>) -> Json {
    let name = node.tag_name().name();
    let mut members = vec![("resourceType".to_owned(), Json::text(name))];
    members.extend(elements(node, structure::find(name).expect("a resource type")));
    Json::Object(members)
}

fn elements(node: Node<'_, '_>, structure: &'static Structure) -> Vec<(String, Json)> {
    let mut members: Vec<(String, Json)> = Vec::new();
    for attribute in node.attributes().filter(|one| matches!(one.name(), "id" | "url")) {
        members.push((attribute.name().to_owned(), Json::text(attribute.value())));
    }
    for child in node.children().filter(Node::is_element) {
        let name = child.tag_name().name();
        let (element, kind) = structure.member(name).expect(name);
        let value = value(child, kind);
        put(&mut members, (name, element.is_list), value);
        if structure::is_primitive(kind) && kind != "xhtml" {
            let shadow = elements(child, structure::find("Element").expect("a type"));
            if !shadow.is_empty() {
                put(&mut members, (&format!("_{name}"), element.is_list), Json::Object(shadow));
            }
        }
    }
    members
}

fn put(members: &mut Vec<(String, Json)>, (name, is_list): (&str, bool), value: Json) {
    if !is_list {
        members.push((name.to_owned(), value));
        return;
    }
    match members.iter_mut().find(|(key, _)| key == name) {
        Some((_, Json::List(items))) => items.push(value),
        _ => members.push((name.to_owned(), Json::List(vec![value]))),
    }
}

fn value(node: Node<'_, '_>, kind: &'static str) -> Json {
    let text = || node.attribute("value").unwrap_or_default().trim();
    match kind {
        "Resource" => of_resource(node.children().find(Node::is_element).expect("a resource")),
        "boolean" => Json::Truth(text() == "true"),
        "decimal" | "integer" | "positiveInt" | "unsignedInt" => Json::Number(text().to_owned()),
        "xhtml" => Json::text(node.document().input_text().get(node.range()).expect("the text")),
        kind if structure::is_primitive(kind) => Json::text(text()),
        kind => Json::Object(elements(node, structure::find(kind).expect("a type"))),
    }
}
