//! One document as a readable page: what it is, then what is written in it, in its writer's order; and its files, to be
//! kept.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use helsami_app::documents::{File, FileKind, Handed, Holding, Opened, Piece, Writing};
use helsami_domain::document::{Blank, State};
use maud::{Markup, html};

use crate::kit::Icon;
use crate::kit::narrative::clean_html;
use crate::kit::part::{Fact, Tag, Tone, button_link, facts, notice};
use crate::text::Text;

/// The content of the page.
pub(crate) fn content(text: Text, found: &Opened) -> Markup {
    html! {
        div.stack {
            (warning(text, found.document.state))
            (about(text, found))
            @if found.document.state != State::Mistake {
                section.card.paper aria-label=(text.documents_content()) {
                    @if found.parts.is_empty() { p { (text.documents_nothing()) } }
                    @for piece in &found.parts { (part(text, found, piece)) }
                }
            }
        }
    }
}

fn warning(text: Text, state: State) -> Markup {
    let (tone, title, words) = match state {
        State::Current | State::Unknown => return html! {},
        State::Preliminary => {
            (Tone::Warning, text.documents_preliminary(), text.documents_preliminary_more())
        }
        State::Changed => (Tone::Info, text.documents_changed(), text.documents_changed_more()),
        State::Replaced => (Tone::Warning, text.documents_replaced(), text.documents_replaced_more()),
        State::Mistake => (Tone::Danger, text.documents_mistake_title(), text.documents_mistake()),
    };
    notice(tone, Some(title), &html! { p { (words) } })
}

fn about(text: Text, found: &Opened) -> Markup {
    let paper = &found.document;
    let mut list = Vec::new();
    if let Some(kind) = &paper.kind {
        list.push(Fact::new(text.documents_kind(), html! { span lang=[kind.language] { (kind.text) } }));
    }
    let when = paper.when.map_or_else(|| text.documents_undated().to_owned(), |when| text.when(when));
    list.push(Fact::new(text.documents_written(), html! { (when) }));
    if let Some(name) = &paper.source.person.name {
        list.push(Fact::new(text.documents_by(), html! { (name) }));
    } else if paper.source.is_own_word {
        list.push(Fact::new(text.documents_by(), html! { (text.documents_own()) }));
    }
    if let Some(name) = &paper.source.place.name {
        list.push(Fact::new(text.documents_place(), html! { (name) }));
    }
    let version = (found.version > 1).then(|| text.documents_version(found.version));
    list.push(Fact::new(
        text.documents_received(),
        html! { (text.moment(found.received)) @if let Some(version) = &version { span.source { (version) } } },
    ));
    html! {
        section.card {
            div.card-head { h2 { (text.documents_about()) } @if let Some(tag) = tag(text, paper.state) { (tag) } }
            (facts(&list))
        }
    }
}

fn part(text: Text, found: &Opened, piece: &Piece) -> Markup {
    let says_more = piece.heading.as_ref().filter(|label| {
        found.document.heading().is_none_or(|title| title.text != label.text) || found.parts.len() > 1
    });
    html! {
        div.piece {
            @if let Some(label) = says_more {
                @if piece.depth == 0 { h2 lang=[label.language] { (label.text) } }
                @else { h3 lang=[label.language] { (label.text) } }
            }
            (written(text, found, piece))
        }
    }
}

fn written(text: Text, found: &Opened, piece: &Piece) -> Markup {
    let lang = piece.language;
    match &piece.content {
        Writing::Words(words) => html! { p.as-sent lang=[lang] { (words) } },
        Writing::Written(page) | Writing::Attached(_, Holding::Page(page)) => {
            html! { div.prose lang=[lang] { (clean_html(page)) } }
        }
        Writing::Attached(_, Holding::Text(words)) => html! { div.as-sent lang=[lang] { (words.trim()) } },
        Writing::Attached(number, Holding::File(file)) => download(text, found, *number, file),
        Writing::Attached(_, Holding::Elsewhere) => html! { p { (text.documents_elsewhere()) } },
        // Whether it has not come or is hidden from this reader: the page says the same.
        Writing::Attached(_, Holding::Stored(_)) => html! { p { (text.documents_rows_elsewhere()) } },
        Writing::Attached(_, Holding::Nothing) => html! { p { (text.documents_nothing()) } },
        Writing::Rows(rows) => {
            let known: Vec<_> =
                rows.iter().filter_map(|id| found.rows.iter().find(|(row, _)| row == id)).collect();
            html! {
                @if known.is_empty() { p { (text.documents_rows_elsewhere()) } }
                ul.prose { @for (_, label) in known { li lang=[label.language] { (label.text) } } }
            }
        }
        Writing::Blank(reason) => html! { p.quiet { (blank(text, *reason)) } },
        Writing::Heading => html! {},
    }
}

