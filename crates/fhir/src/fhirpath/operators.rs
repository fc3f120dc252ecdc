//! What the operators do.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use super::ast::Operator;
use super::equality::{self, distinct, has, lists_equal, lists_equivalent};
use super::item::{Item, Items};
use super::{Fault, execution, semantic};

/// Two lists joined by an operator. The logic of `and`, `or`, `xor` and `implies` takes truths, nothing being unknown.
pub(super) fn binary<'a>(operator: Operator, left: Items<'a>, right: Items<'a>) -> Result<Items<'a>, Fault> {
    use Operator as O;
    let truth = |truth: Option<bool>| Ok(truth.map(Item::Boolean).into_iter().collect());
    match operator {
        O::Implies | O::Or | O::Xor | O::And => truth(logic(operator, condition(&left)?, condition(&right)?)),
        O::Equal => truth(lists_equal(&left, &right)),
        O::NotEqual => truth(lists_equal(&left, &right).map(|yes| !yes)),
        O::Equivalent => truth(Some(lists_equivalent(&left, &right))),
        O::NotEquivalent => truth(Some(!lists_equivalent(&left, &right))),
        O::Union => Ok(distinct(left.into_iter().chain(right).collect())),
        O::In => membership(&left, &right),
        O::Contains => membership(&right, &left),
        O::Join => join(&left, &right),
        _ => {
            let (Some(one), Some(two)) = (single(&left)?, single(&right)?) else { return Ok(Vec::new()) };
            let (one, two) = (one.value(), two.value());
            match operator {
                O::Less | O::LessOrEqual | O::Greater | O::GreaterOrEqual => compare(operator, &one, &two),
                _ => Ok(arithmetic(operator, &one, &two)?.into_iter().collect()),
            }
        }
    }
}

/// The one thing of a list; nothing of an empty one.
pub(super) fn single<'i, 'a>(items: &'i [Item<'a>]) -> Result<Option<&'i Item<'a>>, Fault> {
    match items {
        [] => Ok(None),
        [one] => Ok(Some(one)),
        _ => execution("one value is needed here, and there are several"),
    }
}

/// A list as a condition: one thing that is no truth is there, and so true.
pub(super) fn condition(items: &[Item<'_>]) -> Result<Option<bool>, Fault> {
    Ok(single(items)?.map(|one| one.truth().unwrap_or(true)))
}

fn logic(operator: Operator, left: Option<bool>, right: Option<bool>) -> Option<bool> {
    match (operator, left, right) {
        (Operator::And, Some(false), _) | (Operator::And, _, Some(false)) => Some(false),
        (Operator::And, Some(true), Some(true)) => Some(true),
        (Operator::Or, Some(true), _) | (Operator::Or, _, Some(true)) => Some(true),
        (Operator::Or, Some(false), Some(false)) => Some(false),
        (Operator::Xor, Some(left), Some(right)) => Some(left != right),
        (Operator::Implies, Some(false), _) | (Operator::Implies, _, Some(true)) => Some(true),
        (Operator::Implies, Some(true), right) => right,
        _ => None,
    }
}

fn membership<'a>(one: &[Item<'a>], all: &[Item<'a>]) -> Result<Items<'a>, Fault> {
    Ok(single(one)?.map(|one| Item::Boolean(has(all, one))).into_iter().collect())
}

fn join<'a>(left: &[Item<'a>], right: &[Item<'a>]) -> Result<Items<'a>, Fault> {
    let text = |items: &[Item<'a>]| match single(items)? {
        None => Ok(String::new()),
        Some(one) => one.text().map_or_else(|| execution("“&” joins texts"), |text| Ok(text.into_owned())),
    };
    Ok(vec![Item::Text((text(left)? + &text(right)?).into())])
}

fn compare<'a>(operator: Operator, one: &Item<'a>, two: &Item<'a>) -> Result<Items<'a>, Fault> {
    if !equality::is_ordered(one, two) {
        return execution(format!("{} and {} have no order", one.kind().1, two.kind().1));
    }
    let holds = |order: Ordering| match operator {
        Operator::Less => order.is_lt(),
        Operator::LessOrEqual => order.is_le(),
        Operator::Greater => order.is_gt(),
        _ => order.is_ge(),
    };
    Ok(equality::order(one, two).map(|order| Item::Boolean(holds(order))).into_iter().collect())
}

fn arithmetic<'a>(operator: Operator, one: &Item<'a>, two: &Item<'a>) -> Result<Option<Item<'a>>, Fault> {
    match (one, two) {
        (Item::Text(a), Item::Text(b)) if operator == Operator::Plus => {
            Ok(Some(Item::Text(format!("{a}{b}").into())))
        }
        (Item::Moment(moment), Item::Quantity(quantity)) => {
            let sign = match operator {
                Operator::Plus => 1,
                Operator::Minus => -1,
                _ => return semantic("a date can be added to and subtracted from"),
            };
            if quantity.time().is_none() {
                return execution("what is added to a date has a unit of time, without means as UCUM's year");
            }
            Ok(moment.plus(quantity, sign).map(Item::Moment))
        }
        (Item::Moment(_), _) => semantic("what is added to a date has a unit of time"),
        (Item::Quantity(a), Item::Quantity(b)) => quantities(operator, (a, b)),
        (Item::Integer(a), Item::Integer(b)) => Ok(integers(operator, (*a, *b))),
        _ => match (one.decimal(), two.decimal()) {
            (Some(a), Some(b)) => Ok(decimals(operator, (a, b))),
            _ => execution(format!("{} and {} do not go together", one.kind().1, two.kind().1)),
        },
    }
}

fn integers<'a>(operator: Operator, (a, b): (i64, i64)) -> Option<Item<'a>> {
    let whole = match operator {
        Operator::Plus => a.checked_add(b),
        Operator::Minus => a.checked_sub(b),
        Operator::Times => a.checked_mul(b),
        Operator::Div => a.checked_div(b),
        Operator::Mod => a.checked_rem(b),
        _ => return decimals(operator, (Decimal::from(a), Decimal::from(b))),
    };
    whole.map(Item::Integer)
}

fn decimals<'a>(operator: Operator, (a, b): (Decimal, Decimal)) -> Option<Item<'a>> {
    let number = match operator {
        Operator::Plus => a.checked_add(b),
        Operator::Minus => a.checked_sub(b),
        Operator::Times => a.checked_mul(b),
        Operator::Over => a.checked_div(b),
        Operator::Mod => a.checked_rem(b),
        _ => return i64::try_from(a.checked_div(b)?.trunc()).ok().map(Item::Integer),
    };
    number.map(Item::Decimal)
}

fn quantities<'a>(
    operator: Operator,
    (a, b): (&super::Quantity, &super::Quantity),
) -> Result<Option<Item<'a>>, Fault> {
    let negative = super::Quantity { value: -b.value, ..b.clone() };
    Ok(match operator {
        Operator::Plus => a.plus(b),
        Operator::Minus => a.plus(&negative),
        Operator::Times => a.times(b),
        Operator::Over => a.over(b),
        _ => return execution("amounts with a unit are added, multiplied and divided"),
    }
    .map(Item::Quantity))
}
