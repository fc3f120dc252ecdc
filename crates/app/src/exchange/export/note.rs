//! What is noted of a job: enough to go on with it in another process.

use helsami_domain::access::Actor;
use helsami_domain::resource_type::ResourceType;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Whose, Wish};
use crate::exchange::Caller;

/// A file that a job has made.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub struct ExportFile {
    /// The type of what is in it.
    pub kind: String,
    /// How many resources.
    pub count: u64,
    /// Whether it tells what went wrong.
    pub is_error: bool,
    /// Whether it tells what was deleted of its type.
    #[serde(default)]
    pub is_deleted: bool,
}

/// How far a job has come.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(super) enum State {
    /// It is under way, begun so many times.
    Begun { tries: u32 },
    /// Its files are there until this time.
    Done { files: Vec<ExportFile>, expires_us: i64 },
    /// It was given up. Kept until this time.
    Failed { expires_us: i64 },
}

/// A job.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(super) struct Note {
    /// Who has asked, what they may see, and in which visit.
    pub(super) client: String,
    pub(super) scopes: String,
    pub(super) visit: i64,
    /// The state of the record that is shown.
    pub(super) at_us: i64,
    pub(super) since_us: Option<i64>,
    pub(super) kinds: Vec<String>,
    /// Whether what is about nobody is wanted.
    pub(super) with_shared: bool,
    /// The records that are wanted; all for none.
    pub(super) only: Option<Vec<i64>>,
    pub(super) request: String,
    /// Whether the system read the region when its files were made.
    pub(super) of_region: bool,
    pub(super) state: State,
}

impl Note {
    pub(super) fn begun(
        caller: &Caller,
        (wish, kinds, only): (&Wish, &[ResourceType], Option<Vec<i64>>),
        now: Timestamp,
    ) -> Self {
        let Actor::Client { visit, .. } = caller.actor else { unreachable!("only systems are callers") };
        Self {
            client: caller.id().to_owned(),
            scopes: caller.scopes.to_string(),
            visit: visit.0,
            at_us: now.as_microsecond(),
            since_us: wish.since.map(Timestamp::as_microsecond),
            kinds: kinds.iter().map(|kind| kind.name().to_owned()).collect(),
            with_shared: wish.whose == Whose::All,
            only,
            request: wish.request.clone(),
            of_region: caller.registered.reads_region,
            state: State::Begun { tries: 0 },
        }
    }

    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        serde_json::from_slice(bytes).ok()
    }

    pub(super) fn written(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("texts and numbers are JSON")
    }

    pub(super) fn has_expired(&self, now: Timestamp) -> bool {
        match self.state {
            State::Begun { .. } => false,
            State::Done { expires_us, .. } | State::Failed { expires_us } => {
                expires_us <= now.as_microsecond()
            }
        }
    }

    /// When what ends now is removed.
    pub(super) fn expiry(now: Timestamp, keep: SignedDuration) -> i64 {
        (now + keep).as_microsecond()
    }
}

/// A time that a note keeps.
pub(super) fn time(us: i64) -> Timestamp {
    Timestamp::from_microsecond(us).unwrap_or(Timestamp::UNIX_EPOCH)
}
