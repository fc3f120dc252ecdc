//! Changes with a condition: what a search finds decides whether something is made, changed or left as it is.
//!
//! `identifier=system|value` the write door answers itself, in the transaction that writes. Every other condition is a search, seen
//! and logged as such; of those who found nothing by the same words, a mark lets one alone write (`Store::guard`), and what was
//! found is written about by the version that was found.

use std::borrow::Cow;
use std::collections::HashMap;

use helsami_domain::access::{self, Act};
use helsami_domain::resource_type::ResourceType;
use helsami_fhir::document::Document;
use helsami_fhir::json::{Span, unescape};
use helsami_fhir::search::page::Page;
use helsami_fhir::search::pairs::{encode, pairs};
use helsami_fhir::search::query::{Handling, Query};
use helsami_fhir::search::value::Setting;
use helsami_store::Entry;
use helsami_store::write::{Incoming, Misplaced, Way, WriteError, is_by_identifier};
use jiff::Timestamp;

use super::{Cost, Run};
use crate::exchange::{Caller, Exchange, Fault};

/// Whether a search decides what becomes of a document, or where its references lead.
pub(in crate::exchange) fn is_searched(one: &Incoming<'_>) -> bool {
    query_of(&one.way).is_some() || references(one.json).is_some_and(|all| !all.is_empty())
}

/// The condition, where the write door does not answer it.
fn query_of<'w>(way: &'w Way<'_>) -> Option<&'w str> {
    match way {
        Way::Create { unless: Some(query) } | Way::Match(query) if !is_by_identifier(query) => Some(query),
        _ => None,
    }
}

/// A reference that is a search: where it stands, and what it asks.
type Asked = (Span, ResourceType, String);

/// References that are searches. `None` for what is no document.
fn references(text: &str) -> Option<Vec<Asked>> {
    if !text.contains('?') {
        return Some(Vec::new());
    }
    let document = Document::accept(text).ok()?;
    let all = document.references().iter().filter(|reference| reference.is_reference);
    let asked = all.filter_map(|reference| {
        let text = unescape(reference.span.of(text));
        let (name, query) = text.split_once('?')?;
        let kind = ResourceType::from_name(name).filter(|_| !is_by_identifier(query))?;
        Some((reference.span, kind, query.to_owned()))
    });
    Some(asked.collect())
}

/// What the conditions of one document came to.
#[derive(Debug, Default)]
pub(in crate::exchange) struct Answer {
    way: Option<Way<'static>>,
    text: Option<String>,
    guard: Option<Vec<u8>>,
}

impl Answer {
    /// The document as it is written now.
    pub(in crate::exchange) fn put<'a>(&'a self, one: &Incoming<'a>) -> Incoming<'a> {
        let way = self.way.clone().unwrap_or_else(|| one.way.clone());
        Incoming { json: self.text.as_deref().unwrap_or(one.json), way, ..one.clone() }
    }

    /// The mark that goes with it.
    pub(in crate::exchange) fn guard(&self) -> Option<&Vec<u8>> {
        self.guard.as_ref()
    }
}

impl Exchange {
    pub(super) fn run<'r>(&'r self, caller: &'r Caller, now: Timestamp) -> Run<'r> {
        Run { exchange: self, caller, now, cost: Cost::new(self, caller), named: Vec::new() }
    }

