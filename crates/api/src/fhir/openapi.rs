//! What is offered, as an OpenAPI document: made of the table of routes.

use axum::extract::State;
use axum::response::Response;
use helsami_domain::resource_type::ResourceType as T;
use helsami_fhir::openapi::{Gives, Input, Operation, Success, Takes, openapi};

use super::routes::{ROUTES, Route, What, Who};
use super::{Fhir, answer};

/// `GET /fhir/openapi.json`
pub(crate) async fn document(State(fhir): State<Fhir>) -> Response {
    let made = || {
        let operations: Vec<Operation> = ROUTES.iter().map(operation).collect();
        openapi(fhir.exchange.base(), &operations)
    };
    answer::plain_json(fhir.openapi.get_or_init(made).as_str())
}

const fn ok(gives: Gives) -> Success {
    Success { status: 200, gives, headers: &[] }
}

const fn made(status: u16, headers: &'static [&'static str]) -> Success {
    Success { status, gives: Gives::Resource, headers }
}

const fn query(name: &'static str, pattern: &'static str, text: &'static str) -> Input {
    Input { place: "query", name, pattern, is_needed: false, text }
}

const fn header(name: &'static str, pattern: &'static str, text: &'static str) -> Input {
    Input { place: "header", name, pattern, is_needed: false, text }
}

const MOMENT: &str =
    "^20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z$";
const NUMBER: &str = "^[1-9][0-9]{0,3}$";
const IDENTIFIER: &str = "^[^|]*\\|[^|]+$";
const VERSION: Input = header("If-Match", "^W/\"[1-9][0-9]{0,8}\"$", "The version that is changed.");
const UNLESS: Input =
    header("If-None-Exist", "^[a-z_-]+=[A-Za-z0-9:/.|-]+$", "A search: only where it finds nothing.");
const BY_IDENTIFIER: Input = Input {
    place: "query",
    name: "identifier",
    pattern: IDENTIFIER,
    is_needed: false,
    text: "System and value, or any other search of the type.",
};
const SINCE: Input = query("_since", MOMENT, "Only what was stored since.");
const KINDS: Input = query("_type", "kinds", "Only these types.");
const COUNT: Input = query("_count", NUMBER, "How many on a page.");

const VERSIONED: &[&str] = &["ETag", "Last-Modified"];
const LOCATED: &[&str] = &["ETag", "Last-Modified", "Location"];
const FOUND: &[Success] = &[ok(Gives::Of(T::Bundle))];
const SHOWN: &[Success] =
    &[made(200, VERSIONED), Success { status: 304, gives: Gives::Nothing, headers: VERSIONED }];
const WRITTEN: &[Success] = &[made(200, LOCATED), made(201, LOCATED)];
const DELETED: &[Success] =
    &[ok(Gives::Of(T::OperationOutcome)), Success { status: 204, gives: Gives::Nothing, headers: &[] }];

const STATEMENT: &[Success] = &[ok(Gives::Of(T::CapabilityStatement))];
const PLAIN: &[Success] = &[ok(Gives::Json)];
const TOLD: &[Success] = &[ok(Gives::Of(T::OperationOutcome))];
const PATCHED: &[Success] = &[made(200, LOCATED)];
const KNOWN: &[Input] = &[header("If-None-Match", "^W/\"[1-9][0-9]{0,8}\"$", "The version that is known.")];
const LASTN: &[Input] = &[query("patient", "^.+$", "Whose."), query("max", NUMBER, "How many of each code.")];

const BULK: &[Input] = &[
    KINDS,
    SINCE,
    query("_outputFormat", "^(application/fhir\\+ndjson|application/ndjson|ndjson)$", "In which form."),
    Input {
        place: "header",
        name: "Prefer",
        pattern: "^respond-async$",
        is_needed: true,
        text: "The answer comes later.",
    },
];
const BEGUN: &[Success] = &[Success { status: 202, gives: Gives::Nothing, headers: &["Content-Location"] }];
const PROGRESS: &[Success] = &[
    Success { status: 200, gives: Gives::Json, headers: &["Expires"] },
    Success { status: 202, gives: Gives::Nothing, headers: &["X-Progress", "Retry-After"] },
];
const GIVEN_UP: &[Success] = &[Success { status: 202, gives: Gives::Nothing, headers: &[] }];
const LABELLED: &[Success] = &[Success { status: 200, gives: Gives::Of(T::Parameters), headers: VERSIONED }];
const MERGED: &[Success] = &[ok(Gives::Of(T::Parameters))];
const LINES: &[Success] = &[ok(Gives::Lines)];

