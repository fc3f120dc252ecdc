//! Amounts as searches compare them: the number with its precision, the unit by its code.

use std::borrow::Cow;

use super::decimal::{Decimal, Number};
use super::path::Data;
use super::token::System;
use super::unit::{self, UCUM};
use super::value::Prefix;
use super::walk;

/// An amount of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Amount {
    /// How the numbers are to stand to each other.
    pub prefix: Prefix,
    /// The number.
    pub number: Number,
    /// The system of the unit.
    pub system: System,
    /// The code of the unit, or its words where no system is said; none for any.
    pub unit: Option<String>,
}

/// The system of currencies.
const CURRENCY: &str = "urn:iso:std:iso:4217";

/// An amount of a document: from, to, and whether the ends belong to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Range {
    pub(crate) low: Option<Decimal>,
    pub(crate) high: Option<Decimal>,
}

impl Amount {
    /// Whether an element is such an amount.
    pub(crate) fn is(&self, data: Data, value: &str) -> bool {
        match data {
            Data::Quantity => self.is_quantity(value),
            Data::Money => self.is_money(value),
            Data::Range => self.is_range(value),
            Data::SampledData => self.is_sampled(value),
            _ => false,
        }
    }

    fn is_quantity(&self, value: &str) -> bool {
        let Some(number) = number(value, "value") else { return false };
        let range = match text(value, "comparator").as_deref() {
            None => Range { low: Some(number), high: Some(number) },
            Some("<" | "<=") => Range { low: None, high: Some(number) },
            Some(_) => Range { low: Some(number), high: None },
        };
        self.is_in(value, range)
    }

    fn is_range(&self, value: &str) -> bool {
        let (low, high) = (walk::member(value, "low"), walk::member(value, "high"));
        let end = |end: Option<&str>| end.and_then(|end| number(end, "value"));
        let range = Range { low: end(low), high: end(high) };
        (range.low.is_some() || range.high.is_some())
            && low.or(high).is_some_and(|quantity| self.is_in(quantity, range))
    }

    fn is_money(&self, value: &str) -> bool {
        let Some(number) = number(value, "value") else { return false };
        let is_system = match &self.system {
            System::Is(system) => system == CURRENCY,
            _ => true,
        };
        let is_unit = self.unit.is_none() || self.unit.as_deref() == text(value, "currency").as_deref();
        is_system
            && is_unit
            && self.prefix.holds(&self.number, Range { low: Some(number), high: Some(number) })
    }

    /// Each sample is an amount of its own.
    fn is_sampled(&self, value: &str) -> bool {
        let Some(origin) = walk::member(value, "origin") else { return false };
        let float = |object, name| number(object, name).map(Decimal::to_float);
        let (zero, factor) = (float(origin, "value").unwrap_or(0.0), float(value, "factor").unwrap_or(1.0));
        let data = text(value, "data").unwrap_or_default();
        data.split_whitespace().filter_map(Decimal::parse).any(|sample| {
            let number = Decimal::of_float(zero + factor * sample.to_float());
            number.is_some_and(|number| self.is_in(origin, Range { low: Some(number), high: Some(number) }))
        })
    }

    /// Whether a number with the unit of a quantity is such an amount.
    fn is_in(&self, quantity: &str, range: Range) -> bool {
        let Some(wanted) = self.unit.as_deref() else {
            let is_system = match &self.system {
                System::Is(system) => text(quantity, "system").as_deref() == Some(system),
                _ => true,
            };
            return is_system && self.prefix.holds(&self.number, range);
        };
        let code = text(quantity, "code");
        let is_unit = match &self.system {
            System::Is(system) => {
                let is_system = text(quantity, "system").as_deref() == Some(system);
                if is_system && system == UCUM && code.as_deref() != Some(wanted) {
                    let factor = code.as_deref().and_then(|code| unit::factor(code, wanted));
                    return factor.is_some_and(|factor| self.prefix.holds(&self.number, range.times(factor)));
                }
                is_system && code.as_deref() == Some(wanted)
            }
            _ => code.as_deref() == Some(wanted) || text(quantity, "unit").as_deref() == Some(wanted),
        };
        is_unit && self.prefix.holds(&self.number, range)
    }
}

impl Range {
    fn times(self, factor: f64) -> Self {
        let times = |end: Option<Decimal>| end.and_then(|end| Decimal::of_float(end.to_float() * factor));
        Self { low: times(self.low), high: times(self.high) }
    }
}

fn text<'t>(object: &'t str, name: &str) -> Option<Cow<'t, str>> {
    walk::member(object, name).and_then(walk::text)
}

fn number(object: &str, name: &str) -> Option<Decimal> {
    Decimal::parse(walk::member(object, name)?)
}
