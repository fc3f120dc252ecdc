//! Applying to act for somebody who cannot consent: the form, and the same on paper for those who cannot sign in.

use axum::Form;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use helsami_app::application::{Ground, Place, apply, ground, own_numbers};
use helsami_domain::application::{Fault, Kinship, Typed};
use maud::{Markup, html};

use crate::kit::application;
use crate::kit::form::{Field, error_summary};
use crate::kit::given::kinship;
use crate::kit::part::{Tone, button_link, notice, print_button};
use crate::kit::{Document, Frame, Icon, Me, Page, Problem, Reader};
use crate::text::Text;

/// The form.
pub(crate) async fn page(me: Me) -> Result<Document, Problem> {
    let ground = ground(&me.app, &me.pass, me.frame.now).await?;
    Ok(form_page(&me, &ground, &Sent::default(), &[]))
}

/// What was sent: what was typed, and the place that was chosen.
#[derive(Default)]
struct Sent {
    typed: Typed,
    place: String,
}

impl Sent {
    fn read(fields: &[(String, String)]) -> Self {
        let mut sent = Self::default();
        for (name, value) in fields {
            let to = match name.as_str() {
                "name" => &mut sent.typed.name,
                "number" => &mut sent.typed.number,
                "kinship" => &mut sent.typed.kinship,
                "why" => &mut sent.typed.why,
                "place" => &mut sent.place,
                "stated" => {
                    sent.typed.is_stated = true;
                    continue;
                }
                _ => continue,
            };
            to.clone_from(value);
        }
        sent
    }
}

/// Sends it, or shows what is wrong with it.
pub(crate) async fn send(me: Me, Form(fields): Form<Vec<(String, String)>>) -> Result<Response, Problem> {
    let ground = ground(&me.app, &me.pass, me.frame.now).await?;
    let sent = Sent::read(&fields);
    let numbers = own_numbers(&me.pass);
    let place = ground.places.iter().find(|place| place.value == sent.place);
    let (application, place) = match (sent.typed.read(&numbers), place) {
        (Ok(application), Some(place)) if ground.may_apply => (application, place),
        (read, place) => {
            let mut wrong: Vec<Wrong> =
                read.err().unwrap_or_default().into_iter().map(Wrong::Typed).collect();
            if place.is_none() {
                wrong.push(Wrong::Place);
            }
            let again = form_page(&me, &ground, &sent, &wrong).status(StatusCode::UNPROCESSABLE_ENTITY);
            return Ok(again.into_response());
        }
    };
    let asked = apply(&me.app, &me.pass, (&application, place, &sent.typed.why), me.frame.now).await?;
    let Some(asked) = asked else {
        let full = notice(Tone::Warning, None, &html! { p { (me.frame.text.apply_too_many()) } });
        return Ok(titled(&me.frame).show(full).into_response());
    };
    Ok(Redirect::to(&format!("/me/cases?new={}", asked.link)).into_response())
}

fn titled(frame: &Frame) -> Page<'_> {
    Page::new(frame, frame.text.apply_title()).crumb("/acting", frame.text.acting_choose())
}

/// What is wrong.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wrong {
    Typed(Fault),
    Place,
}

impl Wrong {
    const fn control(self) -> &'static str {
        match self {
            Self::Typed(fault) => application::control(fault),
            Self::Place => "place",
        }
    }

    const fn words(self, text: Text) -> &'static str {
        match self {
            Self::Typed(Fault::Name) => text.apply_error_name(),
            Self::Typed(Fault::Number) => text.apply_error_number(),
            Self::Typed(Fault::OwnNumber) => text.apply_error_own(),
            Self::Typed(Fault::Kinship) => text.apply_error_kinship(),
            Self::Typed(Fault::Why) => text.apply_error_why(),
            Self::Place => text.apply_error_place(),
        }
    }
}

