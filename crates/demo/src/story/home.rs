//! Follow-up at home: the citizen measures every day, and the service looks at the numbers.

use crate::calendar::{Moment, after};
use crate::chart::Chart;
use crate::chart::vital::{OXYGEN, PULSE, WEIGHT};
use crate::staff::Profession;
use crate::unit::Service;

/// Writes so many days of measurements, up to yesterday or the day of death.
pub(crate) fn follow(chart: &mut Chart<'_>, days: i32) {
    let nurse = chart.municipal(Service::Home, Profession::Nurse);
    let mut weight = f64::from(chart.chance.between(58, 104));
    for back in (1..=days).rev() {
        let at = Moment::new(
            after(chart.end(), -back),
            7,
            i16::try_from(chart.chance.between(0, 50)).expect("minutes"),
        );
        if at.date < chart.start() || chart.chance.percent(9) {
            continue;
        }
        weight += chart.chance.normal() * 0.25;
        chart.sign(WEIGHT, &format!("{weight:.1}"), at, nurse);
        let pulse = chart.chance.between(62, 88).to_string();
        chart.sign(PULSE, &pulse, at.later(2), nurse);
        let oxygen = chart.chance.between(91, 98).to_string();
        chart.sign(OXYGEN, &oxygen, at.later(3), nurse);
    }
}
