//! Whether a question is to be answered at all, by what other questions were answered.

use std::cmp::Ordering;

use super::form::Question;
use super::items::Check;
use super::value::Value;
use crate::tree::Json;

impl<'r> Check<'_, 'r> {
    /// Whether a question is enabled where these items surround it, the outermost first. Nothing that counts once there are no steps
    /// left.
    ///
    /// Source: FHIR R4, Questionnaire.item.enableWhen, operators of `questionnaire-enable-operator`.
    pub(super) fn is_enabled(&mut self, question: &Question<'_>, around: &[&'r [Json]]) -> bool {
        let conditions = question.json.get("enableWhen").map(Json::items).unwrap_or_default();
        if conditions.is_empty() {
            return true;
        }
        let is_any = question.json.get("enableBehavior").and_then(Json::as_text) == Some("any");
        let mut all = conditions.iter().map(|condition| self.holds(condition, around));
        if is_any { all.any(|holds| holds) } else { all.all(|holds| holds) }
    }

    fn holds(&mut self, condition: &Json, around: &[&'r [Json]]) -> bool {
        let text = |name: &str| condition.get(name).and_then(Json::as_text);
        let (Some(link), Some(operator)) = (text("question"), text("operator")) else { return true };
        let Some(wanted) = Value::of(condition, "answer") else { return true };
        let answers = self.nearest(link, around);
        let price = answers.iter().fold(1_u32, |sum, answer| sum.saturating_add(answer.price(&wanted)));
        if !self.pay(price) {
            return true;
        }
        let order = |answer: &Value<'_>| answer.compare(&wanted).ok().flatten();
        let any = |holds: &dyn Fn(&Value<'_>) -> bool| answers.iter().any(holds);
        match operator {
            "exists" => *wanted.json == Json::Truth(!answers.is_empty()),
            "=" => any(&|answer| answer.is_same(&wanted)),
            "!=" => !any(&|answer| answer.is_same(&wanted)),
            ">" => any(&|answer| order(answer) == Some(Ordering::Greater)),
            "<" => any(&|answer| order(answer) == Some(Ordering::Less)),
            ">=" => any(&|answer| matches!(order(answer), Some(Ordering::Greater | Ordering::Equal))),
            "<=" => any(&|answer| matches!(order(answer), Some(Ordering::Less | Ordering::Equal))),
            _ => true,
        }
    }

    /// The answers to a question, of the innermost surroundings that have it.
    fn nearest(&mut self, link: &str, around: &[&'r [Json]]) -> Vec<Value<'r>> {
        for items in around.iter().rev() {
            let mut found = None;
            self.gather(link, items, &mut found);
            if let Some(found) = found {
                return found;
            }
        }
        Vec::new()
    }

    fn gather(&mut self, link: &str, items: &'r [Json], found: &mut Option<Vec<Value<'r>>>) {
        for item in items {
            let answers = item.get("answer").map(Json::items).unwrap_or_default();
            if !self.pay_for(answers, 1) {
                return;
            }
            if item.get("linkId").and_then(Json::as_text) == Some(link) {
                let values = answers.iter().filter_map(|answer| Value::of(answer, "value"));
                found.get_or_insert_default().extend(values);
                continue;
            }
            let below = std::iter::once(item).chain(answers);
            for inner in below.filter_map(|one| one.get("item")) {
                self.gather(link, inner.items(), found);
            }
        }
    }
}
