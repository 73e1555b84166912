//! Counters and distributions of times.
//!
//! Times fall into buckets that grow by an eighth: 2 kB hold any number of them, and a percentile is
//! off by a sixteenth at most. Keeping the last thousand times was rejected: it forgets the slow
//! start, and sorting costs where it is asked.

use serde::Serialize;

use crate::context::Stage;

/// Buckets to a power of two.
const STEPS: u32 = 8;
/// From 1 µs to more than an hour.
const BUCKETS: usize = 32 * STEPS as usize;

/// A distribution of times.
#[derive(Debug, Clone)]
pub struct Histogram {
    buckets: Box<[u32; BUCKETS]>,
    count: u64,
    max_ms: f64,
}

impl Default for Histogram {
    fn default() -> Self {
        Self { buckets: Box::new([0; BUCKETS]), count: 0, max_ms: 0.0 }
    }
}

/// What a [`Histogram`] says, ms.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Distribution {
    /// How many times were recorded.
    pub count: f64,
    /// Half were shorter.
    pub p50: f64,
    /// 95 % were shorter.
    pub p95: f64,
    /// The longest.
    pub max: f64,
}

fn bucket(ms: f64) -> usize {
    let us = (ms * 1000.0).clamp(1.0, f64::from(u32::MAX)) as u32;
    let power = us.ilog2();
    let step = ((u64::from(us) << 3) >> power) as u32 - STEPS;
    (power * STEPS + step) as usize
}

/// The middle of a bucket, ms.
fn middle(bucket: usize) -> f64 {
    let (power, step) = (bucket as u32 / STEPS, bucket as u32 % STEPS);
    let width = 2f64.powi(power as i32) / f64::from(STEPS);
    (f64::from(STEPS + step) + 0.5) * width / 1000.0
}

impl Histogram {
    /// Counts one time. What is no time is nothing.
    pub fn record(&mut self, ms: f64) {
        if !ms.is_finite() || ms < 0.0 {
            return;
        }
        let count = &mut self.buckets[bucket(ms)];
        *count = count.saturating_add(1);
        self.count += 1;
        self.max_ms = self.max_ms.max(ms);
    }

    /// The time below which this share of all lies, ms.
    pub fn quantile(&self, share: f64) -> f64 {
        let wanted = (self.count as f64 * share).ceil().max(1.0) as u64;
        let mut seen = 0;
        for (at, count) in self.buckets.iter().enumerate() {
            seen += u64::from(*count);
            if seen >= wanted {
                return middle(at).min(self.max_ms);
            }
        }
        self.max_ms
    }

    /// A summary.
    pub fn distribution(&self) -> Distribution {
        if self.count == 0 {
            return Distribution::default();
        }
        Distribution {
            count: self.count as f64,
            p50: self.quantile(0.5),
            p95: self.quantile(0.95),
            max: self.max_ms,
        }
    }
}

/// What a thread of the pool did.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ThreadShare {
    /// Jobs that it led, from their first stage to their last.
    pub jobs: u32,
    /// How long these took, ms.
    pub busy_ms: f64,
    /// Pixels of these, millions.
    pub megapixels: f64,
}

/// What a finished job says about itself.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Measured {
    /// The thread that led it.
    pub thread: usize,
    /// From its first stage to its last, ms.
    pub ms: f64,
    /// Pixels of its picture.
    pub pixels: u64,
    /// By stage, ms; 0 where a stage did not run.
    pub stages: [f64; 6],
}

/// Everything that is counted over jobs.
#[derive(Debug, Default)]
pub struct Telemetry {
    stages: [Histogram; 6],
    waits: Histogram,
    threads: Vec<ThreadShare>,
}

impl Telemetry {
    /// A job began after waiting this long.
    pub fn waited(&mut self, ms: f64) {
        self.waits.record(ms);
    }

    /// A job has ended.
    pub fn finished(&mut self, job: &Measured) {
        for (stage, ms) in self.stages.iter_mut().zip(job.stages) {
            if ms > 0.0 {
                stage.record(ms);
            }
        }
        // A pool has a few threads; anything else is a mistake of the caller.
        if job.thread >= 256 {
            return;
        }
        if self.threads.len() <= job.thread {
            self.threads.resize(job.thread + 1, ThreadShare::default());
        }
        let thread = &mut self.threads[job.thread];
        thread.jobs += 1;
        thread.busy_ms += job.ms;
        thread.megapixels += job.pixels as f64 / 1e6;
    }

    /// By name of the stage, and `queue` for the wait before.
    pub fn distributions(&self) -> impl Iterator<Item = (&'static str, Distribution)> {
        let stages = Stage::ALL.into_iter().map(|stage| (stage.name(), &self.stages[stage as usize]));
        stages.chain([("queue", &self.waits)]).map(|(name, times)| (name, times.distribution()))
    }

    /// By thread of the pool.
    pub fn threads(&self) -> &[ThreadShare] {
        &self.threads
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn nothing_recorded_is_nothing() {
        let mut times = Histogram::default();
        for ms in [f64::NAN, f64::INFINITY, -1.0] {
            times.record(ms);
        }
        assert_eq!(times.distribution(), Distribution::default());
    }

    #[test]
    fn hours_and_nanoseconds_have_a_place() {
        let mut times = Histogram::default();
        for ms in [0.0, 1e-9, 1e12] {
            times.record(ms);
        }
        assert_eq!(times.distribution().max, 1e12);
        assert_eq!(times.distribution().count, 3.0);
    }

    proptest! {
        #[test]
        fn a_percentile_is_off_by_a_sixteenth_at_most(
            mut ms in prop::collection::vec(0.1f64..1e5, 1..200), share in 0.01f64..1.0,
        ) {
            let mut times = Histogram::default();
            ms.iter().for_each(|&ms| times.record(ms));
            ms.sort_by(f64::total_cmp);
            let exact = ms[((ms.len() as f64 * share).ceil() as usize).max(1) - 1];
            let found = times.quantile(share);
            prop_assert!((found - exact).abs() <= exact / 15.0, "{found} for {exact}");
        }
    }

    #[test]
    fn only_stages_that_ran_count() {
        let mut telemetry = Telemetry::default();
        let stages = [0.0, 1.0, 2.0, 0.0, 0.0, 4.0];
        telemetry.finished(&Measured { thread: 1, ms: 7.0, pixels: 2_000_000, stages });
        let counts: Vec<f64> = telemetry.distributions().map(|(_, times)| times.count).collect();
        assert_eq!(counts, [0.0, 1.0, 1.0, 0.0, 0.0, 1.0, 0.0]);
        assert_eq!(telemetry.threads()[1], ThreadShare { jobs: 1, busy_ms: 7.0, megapixels: 2.0 });
    }
}
