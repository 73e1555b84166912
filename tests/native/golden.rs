//! Drawings that a person has looked at, kept byte for byte: a change of the engine that alters
//! them shows up in the review. `UPDATE=1 cargo test --test native golden` writes them anew; look
//! at each at eight times its size before committing.

use std::path::Path;

use pathloom::params::{Casing, Request};
use pathloom::{Control, EngineConfig, Limits, Pathloom};

use crate::pictures::Picture;

const REFRESH: &str = "UPDATE=1 cargo test --test native golden";

#[test]
fn an_icon() {
    check("volleyball", "logo", &corpus("volleyball", None));
}

#[test]
fn a_gradient_drawing_with_alpha() {
    check("otter", "logo", &corpus("otter", None));
}

#[test]
fn a_drawing_in_ink() {
    check("pirate", "line-art", &corpus("pirate", None));
}

#[test]
fn a_piece_of_a_photo() {
    check("eye", "photo", &corpus("astronaut", Some([190, 90, 64, 64])));
}

#[test]
fn a_sprite() {
    let rows =
        ["..####..", ".#oooo#.", "#o#oo#o#", "#oooooo#", "#o#oo#o#", "#oo##oo#", ".#oooo#.", "..####.."];
    let color = |c: u8| match c {
        b'#' => [40, 30, 60, 255],
        b'o' => [250, 200, 40, 255],
        _ => [0; 4],
    };
    let pixels = rows.iter().flat_map(|row| row.bytes().map(color)).collect();
    check("sprite", "pixel-art", &Picture { width: 8, height: 8, pixels });
}

#[test]
fn a_card_with_a_soft_shadow() {
    let soft = |v: f64, low: f64, high: f64| {
        let edge = |d: f64| 1.0 / (1.0 + libm::exp(-d / 3.0));
        edge(v - low) * edge(high - v)
    };
    let pixel = |i: u32| {
        let (x, y) = (f64::from(i % 96) + 0.5, f64::from(i / 96) + 0.5);
        if (22.0..74.0).contains(&x) && (16.0..62.0).contains(&y) {
            return [210, 70, 40, 255];
        }
        match (110.0 * soft(x, 24.0, 72.0) * soft(y, 30.0, 70.0)).round() as u8 {
            0 => [0; 4],
            alpha => [10, 20, 60, alpha],
        }
    };
    check("shadow", "logo", &Picture { width: 96, height: 96, pixels: (0..96 * 96).map(pixel).collect() });
}

/// A picture of the corpus, or `[x, y, width, height]` of it.
fn corpus(name: &str, part: Option<[u32; 4]>) -> Picture {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/corpus/pictures/{name}.png"));
    let whole = image::open(file).expect("a picture").into_rgba8();
    let [x, y, width, height] = part.unwrap_or([0, 0, whole.width(), whole.height()]);
    let pixels =
        image::imageops::crop_imm(&whole, x, y, width, height).to_image().pixels().map(|p| p.0).collect();
    Picture { width, height, pixels }
}

fn check(name: &str, preset: &str, picture: &Picture) {
    let clock = || 0.0;
    let engine = Pathloom::new(EngineConfig { limits: Limits::default(), cache_bytes: 0, clock });
    let image =
        engine.open_pixels(picture.width, picture.height, picture.pixels.clone()).expect("a small picture");
    let request =
        Request::from_json(&serde_json::json!({ "preset": preset, "write": { "minify": 0 } }), Casing::Snake);
    let request = request.expect("valid parameters");
    let tracing = engine.vectorize(&image, &request, &Control::default()).expect("a good picture");
    let path = format!("tests/native/golden/{name}.svg");
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(&path);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::create_dir_all(file.parent().expect("in a folder")).expect("the folder can be made");
        std::fs::write(&file, &tracing.written.svg).expect("the file can be written");
        return;
    }
    let kept = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(
        kept == tracing.written.svg,
        "{path} is not what the engine draws now. If that is meant, run\n\n    {REFRESH}\n\nand look at it."
    );
}
