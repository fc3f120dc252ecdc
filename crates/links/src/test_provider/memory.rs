//! What the test provider remembers: requests that were pushed, codes that were given, sessions. Gone at restart.

use std::collections::HashMap;

use helsami_app::test_people::staff::TestStaff;
use jiff::{SignedDuration, Timestamp};

use super::client::Door;
use crate::jwt::random_text;

/// How long a pushed request waits for the browser.
pub(super) const PUSHED: SignedDuration = SignedDuration::from_secs(120);
/// How long a person may look for themself.
const LOOKING: SignedDuration = SignedDuration::from_mins(10);
/// How long a code can be redeemed.
const CODE: SignedDuration = SignedDuration::from_secs(60);
/// How many of each are remembered.
const MOST: usize = 1000;

/// A request that the portal pushed.
#[derive(Clone, Debug)]
pub(super) struct Pushed {
    pub(super) door: Door,
    /// The key that the tokens are to be bound to.
    pub(super) thumbprint: Option<String>,
    pub(super) redirect_uri: String,
    pub(super) state: String,
    pub(super) nonce: String,
    pub(super) challenge: String,
    pub(super) is_english: bool,
    pub(super) until: Timestamp,
    pub(super) is_open: bool,
}

/// Somebody who has signed in.
#[derive(Clone, Debug)]
pub(super) struct Visit {
    pub(super) door: Door,
    pub(super) record: String,
    pub(super) pid: Option<String>,
    /// The role, for staff.
    pub(super) staff: Option<TestStaff>,
    pub(super) sid: String,
    pub(super) since: Timestamp,
}

/// A code that was given, with what it stands for.
#[derive(Clone, Debug)]
pub(super) struct Given {
    pub(super) pushed: Pushed,
    pub(super) visit: Visit,
    until: Timestamp,
}

/// All of it.
#[derive(Debug, Default)]
pub(super) struct Memory {
    pushed: HashMap<String, Pushed>,
    codes: HashMap<String, Given>,
    visits: Vec<Visit>,
    proofs: HashMap<String, Timestamp>,
    nonces: HashMap<String, Timestamp>,
}

impl Memory {
    /// Remembers a pushed request; hands back its name.
    pub(super) fn push(&mut self, pushed: Pushed, now: Timestamp) -> String {
        self.pushed.retain(|_, pushed| pushed.until > now);
        let uri = format!("urn:ietf:params:oauth:request_uri:{}", random_text());
        if self.pushed.len() < MOST {
            self.pushed.insert(uri.clone(), pushed);
        }
        uri
    }

    /// The request that the browser came with; from now on there is time to look around.
    pub(super) fn pushed_open(&mut self, uri: &str, now: Timestamp) -> Option<Pushed> {
        let pushed = self.pushed.get_mut(uri).filter(|pushed| pushed.until > now)?;
        if !pushed.is_open {
            pushed.is_open = true;
            pushed.until = now.saturating_add(LOOKING).unwrap_or(Timestamp::MAX);
        }
        Some(pushed.clone())
    }

    /// The request that a person answers; it can be answered once.
    pub(super) fn pushed_take(&mut self, uri: &str, now: Timestamp) -> Option<Pushed> {
        self.pushed.remove(uri).filter(|pushed| pushed.until > now && pushed.is_open)
    }

    pub(super) fn code_make(&mut self, pushed: Pushed, visit: Visit, now: Timestamp) -> String {
        self.codes.retain(|_, given| given.until > now);
        let code = random_text();
        let until = now.saturating_add(CODE).unwrap_or(Timestamp::MAX);
        self.visits.push(visit.clone());
        if self.visits.len() > MOST {
            self.visits.remove(0);
        }
        self.codes.insert(code.clone(), Given { pushed, visit, until });
        code
    }

    /// What a code stands for; it can be redeemed once.
    pub(super) fn code_take(&mut self, code: &str, now: Timestamp) -> Option<Given> {
        self.codes.remove(code).filter(|given| given.until > now)
    }

