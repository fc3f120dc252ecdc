//! What a list covers. Silence is read as "nothing there", so every list ends with where it comes from, how far back
//! it goes and what it leaves out, and an empty list says why it is empty.

use jiff::Timestamp;

use crate::access::lens::Side;
use crate::when::When;

/// Why a list has no rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Empty {
    /// Nobody has sent anything of this kind.
    NothingRegistered,
    /// There is something, but not with this filter.
    NoMatch,
    /// No organisation that sends this kind of content is connected.
    NotConnected,
    /// A rule hides what there is.
    HiddenByRule,
    /// The citizen has hidden it.
    HiddenByYou,
}

/// Something that a list leaves out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LeftOut {
    /// This many rows that their sender has taken back as written by mistake.
    Mistakes(usize),
    /// This many exact repeats of rows that are shown.
    Repeats(usize),
    /// This many rows that could not be read.
    Unreadable(usize),
    /// Rows older than the oldest shown: the list was cut at this many.
    Older(usize),
    /// This many rows that are here and are shown later: at this moment at the latest, or when somebody shows them.
    Announced(usize, Option<Timestamp>),
    /// This many rows that the person has closed to the reader.
    Locked(usize),
    /// Rows for which the person wants to sign in anew. How many is not said.
    Asks,
}

/// What one list covers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// The places and persons the rows come from, each once, in the order met.
    pub sources: Vec<Box<str>>,
    /// Whether some row does not say where it comes from.
    pub has_unnamed_source: bool,
    /// The oldest row.
    pub since: Option<When>,
    /// The newest row.
    pub until: Option<When>,
    /// When something was last received from any of the sources.
    pub received: Option<When>,
    /// What is not shown.
    pub left_out: Vec<LeftOut>,
    /// Why there are no rows, when there are none.
    pub empty: Option<Empty>,
    /// Who reads, where rules can keep something from them. Said whether or not something is kept, so that the sentence
    /// tells nothing.
    pub reader: Option<Side>,
}

impl Coverage {
    /// Counts one row in.
    pub fn row(&mut self, when: Option<When>, source: Option<&str>) {
        match source {
            Some(name) if !self.sources.iter().any(|known| **known == *name) => {
                self.sources.push(name.into());
            }
            Some(_) => {}
            None => self.has_unnamed_source = true,
        }
        if let Some(when) = when {
            self.since = Some(self.since.map_or(when, |since| since.min(when)));
            self.until = Some(self.until.map_or(when, |until| until.max(when)));
        }
    }

    /// Why there is nothing at all: never that nothing is registered while a fresh sign-in would show more.
    #[must_use]
    pub fn nothing(&self) -> Empty {
        let is_asking = self.left_out.contains(&LeftOut::Asks);
        if is_asking { Empty::HiddenByYou } else { Empty::NothingRegistered }
    }

    /// Notes when a row was received.
    pub fn received(&mut self, at: When) {
        self.received = Some(self.received.map_or(at, |latest| latest.max(at)));
    }

    /// Notes that something is left out; nothing if the number is 0.
    pub fn leave_out(&mut self, what: LeftOut) {
        let is_none = match what {
            LeftOut::Mistakes(n)
            | LeftOut::Repeats(n)
            | LeftOut::Unreadable(n)
            | LeftOut::Older(n)
            | LeftOut::Announced(n, _)
            | LeftOut::Locked(n) => n == 0,
            LeftOut::Asks => self.left_out.contains(&what),
        };
        if !is_none {
            self.left_out.push(what);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Coverage, Empty, LeftOut};
    use crate::when::When;

    #[test]
    fn a_list_knows_its_sources_and_its_reach() {
        let mut coverage = Coverage::default();
        coverage.row(When::parse("2020-01-02"), Some("St. Olavs hospital"));
        coverage.row(When::parse("2019"), Some("St. Olavs hospital"));
        coverage.row(None, None);
        coverage.leave_out(LeftOut::Mistakes(0));
        coverage.leave_out(LeftOut::Repeats(2));
        assert_eq!(coverage.sources, ["St. Olavs hospital".into()]);
        assert!(coverage.has_unnamed_source);
        assert_eq!(coverage.since, Some(When::Year(2019)));
        assert_eq!(coverage.until, When::parse("2020-01-02"));
        assert_eq!(coverage.left_out, [LeftOut::Repeats(2)]);
        assert_eq!(coverage.nothing(), Empty::NothingRegistered);
        for _ in 0..2 {
            coverage.leave_out(LeftOut::Asks);
        }
        assert_eq!(coverage.left_out, [LeftOut::Repeats(2), LeftOut::Asks], "said once");
        assert_eq!(coverage.nothing(), Empty::HiddenByYou);
    }
}
