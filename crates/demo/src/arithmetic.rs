//! The little mathematics the laboratory needs, from IEEE basic operations only: the standard library's `powf` may differ
//! in the last bit between platforms, and the region must not.

/// The natural logarithm of a number above 0.
fn ln(value: f64) -> f64 {
    let mut power = 0.0;
    let mut rest = value;
    while rest > 1.5 {
        rest /= 2.0;
        power += 1.0;
    }
    while rest < 0.75 {
        rest *= 2.0;
        power -= 1.0;
    }
    let ratio = (rest - 1.0) / (rest + 1.0);
    let square = ratio * ratio;
    let mut term = ratio;
    let mut sum = 0.0;
    let mut odd = 1.0;
    for _ in 0..16 {
        sum += term / odd;
        term *= square;
        odd += 2.0;
    }
    2.0 * sum + power * std::f64::consts::LN_2
}

/// e to this power; exact enough for powers between −20 and 20.
fn exp(power: f64) -> f64 {
    let small = power / 1024.0;
    let mut term = 1.0;
    let mut sum = 1.0;
    for step in 1..8 {
        term *= small / f64::from(step);
        sum += term;
    }
    for _ in 0..10 {
        sum *= sum;
    }
    sum
}

/// `base` (above 0) to this power.
pub(crate) fn power(base: f64, exponent: f64) -> f64 {
    exp(ln(base) * exponent)
}

#[cfg(test)]
mod tests {
    use super::power;

    #[test]
    fn agrees_with_the_standard_library() {
        for (base, exponent) in [(0.9938_f64, 70.0), (2.3, -1.2), (0.4, -0.302), (1.0, 5.0), (8.0, 1.0 / 3.0)]
        {
            let difference = (power(base, exponent) / base.powf(exponent) - 1.0).abs();
            assert!(difference < 1e-9, "{base}^{exponent}");
        }
    }
}
