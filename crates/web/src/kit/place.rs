//! The entries of the navigation.

use helsami_domain::matter::Matter;

use super::Icon;
use crate::text::Text;

/// An entry of the navigation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The overview.
    Home,
    /// Appointments.
    Appointments,
    /// Test results.
    Results,
    /// Medicines.
    Medicines,
    /// The list of everything else in the record.
    Record,
}

impl Place {
    pub(super) const ALL: [Self; 5] =
        [Self::Home, Self::Appointments, Self::Results, Self::Medicines, Self::Record];

    pub(super) const fn path(self) -> &'static str {
        match self {
            Self::Home => "/me",
            Self::Appointments => "/me/appointments",
            Self::Results => "/me/results",
            Self::Medicines => "/me/medicines",
            Self::Record => "/me/record",
        }
    }

    /// What it shows.
    pub(super) const fn matter(self) -> Matter {
        match self {
            Self::Appointments => Matter::Appointments,
            Self::Results => Matter::Results,
            Self::Medicines => Matter::Medicines,
            Self::Home | Self::Record => Matter::Home,
        }
    }

    pub(super) const fn icon(self) -> Icon {
        match self {
            Self::Home => Icon::House,
            Self::Appointments => Icon::Calendar,
            Self::Results => Icon::TestFlask,
            Self::Medicines => Icon::MedicineBottle,
            Self::Record => Icon::Folder,
        }
    }

    pub(super) const fn name(self, text: Text) -> &'static str {
        match self {
            Self::Home => text.site_nav_home(),
            Self::Appointments => text.site_nav_appointments(),
            Self::Results => text.site_nav_results(),
            Self::Medicines => text.site_nav_medicines(),
            Self::Record => text.site_nav_record(),
        }
    }
}
