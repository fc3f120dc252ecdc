//! How a medicine is taken: the prescriber's words, then the structured parts beside them.

use helsami_domain::medicine::dose::{Amount, AsNeeded, Dose, Often, PartOfDay, PeriodUnit};
use maud::{Markup, html};

use crate::kit::part::{Fact, said};
use crate::text::Text;

/// The instructions as facts, one after the other.
pub(crate) fn how<'a>(text: Text, doses: &[Dose]) -> Vec<Fact<'a>> {
    let mut list = Vec::with_capacity(3);
    for dose in doses {
        let amount = dose.amount.as_ref().map(|amount| amount_words(text, amount));
        let often = dose.often.as_ref().map(|often| often_words(text, often));
        if let Some(words) = words(text, dose) {
            // What the sender has also said in figures stands under the words, so that a difference can be seen.
            let figures: Vec<&str> = [&amount, &often].into_iter().flatten().map(String::as_str).collect();
            let figures = (!figures.is_empty()).then(|| figures.join(" · "));
            let both = html! { (words) @if let Some(figures) = figures { span.source { (figures) } } };
            list.push(Fact::new(text.medicines_how(), both));
        } else {
            list.extend(amount.map(|amount| Fact::new(text.medicines_dose(), html! { (amount) })));
            list.extend(often.map(|often| Fact::new(text.medicines_often(), html! { (often) })));
        }
        if let Some((amount, each)) = &dose.rate {
            let words = text.medicines_rate(amount_words(text, amount), each);
            list.push(Fact::new(text.medicines_rate_label(), html! { (words) }));
        }
        if !dose.parts.is_empty() || !dose.clock.is_empty() {
            list.push(Fact::new(text.medicines_times(), html! { (times(text, dose)) }));
        }
        if let Some(route) = &dose.route {
            list.push(Fact::new(text.medicines_route(), said(route)));
        }
    }
    list
}

/// The instruction in as few words as possible, for the emergency card.
pub(crate) fn in_short(text: Text, dose: &Dose) -> Option<Markup> {
    let short = || {
        let amount = dose.amount.as_ref().map(|amount| amount_words(text, amount));
        let often = dose.often.as_ref().map(|often| often_words(text, often));
        (amount.is_some() || often.is_some()).then(|| {
            html! { (amount.unwrap_or_default()) @if let Some(often) = often { " · " (often) } }
        })
    };
    words(text, dose).or_else(short)
}

fn words(text: Text, dose: &Dose) -> Option<Markup> {
    let needed = match &dose.as_needed {
        AsNeeded::Regular => None,
        AsNeeded::WhenNeeded => {
            // Often the label says it itself, in the same words.
            let words = text.medicines_as_needed();
            let is_said = |label: &str| label.to_lowercase().contains(&words.to_lowercase());
            let labels = [dose.text.as_deref(), dose.patient_text.as_deref()];
            (!labels.into_iter().flatten().any(is_said)).then(|| words.to_owned())
        }
        AsNeeded::For(reason) => Some(text.medicines_as_needed_for(&reason.text)),
    };
    let is_silent =
        dose.text.is_none() && dose.patient_text.is_none() && dose.timing.is_none() && needed.is_none();
    (!is_silent).then(|| {
        html! {
            @if let Some(words) = &dose.text { div { (words) } }
            @if let Some(words) = dose.patient_text.as_ref().filter(|words| dose.text.as_ref() != Some(words)) {
                div { (words) }
            }
            @if let Some(timing) = &dose.timing { div { (said(timing)) } }
            @if let Some(needed) = needed { div { (needed) } }
        }
    })
}

fn amount_words(text: Text, amount: &Amount) -> String {
    let mut out = text.number(&amount.low);
    if let Some(high) = &amount.high {
        out.push('–');
        out.push_str(&text.number(high));
    }
    if let Some(unit) = &amount.unit {
        out.push('\u{a0}');
        out.push_str(unit);
    }
    out
}

fn often_words(text: Text, often: &Often) -> String {
    let count = often.frequency as usize;
    let period = often.period.as_sent();
    let is_one = matches!(period, "1" | "1.0");
    match (often.unit, often.frequency_max) {
        (PeriodUnit::Day, Some(high)) if is_one && high > often.frequency => {
            text.medicines_often_range(often.frequency, high)
        }
        (_, Some(high)) if high > often.frequency => text.medicines_often_else().to_owned(),
        (PeriodUnit::Hour, _) if is_one => text.medicines_often_hour(count),
        (PeriodUnit::Day, _) if is_one => text.medicines_often_day(count),
        (PeriodUnit::Week, _) if is_one => text.medicines_often_week(count),
        (PeriodUnit::Month, _) if is_one => text.medicines_often_month(count),
        (PeriodUnit::Year, _) if is_one => text.medicines_often_year(count),
        (PeriodUnit::Hour, _) if count == 1 => text.medicines_every_hours(period),
        (PeriodUnit::Day, _) if count == 1 => text.medicines_every_days(period),
        (PeriodUnit::Week, _) if count == 1 => text.medicines_every_weeks(period),
        (PeriodUnit::Month, _) if count == 1 => text.medicines_every_months(period),
        _ => text.medicines_often_else().to_owned(),
    }
}

fn times(text: Text, dose: &Dose) -> String {
    let parts = dose.parts.iter().map(|part| match part {
        PartOfDay::Morning => text.medicines_morning(),
        PartOfDay::Noon => text.medicines_noon(),
        PartOfDay::Afternoon => text.medicines_afternoon(),
        PartOfDay::Evening => text.medicines_evening(),
        PartOfDay::Night => text.medicines_night(),
        PartOfDay::Bedtime => text.medicines_bedtime(),
        PartOfDay::Waking => text.medicines_waking(),
        PartOfDay::BeforeMeal => text.medicines_before_meal(),
        PartOfDay::WithMeal => text.medicines_with_meal(),
        PartOfDay::AfterMeal => text.medicines_after_meal(),
    });
    let clock = dose.clock.iter().map(|time| &**time);
    parts.chain(clock).collect::<Vec<&str>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::often_words;
    use crate::text::{Language, Text};
    use helsami_domain::medicine::dose::{Often, PeriodUnit};
    use helsami_domain::quantity::Decimal;

    #[test]
    fn how_often_in_words() {
        let check = |frequency, frequency_max, period: &str, unit, want: &str| {
            let period = Decimal::parse(period).expect("a number");
            let often = Often { frequency, frequency_max, period, unit };
            assert_eq!(often_words(Text::new(Language::Nb), &often), want);
        };
        check(1, None, "1", PeriodUnit::Day, "Én gang om dagen");
        check(3, None, "1", PeriodUnit::Day, "3 ganger om dagen");
        check(1, Some(3), "1", PeriodUnit::Day, "1–3 ganger om dagen");
        check(1, None, "8", PeriodUnit::Hour, "Hver 8. time");
        check(1, None, "2", PeriodUnit::Week, "Hver 2. uke");
        check(2, None, "3", PeriodUnit::Week, "En uvanlig rytme: spør legen eller apoteket hvor ofte");
        check(1, Some(2), "1", PeriodUnit::Week, "En uvanlig rytme: spør legen eller apoteket hvor ofte");
    }
}
