//! A job that is stopped says so, wherever it is stopped; a small picture is traced enlarged.

use super::*;
use crate::error::ErrorKind;
use crate::params::Casing;

/// Spreads bits (SplitMix64).
fn random(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut bits = *state;
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    bits ^ (bits >> 31)
}

fn noise(pixels: u32) -> Vec<[u8; 4]> {
    let mut state = 3;
    (0..pixels).map(|_| (random(&mut state) as u32 | 0xFF00_0000).to_le_bytes()).collect()
}

/// Soft discs on a slope of colours: flat art with gradients.
fn drawing(width: u32, height: u32) -> Vec<[u8; 4]> {
    let pixel = |x: u32, y: u32| {
        let (dx, dy) = (f64::from(x % 40) - 20.0, f64::from(y % 40) - 20.0);
        let inside = (15.5 - (dx * dx + dy * dy).sqrt()).clamp(0.0, 1.0);
        let slope = 60.0 + 120.0 * f64::from(x) / f64::from(width);
        let mixed = |to: f64| (slope + inside * (to - slope) + 0.5) as u8;
        [mixed(220.0), mixed(40.0), mixed(90.0), 255]
    };
    (0..height).flat_map(|y| (0..width).map(move |x| (x, y))).map(|(x, y)| pixel(x, y)).collect()
}

/// A job is counted through, then stopped at polls all over it. Between two polls there is less
/// work than a few rows of pixels, so there are polls in number; `benches/cancel` times them.
#[test]
fn a_stop_at_any_poll_ends_in_cancelled() {
    const PLENTY: u32 = u32::MAX;
    let (width, height) = (700, 500);
    let config = EngineConfig { limits: Limits::default(), cache_bytes: 0, clock: || 0.0 };
    let engine = Pathloom::new(config);
    let pictures = [noise(width * height), drawing(width, height)];
    let mut state = 5;
    for data in pictures {
        let image = engine.open_pixels(width, height, data).expect("it is within the limits");
        for preset in ["auto", "photo", "logo", "line-art", "pixel-art"] {
            let params = serde_json::json!({ "preset": preset, "prepare": { "denoise": 5 } });
            let request = Request::from_json(&params, Casing::Snake).expect("these are parameters");
            let control = Control::stopped_after(PLENTY);
            engine.vectorize(&image, &request, &control).expect("nobody cancels");
            let polls = PLENTY - control.polls_left();
            assert!(polls > height, "{preset}: {polls} polls");
            for _ in 0..4 {
                // On several threads a run may poll a few times less than the one that was counted.
                let control = Control::stopped_after((random(&mut state) % u64::from(polls * 9 / 10)) as u32);
                let outcome = engine.vectorize(&image, &request, &control);
                assert!(outcome.is_err_and(|e| e.kind() == ErrorKind::Cancelled), "{preset}");
            }
        }
    }
}

#[test]
fn a_small_picture_is_traced_enlarged_and_shown_at_its_size() {
    let config = EngineConfig { limits: Limits::default(), cache_bytes: 1 << 20, clock: || 0.0 };
    let engine = Pathloom::new(config);
    let image = engine.open_pixels(40, 30, drawing(40, 30)).expect("it is within the limits");
    let trace = |params: serde_json::Value| {
        let request = Request::from_json(&params, Casing::Snake).expect("these are parameters");
        let tracing = engine.vectorize(&image, &request, &Control::default()).expect("nothing fails here");
        assert_eq!((tracing.width, tracing.height), (40, 30));
        assert!(tracing.written.svg.contains(r#"width="40" height="30""#), "{}", tracing.written.svg);
        tracing.written.svg.clone()
    };
    let view_box =
        |svg: &str| svg.split('"').skip_while(|part| !part.ends_with("viewBox=")).nth(1).map(String::from);
    let enlarged = trace(serde_json::json!({ "preset": "illustration" }));
    assert_eq!(view_box(&enlarged).as_deref(), Some("0 0 160 120"));
    for as_it_is in [
        serde_json::json!({ "preset": "illustration", "prepare": { "min_pixels": 0 } }),
        serde_json::json!({ "preset": "illustration", "segment": { "method": "exact" } }),
        serde_json::json!({ "preset": "logo" }),
    ] {
        assert_ne!(view_box(&trace(as_it_is)).as_deref(), Some("0 0 160 120"));
    }
}
