//! The way from a line of the record to «Meld feil».

use helsami_app::App;
use helsami_domain::ids::RecordId;
use maud::{Markup, html};

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

    /// The button of a page that is about one line.
    pub(crate) fn button(self, text: Text, id: RecordId) -> Markup {
        button_link(&format!("/me/report/{}", self.app.link(id)), None, text.report_link(), Some("tertiary"))
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
