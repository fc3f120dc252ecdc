//! The care team: who follows the citizen, in which role, since when.

use jiff::civil::Date;

use crate::chart::Chart;
use crate::element::To;
use crate::staff::StaffId;

impl Chart<'_> {
    /// Writes the team.
    pub(crate) fn care_team(&mut self, name: &str, since: Date, members: &[(&str, StaffId)]) {
        let (region, subject) = (self.region, self.subject());
        self.add("CareTeam", |json| {
            json.text("status", "active");
            json.text("name", name);
            json.refer("subject", subject);
            json.period("period", Some(&since.to_string()), None);
            json.array("participant", |array| {
                for (role, staff) in members {
                    let member = region.member(*staff);
                    array.item(|participant| {
                        participant.concepts("role", &[], role);
                        participant.refer("member", To::Staff(member));
                        participant.refer("onBehalfOf", To::Unit(region.unit(member.unit)));
                    });
                }
            });
        });
    }
}
