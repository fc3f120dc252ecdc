//! The way from a line of the record to «Meld feil».

use helsami_app::App;
use helsami_app::access::PAPERS;
use helsami_domain::access::{Change, is_allowed};
use helsami_domain::ids::RecordId;
use maud::{Markup, html};

use super::Me;
use super::part::button_link;
use crate::text::Text;

/// Makes the links of one page.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reports<'a> {
    app: &'a App,
}

impl<'a> Reports<'a> {
    /// For a page of this installation.
    pub(crate) const fn new(app: &'a App) -> Self {
        Self { app }
    }

    /// The buttons of a page that is about one line: to report an error, and, on one's own, to close it.
    pub(crate) fn buttons(self, me: &Me, id: RecordId) -> Markup {
        let (text, link) = (me.frame.text, self.app.link(id));
        html! {
            (button_link(&format!("/me/report/{link}"), None, text.report_link(), Some("tertiary")))
            @if is_allowed(me.pass.rule(), Change::SafeMore) && PAPERS.contains(&id.kind) {
                (button_link(&format!("/me/safe?item={link}"), None, text.safe_item(), Some("tertiary")))
            }
            @if is_allowed(me.pass.rule(), Change::Block) {
                (button_link(&format!("/me/blocks?item={link}"), None, text.blocks_item(), Some("tertiary")))
            }
        }
    }

    /// The link of a line; `name` is what the line is called, for those who hear the page.
    pub(crate) fn link(self, text: Text, id: RecordId, name: &str) -> Markup {
        html! {
            a.no-print href={ "/me/report/" (self.app.link(id)) } {
                (text.report_link()) @if !name.is_empty() { span.hidden-text { ": " (name) } }
            }
        }
    }
}