fn form_page(me: &Me, ground: &Ground, sent: &Sent, wrong: &[Wrong]) -> Document {
    let text = me.frame.text;
    let mut page = titled(&me.frame).lead(text.apply_lead());
    if !wrong.is_empty() {
        page = page.with_error();
    }
    page.show(html! {
        div.stack {
            (who_may(text))
            @if ground.may_apply { (form(text, &ground.places, sent, wrong)) }
            @else { (notice(Tone::Info, None, &html! { p { (text.apply_too_young()) } })) }
            section.card {
                h2 { (text.apply_paper_title()) }
                p { (text.apply_paper_what()) }
                p { (button_link("/forms/act-for-another", Some(Icon::FileText), text.apply_paper_open(), Some("secondary"))) }
            }
        }
    })
}

/// Who may, and what has to be there: told before anybody types.
fn who_may(text: Text) -> Markup {
    html! {
        section.card {
            h2 { (text.apply_before()) }
            ul {
                li { (text.apply_before_nearest()) }
                li { (text.apply_before_doctor()) }
                li { (text.apply_before_child()) }
                li { (text.apply_before_can()) }
                li { (text.apply_before_told()) }
            }
            p.source { (text.apply_law()) }
        }
    }
}

fn form(text: Text, places: &[Place], sent: &Sent, wrong: &[Wrong]) -> Markup {
    let errors: Vec<(&str, &str)> = wrong.iter().map(|one| (one.control(), one.words(text))).collect();
    let error = |name: &str| errors.iter().find(|(control, _)| *control == name).map(|(_, words)| *words);
    let typed = &sent.typed;
    html! {
        (error_summary(text, &errors))
        form.card.stack method="post" action="/acting/apply" {
            (Field::new("name", text.apply_name(), &typed.name).error(error("name")).show())
            (Field::new("number", text.apply_number(), &typed.number).hint(text.apply_number_hint()).error(error("number")).show())
            (Field::new("kinship", text.apply_kinship(), &typed.kinship).error(error("kinship")).choice(&application::kinships(text)))
            (Field::new("place", text.apply_place(), &sent.place).hint(text.apply_place_hint()).error(error("place")).choice(&application::places(text, places)))
            (Field::new("why", text.apply_why(), &typed.why).hint(text.apply_why_hint()).error(error("why")).area())
            div.ds-field {
                input.ds-input type="checkbox" id="stated" name="stated" value="yes" checked[typed.is_stated];
                label.ds-label data-weight="regular" for="stated" { (text.apply_stated()) }
            }
            p { (text.apply_after()) }
            div.acts { button.ds-button { (text.apply_send()) } }
        }
    }
}

/// The form on paper: the same questions, and where to hand it in. Open to everybody.
pub(crate) async fn paper(reader: Result<Reader, Problem>, frame: Frame) -> Document {
    // Whoever is signed in gets the ways that are open to them, and no others.
    let frame = reader.map_or(frame, |reader| reader.frame);
    let text = frame.text;
    let line = |label: &str| html! { div { dt { (label) } dd.blank { "\u{a0}" } } };
    let body = html! {
        div.stack {
            (who_may(text))
            section.card {
                h2 { (text.apply_paper_applicant()) }
                dl.facts {
                    (line(text.apply_paper_own_name())) (line(text.apply_number())) (line(text.apply_paper_address())) (line(text.apply_paper_phone()))
                }
            }
            section.card {
                h2 { (text.apply_paper_person()) }
                dl.facts { (line(text.apply_name())) (line(text.apply_number())) }
                p { (text.apply_kinship()) }
                ul.boxes { @for one in Kinship::ALL { li { "☐ " (kinship(text, one)) } } }
                dl.facts { (line(text.apply_place())) (line(text.apply_why())) (line("\u{a0}")) (line("\u{a0}")) }
                p { "☐ " (text.apply_stated()) }
            }
            section.card {
                h2 { (text.apply_paper_sign()) }
                dl.facts { (line(text.apply_paper_date())) (line(text.apply_paper_signature())) }
            }
            section.card {
                h2 { (text.apply_paper_where()) }
                p { (text.apply_paper_where_what()) }
            }
        }
    };
    Page::new(&frame, text.apply_title()).lead(text.apply_paper_lead()).acts(print_button(text)).show(body)
}
