//! The form of an application to act for somebody who cannot consent: what is the same when it is sent and when it came on paper.

use helsami_app::application::Place;
use helsami_domain::application::{Fault, Kinship};

use super::given::kinship;
use crate::text::Text;

/// The field that a fault is about.
pub(crate) const fn control(fault: Fault) -> &'static str {
    match fault {
        Fault::Name => "name",
        Fault::Number | Fault::OwnNumber => "number",
        Fault::Kinship => "kinship",
        Fault::Why => "why",
    }
}

/// How the two can be related, to choose from.
pub(crate) fn kinships(text: Text) -> Vec<(&'static str, &'static str)> {
    let all = Kinship::ALL.map(|one| (one.code(), kinship(text, one)));
    std::iter::once(("", text.apply_choose())).chain(all).collect()
}

/// Where the person is treated, to choose from.
pub(crate) fn places(text: Text, places: &[Place]) -> Vec<(&str, &str)> {
    let all = places.iter().map(|place| (place.value.as_str(), place.name.as_str()));
    std::iter::once(("", text.apply_choose())).chain(all).collect()
}
