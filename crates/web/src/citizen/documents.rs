//! Notes and documents: the list, one document to be read, one of its files.

use axum::extract::{Path, Query};
use axum::response::Response;
use helsami_app::documents::{self, List};
use helsami_domain::document::Document as Paper;
use maud::{Markup, html};
use serde::Deserialize;

use crate::citizen::results::Named;
use crate::kit::list::{Row, coverage};
use crate::kit::paper::{self, tag};
use crate::kit::part::{Tone, button_link, empty, print_button};
use crate::kit::{Document, Icon, Me, Page, Place, Problem, Reports};
use crate::text::Text;

/// What stands in the list's address: where an older page begins, as an id made for its owner.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    older: String,
}

/// The list.
pub(crate) async fn page(me: Me, Query(asked): Query<Asked>) -> Result<Document, Problem> {
    let older = Some(asked.older.as_str()).filter(|id| !id.is_empty());
    let found = documents::list(&me.app, &me.pass, older, me.frame.now).await?;
    let text = me.frame.text;
    Ok(Page::new(&me.frame, text.documents_title())
        .lead(text.documents_lead())
        .current(Place::Record)
        .crumb("/me/record", text.site_nav_record())
        .acts(print_button(text))
        .show(content(text, &found)))
}

/// One document.
pub(crate) async fn open_page(me: Me, Path(Named { id }): Path<Named>) -> Result<Document, Problem> {
    let found = documents::open(&me.app, &me.pass, &id, me.frame.now).await?;
    let text = me.frame.text;
    Ok(Page::new(&me.frame, heading(text, &found.document))
        .current(Place::Record)
        .crumb("/me/documents", text.documents_back())
        .acts(html! { (print_button(text)) (Reports::of(&me).buttons(&me, found.document.id)) })
        .show(paper::content(text, &found)))
}

/// A file of a document, as an address names it.
#[derive(Debug, Deserialize)]
pub(crate) struct File {
    id: String,
    number: usize,
}

/// One file of a document, to be kept: never shown inside the portal's own origin.
pub(crate) async fn file(me: Me, Path(File { id, number }): Path<File>) -> Result<Response, Problem> {
    let handed = documents::file(&me.app, &me.pass, (&id, number), me.frame.now).await?;
    Ok(paper::hand(handed))
}

/// The words a document goes by.
fn heading(text: Text, paper: &Paper) -> &str {
    paper.heading().map_or(text.documents_untitled(), |label| &*label.text)
}

/// The list's content.
pub(crate) fn content(text: Text, found: &List) -> Markup {
    html! {
        div.stack {
            @if let Some(reason) = found.coverage.empty {
                section.card {
                    (empty(text, (Icon::FileText, text.documents_empty_title()), reason, Some(text.documents_empty_advice())))
                }
            }
            @if !found.documents.is_empty() {
                section.card {
                    h2 { (text.documents_list()) }
                    ul.rows {
                        @for (paper, link) in &found.documents {
                            @let href = format!("/me/documents/{link}");
                            li { (row(text, paper).href(&href)) }
                        }
                    }
                }
            }
            @if let Some(older) = &found.older {
                p.no-print { (button_link(&format!("/me/documents?older={older}"), None, text.documents_older(), Some("secondary"))) }
            }
            (coverage(text, &found.coverage, Some(text.documents_not_here())))
        }
    }
}

fn row(text: Text, paper: &Paper) -> Row<'_> {
    let language = paper.heading().and_then(|label| label.language);
    let mut row = Row::new(heading(text, paper)).language(language).icon(Icon::FileText, Tone::Fjord);
    if let Some(kind) = paper.subheading() {
        row = row.sub_markup(html! { span lang=[kind.language] { (kind.text) } });
    }
    row =
        row.sub(&paper.when.map_or_else(|| text.documents_undated().to_owned(), |when| text.when_day(when)));
    let by = [paper.source.person.name.as_deref(), paper.source.place.name.as_deref()];
    for name in by.into_iter().flatten() {
        row = row.sub(name);
    }
    match tag(text, paper.state) {
        Some(tag) => row.tag(tag),
        None => row,
    }
}
