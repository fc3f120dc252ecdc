//! What one reader may see of each item of a record: shown, announced, locked or hidden.
//!
//! The store asks the lens about every row before the row leaves it, so that no list, count, search hit or print can
//! tell what the reader may not know.

use std::sync::Arc;

use jiff::Timestamp;

use super::area::{Area, Areas};
use super::logged::Lines;
use super::marks::{Mark, Marks};
use crate::ids::{ClientKey, RecordId};
use crate::resource_type::ResourceType;

/// From when an item shows itself to the citizen's side.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Release {
    /// As soon as it is here.
    #[default]
    AtOnce,
    /// At this moment, unless somebody shows it before.
    At(Timestamp),
    /// Only when somebody shows it.
    ByHand,
}

impl Release {
    /// The stored number: microseconds, with a number of its own for each end.
    #[must_use]
    pub fn number(self) -> i64 {
        match self {
            Self::AtOnce => 0,
            Self::At(moment) => moment.as_microsecond(),
            Self::ByHand => i64::MAX,
        }
    }

    /// The release stored under this number. One that is no time is shown by hand only.
    #[must_use]
    pub fn from_number(number: i64) -> Self {
        match number {
            0 => Self::AtOnce,
            number => Timestamp::from_microsecond(number).map_or(Self::ByHand, Self::At),
        }
    }

    /// Whether it shows itself now.
    #[must_use]
    pub fn is_open(self, now: Timestamp) -> bool {
        match self {
            Self::AtOnce => true,
            Self::At(moment) => moment <= now,
            Self::ByHand => false,
        }
    }
}

/// What the rules need to know of one item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Item {
    /// Which.
    pub id: RecordId,
    /// What its writer has marked it with.
    pub marks: Marks,
    /// From when the citizen sees it.
    pub release: Release,
    /// The registered system that has sent it, if one has.
    pub source: Option<ClientKey>,
}

/// What a reader may see of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sight {
    /// Nothing, not even that it is there.
    Hidden,
    /// That the citizen has closed it. Opens to staff in an emergency, with a reason; to the person when they have signed in
    /// anew.
    Locked,
    /// That it is there and when it will show itself, if that is known.
    Announced,
    /// All of it.
    Shown,
}

/// Which side of the record a reader stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    /// The person themself.
    Person,
    /// The person themself, under the age of majority in health matters.
    Youth,
    /// Somebody who acts for them.
    Other,
    /// Somebody who acts for a child: a parent, a foster parent, the child protection.
    Guardian,
    /// Staff.
    Staff,
    /// The installation itself: sees rows, shows none.
    System,
    /// A registered system.
    Client,
}

/// What one reader may see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lens {
    pub(super) side: Side,
    pub(super) areas: Areas,
    /// Parts that open when the person has signed in anew: none of `areas`.
    pub(super) asks: Areas,
    /// Marks that hide an item from this reader beyond what the side already hides.
    pub(super) hidden: Marks,
    /// Single items that this reader may not see.
    pub(super) except: Arc<[RecordId]>,
    /// Everything that happened from this moment on is closed to this reader by name: not even told.
    pub(super) except_from: Option<Timestamp>,
    /// The single items that are all this reader may see, where it is no more than these.
    pub(super) only: Option<Arc<[RecordId]>>,
    /// The one line of the access log that this reader may see, where the log itself is not theirs.
    pub(super) log_line: Option<i64>,
    /// Single items that the citizen has closed to this reader, or to themself until a fresh sign-in.
    pub(super) locked: Arc<[RecordId]>,
    /// Whether everything that came after this moment is closed to this reader.
    pub(super) locked_from: Option<Timestamp>,
    /// Whether closed items open: in an emergency, with a reason.
    pub(super) opens_locked: bool,
    /// The registered system that reads: its own rows are never kept from it.
    pub(super) own: Option<ClientKey>,
    /// Whether they are all that it may see, or change.
    pub(super) is_own_only: bool,
    /// The lines of the access log that are shown to a registered system.
    pub(super) lines: Option<Lines>,
    pub(super) now: Timestamp,
}

impl Lens {
    /// Of the installation itself.
    pub(super) fn system() -> Self {
        Self::new(Side::System, Areas::ALL, Timestamp::UNIX_EPOCH)
    }

    pub(super) fn new(side: Side, areas: Areas, now: Timestamp) -> Self {
        let none: Arc<[RecordId]> = Arc::default();
        Self {
            side,
            areas,
            asks: Areas::NONE,
            hidden: Marks::NONE,
            except: none.clone(),
            except_from: None,
            only: None,
            log_line: None,
            locked: none,
            locked_from: None,
            opens_locked: false,
            own: None,
            is_own_only: false,
            lines: None,
            now,
        }
    }

    /// Which side of the record the reader stands on.
    #[must_use]
    pub const fn side(&self) -> Side {
        self.side
    }

    /// The parts of the record that the reader has a way into.
    #[must_use]
    pub const fn areas(&self) -> Areas {
        self.areas
    }

    /// Whether this part of the record opens when the person has signed in anew.
    #[must_use]
    pub const fn asks(&self, area: Area) -> bool {
        self.asks.has(area)
    }

    /// Whether a fresh sign-in would show the person more.
    #[must_use]
    pub fn is_asking(&self) -> bool {
        self.is_of_the_person() && !(self.asks.is_empty() && self.locked.is_empty())
    }