const READS: &[u16] = &[400, 401, 403, 404, 406, 410, 429, 503];
const SEARCHES: &[u16] = &[400, 401, 403, 404, 406, 413, 415, 422, 429, 503];
const WRITES: &[u16] = &[400, 401, 403, 404, 405, 406, 409, 410, 412, 413, 415, 422, 429, 503];

/// An operation before its particulars: a read of something.
fn plain(route: &Route, id: &'static str, summary: &'static str) -> Operation {
    Operation {
        method: route.method.name(),
        path: route.path,
        id,
        summary,
        is_open: route.who == Who::Anybody,
        only: None,
        searches: false,
        inputs: &[],
        takes: Takes::Nothing,
        gives: SHOWN,
        errors: READS,
    }
}

/// A line of the table, told.
pub(crate) fn operation(route: &Route) -> Operation {
    let told = |id, summary| plain(route, id, summary);
    let open = |id, summary, gives| Operation { gives, errors: &[], ..told(id, summary) };
    match route.what {
        What::Metadata => Operation {
            errors: &[406],
            ..open("metadata", "What is offered, as a CapabilityStatement.", STATEMENT)
        },
        What::OpenApi => open("openapi", "What is offered, as this document.", PLAIN),
        What::Smart => open("smart", "Where systems sign in.", PLAIN),
        What::Token => Operation {
            takes: Takes::Form(&["grant_type", "client_assertion_type", "client_assertion", "scope"]),
            errors: &[400, 401, 503],
            ..open("token", "An access token for a signed assertion.", PLAIN)
        },
        What::Bundle => Operation {
            takes: Takes::Bundle,
            gives: FOUND,
            errors: WRITES,
            ..told("bundle", "A transaction or a batch.")
        },
        _ => [reading, histories, search, write, labels, merges, export]
            .iter()
            .find_map(|of| of(route))
            .unwrap_or_else(|| told("other", "Not described.")),
    }
}

fn reading(route: &Route) -> Option<Operation> {
    let told = |id, summary| plain(route, id, summary);
    Some(match route.what {
        What::Read => Operation { inputs: KNOWN, ..told("read", "One resource.") },
        What::Vread => told("vread", "One version of a resource."),
        What::History => Operation {
            inputs: &[SINCE, COUNT],
            gives: FOUND,
            ..told("history", "The versions of a resource, newest first.")
        },
        What::Everything => Operation {
            only: Some(T::Patient),
            inputs: &[SINCE, KINDS, COUNT],
            gives: FOUND,
            ..told("everything", "All that is kept about a person and that the system may see.")
        },
        What::Lastn => Operation {
            only: Some(T::Observation),
            inputs: LASTN,
            gives: FOUND,
            errors: SEARCHES,
            ..told("lastn", "The newest answers of each analysis.")
        },
        What::Validate => Operation {
            takes: Takes::Resource,
            gives: TOLD,
            errors: WRITES,
            ..told("validate", "Whether a document is what R4 says.")
        },
        What::ValidateKept => {
            Operation { gives: TOLD, ..told("validate-kept", "Whether what is kept is what R4 says.") }
        }
        _ => return None,
    })
}

fn histories(route: &Route) -> Option<Operation> {
    let changes = |id, summary| Operation {
        inputs: &[SINCE, COUNT],
        gives: FOUND,
        errors: SEARCHES,
        ..plain(route, id, summary)
    };
    Some(match route.what {
        What::HistoryOfType => changes("history-type", "What has changed in a type, newest first."),
        What::HistoryOfAll => changes("history-system", "What has changed, newest first."),
        _ => return None,
    })
}

/// Profiles, labels and tags.
fn labels(route: &Route) -> Option<Operation> {
    let change = |id, summary| Operation {
        takes: Takes::Parameters,
        gives: LABELLED,
        errors: WRITES,
        ..plain(route, id, summary)
    };
    Some(match route.what {
        What::Meta => {
            Operation { gives: LABELLED, ..plain(route, "meta", "Profiles, labels and tags of a resource.") }
        }
        What::MetaAdd => change("meta-add", "More profiles, labels or tags."),
        What::MetaDelete => change("meta-delete", "Fewer profiles, labels or tags."),
        _ => return None,
    })
}

