//! Labels of secrecy that staff here have set, and a newer version from the sender that does not know them: it gets them too,
//! also where the sender has deleted the document in between. The sender lifts only its own labels.

use helsami_domain::resource_type::ResourceType;
use helsami_fhir::merge;
use jiff::Timestamp;

use super::Placed;
use crate::batch::{Known, Stored};
use crate::body;
use crate::id_cipher::IdCipher;
use crate::write::{Delivery, Incoming};

/// What every label says that was set here; see `fhir::marking`.
const SET_HERE: &[u8] = b"\"userSelected\"";

impl Placed<'_, '_> {
    /// The texts that must take over labels of the stored version, by their place in the delivery; `None` where there is none.
    /// A registered system lifts no label of staff, whichever version it has read.
    pub(in crate::write) fn labelled(
        &self,
        stored: &Known,
        (ids, is_system): (&IdCipher, bool),
    ) -> Option<Vec<(usize, String)>> {
        let text = |entry: usize| {
            let item = &self.plan.items[entry];
            let document = item.document.as_ref()?;
            if item.kind == ResourceType::Patient
                && let Some(text) = self.merged(entry, stored, ids)
            {
                return Some((entry, text));
            }
            if self.plan.delivery.entries[entry].expects_version() && !is_system {
                // Whoever has read the version has read its labels.
                return None;
            }
            let Stored { body, before, .. } = stored.rows.get(&self.rows[entry])?;
            let body = body.as_ref().or(before.as_ref())?;
            if !body.windows(SET_HERE.len()).any(|bytes| bytes == SET_HERE) {
                return None;
            }
            Some((entry, helsami_fhir::marking::kept(&body::shadow(body)?, document.text())?))
        };
        let texts: Vec<(usize, String)> = (0..self.rows.len()).filter_map(text).collect();
        (!texts.is_empty()).then_some(texts)
    }

    /// A newer version of a Patient that was merged, which says so as the stored one does: no sender parts two persons by
    /// leaving that out. `None` where it says so already.
    fn merged(&self, entry: usize, stored: &Known, ids: &IdCipher) -> Option<String> {
        let row = self.rows[entry];
        if !self.moves.is_joined(row.patient) && !self.moves.has_parts(row.patient) {
            return None;
        }
        let Stored { version, body, .. } = stored.rows.get(&row)?;
        let old = body::unfold(body.as_ref()?, ids, row, (*version, Timestamp::UNIX_EPOCH))?;
        merge::kept(&old, self.plan.items[entry].document.as_ref()?.text())
    }
}

/// The delivery with these texts in place of its own.
pub(in crate::write) fn with_labels<'t>(
    delivery: &'t Delivery<'t>,
    texts: &'t [(usize, String)],
) -> Delivery<'t> {
    let entry = |(place, incoming): (usize, &Incoming<'t>)| {
        let text = texts.iter().find(|(entry, _)| *entry == place);
        Incoming { json: text.map_or(incoming.json, |(_, text)| text), ..incoming.clone() }
    };
    Delivery { entries: delivery.entries.iter().enumerate().map(entry).collect(), ..delivery.clone() }
}
