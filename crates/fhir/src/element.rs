//! The elements of FHIR that pages read, as borrowed views.
//!
//! Reading is lenient, field by field: what is missing or of another kind than FHIR says is absent, and the rest of
//! the row is still shown. Only the few fields that some page needs are here; everything else is skipped unread.

use helsami_domain::coded::{Coding as Code, Label, canonical_system};
use helsami_domain::ids::RecordId;
use helsami_domain::quantity::{Comparator, Quantity as Amount};
use helsami_domain::resource_type::ResourceType;
use helsami_domain::source::{Party, Source};
use helsami_domain::when::Period as Span;
use serde::Deserialize;

mod lenient;
mod name;

pub use lenient::{Flag, Item, Many, Number, Objects, One, Text};
pub use name::{Extension, HumanName, KEPT_BY, MIDDLE_NAME, NameOrText};

/// Finds the row behind the id of a reference, if it is in this store.
pub type Resolve<'r> = &'r dyn Fn(&str, ResourceType) -> Option<RecordId>;

/// `Coding`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Coding<'a> {
    /// The code system.
    #[serde(borrow)]
    pub system: Text<'a>,
    /// The code.
    #[serde(borrow)]
    pub code: Text<'a>,
    /// The code system's words.
    #[serde(borrow)]
    pub display: Text<'a>,
    /// Whether the writer picked it.
    #[serde(rename = "userSelected")]
    pub is_picked: Flag,
}

impl Coding<'_> {
    /// As the rules see it.
    #[must_use]
    pub fn plain(&self) -> Code<'_> {
        let (system, code, display) = (&self.system, &self.code, &self.display);
        Code { system, code, display, is_picked: self.is_picked.0 == Some(true) }
    }
}

/// In place of a code list's name where only words were sent.
pub const WORDS: &str = "words";

/// `CodeableConcept`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Concept<'a> {
    /// The codes.
    #[serde(borrow)]
    pub coding: Objects<Coding<'a>>,
    /// The writer's words.
    #[serde(borrow)]
    pub text: Text<'a>,
}

impl Concept<'_> {
    /// The words to show; `language` is what the resource says of itself.
    #[must_use]
    pub fn label(&self, language: &str) -> Option<Label> {
        let codings: Vec<Code<'_>> = self.coding.each().map(Coding::plain).collect();
        Label::choose(&self.text, &codings, Some(language).filter(|tag| !tag.is_empty()))
    }

    /// The first code with its code list's one name; [`WORDS`] and the words in lower case where there is no code.
    #[must_use]
    pub fn first_code(&self) -> (Box<str>, Box<str>) {
        match self.coding.each().find(|coding| coding.code.filled().is_some()) {
            Some(coding) => {
                (canonical_system(coding.system.trim(), coding.code.trim()).into(), coding.code.trim().into())
            }
            None => (WORDS.into(), self.text.trim().to_lowercase().into()),
        }
    }

    /// The codes as the rules see them.
    #[must_use]
    pub fn plain(&self) -> Vec<Code<'_>> {
        self.coding.each().map(Coding::plain).collect()
    }

    /// All codes as `system|code`, by which the same thing from two sources is recognised; the words in lower case
    /// where there is no code.
    #[must_use]
    pub fn keys(&self) -> Vec<Box<str>> {
        let coded = self.coding.each().filter(|coding| coding.code.filled().is_some());
        let mut keys: Vec<Box<str>> =
            coded.map(|coding| [coding.system.trim(), "|", coding.code.trim()].concat().into()).collect();
        if keys.is_empty()
            && let Some(label) = self.label("")
        {
            keys.push(label.text.to_lowercase().into());
        }
        keys
    }

    /// The first code; empty if there is none.
    #[must_use]
    pub fn code(&self) -> &str {
        self.codes().next().unwrap_or_default()
    }

    /// The codes.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.coding.each().map(|coding| coding.code.trim()).filter(|code| !code.is_empty())
    }

    /// Whether some code is this one, whatever its code list.
    #[must_use]
    pub fn has(&self, code: &str) -> bool {
        self.codes().any(|one| one == code)
    }
}

/// `Quantity`, also as `Age`, `Duration` and `SimpleQuantity`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Quantity<'a> {
    /// The number.
    #[serde(borrow)]
    pub value: Number<'a>,
    /// Set when the number is only a bound.
    #[serde(borrow)]
    pub comparator: Text<'a>,
    /// The unit for people.
    #[serde(borrow)]
    pub unit: Text<'a>,
    /// The unit for machines.
    #[serde(borrow)]
    pub code: Text<'a>,
}

impl Quantity<'_> {
    /// The amount. `None` without a number, or with a comparator that R4 does not know: a bound must not be shown as
    /// a value.
    #[must_use]
    pub fn amount(&self) -> Option<Amount> {
        let comparator = match self.comparator.filled() {
            None => None,
            Some(sign) => Some(Comparator::parse(sign)?),
        };
        Some(Amount::new(self.value.decimal()?, comparator, &self.unit, &self.code))
    }
}

