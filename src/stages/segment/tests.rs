//! The stage as a whole, on pictures whose regions are known.

use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::context::Control;
use crate::limits::Limits;
use crate::model::Paint;

fn canvas(width: u32, pixels: Vec<[u8; 4]>) -> Canvas {
    let height = pixels.len() as u32 / width.max(1);
    let opaque = pixels.iter().all(|pixel| pixel[3] == 255);
    Canvas { width, height, source_size: (width, height), pixels: Arc::new(pixels.into()), opaque }
}

fn paint(width: u32, height: u32, color: impl Fn(u32, u32) -> [u8; 4]) -> Canvas {
    canvas(width, (0..width * height).map(|i| color(i % width, i / width)).collect())
}

/// Noise without a generator's state: the same for a place.
fn scatter(x: u32, y: u32) -> u32 {
    let bits = (x.wrapping_mul(0x9E37_79B1) ^ y.wrapping_mul(0x85EB_CA77)).wrapping_mul(0xC2B2_AE3D);
    (bits ^ bits >> 15).wrapping_mul(0x27D4_EB2F) >> 8
}

fn noise(width: u32, height: u32) -> Canvas {
    paint(width, height, |x, y| {
        let [r, g, b, _] = scatter(x, y).to_le_bytes();
        [r, g, b, 255]
    })
}

fn segment(canvas: &Canvas, params: &SegmentParams) -> Regions {
    let (control, limits) = (Control::default(), Limits::default());
    let ctx = Context::new(&control, &limits);
    let analysis = analyse(canvas, params, &ctx).expect("nobody cancels");
    let regions = cut(canvas, &analysis, params, &ctx).expect("nobody cancels");
    check(canvas, &regions);
    Arc::unwrap_or_clone(regions)
}

/// What `trace` relies on.
fn check(canvas: &Canvas, regions: &Regions) {
    assert_eq!((regions.width, regions.height), (canvas.width, canvas.height));
    assert_eq!(regions.labels.len(), canvas.pixels.len());
    let connected =
        faces::connect(canvas.width, &regions.labels, std::convert::identity, &Context::unhindered());
    let (connected, components) = connected.expect("nobody cancels");
    assert_eq!(components.len(), regions.faces.len(), "every face is one connected set");
    for (&label, &component) in regions.labels.iter().zip(&connected) {
        assert_eq!(regions.faces[label as usize].area, components[component as usize].area);
    }
    for face in &regions.faces {
        let paint = &regions.paints[face.paint as usize];
        assert!(!canvas.opaque || paint.is_opaque(), "an opaque picture stays opaque: {paint:?}");
    }
    if let Some(mixtures) = &regions.mixtures {
        assert_eq!(mixtures.other.len(), regions.labels.len());
        assert_eq!(mixtures.coverage.len(), regions.labels.len());
        assert!(mixtures.other.iter().all(|&paint| (paint as usize) < regions.paints.len()));
    }
}

fn with_method(method: Method) -> SegmentParams {
    SegmentParams { method, ..SegmentParams::default() }
}

fn visible_paints(regions: &Regions) -> usize {
    let mut used = vec![false; regions.paints.len()];
    for face in &regions.faces {
        used[face.paint as usize] = true;
    }
    regions.paints.iter().zip(used).filter(|(paint, used)| *used && !paint.is_nothing()).count()
}

#[test]
fn no_picture_is_too_odd() {
    let pictures = [
        canvas(0, Vec::new()),
        canvas(5, Vec::new()),
        paint(1, 1, |_, _| [1, 2, 3, 255]),
        paint(1, 16_384, |_, y| [(y >> 6) as u8, 0, 0, 255]),
        paint(16_384, 1, |x, _| [(x >> 6) as u8, x as u8, 0, x as u8]),
        paint(40, 30, |_, _| [0; 4]),
        paint(64, 64, |x, y| if (x + y) % 2 == 0 { [0, 0, 0, 255] } else { [255; 4] }),
        paint(64, 64, |x, y| if (x + y) % 2 == 0 { [9, 9, 9, 255] } else { [0; 4] }),
        paint(64, 64, |x, y| [(x * 4) as u8, (y * 4) as u8, 128, 255]),
        paint(64, 64, |x, y| if scatter(x, y) % 64 < x { [255; 4] } else { [0, 0, 0, 255] }),
        noise(70, 130),
    ];
    for picture in &pictures {
        for method in [Method::Regions, Method::Threshold, Method::Exact] {
            for (detail, max_colors, min_area) in [(60.0, 0, 4), (0.0, 3, 1), (100.0, 0, u32::MAX)] {
                segment(picture, &SegmentParams { detail, max_colors, min_area, ..with_method(method) });
            }
        }
        classify(picture, true, &Context::unhindered()).expect("nobody cancels");
    }
}

