//! The care team: who follows the reader up, where, how to reach them; and who no longer does.

use helsami_app::care_team::{self, Team};
use helsami_domain::care_team::{Basis, Member, Standing};
use helsami_domain::contact::{Channel, Contact};
use maud::{Markup, html};

use crate::kit::list::{Row, coverage, joined};
use crate::kit::part::{Tag, Tone, empty, print_button};
use crate::kit::{Document, Icon, Me, Page, Place, Problem};
use crate::text::Text;

/// The page.
pub(crate) async fn page(me: Me) -> Result<Document, Problem> {
    let found = care_team::team(&me.app, &me.pass, me.frame.now).await?;
    let text = me.frame.text;
    Ok(Page::new(&me.frame, text.team_title())
        .lead(text.team_lead())
        .current(Place::Record)
        .crumb("/me/record", text.site_nav_record())
        .acts(print_button(text))
        .show(content(text, &found)))
}

/// The content of the page.
pub(crate) fn content(text: Text, found: &Team) -> Markup {
    let groups = [
        (Standing::Current, text.team_current()),
        (Standing::Planned, text.team_planned()),
        (Standing::Unclear, text.team_unclear()),
        (Standing::Ended, text.team_ended()),
    ];
    html! {
        div.stack {
            @if let Some(reason) = found.coverage.empty {
                section.card {
                    (empty(text, (Icon::PersonGroup, text.team_empty_title()), reason, Some(text.team_empty_advice())))
                }
            }
            @for (standing, heading) in groups {
                @if found.members.iter().any(|one| one.standing == standing) {
                    section.card {
                        h2 { (heading) }
                        ul.rows {
                            @for one in found.members.iter().filter(|one| one.standing == standing) {
                                li { (row(text, one)) }
                            }
                        }
                    }
                }
            }
            (coverage(text, &found.coverage, Some(text.team_not_here())))
        }
    }
}

fn row(text: Text, one: &Member) -> Row<'_> {
    let icon = if one.basis == Basis::GeneralPractitioner { Icon::Stethoscope } else { Icon::Person };
    let name = one.who.name.as_deref().or(one.place.name.as_deref());
    let mut row = Row::new(name.unwrap_or(text.team_nameless())).icon(icon, Tone::Fjord);
    if one.basis == Basis::GeneralPractitioner {
        row = row.tag(Tag::new(Tone::Fjord, text.team_doctor()).bare());
    }
    if one.is_relative {
        row = row.tag(Tag::new(Tone::Neutral, text.team_relative()).bare());
    }
    if one.standing == Standing::Ended {
        row = row.tag(Tag::new(Tone::Neutral, text.team_ended_tag()));
    }
    let roles: Vec<&str> = one.roles.iter().map(|role| &*role.text).collect();
    if !roles.is_empty() {
        row = row.sub(&joined(text, &roles));
    }
    if let Some(team) = &one.team {
        row = row.sub_markup(html! { span lang=[team.language] { (team.text) } });
    } else if one.basis == Basis::Course {
        row = row.sub(text.team_course());
    }
    if let (Some(place), true) = (&one.place.name, one.who.name.is_some()) {
        row = row.sub(place);
    }
    if let Some(span) = span(text, one) {
        row = row.sub(&span);
    }
    if one.standing == Standing::Ended {
        return row;
    }
    if one.reach.is_empty() && !one.is_relative {
        row = row.sub(text.team_no_reach());
    }
    for contact in &one.reach {
        row = row.sub_markup(reach(contact));
    }
    row
}

fn span(text: Text, one: &Member) -> Option<String> {
    let (since, until) = (one.period.start, one.period.end);
    match (since.map(|when| text.when_day(when)), until.map(|when| text.when_day(when))) {
        (Some(since), Some(until)) => Some(text.team_span(since, until)),
        (Some(since), None) => Some(text.team_since(since)),
        (None, Some(until)) => Some(text.team_until(until)),
        (None, None) => None,
    }
}

/// A way to reach somebody, as a link where it is one that the device can use. Only what is plainly a number or an
/// address becomes a link.
pub(crate) fn reach(contact: &Contact) -> Markup {
    let value = &*contact.value;
    let is_number = value.bytes().all(|byte| byte.is_ascii_digit() || b"+ -()".contains(&byte));
    let is_mail = value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"@.-_+".contains(&byte));
    match contact.channel {
        Channel::Phone | Channel::Sms if is_number => {
            let digits: String = value.chars().filter(|sign| sign.is_ascii_digit() || *sign == '+').collect();
            html! { a href={ "tel:" (digits) } { (value) } }
        }
        Channel::Email if is_mail => html! { a href={ "mailto:" (value) } { (value) } },
        _ => html! { (value) },
    }
}
