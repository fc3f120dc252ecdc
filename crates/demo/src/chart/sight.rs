//! Marks of secrecy and the time of release of what is written while they hold.

use crate::calendar::Moment;
use crate::chart::Chart;
use crate::element::code;
use crate::json::Json;
use crate::system;

/// What documents are marked with.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Sight {
    /// Codes of `meta.security`.
    pub(crate) marks: &'static [&'static str],
    /// When the citizen sees it.
    pub(crate) shown: Shown,
}

/// When a citizen sees something.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) enum Shown {
    /// At once.
    #[default]
    AtOnce,
    /// From this moment.
    From(Moment),
    /// When somebody shows it.
    ByHand,
}

impl Sight {
    /// Marked with these codes.
    pub(crate) const fn marked(marks: &'static [&'static str]) -> Self {
        Self { marks, shown: Shown::AtOnce }
    }

    pub(super) fn write(self, json: &mut Json) {
        if self.marks.is_empty() && matches!(self.shown, Shown::AtOnce) {
            return;
        }
        json.object("meta", |meta| {
            match self.shown {
                Shown::AtOnce => {}
                Shown::From(moment) => {
                    write_release(meta, |item| item.text("valueDateTime", &moment.stamp()));
                }
                Shown::ByHand => write_release(meta, |item| item.text("valueCode", "by-hand")),
            }
            if !self.marks.is_empty() {
                meta.array("security", |array| {
                    for mark in self.marks {
                        array.item(|coding| coding.coded_here(code(system_of(mark), mark, "")));
                    }
                });
            }
        });
    }
}

fn write_release(meta: &mut Json, value: impl FnOnce(&mut Json)) {
    meta.one("extension", |item| {
        item.text("url", system::RELEASE);
        value(item);
    });
}

/// The national list of limits, or HL7's list of sensitive topics.
fn system_of(mark: &str) -> &'static str {
    if mark.starts_with("NOR") { system::SIGHT } else { system::ACT_CODE }
}

impl Chart<'_> {
    /// Writes with these marks on everything that is written.
    pub(crate) fn seen_as<T>(&mut self, sight: Sight, write: impl FnOnce(&mut Self) -> T) -> T {
        let before = std::mem::replace(&mut self.sight, sight);
        let written = write(self);
        self.sight = before;
        written
    }
}
