//! scratch
use helsami_domain::access::{Actor, VisitNumber};
use helsami_domain::ids::PatientKey;
use helsami_web::kit::{SignedIn, Who};
use helsami_web::{Site, router};
fn now() -> jiff::Timestamp {
    "2026-03-12T08:00:00Z".parse().unwrap()
}
#[tokio::main]
async fn main() {
    let l = tokio::net::TcpListener::bind("127.0.0.1:8099").await.unwrap();
    let r = router(Site::without_record(now, true)).layer(axum::middleware::map_request(async |mut q: axum::extract::Request| {
        if q.uri().path().starts_with("/me") || q.uri().path()=="/nothing" {
        let p = PatientKey::new(5).unwrap();
        q.extensions_mut().insert(SignedIn { actor: Actor::Citizen{person:p, visit: VisitNumber(1)}, subject: p, who: Who{name:"Kari Prøve".into(), born: Some(jiff::civil::date(1964,5,13))}, before: None, language: None });
        }
        q
    })).layer(axum::middleware::map_response(async |mut r: axum::response::Response| {
        r.headers_mut().insert("content-security-policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types helsami".parse().unwrap());
        r
    }));
    axum::serve(l, r).await.unwrap();
}
