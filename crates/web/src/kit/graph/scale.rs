//! From values and times to places on the paper, and the round numbers of an axis.

use jiff::Timestamp;

use super::{Dot, Trend};

/// How large a drawing is.
#[derive(Clone, Copy)]
pub(super) struct Paper {
    pub(super) class: &'static str,
    pub(super) width: f64,
    pub(super) height: f64,
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) top: f64,
    pub(super) bottom: f64,
}

pub(super) const WIDE: Paper = Paper {
    class: "drawn-wide",
    width: 1060.0,
    height: 290.0,
    left: 44.0,
    right: 12.0,
    top: 24.0,
    bottom: 34.0,
};
pub(super) const NARROW: Paper = Paper {
    class: "drawn-narrow",
    width: 330.0,
    height: 260.0,
    left: 40.0,
    right: 14.0,
    top: 24.0,
    bottom: 34.0,
};

/// From values and times to places on the paper.
pub(super) struct Scale {
    pub(super) paper: Paper,
    pub(super) ticks: Vec<f64>,
    pub(super) decimals: usize,
    pub(super) start_s: f64,
    pub(super) span_s: f64,
}

impl Scale {
    pub(super) fn new(trend: &Trend<'_>, paper: Paper) -> Option<Self> {
        let dots = || trend.runs.iter().flatten();
        let values = || dots().map(|dot| dot.value);
        let (low, high) = (values().reduce(f64::min)?, values().reduce(f64::max)?);
        let (low, high) = with_near_limits(low, high, trend.limits);
        let (ticks, decimals) = ticks(low, high);
        #[expect(clippy::cast_precision_loss, reason = "seconds of a human life are exact in f64")]
        let seconds = |dot: &Dot| dot.at.as_second() as f64;
        let start_s = dots().map(seconds).reduce(f64::min)?;
        let end_s = dots().map(seconds).reduce(f64::max)?;
        Some(Self { paper, ticks, decimals, start_s, span_s: end_s - start_s })
    }

    pub(super) fn bottom(&self) -> f64 {
        self.ticks.first().copied().unwrap_or(0.0)
    }

    pub(super) fn top(&self) -> f64 {
        self.ticks.last().copied().unwrap_or(1.0)
    }

    pub(super) fn x(&self, at: Timestamp) -> f64 {
        let (from, to) = (self.paper.left + 26.0, self.paper.width - self.paper.right - 26.0);
        #[expect(clippy::cast_precision_loss, reason = "seconds of a human life are exact in f64")]
        let seconds = at.as_second() as f64;
        if self.span_s <= 0.0 {
            f64::midpoint(from, to)
        } else {
            from + (seconds - self.start_s) / self.span_s * (to - from)
        }
    }

    pub(super) fn y(&self, value: f64) -> f64 {
        let (from, to) = (self.paper.height - self.paper.bottom, self.paper.top);
        let share = (value - self.bottom()) / (self.top() - self.bottom());
        from + share.clamp(0.0, 1.0) * (to - from)
    }

    pub(super) fn right(&self) -> f64 {
        self.paper.width - self.paper.right
    }
}

/// The span of the values, widened to a limit that is near enough not to flatten them.
pub(super) fn with_near_limits(low: f64, high: f64, limits: (Option<f64>, Option<f64>)) -> (f64, f64) {
    let size = (high - low).max(high.abs() * 0.2).max(f64::MIN_POSITIVE);
    let mut span = (low, high);
    if let Some(limit) = limits.0.filter(|limit| *limit < low && low - limit <= size * 2.0) {
        span.0 = limit;
    }
    if let Some(limit) = limits.1.filter(|limit| *limit > high && limit - high <= size * 2.0) {
        span.1 = limit;
    }
    // A small change must not look like a large one: the paper shows at least a quarter of the range or of the value.
    let least = match limits {
        (Some(from), Some(to)) => ((to - from) * 0.25).min(high.abs() * 0.25),
        _ => high.abs() * 0.05,
    };
    let lack = (least - (span.1 - span.0)).max(0.0) / 2.0;
    span = (if span.0 >= 0.0 { (span.0 - lack).max(0.0) } else { span.0 - lack }, span.1 + lack);
    // Limits inside the span of the values are there already; one that none reaches gives way to the curve.
    if span.0 > 0.0 && span.0 < span.1 * 0.5 {
        span.0 = 0.0;
    }
    span
}

/// Round numbers that embrace the span, four to seven of them, and the decimals they need.
pub(super) fn ticks(low: f64, high: f64) -> (Vec<f64>, usize) {
    let (low, high) = if high > low {
        (low, high)
    } else {
        (low - low.abs().max(1.0) * 0.2, high + high.abs().max(1.0) * 0.2)
    };
    let rough = (high - low) / 5.0;
    let power = 10_f64.powf(rough.log10().floor());
    let step =
        [1.0, 2.0, 2.5, 5.0, 10.0].into_iter().map(|factor| factor * power).find(|step| *step >= rough);
    let step = step.unwrap_or(power * 10.0);
    let mut first = (low / step).floor() * step;
    if low >= 0.0 {
        first = first.max(0.0);
    }
    // A value on the topmost line would have its label outside the drawing.
    let last = ((high + step * 0.15) / step).ceil() * step;
    let mut ticks = Vec::new();
    let mut tick = first;
    while tick <= last + step * 0.01 && ticks.len() < 12 {
        ticks.push(tick);
        tick += step;
    }
    let decimals = (0..9).find(|&decimals| {
        let scaled = step * 10_f64.powi(decimals);
        (scaled - scaled.round()).abs() < 1e-6 * scaled.max(1.0)
    });
    (ticks, usize::try_from(decimals.unwrap_or(0)).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::{ticks, with_near_limits};

    #[test]
    fn axes_have_round_numbers() {
        assert_eq!(ticks(0.0, 41.0), (vec![0.0, 10.0, 20.0, 30.0, 40.0, 50.0], 0));
        assert_eq!(ticks(6.0, 6.4).1, 1);
        let (flat, _) = ticks(5.0, 5.0);
        assert!(flat.len() >= 3 && flat[0] < 5.0 && *flat.last().expect("ticks") > 5.0);
        assert!(ticks(-2.5, 3.0).0.contains(&0.0));
    }

    #[test]
    fn a_far_limit_does_not_flatten_the_curve() {
        assert_eq!(with_near_limits(12.0, 41.0, (Some(15.0), Some(200.0))), (0.0, 41.0));
        assert_eq!(with_near_limits(48.0, 49.0, (Some(15.0), Some(160.0))), (42.375, 54.625));
        assert_eq!(with_near_limits(6.0, 6.4, (None, Some(6.5))), (6.0, 6.5));
    }
}