fn download(text: Text, found: &Opened, number: usize, file: &File) -> Markup {
    let size = size(text, file.size);
    let words = match file.kind {
        FileKind::Pdf => text.documents_open_pdf(size),
        FileKind::Jpeg | FileKind::Png => text.documents_open_image(size),
        FileKind::Other => text.documents_open_file(size),
    };
    let href = format!("/me/documents/{}/file/{number}", found.link);
    html! {
        p { (file.name.as_deref().unwrap_or(text.documents_file())) }
        p.no-print { (button_link(&href, Some(Icon::Download), &words, None)) }
        p.quiet.small-text.no-print { (text.documents_file_care()) }
    }
}

fn size(text: Text, bytes: usize) -> String {
    if bytes < 1_000_000 {
        return text.documents_size_kb(bytes.div_ceil(1000));
    }
    let tenths = bytes.div_ceil(100_000);
    text.documents_size_mb(format_args!("{}{}{}", tenths / 10, text.decimal_sign(), tenths % 10))
}

const fn blank(text: Text, reason: Blank) -> &'static str {
    match reason {
        Blank::NoneKnown => text.documents_blank_none(),
        Blank::NotAsked => text.documents_blank_not_asked(),
        Blank::Withheld => text.documents_blank_withheld(),
        Blank::Unavailable => text.documents_blank_unavailable(),
        Blank::NotStarted => text.documents_blank_not_started(),
        Blank::Closed => text.documents_blank_closed(),
        Blank::NotSaid => text.documents_blank(),
    }
}

/// What has to be said of a document before it is read.
pub(crate) fn tag(text: Text, state: State) -> Option<Tag> {
    match state {
        State::Current => None,
        State::Preliminary => Some(Tag::new(Tone::Warning, text.documents_preliminary()).icon(Icon::Clock)),
        State::Changed => Some(Tag::new(Tone::Info, text.documents_changed()).icon(Icon::Pencil)),
        State::Replaced => Some(Tag::new(Tone::Neutral, text.documents_replaced())),
        State::Mistake => Some(Tag::new(Tone::Danger, text.documents_mistake_title())),
        State::Unknown => {
            Some(Tag::new(Tone::Neutral, text.documents_unclear()).icon(Icon::QuestionmarkCircle))
        }
    }
}

/// What a file may do if a browser opens it in spite of all: nothing.
const FILE_POLICY: &str =
    "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; sandbox";

/// A file on its way to be kept: never shown inside the portal's own origin.
pub(crate) fn hand(handed: Handed) -> Response {
    let Handed { file, bytes } = handed;
    let disposition = HeaderValue::from_str(&disposition(file.name.as_deref(), file.kind));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(file.kind.content_type())),
        (header::CONTENT_DISPOSITION, disposition.unwrap_or(HeaderValue::from_static("attachment"))),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(FILE_POLICY)),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
    ];
    (headers, bytes).into_response()
}

/// The name a file is kept under: letters, digits and a few signs of the name as sent, and the ending that its content
/// has. A name can neither leave its folder nor pretend to be a program.
fn disposition(name: Option<&str>, kind: FileKind) -> String {
    let stem = name.unwrap_or_default().rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = stem.strip_suffix(&format!(".{}", kind.ending())).unwrap_or(stem);
    let is_kept = |sign: char| sign.is_alphanumeric() || matches!(sign, ' ' | '-' | '_');
    let stem: String = stem.chars().filter(|sign| is_kept(*sign)).take(80).collect();
    let stem = if stem.trim().is_empty() { "dokument" } else { stem.trim() };
    let plain: String = stem.chars().map(|sign| if sign.is_ascii() { sign } else { '_' }).collect();
    let coded: String = url::form_urlencoded::byte_serialize(stem.as_bytes()).collect();
    let (ending, coded) = (kind.ending(), coded.replace('+', "%20"));
    format!("attachment; filename=\"{plain}.{ending}\"; filename*=UTF-8''{coded}.{ending}")
}

#[cfg(test)]
mod tests;