#[test]
fn exact_keeps_every_pixel() {
    let picture = noise(23, 19);
    let regions = segment(&picture, &with_method(Method::Exact));
    for (&label, &pixel) in regions.labels.iter().zip(picture.pixels.iter()) {
        assert_eq!(regions.paints[regions.faces[label as usize].paint as usize], Paint::Flat(pixel));
    }
}

/// A photo of four fields: grain over everything, no two pixels alike.
fn grainy_quarters() -> Canvas {
    paint(160, 120, |x, y| {
        let base: [u8; 3] = match (x < 80, y < 60) {
            (true, true) => [200, 60, 40],
            (false, true) => [40, 120, 200],
            (true, false) => [60, 160, 70],
            (false, false) => [220, 210, 190],
        };
        let grain = scatter(x, y).to_le_bytes();
        let [r, g, b] = std::array::from_fn(|c| base[c] + grain[c] % 9);
        [r, g, b, 255]
    })
}

#[test]
fn grain_does_not_hide_four_fields() {
    let regions =
        segment(&grainy_quarters(), &SegmentParams { gradients: false, ..SegmentParams::default() });
    assert_eq!(regions.faces.len(), 4);
    assert!(regions.faces.iter().all(|face| face.area == 80 * 60));
    // Grain is 0–8, 4 on average.
    let Paint::Flat([r, g, b, _]) = regions.paints[regions.faces[0].paint as usize] else {
        panic!("a flat paint")
    };
    assert!(r.abs_diff(204) <= 1 && g.abs_diff(64) <= 1 && b.abs_diff(44) <= 1);
}

#[test]
fn detail_is_a_dial_of_one_analysis() {
    let picture = noise(128, 128);
    let (control, limits) = (Control::default(), Limits::default());
    let ctx = Context::new(&control, &limits);
    let at = |detail| SegmentParams { detail, min_area: 1, ..SegmentParams::default() };
    assert_eq!(AnalysisParams::of(&at(10.0)), AnalysisParams::of(&at(60.0)));
    let analysis = analyse(&picture, &at(10.0), &ctx).expect("nobody cancels");
    let counts: Vec<usize> = [0.0, 20.0, 40.0, 60.0]
        .map(|detail| cut(&picture, &analysis, &at(detail), &ctx).expect("nobody cancels").faces.len())
        .to_vec();
    assert!(counts.windows(2).all(|pair| pair[0] <= pair[1]) && counts[0] < counts[3], "{counts:?}");
}

#[test]
fn small_regions_join_and_k_colors_are_k() {
    let picture = noise(96, 96);
    let regions =
        segment(&picture, &SegmentParams { detail: 90.0, min_area: 20, ..SegmentParams::default() });
    assert!(regions.faces.len() > 1 && regions.faces.iter().all(|face| face.area >= 20));
    for max_colors in [1, 2, 7, 64] {
        let regions =
            segment(&picture, &SegmentParams { max_colors, min_area: 1, ..SegmentParams::default() });
        assert_eq!(visible_paints(&regions), max_colors as usize);
    }
}

#[test]
fn a_palette_is_kept_to() {
    let palette = vec![[255, 0, 0, 255], [0, 0, 0, 255], [255, 255, 255, 255]];
    let regions =
        segment(&grainy_quarters(), &SegmentParams { palette: palette.clone(), ..SegmentParams::default() });
    for paint in &regions.paints {
        assert!(paint.is_nothing() || palette.iter().any(|&color| *paint == Paint::Flat(color)), "{paint:?}");
    }
}

