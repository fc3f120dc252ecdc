//! The one table of the API's addresses: method, path, who may, which of FHIR's interactions it is. The router and the
//! CapabilityStatement are made of it, and the tests ask each line.

use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{self, Next};
use axum::response::Response;
use axum::routing::{MethodRouter, delete, get, patch as patch_method, post, put};
use helsami_domain::resource_type::ResourceType;

use super::{
    Fhir, bundle, everything, export, merge, meta, metadata, openapi, outcome, patch, read, search, token,
    validate, write,
};

/// The method of a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// `GET`, and `HEAD`.
    Get,
    /// `POST`
    Post,
    /// `PUT`
    Put,
    /// `DELETE`
    Delete,
    /// `PATCH`
    Patch,
}

impl Method {
    /// As HTTP writes it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
            Self::Patch => "PATCH",
        }
    }
}

/// Who may ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Anybody: nothing of a record is in it.
    Anybody,
    /// A registered system with a token.
    Systems,
}

/// What an address does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// The CapabilityStatement.
    Metadata,
    /// The same as an OpenAPI document.
    OpenApi,
    /// Where systems sign in.
    Smart,
    /// Gives out tokens.
    Token,
    /// A transaction or a batch.
    Bundle,
    /// A search of the types that the query names.
    SearchAll,
    /// The same, as a form.
    SearchAllPosted,
    /// A search of a type.
    Search,
    /// The same, as a form.
    SearchPosted,
    /// A search in one patient's record.
    SearchIn,
    /// The same, as a form.
    SearchInPosted,
    /// One resource.
    Read,
    /// One version of it.
    Vread,
    /// Its versions.
    History,
    /// The versions of a type.
    HistoryOfType,
    /// The versions of everything.
    HistoryOfAll,
    /// All that is kept about one person.
    Everything,
    /// A new resource.
    Create,
    /// A new version by id.
    Update,
    /// A new version by a search.
    UpdateBy,
    /// No more of it, by id.
    Delete,
    /// No more of it, by a search.
    DeleteBy,
    /// A part of it is changed.
    Patch,
    /// A part of the one that a search finds is changed.
    PatchBy,
    /// Profiles, labels and tags of one resource.
    Meta,
    /// More of them.
    MetaAdd,
    /// Fewer of them.
    MetaDelete,
    /// The newest answers of each analysis.
    Lastn,
    /// Two records of one person become one.
    Merge,
    /// They are parted again.
    Unmerge,
    /// Whether a document is what R4 says.
    Validate,
    /// Whether what is kept is.
    ValidateKept,
    /// All records are taken out in bulk.
    Export,
    /// All persons' records are.
    ExportPatients,
    /// The records of a Group's members are.
    ExportGroup,
    /// How far that has come.
    ExportProgress,
    /// It is given up.
    ExportCancel,
    /// A file of it.
    ExportFile,
}

/// One line of the table.
#[derive(Clone, Copy, Debug)]
pub struct Route {
    /// The method.
    pub method: Method,
    /// The path.
    pub path: &'static str,
    /// Who may ask.
    pub who: Who,
    /// What it does.
    pub what: What,
}

const fn open(method: Method, path: &'static str, what: What) -> Route {
    Route { method, path, who: Who::Anybody, what }
}

const fn closed(method: Method, path: &'static str, what: What) -> Route {
    Route { method, path, who: Who::Systems, what }
}

