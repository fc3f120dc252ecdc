//! Chance from a seed: the same seed, topic and index always give the same draws, on every machine.
//!
//! Only whole-number generators and IEEE basic arithmetic are used here, so that no platform's mathematics library can
//! change a byte of the region.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};

/// A stream of draws.
#[derive(Clone, Debug)]
pub(crate) struct Chance {
    rng: ChaCha8Rng,
}

impl Chance {
    /// The stream of one thing: its topic (a constant of the caller) and its index.
    pub(crate) fn new(seed: u64, topic: u64, index: u64) -> Self {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        key[8..16].copy_from_slice(&topic.to_le_bytes());
        key[16..24].copy_from_slice(&index.to_le_bytes());
        Self { rng: ChaCha8Rng::from_seed(key) }
    }

    /// A whole 64-bit number.
    pub(crate) fn bits(&mut self) -> u64 {
        self.rng.next_u64()
    }

    /// A number from 0 up to but not including `end`; 0 when `end` is 0.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        let wide = u128::from(self.rng.next_u64()) * (end as u128);
        usize::try_from(wide >> 64).expect("the product's upper half is below `end`")
    }

    /// A number from `low` to `high`, both included.
    pub(crate) fn between(&mut self, low: i32, high: i32) -> i32 {
        let span = usize::try_from(i64::from(high) - i64::from(low) + 1).expect("low is not above high");
        low + i32::try_from(self.below(span)).expect("the span of two i32 that are used here is small")
    }

    /// Yes, in so many of a hundred cases.
    pub(crate) fn percent(&mut self, percent: u32) -> bool {
        self.below(100) < percent as usize
    }

    /// Yes, in so many of ten thousand cases.
    pub(crate) fn of_ten_thousand(&mut self, share: u32) -> bool {
        self.below(10_000) < share as usize
    }

    /// One of these.
    ///
    /// # Panics
    /// When there is nothing to choose from.
    pub(crate) fn pick<'a, T>(&mut self, things: &'a [T]) -> &'a T {
        &things[self.below(things.len())]
    }

    /// A number from 0 up to but not including 1.
    pub(crate) fn unit(&mut self) -> f64 {
        f64::from(self.rng.next_u32()) / 4_294_967_296.0
    }

    /// A number around 0 with standard deviation 1, never outside ±3.47: the sum of four even draws.
    pub(crate) fn normal(&mut self) -> f64 {
        let sum = self.unit() + self.unit() + self.unit() + self.unit();
        (sum - 2.0) * 1.732_050_807_568_877_2
    }
}

#[cfg(test)]
mod tests {
    use super::Chance;

    #[test]
    fn is_the_same_every_time_and_differs_by_index() {
        let draw = |index| {
            let mut chance = Chance::new(7, 1, index);
            (chance.below(1_000_000), chance.between(-5, 5), chance.percent(50))
        };
        assert_eq!(draw(1), draw(1));
        assert_ne!(draw(1), draw(2));
    }

    #[test]
    fn stays_inside_its_bounds() {
        let mut chance = Chance::new(1, 1, 1);
        for _ in 0..10_000 {
            assert!(chance.below(3) < 3);
            assert!((-2..=2).contains(&chance.between(-2, 2)));
            assert!(chance.normal().abs() < 3.47);
        }
        assert_eq!(chance.below(0), 0);
    }
}
