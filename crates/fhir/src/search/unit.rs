//! Units by their UCUM codes: which can be turned into each other, and by which factor.
//!
//! Units of their own kind (`[IU]`), those without a factor (temperatures, logarithms) and what stands in braces are never turned into anything else: `mL/min` and
//! `mL/min/{1.73_m2}` are two units. Temperatures have no factor. What is not known here is only equal to itself.

use std::collections::HashMap;
use std::sync::LazyLock;

mod table;

/// The system of UCUM codes.
pub const UCUM: &str = "http://unitsofmeasure.org";

/// Deeper brackets than any unit has.
const DEPTH_MAX: u8 = 4;
/// Bytes of a code: no unit is longer, and each note in it is looked for among those before it.
const CODE_MAX: usize = 200;
/// Powers beyond this are no unit of anything.
const POWER_MAX: i32 = 30;

/// Metre, gram, second, mole, kelvin, ampere, candela, radian.
type Dimensions = [i32; 8];

/// Prefixes of metric units. Source: the UCUM specification, version 2.2, table 1.
const PREFIXES: &[(&str, f64)] = &[
    ("Ki", 1024.0),
    ("Mi", 1_048_576.0),
    ("Gi", 1_073_741_824.0),
    ("Ti", 1_099_511_627_776.0),
    ("da", 1e1),
    ("Y", 1e24),
    ("Z", 1e21),
    ("E", 1e18),
    ("P", 1e15),
    ("T", 1e12),
    ("G", 1e9),
    ("M", 1e6),
    ("k", 1e3),
    ("h", 1e2),
    ("d", 1e-1),
    ("c", 1e-2),
    ("m", 1e-3),
    ("u", 1e-6),
    ("n", 1e-9),
    ("p", 1e-12),
    ("f", 1e-15),
    ("a", 1e-18),
    ("z", 1e-21),
    ("y", 1e-24),
];

/// The base units, in the order of [`Dimensions`].
const BASE: [&str; 8] = ["m", "g", "s", "mol", "K", "A", "cd", "rad"];

/// A unit that has a name, and whether it takes prefixes.
type Named = (Unit, bool);

/// The units that have names. Those that are told by others come after them in the specification but for a few, so what is not
/// understood at first is read again.
static NAMED: LazyLock<HashMap<&'static str, Named>> = LazyLock::new(|| {
    let mut named: HashMap<&'static str, Named> = HashMap::new();
    for (place, name) in BASE.iter().enumerate() {
        let mut unit = Unit::ONE;
        unit.dimensions[place] = 1;
        named.insert(name, (unit, true));
    }
    // By itself: the ampere is a base unit here.
    let mut waiting: Vec<&'static str> = std::iter::once("+C 1 A.s").chain(table::UNITS.lines()).collect();
    loop {
        let before = waiting.len();
        waiting.retain(|line| {
            line_read(line, &named).is_none_or(|(name, unit)| {
                named.insert(name, unit);
                false
            })
        });
        if waiting.is_empty() || waiting.len() == before {
            return named;
        }
    }
});

fn line_read(line: &'static str, named: &HashMap<&'static str, Named>) -> Option<(&'static str, Named)> {
    let (name, rest) = line.split_once(' ')?;
    let (is_metric, name) = name.strip_prefix('+').map_or((false, name), |name| (true, name));
    let unit = match rest.split_once(' ') {
        Some((number, definition)) => {
            let unit = Unit::parse(definition, named)?;
            Unit { factor: unit.factor * number.parse::<f64>().ok()?, ..unit }
        }
        None => Unit::own(name),
    };
    Some((name, (unit, is_metric)))
}

#[derive(Clone, Debug, PartialEq)]
struct Unit {
    factor: f64,
    dimensions: Dimensions,
    /// Units of their own kind and notes, with their powers.
    own: Vec<(String, i32)>,
}

/// What an amount in one unit is to be multiplied with to be in another; nothing where that has no meaning.
#[must_use]
pub fn factor(from: &str, to: &str) -> Option<f64> {
    if from == to {
        return Some(1.0);
    }
    let (from, to) = (Unit::parse(from, &NAMED)?, Unit::parse(to, &NAMED)?);
    let factor = from.factor / to.factor;
    (from.dimensions == to.dimensions && from.own == to.own && factor.is_finite() && factor > 0.0)
        .then_some(factor)
}

/// Whether a text is a code of a unit in UCUM.
#[must_use]
pub fn is_known(code: &str) -> bool {
    Unit::parse(code, &NAMED).is_some()
}

impl Unit {
    const ONE: Self = Self { factor: 1.0, dimensions: [0; 8], own: Vec::new() };

    fn parse(code: &str, named: &HashMap<&'static str, Named>) -> Option<Self> {
        if code.len() > CODE_MAX {
            return None;
        }
        let mut reader = Reader { rest: code, named };
        let mut unit = reader.term(0)?;
        unit.own.retain(|(_, power)| *power != 0);
        unit.own.sort();
        reader.rest.is_empty().then_some(unit)
    }

    fn times(mut self, other: &Self, power: i32) -> Self {
        self.factor *= other.factor.powi(power);
        for (one, other) in self.dimensions.iter_mut().zip(other.dimensions) {
            *one += other * power;
        }
        for (name, its) in &other.own {
            match self.own.iter_mut().find(|(known, _)| known == name) {
                Some((_, known)) => *known += its * power,
                None => self.own.push((name.clone(), its * power)),
            }
        }
        self
    }

    fn own(name: &str) -> Self {
        Self { own: vec![(name.to_owned(), 1)], ..Self::ONE }
    }

