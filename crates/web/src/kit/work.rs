//! The staff's side of the frame: who is at work, in which role, where, on every page.

use helsami_app::staff::AtWork;
use helsami_domain::coded::Label;
use maud::{Markup, html};

use super::Icon;
use super::part::{icon, said};
use crate::assets;
use crate::text::Text;

/// The staff's side, with whoever has signed in there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// Who has signed in; `None` before.
    pub who: Option<Worker>,
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
                        Some(who) => (who.account(text)),
                        None => a.ds-button.button href="/work/sign-in" { (icon(Icon::Enter)) (text.site_sign_in()) },
                    }
                }
            }
            @if let Some(who) = &self.who { (who.strip(text)) }
        }
    }
}

impl Worker {
    fn account(&self, text: Text) -> Markup {
        html! {
            details.menu {
                summary {
                    (icon(Icon::Person))
                    span.hidden-text { (text.site_account()) " " }
                    span.word.who { (self.name) }
                }
                div.sheet {
                    form method="post" action="/work/sign-out" {
                        button { (icon(Icon::Leave)) (text.site_sign_out()) }
                    }
                }
            }
        }
    }

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
