//! What a value can be at most and at least, how precisely it is known, and what the time is.

use rust_decimal::{Decimal, RoundingStrategy};

use super::{Answer, Call, some, yes};
use crate::fhirpath::item::Item;
use crate::fhirpath::moment::Moment;
use crate::fhirpath::operators::single;
use crate::fhirpath::{Quantity, execution};

/// Digits of a boundary, where none are asked for.
const DIGITS: i64 = 8;
/// Digits a number can have.
const DIGITS_MAX: i64 = 28;

pub(super) fn call<'a>(call: &Call<'_, '_, 'a>) -> Option<Answer<'a>> {
    Some(match call.name {
        "lowBoundary" => boundary(call, false),
        "highBoundary" => boundary(call, true),
        "precision" => precision(call),
        "comparable" => comparable(call),
        "now" => some(Some(Item::Moment(Moment::now(&call.eval.context.now)))),
        "today" => some(Some(Item::Moment(Moment::now(&call.eval.context.now).as_date()))),
        "timeOfDay" => some(Some(Item::Moment(Moment::now(&call.eval.context.now).as_time()))),
        _ => return None,
    })
}

fn boundary<'a>(call: &Call<'_, '_, 'a>, is_high: bool) -> Answer<'a> {
    let Some(one) = single(&call.input)? else { return Ok(Vec::new()) };
    let precision = call.integer_argument(0)?;
    some(match one.value() {
        Item::Moment(moment) => moment.boundary(is_high, precision).map(Item::Moment),
        Item::Quantity(quantity) => edge(quantity.value, is_high, precision)
            .map(|value| Item::Quantity(Quantity { value, ..quantity })),
        other => match other.decimal() {
            Some(number) => edge(number, is_high, precision).map(Item::Decimal),
            None => return execution(format!("“{}” is a function of numbers and dates", call.name)),
        },
    })
}

/// Half a unit of the last digit away, told to a number of digits.
fn edge(number: Decimal, is_high: bool, precision: Option<i64>) -> Option<Decimal> {
    let digits = precision.unwrap_or(DIGITS);
    let digits = u32::try_from(digits).ok().filter(|_| digits <= DIGITS_MAX)?;
    let half = Decimal::try_new(5, number.scale() + 1).ok()?;
    let edge = if is_high { number.checked_add(half)? } else { number.checked_sub(half)? };
    let strategy =
        if is_high { RoundingStrategy::ToPositiveInfinity } else { RoundingStrategy::ToNegativeInfinity };
    let mut edge = edge.round_dp_with_strategy(digits, strategy);
    edge.rescale(digits);
    Some(edge)
}

fn precision<'a>(call: &Call<'_, '_, 'a>) -> Answer<'a> {
    let Some(one) = single(&call.input)? else { return Ok(Vec::new()) };
    let digits = match one.value() {
        Item::Moment(moment) => moment.precision(),
        other => match other.decimal() {
            Some(number) => i64::from(number.scale()),
            None => return execution("“precision” is a function of numbers and dates"),
        },
    };
    some(Some(Item::Integer(digits)))
}

fn comparable<'a>(call: &Call<'_, '_, 'a>) -> Answer<'a> {
    let other = call.argument(0)?;
    match (single(&call.input)?.and_then(Item::quantity), single(&other)?.and_then(Item::quantity)) {
        (Some(one), Some(other)) => yes(one.is_comparable(&other)),
        _ => Ok(Vec::new()),
    }
}
