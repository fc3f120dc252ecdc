//! The pages: server-rendered HTML from what `app` hands back. Never touches the store, never decides who may see what.

pub mod assets;
pub mod kit;
pub mod routes;
pub mod site;
pub mod text;

pub mod door;

mod citizen;
mod entry;
mod gallery;
mod staff;

pub use door::{Door, Paces};
pub use routes::router;
pub use site::Site;
