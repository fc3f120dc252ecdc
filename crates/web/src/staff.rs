//! The staff's pages: one file per topic, a handler calls one function of `app` and renders.

pub(crate) mod chart;
pub(crate) mod desk;
pub(crate) mod find;
pub(crate) mod give;
pub(crate) mod landing;
pub(crate) mod lists;
pub(crate) mod lock;
pub(crate) mod marks;
pub(crate) mod receive;
pub(crate) mod register;
pub(crate) mod role;
pub(crate) mod worklist;
