//! How one row of a record tells of another: what else is to be hidden or closed with a line is found by the references and codes
//! in the record, never listed by hand.

use helsami_domain::access::lens::Item;
use helsami_domain::resource_type::ResourceType;
use helsami_fhir::mention::{Code, Mentions, own_codes};
use helsami_store::Entry;

/// How another row tells of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// It names the line.
    Names,
    /// The line names it.
    Named,
    /// It says the same diagnosis, medicine or vaccine.
    Code,
    /// It comes from the same order.
    Order,
    /// It was marked at the same time.
    Together,
}

/// What a line says of itself.
pub(crate) struct Said {
    item: Item,
    mentions: Mentions,
    codes: Vec<Code>,
}

impl Said {
    pub(crate) fn of(entry: &Entry, mentions: Mentions) -> Self {
        let codes = if lasts(entry.id.kind) { own_codes(&entry.body) } else { Vec::new() };
        Self { item: entry.item(), mentions, codes }
    }

    /// How another row tells of it.
    pub(crate) fn told_by(&self, other: &Entry, mentioned: &Mentions) -> Option<Why> {
        if mentioned.rows.contains(&self.item.id) {
            return Some(Why::Names);
        }
        if self.mentions.rows.contains(&other.id) {
            return Some(Why::Named);
        }
        if mentioned.codes.iter().any(|code| self.codes.contains(code)) {
            return Some(Why::Code);
        }
        let orders = self.mentions.rows.iter().filter(|row| row.kind == ResourceType::ServiceRequest);
        orders.into_iter().any(|order| mentioned.rows.contains(order)).then_some(Why::Order)
    }
}

/// Whether the code of a line of this type is the same thing wherever it is said. A code of a measurement is not: another
/// measurement is another thing.
const fn lasts(kind: ResourceType) -> bool {
    matches!(
        kind,
        ResourceType::Condition
            | ResourceType::Procedure
            | ResourceType::AllergyIntolerance
            | ResourceType::Immunization
            | ResourceType::MedicationRequest
            | ResourceType::MedicationStatement
            | ResourceType::MedicationDispense
            | ResourceType::MedicationAdministration
    )
}
