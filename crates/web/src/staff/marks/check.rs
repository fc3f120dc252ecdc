//! What a mark does, before it is set: who no longer sees the line, what would still tell of it, each with the way to mark that
//! too, and what the lens closes by itself.

use helsami_app::work::{Check, Door, Why};
use helsami_domain::access::lens::Sight;
use helsami_domain::access::marking::{Audience, Marking};
use helsami_domain::matter::Matter;
use maud::{Markup, html};

use super::typed::Typed;
use super::{row, tags};
use crate::kit::matter::matter_name;
use crate::kit::part::{Fact, Tone, facts, fold, notice, said};
use crate::kit::{Document, Page};
use crate::staff::desk::Chart;
use crate::text::Text;

/// Takes what is to be marked too into the form. Whether there is more of it now.
pub(super) fn add(typed: &mut Typed, check: &Check) -> bool {
    let added: Vec<String> = check
        .open()
        .map(|door| door.line.link.to_string())
        .filter(|link| typed.add == "all" || typed.add == *link)
        .collect();
    let has_more = !added.is_empty();
    typed.also.extend(added);
    has_more
}

/// The page.
pub(super) fn preview(chart: &Chart, check: &Check, typed: &Typed, marking: Marking) -> Document {
    let text = chart.desk.frame.text;
    let list = format!("{}/marks", chart.root);
    let line = format!("{list}/{}", check.line.link);
    let page = Page::new(&chart.desk.frame, text.marks_check_title()).lead(text.marks_check_lead());
    page.crumb(&list, text.marks_title()).crumb(&line, text.marks_line_title()).show(html! {
        div.stack {
            (about(text, check, marking))
            form.stack method="post" action=(line) {
                @for (name, value) in typed.fields() { input type="hidden" name=(name) value=(value); }
                @for also in &typed.also { input type="hidden" name="also" value=(also); }
                (tells(text, check))
                (also(text, check))
                section.card {
                    h2 { (text.marks_confirm_title()) }
                    @if !check.kept.is_empty() { p { (text.marks_words()) } p { (text.marks_seen()) } }
                    @if check.locked > 0 { p { (text.chart_locked_rows(check.locked)) } }
                    p { (text.marks_after()) }
                    div.acts {
                        button.ds-button name="confirm" value="yes" { (text.marks_confirm()) }
                        button.ds-button data-variant="secondary" name="edit" value="1" { (text.give_edit()) }
                    }
                }
            }
            (closed(text, check))
        }
    })
}

/// The line as it will be, and who it is kept from.
fn about(text: Text, check: &Check, marking: Marking) -> Markup {
    let marks = tags(text, marking);
    let mut list = vec![Fact::new(
        text.marks_will(),
        html! { @if marks.is_empty() { (text.marks_is_plain()) } @else { @for tag in &marks { (tag) " " } } },
    )];
    for (audience, sight) in &check.kept {
        let words =
            if *sight == Sight::Announced { text.marks_sight_announced() } else { text.marks_sight_hidden() };
        list.push(Fact::new(who(text, *audience), html! { (words) }));
    }
    list.extend(
        check
            .until
            .map(|day| Fact::new(text.marks_until(), html! { (text.marks_until_birthday(text.day(day))) })),
    );
    html! {
        section.card {
            h2 { @match &check.line.name { Some(name) => (said(name)), None => (text.marks_unnamed()) } }
            (facts(&list))
            @if check.kept.is_empty() { p { (text.marks_kept_none()) } }
        }
    }
}

/// What would still tell of the line.
fn tells(text: Text, check: &Check) -> Markup {
    let telling: Vec<&Door> = check.doors.iter().filter(|door| !door.told.is_empty()).collect();
    if check.kept.is_empty() {
        return together(text, check);
    }
    if telling.is_empty() {
        return notice(
            Tone::Success,
            Some(text.marks_tells_none_title()),
            &html! { p { (text.marks_tells_none()) } },
        );
    }
    html! {
        section.card {
            h2 { (text.marks_tells(telling.len())) }
            p { (text.marks_tells_what()) }
            ul.rows { @for one in &telling { li { (door(text, one)) } } }
            @if check.open().count() > 1 {
                div { button.ds-button data-variant="secondary" name="add" value="all" { (text.marks_add_all()) } }
            }
        }
    }
}

