//! Lists: rows that lead somewhere, tables, tiles, and the coverage every list ends with.

use helsami_domain::access::lens::Side;
use helsami_domain::coverage::{Coverage, LeftOut};
use helsami_domain::when::When;
use maud::{Markup, Render, html};

use super::date::day_badge;
use super::part::{Tag, Tone, icon};
use super::{Icon, Sample};
use crate::text::Text;

/// A row of a list. Put it in `ul.rows { li { (row) } }`.
#[must_use]
#[derive(Debug)]
pub(crate) struct Row<'a> {
    title: &'a str,
    language: Option<&'static str>,
    href: Option<&'a str>,
    icon: Option<(Icon, Tone)>,
    front: Option<Markup>,
    subs: Vec<Markup>,
    tags: Vec<Tag>,
    side: Option<Markup>,
}

impl<'a> Row<'a> {
    /// A row with a title.
    pub(crate) const fn new(title: &'a str) -> Self {
        Self {
            title,
            language: None,
            href: None,
            icon: None,
            front: None,
            subs: Vec::new(),
            tags: Vec::new(),
            side: None,
        }
    }

    /// The language of the title, where it is not the page's.
    pub(crate) const fn language(mut self, language: Option<&'static str>) -> Self {
        self.language = language;
        self
    }

    /// Where the row leads.
    pub(crate) const fn href(mut self, href: &'a str) -> Self {
        self.href = Some(href);
        self
    }

    /// The icon in front.
    pub(crate) const fn icon(mut self, icon: Icon, tone: Tone) -> Self {
        self.icon = Some((icon, tone));
        self
    }

    /// Something else in front, such as a day badge.
    pub(crate) fn front(mut self, front: Markup) -> Self {
        self.front = Some(front);
        self
    }

    /// A line under the title; call again for another.
    pub(crate) fn sub(self, words: &str) -> Self {
        self.sub_markup(html! { (words) })
    }

    /// A line under the title with markup in it.
    pub(crate) fn sub_markup(mut self, line: Markup) -> Self {
        self.subs.push(line);
        self
    }

    /// A tag beside the title.
    pub(crate) fn tag(mut self, tag: Tag) -> Self {
        self.tags.push(tag);
        self
    }

    /// What stands at the end of the row, such as a value.
    pub(crate) fn side(mut self, side: Markup) -> Self {
        self.side = Some(side);
        self
    }

    fn inside(&self) -> Markup {
        html! {
            @if let Some((name, tone)) = self.icon { span.disc data-color=(tone.color()) { (icon(name)) } }
            @if let Some(front) = &self.front { (front) }
            span.text {
                span.title { span.name lang=[self.language] { (self.title) } @for tag in &self.tags { (tag) } }
                @for sub in &self.subs { span.sub { (sub) } }
            }
            @if let Some(side) = &self.side { span.side { (side) } }
            @if self.href.is_some() { (icon(Icon::ChevronRight).turning()) }
        }
    }
}

impl Render for Row<'_> {
    fn render_to(&self, out: &mut String) {
        let row = match self.href {
            Some(href) => html! { a.row href=(href) { (self.inside()) } },
            None => html! { div.row { (self.inside()) } },
        };
        out.push_str(&row.0);
    }
}

/// A card that leads to a page.
pub(crate) fn tile(href: &str, name: Icon, title: &str, sub: Option<&str>) -> Markup {
    html! {
        a.tile href=(href) {
            (icon(name)) span.name { (title) } @if let Some(sub) = sub { span.sub { (sub) } }
        }
    }
}

/// Joins names as a sentence does: «A, B og C».
pub(crate) fn joined<S: AsRef<str>>(text: Text, names: &[S]) -> String {
    match names {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [first @ .., last] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            text.kit_list_and(first.join(", "), last.as_ref())
        }
    }
}

/// What the list covers; every list ends with it. `note` says what this kind of list never includes.
pub(crate) fn coverage(text: Text, coverage: &Coverage, note: Option<&str>) -> Markup {
    html! {
        div.coverage {
            h2.hidden-text { (text.kit_coverage()) }
            (icon(Icon::InformationSquare))
            div {
                @if !coverage.sources.is_empty() {
                    p { (text.kit_coverage_sources(joined(text, &coverage.sources))) }
                }
                @if coverage.has_unnamed_source { p { (text.kit_coverage_unnamed()) } }
                @if let (Some(since), Some(until)) = (coverage.since, coverage.until) {
                    p { (reach(text, since, until)) }
                }
                @if let Some(received) = coverage.received {
                    p { (text.kit_coverage_received(text.when(received))) }
                }
                @for left in &coverage.left_out {
                    p { (left_out(text, *left)) @if *left == LeftOut::Asks { " " a href="/me/safe" { (text.safe_title()) } } }
                }
                @if let Some(words) = coverage.reader.and_then(|side| may_hide(text, side)) { p { (words) } }
                @if let Some(note) = note { p { (note) } }
            }
        }
    }
}

