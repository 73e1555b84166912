//! The loop as a whole: what re-runs, what is reused, and that neither threads nor the cache can
//! be seen in the result.

use std::time::Instant;

use pathloom::params::{Casing, Request};
use pathloom::{Control, EngineConfig, ErrorKind, Image, Limits, Pathloom, Stage, Tracing};
use serde_json::json;

use crate::pictures;

fn clock() -> f64 {
    use std::sync::LazyLock;
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    START.elapsed().as_secs_f64() * 1e3
}

fn engine(cache_bytes: usize) -> Pathloom {
    Pathloom::new(EngineConfig { limits: Limits::default(), cache_bytes, clock })
}

fn request(json: &serde_json::Value) -> Request {
    Request::from_json(json, Casing::Snake).expect("valid parameters")
}

fn trace(engine: &Pathloom, image: &Image, json: &serde_json::Value) -> Tracing {
    engine.vectorize(image, &request(json), &Control::default()).expect("a good picture")
}

fn open(engine: &Pathloom, picture: &pictures::Picture) -> Image {
    engine.open_pixels(picture.width, picture.height, picture.pixels.clone()).expect("a small picture")
}

#[test]
fn a_changed_parameter_re_runs_its_stage_and_those_after_it() {
    let engine = engine(64 << 20);
    let image = open(&engine, &pictures::logo(64));
    let all = [Stage::Prepare, Stage::Segment, Stage::Trace, Stage::Fit, Stage::Write];
    for (json, first) in [
        (json!({"preset": "logo"}), 0),
        (json!({"preset": "logo", "write": {"precision": 2}}), 4),
        (json!({"preset": "logo", "write": {"precision": 2}, "fit": {"tolerance": 0.5}}), 3),
        (json!({"preset": "logo", "trace": {"layering": "cutout"}}), 2),
        (json!({"preset": "logo", "segment": {"min_area": 30}}), 1),
        (json!({"preset": "logo", "prepare": {"denoise": 5}}), 0),
        (json!({"preset": "logo"}), 5),
    ] {
        assert_eq!(trace(&engine, &image, &json).reused, all[..first].to_vec(), "{json}");
    }
}

#[test]
fn a_picture_opened_twice_is_the_same_picture() {
    let engine = engine(64 << 20);
    let picture = pictures::logo(48);
    let first = trace(&engine, &open(&engine, &picture), &json!({"preset": "logo"}));
    let again = trace(&engine, &open(&engine, &picture), &json!({"preset": "logo"}));
    assert_eq!(again.reused.len(), 5);
    assert_eq!(first.written, again.written);
}

#[test]
fn threads_and_cache_change_no_byte() {
    for picture in [pictures::logo(96), pictures::photo(160, 120)] {
        for preset in ["auto", "logo", "illustration", "photo", "line-art", "pixel-art"] {
            let json = json!({"preset": preset});
            let run = |threads: usize, cache: usize| {
                let pool =
                    rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool of threads");
                pool.install(|| {
                    let engine = engine(cache);
                    let image = open(&engine, &picture);
                    // A different dial first, so that a warm cache holds half of what is needed.
                    trace(&engine, &image, &json!({"preset": preset, "fit": {"tolerance": 1}}));
                    trace(&engine, &image, &json).written.svg.clone()
                })
            };
            let one = run(1, 0);
            assert_eq!(one, run(1, 64 << 20), "{preset}: warm against cold");
            assert_eq!(one, run(2, 0), "{preset}: two threads");
            assert_eq!(one, run(8, 64 << 20), "{preset}: eight threads");
        }
    }
}

#[test]
fn a_set_word_cancels_and_the_next_job_works() {
    let engine = engine(64 << 20);
    let image = open(&engine, &pictures::photo(64, 64));
    let control = Control::default();
    control.cancel();
    let error = engine.vectorize(&image, &request(&json!({})), &control).expect_err("it was cancelled");
    assert_eq!(error.kind(), ErrorKind::Cancelled);
    assert!(trace(&engine, &image, &json!({})).written.svg.starts_with("<svg"));
}

#[test]
fn any_size_of_picture_gives_a_drawing() {
    let engine = engine(0);
    for (width, height) in [(0, 0), (0, 5), (1, 1), (1, 300), (300, 1), (2, 2), (3, 3)] {
        let count = width as usize * height as usize;
        let ramp: Vec<[u8; 4]> = (0..count).map(|i| [i as u8, 255 - i as u8, (i * 7) as u8, 255]).collect();
        for pixels in [vec![[0; 4]; count], vec![[9, 8, 7, 255]; count], vec![[9, 8, 7, 100]; count], ramp] {
            let image = engine.open_pixels(width, height, pixels).expect("small enough");
            for preset in ["auto", "logo", "photo", "line-art", "pixel-art", "bw", "poster"] {
                for which in ["pathloom", "vtracer"] {
                    let json = json!({"preset": preset, "engine": which});
                    let svg = &trace(&engine, &image, &json).written.svg;
                    assert!(svg.starts_with("<svg") && svg.ends_with("</svg>"), "{width} × {height} {json}");
                }
            }
        }
    }
}

#[test]
fn vtracer_keeps_transparency_without_a_key_colour() {
    let engine = engine(0);
    // A red disc on nothing, in a picture that also uses the colours VTracer would key with.
    let picture = pictures::logo(64);
    let svg = trace(&engine, &open(&engine, &picture), &json!({"engine": "vtracer"})).written.svg.clone();
    let render = pictures::render(&svg, 64, 64);
    let alpha_error: u64 =
        picture.pixels.iter().zip(&render).map(|(want, got)| u64::from(want[3].abs_diff(got[3]))).sum();
    assert!(alpha_error / (64 * 64) < 4, "mean alpha error {}", alpha_error / (64 * 64));
}
