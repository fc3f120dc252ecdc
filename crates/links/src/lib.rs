//! Talks with other systems, behind the ports of `app`. Decides nothing about people; never touches the store.

pub mod client_assertion;
mod dpop;
mod jwt;
pub mod oidc;
pub mod test_provider;

pub use jwt::Signer;
