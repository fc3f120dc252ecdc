//! What the pages say about an answer: its value, its range, where it lies, in words and as a tag.

use std::borrow::Cow;

use helsami_domain::coded::Label;
use helsami_domain::lab::assess::Sentence;
use helsami_domain::lab::number_line::number_line;
use helsami_domain::lab::{Absent, Answer, Flag, Part, Range, RangePurpose, State, Value};
use helsami_domain::quantity::{Quantity, unit_shown};
use maud::{Markup, html};

use crate::kit::Icon;
use crate::kit::number_line::{Line, number_line as drawing, small as small_drawing};
use crate::kit::part::{Tag, Tone};
use crate::text::Text;

/// A name as sent, in its own language. Says so where there is none, or only a code.
pub(crate) fn name(text: Text, label: Option<&Label>) -> Markup {
    match label {
        Some(label) if label.is_bare_code => html! { (text.results_code(&label.text)) },
        Some(label) => html! { span lang=[foreign(text, label)] { (label.text) } },
        None => html! { (text.results_unnamed()) },
    }
}

/// The name as plain text, for titles and sentences.
pub(crate) fn plain_name(text: Text, label: Option<&Label>) -> String {
    match label {
        Some(label) if label.is_bare_code => text.results_code(&label.text),
        Some(label) => label.text.to_string(),
        None => text.results_unnamed().to_owned(),
    }
}

/// The language of words that are not in the page's.
pub(crate) fn foreign(text: Text, label: &Label) -> Option<&'static str> {
    label.language.filter(|&tag| tag != text.language().tag())
}

/// An amount with a sensible number of digits; more where rounding would move it across a limit.
pub(crate) fn shown<'a>(amount: &'a Quantity, range: Option<&Range>) -> Cow<'a, Quantity> {
    if amount.value.is_short() {
        return Cow::Borrowed(amount);
    }
    let limits = range.into_iter().flat_map(|range| [range.low.as_ref(), range.high.as_ref()]).flatten();
    let limits: Vec<_> = limits.map(|limit| &limit.value).collect();
    let value = amount.value.shown(&amount.unit_key, &limits);
    Cow::Owned(Quantity { value, ..amount.clone() })
}

/// Whether fewer digits are shown than were sent.
pub(crate) fn is_shortened(amount: &Quantity, range: Option<&Range>) -> bool {
    shown(amount, range).value != amount.value
}

/// The value in bold with its unit, or the words. Numbers keep their order in every writing direction: a turned «<» or
/// range would say the opposite.
pub(crate) fn value(text: Text, value: &Value, range: Option<&Range>) -> Markup {
    match value {
        Value::Amount(amount) => {
            let amount = shown(amount, range);
            let unit = unit_shown(&amount.unit, text.decimal_sign());
            html! { bdi dir="ltr" { b { (text.value(&amount)) } @if !unit.is_empty() { "\u{a0}" (unit) } } }
        }
        Value::Words(label) => html! { span lang=[foreign(text, label)] { (label.text) } },
        Value::Between(..) | Value::Ratio(..) => {
            html! { bdi dir="ltr" { (plain_value(text, value, range)) } }
        }
        other => html! { (plain_value(text, other, range)) },
    }
}

/// The value as plain text.
pub(crate) fn plain_value(text: Text, value: &Value, range: Option<&Range>) -> String {
    let amount = |amount: &Quantity| text.amount(&shown(amount, range));
    match value {
        Value::Amount(one) => amount(one),
        Value::Words(label) => label.text.to_string(),
        Value::YesNo(true) => text.results_yes().to_owned(),
        Value::YesNo(false) => text.results_no().to_owned(),
        Value::Between(low, high) => between(text, low.as_ref(), high.as_ref()).unwrap_or_default(),
        Value::Ratio(first, second) => text.results_ratio(amount(first), amount(second)),
        Value::Time(when) => text.when(*when),
        Value::Missing(reason) => absent(text, *reason).to_owned(),
        Value::NotShown => text.results_not_shown().to_owned(),
        Value::None => text.results_dash().to_owned(),
    }
}

