//! The machines' routes over a real store.

mod ready;