/// What was marked with the line, where its mark is lifted.
fn together(text: Text, check: &Check) -> Markup {
    html! {
        @if !check.doors.is_empty() {
            section.card {
                h2 { (text.marks_together()) }
                p { (text.marks_together_what()) }
                ul.rows {
                    @for one in &check.doors {
                        li {
                            (row(text, &one.line, true))
                            (follow(text, one, text.marks_lift()))
                        }
                    }
                }
                @if check.doors.len() > 1 {
                    div { button.ds-button data-variant="secondary" name="add" value="all" { (text.marks_lift_all()) } }
                }
            }
        }
    }
}

/// The button that lets a row follow the change.
fn follow(text: Text, one: &Door, words: &str) -> Markup {
    let name = one.line.name.as_ref().map_or(text.marks_unnamed(), |name| &name.text);
    html! {
        button.ds-button data-variant="tertiary" name="add" value=(one.line.link) {
            (words) span.hidden-text { ": " (name) }
        }
    }
}

/// One row that tells: how, to whom, and the way to mark it too.
fn door(text: Text, one: &Door) -> Markup {
    let shown = row(text, &one.line, true).sub(why(text, one.why));
    let shown = one.told.iter().fold(shown, |shown, who| shown.sub(told(text, *who)));
    html! {
        (shown)
        @if one.can_follow {
            (follow(text, one, text.marks_add()))
        } @else {
            p.quiet { (text.marks_add_not()) }
        }
    }
}

/// What is marked with it.
fn also(text: Text, check: &Check) -> Markup {
    html! {
        @if !check.also.is_empty() {
            section.card {
                h2 { (text.marks_also(check.also.len())) }
                ul.rows { @for line in &check.also { li { (row(text, line, true)) } } }
            }
        }
    }
}

/// What the lens closes by itself: the rows that tell and that nobody of them sees, and the log.
fn closed(text: Text, check: &Check) -> Markup {
    if check.kept.is_empty() {
        return html! {};
    }
    let rows: Vec<&Door> = check.doors.iter().filter(|door| door.told.is_empty()).collect();
    let log = check.log.iter().map(|(audience, matter)| {
        let words = match matter {
            Some(Matter::Marks) => text.marks_log_marked().to_owned(),
            Some(matter) => text.marks_log_as(matter_name(text, Some(*matter))),
            None => text.marks_log_none().to_owned(),
        };
        Fact::new(who(text, *audience), html! { (words) })
    });
    html! {
        section.card {
            h2 { (text.marks_closed()) }
            p { (text.marks_closed_lists()) }
            h3 { (text.site_nav_access_log()) }
            (facts(&log.collect::<Vec<_>>()))
            @if !rows.is_empty() {
                (fold(&text.marks_closed_rows(rows.len()), &html! {
                    ul.rows { @for one in &rows { li { (row(text, &one.line, true).sub(why(text, one.why))) } } }
                }))
            }
        }
    }
}

const fn who(text: Text, audience: Audience) -> &'static str {
    match audience {
        Audience::Parents => text.marks_who_parents(),
        Audience::Young => text.marks_who_young(),
        Audience::Person => text.marks_who_person(),
        Audience::Proxies => text.marks_who_proxies(),
    }
}

const fn told(text: Text, audience: Audience) -> &'static str {
    match audience {
        Audience::Parents => text.marks_told_parents(),
        Audience::Young => text.marks_told_young(),
        Audience::Person => text.marks_told_person(),
        Audience::Proxies => text.marks_told_proxies(),
    }
}

const fn why(text: Text, why: Why) -> &'static str {
    match why {
        Why::Names => text.marks_why_names(),
        Why::Named => text.marks_why_named(),
        Why::Code => text.marks_why_code(),
        Why::Order => text.marks_why_order(),
        Why::Together => text.marks_together(),
    }
}
