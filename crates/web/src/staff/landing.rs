//! The first page of staff: who they are, in which role, where, and until when.

use maud::{Markup, html};

use crate::door::at_work::AtWork;
use crate::kit::list::tile;
use crate::kit::part::{Fact, Tone, facts, notice};
use crate::kit::work::WorkRole;
use crate::kit::{Document, Icon, Page, Problem};

/// The page.
pub(crate) async fn page(here: AtWork) -> Result<Document, Problem> {
    let text = here.frame.text;
    Ok(Page::new(&here.frame, text.work_title()).lead(text.work_lead()).show(body(&here)))
}

fn body(here: &AtWork) -> Markup {
    let (text, staff) = (here.frame.text, &here.staff);
    let role = WorkRole::from(staff);
    let authorized = if staff.is_authorized { text.work_authorized_yes() } else { text.work_authorized_no() };
    html! {
        div.stack {
            @if staff.is_authorized {
                ul.tiles {
                    li { (tile("/work/find", Icon::MagnifyingGlass, text.chart_find_title(), Some(text.chart_find_what()))) }
                    li { (tile("/work/cases", Icon::Chat, text.worklist_title(), Some(text.worklist_what()))) }
                    li { (tile("/work/apply", Icon::FileText, text.receive_title(), Some(text.receive_what()))) }
                }
            }
            @if !staff.is_authorized {
                (notice(Tone::Warning, None, &html! { p { (text.work_unauthorized()) } }))
            }
            section.card {
                h2 { (text.work_you()) }
                (facts(&[
                    Fact::new(text.work_name(), html! { (staff.name) }),
                    Fact::new(text.work_role(), role.role(text)),
                    Fact::new(text.work_place(), html! { (role.place(text)) }),
                    Fact::new(text.work_authorized(), html! { (authorized) }),
                    Fact::new(text.work_since(), html! { (text.moment(staff.since)) }),
                    Fact::new(text.work_ends(), html! { (text.moment(staff.ends)) }),
                ]))
            }
        }
    }
}
