//! Vaccines: given, not given, and by whom it is told.

use helsami_app::vaccines;
use helsami_domain::vaccine::{Told, Vaccination};
use maud::{Markup, html};

use crate::kit::list::{Row, coverage, joined};
use crate::kit::part::{Tag, Tone, empty, notice, print_button, source_line, source_words};
use crate::kit::{Document, Icon, Me, Page, Place, Problem, Reports};
use crate::text::Text;

/// The page.
pub(crate) async fn page(me: Me) -> Result<Document, Problem> {
    let found = vaccines::list(&me.app, &me.pass, me.frame.now).await?;
    let text = me.frame.text;
    Ok(Page::new(&me.frame, text.vaccines_title())
        .lead(text.vaccines_lead())
        .current(Place::Record)
        .crumb("/me/record", text.site_nav_record())
        .acts(print_button(text))
        .show(content(text, &found, Reports::of(&me))))
}

/// The content of the page.
pub(crate) fn content(text: Text, found: &vaccines::List, reports: Reports<'_>) -> Markup {
    let all = &found.vaccines;
    let lists = [
        (text.vaccines_given(), &all.given),
        (text.vaccines_not_given(), &all.not_given),
        (text.vaccines_unclear(), &all.unclear),
    ];
    html! {
        div.stack {
            @for source in &all.none_known {
                (notice(Tone::Info, None, &html! { p { (text.vaccines_none_known()) } (source_line(text, source)) }))
            }
            @if let Some(reason) = found.coverage.empty {
                section.card {
                    (empty(text, (Icon::Bandage, text.vaccines_empty_title()), reason, Some(text.vaccines_empty_advice())))
                }
            }
            @for (heading, list) in lists {
                @if !list.is_empty() {
                    section.card { h2 { (heading) } ul.rows { @for told in list { li { (row(text, told, reports)) } } } }
                }
            }
            (coverage(text, &found.coverage, Some(text.vaccines_not_here())))
        }
    }
}

fn row<'a>(text: Text, told: &'a Told, reports: Reports<'_>) -> Row<'a> {
    let lead = told.lead();
    let mut row = match &lead.label {
        Some(label) => Row::new(&label.text).language(label.language),
        None => Row::new(text.vaccines_unknown()),
    };
    row = row.sub(&when(text, lead));
    for line in details(text, lead) {
        row = row.sub(&line);
    }
    for one in &told.lines {
        row = row.sub_markup(html! { span.source { (source_words(text, &one.source)) } });
        let name = one.label.as_ref().map_or(text.vaccines_unknown(), |label| &label.text);
        row = row.sub_markup(reports.link(text, one.id, name));
    }
    if told.lines.len() > 1 {
        row = row.tag(Tag::new(Tone::Info, text.vaccines_both()));
    }
    if told.lines.iter().all(|one| one.is_first_hand == Some(false)) {
        row = row.tag(Tag::new(Tone::Neutral, text.vaccines_told()).icon(Icon::QuestionmarkCircle));
    }
    if let Some(number) = &lead.dose {
        let dose = match &lead.doses {
            Some(all) => text.vaccines_dose_of(number, all),
            None => text.vaccines_dose(number),
        };
        row = row.tag(Tag::new(Tone::Fjord, dose).bare());
    }
    row
}

fn when(text: Text, one: &Vaccination) -> String {
    match (one.when, &one.when_text) {
        (Some(when), _) => text.when_day(when),
        (None, Some(words)) => words.to_string(),
        (None, None) => text.vaccines_undated().to_owned(),
    }
}

fn details(text: Text, one: &Vaccination) -> Vec<String> {
    let targets: Vec<&str> = one.targets.iter().map(|target| &*target.text).collect();
    let against = (!targets.is_empty()).then(|| text.vaccines_against(joined(text, &targets)));
    let reason = one.reason.as_ref().map(|reason| text.vaccines_reason(&reason.text));
    let batch = one.batch.as_ref().map(|number| text.vaccines_batch(number));
    let maker = one.maker.as_ref().map(|name| text.vaccines_maker(name));
    let site = one.site.as_ref().map(|site| site.text.to_string());
    let note = one.note.as_ref().map(|note| note.to_string());
    [against, reason, batch, maker, site, note].into_iter().flatten().collect()
}