/// The whole answer for a list: the value, or each part with its name.
pub(crate) fn answer_value(text: Text, answer: &Answer) -> Markup {
    if !answer.state.is_fact() {
        return html! { (text.results_dash()) };
    }
    if matches!(answer.value, Value::None) && !answer.parts.is_empty() {
        return parts(text, &answer.parts);
    }
    html! {
        (value(text, &answer.value, answer.range()))
        @if !answer.parts.is_empty() { br; (parts(text, &answer.parts)) }
    }
}

fn parts(text: Text, parts: &[Part]) -> Markup {
    html! {
        @for (index, part) in parts.iter().enumerate() {
            @if index > 0 { br; }
            (text.results_part(plain_name(text, part.name.as_ref()), plain_value(text, &part.value, part.range())))
        }
    }
}

/// A range in words, without its unit where the value has the same: the limits, else the text as sent.
pub(crate) fn range(text: Text, range: &Range) -> Option<String> {
    between(text, range.low.as_ref(), range.high.as_ref())
        .or_else(|| range.text.as_deref().map(str::to_owned))
}

fn between(text: Text, low: Option<&Quantity>, high: Option<&Quantity>) -> Option<String> {
    match (low, high) {
        (Some(low), Some(high)) => Some(text.results_between(text.value(low), text.amount(high))),
        (None, Some(high)) => Some(text.results_up_to(text.amount(high))),
        (Some(low), None) => Some(text.results_from(text.amount(low))),
        (None, None) => None,
    }
}

/// The range of an answer for a list: the one it is judged by, else the only text.
pub(crate) fn range_cell(text: Text, ranges: &[Range], judged: Option<&Range>) -> String {
    let usual = || ranges.iter().filter(|range| range.purpose == RangePurpose::Usual);
    let found = judged.or_else(|| usual().next().filter(|_| usual().count() == 1));
    found.and_then(|found| range(text, found)).unwrap_or_else(|| text.results_dash().to_owned())
}

/// Every range that the report gives, each with what it is a range of.
pub(crate) fn all_ranges(text: Text, ranges: &[Range]) -> Vec<String> {
    let line = |one: &Range| {
        let words = range(text, one)?;
        Some(match one.purpose {
            RangePurpose::Usual => text.results_range(words),
            RangePurpose::Treatment => text.results_treatment_range(words),
            RangePurpose::Other => text.results_other_range(words),
        })
    };
    ranges.iter().filter_map(line).collect()
}

/// Where an answer lies, as a tag with word and shape. Nothing where nothing is known.
pub(crate) fn flag_tag(text: Text, flag: Flag) -> Option<Tag> {
    let warning = |words: &str, icon: Icon| Tag::new(Tone::Warning, words).icon(icon);
    Some(match flag {
        Flag::Unknown => return None,
        Flag::Normal => Tag::new(Tone::Success, text.results_flag_within()),
        Flag::Low => warning(text.results_flag_low(), Icon::ArrowDown),
        Flag::High => warning(text.results_flag_high(), Icon::ArrowUp),
        Flag::CriticalLow => warning(text.results_flag_far_low(), Icon::ArrowDown),
        Flag::CriticalHigh => warning(text.results_flag_far_high(), Icon::ArrowUp),
        Flag::Abnormal | Flag::CriticalAbnormal => warning(text.results_flag_outside(), Icon::ArrowsUpDown),
    })
}

/// How settled it is, as a tag; nothing for a plain final answer.
pub(crate) fn state_tag(text: Text, state: State) -> Option<Tag> {
    Some(match state {
        State::Final | State::Unknown => return None,
        State::Waiting => Tag::new(Tone::Info, text.results_state_waiting()).icon(Icon::Clock),
        State::Preliminary => Tag::new(Tone::Info, text.results_state_preliminary()).icon(Icon::Clock),
        State::Corrected => Tag::new(Tone::Info, text.results_state_corrected()).icon(Icon::Pencil),
        State::Cancelled => Tag::new(Tone::Neutral, text.results_state_cancelled()).icon(Icon::XMark),
        State::Mistake => Tag::new(Tone::Neutral, text.results_state_mistake()).icon(Icon::XMark),
    })
}

/// What the state means, where it needs a sentence of its own.
pub(crate) const fn state_words(text: Text, state: State) -> Option<&'static str> {
    match state {
        State::Preliminary => Some(text.results_state_preliminary_more()),
        State::Corrected => Some(text.results_state_corrected_more()),
        _ => None,
    }
}

