//! Goes through the items of a response beside those of its Questionnaire: what is known, where it stands, how often.

use std::fmt::Write as _;

use super::form::{Form, Kind, Question};
use super::value::Value;
use crate::tree::Json;
use crate::validate::{Code, Issue, Severity};

/// Steps that one comparison may take: items looked at, conditions asked.
const STEPS_MAX: u32 = 2_000_000;
/// Issues that are told of one response.
const ISSUES_MAX: usize = 100;

/// A comparison that is under way.
pub(super) struct Check<'c, 'r> {
    pub(super) form: &'c Form<'c>,
    pub(super) value_sets: &'c [Json],
    pub(super) issues: Vec<Issue>,
    response: &'r Json,
    /// While it is filled in, what is missing may come still.
    is_under_way: bool,
    path: String,
    left: u32,
}

impl<'c, 'r> Check<'c, 'r> {
    pub(super) fn new(response: &'r Json, form: &'c Form<'c>, value_sets: &'c [Json]) -> Self {
        let is_under_way = response.get("status").and_then(Json::as_text) == Some("in-progress");
        let path = "QuestionnaireResponse".to_owned();
        Self { form, value_sets, issues: Vec::new(), response, is_under_way, path, left: STEPS_MAX }
    }

    pub(super) fn all(&mut self) {
        let items = self.response.get("item").map(Json::items).unwrap_or_default();
        self.level((items, None), &[]);
        if self.left == 0 {
            self.issues.push(Issue {
                severity: Severity::Warning,
                code: Code::TooLong,
                expression: String::new(),
                diagnostics: "the response is too large for all of it to be compared".to_owned(),
            });
        }
    }

    /// Whether there is one more step.
    pub(super) fn step(&mut self) -> bool {
        self.left = self.left.saturating_sub(1);
        self.left > 0 && self.issues.len() < ISSUES_MAX
    }

    fn told(&mut self, severity: Severity, code: Code, diagnostics: String) {
        if self.issues.len() < ISSUES_MAX {
            self.issues.push(Issue { severity, code, expression: self.path.clone(), diagnostics });
        }
    }

    pub(super) fn wrong(&mut self, question: &Question<'_>, code: Code, text: &str) {
        self.told(Severity::Error, code, format!("{}: {text}", question.link));
    }

    pub(super) fn warn(&mut self, question: &Question<'_>, code: Code, text: &str) {
        self.told(Severity::Warning, code, format!("{}: {text}", question.link));
    }

    /// What is wrong with how often something stands: a warning while the response is filled in.
    fn counted(&mut self, question: &Question<'_>, (code, text): (Code, &str)) {
        if self.is_under_way { self.warn(question, code, text) } else { self.wrong(question, code, text) }
    }

    /// Does something one step further down.
    fn below(&mut self, step: std::fmt::Arguments<'_>, act: impl FnOnce(&mut Self)) {
        let length = self.path.len();
        let _ = self.path.write_fmt(step);
        act(self);
        self.path.truncate(length);
    }

    /// The items at one place, which the items around it surround.
    fn level(&mut self, (items, parent): (&'r [Json], Option<usize>), around: &[&'r [Json]]) {
        let around = [around, &[items]].concat();
        for (number, item) in items.iter().enumerate() {
            if !self.step() {
                return;
            }
            self.below(format_args!(".item[{number}]"), |check| check.item((item, parent), &around));
        }
        for place in self.form.below(parent).to_vec() {
            if !self.step() {
                return;
            }
            let question = self.form.at(place);
            self.presence(&question, (items, &around));
        }
    }

    fn item(&mut self, (item, parent): (&'r Json, Option<usize>), around: &[&'r [Json]]) {
        let link = item.get("linkId").and_then(Json::as_text).unwrap_or_default();
        let Some((place, question)) = self.form.find(link).map(|(place, question)| (place, *question)) else {
            return self.told(
                Severity::Error,
                Code::Structure,
                format!("{link}: the Questionnaire has no such linkId"),
            );
        };
        if question.parent != parent {
            return self.wrong(
                &question,
                Code::Structure,
                "the Questionnaire has this linkId at another place",
            );
        }
        let answers = item.get("answer").map(Json::items).unwrap_or_default();
        let inner = item.get("item").map(Json::items).unwrap_or_default();
        let text = match question.kind {
            Kind::Group if !answers.is_empty() => Some("a group has no answers"),
            Kind::Display if !answers.is_empty() || !inner.is_empty() => {
                Some("what is only shown has no answers")
            }
            Kind::Question(_) if !inner.is_empty() => Some("items below a question stand in its answer"),
            _ => None,
        };
        if let Some(text) = text {
            self.wrong(&question, Code::Structure, text);
        }
        match question.kind {
            Kind::Group => self.level((inner, Some(place)), around),
            Kind::Display => {}
            Kind::Question(_) => self.answers((answers, place), around),
        }
    }

