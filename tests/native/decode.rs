//! Real files of every format, whole, cut short and lying.

use std::time::Instant;

use pathloom::image::Pixels;
use pathloom::{Context, Control, Error, ErrorKind, Limits, stages};

use crate::corpus;

fn decode(bytes: &[u8]) -> Result<Pixels, Error> {
    let (control, limits) = (Control::default(), Limits::default());
    stages::decode::run(bytes, &Context::new(&control, &limits))
}

fn kind_of(bytes: &[u8]) -> Option<ErrorKind> {
    decode(bytes).err().map(|e| e.kind())
}

/// Whether a pixel has that colour, within what lossy formats change.
fn near(p: [u8; 4], color: [u8; 3], slack: u8) -> bool {
    (0..3).all(|c| p[c].abs_diff(color[c]) <= slack) && p[3] == 255
}

const GREEN: [u8; 3] = [20, 180, 60];
const RED: [u8; 3] = [220, 40, 30];
const BLUE: [u8; 3] = [30, 60, 210];

#[test]
fn every_format_gives_the_same_picture() {
    for name in [
        "baseline.jpg",
        "progressive.jpg",
        "cmyk.jpg",
        "lossy.webp",
        "lossless.webp",
        "animated.webp",
        "lossy-alpha.webp",
        "still.gif",
        "animated.gif",
        "rgb.bmp",
        "palette.bmp",
        "rgb.tiff",
        "rgba.tiff",
        "rgb.ppm",
    ] {
        let pixels =
            decode(&corpus::read(&format!("formats/{name}"))).unwrap_or_else(|e| panic!("{name}: {e}"));
        assert_eq!((pixels.width, pixels.height), (24, 16), "{name}");
        let at = |x: usize, y: usize| pixels.data[y * 24 + x];
        let slack = if name.contains("cmyk") || name.contains("lossy") { 40 } else { 12 };
        assert!(near(at(2, 2), GREEN, slack), "{name}: green is {:?}", at(2, 2));
        assert!(near(at(10, 12), RED, slack), "{name}: red is {:?}", at(10, 12));
        assert!(near(at(20, 4), BLUE, slack), "{name}: blue is {:?}", at(20, 4));
    }
}

#[test]
fn colors_are_those_that_the_profile_means() {
    // By LittleCMS 2, relative colorimetric, from the same files.
    let p3 = [[0, 183, 31], [240, 0, 0], [17, 61, 218], [128; 3], [255, 198, 62], [0, 255, 0]];
    let adobe = [[0, 181, 42], [255, 35, 23], [0, 57, 215], [129; 3], [255, 201, 80], [0, 255, 0]];
    let grey = [[0; 3], [93; 3], [146; 3], [177; 3], [224; 3], [255; 3]];
    for (name, stripes, slack) in [
        ("display-p3.png", p3, 1),
        ("display-p3.jpg", p3, 4),
        ("adobe-rgb.webp", adobe, 1),
        ("grey-profile.png", grey, 1),
    ] {
        let pixels = decode(&corpus::read(&format!("formats/{name}"))).expect("a good file");
        for (stripe, color) in stripes.into_iter().enumerate() {
            let found = pixels.data[5 * 24 + 4 * stripe + 1];
            assert!(near(found, color, slack), "{name}: {found:?} is not {color:?}");
        }
    }
}

#[test]
fn orientation_is_applied() {
    for o in 1..=8 {
        let pixels = decode(&corpus::read(&format!("formats/orientation-{o}.jpg"))).expect("a good file");
        assert_eq!((pixels.width, pixels.height), (24, 16), "orientation {o}");
        let at = |x: usize, y: usize| pixels.data[y * 24 + x];
        assert!(near(at(2, 2), GREEN, 30), "orientation {o}: {:?}", at(2, 2));
        assert!(near(at(20, 12), BLUE, 30), "orientation {o}: {:?}", at(20, 12));
    }
}

#[test]
fn alpha_survives_exactly() {
    for name in ["lossless.webp", "animated.webp", "rgba.tiff"] {
        let pixels = decode(&corpus::read(&format!("formats/{name}"))).expect("a good file");
        assert_eq!(pixels.data[12 * 24 + 1][3], 0, "{name}");
        assert_eq!(pixels.data[12 * 24 + 6], [200, 100, 50, 128], "{name}");
    }
}

