use std::sync::Arc;

use super::*;

fn paint(width: u32, height: u32, color: impl Fn(u32, u32) -> [u8; 4]) -> Canvas {
    let pixels: Vec<[u8; 4]> = (0..width * height).map(|i| color(i % width, i / width)).collect();
    let opaque = pixels.iter().all(|pixel| pixel[3] == 255);
    Canvas { width, height, source_size: (width, height), pixels: Arc::new(pixels.into()), opaque }
}

fn noise(x: u32, y: u32, size: u32) -> u32 {
    let bits = (x.wrapping_mul(0x9E37_79B1) ^ y.wrapping_mul(0x85EB_CA77)).wrapping_mul(0xC2B2_AE3D);
    ((bits ^ bits >> 15).wrapping_mul(0x27D4_EB2F) >> 8) % size
}

/// Share of the pixel at (x, y) inside a disc, within about a hundredth.
fn disc(x: u32, y: u32, center: f32, radius: f32) -> f32 {
    let (dx, dy) = (x as f32 + 0.5 - center, y as f32 + 0.5 - center);
    (radius - (dx * dx + dy * dy).sqrt() + 0.5).clamp(0.0, 1.0)
}

fn mix(a: [u8; 3], b: [u8; 3], share: f32) -> [u8; 4] {
    let channel = |i: usize| (f32::from(a[i]) * share + f32::from(b[i]) * (1.0 - share) + 0.5) as u8;
    [channel(0), channel(1), channel(2), 255]
}

fn classify(canvas: &Canvas) -> Classification {
    super::classify(canvas, false, &Context::unhindered()).expect("nobody cancels")
}

fn kind(canvas: &Canvas) -> Kind {
    let classification = classify(canvas);
    assert!(classification.reason.ends_with('.'));
    classification.kind
}

#[test]
fn a_drawing_is_a_logo() {
    let opaque = paint(200, 200, |x, y| mix([200, 30, 60], [250, 240, 200], disc(x, y, 100.0, 70.0)));
    assert_eq!(kind(&opaque), Kind::Logo);
    let cut_out = paint(200, 200, |x, y| match (disc(x, y, 100.0, 70.0) * 255.0 + 0.5) as u8 {
        0 => [0; 4],
        alpha => [20, 90, 200, alpha],
    });
    assert_eq!(kind(&cut_out), Kind::Logo);
    let ramp = paint(200, 200, |x, y| mix([x as u8, 80, 200], [255; 3], disc(x, y, 100.0, 70.0)));
    assert_eq!(kind(&ramp), Kind::Logo);
}

#[test]
fn texture_is_a_photo() {
    let photo = paint(200, 200, |x, y| {
        let grain = |seed| (x / 2 + y / 3 + noise(x, y + seed, 40)) as u8;
        [grain(0), grain(1000), grain(2000), 255]
    });
    assert_eq!(kind(&photo), Kind::Photo);
}

#[test]
fn a_photo_that_was_scaled_up_is_still_one() {
    let grain = |x: u32, y: u32| (x / 2 + y / 3 + noise(x, y, 12)) as u8;
    for (side, shift) in [(2, 0), (3, 1), (4, 3)] {
        let photo = paint(300, 300, |x, y| {
            let (x, y) = ((x + shift) / side, (y + shift) / side);
            [grain(x, y), grain(x, y), grain(x, y), 255]
        });
        assert_eq!(kind(&photo), Kind::Photo, "{side}");
        let seen = look(&photo, &Context::unhindered()).expect("nobody cancels");
        assert!(!may_be_flat(&seen.statistics), "{side}: {:?}", seen.statistics);
    }
}

#[test]
fn squares_are_pixel_art_at_any_size() {
    let sprite = |x: u32, y: u32| {
        let palette = [[0; 4], [200, 40, 40, 255], [40, 40, 40, 255], [250, 220, 180, 255]];
        palette[noise(x.min(31 - x), y, 4) as usize]
    };
    for side in [1, 2, 3, 8] {
        let picture = paint(32 * side, 32 * side, |x, y| sprite(x / side, y / side));
        assert_eq!(kind(&picture), Kind::PixelArt, "{side}");
        // Cut off in the middle of a square.
        let cropped = paint(32 * side - 1, 32 * side - 1, |x, y| sprite((x + 1) / side, (y + 1) / side));
        assert_eq!(kind(&cropped), Kind::PixelArt, "{side}");
    }
}

