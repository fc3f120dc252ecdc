//! The citizen's pages: one file per topic, a handler calls one function of `app` and renders.

pub(crate) mod home;
pub(crate) mod record;
pub(crate) mod results;