    fn atom(name: &str, named: &HashMap<&'static str, Named>) -> Option<Self> {
        if let Some((unit, _)) = named.get(name) {
            return Some(unit.clone());
        }
        PREFIXES.iter().find_map(|(prefix, factor)| {
            let (unit, is_metric) = named.get(name.strip_prefix(prefix)?)?;
            is_metric.then(|| Self { factor: unit.factor * factor, ..unit.clone() })
        })
    }
}

struct Reader<'c> {
    rest: &'c str,
    named: &'c HashMap<&'static str, Named>,
}

impl Reader<'_> {
    fn eat(&mut self, sign: char) -> bool {
        let rest = self.rest.strip_prefix(sign);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn term(&mut self, depth: u8) -> Option<Unit> {
        let mut power = if self.eat('/') { -1 } else { 1 };
        let mut unit = Unit::ONE;
        loop {
            let part = self.part(depth)?;
            unit = unit.times(&part, power);
            if unit.dimensions.iter().any(|one| one.abs() > POWER_MAX) {
                return None;
            }
            power = match (self.eat('.'), self.eat('/')) {
                (true, _) => 1,
                (_, true) => -1,
                _ => return Some(unit),
            };
        }
    }

    fn part(&mut self, depth: u8) -> Option<Unit> {
        if self.eat('(') {
            let inner = if depth < DEPTH_MAX { self.term(depth + 1)? } else { return None };
            return self.eat(')').then_some(inner);
        }
        let mut unit = if self.rest.starts_with('{') { Unit::ONE } else { self.powered()? };
        while self.rest.starts_with('{') {
            let end = self.rest.find('}')? + 1;
            if !self.rest[..end].is_ascii() {
                return None;
            }
            unit = unit.times(&Unit::own(&self.rest[..end]), 1);
            self.rest = &self.rest[end..];
        }
        Some(unit)
    }

    /// An atom or a number with its power.
    fn powered(&mut self) -> Option<Unit> {
        if let Some(rest) = self.rest.strip_prefix("10*").or_else(|| self.rest.strip_prefix("10^")) {
            self.rest = rest;
            let power = self.power()?;
            return Some(Unit { factor: 10_f64.powi(power), ..Unit::ONE });
        }
        if self.rest.starts_with(|letter: char| letter.is_ascii_digit()) {
            let number = self.digits();
            return Some(Unit { factor: number.parse().ok()?, ..Unit::ONE });
        }
        let named = self.named;
        let atom = Unit::atom(self.name(), named)?;
        let power = self.power()?;
        Some(Unit::ONE.times(&atom, power))
    }

    fn digits(&mut self) -> &str {
        let end = self.rest.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(self.rest.len());
        let (digits, rest) = self.rest.split_at(end);
        self.rest = rest;
        digits
    }

    fn power(&mut self) -> Option<i32> {
        let is_negative = self.eat('-');
        let is_signed = is_negative || self.eat('+');
        let digits = self.digits();
        if digits.is_empty() {
            return (!is_signed).then_some(1);
        }
        let power: i32 = digits.parse().ok().filter(|power| *power <= POWER_MAX)?;
        Some(if is_negative { -power } else { power })
    }

    /// Up to a sign, a digit or a note; what stands in square brackets is part of the name.
    fn name(&mut self) -> &'_ str {
        let mut is_inside = false;
        let ends = |letter: char| {
            match letter {
                '[' => is_inside = true,
                ']' => is_inside = false,
                _ => {}
            }
            !is_inside && matches!(letter, '.' | '/' | '(' | ')' | '{' | '}' | '+' | '-' | '0'..='9')
        };
        let end = self.rest.find(ends).unwrap_or(self.rest.len());
        let (name, rest) = self.rest.split_at(end);
        self.rest = rest;
        name
    }
}

#[cfg(test)]
mod tests {
    use super::factor;
    use proptest::prelude::{any, proptest};

    #[test]
    fn units_are_turned_into_each_other() {
        for (from, to, expected) in [
            ("g/L", "g/dL", 0.1),
            ("mg/dL", "g/L", 0.01),
            ("mmol/L", "umol/L", 1000.0),
            ("kg", "[lb_av]", 2.204_622_6),
            ("cm", "m", 0.01),
            ("h", "min", 60.0),
            ("mm[Hg]", "kPa", 0.133_322),
            ("10*9/L", "10*3/uL", 1.0),
            ("U/L", "nkat/L", 1000.0 / 60.0),
            ("k[IU]/L", "[IU]/mL", 1.0),
            ("[iU]/L", "[IU]/L", 1.0),
            ("[degF]", "[degF]", 1.0),
            ("[psi]", "kPa", 6.894_757),
            ("/min", "Hz", 1.0 / 60.0),
            ("kg/m2", "g/cm2", 0.1),
            ("%", "1", 0.01),
            ("mL/min/{1.73_m2}", "L/h/{1.73_m2}", 0.06),
        ] {
            let found = factor(from, to).unwrap_or_else(|| panic!("{from} to {to}"));
            assert!((found / expected - 1.0).abs() < 1e-6, "{from} to {to}: {found}");
        }
        for (from, to) in [
            ("mg/dL", "mmol/L"),
            ("mL/min", "mL/min/{1.73_m2}"),
            ("[IU]/L", "U/L"),
            ("Cel", "K"),
            ("[pH]", "mol/L"),
            ("mL/min", "mL/min/{ø}"),
            ("kg", "m"),
            ("furlong", "m"),
            ("m/", "m"),
            ("", "1"),
        ] {
            assert_eq!(factor(from, to), None, "{from} to {to}");
        }
    }

    proptest! {
        #[test]
        fn nothing_panics(one in "[a-zA-Z0-9./(){}*^+%\\[\\]-]{0,30}", other in any::<String>()) {
            let _ = (factor(&one, "m"), factor("m", &other));
        }
    }
}