#[test]
fn noisy_strokes_on_paper_are_line_art() {
    let scan = paint(300, 200, |x, y| {
        let is_ink = x % 20 < 3 && y % 40 > 8;
        let value = if is_ink { 30 + noise(x, y, 12) } else { 225 + noise(x, y, 16) } as u8;
        [value, value, value.saturating_sub(6), 255]
    });
    assert_eq!(kind(&scan), Kind::LineArt);
}

#[test]
fn noise_around_edges_is_no_logo() {
    let compressed = paint(160, 160, |x, y| {
        let ringing =
            if disc(x, y, 80.0, 65.0) > 0.0 && disc(x, y, 80.0, 45.0) < 1.0 { noise(x, y, 7) } else { 0 };
        mix([200 - ringing as u8, 30 + ringing as u8, 60], [250, 240, 200], disc(x, y, 80.0, 55.0))
    });
    assert!(matches!(kind(&compressed), Kind::Illustration | Kind::Photo));
}

#[test]
fn there_is_a_word_for_nothing_and_for_one_color() {
    assert_eq!(classify(&paint(0, 0, |_, _| [0; 4])).reason, "The picture is empty.");
    assert_eq!(classify(&paint(9, 9, |_, _| [0; 4])).reason, "The picture is empty.");
    assert_eq!(classify(&paint(9, 9, |_, _| [1, 2, 3, 255])).reason, "The picture is of one colour.");
}

#[test]
fn a_pattern_of_single_pixels_is_kept_at_any_size() {
    let board = paint(400, 300, |x, y| if (x + y) % 2 == 0 { [0, 0, 0, 255] } else { [255; 4] });
    assert_eq!(kind(&board), Kind::PixelArt);
}

#[test]
fn calm_areas_with_sharp_edges_are_drawn_whatever_noise_there_is() {
    let drawn = |levels: u32| {
        paint(200, 200, |x, y| {
            let [r, g, b, a] = mix([200, 30, 60], [230, 220, 200], disc(x, y, 100.0, 70.0));
            let wavering = |level: u8, i: u32| (u32::from(level) + noise(x, y + 200 * i, levels)) as u8;
            [wavering(r, 0), wavering(g, 1), wavering(b, 2), a]
        })
    };
    assert_eq!(kind(&drawn(5)), Kind::Illustration);
    assert_eq!(kind(&drawn(24)), Kind::Photo);
}

#[test]
fn a_small_shaded_drawing_is_traced_enlarged_a_flat_one_is_not() {
    let kind =
        |canvas: &Canvas| super::classify(canvas, true, &Context::unhindered()).expect("nobody cancels").kind;
    // A globe with light from two sides and an outline.
    let globe = |side: u32| {
        paint(side, side, move |x, y| {
            let (u, v) = (x as f32 / side as f32, y as f32 / side as f32);
            let light = 90.0 + 70.0 * (5.0 * u).sin() * (4.0 * v).cos() + 40.0 * (7.0 * u * v).sin();
            let (center, radius) = (side as f32 / 2.0, side as f32 * 0.45);
            let within =
                mix([light as u8, (light * 0.8) as u8, 40], [60, 30, 10], disc(x, y, center, radius - 1.5));
            match (disc(x, y, center, radius) * 255.0 + 0.5) as u8 {
                0 => [0; 4],
                alpha => [within[0], within[1], within[2], alpha],
            }
        })
    };
    assert_eq!(classify(&globe(32)).kind, Kind::Logo);
    assert_eq!(kind(&globe(32)), Kind::Illustration);
    assert_eq!(kind(&globe(200)), classify(&globe(200)).kind, "it is large enough");
    let flat = paint(48, 48, |x, y| mix([200, 30, 60], [250, 240, 200], disc(x, y, 24.0, 15.0)));
    assert_eq!(kind(&flat), Kind::Logo);
    assert_eq!(kind(&paint(9, 9, |_, _| [0; 4])), Kind::Logo);
    assert_eq!(kind(&paint(0, 0, |_, _| [0; 4])), Kind::Logo);
    assert_eq!(kind(&paint(9, 9, |_, _| [1, 2, 3, 255])), Kind::Logo);
}