/// The table.
pub const ROUTES: &[Route] = &[
    open(Method::Post, "/oauth/token", What::Token),
    open(Method::Get, "/fhir/.well-known/smart-configuration", What::Smart),
    open(Method::Get, "/fhir/metadata", What::Metadata),
    open(Method::Get, "/fhir/openapi.json", What::OpenApi),
    closed(Method::Post, "/fhir", What::Bundle),
    closed(Method::Get, "/fhir", What::SearchAll),
    closed(Method::Post, "/fhir/_search", What::SearchAllPosted),
    closed(Method::Get, "/fhir/{kind}", What::Search),
    closed(Method::Post, "/fhir/{kind}/_search", What::SearchPosted),
    closed(Method::Get, "/fhir/{kind}/{id}/{inner}", What::SearchIn),
    closed(Method::Post, "/fhir/{kind}/{id}/{inner}/_search", What::SearchInPosted),
    closed(Method::Post, "/fhir/{kind}", What::Create),
    closed(Method::Put, "/fhir/{kind}", What::UpdateBy),
    closed(Method::Delete, "/fhir/{kind}", What::DeleteBy),
    closed(Method::Patch, "/fhir/{kind}", What::PatchBy),
    closed(Method::Get, "/fhir/{kind}/{id}", What::Read),
    closed(Method::Put, "/fhir/{kind}/{id}", What::Update),
    closed(Method::Delete, "/fhir/{kind}/{id}", What::Delete),
    closed(Method::Patch, "/fhir/{kind}/{id}", What::Patch),
    closed(Method::Get, "/fhir/{kind}/$lastn", What::Lastn),
    closed(Method::Post, "/fhir/{kind}/$merge", What::Merge),
    closed(Method::Post, "/fhir/{kind}/$unmerge", What::Unmerge),
    closed(Method::Post, "/fhir/{kind}/$validate", What::Validate),
    closed(Method::Get, "/fhir/{kind}/{id}/$validate", What::ValidateKept),
    closed(Method::Get, "/fhir/{kind}/{id}/$meta", What::Meta),
    closed(Method::Post, "/fhir/{kind}/{id}/$meta-add", What::MetaAdd),
    closed(Method::Post, "/fhir/{kind}/{id}/$meta-delete", What::MetaDelete),
    closed(Method::Get, "/fhir/$export", What::Export),
    closed(Method::Get, "/fhir/{kind}/$export", What::ExportPatients),
    closed(Method::Get, "/fhir/{kind}/{id}/$export", What::ExportGroup),
    closed(Method::Get, "/fhir/$export/{job}", What::ExportProgress),
    closed(Method::Delete, "/fhir/$export/{job}", What::ExportCancel),
    closed(Method::Get, "/fhir/$export/{job}/{number}", What::ExportFile),
    closed(Method::Get, "/fhir/{kind}/{id}/$everything", What::Everything),
    closed(Method::Get, "/fhir/{kind}/{id}/_history", What::History),
    closed(Method::Get, "/fhir/{kind}/_history", What::HistoryOfType),
    closed(Method::Get, "/fhir/_history", What::HistoryOfAll),
    closed(Method::Get, "/fhir/{kind}/{id}/_history/{version}", What::Vread),
];

/// The interactions with one type that the table offers, by FHIR's codes.
#[must_use]
pub fn with_type() -> Vec<&'static str> {
    let code = |route: &Route| match route.what {
        What::Read => Some("read"),
        What::Vread => Some("vread"),
        What::History => Some("history-instance"),
        What::HistoryOfType => Some("history-type"),
        What::Search => Some("search-type"),
        What::Create => Some("create"),
        What::Update => Some("update"),
        What::Delete => Some("delete"),
        What::Patch => Some("patch"),
        _ => None,
    };
    ROUTES.iter().filter_map(code).collect()
}

/// The interactions with the whole system.
#[must_use]
pub fn with_all() -> Vec<&'static str> {
    let codes = |route: &Route| match route.what {
        What::Bundle => &["transaction", "batch"][..],
        What::SearchAll => &["search-system"],
        What::HistoryOfAll => &["history-system"],
        _ => &[],
    };
    ROUTES.iter().flat_map(codes).copied().collect()
}

