//! Goes through the items of a response beside those of its Questionnaire: what is known, where it stands, how often.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::Write as _;

use super::form::{Form, Kind, Question};
use super::options::Sets;
use super::value::Value;
use crate::tree::Json;
use crate::validate::{Code, Issue, Severity};

/// Steps that one comparison may take: items and answers looked at, conditions asked, options and limits compared.
const STEPS_MAX: u32 = 2_000_000;
/// Issues that are told of one response.
const ISSUES_MAX: usize = 100;
/// Letters of a `linkId` that an issue repeats.
const LINK_MAX: usize = 64;

/// A comparison that is under way.
pub(super) struct Check<'c, 'r> {
    pub(super) form: &'c Form<'c>,
    pub(super) sets: Sets<'c>,
    pub(super) issues: Vec<Issue>,
    response: &'r Json,
    /// While it is filled in, what is missing may come still.
    is_under_way: bool,
    path: String,
    left: u32,
}

impl<'c, 'r> Check<'c, 'r> {
    pub(super) fn new(response: &'r Json, form: &'c Form<'c>, sets: Sets<'c>) -> Self {
        let is_under_way = response.get("status").and_then(Json::as_text) == Some("in-progress");
        let path = "QuestionnaireResponse".to_owned();
        Self { form, sets, issues: Vec::new(), response, is_under_way, path, left: STEPS_MAX }
    }

    pub(super) fn all(&mut self) {
        if let Some(link) = self.form.twice {
            let text =
                "the Questionnaire has this linkId more than once: only the first of each was compared";
            self.told(Severity::Warning, Code::Structure, format!("{}: {text}", cut(link)));
        }
        let items = self.response.get("item").map(Json::items).unwrap_or_default();
        self.level((items, None), &[]);
        if self.left == 0 {
            self.issues.push(too_large());
        } else if self.issues.len() >= ISSUES_MAX {
            let diagnostics = "no more issues are told: the rest was not compared".to_owned();
            self.issues.push(Issue { diagnostics, ..too_large() });
        }
    }

    /// Whether there is one more step.
    pub(super) fn step(&mut self) -> bool {
        self.pay(1)
    }

    /// Whether there are so many more steps. Once there are not, there are none.
    pub(super) fn pay(&mut self, steps: u32) -> bool {
        self.left = self.left.saturating_sub(steps);
        self.left > 0 && self.issues.len() < ISSUES_MAX
    }

    /// Whether there is a step for each of a list, and some more.
    pub(super) fn pay_for(&mut self, list: &[Json], more: u32) -> bool {
        self.pay(u32::try_from(list.len()).unwrap_or(u32::MAX).saturating_add(more))
    }

    fn told(&mut self, severity: Severity, code: Code, diagnostics: String) {
        if self.issues.len() < ISSUES_MAX {
            self.issues.push(Issue { severity, code, expression: self.path.clone(), diagnostics });
        }
    }

    pub(super) fn wrong(&mut self, question: &Question<'_>, code: Code, text: &str) {
        self.told(Severity::Error, code, format!("{}: {text}", cut(question.link)));
    }

    pub(super) fn warn(&mut self, question: &Question<'_>, code: Code, text: &str) {
        self.told(Severity::Warning, code, format!("{}: {text}", cut(question.link)));
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
        let mut by_link: HashMap<&str, Vec<(usize, &Json)>> = HashMap::new();
        for (number, item) in items.iter().enumerate() {
            let link = item.get("linkId").and_then(Json::as_text).unwrap_or_default();
            by_link.entry(link).or_default().push((number, item));
        }
        let form = self.form;
        for place in form.below(parent) {
            if !self.step() {
                return;
            }
            let question = form.at(*place);
            let own = by_link.get(question.link).map_or(&[][..], Vec::as_slice);
            self.presence(question, (own, &around));
        }
    }

    fn item(&mut self, (item, parent): (&'r Json, Option<usize>), around: &[&'r [Json]]) {
        let link = item.get("linkId").and_then(Json::as_text).unwrap_or_default();
        let form = self.form;
        let Some((place, question)) = form.find(link) else {
            return self.told(
                Severity::Error,
                Code::Structure,
                format!("{}: the Questionnaire has no such linkId", cut(link)),
            );
        };
        if question.parent != parent {
            return self.wrong(
                question,
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
            self.wrong(question, Code::Structure, text);
        }
        match question.kind {
            Kind::Group => self.level((inner, Some(place)), around),
            Kind::Display => {}
            Kind::Question(_) => self.answers((answers, place), around),
        }
    }

    fn answers(&mut self, (answers, place): (&'r [Json], usize), around: &[&'r [Json]]) {
        let form = self.form;
        let question = form.at(place);
        for (number, answer) in answers.iter().enumerate() {
            if !self.step() {
                return;
            }
            self.below(format_args!(".answer[{number}]"), |check| {
                match Value::of(answer, "value") {
                    Some(value) => check.answer(question, &value),
                    None if answer.get("item").is_some() => {
                        check.wrong(question, Code::Structure, "the answer has no value");
                    }
                    None => {}
                }
                check.level((answer.get("item").map(Json::items).unwrap_or_default(), Some(place)), around);
            });
        }
    }

    /// Whether a question is answered as often as it must be, and only where it is to be.
    fn presence(&mut self, question: &Question<'_>, (own, around): (&[(usize, &'r Json)], &[&'r [Json]])) {
        let count = match question.kind {
            Kind::Display => return,
            Kind::Group => own.iter().filter(|(_, item)| self.is_answered(item)).count(),
            Kind::Question(_) => own.iter().map(|(_, item)| self.values(item)).sum(),
        };
        if self.left == 0 {
            // Not everything was counted.
            return;
        }
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

    /// How many answers of an item have a value.
    fn values(&mut self, item: &Json) -> usize {
        let answers = item.get("answer").map(Json::items).unwrap_or_default();
        if !self.pay_for(answers, 0) {
            return 0;
        }
        answers.iter().filter(|answer| Value::of(answer, "value").is_some()).count()
    }

    /// Whether something is answered in an item or below it.
    fn is_answered(&mut self, item: &Json) -> bool {
        if !self.step() {
            return false;
        }
        let answers = item.get("answer").map(Json::items).unwrap_or_default();
        let mut inner = std::iter::once(item).chain(answers).filter_map(|one| one.get("item"));
        self.values(item) > 0 || inner.any(|inner| inner.items().iter().any(|one| self.is_answered(one)))
    }
}

/// A `linkId` as issues name it: not so long that a hundred of them are longer than the response.
fn cut(link: &str) -> Cow<'_, str> {
    match link.char_indices().nth(LINK_MAX) {
        Some((end, _)) => Cow::Owned(format!("{}…", &link[..end])),
        None => Cow::Borrowed(link),
    }
}

/// Says that not everything was compared.
pub(super) fn too_large() -> Issue {
    Issue {
        severity: Severity::Warning,
        code: Code::TooLong,
        expression: String::new(),
        diagnostics: "the response is too large for all of it to be compared".to_owned(),
    }
}