fn reach(text: Text, since: When, until: When) -> String {
    let (since, until) = (text.when_day(since), text.when_day(until));
    if since == until { text.kit_coverage_day(since) } else { text.kit_coverage_reach(since, until) }
}

/// What rules can keep from this reader. Said on every list, so that it tells nothing.
const fn may_hide(text: Text, side: Side) -> Option<&'static str> {
    match side {
        Side::Person => Some(text.kit_coverage_rules()),
        Side::Youth => Some(text.kit_coverage_rules_youth()),
        Side::Other => Some(text.kit_coverage_rules_other()),
        Side::Guardian => Some(text.kit_coverage_rules_guardian()),
        Side::Staff => Some(text.kit_coverage_rules_staff()),
        Side::System | Side::Client => None,
    }
}

fn left_out(text: Text, left: LeftOut) -> String {
    match left {
        LeftOut::Mistakes(count) => text.kit_coverage_mistakes(count),
        LeftOut::Repeats(count) => text.kit_coverage_repeats(count),
        LeftOut::Unreadable(count) => text.kit_coverage_unreadable(count),
        LeftOut::Older(count) => text.kit_coverage_older(count),
        LeftOut::Announced(count, Some(until)) => {
            text.kit_coverage_announced_until(count, text.moment(until))
        }
        LeftOut::Announced(count, None) => text.kit_coverage_announced(count),
        LeftOut::Locked(count) => text.kit_coverage_locked(count),
        LeftOut::Asks => text.kit_coverage_asks().to_owned(),
    }
}

pub(crate) fn row_samples(text: Text) -> Vec<Sample> {
    let row = |row: Row<'_>| html! { ul.rows { li { (row) } } };
    vec![
        Sample::new(
            "link with icon and tag",
            row(Row::new(text.site_nav_results())
                .href("#main")
                .icon(Icon::TestFlask, Tone::Sol)
                .sub("Hemoglobin")
                .tag(Tag::new(Tone::Info, text.kit_new()).bare())),
        ),
        Sample::new(
            "plain with value at the end",
            row(Row::new("Influensavaksine").sub("Vaxigrip Tetra").side(html! { b { "1" } })),
        ),
        Sample::new(
            "with a day in front",
            row(Row::new(text.site_nav_appointments())
                .href("#main")
                .front(day_badge(text, jiff::civil::date(2026, 3, 18), false))
                .sub("10.30")),
        ),
        Sample::new(
            "long words",
            row(Row::new("Spesialisthelsetjenestekoordinatoravtaleoppfølgingssamtale")
                .href("#main")
                .language(Some("nb"))
                .icon(Icon::Hospital, Tone::Accent)
                .sub("St. Olavs hospital, Universitetssykehuset i Trondheim, Klinikk for lunge- og arbeidsmedisin")),
        ),
    ]
}

pub(crate) fn coverage_samples(text: Text) -> Vec<Sample> {
    let mut full = Coverage::default();
    full.row(When::parse("2019"), Some("St. Olavs hospital"));
    full.row(When::parse("2026-03-18"), Some("Solberg legesenter"));
    full.row(None, None);
    full.received(When::Day(jiff::civil::date(2026, 3, 19)));
    for left in [
        LeftOut::Mistakes(1),
        LeftOut::Repeats(2),
        LeftOut::Unreadable(3),
        LeftOut::Older(200),
        LeftOut::Asks,
    ] {
        full.leave_out(left);
    }
    let mut one = Coverage::default();
    one.row(When::parse("2026-03-18"), Some("Solberg legesenter"));
    vec![
        Sample::new("everything", coverage(text, &full, Some(text.kit_empty_not_connected()))),
        Sample::new("one source, one day", coverage(text, &one, None)),
        Sample::new("nothing", coverage(text, &Coverage::default(), Some(text.kit_empty_nothing()))),
    ]
}

pub(crate) fn table_samples(text: Text) -> Vec<Sample> {
    let table = html! {
        div.table-box {
            table.table.folds role="table" {
                thead role="rowgroup" { tr role="row" { th role="columnheader" scope="col" { (text.site_nav_results()) } th role="columnheader" scope="col" { (text.kit_new()) } } }
                tbody role="rowgroup" {
                    tr role="row" { th.group role="rowheader" colspan="2" scope="rowgroup" { (text.day(jiff::civil::date(2026, 3, 12))) } }
                    tr role="row" { th role="rowheader" scope="row" { a href="#main" { "Hemoglobin" } } td.number.end-phone role="cell" { b { "13,1" } " g/dL" } }
                    tr role="row" { th role="rowheader" scope="row" { "Ferritin" } td.number.end-phone role="cell" { b { "12" } " µg/L" } }
                }
            }
        }
    };
    vec![Sample::new("folds on a phone", table)]
}

pub(crate) fn tile_samples(text: Text) -> Vec<Sample> {
    let tiles = html! {
        ul.tiles {
            li { (tile("#main", Icon::Calendar, text.site_nav_appointments(), Some(text.site_nav_record()))) }
            li { (tile("#main", Icon::TestFlask, text.site_nav_results(), None)) }
        }
    };
    vec![Sample::new("two tiles", tiles)]
}