    /// False for a proof of the portal's that was used before.
    pub(super) fn proof_first(&mut self, jti: &str, now: Timestamp) -> bool {
        self.proofs.retain(|_, until| *until > now);
        let until = now.saturating_add(PUSHED).unwrap_or(Timestamp::MAX);
        self.proofs.insert(jti.to_owned(), until).is_none()
    }

    /// A new nonce for proofs.
    pub(super) fn nonce_make(&mut self, now: Timestamp) -> String {
        self.nonces.retain(|_, until| *until > now);
        let nonce = random_text();
        if self.nonces.len() < MOST {
            self.nonces.insert(nonce.clone(), now.saturating_add(CODE).unwrap_or(Timestamp::MAX));
        }
        nonce
    }

    /// Whether a nonce was given and not used; it is used now.
    pub(super) fn nonce_take(&mut self, nonce: &str, now: Timestamp) -> bool {
        self.nonces.remove(nonce).is_some_and(|until| until > now)
    }

    pub(super) fn visit_end(&mut self, sid: &str) -> Option<Visit> {
        let index = self.visits.iter().position(|visit| visit.sid == sid)?;
        Some(self.visits.remove(index))
    }

    /// Newest first.
    pub(super) fn visits(&self) -> Vec<Visit> {
        self.visits.iter().rev().cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{Door, Memory, PUSHED, Pushed, Visit};
    use jiff::{SignedDuration, Timestamp};

    fn at(seconds: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_secs(seconds)
    }

    fn pushed() -> Pushed {
        Pushed {
            door: Door::Citizens,
            thumbprint: None,
            redirect_uri: String::new(),
            state: String::new(),
            nonce: String::new(),
            challenge: String::new(),
            is_english: false,
            until: at(0) + PUSHED,
            is_open: false,
        }
    }

    fn visit(sid: &str) -> Visit {
        let door = Door::Citizens;
        Visit { door, record: "r".into(), pid: None, staff: None, sid: sid.into(), since: at(0) }
    }

    #[test]
    fn a_request_waits_two_minutes_then_ten_and_is_answered_once() {
        let mut memory = Memory::default();
        let uri = memory.push(pushed(), at(0));
        assert!(memory.pushed_open(&uri, at(120)).is_none(), "too late");
        let uri = memory.push(pushed(), at(0));
        assert!(memory.pushed_open(&uri, at(119)).is_some());
        assert!(memory.pushed_open(&uri, at(700)).is_some(), "looking takes time");
        assert!(memory.pushed_take(&uri, at(718)).is_some());
        assert!(memory.pushed_take(&uri, at(718)).is_none(), "once");
        let unseen = memory.push(pushed(), at(0));
        assert!(memory.pushed_take(&unseen, at(1)).is_none(), "nobody was shown it");
    }

    #[test]
    fn codes_and_proofs_are_used_once() {
        let mut memory = Memory::default();
        let code = memory.code_make(pushed(), visit("a"), at(0));
        assert!(memory.code_take(&code, at(59)).is_some());
        assert!(memory.code_take(&code, at(59)).is_none());
        let late = memory.code_make(pushed(), visit("b"), at(0));
        assert!(memory.code_take(&late, at(60)).is_none());
        assert!(memory.proof_first("x", at(0)));
        assert!(!memory.proof_first("x", at(1)));
        let nonce = memory.nonce_make(at(0));
        assert!(memory.nonce_take(&nonce, at(59)));
        assert!(!memory.nonce_take(&nonce, at(59)));
        let late = memory.nonce_make(at(0));
        assert!(!memory.nonce_take(&late, at(60)) && !memory.nonce_take("", at(0)));
        assert_eq!(memory.visits().len(), 2);
        assert_eq!(memory.visit_end("a").map(|visit| visit.sid).as_deref(), Some("a"));
        assert!(memory.visit_end("a").is_none());
    }
}
