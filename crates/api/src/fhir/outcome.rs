//! Every error as an OperationOutcome: which status, which code, at which place. Values of documents are never in it.

use axum::response::Response;
use helsami_app::exchange::{
    EntryFault, Fault, MergeFault, MetaRefusal, Misplaced, PatchRefusal, Refusal, StoreError, Unfit,
    Unmerged, WriteError,
};
use helsami_fhir::outcome::{Issue, outcome};
use helsami_fhir::search::issue::{Issue as SearchIssue, Reason};
use helsami_fhir::validate::Severity;
use http::header::{self, HeaderValue};
use http::{StatusCode, Uri};

use super::answer::{json, plain};
use super::form::Form;

/// The status and the code of a fault.
pub(crate) fn named(fault: &Fault) -> (StatusCode, &'static str) {
    match fault {
        Fault::Scope => (StatusCode::FORBIDDEN, "forbidden"),
        Fault::Unknown(_) => (StatusCode::NOT_FOUND, "not-found"),
        Fault::NoMatch(_) => (StatusCode::NOT_FOUND, "not-found"),
        Fault::Many(_) => (StatusCode::PRECONDITION_FAILED, "multiple-matches"),
        Fault::Condition(_, fault) => named(fault),
        Fault::Gone(_) => (StatusCode::GONE, "deleted"),
        Fault::NoSuch(_) => (StatusCode::METHOD_NOT_ALLOWED, "not-supported"),
        Fault::InUse { .. } => (StatusCode::CONFLICT, "conflict"),
        Fault::NotChanged { .. } => (StatusCode::METHOD_NOT_ALLOWED, "not-supported"),
        Fault::Unmerged(reason) => of_unmerged(*reason),
        Fault::Unclear(_) => (StatusCode::BAD_REQUEST, "invalid"),
        Fault::NotOffered(_) => (StatusCode::BAD_REQUEST, "not-supported"),
        Fault::Search(_) => (StatusCode::BAD_REQUEST, "invalid"),
        Fault::TooCostly(_) => (StatusCode::UNPROCESSABLE_ENTITY, "too-costly"),
        Fault::TooManyExports(_) => (StatusCode::TOO_MANY_REQUESTS, "throttled"),
        Fault::NoExport => (StatusCode::NOT_FOUND, "not-found"),
        Fault::TooMany(_) => (StatusCode::PAYLOAD_TOO_LARGE, "too-long"),
        Fault::Patch(PatchRefusal::Malformed { .. } | PatchRefusal::Form(_) | PatchRefusal::Path { .. }) => {
            (StatusCode::BAD_REQUEST, "invalid")
        }
        Fault::Patch(_) => (StatusCode::UNPROCESSABLE_ENTITY, "processing"),
        Fault::Meta(MetaRefusal::Form) => (StatusCode::BAD_REQUEST, "invalid"),
        Fault::Meta(MetaRefusal::Staff) => (StatusCode::FORBIDDEN, "forbidden"),
        Fault::Unfit(_, issues) => {
            (StatusCode::BAD_REQUEST, issues.first().map_or("structure", |issue| issue.code.as_str()))
        }
        Fault::Refused(reason) => (StatusCode::BAD_REQUEST, of_refusal(reason)),
        Fault::Write(WriteError::Refused { reason, .. }) => (StatusCode::BAD_REQUEST, of_refusal(reason)),
        Fault::Write(WriteError::Misplaced { reason, .. }) => of_misplaced(reason),
        Fault::Write(WriteError::Store(error)) | Fault::Store(error) => of_store(error),
        Fault::Write(_) => (StatusCode::CONFLICT, "conflict"),
    }
}

const fn of_refusal(reason: &Refusal) -> &'static str {
    match reason {
        Refusal::ImpossibleDate { .. } | Refusal::BadId(_) => "value",
        _ => "structure",
    }
}

const fn of_unmerged(reason: Unmerged) -> (StatusCode, &'static str) {
    match reason {
        Unmerged::NotYours => (StatusCode::FORBIDDEN, "forbidden"),
        Unmerged::SourceUnknown | Unmerged::TargetUnknown => (StatusCode::NOT_FOUND, "not-found"),
        Unmerged::SourceJoined | Unmerged::TargetJoined | Unmerged::NotJoined => {
            (StatusCode::CONFLICT, "conflict")
        }
        Unmerged::Same | Unmerged::OneIsDead | Unmerged::TwoNumbers | Unmerged::ClosedSince => {
            (StatusCode::UNPROCESSABLE_ENTITY, "business-rule")
        }
    }
}