    /// Asks the conditions of documents that are written together. All of them may cost together what one search may.
    ///
    /// # Errors
    /// [`Fault::Condition`] with the document whose condition cannot be answered, or finds too many.
    pub(in crate::exchange) async fn conditions(
        &self,
        caller: &Caller,
        entries: &[Incoming<'_>],
        now: Timestamp,
    ) -> Result<Vec<Answer>, Fault> {
        let mut run = self.run(caller, now);
        let (mut answers, mut first) = (Vec::with_capacity(entries.len()), HashMap::new());
        for (entry, one) in entries.iter().enumerate() {
            let at_entry = |fault| Fault::Condition(entry, Box::new(fault));
            let answer = run.condition(one).await.map_err(at_entry)?;
            if let Some(guard) = answer.guard() {
                // Which of two it is that is made, nobody could say.
                if let Some(first) = first.insert(guard.clone(), entry) {
                    return Err(WriteError::Misplaced { entry, reason: Misplaced::Twice { first } }.into());
                }
            }
            answers.push(answer);
        }
        Ok(answers)
    }

    /// The one that a condition finds: its id and, where a search has found it, its version.
    ///
    /// # Errors
    /// [`Fault::Many`]; otherwise as a search.
    pub(in crate::exchange) async fn only(
        &self,
        caller: &Caller,
        (kind, query): (ResourceType, &str),
        now: Timestamp,
    ) -> Result<Option<(String, Option<u32>)>, Fault> {
        if is_by_identifier(query) {
            let grant = access::find_as_client(caller.actor)?;
            let row = self.app.store.identifier_find(&grant, (&caller.scope, query), kind).await?;
            return Ok(row.map(|row| (self.show(row).as_str().to_owned(), None)));
        }
        let found = self.run(caller, now).matching((kind, query)).await?;
        Ok(found.map(|entry| (self.show(entry.id).as_str().to_owned(), Some(entry.version))))
    }
}

impl Run<'_> {
    /// The one that a condition finds, as far as the system may see. Whoever's it is has a line in their log. Of AuditEvents it asks
    /// those that the system has sent; lines of the access log are found by a search of the log alone.
    async fn matching(&mut self, (kind, query): (ResourceType, &str)) -> Result<Option<Entry>, Fault> {
        let unclear = |text: &str| Fault::Unclear(text.to_owned());
        let pairs = pairs(query).ok_or_else(|| unclear("the condition is not written as addresses are"))?;
        super::super::read::in_scope(self.caller, kind, Act::Search)?;
        let setting = Setting { base: self.exchange.base(), now: self.now };
        let mut query = Query::read(kind, &pairs, (setting, Handling::Strict)).map_err(Fault::Search)?;
        if query.tests.is_empty() || query.page != Page::default() {
            return Err(unclear(
                "a condition is at least one search parameter, and nothing about the answer",
            ));
        }
        self.rename(&mut query).await?;
        self.answer(&mut query).await?;
        let places = self.places(&query, None).await?;
        // A second one is as many as too many: that there is one, the system learns of both.
        let mut found: Vec<Entry> = Vec::new();
        self.answering(&query, &places, &mut |entry, _| {
            if found.len() < 2 {
                found.push(entry);
            }
        })
        .await?;
        self.log((kind, &places), found.iter()).await?;
        if found.len() > 1 { Err(Fault::Many(kind)) } else { Ok(found.pop()) }
    }

    async fn condition(&mut self, one: &Incoming<'_>) -> Result<Answer, Fault> {
        let mut answer = Answer { text: self.referred(one.json).await?, ..Answer::default() };
        let (Some(query), Some(kind)) = (query_of(&one.way), one.asked) else { return Ok(answer) };
        // The mark comes first: what is made after this by the same condition has used it.
        let grant = access::find_as_client(self.caller.actor)?;
        let guard = self.exchange.app.store.guard(&grant, &words(kind, query)).await?;
        let found = self.matching((kind, query)).await?;
        answer.guard = found.is_none().then_some(guard);
        let way = match (&one.way, found) {
            (Way::Create { .. }, Some(entry)) => {
                Way::There { kind, id: self.exchange.show(entry.id).as_str().to_owned().into() }
            }
            (Way::Create { .. }, None) => Way::Create { unless: None },
            (_, found) => self.matched((one, found), &mut answer).await?,
        };
        answer.way = Some(way);
        Ok(answer)
    }

