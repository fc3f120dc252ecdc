//! That something is not, or that nobody has said, as a sentence.

use helsami_domain::absence::{Absence, Scope};
use helsami_domain::allergy::Statement;

use crate::text::Text;

/// One statement as a sentence.
pub(crate) const fn statement(text: Text, one: &Statement) -> &'static str {
    match one.absence {
        Absence::NoneKnown(Scope::MedicineAllergies) => text.allergies_stated_medicine(),
        Absence::NoneKnown(Scope::FoodAllergies) => text.allergies_stated_food(),
        Absence::NoneKnown(Scope::EnvironmentAllergies) => text.allergies_stated_environment(),
        Absence::NoneKnown(_) => text.allergies_stated_all(),
        Absence::NoInformation(_) => text.allergies_stated_unknown(),
    }
}