const fn of_misplaced(reason: &Misplaced) -> (StatusCode, &'static str) {
    match reason {
        Misplaced::Fixed => (StatusCode::METHOD_NOT_ALLOWED, "not-supported"),
        Misplaced::NotYours(_) => (StatusCode::FORBIDDEN, "forbidden"),
        Misplaced::Absent(_) => (StatusCode::NOT_FOUND, "not-found"),
        Misplaced::TwoPersons
        | Misplaced::OtherPerson
        | Misplaced::OfRefused
        | Misplaced::OtherRecord
        | Misplaced::Merged => (StatusCode::CONFLICT, "conflict"),
        Misplaced::CaseUnowned | Misplaced::CaseLost => (StatusCode::UNPROCESSABLE_ENTITY, "business-rule"),
        Misplaced::Search => (StatusCode::BAD_REQUEST, "not-supported"),
        Misplaced::NoMatch(_) => (StatusCode::PRECONDITION_FAILED, "not-found"),
        Misplaced::Twice { .. } | Misplaced::OtherType { .. } | Misplaced::OtherId(_) => {
            (StatusCode::BAD_REQUEST, "invalid")
        }
    }
}

const fn of_store(error: &StoreError) -> (StatusCode, &'static str) {
    match error {
        StoreError::Version { .. } => (StatusCode::PRECONDITION_FAILED, "conflict"),
        StoreError::Taken | StoreError::Merge(MergeFault::Joined | MergeFault::NotJoined) => {
            (StatusCode::CONFLICT, "conflict")
        }
        StoreError::Merge(MergeFault::SamePlace) => (StatusCode::UNPROCESSABLE_ENTITY, "processing"),
        StoreError::Busy => (StatusCode::TOO_MANY_REQUESTS, "throttled"),
        StoreError::Full | StoreError::Closed => (StatusCode::SERVICE_UNAVAILABLE, "transient"),
        _ => (StatusCode::INTERNAL_SERVER_ERROR, "exception"),
    }
}

/// The place in the document that a fault is about.
fn place(fault: &Fault) -> Option<String> {
    match fault {
        Fault::Refused(reason) | Fault::Write(WriteError::Refused { reason, .. }) => match reason {
            Refusal::WrongKind { kind, path, .. } | Refusal::ImpossibleDate { kind, path, .. } => {
                Some(format!("{kind}.{path}"))
            }
            Refusal::BadId(kind) => Some(format!("{kind}.id")),
            _ => None,
        },
        Fault::Write(WriteError::Misplaced { reason: Misplaced::OtherId(kind), .. }) => {
            Some(format!("{kind}.id"))
        }
        _ => None,
    }
}

/// What is told of a fault: one thing, or everything that is wrong with a document.
pub(crate) fn issues(fault: &Fault, entry: Option<usize>) -> Vec<Issue> {
    if let Fault::Condition(_, fault) = fault {
        return issues(fault, entry);
    }
    let Fault::Unfit(_, unfit) = fault else { return vec![issue(fault, entry)] };
    unfit.iter().map(|one| unfit_issue(one, entry)).collect()
}

/// One thing that is wrong with a document, as it is told.
pub(crate) fn unfit_issue(one: &Unfit, entry: Option<usize>) -> Issue {
    let severity = if one.severity == Severity::Error { "error" } else { "warning" };
    let path = one.expression.as_str();
    let place = match (entry, path.split_once('.')) {
        (None, _) => path.to_owned(),
        (Some(entry), Some((_, path))) => format!("Bundle.entry[{entry}].resource.{path}"),
        (Some(entry), None) => format!("Bundle.entry[{entry}].resource"),
    };
    let place = Some(place).filter(|place| !place.is_empty());
    Issue { severity, code: one.code.as_str(), text: one.diagnostics.clone(), expression: place }
}

/// What is told of a fault that is one thing.
fn issue(fault: &Fault, entry: Option<usize>) -> Issue {
    let (status, code) = named(fault);
    let text = if status == StatusCode::INTERNAL_SERVER_ERROR {
        tracing::error!(error = %fault, "A request of a registered system failed");
        "something went wrong on our side; it has been noted".to_owned()
    } else {
        fault.to_string()
    };
    let place = place(fault);
    let within = |entry: usize| match place.as_deref().and_then(|place| place.split_once('.')) {
        Some((_, path)) => format!("Bundle.entry[{entry}].resource.{path}"),
        None => format!("Bundle.entry[{entry}]"),
    };
    Issue::error(code, text).at(entry.map(within).or_else(|| place.clone()))
}

/// One issue for each parameter that is not understood.
fn of_search(issues: &[SearchIssue]) -> String {
    let code = |reason: &Reason| match reason {
        Reason::Unknown(_) | Reason::Unsupported(_) | Reason::Modifier(..) => "not-supported",
        Reason::Value(_) | Reason::Empty | Reason::Prefix(_) => "value",
        _ => "invalid",
    };
    let told = |one: &SearchIssue| {
        Issue::error(code(&one.reason), one.to_string()).at(Some(format!("http.{}", one.parameter)))
    };
    outcome(&issues.iter().map(told).collect::<Vec<_>>())
}

