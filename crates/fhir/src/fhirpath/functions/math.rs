//! Numbers.

use rust_decimal::{Decimal, MathematicalOps, RoundingStrategy};

use super::{Answer, Call, some};
use crate::fhirpath::item::Item;
use crate::fhirpath::operators::single;
use crate::fhirpath::{Fault, Quantity, execution};

/// Digits to which roots and logarithms are told.
const DIGITS: u32 = 12;

pub(super) fn call<'a>(call: &Call<'_, '_, 'a>) -> Option<Answer<'a>> {
    if call.name == "abs" {
        return Some(absolute(call));
    }
    NAMES.contains(&call.name).then(|| match number(call)? {
        Some(number) => act(call, number).and_then(some),
        None => Ok(Vec::new()),
    })
}

/// The functions of one number.
const NAMES: [&str; 9] = ["ceiling", "floor", "truncate", "round", "exp", "ln", "sqrt", "log", "power"];

fn act<'a>(call: &Call<'_, '_, 'a>, number: Decimal) -> Result<Option<Item<'a>>, Fault> {
    Ok(match call.name {
        "ceiling" => whole(number.ceil()),
        "floor" => whole(number.floor()),
        "truncate" => whole(number.trunc()),
        "exp" => told(number.checked_exp()),
        "ln" => told(logarithm(number)),
        "sqrt" => told(number.sqrt()),
        "round" => round(call, number)?,
        "log" => log(call, number)?,
        _ => power(call, number)?,
    })
}

fn number(call: &Call<'_, '_, '_>) -> Result<Option<Decimal>, Fault> {
    match single(&call.input)? {
        None => Ok(None),
        Some(one) => one.decimal().map_or_else(
            || execution(format!("“{}” is a function of numbers", call.name)),
            |number| Ok(Some(number)),
        ),
    }
}

fn argument(call: &Call<'_, '_, '_>) -> Result<Option<Decimal>, Fault> {
    Ok(single(&call.argument(0)?)?.and_then(Item::decimal))
}

fn absolute<'a>(call: &Call<'_, '_, 'a>) -> Answer<'a> {
    let Some(one) = single(&call.input)? else { return Ok(Vec::new()) };
    some(Some(match one.value() {
        Item::Integer(number) => Item::Integer(number.saturating_abs()),
        Item::Decimal(number) => Item::Decimal(number.abs()),
        Item::Quantity(quantity) => Item::Quantity(Quantity { value: quantity.value.abs(), ..quantity }),
        _ => return execution("“abs” is a function of numbers"),
    }))
}

fn whole<'a>(number: Decimal) -> Option<Item<'a>> {
    i64::try_from(number).ok().map(Item::Integer)
}

fn told<'a>(number: Option<Decimal>) -> Option<Item<'a>> {
    number.map(|number| Item::Decimal(number.round_dp(DIGITS).normalize()))
}

fn logarithm(number: Decimal) -> Option<Decimal> {
    if number > Decimal::ZERO { number.checked_ln() } else { None }
}

fn round<'a>(call: &Call<'_, '_, 'a>, number: Decimal) -> Result<Option<Item<'a>>, Fault> {
    let digits = call.integer_argument(0)?.unwrap_or(0);
    let Ok(digits) = u32::try_from(digits) else { return execution("“round” wants a number of digits") };
    let rounded = number.round_dp_with_strategy(digits.min(28), RoundingStrategy::MidpointAwayFromZero);
    Ok(Some(Item::Decimal(rounded)))
}

fn log<'a>(call: &Call<'_, '_, 'a>, number: Decimal) -> Result<Option<Item<'a>>, Fault> {
    let base = argument(call)?.and_then(logarithm);
    let found = logarithm(number).zip(base).and_then(|(number, base)| number.checked_div(base));
    Ok(told(found))
}

fn power<'a>(call: &Call<'_, '_, 'a>, number: Decimal) -> Result<Option<Item<'a>>, Fault> {
    let Some(exponent) = argument(call)? else { return Ok(None) };
    // A root of what is negative is no real number.
    if number.is_sign_negative() && !exponent.fract().is_zero() {
        return Ok(None);
    }
    let is_whole = matches!(single(&call.input)?.map(Item::value), Some(Item::Integer(_)));
    let found = match i64::try_from(exponent) {
        Ok(whole) if exponent.fract().is_zero() => number.checked_powi(whole),
        _ => number.checked_powd(exponent),
    };
    let item = match found {
        Some(found) if is_whole && found.fract().is_zero() => i64::try_from(found).ok().map(Item::Integer),
        found => told(found),
    };
    Ok(item)
}
