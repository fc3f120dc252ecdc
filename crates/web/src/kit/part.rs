//! Small components: icon, tag, notice, facts, empty state, fold, source line.

use helsami_domain::coded::Label;
use helsami_domain::coverage::Empty;
use helsami_domain::source::Source;
use maud::{Markup, Render, html};

use super::{Icon, Sample};
use crate::text::Text;

/// An icon as it stands in the text; decoration, hidden from screen readers.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Drawn {
    icon: Icon,
    class: &'static str,
}

/// Draws an icon of the sprite.
pub(crate) const fn icon(icon: Icon) -> Drawn {
    Drawn { icon, class: "icon" }
}

impl Drawn {
    /// Turned around in languages that are written from the right.
    pub(crate) const fn turning(mut self) -> Self {
        self.class = "icon turns";
        self
    }
}

impl Render for Drawn {
    fn render_to(&self, out: &mut String) {
        out.push_str("<svg class=\"");
        out.push_str(self.class);
        out.push_str("\" aria-hidden=\"true\"><use href=\"");
        out.push_str(self.icon.href());
        out.push_str("\"/></svg>");
    }
}

/// What a colour means. Never the only carrier of the meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the design system's own")]
pub enum Tone {
    Neutral,
    Accent,
    Info,
    Success,
    Warning,
    Danger,
    Sol,
    Fjord,
}

impl Tone {
    /// The design system's `data-color`.
    pub(crate) const fn color(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Accent => "accent",
            Self::Info => "info",
            Self::Success => "success",
            Self::Warning => "warning",
            Self::Danger => "danger",
            Self::Sol => "sol",
            Self::Fjord => "fjord",
        }
    }

    const fn icon(self) -> Icon {
        match self {
            Self::Neutral | Self::Accent | Self::Info | Self::Fjord => Icon::InformationSquare,
            Self::Success => Icon::CheckmarkCircleFill,
            Self::Warning | Self::Sol => Icon::ExclamationmarkTriangle,
            Self::Danger => Icon::XMarkOctagon,
        }
    }
}

/// A short word with an icon.
#[derive(Clone, Debug)]
pub(crate) struct Tag {
    tone: Tone,
    icon: Option<Icon>,
    words: String,
}

impl Tag {
    /// A tag with the tone's own icon.
    pub(crate) fn new(tone: Tone, words: impl Into<String>) -> Self {
        Self { tone, icon: Some(tone.icon()), words: words.into() }
    }

    /// With another icon.
    pub(crate) const fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    /// Without an icon, where the words alone say everything.
    pub(crate) const fn bare(mut self) -> Self {
        self.icon = None;
        self
    }
}

impl Render for Tag {
    fn render_to(&self, out: &mut String) {
        let tag = html! {
            span.tag data-color=(self.tone.color()) { @if let Some(name) = self.icon { (icon(name)) } (self.words) }
        };
        out.push_str(&tag.0);
    }
}

/// A message to the reader, as a box with an icon.
pub(crate) fn notice(tone: Tone, heading: Option<&str>, body: &Markup) -> Markup {
    html! {
        div.notice data-color=(tone.color()) {
            (icon(tone.icon()))
            div { @if let Some(heading) = heading { h2 { (heading) } } (body) }
        }
    }
}

/// One line of a definition list.
#[derive(Debug)]
pub(crate) struct Fact<'a> {
    label: &'a str,
    value: Markup,
    source: Option<String>,
}

impl<'a> Fact<'a> {
    /// A label and what stands beside it.
    pub(crate) const fn new(label: &'a str, value: Markup) -> Self {
        Self { label, value, source: None }
    }

    /// With where it comes from.
    pub(crate) fn with_source(mut self, text: Text, source: &Source) -> Self {
        self.source = Some(source_words(text, source));
        self
    }
}

