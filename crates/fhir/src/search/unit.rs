//! Units by their UCUM codes, as far as laboratories and wards use them: which can be turned into each other, and by
//! which factor.
//!
//! Units of their own kind (`[IU]`) and what stands in braces are never turned into anything else: `mL/min` and
//! `mL/min/{1.73_m2}` are two units. Temperatures have no factor. What is not known here is only equal to itself.

/// The system of UCUM codes.
pub const UCUM: &str = "http://unitsofmeasure.org";

/// Deeper brackets than any unit has.
const DEPTH_MAX: u8 = 4;
/// Powers beyond this are no unit of anything.
const POWER_MAX: i32 = 30;

/// Metre, gram, second, mole, kelvin, ampere, candela, radian.
type Dimensions = [i32; 8];

/// Prefixes of metric units. Source: the SI brochure (BIPM), 9th edition, table 7.
const PREFIXES: &[(&str, f64)] = &[
    ("da", 1e1),
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
];

/// Units that take prefixes: in metres, grams, seconds and the rest. Source: the SI brochure, 9th edition, tables 2, 4 and 8;
/// the litre is 0.001 m³, the enzyme unit 1 µmol/min, the thermochemical calorie 4.184 J.
const METRIC: &[(&str, f64, Dimensions)] = &[
    ("m", 1.0, [1, 0, 0, 0, 0, 0, 0, 0]),
    ("g", 1.0, [0, 1, 0, 0, 0, 0, 0, 0]),
    ("s", 1.0, [0, 0, 1, 0, 0, 0, 0, 0]),
    ("mol", 1.0, [0, 0, 0, 1, 0, 0, 0, 0]),
    ("eq", 1.0, [0, 0, 0, 1, 0, 0, 0, 0]),
    ("osm", 1.0, [0, 0, 0, 1, 0, 0, 0, 0]),
    ("K", 1.0, [0, 0, 0, 0, 1, 0, 0, 0]),
    ("A", 1.0, [0, 0, 0, 0, 0, 1, 0, 0]),
    ("cd", 1.0, [0, 0, 0, 0, 0, 0, 1, 0]),
    ("rad", 1.0, [0, 0, 0, 0, 0, 0, 0, 1]),
    ("L", 1e-3, [3, 0, 0, 0, 0, 0, 0, 0]),
    ("l", 1e-3, [3, 0, 0, 0, 0, 0, 0, 0]),
    ("Hz", 1.0, [0, 0, -1, 0, 0, 0, 0, 0]),
    ("Bq", 1.0, [0, 0, -1, 0, 0, 0, 0, 0]),
    ("N", 1e3, [1, 1, -2, 0, 0, 0, 0, 0]),
    ("Pa", 1e3, [-1, 1, -2, 0, 0, 0, 0, 0]),
    ("bar", 1e8, [-1, 1, -2, 0, 0, 0, 0, 0]),
    ("m[Hg]", 133_322_387.0, [-1, 1, -2, 0, 0, 0, 0, 0]),
    ("m[H2O]", 9_806_650.0, [-1, 1, -2, 0, 0, 0, 0, 0]),
    ("J", 1e3, [2, 1, -2, 0, 0, 0, 0, 0]),
    ("cal", 4184.0, [2, 1, -2, 0, 0, 0, 0, 0]),
    ("W", 1e3, [2, 1, -3, 0, 0, 0, 0, 0]),
    ("V", 1e3, [2, 1, -3, 0, 0, -1, 0, 0]),
    ("Ohm", 1e3, [2, 1, -3, 0, 0, -2, 0, 0]),
    ("C", 1.0, [0, 0, 1, 0, 0, 1, 0, 0]),
    ("Gy", 1.0, [2, 0, -2, 0, 0, 0, 0, 0]),
    ("Sv", 1.0, [2, 0, -2, 0, 0, 0, 0, 0]),
    ("kat", 1.0, [0, 0, -1, 1, 0, 0, 0, 0]),
    ("U", 1e-6 / 60.0, [0, 0, -1, 1, 0, 0, 0, 0]),
    ("t", 1e6, [0, 1, 0, 0, 0, 0, 0, 0]),
];

/// Units that take none. The month and the year are the mean Julian ones. Source: the UCUM specification, tables 3, 5 and 8;
/// the international inch and avoirdupois pound.
const PLAIN: &[(&str, f64, Dimensions)] = &[
    ("%", 1e-2, [0; 8]),
    ("[ppm]", 1e-6, [0; 8]),
    ("[ppb]", 1e-9, [0; 8]),
    ("[ppth]", 1e-3, [0; 8]),
    ("min", 60.0, [0, 0, 1, 0, 0, 0, 0, 0]),
    ("h", 3600.0, [0, 0, 1, 0, 0, 0, 0, 0]),
    ("d", 86_400.0, [0, 0, 1, 0, 0, 0, 0, 0]),
    ("wk", 604_800.0, [0, 0, 1, 0, 0, 0, 0, 0]),
    ("mo", 2_629_800.0, [0, 0, 1, 0, 0, 0, 0, 0]),
    ("a", 31_557_600.0, [0, 0, 1, 0, 0, 0, 0, 0]),
    ("deg", std::f64::consts::PI / 180.0, [0, 0, 0, 0, 0, 0, 0, 1]),
    ("[in_i]", 0.0254, [1, 0, 0, 0, 0, 0, 0, 0]),
    ("[ft_i]", 0.3048, [1, 0, 0, 0, 0, 0, 0, 0]),
    ("[lb_av]", 453.592_37, [0, 1, 0, 0, 0, 0, 0, 0]),
    ("[oz_av]", 28.349_523_125, [0, 1, 0, 0, 0, 0, 0, 0]),
];

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
    let (from, to) = (Unit::parse(from)?, Unit::parse(to)?);
    let factor = from.factor / to.factor;
    (from.dimensions == to.dimensions && from.own == to.own && factor.is_finite() && factor > 0.0)
        .then_some(factor)
}

impl Unit {
    const ONE: Self = Self { factor: 1.0, dimensions: [0; 8], own: Vec::new() };

    fn parse(code: &str) -> Option<Self> {
        let mut reader = Reader { rest: code };
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

    fn atom(name: &str) -> Option<Self> {
        let of = |list: &[(&str, f64, Dimensions)], name: &str| {
            let found = list.iter().find(|(known, ..)| *known == name)?;
            Some(Self { factor: found.1, dimensions: found.2, own: Vec::new() })
        };
        if let Some(known) = of(PLAIN, name).or_else(|| of(METRIC, name)) {
            return Some(known);
        }
        if name.starts_with('[') && name.ends_with(']') {
            return Some(Self::own(name));
        }
        PREFIXES.iter().find_map(|(prefix, factor)| {
            let rest = name.strip_prefix(prefix)?;
            let unit = if rest.starts_with('[') { Some(Self::own(rest)) } else { of(METRIC, rest) };
            unit.map(|unit| Self { factor: unit.factor * factor, ..unit })
        })
    }
}

struct Reader<'c> {
    rest: &'c str,
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
        let name = self.name();
        let atom = Unit::atom(name)?;
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
            ("mm[Hg]", "kPa", 0.133_322_387),
            ("10*9/L", "10*3/uL", 1.0),
            ("U/L", "nkat/L", 1000.0 / 60.0),
            ("k[IU]/L", "[IU]/mL", 1.0),
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
