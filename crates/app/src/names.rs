//! Names of organisations and staff that were looked up lately. Most rows of a page name the same few, and a look-up costs
//! a hop to the database and back.
//!
//! Only things of no patient: nothing here is about a person's health. Each process has its own, and a name that has
//! changed is shown as it was for at most [`LIFE`].

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use helsami_domain::ids::RecordId;
use jiff::{SignedDuration, Timestamp};

/// How long a name is believed.
const LIFE: SignedDuration = SignedDuration::from_secs(60);
/// Names kept: about a megabyte.
const KEPT_MAX: usize = 10_000;

#[derive(Debug)]
struct Known {
    name: Box<str>,
    looked_up: Timestamp,
}

/// The names.
#[derive(Debug, Default)]
pub(crate) struct Names(Mutex<HashMap<RecordId, Known>>);

impl Names {
    /// The name, if it was looked up within [`LIFE`]. A clock that was set back makes it unknown.
    pub(crate) fn get(&self, id: RecordId, now: Timestamp) -> Option<Box<str>> {
        let names = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = names.get(&id)?;
        let age = now.duration_since(known.looked_up);
        (SignedDuration::ZERO..LIFE).contains(&age).then(|| known.name.clone())
    }

    /// Keeps a name. When there are too many, all are forgotten: they come back as they are asked for.
    pub(crate) fn keep(&self, id: RecordId, name: &str, now: Timestamp) {
        let mut names = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if names.len() >= KEPT_MAX {
            names.clear();
        }
        names.insert(id, Known { name: name.into(), looked_up: now });
    }
}

#[cfg(test)]
mod tests {
    use super::Names;
    use helsami_domain::ids::{LocalId, PatientKey, RecordId};
    use helsami_domain::resource_type::ResourceType;
    use jiff::{SignedDuration, Timestamp};

    #[test]
    fn a_name_is_believed_for_a_minute() {
        let local = LocalId::new(1).expect("a local id");
        let id = RecordId { patient: PatientKey::SHARED, kind: ResourceType::Organization, local };
        let kept = Timestamp::UNIX_EPOCH;
        let names = Names::default();
        assert_eq!(names.get(id, kept), None);
        names.keep(id, "Orkdal sykehus", kept);
        let check = |seconds: i64, expect: Option<&str>| {
            let now = kept + SignedDuration::from_secs(seconds);
            assert_eq!(names.get(id, now).as_deref(), expect, "after {seconds} s");
        };
        check(0, Some("Orkdal sykehus"));
        check(59, Some("Orkdal sykehus"));
        check(60, None);
        check(-1, None);
    }
}
