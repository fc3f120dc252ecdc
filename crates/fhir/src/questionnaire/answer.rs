//! One answer, compared with its question: type, options, limits.

use std::cmp::Ordering;

use super::form::{Answers, Kind, Question};
use super::items::Check;
use super::options::Among;
use super::value::{Apart, Value};
use crate::attachment;
use crate::tree::Json;
use crate::validate::Code;

impl<'c> Check<'c, '_> {
    /// What is wrong with a value. An answer of another type is told as that alone.
    pub(super) fn answer(&mut self, question: &Question<'c>, value: &Value<'_>) {
        if !takes(question, value.kind) {
            return self.wrong(
                question,
                Code::Structure,
                "an answer of this type does not go with the question",
            );
        }
        match self.among(question, value) {
            Some(Among::No) if !is_words(question, value) => {
                self.wrong(question, Code::CodeInvalid, "the answer is none of the options of the question");
            }
            Some(Among::Unknown) => {
                self.warn(
                    question,
                    Code::NotFound,
                    "its value set is not here: the answer was not compared with it",
                );
            }
            _ => {}
        }
        match value.kind {
            "String" | "Uri" => self.length(question, value.json.as_text().unwrap_or_default()),
            "Attachment" => self.size(question, value.json),
            "Quantity" => self.unit(question, value.json),
            _ => {}
        }
        self.limits(question, value);
    }

    fn length(&mut self, question: &Question<'_>, text: &str) {
        let length = text.chars().count();
        let most = match question.json.get("maxLength") {
            Some(Json::Number(digits)) => digits.parse::<usize>().ok(),
            _ => None,
        };
        if most.is_some_and(|most| length > most) {
            self.wrong(question, Code::BusinessRule, "the answer is longer than the question allows");
        }
        if question.number("minLength").is_some_and(|least| length < least) {
            self.wrong(question, Code::BusinessRule, "the answer is shorter than the question asks for");
        }
    }

    /// The size that is told, or that of what is there.
    fn size(&mut self, question: &Question<'_>, attachment: &Json) {
        let told = match attachment.get("size") {
            Some(Json::Number(digits)) => digits.parse::<u64>().ok(),
            _ => None,
        };
        let data = attachment.get("data").and_then(Json::as_text).and_then(attachment::bytes);
        let size = data.map(|bytes| bytes.len() as u64).max(told);
        let limit = question.extensions("maxSize").first();
        if let (Some(size), Some(limit)) = (size, limit) {
            let size = Json::Number(size.to_string());
            let size = Value::new("Decimal", &size);
            if self.pay(size.price(limit)) && size.compare(limit) == Ok(Some(Ordering::Greater)) {
                self.wrong(question, Code::BusinessRule, "the attachment is larger than the question allows");
            }
        }
    }

    fn unit(&mut self, question: &Question<'_>, amount: &Json) {
        let options = question.extensions("questionnaire-unitOption");
        let mut options = options.iter().filter(|one| one.kind == "Coding").peekable();
        if options.peek().is_none() {
            return;
        }
        let same = |option: &Json, (own, theirs): (&str, &str)| {
            option.get(own).is_some() && option.get(own) == amount.get(theirs)
        };
        let is_it = |option: &Json| {
            same(option, ("code", "code")) && option.get("system") == amount.get("system")
                || amount.get("code").is_none() && same(option, ("display", "unit"))
        };
        for option in options {
            if !self.pay(option.weight) || is_it(option.json) {
                return;
            }
        }
        self.wrong(question, Code::Value, "the unit is none of those that the question takes");
    }

    fn limits(&mut self, question: &Question<'_>, value: &Value<'_>) {
        let limits = [
            ("minValue", Ordering::Less, "the answer is less than the question allows"),
            ("sdc-questionnaire-minQuantity", Ordering::Less, "the answer is less than the question allows"),
            ("maxValue", Ordering::Greater, "the answer is more than the question allows"),
            (
                "sdc-questionnaire-maxQuantity",
                Ordering::Greater,
                "the answer is more than the question allows",
            ),
        ];
        for (name, beyond, text) in limits {
            let limit = question.extensions(name).first();
            if limit.is_some_and(|limit| !self.pay(value.price(limit))) {
                return;
            }
            match limit.map(|limit| value.compare(limit)) {
                Some(Ok(Some(order))) if order == beyond => self.wrong(question, Code::BusinessRule, text),
                Some(Err(Apart)) => {
                    self.wrong(
                        question,
                        Code::Value,
                        "the unit cannot be compared with that of the question's limit",
                    );
                }
                _ => {}
            }
        }
    }
}

/// Whether a question takes values of a type. Options may be of other types than codings: then so may answers.
fn takes(question: &Question<'_>, kind: &str) -> bool {
    let is_of_option = || question.kinds.contains(kind);
    match question.kind {
        Kind::Question(Answers::Of(own)) => own == kind,
        Kind::Question(Answers::Choice) => kind == "Coding" || is_of_option(),
        Kind::Question(Answers::OpenChoice) => matches!(kind, "Coding" | "String") || is_of_option(),
        Kind::Question(Answers::Unknown) => true,
        Kind::Group | Kind::Display => false,
    }
}

/// Whether the answer is in words, where they are taken beside the options.
fn is_words(question: &Question<'_>, value: &Value<'_>) -> bool {
    question.kind == Kind::Question(Answers::OpenChoice) && value.kind == "String"
}