fn merges(route: &Route) -> Option<Operation> {
    let change = |id, summary| Operation {
        only: Some(T::Patient),
        takes: Takes::Parameters,
        gives: MERGED,
        errors: WRITES,
        ..plain(route, id, summary)
    };
    Some(match route.what {
        What::Merge => change("merge", "Two records of one person become one."),
        What::Unmerge => change("unmerge", "They are parted again."),
        _ => return None,
    })
}

fn search(route: &Route) -> Option<Operation> {
    let find = |id, summary| Operation {
        searches: true,
        gives: FOUND,
        errors: SEARCHES,
        ..plain(route, id, summary)
    };
    let posted = |id, summary| Operation { takes: Takes::Search, ..find(id, summary) };
    let is_of_patient = |one| Operation { only: Some(T::Patient), ..one };
    const ONE: &[Input] = &[KINDS];
    Some(match route.what {
        What::SearchAll => {
            Operation { inputs: ONE, ..find("search-all", "A search of the type that _type names.") }
        }
        What::SearchAllPosted => Operation {
            inputs: ONE,
            ..posted("search-all-posted", "A search of the type that _type names, as a form.")
        },
        What::Search => find("search", "A search of a type."),
        What::SearchPosted => posted("search-posted", "A search of a type, as a form."),
        What::SearchIn => is_of_patient(find("search-in", "A search in one patient's record.")),
        What::SearchInPosted => {
            is_of_patient(posted("search-in-posted", "A search in one patient's record, as a form."))
        }
        _ => return None,
    })
}

fn write(route: &Route) -> Option<Operation> {
    let put = |id, summary| Operation {
        takes: Takes::Resource,
        gives: WRITTEN,
        errors: WRITES,
        ..plain(route, id, summary)
    };
    Some(match route.what {
        What::Create => Operation { inputs: &[UNLESS], ..put("create", "A new resource.") },
        What::Update => Operation { inputs: &[VERSION], ..put("update", "A new version of a resource.") },
        What::UpdateBy => Operation {
            inputs: &[BY_IDENTIFIER],
            ..put("update-by", "A new version of what a search finds, or a new resource.")
        },
        What::Patch => Operation {
            takes: Takes::Patch,
            inputs: &[VERSION],
            gives: PATCHED,
            ..put("patch", "A part of a resource is changed.")
        },
        What::PatchBy => Operation {
            takes: Takes::Patch,
            inputs: &[BY_IDENTIFIER],
            gives: PATCHED,
            ..put("patch-by", "A part of what a search finds is changed.")
        },
        What::Delete => Operation {
            takes: Takes::Nothing,
            inputs: &[VERSION],
            gives: DELETED,
            ..put("delete", "No more of a resource; its versions are kept.")
        },
        What::DeleteBy => Operation {
            takes: Takes::Nothing,
            inputs: &[BY_IDENTIFIER],
            gives: DELETED,
            ..put("delete-by", "No more of what a search finds.")
        },
        _ => return None,
    })
}

fn export(route: &Route) -> Option<Operation> {
    let bulk = |id, summary| Operation { inputs: BULK, gives: BEGUN, ..plain(route, id, summary) };
    Some(match route.what {
        What::Export => bulk("export", "All that the system may see is taken out in bulk."),
        What::ExportPatients => Operation {
            only: Some(T::Patient),
            ..bulk("export-patients", "All persons' records are taken out in bulk.")
        },
        What::ExportGroup => Operation {
            only: Some(T::Group),
            ..bulk("export-group", "The records of a Group's members are taken out in bulk.")
        },
        What::ExportProgress => {
            Operation { gives: PROGRESS, ..plain(route, "export-progress", "How far an export has come.") }
        }
        What::ExportCancel => Operation {
            gives: GIVEN_UP,
            ..plain(route, "export-cancel", "An export is given up, with its files.")
        },
        What::ExportFile => Operation { gives: LINES, ..plain(route, "export-file", "A file of an export.") },
        _ => return None,
    })
}
