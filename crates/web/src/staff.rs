//! The staff's surface: find a patient, say why, read, answer cases.

pub(crate) mod chart;
pub(crate) mod desk;
pub(crate) mod find;
pub(crate) mod lists;
pub(crate) mod lock;
pub(crate) mod worklist;