    /// An update of what a search has found: the document has its id, or none. What is not found is made, under the document's
    /// own id where it has one.
    async fn matched(
        &self,
        (one, found): (&Incoming<'_>, Option<Entry>),
        answer: &mut Answer,
    ) -> Result<Way<'static>, Fault> {
        let document = answer.text.as_deref().map_or_else(|| one.document(), Document::accept)?;
        let kind = document.kind();
        let own = match document.id() {
            Some(id) => Some((id, self.exchange.peek(self.caller, (kind, id)).await?)),
            None => None,
        };
        let unclear = |text: &str| Err(Fault::Unclear(text.to_owned()));
        match (found, own) {
            (None, None) => Ok(Way::Create { unless: None }),
            (None, Some((_, (_, Some(_))))) => {
                unclear("the search finds nothing, but there is a resource with the id of the document")
            }
            (None, Some((id, _))) => Ok(Way::Keep { id: Cow::Owned(id.to_owned()), expected: None }),
            (Some(entry), Some((id, (row, _)))) if row == Some(entry.id) => {
                Ok(Way::Keep { id: Cow::Owned(id.to_owned()), expected: Some(entry.version) })
            }
            (Some(_), Some(_)) => {
                unclear("the document has another id than the resource that the search finds")
            }
            (Some(entry), None) => {
                let id = self.exchange.show(entry.id).as_str().to_owned();
                let rest = document.text()[document.body().start + 1..document.body().end].to_owned();
                answer.text = Some(format!("{{\"id\":\"{id}\",{rest}"));
                Ok(Way::Keep { id: Cow::Owned(id), expected: Some(entry.version) })
            }
        }
    }

    /// The text with links in place of the searches that stand as references; `None` where there are none.
    async fn referred(&mut self, text: &str) -> Result<Option<String>, Fault> {
        let asked = references(text).unwrap_or_default();
        if asked.is_empty() {
            return Ok(None);
        }
        let (mut new, mut at) = (String::with_capacity(text.len()), 0);
        for (span, kind, query) in asked {
            let found = self.matching((kind, &query)).await?;
            let found = found
                .ok_or(Fault::Write(WriteError::Misplaced { entry: 0, reason: Misplaced::NoMatch(kind) }))?;
            new.push_str(&text[at..span.start]);
            new.push_str(&format!("{kind}/{}", self.exchange.show(found.id)));
            at = span.end;
        }
        new.push_str(&text[at..]);
        Ok(Some(new))
    }
}

/// A condition in one form, whichever order its parameters stand in.
fn words(kind: ResourceType, query: &str) -> String {
    let mut pairs = pairs(query).unwrap_or_default();
    pairs.retain(|(name, _)| !matches!(name.as_str(), "_format" | "_pretty"));
    pairs.sort_unstable();
    let mut words = format!("{kind}?");
    for (name, value) in pairs {
        encode(&name, &mut words);
        words.push('=');
        encode(&value, &mut words);
        words.push('&');
    }
    words
}

#[cfg(test)]
mod tests {
    use super::{references, words};
    use helsami_domain::resource_type::ResourceType::Observation;

    #[test]
    fn a_condition_has_one_form() {
        assert_eq!(words(Observation, "b=2&a=x%7C1&_format=json"), words(Observation, "a=x|1&b=2"));
        assert_ne!(words(Observation, "a=1&b=2"), words(Observation, "a=1"));
    }

    #[test]
    fn references_that_are_searches_are_found() {
        let text = r#"{"resourceType":"Observation","status":"final","code":{"text":"Why?"},
            "subject":{"reference":"Patient?name=a\u0026birthdate=1980"},
            "performer":[{"reference":"Organization?identifier=a|b"},{"reference":"Organization?name=Lia"}]}"#;
        let found: Vec<String> = references(text)
            .expect("a document")
            .into_iter()
            .map(|(_, kind, query)| format!("{kind} {query}"))
            .collect();
        assert_eq!(found, ["Patient name=a&birthdate=1980", "Organization name=Lia"]);
    }
}