/// The operations, each with the type it is for.
#[must_use]
pub fn operations() -> Vec<(&'static str, Option<ResourceType>)> {
    let operation = |route: &Route| match route.what {
        What::Everything => Some(("everything", Some(ResourceType::Patient))),
        What::Lastn => Some(("lastn", Some(ResourceType::Observation))),
        What::Merge => Some(("merge", Some(ResourceType::Patient))),
        What::Unmerge => Some(("unmerge", Some(ResourceType::Patient))),
        What::Validate => Some(("validate", None)),
        What::Meta => Some(("meta", None)),
        What::MetaAdd => Some(("meta-add", None)),
        What::MetaDelete => Some(("meta-delete", None)),
        What::ExportPatients => Some(("export", Some(ResourceType::Patient))),
        What::ExportGroup => Some(("export", Some(ResourceType::Group))),
        _ => None,
    };
    ROUTES.iter().filter_map(operation).collect()
}

/// The operations on the whole system.
#[must_use]
pub fn operations_on_all() -> Vec<&'static str> {
    let operation = |route: &Route| (route.what == What::Export).then_some("export");
    ROUTES.iter().filter_map(operation).collect()
}

fn handler(what: What) -> MethodRouter<Fhir> {
    match what {
        What::Metadata => get(metadata::metadata),
        What::OpenApi => get(openapi::document),
        What::Smart => get(token::configuration),
        What::Token => post(token::token),
        What::Bundle => post(bundle::bundle),
        What::SearchAll => get(search::of_all),
        What::SearchAllPosted => post(search::of_all_posted),
        What::Search => get(search::of_type),
        What::SearchPosted => post(search::of_type_posted),
        What::SearchIn => get(search::within),
        What::SearchInPosted => post(search::within_posted),
        What::Read => get(read::read),
        What::Vread => get(read::vread),
        What::History => get(read::history),
        What::HistoryOfType => get(read::history_of_type),
        What::HistoryOfAll => get(read::history_of_all),
        What::Everything => get(everything::everything),
        What::Create => post(write::create),
        What::Update => put(write::update),
        What::UpdateBy => put(write::update_by),
        What::Delete => delete(write::delete),
        What::DeleteBy => delete(write::delete_by),
        What::Patch => patch_method(patch::patch),
        What::PatchBy => patch_method(patch::patch_by),
        What::Meta => get(meta::of_kept),
        What::MetaAdd => post(meta::add),
        What::MetaDelete => post(meta::delete),
        What::Lastn => get(search::lastn),
        What::Merge => post(merge::merge),
        What::Unmerge => post(merge::unmerge),
        What::Validate => post(validate::of_sent),
        What::ValidateKept => get(validate::of_kept),
        What::Export => get(export::of_all),
        What::ExportPatients => get(export::of_patients),
        What::ExportGroup => get(export::of_group),
        What::ExportProgress => get(export::progress),
        What::ExportCancel => delete(export::cancel),
        What::ExportFile => get(export::file),
    }
}

/// The routes, with an outcome for everything else below `/fhir`.
pub fn router(fhir: Fhir) -> Router {
    let (mut inner, mut outer) = (Router::new(), Router::new());
    for route in ROUTES {
        match route.path.strip_prefix("/fhir") {
            Some(path) => inner = inner.route(if path.is_empty() { "/" } else { path }, handler(route.what)),
            None => outer = outer.route(route.path, handler(route.what)),
        }
    }
    let inner = inner.fallback(outcome::no_route).method_not_allowed_fallback(outcome::no_method);
    outer
        .route("/fhir/", handler(What::Bundle).merge(handler(What::SearchAll)))
        .nest("/fhir", inner)
        .layer(middleware::from_fn_with_state(fhir.clone(), in_time))
        .with_state(fhir)
}

/// Answers within the time of one request, and in the form of the API also where the address could not be read.
async fn in_time(State(fhir): State<Fhir>, request: Request, next: Next) -> Response {
    match tokio::time::timeout(fhir.limits.answer, next.run(request)).await {
        Ok(answer) if outcome::is_wordless(&answer) => outcome::no_address(),
        Ok(answer) => answer,
        Err(_) => outcome::too_late(),
    }
}
