//! The staff's pages: one file per topic, a handler calls one function of `app` and renders.

pub(crate) mod landing;
pub(crate) mod role;