/// A definition list.
pub(crate) fn facts(facts: &[Fact<'_>]) -> Markup {
    html! {
        dl.facts {
            @for fact in facts {
                div {
                    dt { (fact.label) }
                    dd { (fact.value) @if let Some(source) = &fact.source { span.source { (source) } } }
                }
            }
        }
    }
}

/// «Kilde: St. Olavs hospital, 12. mars 2026», as one sentence; it says so where nothing is known.
pub(crate) fn source_words(text: Text, source: &Source) -> String {
    let when = source.recorded.map(|when| text.when_day(when));
    if source.is_own_word {
        return match when {
            Some(when) => text.kit_source_own_dated(when),
            None => text.kit_source_own().to_owned(),
        };
    }
    match (source.name(), when) {
        (Some(name), Some(when)) => text.kit_source_dated(name, when),
        (Some(name), None) => text.kit_source(name),
        (None, Some(when)) => text.kit_source_unknown_dated(when),
        (None, None) => text.kit_source_unknown().to_owned(),
    }
}

/// Words of the record, marked with their language where it is known.
pub(crate) fn said(label: &Label) -> Markup {
    html! { span lang=[label.language] { (label.text) } }
}

/// The source line under an item.
pub(crate) fn source_line(text: Text, source: &Source) -> Markup {
    html! { p.source { (source_words(text, source)) } }
}

/// Nothing to show: why, and what to do.
pub(crate) fn empty(text: Text, head: (Icon, &str), reason: Empty, advice: Option<&str>) -> Markup {
    let (shown, title) = head;
    html! {
        div.empty {
            span.disc data-color="neutral" { (icon(shown)) }
            h2 { (title) }
            p { (reason_words(text, reason)) }
            @if let Some(advice) = advice { p { (advice) } }
        }
    }
}

/// Why a list is empty, as a sentence.
pub(crate) const fn reason_words(text: Text, reason: Empty) -> &'static str {
    match reason {
        Empty::NothingRegistered => text.kit_empty_nothing(),
        Empty::NoMatch => text.kit_empty_no_match(),
        Empty::NotConnected => text.kit_empty_not_connected(),
        Empty::HiddenByRule => text.kit_empty_rule(),
        Empty::HiddenByYou => text.kit_empty_you(),
    }
}

/// Something that is opened to be read.
pub(crate) fn fold(words: &str, body: &Markup) -> Markup {
    html! { details.fold { summary { (words) } div { (body) } } }
}

/// A link that looks like a button.
pub(crate) fn button_link(href: &str, shown: Option<Icon>, words: &str, variant: Option<&str>) -> Markup {
    html! {
        a.ds-button.button href=(href) data-variant=[variant] { @if let Some(name) = shown { (icon(name)) } (words) }
    }
}

/// Prints the page; there only where the script can do it.
pub(crate) fn print_button(text: Text) -> Markup {
    html! {
        button.ds-button type="button" data-variant="secondary" data-print {
            (icon(Icon::PrinterSmall)) (text.kit_print())
        }
    }
}

pub(crate) fn tag_samples(text: Text) -> Vec<Sample> {
    [
        ("neutral", Tone::Neutral),
        ("info", Tone::Info),
        ("success", Tone::Success),
        ("warning", Tone::Warning),
        ("danger", Tone::Danger),
        ("sol", Tone::Sol),
        ("fjord", Tone::Fjord),
    ]
    .map(|(name, tone)| Sample::new(name, html! { (Tag::new(tone, text.kit_new())) }))
    .into_iter()
    .chain([Sample::new(
        "another icon",
        html! { (Tag::new(Tone::Sol, text.kit_new()).icon(Icon::ArrowDown)) },
    )])
    .chain([Sample::new("without icon", html! { (Tag::new(Tone::Info, text.kit_new()).bare()) })])
    .collect()
}

pub(crate) fn notice_samples(text: Text) -> Vec<Sample> {
    let body = html! { p { (text.kit_empty_rule()) } };
    vec![
        Sample::new("info", notice(Tone::Info, None, &body)),
        Sample::new("warning with heading", notice(Tone::Warning, Some(text.kit_empty_nothing()), &body)),
        Sample::new("danger", notice(Tone::Danger, None, &body)),
        Sample::new("success", notice(Tone::Success, None, &body)),
    ]
}

pub(crate) fn facts_samples(text: Text) -> Vec<Sample> {
    let list = [
        Fact::new(text.site_nav_home(), html! { "Storgata 12, 7030 Trondheim" })
            .with_source(text, &Source::default()),
        Fact::new(text.site_nav_details(), html! { "–" }),
    ];
    vec![
        Sample::new("two facts", facts(&list)),
        Sample::new("own word", source_line(text, &Source { is_own_word: true, ..Source::default() })),
    ]
}

pub(crate) fn empty_samples(text: Text) -> Vec<Sample> {
    [Empty::NothingRegistered, Empty::NoMatch, Empty::NotConnected, Empty::HiddenByRule, Empty::HiddenByYou]
        .map(|reason| {
            let advice = (reason == Empty::NothingRegistered).then(|| text.site_foot_what());
            Sample::new("empty", empty(text, (Icon::TestFlask, text.site_nav_results()), reason, advice))
        })
        .into_iter()
        .collect()
}

pub(crate) fn fold_samples(text: Text) -> Vec<Sample> {
    vec![
        Sample::new("closed", fold(text.site_nav_results(), &html! { p { (text.kit_empty_rule()) } })),
        Sample::new(
            "button links",
            html! {
                div.acts {
                    (button_link("#main", Some(Icon::Calendar), text.site_nav_appointments(), None))
                    (button_link("#main", None, text.site_nav_results(), Some("secondary")))
                    (print_button(text))
                }
            },
        ),
    ]
}
