//! The staff's side of the frame: who is at work, in which role, where, on every page.

use helsami_app::pass::Pass;
use helsami_app::staff::AtWork;
use helsami_domain::access::Opening;
use helsami_domain::access::facts::Ground;
use helsami_domain::coded::Label;
use jiff::civil::Date;
use maud::{Markup, html};

use super::Icon;
use super::frame::account_menu;
use super::part::{icon, said};
use crate::assets;
use crate::text::Text;

/// The staff's side, with whoever has signed in there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// Who has signed in; `None` before.
    pub who: Option<Worker>,
    /// The record that the page is of.
    pub opened: Option<Opened>,
}

/// A record that staff have open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// Where the pages about the patient begin, as `/work/p/…`.
    root: String,
    name: String,
    born: Option<Date>,
    opening: Option<Opening>,
}

impl Opened {
    /// Of this pass.
    #[must_use]
    pub fn new(root: &str, pass: &Pass) -> Self {
        Self {
            root: root.to_owned(),
            name: pass.name().unwrap_or_default().to_owned(),
            born: pass.born(),
            opening: pass.opening().cloned(),
        }
    }

    /// The bar on every page of an open record: whose it is, on which ground, until when, and the way to close it.
    pub(super) fn bar(&self, text: Text) -> Markup {
        let name = if self.name.is_empty() { text.chart_unnamed() } else { &self.name };
        html! {
            aside.acting data-color="sol" aria-label=(text.chart_bar()) {
                div.wide {
                    (icon(Icon::Person))
                    p {
                        strong { (text.chart_bar_open(name)) } " "
                        @if let Some(born) = self.born { (text.chart_born(text.day(born))) ". " }
                        @if let Some(opening) = &self.opening {
                            (text.chart_bar_ground(ground(text, opening.ground), text.moment(opening.ends)))
                        }
                    }
                    form method="post" action={ (self.root) "/close" } {
                        button.ds-button data-variant="secondary" { (text.chart_close()) }
                    }
                }
            }
        }
    }
}

/// Why staff have opened a record, in few words.
pub(crate) const fn ground(text: Text, ground: Ground) -> &'static str {
    match ground {
        Ground::Treatment => text.chart_ground_treatment(),
        Ground::Coordination => text.chart_ground_coordination(),
        Ground::Administration => text.chart_ground_administration(),
        Ground::Emergency => text.chart_ground_emergency(),
        Ground::Override => text.chart_ground_override(),
    }
}

/// Whether an address is of the staff's side.
pub(crate) fn is_work(path: &str) -> bool {
    path.strip_prefix("/work").is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// A member of staff: what the session layer puts into a request when the staff's cookie holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Worker {
    /// The name.
    pub name: String,
    /// The role and the organisation; `None` until a role has been chosen.
    pub role: Option<WorkRole>,
}

/// As what, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkRole {
    /// As what.
    pub words: Option<Label>,
    /// Where.
    pub organization: Option<String>,
}

impl From<&AtWork> for WorkRole {
    fn from(at_work: &AtWork) -> Self {
        Self { words: at_work.role_words.clone(), organization: at_work.organization_name.clone() }
    }
}

impl WorkRole {
    /// The role in words.
    pub(crate) fn role(&self, text: Text) -> Markup {
        match &self.words {
            Some(words) => said(words),
            None => html! { (text.work_role_unnamed()) },
        }
    }

    /// The organisation in words.
    pub(crate) fn place(&self, text: Text) -> &str {
        self.organization.as_deref().unwrap_or_else(|| text.work_place_unnamed())
    }
}

impl Work {
    /// The head of the page, and the strip that says role and organisation.
    pub(super) fn top(&self, text: Text, languages: &Markup) -> Markup {
        html! {
            header.top {
                div.wide {
                    a.brand href="/work" { img src=(assets::LOGO_SVG) alt="" width="36" height="36"; "HelsaMi" }
                    (languages)
                    @match &self.who {
                        Some(who) => (account_menu(text, &who.name, "/work/sign-out", &html! {})),
                        None => a.ds-button.button href="/work/sign-in" { (icon(Icon::Enter)) (text.site_sign_in()) },
                    }
                }
            }
            @if let Some(who) = &self.who { (who.strip(text)) }
        }
    }
}

impl Worker {
    fn strip(&self, text: Text) -> Markup {
        html! {
            aside.acting data-color="fjord" aria-label=(text.work_label()) {
                div.wide {
                    (icon(Icon::Stethoscope))
                    p {
                        strong { (text.work_label()) } " "
                        @match &self.role {
                            Some(role) => { (self.name) ", " (role.role(text)) ", " (role.place(text)) },
                            None => { (self.name) ", " (text.work_role_missing()) },
                        }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_work;

    #[test]
    fn the_staffs_side_is_told_by_the_address() {
        for (path, is_theirs) in [
            ("/work", true),
            ("/work/", true),
            ("/work/sign-in", true),
            ("/working", false),
            ("/me/work", false),
            ("/", false),
            ("/WORK", false),
        ] {
            assert_eq!(is_work(path), is_theirs, "{path}");
        }
    }
}
