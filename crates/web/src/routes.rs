//! Every address of the pages, as data: method, path, who may, handler. The router is made of this table and nothing
//! else, and tests walk it.

use axum::Router;
use axum::http::header::CONTENT_TYPE;
use axum::http::{Extensions, HeaderMap, StatusCode, Version};
use axum::middleware::from_fn_with_state;
use axum::routing::{MethodRouter, get, post};
use helsami_domain::matter::Matter;
use tower::ServiceBuilder;
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;

use crate::door::{self, BACK_CHANNEL, STAFF_BACK_CHANNEL, sign_in, sign_out};
use crate::kit::visitor::tell_problems;
use crate::{Site, assets, citizen, entry, gallery, kit, staff};

/// HTTP's method of a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Reads, changes nothing.
    Get,
    /// Changes something, or carries words that must not stand in an address.
    Post,
}

/// Who may ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Everybody; nothing about a person is shown.
    Open,
    /// Everybody, but only where the people are made up.
    Demo,
    /// Somebody who has signed in, about themself; shows nothing of the record beyond the frame.
    SignedIn,
    /// Somebody who has signed in, about their own record; each visit is in the access log under this matter.
    Own(Matter),
    /// Somebody who has signed in and acts for the person that the address names, as far as the rules let them.
    For(Matter),
    /// A member of staff who has signed in, with a role or before it is chosen.
    StaffSignedIn,
    /// A member of staff at work in a role. Pages about a record need a grant of the rules beside.
    Staff,
}

/// One address.
#[derive(Clone, Copy)]
pub struct Route {
    /// The method.
    pub method: Method,
    /// The path as the router writes it.
    pub path: &'static str,
    /// Who may ask.
    pub access: Access,
    /// The handler.
    handler: fn() -> MethodRouter<Site>,
}

const fn reads(path: &'static str, access: Access, handler: fn() -> MethodRouter<Site>) -> Route {
    Route { method: Method::Get, path, access, handler }
}

const fn acts(path: &'static str, access: Access, handler: fn() -> MethodRouter<Site>) -> Route {
    Route { method: Method::Post, path, access, handler }
}