    fn answers(&mut self, (answers, place): (&'r [Json], usize), around: &[&'r [Json]]) {
        let question = self.form.at(place);
        for (number, answer) in answers.iter().enumerate() {
            self.below(format_args!(".answer[{number}]"), |check| {
                match Value::of(answer, "value") {
                    Some(value) => check.answer(&question, &value),
                    None if answer.get("item").is_some() => {
                        check.wrong(&question, Code::Structure, "the answer has no value");
                    }
                    None => {}
                }
                check.level((answer.get("item").map(Json::items).unwrap_or_default(), Some(place)), around);
            });
        }
    }

    /// Whether a question is answered as often as it must be, and only where it is to be.
    fn presence(&mut self, question: &Question<'_>, (items, around): (&'r [Json], &[&'r [Json]])) {
        let is_it = |item: &&Json| item.get("linkId").and_then(Json::as_text) == Some(question.link);
        let own: Vec<(usize, &Json)> = items.iter().enumerate().filter(|(_, item)| is_it(item)).collect();
        self.left = self.left.saturating_sub(u32::try_from(items.len()).unwrap_or(u32::MAX));
        let count = match question.kind {
            Kind::Display => return,
            Kind::Group => own.iter().filter(|(_, item)| is_answered(item)).count(),
            Kind::Question(_) => own.iter().map(|(_, item)| values(item)).sum(),
        };
        let wanted = question.is("required") || question.json.get("enableWhen").is_some();
        if !wanted && count <= 1 && own.len() <= 1 && question.number("questionnaire-minOccurs").is_none() {
            return;
        }
        let is_enabled = self.is_enabled(question, around);
        if self.left == 0 {
            // Not everything that it depends on was looked at.
            return;
        }
        // It is told where the item stands, or where it would.
        let step = own.first().map_or_else(String::new, |(number, _)| format!(".item[{number}]"));
        self.below(format_args!("{step}"), |check| {
            if is_enabled {
                check.least(question, count);
                check.most(question, (own.len(), count));
            } else if count > 0 {
                check.wrong(
                    question,
                    Code::BusinessRule,
                    "it is answered, and is not to be by the other answers",
                );
            }
        });
    }

    fn least(&mut self, question: &Question<'_>, count: usize) {
        let least = question.number("questionnaire-minOccurs");
        if count == 0 && question.is("required") {
            let is_group = question.kind == Kind::Group;
            let group = "nothing of a mandatory group is answered";
            let text = if is_group { group } else { "a mandatory question is not answered" };
            self.counted(question, (Code::Required, text));
        } else if least.is_some_and(|least| count < least) {
            self.counted(question, (Code::BusinessRule, "it has fewer answers than the question asks for"));
        }
    }

    fn most(&mut self, question: &Question<'_>, (items, count): (usize, usize)) {
        let most = question.number("questionnaire-maxOccurs");
        if !question.is("repeats") && (count > 1 || items > 1) {
            self.counted(question, (Code::BusinessRule, "it has more than one answer and takes only one"));
        } else if most.is_some_and(|most| count > most) {
            self.counted(question, (Code::BusinessRule, "it has more answers than the question takes"));
        } else if items > 1 && question.kind != Kind::Group {
            self.wrong(question, Code::Structure, "the answers to one question stand in one item");
        }
    }
}

/// How many answers of an item have a value.
fn values(item: &Json) -> usize {
    let answers = item.get("answer").map(Json::items).unwrap_or_default();
    answers.iter().filter(|answer| Value::of(answer, "value").is_some()).count()
}

/// Whether something is answered in an item or below it.
fn is_answered(item: &Json) -> bool {
    let answers = item.get("answer").map(Json::items).unwrap_or_default();
    let inner = std::iter::once(item).chain(answers).filter_map(|one| one.get("item"));
    values(item) > 0 || inner.flat_map(Json::items).any(is_answered)
}