#[test]
fn sixteen_bits_are_rounded() {
    let pixels = decode(&corpus::read("formats/deep.png")).expect("a good file");
    // 128/257 rounds down, 129/257 up, 32895 = 128 × 257 − 1 to 128.
    assert_eq!(**pixels.data, [[0, 0, 0, 255], [1, 1, 1, 255], [128, 128, 128, 255]]);
}

#[test]
fn png_suite() {
    for name in corpus::list("pngsuite", ".png") {
        let file = name.trim_start_matches("pngsuite/");
        let outcome = decode(&corpus::read(&name));
        if file.starts_with('x') {
            assert!(outcome.is_err(), "{file} is damaged on purpose");
        } else {
            let pixels = outcome.unwrap_or_else(|e| panic!("{file}: {e}"));
            assert!(pixels.width >= 1 && pixels.width <= 256, "{file}: {}", pixels.width);
        }
    }
}

#[test]
fn files_cut_short_say_so_and_never_panic() {
    for name in corpus::list("formats", "") {
        if ["text.png", "picture.avif", "huge-header.png", "lying-header.png"]
            .iter()
            .any(|n| name.ends_with(n))
        {
            continue;
        }
        let whole = corpus::read(&name);
        for end in 0..whole.len() {
            // A prefix may be a picture where only a trailer is missing; it may not be a panic.
            let kind = kind_of(&whole[..end]);
            let half = end * 2 < whole.len() && end > 32;
            assert!(
                !half || matches!(kind, Some(ErrorKind::Truncated | ErrorKind::Malformed)),
                "{name} cut to {end} of {} bytes: {kind:?}",
                whole.len()
            );
        }
    }
}

#[test]
fn a_cut_jpeg_is_truncated() {
    let whole = corpus::read("formats/progressive.jpg");
    assert_eq!(kind_of(&whole[..whole.len() * 3 / 4]), Some(ErrorKind::Truncated));
}

#[test]
fn what_is_no_picture_is_unsupported_and_named() {
    let text = decode(&corpus::read("formats/text.png")).expect_err("it is text");
    assert_eq!(text.kind(), ErrorKind::Unsupported);
    assert!(text.message().contains("text file"), "{text}");
    let avif = decode(&corpus::read("formats/picture.avif")).expect_err("the browser's business");
    assert_eq!(avif.kind(), ErrorKind::Unsupported);
    assert!(avif.message().contains("AVIF"), "{avif}");
    assert_eq!(kind_of(b""), Some(ErrorKind::Truncated));
    assert_eq!(kind_of(&[0; 100]), Some(ErrorKind::Unsupported));
}

#[test]
fn a_huge_header_is_refused_at_once() {
    let bytes = corpus::read("formats/huge-header.png");
    let started = Instant::now();
    let error = decode(&bytes).expect_err("100,000 × 100,000 px are too many");
    assert_eq!(error.kind(), ErrorKind::TooLarge);
    assert!(error.message().contains("100000 × 100000"), "{error}");
    // Not a benchmark: filling 40 GB would take minutes, or the machine.
    assert!(started.elapsed().as_secs() < 5);
}

#[test]
fn a_lying_header_is_an_error() {
    let kind = kind_of(&corpus::read("formats/lying-header.png"));
    assert!(matches!(kind, Some(ErrorKind::Truncated | ErrorKind::Malformed)), "{kind:?}");
}

/// Found by the fuzzer: a palette of 86 bytes, where a colour takes three.
#[test]
fn a_palette_of_broken_colours_is_an_error() {
    let error = decode(&corpus::read("formats/broken-palette.png")).expect_err("it is damaged");
    assert_eq!(error.kind(), ErrorKind::Malformed);
    assert!(error.message().contains("86 bytes"), "{error}");
}

/// Found by the fuzzer: a Huffman code with more words than 16 bits can count.
#[test]
fn an_overfull_code_is_an_error() {
    let kind = kind_of(&corpus::read("formats/overfull-codes.webp"));
    assert!(matches!(kind, Some(ErrorKind::Malformed)), "{kind:?}");
}
