//! The citizen's pages: one file per topic, a handler calls one function of `app` and renders.

pub(crate) mod allergies;
pub(crate) mod appointments;
pub(crate) mod diagnoses;
pub(crate) mod emergency_card;
pub(crate) mod home;
pub(crate) mod medicines;
pub(crate) mod record;
pub(crate) mod results;
pub(crate) mod search;
pub(crate) mod vaccines;
