//! How long a running job takes to stop: the greatest and the median time from `cancel` to the
//! typed error, over seeded random moments of the job.
//!
//! usage: `cargo bench --package pathloom-benches --bench cancel [-- MEGAPIXELS [MOMENTS]]`

use std::time::{Duration, Instant};

use pathloom::context::Control;
use pathloom::error::{Error, ErrorKind, Result};
use pathloom::limits::Limits;
use pathloom::params::{Casing, Request};
use pathloom::pipeline::{EngineConfig, Pathloom};

/// Spreads bits (SplitMix64): moments and noise that are the same in every run.
fn random(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut bits = *state;
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    bits ^ (bits >> 31)
}

/// The pictures that keep each stage busy: no two pixels alike, and a drawing of many soft edges.
fn pictures(side: u32) -> [(&'static str, Vec<[u8; 4]>); 4] {
    let mut state = 1;
    let pixels = || (0..side).flat_map(move |y| (0..side).map(move |x| (x, y)));
    let wave = |v: u32, length: u32| ((v % length) * 255 / length) as u8;
    let disc = |x: u32, y: u32| {
        let (dx, dy) = ((x % 40) as f64 - 20.0, (y % 40) as f64 - 20.0);
        let inside = (15.5 - (dx * dx + dy * dy).sqrt()).clamp(0.0, 1.0);
        let mixed = |from: f64, to: f64| (from + inside * (to - from) + 0.5) as u8;
        [mixed(250.0, 20.0), mixed(240.0, 90.0), mixed(220.0, 200.0), 255]
    };
    [
        ("noise", pixels().map(|_| (random(&mut state) as u32 | 0xFF00_0000).to_le_bytes()).collect()),
        ("checks", pixels().map(|(x, y)| if (x + y) % 2 == 0 { [0, 0, 0, 255] } else { [255; 4] }).collect()),
        ("discs", pixels().map(|(x, y)| disc(x, y)).collect()),
        (
            "ramps",
            pixels().map(|(x, y)| [wave(x, side), wave(y, side), wave(x + y, 2 * side), 255]).collect(),
        ),
    ]
}

fn trace(engine: &Pathloom, side: u32, data: &[[u8; 4]], preset: &str, control: &Control) -> Result<()> {
    let image = engine.open_pixels(side, side, data.to_vec())?;
    let params = serde_json::json!({ "preset": preset, "prepare": { "denoise": 10 } });
    let request = Request::from_json(&params, Casing::Snake)?;
    engine.vectorize(&image, &request, control).map(drop)
}

fn main() {
    let words: Vec<f64> = std::env::args().skip(1).filter_map(|word| word.parse().ok()).collect();
    let megapixels = words.first().copied().unwrap_or(16.0);
    let moments = words.get(1).copied().unwrap_or(50.0) as usize;
    let side = (megapixels * 1e6).sqrt() as u32;
    let clock = || 0.0;
    let engine = Pathloom::new(EngineConfig { limits: Limits::default(), cache_bytes: 0, clock });
    for (name, data) in pictures(side) {
        for preset in ["auto", "photo", "logo", "line-art", "pixel-art"] {
            let control = Control::default();
            let began = Instant::now();
            if let Err(error) = trace(&engine, side, &data, preset, &control) {
                println!("{name} {preset}: {error}");
                continue;
            }
            report(&format!("{name} {preset}"), began.elapsed(), moments, |control| {
                trace(&engine, side, &data, preset, control)
            });
        }
    }
}

fn report(name: &str, whole: Duration, moments: usize, job: impl Fn(&Control) -> Result<()> + Sync) {
    let mut state = 7;
    let mut waits: Vec<(Duration, u32, f64)> = Vec::new();
    for _ in 0..moments {
        let share = random(&mut state) as f64 / u64::MAX as f64;
        let control = Control::default();
        let (asked, stage, ended, outcome) = std::thread::scope(|scope| {
            let host = scope.spawn(|| {
                std::thread::sleep(whole.mul_f64(share));
                control.cancel();
                (Instant::now(), control.progress().0)
            });
            let outcome = job(&control);
            let ended = Instant::now();
            let (asked, stage) = host.join().expect("the host does not panic");
            (asked, stage, ended, outcome)
        });
        // A job that was done first is none that stopped.
        if outcome.as_ref().is_err_and(is_cancelled) {
            waits.push((ended.saturating_duration_since(asked), stage, share));
        }
    }
    waits.sort_by_key(|wait| wait.0);
    let (Some(median), Some(&(most, stage, share))) = (waits.get(waits.len() / 2), waits.last()) else {
        return println!("{name}: done too soon to be stopped");
    };
    println!(
        "{name}: {:.0} ms; stops within {:.1} ms (median {:.1}), slowest in stage {stage} at {:.0} %, {} moments",
        whole.as_secs_f64() * 1e3,
        most.as_secs_f64() * 1e3,
        median.0.as_secs_f64() * 1e3,
        share * 100.0,
        waits.len()
    );
}

fn is_cancelled(error: &Error) -> bool {
    error.kind() == ErrorKind::Cancelled
}
