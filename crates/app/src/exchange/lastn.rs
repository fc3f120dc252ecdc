//! The newest answers of each analysis: `Observation/$lastn`.

use helsami_domain::resource_type::ResourceType;
use helsami_fhir::observation::codings;
use helsami_fhir::search::query::Handling;
use helsami_store::Entry;
use jiff::Timestamp;

use super::search::{CURSOR, Wanted};
use super::{Caller, Exchange, Fault};

/// How many of each are shown where nobody says.
const MAX: usize = 1;
/// Rows that are read at a time.
const PAGE: &str = "1000";

/// Answers of one analysis so far.
struct Group {
    codings: Vec<(String, String)>,
    shown: usize,
}

impl Exchange {
    /// The newest observations of each code, newest first, of those that a search in one person's record finds. Two have the
    /// same code when they share a coding. `max` says how many of each, by default one.
    ///
    /// # Errors
    /// As [`Self::search`]; [`Fault::Unclear`] without a person.
    pub async fn lastn(
        &self,
        caller: &Caller,
        pairs: &[(String, String)],
        (handling, now): (Handling, Timestamp),
    ) -> Result<Vec<Entry>, Fault> {
        let unclear = |text: &str| Fault::Unclear(text.to_owned());
        let is_person = |name: &str| name == "patient" || name == "subject" || name.starts_with("subject:");
        if !pairs.iter().any(|(name, _)| is_person(name)) {
            return Err(unclear("$lastn wants a person: patient=…"));
        }
        let max = pairs.iter().find(|(name, _)| name == "max").map(|(_, value)| value.parse::<usize>());
        let max = max.transpose().map_err(|_| unclear("max is a whole number"))?.unwrap_or(MAX);
        let is_own = |name: &str| matches!(name, "max" | "_count" | "_sort" | "_include" | "_revinclude");
        let mut pairs: Vec<(String, String)> =
            pairs.iter().filter(|(name, _)| !is_own(name)).cloned().collect();
        for (name, value) in [("_sort", "-date"), ("_count", PAGE)] {
            pairs.push((name.to_owned(), value.to_owned()));
        }
        let (mut groups, mut kept) = (Vec::new(), Vec::new());
        loop {
            let wanted = Wanted { kind: ResourceType::Observation, within: None, pairs: &pairs, handling };
            let found = self.search(caller, wanted, now).await?;
            kept.extend(found.matches.into_iter().filter(|entry| is_wanted(&mut groups, entry, max)));
            let Some(next) = found.next else { return Ok(kept) };
            pairs = vec![(CURSOR.to_owned(), next)];
        }
    }
}

/// Whether there is room for one more of its code. What has no code at all stands for itself.
fn is_wanted(groups: &mut Vec<Group>, entry: &Entry, max: usize) -> bool {
    let own = codings(&entry.body);
    if own.is_empty() {
        return max > 0;
    }
    let is_same = |group: &&mut Group| own.iter().any(|coding| group.codings.contains(coding));
    let Some(group) = groups.iter_mut().find(is_same) else {
        groups.push(Group { codings: own, shown: 1 });
        return max > 0;
    };
    group.shown += 1;
    let is_room = group.shown <= max;
    for coding in own {
        if !group.codings.contains(&coding) {
            group.codings.push(coding);
        }
    }
    is_room
}
