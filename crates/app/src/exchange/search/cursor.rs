//! Where the next page begins, with the search itself: sealed, because an address must not tell what was searched for.

use helsami_domain::resource_type::ResourceType;
use helsami_fhir::search::sort::Rank;
use serde::{Deserialize, Serialize};

use super::matches::Place;
use super::{Caller, Exchange, Fault, Wanted};

/// The name of the parameter.
pub const CURSOR: &str = "_cursor";

/// A search and a place in its order.
#[derive(Clone, Debug)]
pub(super) struct Cursor {
    pub(super) pairs: Vec<(String, String)>,
    pub(super) within: Option<String>,
    pub(super) place: Place,
}

/// As it is sealed.
#[derive(Deserialize, Serialize)]
struct Sealed {
    client: String,
    kind: i16,
    pairs: Vec<(String, String)>,
    within: Option<String>,
    ranks: Vec<Option<String>>,
    date_us: i64,
    row: (i64, i64),
}

impl Cursor {
    /// The cursor among the parameters, if there is one. It says everything: beside it only the form of the answer may stand.
    pub(super) fn find(
        exchange: &Exchange,
        caller: &Caller,
        wanted: Wanted<'_>,
    ) -> Result<Option<Self>, Fault> {
        let Some((_, cursor)) = wanted.pairs.iter().find(|(name, _)| name == CURSOR) else { return Ok(None) };
        let is_form = |name: &str| matches!(name, CURSOR | "_format" | "_pretty");
        let fault = || Fault::Unclear("the page is not one of ours; follow the link as it is".to_owned());
        if !wanted.pairs.iter().all(|(name, _)| is_form(name)) {
            return Err(fault());
        }
        let content = exchange.app.store.cursor_open(cursor).ok_or_else(fault)?;
        let sealed: Sealed = serde_json::from_slice(&content).map_err(|_| fault())?;
        if sealed.client != caller.id() || sealed.kind != wanted.kind.number() || wanted.within.is_some() {
            return Err(fault());
        }
        let rank = |rank: &Option<String>| rank.as_deref().and_then(Rank::read);
        let ranks = sealed.ranks.iter().map(rank).collect();
        let place = Place { ranks, date_us: sealed.date_us, row: sealed.row };
        Ok(Some(Self { pairs: sealed.pairs, within: sealed.within, place }))
    }

    pub(super) fn seal(self, exchange: &Exchange, caller: &Caller, kind: ResourceType) -> String {
        let Place { ranks, date_us, row } = self.place;
        let sealed = Sealed {
            client: caller.id().to_owned(),
            kind: kind.number(),
            pairs: self.pairs,
            within: self.within,
            ranks: ranks.iter().map(|rank| rank.as_ref().map(Rank::write)).collect(),
            date_us,
            row,
        };
        let content = serde_json::to_vec(&sealed).expect("texts and numbers are JSON");
        exchange.app.store.cursor_seal(&content)
    }
}