/// Every address there is.
pub const ROUTES: &[Route] = &[
    reads("/", Access::Open, || get(entry::front)),
    acts("/language", Access::Open, || post(entry::choose_language)),
    acts("/discreet", Access::Open, || post(entry::choose_discreet)),
    reads("/assets/{name}", Access::Open, || get(assets::file)),
    reads("/gallery", Access::Demo, || get(gallery::page)),
    reads("/sign-in", Access::Open, || get(sign_in::begin)),
    reads("/sign-in/anew", Access::SignedIn, || get(sign_in::begin_anew)),
    reads("/sign-in/callback", Access::Open, || get(sign_in::callback)),
    acts("/sign-out", Access::Open, || post(sign_out::sign_out)),
    reads("/sign-out/front-channel", Access::Open, || get(sign_out::front_channel)),
    acts(BACK_CHANNEL, Access::Open, || post(sign_out::back_channel)),
    reads("/signed-out", Access::Open, || get(sign_out::signed_out)),
    reads("/work/sign-in", Access::Open, || get(door::staff::begin)),
    reads("/work/sign-in/callback", Access::Open, || get(door::staff::callback)),
    acts("/work/sign-out", Access::Open, || post(door::staff::sign_out)),
    reads("/work/sign-out/front-channel", Access::Open, || get(door::staff::front_channel)),
    acts(STAFF_BACK_CHANNEL, Access::Open, || post(door::staff::back_channel)),
    reads("/work/signed-out", Access::Open, || get(door::staff::signed_out)),
    reads("/work/role", Access::StaffSignedIn, || get(staff::role::page)),
    acts("/work/role", Access::StaffSignedIn, || post(staff::role::choose)),
    reads("/work", Access::Staff, || get(staff::landing::page)),
    reads("/me/results", Access::Own(Matter::Results), || get(citizen::results::page)),
    reads("/me/results/{id}", Access::Own(Matter::Results), || get(citizen::results::order_page)),
    reads("/me/results/trend/{id}", Access::Own(Matter::Results), || get(citizen::results::trend_page)),
    reads("/me", Access::Own(Matter::Home), || get(citizen::home::page)),
    reads("/me/search", Access::SignedIn, || get(citizen::search::page)),
    acts("/me/search", Access::Own(Matter::Search), || post(citizen::search::find)),
    reads("/me/record", Access::SignedIn, || get(citizen::record::page)),
    reads("/me/appointments", Access::Own(Matter::Appointments), || get(citizen::appointments::page)),
    reads("/me/medicines", Access::Own(Matter::Medicines), || get(citizen::medicines::page)),
    reads("/me/allergies", Access::Own(Matter::Allergies), || get(citizen::allergies::page)),
    reads("/me/diagnoses", Access::Own(Matter::Diagnoses), || get(citizen::diagnoses::page)),
    reads("/me/vaccines", Access::Own(Matter::Vaccines), || get(citizen::vaccines::page)),
    reads("/me/documents", Access::Own(Matter::Documents), || get(citizen::documents::page)),
    reads("/me/documents/{id}", Access::Own(Matter::Documents), || get(citizen::documents::open_page)),
    reads("/me/documents/{id}/file/{number}", Access::Own(Matter::Documents), || {
        get(citizen::documents::file)
    }),
    reads("/me/care-team", Access::Own(Matter::CareTeam), || get(citizen::care_team::page)),
    reads("/me/details", Access::Own(Matter::Details), || get(citizen::details::page)),
    reads("/me/kin", Access::Own(Matter::Details), || get(citizen::kin::page)),
    reads("/me/kin/edit", Access::Own(Matter::Details), || get(citizen::kin::form)),
    acts("/me/kin/edit", Access::Own(Matter::Details), || post(citizen::kin::save)),
    reads("/me/kin/end", Access::Own(Matter::Details), || get(citizen::kin::end_page)),
    acts("/me/kin/end", Access::Own(Matter::Details), || post(citizen::kin::end)),
    reads("/me/access-log", Access::Own(Matter::AccessLog), || get(citizen::access_log::page)),
    reads("/me/access", Access::Own(Matter::Access), || get(citizen::access::page)),
    reads("/me/access/end", Access::Own(Matter::Access), || get(citizen::access::end_page)),
    acts("/me/access/end", Access::Own(Matter::Access), || post(citizen::access::end)),
    acts("/me/access/dismiss", Access::Own(Matter::Access), || post(citizen::access::dismiss)),
    acts("/me/notices/put-away", Access::Own(Matter::Access), || post(citizen::notices::put_away)),
    reads("/me/access/change", Access::Own(Matter::Access), || get(citizen::access::change_form)),
    acts("/me/access/change", Access::Own(Matter::Access), || post(citizen::access::change_show)),
    acts("/me/access/change/save", Access::Own(Matter::Access), || post(citizen::access::change_save)),
    reads("/me/access/invite", Access::Own(Matter::Access), || get(citizen::access::form)),
    acts("/me/access/invite", Access::Own(Matter::Access), || post(citizen::access::show)),
    acts("/me/access/invitation", Access::Own(Matter::Access), || post(citizen::access::make)),
    reads("/invitation/{code}", Access::SignedIn, || get(citizen::invitation::page)),
    acts("/invitation/{code}", Access::SignedIn, || post(citizen::invitation::answer)),
    reads("/me/lock", Access::SignedIn, || get(citizen::lock::page)),
    acts("/me/lock", Access::Own(Matter::Access), || post(citizen::lock::set)),
    reads("/me/access-log.ndjson", Access::Own(Matter::AccessLog), || get(citizen::access_log::export)),
    reads("/me/access-log.pdf", Access::Own(Matter::AccessLog), || get(citizen::access_log::paper::pdf)),
    reads("/me/access-log/ask", Access::Own(Matter::AccessLog), || get(citizen::access_log::ask::page)),
    acts("/me/access-log/ask", Access::Own(Matter::AccessLog), || post(citizen::access_log::ask::send)),
    reads("/me/blocks", Access::Own(Matter::Blocks), || get(citizen::blocks::page)),
    reads("/me/blocks/review", Access::Own(Matter::Blocks), || get(citizen::blocks::review)),
    acts("/me/blocks", Access::Own(Matter::Blocks), || post(citizen::blocks::close)),
    reads("/me/blocks/lift", Access::Own(Matter::Blocks), || get(citizen::blocks::lift_page)),
    acts("/me/blocks/lift", Access::Own(Matter::Blocks), || post(citizen::blocks::lift)),
    reads("/me/consents", Access::Own(Matter::Access), || get(citizen::consents::page)),
    reads("/me/consents/review", Access::Own(Matter::Access), || get(citizen::consents::review)),
    acts("/me/consents", Access::Own(Matter::Access), || post(citizen::consents::save)),
    reads("/me/cases", Access::Own(Matter::Cases), || get(citizen::cases::page)),
    reads("/me/report/{id}", Access::Own(Matter::Report), || get(citizen::report::page)),
    acts("/me/report/{id}", Access::Own(Matter::Report), || post(citizen::report::send)),
    reads("/for/{who}/report/{id}", Access::For(Matter::Report), || get(citizen::report::page)),
    acts("/for/{who}/report/{id}", Access::For(Matter::Report), || post(citizen::report::send)),
    reads("/me/settings", Access::SignedIn, || get(citizen::settings::page)),
    acts("/me/settings/sessions/end", Access::SignedIn, || post(citizen::settings::end_one)),
    acts("/me/settings/sessions/end-others", Access::SignedIn, || post(citizen::settings::end_others)),
    acts("/me/settings/sessions/end-all", Access::SignedIn, || post(citizen::settings::end_all)),
    reads("/me/safe", Access::Own(Matter::Settings), || get(citizen::safe::page)),
    acts("/me/safe", Access::Own(Matter::Settings), || post(citizen::safe::save)),
    acts("/me/safe/close", Access::Own(Matter::Settings), || post(citizen::safe::close)),
    reads("/me/emergency-card", Access::Own(Matter::EmergencyCard), || get(citizen::emergency_card::page)),
    reads("/acting", Access::SignedIn, || get(citizen::acting::page)),
    reads("/acting/apply", Access::Own(Matter::Cases), || get(citizen::apply::page)),
    acts("/acting/apply", Access::Own(Matter::Cases), || post(citizen::apply::send)),
    reads("/forms/act-for-another", Access::Open, || get(citizen::apply::paper)),
    reads("/acting/return", Access::SignedIn, || get(citizen::acting::return_page)),
    acts("/acting/return", Access::SignedIn, || post(citizen::acting::give_back)),
    reads("/for/{who}/results", Access::For(Matter::Results), || get(citizen::results::page)),
    reads("/for/{who}/results/{id}", Access::For(Matter::Results), || get(citizen::results::order_page)),
    reads("/for/{who}/results/trend/{id}", Access::For(Matter::Results), || {
        get(citizen::results::trend_page)
    }),
    reads("/for/{who}", Access::For(Matter::Home), || get(citizen::home::page)),
    reads("/for/{who}/search", Access::For(Matter::Search), || get(citizen::search::page)),
    acts("/for/{who}/search", Access::For(Matter::Search), || post(citizen::search::find)),
    reads("/for/{who}/record", Access::For(Matter::Home), || get(citizen::record::page)),
    reads("/for/{who}/appointments", Access::For(Matter::Appointments), || get(citizen::appointments::page)),
    reads("/for/{who}/medicines", Access::For(Matter::Medicines), || get(citizen::medicines::page)),
    reads("/for/{who}/allergies", Access::For(Matter::Allergies), || get(citizen::allergies::page)),
    reads("/for/{who}/diagnoses", Access::For(Matter::Diagnoses), || get(citizen::diagnoses::page)),
    reads("/for/{who}/vaccines", Access::For(Matter::Vaccines), || get(citizen::vaccines::page)),
    reads("/for/{who}/documents", Access::For(Matter::Documents), || get(citizen::documents::page)),
    reads("/for/{who}/documents/{id}", Access::For(Matter::Documents), || get(citizen::documents::open_page)),
    reads("/for/{who}/documents/{id}/file/{number}", Access::For(Matter::Documents), || {
        get(citizen::documents::file)
    }),
    reads("/for/{who}/care-team", Access::For(Matter::CareTeam), || get(citizen::care_team::page)),
    reads("/for/{who}/youth", Access::For(Matter::Access), || get(citizen::youth::page)),
    acts("/for/{who}/youth", Access::For(Matter::Access), || post(citizen::youth::consent)),
    reads("/for/{who}/details", Access::For(Matter::Details), || get(citizen::details::page)),
    reads("/for/{who}/emergency-card", Access::For(Matter::EmergencyCard), || {
        get(citizen::emergency_card::page)
    }),
    reads("/work/find", Access::Staff, || get(staff::find::page)),
    acts("/work/find", Access::Staff, || post(staff::find::find)),
    reads("/work/cases", Access::Staff, || get(staff::worklist::page)),
    reads("/work/apply", Access::Staff, || get(staff::receive::page)),
    acts("/work/apply", Access::Staff, || post(staff::receive::send)),
    reads("/work/cases/{id}", Access::Staff, || get(staff::worklist::case)),
    acts("/work/cases/{id}", Access::Staff, || post(staff::worklist::answer)),
    reads("/work/cases/{id}/give", Access::Staff, || get(staff::give::page)),
    acts("/work/cases/{id}/give", Access::Staff, || post(staff::give::send)),
    reads("/work/p/{who}", Access::Staff, || get(staff::chart::page)),
    acts("/work/p/{who}/open", Access::Staff, || post(staff::chart::open)),
    reads("/work/p/{who}/unlock", Access::Staff, || get(staff::chart::unlock_page)),
    acts("/work/p/{who}/close", Access::Staff, || post(staff::chart::close)),
    reads("/work/p/{who}/lock", Access::Staff, || get(staff::lock::page)),
    acts("/work/p/{who}/lock", Access::Staff, || post(staff::lock::lift)),
    reads("/work/p/{who}/marks", Access::Staff, || get(staff::marks::page)),
    reads("/work/p/{who}/marks/{id}", Access::Staff, || get(staff::marks::line_page)),
    acts("/work/p/{who}/marks/{id}", Access::Staff, || post(staff::marks::send)),
    reads("/work/p/{who}/register", Access::Staff, || get(staff::register::page)),
    acts("/work/p/{who}/register", Access::Staff, || post(staff::register::send)),
    reads("/work/p/{who}/register/end", Access::Staff, || get(staff::register::end_page)),
    acts("/work/p/{who}/register/end", Access::Staff, || post(staff::register::end)),
    reads("/work/p/{who}/results", Access::Staff, || get(staff::lists::results)),
    reads("/work/p/{who}/results/{id}", Access::Staff, || get(staff::lists::order_page)),
    reads("/work/p/{who}/results/trend/{id}", Access::Staff, || get(staff::lists::trend_page)),
    reads("/work/p/{who}/medicines", Access::Staff, || get(staff::lists::medicines)),
    reads("/work/p/{who}/allergies", Access::Staff, || get(staff::lists::allergies)),
    reads("/work/p/{who}/diagnoses", Access::Staff, || get(staff::lists::diagnoses)),
    reads("/work/p/{who}/vaccines", Access::Staff, || get(staff::lists::vaccines)),
    reads("/work/p/{who}/documents", Access::Staff, || get(staff::lists::documents)),
    reads("/work/p/{who}/documents/{id}", Access::Staff, || get(staff::lists::document)),
    reads("/work/p/{who}/documents/{id}/file/{number}", Access::Staff, || get(staff::lists::file)),
    reads("/work/p/{who}/appointments", Access::Staff, || get(staff::lists::appointments)),
    reads("/work/p/{who}/care-team", Access::Staff, || get(staff::lists::care_team)),
];

