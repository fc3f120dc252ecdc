//! The body behind the numbers: what a person's blood would show on a day, given their diseases and medicines.
//!
//! A person has an own level in each analysis; diseases and medicines bend it over time; each sample wobbles around it.

use jiff::civil::Date;

use crate::analyte::{Analyte, COUNT};
use crate::arithmetic::power;
use crate::calendar::{age, days_between};
use crate::chance::Chance;
use crate::identity::Sex;
use crate::person::Person;

/// How something bends a level.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Bend {
    /// From one value towards another; half way after so many days.
    Toward(f64, f64, f64),
    /// Multiplied by this, fully after about three months.
    Times(f64),
    /// Changed by so much each year.
    Yearly(f64),
    /// As `Toward`, for so many days only; then the own level again.
    Episode(f64, f64, i32),
}

#[derive(Clone, Copy, Debug)]
struct Effect {
    analyte: Analyte,
    from: Date,
    bend: Bend,
}

/// The levels of one person.
#[derive(Clone, Debug)]
pub(crate) struct Physiology {
    sex: Sex,
    birth: Date,
    own: [f64; COUNT],
    effects: Vec<Effect>,
}

impl Physiology {
    /// The levels of a healthy person; in old age some are less than perfect.
    pub(crate) fn new(who: &Person, today: Date, chance: &mut Chance) -> Self {
        let mut own = [0.0; COUNT];
        for level in &mut own {
            *level = chance.normal();
        }
        let mut body = Self { sex: who.sex, birth: who.birth, own, effects: Vec::new() };
        if age(who.birth, today) > 75 {
            body.bend(Analyte::Hemoglobin, who.birth, Bend::Times(0.95));
        }
        body
    }

    /// Lets a disease or medicine bend an analysis from a day on.
    pub(crate) fn bend(&mut self, analyte: Analyte, from: Date, bend: Bend) {
        self.effects.push(Effect { analyte, from, bend });
    }

    /// The level of an analysis on a day, with the wobble of one sample. For eGFR and cholesterol see [`egfr`](Self::egfr)
    /// and the laboratory, which derive them from the same sample.
    pub(crate) fn sample(&self, analyte: Analyte, on: Date, chance: &mut Chance) -> f64 {
        let facts = analyte.facts();
        let wobble = 1.0 + facts.wobble * chance.normal();
        (self.level(analyte, on) * wobble).max(facts.mean * 0.02)
    }

    fn level(&self, analyte: Analyte, on: Date) -> f64 {
        let facts = analyte.facts();
        let own = (facts.mean + facts.spread * self.own[analyte as usize]) * self.share(analyte, on);
        let mut level = own;
        for effect in self.effects.iter().filter(|effect| effect.analyte == analyte && effect.from <= on) {
            let days = f64::from(days_between(effect.from, on));
            level = match effect.bend {
                Bend::Toward(begin, target, half) => target + (begin - target) * half / (half + days),
                Bend::Times(factor) => level * (factor + (1.0 - factor) * 30.0 / (30.0 + days)),
                Bend::Yearly(change) => level + change * days / 365.25,
                Bend::Episode(begin, half, length) if days <= f64::from(length) => {
                    level + (begin - level) * half / (half + days)
                }
                Bend::Episode(..) => level,
            };
        }
        level
    }

    /// How sex and age move the usual value.
    fn share(&self, analyte: Analyte, on: Date) -> f64 {
        let years = age(self.birth, on);
        let woman = self.sex == Sex::Female;
        match analyte {
            Analyte::Hemoglobin | Analyte::Hematocrit if years < 14 => 0.89,
            Analyte::Hemoglobin | Analyte::Hematocrit => {
                if woman {
                    0.95
                } else {
                    1.06
                }
            }
            Analyte::Mcv if years < 14 => 0.92,
            Analyte::Creatinine if years < 15 => 0.32 + 0.025 * f64::from(years),
            Analyte::Creatinine => {
                if woman {
                    0.9
                } else {
                    1.1
                }
            }
            Analyte::Urate | Analyte::Ck | Analyte::Alat => {
                if woman {
                    0.88
                } else {
                    1.18
                }
            }
            Analyte::Ferritin => {
                if woman && years < 52 {
                    0.6
                } else {
                    1.5
                }
            }
            Analyte::Hdl => {
                if woman {
                    1.12
                } else {
                    0.88
                }
            }
            Analyte::Psa | Analyte::NtProBnp | Analyte::TroponinT => {
                (f64::from(years.max(30)) / 60.0).max(0.5)
            }
            Analyte::Ldl if years < 35 => 0.82,
            _ => 1.0,
        }
    }

    /// The estimated filtration of the kidneys from this sample's creatinine, in mL/min/1.73 m².
    ///
    /// Source: CKD-EPI 2009, as Norwegian laboratories report it.
    pub(crate) fn egfr(&self, creatinine_umol_l: f64, on: Date) -> f64 {
        let (kappa, alpha, factor) = match self.sex {
            Sex::Female => (0.7, -0.329, 1.018),
            Sex::Male => (0.9, -0.411, 1.0),
        };
        let ratio = creatinine_umol_l / 88.4 / kappa;
        let years = f64::from(age(self.birth, on).max(18));
        let shape = power(ratio.min(1.0), alpha) * power(ratio.max(1.0), -1.209);
        (141.0 * shape * power(0.993, years) * factor).min(125.0)
    }
}
