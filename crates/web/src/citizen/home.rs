//! The overview: what needs you, what happens next, what is new since last, and the ways on. Says that there is
//! something, never what it is: overviews are open on shared screens.

use helsami_app::access::former_parents;
use helsami_app::home::{Home, home};
use helsami_domain::access::Rule;
use helsami_domain::access::facts::Ground;
use helsami_domain::appointment::Appointment;
use helsami_domain::home::{News, Part};
use helsami_domain::matter::Matter;
use helsami_domain::when::{When, oslo};
use jiff::Timestamp;
use maud::{Markup, html};

use super::acting::is_youth;
use super::growing::{Told, card, offer, sentences};
use crate::door::sign_in::anew;
use crate::kit::date::day_badge;
use crate::kit::form::search;
use crate::kit::list::{Row, tile};
use crate::kit::part::{Tag, Tone, button_link, notice};
use crate::kit::{Document, Frame, Icon, Me, Page, Place, Problem};
use crate::text::Text;

/// The page.
pub(crate) async fn page(me: Me) -> Result<Document, Problem> {
    let home = home(&me.app, &me.pass, me.before, me.frame.now).await?;
    let parents = if me.frame.acting.is_some() {
        Vec::new()
    } else {
        former_parents(&me.app, &me.pass, me.frame.now).await?
    };
    let text = me.frame.text;
    // Nobody says good morning to somebody who has died.
    let given = me.frame.who.as_ref().filter(|_| !home.is_dead).map_or("", |who| given_name(&who.name));
    // Somebody else's overview greets nobody: it says whose it is.
    let greeting = match &me.frame.acting {
        Some(acting) => acting.title(text),
        None => greeting(text, me.frame.now, given),
    };
    Ok(Page::new(&me.frame, &greeting)
        .lead(text.home_lead())
        .current(Place::Home)
        .hero(search(text, ""))
        .two_columns()
        .show(html! { (grown(&me, &parents)) (body(&me.frame, &home, me.before)) }))
}

/// What a birthday changes soon or has just changed; nothing for most people.
fn grown(me: &Me, parents: &[Box<str>]) -> Markup {
    let (text, now) = (me.frame.text, me.frame.now);
    let told = match me.pass.rule() {
        Rule::ParentOfChild | Rule::ParentOfYouth => Some(Told::Parent),
        Rule::Own | Rule::Youth => Some(Told::Own),
        _ => None,
    };
    let soon = told.map(|told| sentences(text, told, me.pass.birth(), now)).unwrap_or_default();
    let may_consent = is_youth(&me.pass, now);
    html! {
        @if !soon.is_empty() || !parents.is_empty() || may_consent {
            div.full.stack {
                (offer(text, parents))
                (card(text, &soon))
                @if may_consent {
                    section.card {
                        h2 { (text.youth_title()) }
                        p { (text.youth_lead()) }
                        p { (button_link("/me/youth", None, text.youth_title(), Some("secondary"))) }
                    }
                }
            }
        }
    }
}

fn body(frame: &Frame, home: &Home, before: Option<Timestamp>) -> Markup {
    let text = frame.text;
    html! {
        @if home.is_dead { div.full { (notice(Tone::Info, None, &html! { p { (text.home_dead()) } })) } }
        @if home.is_asking {
            div.full { (notice(Tone::Info, None, &html! { p { (text.safe_home()) } p { (button_link(&anew("/me"), Some(Icon::Enter), text.safe_unlock(), Some("secondary"))) } })) }
        }
        (super::notices::card(text, &home.notices))
        div.stack.full[home.is_dead] {
            @if needs_anything(home) { (needs(text, home)) }
            (news(text, home, before))
        }
        @if !home.is_dead && !home.is_next_closed && frame.opens(Matter::Appointments) { (next(text, home)) }
        section.full {
            h2.above { (text.home_ways()) }
            (ways(frame))
        }
    }
}

const fn needs_anything(home: &Home) -> bool {
    home.open > 0 || !home.called_off.is_empty() || !home.corrected.is_empty() || !home.openings.is_empty()
}

