//! What `$meta`, `$meta-add` and `$meta-delete` say and change: profiles, labels of secrecy and tags of a document. Nothing else of
//! `meta` is a client's to set.

use crate::marking;
use crate::tree::Json;

/// The lists of `meta` that clients change.
const LISTS: [&str; 3] = ["profile", "security", "tag"];

/// What becomes of the given profiles, labels and tags.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Those that are not there are added.
    Add,
    /// Those that are there are taken away.
    Delete,
}

/// Why nothing is changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// What was sent is something else.
    #[error("Parameters with one parameter “meta” and its valueMeta are wanted")]
    Form,
    /// A label that is not the client's to lift.
    #[error("staff have set this label here, and staff alone lift it")]
    Staff,
}

/// The `meta` of a document, as Parameters.
#[must_use]
pub fn told(document: &Json) -> String {
    let meta = document.get("meta").map_or_else(|| "{}".to_owned(), Json::write);
    format!(r#"{{"resourceType":"Parameters","parameter":[{{"name":"return","valueMeta":{meta}}}]}}"#)
}

/// The `meta` that Parameters give.
fn given(parameters: &Json) -> Option<&Json> {
    let text = |json: &Json, name: &str| json.get(name).and_then(Json::as_text).map(str::to_owned);
    if text(parameters, "resourceType").as_deref() != Some("Parameters") {
        return None;
    }
    match parameters.get("parameter").map(Json::items) {
        Some([one]) if text(one, "name").as_deref() == Some("meta") => {
            one.get("valueMeta").filter(|meta| matches!(meta, Json::Object(_)))
        }
        _ => None,
    }
}

/// The document with its `meta` changed as Parameters say.
///
/// # Errors
/// [`Refusal`]; then nothing is to be changed.
pub fn changed(document: &Json, parameters: &Json, change: Change) -> Result<Json, Refusal> {
    let given = given(parameters).ok_or(Refusal::Form)?;
    let mut document = document.clone();
    let mut meta = document.get("meta").cloned().unwrap_or_else(|| Json::Object(Vec::new()));
    for name in LISTS {
        let wanted = match given.get(name) {
            None => continue,
            Some(Json::List(items)) => items,
            Some(_) => return Err(Refusal::Form),
        };
        let items = meta.get(name).map(|list| list.items().to_vec()).unwrap_or_default();
        let items = settled(items, (wanted, change))?;
        // R4 has no empty lists.
        if items.is_empty() {
            meta.remove(name);
        } else {
            meta.set(name, Json::List(items));
        }
    }
    if meta.members().is_empty() {
        document.remove("meta");
    } else {
        document.set("meta", meta);
    }
    Ok(document)
}

/// One list with what is wanted of it done.
fn settled(mut items: Vec<Json>, (wanted, change): (&[Json], Change)) -> Result<Vec<Json>, Refusal> {
    if change == Change::Add {
        for one in wanted {
            if !items.iter().any(|item| is_same(item, one)) {
                items.push(one.clone());
            }
        }
        return Ok(items);
    }
    let is_named = |item: &Json| wanted.iter().any(|one| is_same(item, one));
    if items.iter().any(|item| is_named(item) && marking::is_of_staff(item)) {
        return Err(Refusal::Staff);
    }
    items.retain(|item| !is_named(item));
    Ok(items)
}

/// A coding is the same by system and code, a profile by its address.
fn is_same(one: &Json, other: &Json) -> bool {
    match (one.as_text(), other.as_text()) {
        (Some(one), Some(other)) => one == other,
        (None, None) => {
            let of = |json: &Json, name: &str| json.get(name).and_then(Json::as_text).map(str::to_owned);
            of(one, "code").is_some()
                && of(one, "code") == of(other, "code")
                && of(one, "system") == of(other, "system")
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{Change, Refusal, changed, told};
    use crate::tree::Json;

    const STAFF: &str =
        r#"{"system":"urn:oid:2.16.578.1.12.4.1.1.9603","code":"NORN_FORANS","userSelected":true}"#;

    fn json(text: &str) -> Json {
        Json::parse(text).expect(text)
    }

    fn parameters(meta: &str) -> Json {
        json(&format!(
            r#"{{"resourceType":"Parameters","parameter":[{{"name":"meta","valueMeta":{meta}}}]}}"#
        ))
    }

    fn basic(meta: &str) -> String {
        format!(r#"{{"resourceType":"Basic","meta":{meta},"code":{{"text":"x"}}}}"#)
    }

    #[test]
    fn labels_come_and_go() {
        let check = |before: &str, (change, given): (Change, &str), after: Result<&str, Refusal>| {
            let found = changed(&json(&basic(before)), &parameters(given), change);
            assert_eq!(found.map(|json| json.write()), after.map(basic), "{before} {change:?} {given}");
        };
        let tag = r#"{"tag":[{"system":"a","code":"1"}]}"#;
        let both = r#"{"tag":[{"system":"a","code":"1"},{"system":"b","code":"1"}]}"#;
        check(tag, (Change::Add, tag), Ok(tag));
        check(tag, (Change::Add, r#"{"tag":[{"system":"b","code":"1"}],"versionId":"9"}"#), Ok(both));
        check(both, (Change::Delete, r#"{"tag":[{"system":"b","code":"1","display":"B"}]}"#), Ok(tag));
        check(tag, (Change::Delete, r#"{"tag":[{"system":"c","code":"1"}]}"#), Ok(tag));
        let profile = r#"{"versionId":"2","profile":["http://a"]}"#;
        check(r#"{"versionId":"2"}"#, (Change::Add, r#"{"profile":["http://a"]}"#), Ok(profile));
        check(profile, (Change::Delete, r#"{"profile":["http://a"]}"#), Ok(r#"{"versionId":"2"}"#));
        check(tag, (Change::Add, r#"{"tag":"x"}"#), Err(Refusal::Form));
        let staff = format!(r#"{{"security":[{STAFF}]}}"#);
        let named = r#"{"security":[{"system":"urn:oid:2.16.578.1.12.4.1.1.9603","code":"NORN_FORANS"}]}"#;
        check(&staff, (Change::Delete, named), Err(Refusal::Staff));
        check(&staff, (Change::Add, named), Ok(&staff));
        // The sender's own label is the sender's to lift; nothing is left of it.
        let lifted = changed(&json(&basic(named)), &parameters(named), Change::Delete).expect("lifted");
        assert_eq!(lifted.write(), r#"{"resourceType":"Basic","code":{"text":"x"}}"#);
    }

    #[test]
    fn what_is_no_meta_is_refused() {
        let document = json(&basic(r#"{"versionId":"1"}"#));
        for other in [
            "{}",
            "[]",
            r#"{"resourceType":"Parameters"}"#,
            r#"{"resourceType":"Parameters","parameter":[{"name":"meta"}]}"#,
            r#"{"resourceType":"Parameters","parameter":[{"name":"other","valueMeta":{}}]}"#,
            r#"{"resourceType":"Parameters","parameter":[{"name":"meta","valueMeta":[]}]}"#,
        ] {
            assert_eq!(changed(&document, &json(other), Change::Add), Err(Refusal::Form), "{other}");
        }
        let told = json(&told(&document));
        assert_eq!(crate::validate::structure(&told), []);
        assert_eq!(
            told.write(),
            r#"{"resourceType":"Parameters","parameter":[{"name":"return","valueMeta":{"versionId":"1"}}]}"#
        );
    }
}