/// How hard pages are compressed while the reader waits: the lowest levels cost half of the next ones and give a tenth
/// less. Files under `/assets/` come compressed from the build.
const COMPRESSION: CompressionLevel = CompressionLevel::Precise(1);

/// Only pages: files come compressed, and fonts and pictures are so by themselves.
fn is_page(_: StatusCode, _: Version, headers: &HeaderMap, _: &Extensions) -> bool {
    headers.get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"))
}

/// The router of all pages.
pub fn router(site: Site) -> Router {
    let add = |router: Router<Site>, route: &Route| router.route(route.path, (route.handler)());
    ROUTES
        .iter()
        .fold(Router::new(), add)
        .fallback(async || kit::Problem::NotFound)
        .method_not_allowed_fallback(async || kit::Problem::NotFound)
        // The outermost first, as one layer: the router boxes each layer by itself and copies the boxes for each request.
        .layer(
            ServiceBuilder::new()
                // No page holds a secret beside words from outside, so compressing tells nobody anything.
                .layer(CompressionLayer::new().quality(COMPRESSION).compress_when(is_page))
                .layer(from_fn_with_state(site.clone(), door::set_headers))
                // Here too, for what the door itself refuses.
                .layer(from_fn_with_state(site.clone(), tell_problems))
                .layer(from_fn_with_state(site.clone(), door::guard))
                .layer(from_fn_with_state(site.clone(), door::recognise))
                .layer(from_fn_with_state(site.clone(), tell_problems)),
        )
        .with_state(site)
}