/// What waits for the person.
fn needs(text: Text, home: &Home) -> Markup {
    let open = text.home_open(home.open);
    html! {
        section.card {
            h2 { (text.home_needs()) }
            ul.rows {
                @for one in &home.openings { li { (opened(text, *one)) } }
                @if home.open > 0 {
                    li { (Row::new(&open).href("/me/appointments").icon(Icon::Calendar, Tone::Sol).sub(text.home_open_more())) }
                }
                @for (part, at) in &home.corrected {
                    @let (href, icon, _) = look_of(*part);
                    li {
                        (Row::new(&text.home_corrected(part_words(text, *part)))
                            .href(href)
                            .icon(icon, Tone::Sol)
                            .sub(&text.home_corrected_what(text.moment(*at))))
                    }
                }
                @for one in &home.called_off {
                    li {
                        (Row::new(text.home_called_off())
                            .href("/me/appointments")
                            .icon(Icon::Calendar, Tone::Danger)
                            .sub(&one.start.map_or_else(String::new, |start| text.weekday_and_when(start))))
                    }
                }
            }
        }
    }
}

/// What staff have opened in an emergency or past a block.
fn opened(text: Text, (ground, at): (Ground, Timestamp)) -> Markup {
    let words = match ground {
        Ground::Override => text.home_opened_override(),
        _ => text.home_opened_emergency(),
    };
    let more = text.home_opened_what(text.moment(at));
    html! { (Row::new(words).href("/me/access-log").icon(Icon::ShieldLock, Tone::Danger).sub(&more)) }
}

/// What came since the last visit; at the first one, what there is.
fn news(text: Text, home: &Home, before: Option<Timestamp>) -> Markup {
    html! {
        section.card {
            h2 { @if before.is_some() { (text.home_new()) } @else { (text.home_have()) } }
            @if home.news.is_empty() { (no_news(text, before)) } @else {
                ul.rows { @for one in &home.news { li { (news_row(text, one, before.is_some())) } } }
            }
        }
    }
}

fn no_news(text: Text, before: Option<Timestamp>) -> Markup {
    html! {
        @if let Some(before) = before {
            p { (text.home_nothing_new(text.moment(before))) }
        } @else {
            p { (text.home_nothing_at_all()) }
            p.quiet { (text.home_nothing_why()) }
        }
    }
}

fn news_row(text: Text, news: &News, is_new: bool) -> Markup {
    let (href, icon, tone) = look_of(news.part);
    let title = if is_new { new_words(text, news) } else { all_words(text, news).to_owned() };
    let received = text.home_received(text.when_day(When::Moment(news.latest)));
    let how_many = if news.is_more { text.home_more_than(news.count) } else { text.home_count(news.count) };
    let mut row = Row::new(&title).href(href).icon(icon, tone);
    row = if is_new {
        row.sub(&received).tag(Tag::new(Tone::Info, text.kit_new()).bare())
    } else {
        row.sub(&how_many)
    };
    html! { (row) }
}

/// Where a part of the record is shown, and how it looks.
const fn look_of(part: Part) -> (&'static str, Icon, Tone) {
    match part {
        Part::Results => ("/me/results", Icon::TestFlask, Tone::Sol),
        Part::Documents => ("/me/documents", Icon::FileText, Tone::Accent),
        Part::Medicines => ("/me/medicines", Icon::MedicineBottle, Tone::Fjord),
        Part::Allergies => ("/me/allergies", Icon::Allergens, Tone::Sol),
        Part::Diagnoses => ("/me/diagnoses", Icon::Stethoscope, Tone::Accent),
        Part::Vaccines => ("/me/vaccines", Icon::Bandage, Tone::Fjord),
    }
}

fn new_words(text: Text, news: &News) -> String {
    match news.part {
        Part::Results => text.home_new_results(news.count),
        Part::Documents => text.home_new_documents(news.count),
        Part::Medicines => text.home_new_medicines(news.count),
        Part::Allergies => text.home_new_allergies(news.count),
        Part::Diagnoses => text.home_new_diagnoses(news.count),
        Part::Vaccines => text.home_new_vaccines(news.count),
    }
}

