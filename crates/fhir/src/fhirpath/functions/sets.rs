//! Lists as sets, and lists of truths.

use super::{Answer, Call, yes};
use crate::fhirpath::equality::{distinct, has};
use crate::fhirpath::item::{Item, Items};
use crate::fhirpath::operators::condition;
use crate::fhirpath::{Fault, execution};

pub(super) fn call<'a>(call: &Call<'_, '_, 'a>) -> Option<Answer<'a>> {
    let squared = call.input.len().saturating_mul(call.input.len());
    Some(match call.name {
        "distinct" => call.eval.spend(squared).map(|()| distinct(call.input.clone())),
        "isDistinct" => call
            .eval
            .spend(squared)
            .and_then(|()| yes(distinct(call.input.clone()).len() == call.input.len())),
        "union" => other(call).map(|other| distinct(call.input.iter().cloned().chain(other).collect())),
        "combine" => other(call).map(|other| call.input.iter().cloned().chain(other).collect()),
        "intersect" => other(call)
            .map(|other| distinct(call.input.iter().filter(|item| has(&other, item)).cloned().collect())),
        "exclude" => {
            other(call).map(|other| call.input.iter().filter(|item| !has(&other, item)).cloned().collect())
        }
        "subsetOf" => other(call).and_then(|other| yes(is_subset(&call.input, &other))),
        "supersetOf" => other(call).and_then(|other| yes(is_subset(&other, &call.input))),
        "allTrue" => truths(call).and_then(|truths| yes(truths.iter().all(|yes| *yes))),
        "anyTrue" => truths(call).and_then(|truths| yes(truths.iter().any(|yes| *yes))),
        "allFalse" => truths(call).and_then(|truths| yes(truths.iter().all(|yes| !*yes))),
        "anyFalse" => truths(call).and_then(|truths| yes(truths.iter().any(|yes| !*yes))),
        "not" => match condition(&call.input) {
            Ok(Some(truth)) => yes(!truth),
            Ok(None) => Ok(Vec::new()),
            Err(fault) => Err(fault),
        },
        _ => return None,
    })
}

fn other<'a>(call: &Call<'_, '_, 'a>) -> Result<Items<'a>, Fault> {
    let other = call.argument(0)?;
    call.eval.spend(call.input.len().saturating_mul(other.len()))?;
    Ok(other)
}

fn truths(call: &Call<'_, '_, '_>) -> Result<Vec<bool>, Fault> {
    call.input
        .iter()
        .map(|one| {
            one.truth().map_or_else(|| execution(format!("“{}” is a function of yes and no", call.name)), Ok)
        })
        .collect()
}

/// Whether each of the first is among the second.
fn is_subset(one: &[Item<'_>], two: &[Item<'_>]) -> bool {
    one.iter().all(|item| has(two, item))
}