/// `Range`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Range<'a> {
    /// The lower end.
    #[serde(borrow)]
    pub low: One<Quantity<'a>>,
    /// The upper end.
    #[serde(borrow)]
    pub high: One<Quantity<'a>>,
}

/// `Ratio`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Ratio<'a> {
    /// Above the line.
    #[serde(borrow)]
    pub numerator: One<Quantity<'a>>,
    /// Below the line.
    #[serde(borrow)]
    pub denominator: One<Quantity<'a>>,
}

/// `Period`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Period<'a> {
    /// When it began.
    #[serde(borrow)]
    pub start: Text<'a>,
    /// When it ended.
    #[serde(borrow)]
    pub end: Text<'a>,
}

impl Period<'_> {
    /// The period.
    #[must_use]
    pub fn span(&self) -> Span {
        Span { start: self.start.when(), end: self.end.when() }
    }
}

/// `Reference`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Reference<'a> {
    /// Where to.
    #[serde(borrow)]
    pub reference: Text<'a>,
    /// The type, where it is said beside the reference.
    #[serde(borrow, rename = "type")]
    pub kind: Text<'a>,
    /// The name as sent.
    #[serde(borrow)]
    pub display: Text<'a>,
}

/// The type and the id of the text of a reference within this store.
#[must_use]
pub fn target_of(reference: &str) -> Option<(ResourceType, &str)> {
    let (kind, rest) = reference.split_once('/')?;
    let id = match rest.split_once('/') {
        None => rest,
        Some((id, version)) if version.starts_with("_history/") => id,
        Some(_) => return None,
    };
    Some((ResourceType::from_name(kind)?, id))
}

impl Reference<'_> {
    /// The type and the id of a reference within this store.
    #[must_use]
    pub fn target(&self) -> Option<(ResourceType, &str)> {
        target_of(&self.reference)
    }

    /// Whether it points to a resource of this type, here or elsewhere.
    #[must_use]
    pub fn is_to(&self, kind: ResourceType) -> bool {
        &*self.kind == kind.name() || self.reference.split('/').any(|part| part == kind.name())
    }

    /// The row it points to.
    #[must_use]
    pub fn record(&self, resolve: Resolve<'_>) -> Option<RecordId> {
        let (kind, id) = self.target()?;
        resolve(id, kind)
    }

    /// Whom or what it names: the name as sent, or that of the contained resource, and the row.
    #[must_use]
    pub fn party(&self, contained: &Objects<Contained<'_>>, resolve: Resolve<'_>) -> Party {
        let inside = || {
            let id = self.reference.strip_prefix('#')?;
            contained.each().find(|one| &*one.id == id)?.shown()
        };
        let name = self.display.filled().map(Into::into).or_else(inside);
        Party { name, id: self.record(resolve) }
    }
}

/// A resource inside another, as far as its name.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Contained<'a> {
    /// Its id inside the resource.
    #[serde(borrow)]
    pub id: Text<'a>,
    /// Its type.
    #[serde(borrow, rename = "resourceType")]
    pub kind: Text<'a>,
    /// Its name: a text or a list of names of a person.
    #[serde(borrow)]
    pub name: Many<NameOrText<'a>>,
    /// Its code, for a medication.
    #[serde(borrow)]
    pub code: One<Concept<'a>>,
}

impl Contained<'_> {
    /// Its name as shown.
    #[must_use]
    pub fn shown(&self) -> Option<Box<str>> {
        self.name.iter().find_map(NameOrText::shown)
    }
}

/// Notes who says it: the first that is named, person and place apart. A patient is the citizen's own word.
pub(crate) fn said_by(
    source: &mut Source,
    reference: &Reference<'_>,
    contained: &Objects<Contained<'_>>,
    resolve: Resolve<'_>,
) {
    if reference.is_to(ResourceType::Patient) {
        source.is_own_word |= source.person.is_unknown() && source.place.is_unknown();
        return;
    }
    let is_place = reference.is_to(ResourceType::Organization) || reference.is_to(ResourceType::Location);
    let slot = if is_place { &mut source.place } else { &mut source.person };
    if slot.is_unknown() {
        *slot = reference.party(contained, resolve);
    }
}

/// The notes as one text, a line each.
#[must_use]
pub fn notes(notes: &Objects<Annotation<'_>>) -> Option<Box<str>> {
    let lines: Vec<&str> = notes.each().filter_map(|note| note.text.filled()).collect();
    (!lines.is_empty()).then(|| lines.join("\n").into())
}

/// The words of a list of concepts.
#[must_use]
pub fn labels(concepts: &Objects<Concept<'_>>, language: &str) -> Vec<Label> {
    concepts.each().filter_map(|concept| concept.label(language)).collect()
}

/// `Annotation`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Annotation<'a> {
    /// The words.
    #[serde(borrow)]
    pub text: Text<'a>,
    /// When.
    #[serde(borrow)]
    pub time: Text<'a>,
}

/// A resource of no patient, as far as its name: an organisation, a practitioner, a place.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Named<'a> {
    /// Its name: a text or a list of names of a person.
    #[serde(borrow)]
    pub name: Many<NameOrText<'a>>,
}

