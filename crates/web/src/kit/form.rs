//! Form fields, the summary of what is wrong, search.

use jiff::civil::Date;
use maud::{Markup, html};

use super::part::icon;
use super::{Icon, Sample};
use crate::text::Text;

/// A field of a form: a label above, a hint, an error and the control.
#[must_use]
#[derive(Clone, Copy, Debug)]
pub(crate) struct Field<'a> {
    name: &'a str,
    label: &'a str,
    value: &'a str,
    hint: Option<&'a str>,
    error: Option<&'a str>,
    kind: &'a str,
}

impl<'a> Field<'a> {
    /// A line of text that keeps what was typed.
    pub(crate) const fn new(name: &'a str, label: &'a str, value: &'a str) -> Self {
        Self { name, label, value, hint: None, error: None, kind: "text" }
    }

    /// What helps to fill it in.
    pub(crate) const fn hint(mut self, hint: &'a str) -> Self {
        self.hint = Some(hint);
        self
    }

    /// What is wrong with what was typed.
    pub(crate) const fn error(mut self, error: Option<&'a str>) -> Self {
        self.error = error;
        self
    }

    /// HTML's type of the control.
    pub(crate) const fn kind(mut self, kind: &'a str) -> Self {
        self.kind = kind;
        self
    }

    fn described_by(&self) -> Option<String> {
        let mut ids = String::new();
        if self.hint.is_some() {
            ids.push_str(self.name);
            ids.push_str("-hint ");
        }
        if self.error.is_some() {
            ids.push_str(self.name);
            ids.push_str("-error");
        }
        (!ids.is_empty()).then(|| ids.trim_end().to_owned())
    }

    /// The field with one line of text.
    pub(crate) fn show(&self) -> Markup {
        self.around(&html! {
            input.ds-input type=(self.kind) id=(self.name) name=(self.name) value=(self.value) autocomplete="off"
                aria-describedby=[self.described_by()] aria-invalid=[self.error.map(|_| "true")];
        })
    }

    /// The field with several lines of text.
    pub(crate) fn area(&self) -> Markup {
        self.around(&html! {
            textarea.ds-input id=(self.name) name=(self.name) rows="4" autocomplete="off"
                aria-describedby=[self.described_by()] aria-invalid=[self.error.map(|_| "true")] { (self.value) }
        })
    }

    /// The field with a list to choose from: value and words.
    pub(crate) fn choice(&self, options: &[(&str, &str)]) -> Markup {
        self.around(&html! {
            select.ds-input id=(self.name) name=(self.name) aria-describedby=[self.described_by()]
                aria-invalid=[self.error.map(|_| "true")] {
                @for (value, words) in options { option value=(value) selected[*value == self.value] { (words) } }
            }
        })
    }

    fn around(&self, control: &Markup) -> Markup {
        html! {
            div.ds-field {
                label for=(self.name) { (self.label) }
                @if let Some(hint) = self.hint { p id={ (self.name) "-hint" } data-field="description" { (hint) } }
                (control)
                @if let Some(error) = self.error {
                    p.ds-validation-message id={ (self.name) "-error" } data-field="validation" data-color="danger" { (error) }
                }
            }
        }
    }
}

/// A group of choices under one question.
pub(crate) fn group(
    name: &str,
    (question, hint): (&str, &str),
    error: Option<&str>,
    choices: &Markup,
) -> Markup {
    let mut described = format!("{name}-hint");
    if error.is_some() {
        described.push_str(&format!(" {name}-error"));
    }
    html! {
        fieldset.ds-fieldset aria-describedby=(described) {
            legend { (question) }
            p id={ (name) "-hint" } data-field="description" { (hint) }
            (choices)
            @if let Some(error) = error {
                p.ds-validation-message id={ (name) "-error" } data-field="validation" data-color="danger" { (error) }
            }
        }
    }
}

/// One choice. The first of a group has the group's id, so that the summary of errors leads to it.
pub(crate) fn choice(
    (kind, name, value): (&str, &str, &str),
    words: &str,
    is_chosen: bool,
    is_first: bool,
) -> Markup {
    let id = if is_first { name.to_owned() } else { format!("{name}-{value}") };
    html! {
        div.ds-field {
            input.ds-input type=(kind) id=(id) name=(name) value=(value) checked[is_chosen];
            label.ds-label data-weight="regular" for=(id) { (words) }
        }
    }
}

/// A day as browsers send it, or as it is written in Norway.
pub(crate) fn day(text: &str) -> Option<Date> {
    if let Some((day, rest)) = text.split_once('.') {
        let (month, year) = rest.split_once('.')?;
        return Date::new(year.trim().parse().ok()?, month.trim().parse().ok()?, day.trim().parse().ok()?)
            .ok();
    }
    (text.len() == 10).then(|| text.parse().ok()).flatten()
}

/// All that is wrong with a form, on top of it: each leads to its field.
pub(crate) fn error_summary(text: Text, errors: &[(&str, &str)]) -> Markup {
    html! {
        @if !errors.is_empty() {
            div.ds-error-summary data-color="danger" role="alert" tabindex="-1" {
                h2 { (text.kit_error_summary()) }
                ul { @for (name, words) in errors { li { a href={ "#" (name) } { (words) } } } }
            }
        }
    }
}

/// A search over the reader's own record. A POST, so that the words never stand in an address.
pub(crate) fn search(text: Text, words: &str) -> Markup {
    html! {
        form.find role="search" method="post" action="/me/search" {
            label for="words" { (text.kit_search_label()) }
            div {
                input.ds-input type="search" id="words" name="words" value=(words) autocomplete="off" maxlength="100";
                button.ds-button { (icon(Icon::MagnifyingGlass)) (text.kit_search()) }
            }
        }
    }
}

/// A filter above a list: works as a form, and at once where the script runs. `target` is the list's id.
pub(crate) fn filter(text: Text, action: &str, target: &str, fields: &Markup) -> Markup {
    html! {
        form.filter.card method="get" action=(action) data-live={ "#" (target) } {
            (fields)
            button.ds-button data-variant="secondary" { (icon(Icon::Filter)) (text.kit_filter()) }
        }
    }
}

pub(crate) fn samples(text: Text) -> Vec<Sample> {
    let name = Field::new("sample-name", text.site_nav_results(), "Hemoglobin");
    let fields = html! {
        (Field::new("sample-a", text.site_nav_results(), "").kind("search").show())
        (Field::new("sample-b", text.site_nav_record(), "2").choice(&[("1", "2025"), ("2", "2026")]))
    };
    vec![
        Sample::new("text with hint", name.hint(text.kit_empty_nothing()).show()),
        Sample::new("with error", name.error(Some(text.kit_empty_no_match())).show()),
        Sample::new("several lines", Field::new("sample-c", text.site_nav_record(), "").area()),
        Sample::new("error summary", error_summary(text, &[("sample-name", text.kit_empty_no_match())])),
        Sample::new("search", search(text, "")),
        Sample::new("filter", filter(text, "/gallery", "nowhere", &fields)),
    ]
}
