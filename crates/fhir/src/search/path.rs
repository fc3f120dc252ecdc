//! Paths to the elements that a search parameter reads, and the walk along them.

use helsami_domain::resource_type::ResourceType;

use super::reference::is_to;
use super::row::Row;
use super::walk;

/// How the value at the end of a path is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are FHIR's own, but for the last")]
pub enum Data {
    Address,
    Boolean,
    Canonical,
    Code,
    CodeableConcept,
    Coding,
    ContactPoint,
    Date,
    Decimal,
    HumanName,
    Identifier,
    Money,
    Period,
    Quantity,
    Range,
    Reference,
    Resource,
    SampledData,
    Text,
    Timing,
    Uri,
    /// The position of a place.
    Position,
    /// Whether somebody has died: true for a date or `true`, else false.
    Alive,
    /// Where the components of a composite begin.
    Base,
    /// The whole document.
    Whole,
}

impl Data {
    fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "Address" => Self::Address,
            "boolean" => Self::Boolean,
            "canonical" => Self::Canonical,
            "code" => Self::Code,
            "CodeableConcept" => Self::CodeableConcept,
            "Coding" => Self::Coding,
            "ContactPoint" => Self::ContactPoint,
            "date" => Self::Date,
            "decimal" => Self::Decimal,
            "HumanName" => Self::HumanName,
            "Identifier" => Self::Identifier,
            "Money" => Self::Money,
            "Period" => Self::Period,
            "Quantity" => Self::Quantity,
            "Range" => Self::Range,
            "Reference" => Self::Reference,
            "Resource" => Self::Resource,
            "SampledData" => Self::SampledData,
            "string" => Self::Text,
            "Timing" => Self::Timing,
            "uri" => Self::Uri,
            "BackboneElement" => Self::Position,
            "alive" => Self::Alive,
            "Base" => Self::Base,
            "whole" => Self::Whole,
            _ => return None,
        })
    }
}

/// One element on the way.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Step {
    name: &'static str,
    /// Only items with this member.
    only: Option<(&'static str, &'static str)>,
    is_first: bool,
}

/// The way to an element, and how it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    steps: Vec<Step>,
    /// The type a reference must point to.
    pub to: Option<ResourceType>,
    /// How the element is read.
    pub data: Data,
    /// The code system of a bound code; `~` stands for FHIR's own.
    system: &'static str,
    /// In a component: begins at the document instead.
    pub is_from_top: bool,
}

/// What FHIR's own code systems begin with.
const FHIR: &str = "http://hl7.org/fhir/";

impl Path {
    /// Reads a path of the table.
    pub(crate) fn parse(text: &'static str) -> Option<Self> {
        let (way, data) = text.split_once(':')?;
        let (data, system) = data.split_once('=').unwrap_or((data, ""));
        let is_from_top = way.starts_with('^');
        let way = way.trim_start_matches('^');
        let (way, to) = way.split_once('@').unwrap_or((way, ""));
        let steps = way.split('.').filter(|step| !step.is_empty()).map(Step::parse).collect();
        Some(Self { steps, to: ResourceType::from_name(to), data: Data::parse(data)?, system, is_from_top })
    }

    /// Whether this is the code system that the codes of the element are from.
    #[must_use]
    pub fn is_system(&self, system: &str) -> bool {
        match self.system.strip_prefix('~') {
            Some(rest) => system.strip_prefix(FHIR) == Some(rest),
            None => !self.system.is_empty() && self.system == system,
        }
    }

    /// Whether the codes of the element are of one system that is known.
    #[must_use]
    pub const fn says_system(&self) -> bool {
        !self.system.is_empty()
    }

    /// The name of the element, for a path of one element or more, as `subject` or `participant.actor`.
    #[must_use]
    pub fn name(&self) -> String {
        self.steps.iter().map(|step| step.name).collect::<Vec<_>>().join(".")
    }

    /// Whether it is the document itself.
    #[must_use]
    pub const fn is_whole(&self) -> bool {
        self.steps.is_empty()
    }

    /// Shows each value at the end of the path within the document, until one is enough.
    pub fn visit<'t>(&self, row: &mut Row<'t>, see: &mut dyn FnMut(&'t str) -> bool) -> bool {
        let found = match self.steps.split_first() {
            None => return see(row.text()),
            Some((first, rest)) => row.member(first.name).map(|value| (first, rest, value)),
        };
        found.is_some_and(|(first, rest, value)| self.enter(first, (rest, value), see))
    }

    /// As [`Self::visit`], from a value inside the document.
    pub fn visit_in<'t>(&self, value: &'t str, see: &mut dyn FnMut(&'t str) -> bool) -> bool {
        self.along(&self.steps, value, see)
    }

    fn along<'t>(&self, steps: &[Step], value: &'t str, see: &mut dyn FnMut(&'t str) -> bool) -> bool {
        match steps.split_first() {
            None => self.to.is_none_or(|kind| is_to(value, kind)) && see(value),
            Some((step, rest)) => {
                walk::member(value, step.name).is_some_and(|inner| self.enter(step, (rest, inner), see))
            }
        }
    }

    fn enter<'t>(
        &self,
        step: &Step,
        (rest, value): (&[Step], &'t str),
        see: &mut dyn FnMut(&'t str) -> bool,
    ) -> bool {
        let count = if step.is_first { 1 } else { usize::MAX };
        walk::items(value).take(count).any(|item| step.lets(item) && self.along(rest, item, see))
    }
}

impl Step {
    fn parse(text: &'static str) -> Self {
        let (text, is_first) = text.strip_suffix("#0").map_or((text, false), |name| (name, true));
        let (name, only) = text.split_once('{').unwrap_or((text, ""));
        let only = only.strip_suffix('}').and_then(|only| only.split_once('='));
        Self { name, only, is_first }
    }

    fn lets(&self, item: &str) -> bool {
        item != "null"
            && self.only.is_none_or(|(name, wanted)| {
                walk::member(item, name).is_some_and(|value| walk::says(value, wanted))
            })
    }
}