    /// Whether something else may tell of this row: what is behind a fresh sign-in, or kept from the reader one by one, is told of
    /// by nothing that points at it.
    #[must_use]
    pub fn tells_of(&self, row: RecordId) -> bool {
        !self.asks.has(Area::of(row.kind)) && !self.locked.contains(&row) && !self.except.contains(&row)
    }

    /// The parts of the record that ways lead to: the open ones, and those that ask for a fresh sign-in first.
    #[must_use]
    pub const fn leads(&self) -> Areas {
        self.areas.or(self.asks)
    }

    const fn is_of_the_person(&self) -> bool {
        matches!(self.side, Side::Person | Side::Youth)
    }

    /// Whether the reader has a way into this part of the record, and not only to single items of it.
    #[must_use]
    pub const fn opens(&self, area: Area) -> bool {
        self.areas.has(area) && self.only.is_none()
    }

    /// Whether a list can lack something that this reader is not told of. Says so whether or not something is hidden,
    /// because the sentence itself must tell nothing.
    #[must_use]
    pub const fn can_hide(&self) -> bool {
        !matches!(self.side, Side::System)
    }

    /// Whether no item can be anything but shown: then nobody needs to ask about each.
    #[must_use]
    pub const fn shows_all(&self) -> bool {
        matches!(self.side, Side::System)
    }

    /// The marks that hide an item from this reader altogether.
    #[must_use]
    pub fn hidden(&self) -> Marks {
        let by_side = match self.side {
            Side::Youth => Marks::REFUSED.with(Mark::HiddenFromYouth),
            Side::Guardian => Marks::REFUSED.with(Mark::HiddenFromParents),
            Side::Person | Side::Other => Marks::REFUSED,
            Side::Staff | Side::System | Side::Client => Marks::NONE,
        };
        by_side.or(self.hidden)
    }

    /// The registered system whose own rows are all that this reader may see, or change.
    #[must_use]
    pub const fn own_only(&self) -> Option<ClientKey> {
        if self.is_own_only { self.own } else { None }
    }

    /// How many single items can be hidden from this reader, or be a padlock to them, beyond what marks do: so many rows more are
    /// read for a page to be as long as without them.
    #[must_use]
    pub fn exceptions(&self) -> usize {
        self.except.len() + self.locked.len()
    }

    /// From when nothing is told to this reader any more, if the citizen has closed what is to come to them by name.
    #[must_use]
    pub const fn closed_from(&self) -> Option<Timestamp> {
        self.except_from
    }

    /// Whether the reader sees no more than single items: then what is beside the items, as the access log, is not theirs.
    #[must_use]
    pub const fn is_narrow(&self) -> bool {
        self.only.is_some()
    }

    /// Whether the reader may see this line of the access log, though the log is not theirs.
    #[must_use]
    pub fn shows_line(&self, seq: i64) -> bool {
        self.log_line == Some(seq)
    }

    /// What the reader may see of an item.
    #[must_use]
    pub fn sees(&self, item: &Item) -> Sight {
        // What a system has sent itself is nothing that could be kept from it.
        if self.own.is_some() && item.source == self.own {
            return Sight::Shown;
        }
        if self.is_own_only {
            return Sight::Hidden;
        }
        if self.only.as_ref().is_some_and(|only| !only.contains(&item.id))
            && item.id.kind != ResourceType::Patient
        {
            return Sight::Hidden;
        }
        // What a system has noted of its own house is no line of our log, and for nobody but its sender.
        if item.id.kind == ResourceType::AuditEvent && !self.shows_all() {
            return Sight::Hidden;
        }
        // Who it is about is known to everybody who was let in at all.
        if item.id.kind == ResourceType::Patient || self.shows_all() {
            return Sight::Shown;
        }
        if !self.leads().has(Area::of(item.id.kind))
            || item.marks.any(self.hidden())
            || self.except.contains(&item.id)
            || self.except_from.is_some_and(|from| item.id.local.second() >= from)
        {
            return Sight::Hidden;
        }
        match self.side {
            Side::Client => self.client_sees(item),
            Side::Staff | Side::System => self.staff_sees(item),
            Side::Person | Side::Youth | Side::Other | Side::Guardian => self.citizen_sees(item),
        }
    }

    fn citizen_sees(&self, item: &Item) -> Sight {
        let is_asked = self.asks.has(Area::of(item.id.kind)) || self.locked.contains(&item.id);
        match item.release.is_open(self.now) {
            _ if is_asked => Sight::Locked,
            true => Sight::Shown,
            false => Sight::Announced,
        }
    }

    /// A system shows what it reads to people who are not asked for a reason here: what is closed does not leave.
    fn client_sees(&self, item: &Item) -> Sight {
        let is_private = Area::of(item.id.kind) == Area::Private;
        if !is_private && self.staff_sees(item) == Sight::Shown { Sight::Shown } else { Sight::Hidden }
    }

    fn staff_sees(&self, item: &Item) -> Sight {
        let is_new = self.locked_from.is_some_and(|from| item.id.local.second() >= from);
        let is_locked = item.marks.has(Mark::Blocked) || self.locked.contains(&item.id) || is_new;
        if is_locked && !self.opens_locked { Sight::Locked } else { Sight::Shown }
    }
}
