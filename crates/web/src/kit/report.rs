//! The ways from a line of the record: to «Meld feil», and, in one's own, to closing it.

use helsami_app::App;
use helsami_app::access::is_thing;
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
    /// Whether the reader can put a line behind a fresh sign-in.
    can_lock: bool,
}

impl<'a> Reports<'a> {
    /// For a page of this reader.
    pub(crate) const fn of(me: &'a Me) -> Self {
        Self { app: &me.app, can_lock: is_allowed(me.pass.rule(), Change::SafeMore) }
    }

    /// The buttons of a page that is about one line: to report an error, and, on one's own, to close it.
    pub(crate) fn buttons(self, me: &Me, id: RecordId) -> Markup {
        let (text, link) = (me.frame.text, self.app.link(id));
        html! {
            (button_link(&format!("/me/report/{link}"), None, text.report_link(), Some("tertiary")))
            @if self.can_lock && is_thing(id.kind) {
                (button_link(&format!("/me/safe?item={link}"), None, text.safe_item(), Some("tertiary")))
            }
            @if is_allowed(me.pass.rule(), Change::Block) {
                (button_link(&format!("/me/blocks?item={link}"), None, text.blocks_item(), Some("tertiary")))
            }
        }
    }

    /// The links of a line; `name` is what the line is called, for those who hear the page.
    pub(crate) fn link(self, text: Text, id: RecordId, name: &str) -> Markup {
        html! {
            a.no-print href={ "/me/report/" (self.app.link(id)) } {
                (text.report_link()) @if !name.is_empty() { span.hidden-text { ": " (name) } }
            }
            @if self.can_lock && is_thing(id.kind) { " " (self.lock(text, id, name)) }
        }
    }

    /// The link that closes a line of one's own; nothing for whoever acts.
    pub(crate) fn lock(self, text: Text, id: RecordId, name: &str) -> Markup {
        html! {
            @if self.can_lock {
                a.no-print href={ "/me/safe?item=" (self.app.link(id)) } {
                    (text.safe_line()) @if !name.is_empty() { span.hidden-text { ": " (name) } }
                }
            }
        }
    }
}