const fn all_words(text: Text, news: &News) -> &'static str {
    part_words(text, news.part)
}

/// What a part of the record is called.
const fn part_words(text: Text, part: Part) -> &'static str {
    match part {
        Part::Results => text.site_nav_results(),
        Part::Documents => text.record_documents(),
        Part::Medicines => text.site_nav_medicines(),
        Part::Allergies => text.record_allergies(),
        Part::Diagnoses => text.record_diagnoses(),
        Part::Vaccines => text.record_vaccines(),
    }
}

/// The next appointment, or the one that goes on now.
fn next(text: Text, home: &Home) -> Markup {
    let one = home.now.first().or_else(|| home.coming.first());
    let later = (home.now.len() + home.coming.len()).saturating_sub(1);
    html! {
        section.card {
            h2 { @if home.now.is_empty() { (text.home_next()) } @else { (text.home_now()) } }
            @if let Some(one) = one {
                (appointment(text, one))
                div.acts {
                    (button_link("/me/appointments", None, text.home_see_appointment(), Some("secondary")))
                }
                @if later > 0 { p.quiet { (text.home_later(later)) } }
            } @else {
                p { (text.home_no_appointment()) }
                div.acts {
                    (button_link("/me/appointments", None, text.home_all_appointments(), Some("secondary")))
                }
            }
        }
    }
}

fn appointment(text: Text, one: &Appointment) -> Markup {
    let with = one.with.iter().filter_map(|with| with.party.name.as_deref());
    let date = one.start.and_then(When::date);
    html! {
        div.next {
            @if let Some(date) = date { (day_badge(text, date, false)) }
            div {
                p.strong lang=[one.what.as_ref().and_then(|what| what.language)] {
                    (one.what.as_ref().map_or(text.home_appointment(), |what| &what.text))
                }
                @if let Some(start) = one.start { p { (text.weekday_and_when(start)) } }
                @for name in with { p.quiet { (name) } }
                @if let Some(place) = &one.place.name { p.quiet { (place) } }
            }
        }
    }
}

fn ways(frame: &Frame) -> Markup {
    let text = frame.text;
    html! {
        ul.tiles.thirds { @for (matter, href, icon) in WAYS {
            @if frame.opens(matter) {
                @let (title, what) = way(text, matter);
                li { (tile(href, icon, title, Some(what))) }
            }
        } }
    }
}

/// Where most people go from here.
const WAYS: [(Matter, &str, Icon); 6] = [
    (Matter::Results, "/me/results", Icon::TestFlask),
    (Matter::Medicines, "/me/medicines", Icon::MedicineBottle),
    (Matter::Documents, "/me/documents", Icon::FileText),
    (Matter::Vaccines, "/me/vaccines", Icon::Bandage),
    (Matter::EmergencyCard, "/me/emergency-card", Icon::StarOfLife),
    (Matter::AccessLog, "/me/access-log", Icon::Eye),
];

const fn way(text: Text, matter: Matter) -> (&'static str, &'static str) {
    match matter {
        Matter::Results => (text.site_nav_results(), text.record_results_what()),
        Matter::Medicines => (text.site_nav_medicines(), text.record_medicines_what()),
        Matter::Documents => (text.record_documents(), text.record_documents_what()),
        Matter::Vaccines => (text.record_vaccines(), text.record_vaccines_what()),
        Matter::EmergencyCard => (text.record_card(), text.record_card_what()),
        _ => (text.site_nav_access_log(), text.record_access_log_what()),
    }
}

/// «God morgen, Kari».
fn greeting(text: Text, now: Timestamp, name: &str) -> String {
    let hour = oslo().to_datetime(now).hour();
    match (hour, name) {
        (_, "") => text.home_hello_nobody().to_owned(),
        (5..10, _) => text.home_morning(name),
        (18..24, _) => text.home_evening(name),
        _ => text.home_hello(name),
    }
}

/// The first of a person's names, where the full name is written with it in front.
fn given_name(name: &str) -> &str {
    name.split_whitespace().next().unwrap_or_default()
}
