//! The citizen's pages: one file per topic, a handler calls one function of `app` and renders.

pub(crate) mod access;
pub(crate) mod access_log;
pub(crate) mod acting;
pub(crate) mod allergies;
pub(crate) mod appointments;
pub(crate) mod blocks;
pub(crate) mod care_team;
pub(crate) mod cases;
pub(crate) mod details;
pub(crate) mod diagnoses;
pub(crate) mod documents;
pub(crate) mod emergency_card;
pub(crate) mod growing;
pub(crate) mod home;
pub(crate) mod invitation;
pub(crate) mod kin;
pub(crate) mod lock;
pub(crate) mod medicines;
pub(crate) mod notices;
pub(crate) mod record;
pub(crate) mod report;
pub(crate) mod results;
pub(crate) mod search;
pub(crate) mod settings;
pub(crate) mod vaccines;
pub(crate) mod youth;
