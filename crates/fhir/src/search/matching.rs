//! Whether a document is what a parameter asks for.

use std::borrow::Cow;

use super::date;
use super::decimal::Decimal;
use super::fold;
use super::path::{Data, Path};
use super::quantity::Range;
use super::reference;
use super::row::Row;
use super::table::{Param, Part};
use super::test::{Modifier, Test};
use super::token;
use super::value::Value;
use super::walk;

impl Test {
    /// Whether the document is what is asked for. A link that has not been answered holds for none.
    pub fn holds(&self, row: &mut Row<'_>) -> bool {
        match self {
            Self::Any { param, modifier, values } if !param.parts.is_empty() => {
                *modifier == Modifier::Plain && composite(param, values, row)
            }
            Self::Any { param, values, .. } if is_about_death(param) => {
                let is_dead = is_dead(param, row);
                values.iter().any(|value| match value {
                    Value::Token(token) => {
                        token.code.as_deref() == Some(if is_dead { "true" } else { "false" })
                    }
                    _ => false,
                })
            }
            Self::Any { param, modifier, values } => {
                let found = param.paths.iter().any(|path| {
                    path.visit(row, &mut |found| {
                        values.iter().any(|value| answers(value, modifier, (path, found)))
                    })
                });
                found != (*modifier == Modifier::Not)
            }
            Self::Missing { param, is_missing } => {
                let is_there =
                    is_about_death(param) || param.paths.iter().any(|path| path.visit(row, &mut |_| true));
                is_there != *is_missing
            }
            Self::Linked(link) => link.holds(row),
            Self::Words { words, in_narrative: true } => row
                .member("text")
                .and_then(|text| walk::member(text, "div"))
                .is_some_and(|div| has_words(div, words)),
            Self::Words { words, .. } => has_words(row.text(), words),
        }
    }
}

fn is_about_death(param: &Param) -> bool {
    param.paths.iter().any(|path| path.data == Data::Alive)
}

fn is_dead(param: &Param, row: &mut Row<'_>) -> bool {
    param.paths.iter().any(|path| path.visit(row, &mut |value| value != "false"))
}

fn has_words(value: &str, words: &[String]) -> bool {
    let text = fold::fold(&walk::text(value).unwrap_or(Cow::Borrowed(value)));
    words.iter().all(|word| text.contains(word.as_str()))
}

fn composite(param: &Param, values: &[Value], row: &mut Row<'_>) -> bool {
    let top = row.text();
    param.paths.iter().any(|path| {
        path.visit(row, &mut |base| {
            values.iter().any(|value| match value {
                Value::Parts(values) => {
                    param.parts.iter().zip(values).all(|(part, value)| component(part, value, (base, top)))
                }
                _ => false,
            })
        })
    })
}

fn component(part: &Part, value: &Value, (base, top): (&str, &str)) -> bool {
    part.paths.iter().any(|path| {
        let from = if path.is_from_top { top } else { base };
        path.visit_in(from, &mut |found| answers(value, &Modifier::Plain, (path, found)))
    })
}

/// Whether one value of a document is one of a query.
fn answers(value: &Value, modifier: &Modifier, (path, found): (&Path, &str)) -> bool {
    match value {
        Value::Token(token) if *modifier == Modifier::Identifier => walk::member(found, "identifier")
            .is_some_and(|identifier| token.is_pair(identifier, ("system", "value"))),
        Value::Token(token) => token.is(path, found),
        Value::Text(text) if *modifier == Modifier::Text => token::has_words(path.data, found, text),
        Value::Text(text) => strings(path.data, found, &mut |found| match modifier {
            Modifier::Exact => found == text,
            Modifier::Contains => fold::fold(found).contains(text.as_str()),
            _ => fold::begins(found, text),
        }),
        Value::Reference(target) => refers(path.data, found, &mut |reference| target.is(reference)),
        Value::Date(prefix, span) => {
            date::spans(path.data, found, &mut |found| prefix.holds_span(*span, found))
        }
        Value::Amount(amount) => amount.is(path.data, found),
        Value::Number(prefix, number) => Decimal::parse(found)
            .is_some_and(|found| prefix.holds(number, Range { low: Some(found), high: Some(found) })),
        Value::Uri(uri) => walk::text(found).is_some_and(|found| is_uri(uri, modifier, &found)),
        Value::OfType(kind) => path.data == Data::Identifier && kind.is(found),
        Value::Near(circle) => is_near(*circle, found),
        Value::Parts(_) => false,
    }
}

fn is_uri(wanted: &str, modifier: &Modifier, found: &str) -> bool {
    let lies_under = |below: &str, above: &str| {
        let above = above.trim_end_matches('/');
        below.strip_prefix(above).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    match modifier {
        Modifier::Below => lies_under(found, wanted),
        Modifier::Above => lies_under(wanted, found),
        _ => wanted == found,
    }
}

/// Shows where a reference points to.
pub(crate) fn refers(data: Data, found: &str, see: &mut dyn FnMut(&str) -> bool) -> bool {
    if data == Data::Resource {
        let text = |name| walk::member(found, name).and_then(walk::text);
        let (Some(kind), Some(id)) = (text("resourceType"), text("id")) else { return false };
        return see(&format!("{kind}/{id}"));
    }
    reference::text_of(found).is_some_and(|text| see(&text))
}

/// Shows the texts of an element that a string search looks at.
pub(crate) fn strings(data: Data, found: &str, see: &mut dyn FnMut(&str) -> bool) -> bool {
    const NAME: &[&str] = &["family", "given", "text", "prefix", "suffix"];
    const ADDRESS: &[&str] = &["text", "line", "city", "district", "state", "postalCode", "country"];
    let parts = match data {
        Data::HumanName => NAME,
        Data::Address => ADDRESS,
        _ => return walk::text(found).is_some_and(|text| see(&text)),
    };
    walk::members(found)
        .filter(|(name, _)| parts.contains(name))
        .any(|(_, value)| walk::items(value).any(|item| walk::text(item).is_some_and(|text| see(&text))))
}

/// The mean radius of the earth in kilometres. Source: IUGG, R₁.
const EARTH_KM: f64 = 6371.0088;

fn is_near([latitude, longitude, radius_km]: [f64; 3], position: &str) -> bool {
    let float = |name| walk::member(position, name).and_then(Decimal::parse).map(Decimal::to_float);
    let (Some(its_latitude), Some(its_longitude)) = (float("latitude"), float("longitude")) else {
        return false;
    };
    let half = |one: f64, other: f64| ((one - other).to_radians() / 2.0).sin().powi(2);
    let along = latitude.to_radians().cos() * its_latitude.to_radians().cos();
    let chord = half(latitude, its_latitude) + along * half(longitude, its_longitude);
    2.0 * EARTH_KM * chord.clamp(0.0, 1.0).sqrt().asin() <= radius_km
}