/// The name of an organisation, a practitioner or a place, as shown.
#[must_use]
pub fn name_of(body: &str) -> Option<Box<str>> {
    let named: Named<'_> = serde_json::from_str(body).ok()?;
    named.name.iter().find_map(NameOrText::shown)
}

#[cfg(test)]
mod tests {
    use super::{Concept, Contained, HumanName, Many, Objects, One, Quantity, Reference, Text, name_of};
    use helsami_domain::ids::{LocalId, PatientKey, RecordId};
    use helsami_domain::resource_type::ResourceType;
    use serde::Deserialize;

    #[derive(Debug, Default, Deserialize)]
    #[serde(default)]
    struct Probe<'a> {
        #[serde(borrow)]
        text: Text<'a>,
        #[serde(borrow)]
        code: One<Concept<'a>>,
        #[serde(borrow)]
        list: Objects<Concept<'a>>,
        #[serde(borrow)]
        words: Many<Text<'a>>,
        #[serde(borrow)]
        quantity: One<Quantity<'a>>,
    }

    #[test]
    fn a_wrong_kind_loses_only_its_own_field() {
        for wrong in
            ["1", "-1.5", "true", "null", "[]", "{}", "[1,{\"a\":[]}]", "{\"a\":{\"b\":1}}", "\"x\"", "[[1]]"]
        {
            let text = format!(
                r#"{{"text":{wrong},"code":{wrong},"list":{wrong},"words":{wrong},"quantity":{wrong},"other":{wrong}}}"#
            );
            let probe: Result<Probe<'_>, _> = serde_json::from_str(&text);
            assert!(probe.is_ok(), "{wrong}: {probe:?}");
        }
        let probe: Probe<'_> = serde_json::from_str(
            r#"{"text":7,"code":{"text":{"a":1},"coding":[3,{"code":"K","display":["x"],"userSelected":"yes"}]},"list":[1,{"text":"a"}],
            "words":["a",2,"b"]}"#,
        )
        .expect("lenient");
        assert_eq!(
            probe.code.get().and_then(|code| code.label("")).map(|label| label.text),
            Some("K".into())
        );
        assert_eq!(probe.list.each().count(), 1);
        assert_eq!(probe.words.iter().map(|word| &**word).collect::<Vec<_>>(), ["a", "b"]);
    }

    #[test]
    fn numbers_keep_their_digits() {
        let amount = |json: &str| {
            let quantity: Quantity<'_> = serde_json::from_str(json).expect("lenient");
            quantity.amount().map(|amount| (amount.value.as_sent().to_owned(), amount.unit))
        };
        assert_eq!(amount(r#"{"value":6.00,"unit":"%"}"#), Some(("6.00".into(), "%".into())));
        assert_eq!(
            amount(r#"{"value":0.1234567890123456789,"code":"g"}"#),
            Some(("0.1234567890123456789".into(), "g".into()))
        );
        assert_eq!(amount(r#"{"value":"5.5"}"#), Some(("5.5".into(), "".into())));
        assert_eq!(amount(r#"{"value":5,"comparator":"~"}"#), None);
        assert_eq!(amount(r#"{"value":{}}"#), None);
    }

    #[test]
    fn names_of_people_and_places() {
        assert_eq!(
            name_of(r#"{"resourceType":"Organization","name":"St. Olavs hospital"}"#).as_deref(),
            Some("St. Olavs hospital")
        );
        let person = r#"{"name":[{"family":"Hilpert","given":["Sharyl"],"prefix":["Dr."]}]}"#;
        assert_eq!(name_of(person).as_deref(), Some("Dr. Sharyl Hilpert"));
        assert_eq!(name_of(r#"{"name":[]}"#), None);
        let name: HumanName<'_> =
            serde_json::from_str(r#"{"text":" Ola N ","family":"x"}"#).expect("lenient");
        assert_eq!(name.shown().as_deref(), Some("Ola N"));
    }

    #[test]
    fn references_point_inside_or_carry_a_name() {
        let row = RecordId {
            patient: PatientKey::SHARED,
            kind: ResourceType::Organization,
            local: LocalId::new(5).expect("positive"),
        };
        let resolve = |id: &str, kind| (id == "abc" && kind == ResourceType::Organization).then_some(row);
        let contained: Objects<Contained<'_>> =
            serde_json::from_str(r##"[{"resourceType":"Organization","id":"lab","name":"Lab øst"}]"##)
                .expect("lenient");
        let party = |json: &str| {
            let reference: Reference<'_> = serde_json::from_str(json).expect("lenient");
            let party = reference.party(&contained, &resolve);
            (party.name, party.id)
        };
        assert_eq!(party(r#"{"reference":"Organization/abc"}"#), (None, Some(row)));
        assert_eq!(party(r##"{"reference":"#lab"}"##), (Some("Lab øst".into()), None));
        assert_eq!(party(r#"{"display":"Dr. X","reference":"urn:uuid:1"}"#), (Some("Dr. X".into()), None));
        assert_eq!(party(r#"{"reference":"https://other/fhir/Organization/abc"}"#), (None, None));
    }
}
