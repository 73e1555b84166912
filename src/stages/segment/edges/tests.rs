use std::sync::Arc;

use super::super::detail::Grain;
use super::super::general::General;
use super::*;

const SIDE: u32 = 96;
const DARK: [f32; 3] = [40.0, 30.0, 90.0];
const LIGHT: [f32; 3] = [240.0, 225.0, 200.0];

fn noise(x: u32, y: u32, levels: u32) -> f32 {
    let bits = (x.wrapping_mul(0x9E37_79B1) ^ y.wrapping_mul(0x85EB_CA77)).wrapping_mul(0xC2B2_AE3D);
    (((bits ^ bits >> 15).wrapping_mul(0x27D4_EB2F) >> 8) % (2 * levels + 1)) as f32 - levels as f32
}

fn paint(color: impl Fn(u32, u32) -> [u8; 4]) -> Canvas {
    let pixels: Vec<[u8; 4]> = (0..SIDE * SIDE).map(|i| color(i % SIDE, i / SIDE)).collect();
    let opaque = pixels.iter().all(|pixel| pixel[3] == 255);
    Canvas { width: SIDE, height: SIDE, source_size: (SIDE, SIDE), pixels: Arc::new(pixels.into()), opaque }
}

/// Dark as far as `share` says, light elsewhere, with noise of so many levels.
fn drawn(levels: u32, share: impl Fn(f32, f32) -> f32) -> Canvas {
    paint(|x, y| {
        let share = share(x as f32 + 0.5, y as f32 + 0.5).clamp(0.0, 1.0);
        let [r, g, b] = [0, 1, 2].map(|i| {
            let level = DARK[i] * share + LIGHT[i] * (1.0 - share);
            (level + noise(x, y + i as u32 * SIDE, levels)).clamp(0.0, 255.0) as u8
        });
        [r, g, b, 255]
    })
}

fn cut(canvas: &Canvas, change: impl Fn(&mut SegmentParams)) -> Regions {
    let mut params = SegmentParams::default();
    change(&mut params);
    let ctx = Context::unhindered();
    let general = General::analyse(canvas, Grain::of(params.detail), &ctx).expect("nobody cancels");
    general.cut(canvas, &params, &ctx).expect("nobody cancels")
}

/// How dark a pixel's own paint is: whether it is nearer to [`DARK`] than to [`LIGHT`].
fn is_dark(regions: &Regions, x: u32, y: u32) -> bool {
    let face = regions.labels[(y * SIDE + x) as usize];
    let sampler = regions.paints[regions.faces[face as usize].paint as usize].sampler();
    sampler.at(f64::from(x) + 0.5, f64::from(y) + 0.5)[0] < 140.0
}

fn disc(x: f32, y: f32) -> f32 {
    30.0 - (x - 48.3).hypot(y - 47.6) + 0.5
}

#[test]
fn a_disc_in_noise_covers_what_it_covered() {
    let regions = cut(&drawn(5, disc), |_| {});
    assert_eq!(regions.faces.len(), 2);
    let inside = regions.faces[regions.labels[(48 * SIDE + 48) as usize] as usize].paint;
    let covered: f32 = (0..regions.labels.len()).map(|pixel| regions.share(pixel, inside)).sum();
    let area = std::f32::consts::PI * 900.0;
    assert!((covered - area).abs() < 0.01 * area, "{covered} of {area}");
}

#[test]
fn slivers_between_two_areas_go_however_wide_the_edge_is_blurred() {
    for width in [1.0, 2.0, 3.0] {
        let regions = cut(&drawn(5, |x, y| (x - 48.3 + (y - 48.0) * 0.3) / width + 0.5), |_| {});
        assert_eq!(regions.faces.len(), 2, "{width}");
    }
}

#[test]
fn a_stroke_beside_an_area_of_its_colour_stays() {
    let stroke = |x: f32| if (40.0..42.0).contains(&x) || x > 45.0 { 1.0 } else { 0.0 };
    let regions = cut(&drawn(5, |x, _| stroke(x)), |_| {});
    for y in 0..SIDE {
        assert!(is_dark(&regions, 40, y) && is_dark(&regions, 41, y), "{y}");
        assert!(!is_dark(&regions, 38, y) && !is_dark(&regions, 43, y), "{y}");
    }
}

#[test]
fn a_faint_shadow_stays() {
    // Black, in steps that lie near the line from nothing to the square's colour.
    let picture = paint(|x, y| match x.max(y) {
        0..48 => [45, 190, 125, 255],
        beyond => [0, 0, 0, [30, 20, 10].get((beyond - 48) as usize).copied().unwrap_or(0)],
    });
    let regions = cut(&picture, |params| params.min_area = 2);
    let face = regions.faces[regions.labels[(20 * SIDE + 49) as usize] as usize];
    assert!(!regions.paints[face.paint as usize].is_nothing());
}

#[test]
fn texture_and_rough_edges_have_no_mixtures() {
    let texture = paint(|x, y| {
        let [r, g, b] = [0, 1, 2].map(|i| (128.0 + noise(x, y + i * SIDE, 120)) as u8);
        [r, g, b, 255]
    });
    assert_eq!(cut(&texture, |params| params.min_area = 0).mixtures, None);
    assert_eq!(cut(&drawn(5, disc), |params| params.smooth_edges = false).mixtures, None);
}

#[test]
fn as_many_colours_as_are_asked_for() {
    let canvas = drawn(5, |x, y| disc(x, y).clamp(0.0, 1.0) * (0.4 + 0.6 * f32::from(u8::from(x > y))));
    for count in [2, 3] {
        let regions = cut(&canvas, |params| params.max_colors = count);
        let mut used: Vec<u32> = regions.faces.iter().map(|face| face.paint).collect();
        used.sort_unstable();
        used.dedup();
        assert_eq!(used.len(), count as usize);
    }
    let palette = vec![[0, 0, 0, 255], [255, 255, 255, 255]];
    let regions = cut(&canvas, |params| params.palette = palette.clone());
    assert!(regions.faces.iter().all(|face| match regions.paints[face.paint as usize] {
        Paint::Flat(color) => palette.contains(&color),
        _ => false,
    }));
}