/// The sentence about an answer. Nothing for words and parts, which speak for themselves.
pub(crate) const fn sentence(text: Text, sentence: Sentence) -> Option<&'static str> {
    Some(match sentence {
        Sentence::Within => text.results_within(),
        Sentence::CalledNormal => text.results_called_normal(),
        Sentence::Below => text.results_below(),
        Sentence::Above => text.results_above(),
        Sentence::FarBelow => text.results_far_below(),
        Sentence::FarAbove => text.results_far_above(),
        Sentence::Unusual => text.results_unusual(),
        Sentence::VeryUnusual => text.results_very_unusual(),
        Sentence::OutsideButNormal => text.results_outside_but_normal(),
        Sentence::WithinButMarked => text.results_within_but_marked(),
        Sentence::SeveralRanges => text.results_several_ranges(),
        Sentence::NoRange => text.results_no_range(),
        Sentence::BoundTellsNothing => text.results_bound(),
        Sentence::Absent(reason) => absent(text, reason),
        Sentence::NoValue => text.results_no_value(),
        Sentence::Waiting => text.results_waiting(),
        Sentence::Cancelled => text.results_cancelled(),
        Sentence::Mistake => text.results_mistake(),
        Sentence::Words | Sentence::Parts => return None,
    })
}

const fn absent(text: Text, reason: Absent) -> &'static str {
    match reason {
        Absent::NotPerformed => text.results_absent_not_performed(),
        Absent::Unknown => text.results_absent_unknown(),
        Absent::Declined => text.results_absent_declined(),
        Absent::Failed => text.results_absent_failed(),
        Absent::Withheld => text.results_absent_withheld(),
        Absent::NotApplicable => text.results_absent_not_applicable(),
        Absent::Other => text.results_absent_other(),
    }
}

/// The sentence about an answer in a list, where the tag beside it does not say the same in a word.
pub(crate) const fn beyond_tag(text: Text, one: Sentence) -> Option<&'static str> {
    match one {
        Sentence::Within | Sentence::Below | Sentence::Above | Sentence::NoRange | Sentence::Absent(_) => {
            None
        }
        Sentence::Waiting | Sentence::Cancelled | Sentence::Mistake => None,
        other => sentence(text, other),
    }
}

/// The value against its range for a row of a list, where the numbers and the tag beside it say the same in words.
pub(crate) fn small_line(value: &Value, range: Option<&Range>, flag: Flag) -> Markup {
    let (Value::Amount(amount), Some(range)) = (value, range) else { return html! {} };
    if flag == Flag::Unknown || amount.comparator.is_some() {
        return html! {};
    }
    let Some(line) = number_line(amount, range) else { return html! {} };
    let is_out = !(line.band_from..=line.band_to).contains(&line.mark);
    small_drawing((line.band_from, line.band_to), line.mark, is_out)
}

/// The value against its range as a drawing; nothing where there is nothing to compare with.
pub(crate) fn line(text: Text, value: &Value, range: Option<&Range>, flag: Flag) -> Markup {
    let (Value::Amount(amount), Some(range)) = (value, range) else { return html! {} };
    let Some(line) = number_line(amount, range) else { return html! {} };
    // The drawing must not say another thing than the sentence: without a place on the line there is none.
    if flag == Flag::Unknown || amount.comparator.is_some() {
        return html! {};
    }
    let words = self::range(text, range).unwrap_or_default();
    let spoken = text.amount(&shown(amount, Some(range)));
    let is_out = !(line.band_from..=line.band_to).contains(&line.mark);
    let sentence = match () {
        () if !is_out => text.results_line_within(spoken, words),
        () if line.mark < line.band_from => text.results_line_below(spoken, words),
        () => text.results_line_above(spoken, words),
    };
    let limit = |limit: &Option<Quantity>| limit.as_ref().map(|limit| text.value(limit));
    let (low, high) = (limit(&range.low), limit(&range.high));
    drawing(&Line {
        band: (line.band_from, line.band_to),
        mark: line.mark,
        is_out,
        low: low.as_deref(),
        high: high.as_deref(),
        sentence: &sentence,
    })
}
