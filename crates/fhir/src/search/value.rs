//! Values of a query, read as the type of their parameter asks.

use jiff::Timestamp;

use super::date::Span;
use super::decimal::{Decimal, Number};
use super::fold;
use super::issue::Reason;
use super::pairs::{split, unescape};
use super::quantity::{Amount, Range};
use super::reference::Target;
use super::table::{Kind, Param};
use super::test::Modifier;
use super::token::{OfType, System, Token};

/// How two values are to stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are FHIR's own")]
pub enum Prefix {
    Eq,
    Ne,
    Gt,
    Lt,
    Ge,
    Le,
    Sa,
    Eb,
    Ap,
}

impl Prefix {
    /// Takes the prefix off a value. Without one it is `eq`.
    fn take(text: &str) -> (Self, &str) {
        let Some((first, rest)) = text.split_at_checked(2) else { return (Self::Eq, text) };
        let prefix = match first {
            "eq" => Self::Eq,
            "ne" => Self::Ne,
            "gt" => Self::Gt,
            "lt" => Self::Lt,
            "ge" => Self::Ge,
            "le" => Self::Le,
            "sa" => Self::Sa,
            "eb" => Self::Eb,
            "ap" => Self::Ap,
            _ => return (Self::Eq, text),
        };
        (prefix, rest)
    }

    /// Whether moments of a document stand so to those of a query.
    pub(crate) const fn holds_span(self, asked: Span, found: Span) -> bool {
        let is_inside = asked.start_us <= found.start_us && found.end_us <= asked.end_us;
        match self {
            Self::Eq => is_inside,
            Self::Ne => !is_inside,
            Self::Gt => found.end_us > asked.end_us,
            Self::Lt => found.start_us < asked.start_us,
            Self::Ge => found.end_us > asked.start_us,
            Self::Le => found.start_us < asked.end_us,
            Self::Sa => found.start_us >= asked.end_us,
            Self::Eb => found.end_us <= asked.start_us,
            Self::Ap => found.start_us < asked.end_us && found.end_us > asked.start_us,
        }
    }

    /// Whether a number of a document stands so to one of a query. Greater and less compare with the number itself,
    /// equality with what its digits may mean.
    pub(crate) fn holds(self, asked: &Number, found: Range) -> bool {
        let is_inside = |low: Decimal, high: Decimal| {
            found.low.is_some_and(|one| one >= low) && found.high.is_some_and(|one| one < high)
        };
        let value = asked.value;
        match self {
            Self::Eq => is_inside(asked.low, asked.high),
            Self::Ne => !is_inside(asked.low, asked.high),
            Self::Gt => found.high.is_none_or(|high| high > value),
            Self::Lt => found.low.is_none_or(|low| low < value),
            Self::Ge => found.high.is_none_or(|high| high >= value),
            Self::Le => found.low.is_none_or(|low| low <= value),
            Self::Sa => found.low.is_some_and(|low| low > value),
            Self::Eb => found.high.is_some_and(|high| high < value),
            Self::Ap => {
                let (low, high) = asked.about();
                found.low.is_none_or(|one| one <= high) && found.high.is_none_or(|one| one >= low)
            }
        }
    }
}

/// One value; several with commas between are alternatives.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A number.
    Number(Prefix, Number),
    /// Moments.
    Date(Prefix, Span),
    /// Text: folded, unless it is to be exact.
    Text(String),
    /// A code, an identifier or a truth.
    Token(Token),
    /// An identifier of a kind.
    OfType(OfType),
    /// A reference.
    Reference(Target),
    /// An address.
    Uri(String),
    /// An amount.
    Amount(Amount),
    /// The components of a composite.
    Parts(Vec<Self>),
    /// A circle on the earth: latitude and longitude in degrees, radius in kilometres.
    Near([f64; 3]),
}

/// What reading a value needs to know besides it.
#[derive(Clone, Copy, Debug)]
pub struct Setting<'s> {
    /// The address of this server's FHIR interface, without a slash at its end.
    pub base: &'s str,
    /// The time.
    pub now: Timestamp,
}

/// Reads a value of a parameter.
pub(crate) fn value(
    param: &Param,
    modifier: &Modifier,
    text: &str,
    setting: Setting<'_>,
) -> Result<Value, Reason> {
    if text.is_empty() {
        return Err(Reason::Empty);
    }
    match modifier {
        Modifier::Exact => return Ok(Value::Text(unescape(text))),
        Modifier::Text => return Ok(Value::Text(fold::fold(&unescape(text)))),
        Modifier::Identifier => return token(text).map(Value::Token),
        Modifier::OfType => return of_type(text).map(Value::OfType),
        Modifier::Type(kind) => {
            let target = match target(text, setting)? {
                Target::Here(None, id) => Target::Here(Some(*kind), id),
                other => other,
            };
            return Ok(Value::Reference(target));
        }
        _ => {}
    }
    if param.kind == Kind::Composite {
        let pieces = split(text, '$');
        if pieces.len() != param.parts.len() {
            return Err(Reason::Value("as many components with $ between as the parameter has"));
        }
        let part = |(piece, kind): (&str, Kind)| plain(kind, piece, setting);
        let kinds = param.parts.iter().map(|part| part.kind);
        return pieces.into_iter().zip(kinds).map(part).collect::<Result<_, _>>().map(Value::Parts);
    }
    plain(param.kind, text, setting)
}