#[test]
fn the_number_of_threads_does_not_show() {
    let picture = noise(300, 200);
    let on = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        pool.install(|| segment(&picture, &SegmentParams::default()))
    };
    assert_eq!(on(1), on(7));
}

#[test]
fn a_cancelled_job_stops() {
    let (control, limits) = (Control::default(), Limits::default());
    control.cancel();
    let ctx = Context::new(&control, &limits);
    let error = analyse(&noise(64, 64), &SegmentParams::default(), &ctx).expect_err("it was cancelled");
    assert_eq!(error.kind(), crate::error::ErrorKind::Cancelled);
}

proptest! {
    #[test]
    fn any_picture_gives_regions(
        width in 1u32..20,
        pixels in prop::collection::vec(prop::array::uniform4(prop::sample::select(vec![0u8, 7, 128, 250, 255])), 0..200),
        detail in 0.0..100.0f64,
        max_colors in 0u32..5,
        min_area in 0u32..30,
        method in prop::sample::select(vec![Method::Regions, Method::Threshold, Method::Exact]),
    ) {
        let whole = pixels.len() as u32 / width * width;
        let pixels: Vec<[u8; 4]> =
            pixels[..whole as usize].iter().map(|p| if p[3] == 0 { [0; 4] } else { *p }).collect();
        let picture = canvas(width, pixels);
        let regions = segment(&picture, &SegmentParams { detail, max_colors, min_area, ..with_method(method) });
        if method == Method::Regions && max_colors > 0 {
            prop_assert!(visible_paints(&regions) <= max_colors as usize);
        }
    }
}

#[test]
fn full_detail_keeps_a_checkerboard_of_single_pixels() {
    let board = paint(40, 30, |x, y| if (x + y) % 2 == 0 { [0, 0, 0, 255] } else { [255; 4] });
    let regions = segment(&board, &SegmentParams { detail: 100.0, ..SegmentParams::default() });
    assert_eq!(regions.faces.len(), 40 * 30);
}

/// Three stripes whose borders are anti-aliased, under a black line.
fn stripes() -> Canvas {
    let (red, blue, green) = ([220, 30, 30, 255], [30, 60, 220, 255], [30, 200, 90, 255]);
    paint(63, 40, |x, y| match (x, y) {
        (_, 0..6) => [0, 0, 0, 255],
        (0..21, _) => red,
        (21, _) => [125, 45, 125, 255],
        (22..42, _) => blue,
        (42, _) => [30, 130, 155, 255],
        _ => green,
    })
}

#[test]
fn neighbours_of_merged_colours_become_one_face_without_a_mixed_edge() {
    let merged = vec![[220, 30, 30, 255], [30, 60, 220, 255]];
    for method in [Method::Regions, Method::Exact] {
        let apart = segment(&stripes(), &with_method(method));
        let one = segment(&stripes(), &SegmentParams { recolor: merged.clone(), ..with_method(method) });
        assert_eq!(visible_paints(&one), visible_paints(&apart) - 1);
        if method == Method::Regions {
            assert_eq!((apart.faces.len(), one.faces.len()), (4, 3));
            let row = 20 * 63;
            assert!((0..40).all(|x| one.labels[row + x] == one.labels[row]), "red and blue are one");
            let face = &one.faces[one.labels[row] as usize];
            assert!((0..40).all(|x| one.share(row + x, face.paint) == 1.0), "and nothing divides them");
        }
    }
}

#[test]
fn swapped_and_unknown_colours_unite_nothing() {
    let (red, blue, other) = ([220, 30, 30, 255], [30, 60, 220, 255], [1, 2, 3, 255]);
    let apart = segment(&stripes(), &SegmentParams::default());
    for recolor in [vec![red, blue, blue, red], vec![other, red], vec![red]] {
        let regions = segment(&stripes(), &SegmentParams { recolor, ..SegmentParams::default() });
        assert_eq!(regions.labels, apart.labels);
        assert_eq!(regions.mixtures, apart.mixtures);
    }
}
