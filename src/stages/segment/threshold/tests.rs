use std::sync::Arc;

use super::*;
use crate::context::{Context, Control};

fn run(width: u32, pixels: Vec<[u8; 4]>, params: &SegmentParams) -> Regions {
    let height = pixels.len() as u32 / width;
    let opaque = pixels.iter().all(|p| p[3] == 255);
    let canvas =
        Canvas { width, height, source_size: (width, height), pixels: Arc::new(pixels.into()), opaque };
    let (control, limits) = (Control::default(), crate::limits::Limits::default());
    segment(&canvas, params, &Context::new(&control, &limits)).expect("nobody cancels")
}

fn with(threshold: Threshold) -> SegmentParams {
    SegmentParams { threshold, min_area: 0, ..SegmentParams::default() }
}

fn paint_at(regions: &Regions, pixel: usize) -> u32 {
    regions.faces[regions.labels[pixel] as usize].paint
}

#[test]
fn black_on_white_and_black_on_nothing() {
    let (ink, paper) = ([20, 20, 20, 255], [240, 240, 240, 255]);
    let opaque = run(3, vec![paper, ink, paper], &with(Threshold::Otsu));
    assert_eq!([0, 1, 2].map(|i| paint_at(&opaque, i)), [WHITE, BLACK, WHITE]);
    let cut_out = run(3, vec![[0; 4], ink, [0; 4]], &with(Threshold::Otsu));
    assert_eq!([0, 1, 2].map(|i| paint_at(&cut_out, i)), [NOTHING, BLACK, NOTHING]);
}

#[test]
fn the_fixed_level_is_where_white_begins() {
    let pixels: Vec<[u8; 4]> = (0..=255).map(|v| [v, v, v, 255]).collect();
    for level in [0, 1, 128, 255, 256] {
        let params = SegmentParams { level, ..with(Threshold::Fixed) };
        let regions = run(256, pixels.clone(), &params);
        let black = (0..256).filter(|&i| paint_at(&regions, i) == BLACK).count();
        assert_eq!(black, level as usize);
    }
}

#[test]
fn uneven_light_defeats_otsu_and_not_the_local_mean() {
    // Paper from 60 to 250 across, with strokes at half of the paper's luma.
    let is_ink = |x: u32, y: u32| x % 16 == 8 && (4..60).contains(&y);
    let pixels: Vec<[u8; 4]> = (0..256 * 64u32)
        .map(|i| {
            let (x, y) = (i % 256, i / 256);
            let paper = 60 + x * 190 / 255;
            let value = if is_ink(x, y) { paper / 2 } else { paper } as u8;
            [value, value, value, 255]
        })
        .collect();
    let wrong = |threshold| {
        let regions = run(256, pixels.clone(), &with(threshold));
        (0..256 * 64u32)
            .filter(|&i| (paint_at(&regions, i as usize) == BLACK) != is_ink(i % 256, i / 256))
            .count()
    };
    assert!(wrong(Threshold::Otsu) > 2000);
    assert!(wrong(Threshold::Adaptive) < 60, "{}", wrong(Threshold::Adaptive));
}

#[test]
fn a_large_black_area_is_not_hollow() {
    let pixels: Vec<[u8; 4]> = (0..200 * 200u32)
        .map(|i| {
            let (x, y) = (i % 200, i / 200);
            if (40..160).contains(&x) && (40..160).contains(&y) {
                [10, 10, 10, 255]
            } else {
                [230, 230, 230, 255]
            }
        })
        .collect();
    let regions = run(200, pixels, &with(Threshold::Adaptive));
    assert_eq!(paint_at(&regions, 100 * 200 + 100), BLACK);
    assert_eq!(regions.faces.len(), 2);
}

#[test]
fn grey_at_the_edge_is_coverage() {
    // An edge at x = 2.25: the third pixel is a quarter ink.
    let row = [[0, 0, 0, 255], [0, 0, 0, 255], [191, 191, 191, 255], [255; 4], [255; 4]];
    let mut pixels = Vec::new();
    for _ in 0..6 {
        pixels.extend(row);
    }
    let regions = run(5, pixels, &SegmentParams { level: 128, ..with(Threshold::Fixed) });
    let mixtures = regions.mixtures.as_ref().expect("a threshold knows coverage");
    assert_eq!(paint_at(&regions, 12), WHITE);
    assert_eq!(u32::from(mixtures.other[12]), BLACK);
    assert!(mixtures.coverage[12].abs_diff(191) <= 6, "{}", mixtures.coverage[12]);
    assert_eq!(mixtures.coverage[10], 255);
}

#[test]
fn specks_take_the_paint_around_them() {
    let mut pixels = vec![[255; 4]; 20 * 20];
    pixels[25] = [0, 0, 0, 255];
    pixels[210..218].fill([0, 0, 0, 255]);
    let regions = run(20, pixels, &SegmentParams { min_area: 5, ..with(Threshold::Otsu) });
    assert_eq!(regions.faces.len(), 2);
    assert_eq!([paint_at(&regions, 25), paint_at(&regions, 212)], [WHITE, BLACK]);
}