fn plain(kind: Kind, text: &str, setting: Setting<'_>) -> Result<Value, Reason> {
    Ok(match kind {
        Kind::Number => {
            let (prefix, number) = number(text)?;
            Value::Number(prefix, number)
        }
        Kind::Date => {
            let (prefix, span) = date(text, setting.now)?;
            Value::Date(prefix, span)
        }
        Kind::String => Value::Text(fold::fold(&unescape(text))),
        Kind::Token => Value::Token(token(text)?),
        Kind::Reference => Value::Reference(target(text, setting)?),
        Kind::Quantity => Value::Amount(amount(text)?),
        Kind::Uri => Value::Uri(unescape(text)),
        Kind::Special => Value::Near(near(text)?),
        Kind::Composite => return Err(Reason::Unsupported("a composite in a composite")),
    })
}

fn number(text: &str) -> Result<(Prefix, Number), Reason> {
    let (prefix, text) = Prefix::take(text);
    Number::parse(text).map(|number| (prefix, number)).ok_or(Reason::Value("a number"))
}

fn date(text: &str, now: Timestamp) -> Result<(Prefix, Span), Reason> {
    let (prefix, text) = Prefix::take(text);
    // A `+` that was not written as %2B has become a space.
    let span = Span::parse(&text.replace(' ', "+")).ok_or(Reason::Value("a date"))?;
    Ok((prefix, if prefix == Prefix::Ap { span.about(now) } else { span }))
}

fn token(text: &str) -> Result<Token, Reason> {
    let filled = |code: &str| Some(unescape(code)).filter(|code| !code.is_empty());
    let token = match &split(text, '|')[..] {
        [code] => Token { system: System::Any, code: filled(code) },
        ["", code] => Token { system: System::None, code: filled(code) },
        [system, code] => Token { system: System::Is(unescape(system)), code: filled(code) },
        _ => return Err(Reason::Value("a code, or a system and a code with | between")),
    };
    let says_something = token.code.is_some() || matches!(token.system, System::Is(_));
    if says_something { Ok(token) } else { Err(Reason::Empty) }
}

fn of_type(text: &str) -> Result<OfType, Reason> {
    match &split(text, '|')[..] {
        [system, code, value] if !code.is_empty() && !value.is_empty() => {
            let system = if system.is_empty() { System::Any } else { System::Is(unescape(system)) };
            Ok(OfType { kind: Token { system, code: Some(unescape(code)) }, value: unescape(value) })
        }
        _ => Err(Reason::Value("a system, a code and a value with | between")),
    }
}

fn target(text: &str, setting: Setting<'_>) -> Result<Target, Reason> {
    Target::parse(&unescape(text), setting.base).ok_or(Reason::Value("a reference"))
}

fn amount(text: &str) -> Result<Amount, Reason> {
    let pieces = split(text, '|');
    let (prefix, number) = number(pieces[0])?;
    let (system, unit) = match pieces[1..] {
        [] => ("", ""),
        [system, unit] => (system, unit),
        _ => return Err(Reason::Value("a number, or a number, a system and a unit with | between")),
    };
    let system = if system.is_empty() { System::Any } else { System::Is(unescape(system)) };
    Ok(Amount { prefix, number, system, unit: Some(unescape(unit)).filter(|unit| !unit.is_empty()) })
}

/// Kilometres in an international mile.
const KM_IN_MILE: f64 = 1.609_344;
/// How near is near where nobody says.
const NEAR_KM: f64 = 50.0;

fn near(text: &str) -> Result<[f64; 3], Reason> {
    let fault =
        Reason::Value("a latitude, a longitude and perhaps a distance and km, m or [mi_us] with | between");
    let pieces = split(text, '|');
    let float = |text: &str| Decimal::parse(text).map(Decimal::to_float);
    let place = |number: usize| pieces.get(number).and_then(|piece| float(piece));
    let (Some(latitude), Some(longitude)) = (place(0), place(1)) else { return Err(fault) };
    let unit = match pieces.get(3).copied().unwrap_or("km") {
        "km" | "" => 1.0,
        "m" => 1e-3,
        "[mi_us]" | "[mi_i]" | "mi" => KM_IN_MILE,
        _ => return Err(fault),
    };
    let radius = match pieces.get(2) {
        None => NEAR_KM,
        Some(text) => float(text).ok_or(fault)? * unit,
    };
    Ok([latitude, longitude, radius])
}
