//! What a job will cost, learned from what jobs have cost.
//!
//! Milliseconds a megapixel, by kind of request and stage, as a moving average; a linear model per
//! picture (colours, edges) was rejected: nothing is known of a picture before it is decoded, and
//! the queue only asks whether a job is small. Estimates decide when a job runs, never what it
//! draws.

use crate::context::Stage;
use crate::params::{Engine, Preset, Request};

use super::telemetry::Measured;

/// Weight of the newest measurement.
const NEWEST: f64 = 0.2;
/// Tinier pictures tell of fixed costs, not of pixels.
const LEAST_PIXELS: u64 = 4_096;
/// Before anything was measured, ms a megapixel by stage; on the slow side, so that a first picture is
/// rather taken for a large one.
const PRIOR: [f64; 6] = [30.0, 10.0, 200.0, 60.0, 80.0, 20.0];
/// Before anything was measured: a JPEG of middling quality.
const PRIOR_PIXELS_A_BYTE: f64 = 4.0;

const PRESETS: usize = crate::params::PRESETS.len();

/// Requests of a kind cost alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Kind(u8);

impl Kind {
    /// The picture is only opened.
    pub const OPEN: Self = Self(2 * PRESETS as u8);
    const COUNT: usize = 2 * PRESETS + 1;

    /// The kind of a request: its preset, as it was asked for, and its engine.
    pub fn of(request: &Request) -> Self {
        let preset = Preset::row(request.preset()).preset as u8;
        let engine = if request.engine() == Engine::Vtracer { PRESETS as u8 } else { 0 };
        Self(preset + engine)
    }

    /// The kind as a number, to keep it elsewhere.
    pub fn number(self) -> u32 {
        u32::from(self.0)
    }

    /// The kind of that number; any other costs as a picture that is only opened.
    pub fn numbered(number: u32) -> Self {
        if number < Self::OPEN.number() { Self(number as u8) } else { Self::OPEN }
    }
}

/// What has been learned.
#[derive(Debug, Clone)]
pub struct CostModel {
    /// ms a megapixel.
    rates: [[f64; 6]; Kind::COUNT],
    pixels_a_byte: f64,
}

impl Default for CostModel {
    fn default() -> Self {
        let mut rates = [PRIOR; Kind::COUNT];
        rates[Kind::OPEN.0 as usize] = [PRIOR[0], 0.0, 0.0, 0.0, 0.0, 0.0];
        Self { rates, pixels_a_byte: PRIOR_PIXELS_A_BYTE }
    }
}

fn blend(old: &mut f64, new: f64) {
    *old += NEWEST * (new - *old);
}

impl CostModel {
    /// What a job is going to take of one thread, ms.
    pub fn estimate(&self, kind: Kind, pixels: u64) -> f64 {
        self.rates[kind.0 as usize].iter().sum::<f64>() * pixels as f64 / 1e6
    }

    /// How many pixels a file of so many bytes holds.
    pub fn pixels_of(&self, file_bytes: u64) -> u64 {
        (file_bytes as f64 * self.pixels_a_byte) as u64
    }

    /// Learns from a finished job; `threads` worked on it alone.
    pub fn learn(&mut self, kind: Kind, job: &Measured, threads: usize) {
        if job.pixels < LEAST_PIXELS {
            return;
        }
        let megapixels = job.pixels as f64 / 1e6;
        for stage in Stage::ALL {
            let ms = job.stages[stage as usize];
            // A stage that did not run says nothing.
            if ms > 0.0 && ms.is_finite() {
                let rate = ms * threads.max(1) as f64 / megapixels;
                blend(&mut self.rates[kind.0 as usize][stage as usize], rate);
            }
        }
    }

    /// Learns how many pixels a file holds.
    pub fn learn_file(&mut self, file_bytes: u64, pixels: u64) {
        if file_bytes > 0 && pixels > 0 {
            blend(&mut self.pixels_a_byte, pixels as f64 / file_bytes as f64);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measured(pixels: u64, rate: f64) -> Measured {
        let ms = rate * pixels as f64 / 1e6;
        Measured { pixels, stages: [0.0, 0.0, ms, ms, 0.0, 0.0], ..Measured::default() }
    }

    #[test]
    fn it_comes_to_what_was_measured_by_kind() {
        let mut model = CostModel::default();
        let photo = Kind::of(&Request::preset_only(Preset::Photo));
        let logo = Kind::of(&Request::preset_only(Preset::Logo));
        let before = model.estimate(logo, 1_000_000);
        for _ in 0..60 {
            model.learn(photo, &measured(500_000, 900.0), 1);
        }
        let learned = model.estimate(photo, 1_000_000);
        let not_run = PRIOR[0] + PRIOR[1] + PRIOR[4] + PRIOR[5];
        assert!((learned - 1800.0 - not_run).abs() < 1.0, "{learned}");
        assert_eq!(model.estimate(logo, 1_000_000), before, "another kind is another cost");
    }

    #[test]
    fn nothing_is_learned_from_nothing() {
        let mut model = CostModel::default();
        let before = model.estimate(Kind::OPEN, 1_000_000);
        model.learn(Kind::OPEN, &measured(0, 5.0), 1);
        model.learn(Kind::OPEN, &Measured { pixels: 1_000_000, ..Measured::default() }, 4);
        model.learn(
            Kind::OPEN,
            &Measured { pixels: 1_000_000, stages: [f64::NAN; 6], ..Measured::default() },
            4,
        );
        model.learn_file(0, 5);
        assert_eq!((model.estimate(Kind::OPEN, 1_000_000), model.pixels_of(100)), (before, 400));
    }
}