/// The answer to what was not done.
pub(crate) fn not_done(form: &Form, fault: &Fault) -> Response {
    let (status, _) = named(fault);
    match fault {
        Fault::Search(issues) => return json(form, status, of_search(issues)),
        Fault::Condition(_, fault) => return not_done(form, fault),
        _ => {}
    }
    waiting(status, json(form, status, outcome(&issues(fault, None))))
}

/// The answer to a Bundle that was not done.
pub(crate) fn bundle_not_done(form: &Form, fault: &EntryFault) -> Response {
    let (status, _) = named(&fault.fault);
    waiting(status, json(form, status, outcome(&issues(&fault.fault, fault.entry))))
}

/// The answer to a body that is no text.
pub(crate) fn refused(form: &Form, reason: Refusal) -> Response {
    not_done(form, &Fault::Refused(reason))
}

/// Whoever is told to come again is told when.
fn waiting(status: StatusCode, mut answer: Response) -> Response {
    if matches!(status, StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE) {
        answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
    }
    answer
}

fn say(form: &Form, status: StatusCode, (code, text): (&'static str, &str)) -> Response {
    waiting(status, json(form, status, outcome(&[Issue::error(code, text)])))
}

fn challenge(text: &str, challenge: &'static str) -> Response {
    let mut answer = say(&plain(), StatusCode::UNAUTHORIZED, ("login", text));
    answer.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
    answer
}

/// Nobody has signed in.
pub(crate) fn no_token() -> Response {
    challenge("show an access token: Authorization: Bearer …", "Bearer realm=\"fhir\"")
}

/// The token is not ours, or has ended.
pub(crate) fn bad_token() -> Response {
    challenge(
        "the access token has ended or is not ours; ask for a new one",
        "Bearer realm=\"fhir\", error=\"invalid_token\"",
    )
}

/// Another form is wanted.
pub(crate) fn not_acceptable() -> Response {
    let text = "answers are JSON: Accept: application/fhir+json";
    say(&plain(), StatusCode::NOT_ACCEPTABLE, ("not-supported", text))
}

/// Another form is sent.
pub(crate) fn not_json(form: &Form) -> Response {
    let text = "resources are taken as JSON: Content-Type: application/fhir+json";
    say(form, StatusCode::UNSUPPORTED_MEDIA_TYPE, ("not-supported", text))
}

/// Something else than a form is sent.
pub(crate) fn not_form(form: &Form) -> Response {
    let text = "searches are taken as forms: Content-Type: application/x-www-form-urlencoded";
    say(form, StatusCode::UNSUPPORTED_MEDIA_TYPE, ("not-supported", text))
}

/// The body is too long.
pub(crate) fn too_large(form: &Form, most: usize) -> Response {
    let text = format!("a request may have {most} bytes; send a Bundle in parts");
    say(form, StatusCode::PAYLOAD_TOO_LARGE, ("too-long", &text))
}

/// The system asks too much at once.
pub(crate) fn too_many() -> Response {
    let text = "this system has as many requests under way as it may; wait for one of them";
    say(&plain(), StatusCode::TOO_MANY_REQUESTS, ("throttled", text))
}

/// A job that was given up.
pub(crate) fn given_up(form: &Form) -> Response {
    let text = "the export was given up; it has been noted why: begin anew";
    say(form, StatusCode::INTERNAL_SERVER_ERROR, ("exception", text))
}

/// The time is over.
pub(crate) fn too_late() -> Response {
    say(&plain(), StatusCode::SERVICE_UNAVAILABLE, ("timeout", "the answer took too long and was given up"))
}

/// Whether an answer is a refusal of the framework's own, which is no outcome: an address that is no text.
pub(crate) fn is_wordless(answer: &Response) -> bool {
    let is_text = |value: &HeaderValue| value.as_bytes().starts_with(b"text/plain");
    answer.status() == StatusCode::BAD_REQUEST
        && answer.headers().get(header::CONTENT_TYPE).is_some_and(is_text)
}

/// An address that is no text.
pub(crate) fn no_address() -> Response {
    bad_request(&plain(), "the address cannot be read: what is behind its percent signs is no text")
}

/// No such type.
pub(crate) fn no_type(form: &Form) -> Response {
    say(
        form,
        StatusCode::NOT_FOUND,
        ("not-supported", "the address does not name a resource type of FHIR R4"),
    )
}

/// Something that an address lacks.
pub(crate) fn bad_request(form: &Form, text: &str) -> Response {
    say(form, StatusCode::BAD_REQUEST, ("invalid", text))
}

/// No such address.
pub(crate) async fn no_route(_: Uri) -> Response {
    say(
        &plain(),
        StatusCode::NOT_FOUND,
        ("not-supported", "there is nothing at this address; /fhir/metadata says what is"),
    )
}

/// No such method.
pub(crate) async fn no_method() -> Response {
    let text = "this address does not take this method; /fhir/metadata says what is offered";
    say(&plain(), StatusCode::METHOD_NOT_ALLOWED, ("not-supported", text))
}
