//! Pictures known by construction: analytic scenes as regions with exact coverages, and a
//! renderer to look at what became of them.

use std::sync::Arc;

use crate::context::{Context, Control};
use crate::limits::Limits;
use crate::model::{Face, Mixtures, Outlines, Paint, Regions, Shapes};
use crate::params::{FitParams, Layering, TraceParams, WriteParams};

/// Samples a side of a pixel.
const SAMPLES: u32 = 24;

/// Regions of a scene: `paint_at` tells which paint a point (px) has. Pixels that two paints
/// share know how much each covers.
pub fn regions(
    width: u32,
    height: u32,
    paints: Vec<Paint>,
    paint_at: impl Fn(f64, f64) -> u32,
) -> Arc<Regions> {
    let pixels = (width * height) as usize;
    let (mut own, mut other, mut coverage) = (vec![0; pixels], vec![0; pixels], vec![255_u8; pixels]);
    for i in 0..pixels {
        let (x, y) = (i as u32 % width, i as u32 / width);
        let mut counts = vec![0_u32; paints.len()];
        for k in 0..SAMPLES * SAMPLES {
            let offset = |k: u32| (f64::from(k) + 0.5) / f64::from(SAMPLES);
            counts[paint_at(f64::from(x) + offset(k % SAMPLES), f64::from(y) + offset(k / SAMPLES))
                as usize] += 1;
        }
        let mut order: Vec<u32> = (0..paints.len() as u32).collect();
        order.sort_by_key(|&p| (std::cmp::Reverse(counts[p as usize]), p));
        (own[i], other[i]) = (order[0], order[0] as u16);
        if let Some(&second) = order.get(1).filter(|&&p| counts[p as usize] > 0) {
            other[i] = second as u16;
            let (a, b) = (counts[own[i] as usize], counts[second as usize]);
            coverage[i] = (f64::from(a) / f64::from(a + b) * 255.0).round() as u8;
        }
    }
    Arc::new(label(width, height, paints, &own, Some(Mixtures { other, coverage, noisy: false })))
}

/// Regions of a map of paints: its 4-connected parts.
pub fn label(
    width: u32,
    height: u32,
    paints: Vec<Paint>,
    own: &[u32],
    mixtures: Option<Mixtures>,
) -> Regions {
    let w = width as usize;
    let mut labels = vec![u32::MAX; own.len()];
    let mut faces = Vec::new();
    for start in 0..own.len() {
        if labels[start] != u32::MAX {
            continue;
        }
        let face = faces.len() as u32;
        faces.push(Face { paint: own[start], area: 0 });
        labels[start] = face;
        let mut stack = vec![start];
        while let Some(i) = stack.pop() {
            faces[face as usize].area += 1;
            let neighbours = [
                (i % w > 0).then(|| i - 1),
                (i % w + 1 < w).then(|| i + 1),
                i.checked_sub(w),
                (i + w < own.len()).then_some(i + w),
            ];
            for n in neighbours.into_iter().flatten() {
                if labels[n] == u32::MAX && own[n] == own[i] {
                    labels[n] = face;
                    stack.push(n);
                }
            }
        }
    }
    Regions { width, height, labels, faces, paints, mixtures }
}

/// A job that nobody cancels.
pub fn with_context<T>(work: impl FnOnce(&Context<'_>) -> T) -> T {
    let (control, limits) = (Control::default(), Limits::default());
    work(&Context::new(&control, &limits))
}

/// Traces regions.
pub fn trace(regions: &Arc<Regions>, layering: Layering) -> Outlines {
    with_context(|ctx| super::trace::run(regions, &TraceParams { layering }, ctx)).expect("regions are sound")
}

/// Traces and fits regions.
pub fn fit(regions: &Arc<Regions>, layering: Layering, params: &FitParams) -> Shapes {
    let outlines = trace(regions, layering);
    let size = (regions.width, regions.height);
    with_context(|ctx| super::fit::run(&outlines, size, params, ctx)).expect("nobody cancels")
}

/// Writes shapes and renders them at `zoom` times their size.
pub fn render(shapes: &Shapes, zoom: f32) -> resvg::tiny_skia::Pixmap {
    let params = WriteParams { precision: 3, ..WriteParams::default() };
    let svg = with_context(|ctx| super::write::run(shapes, &params, ctx)).expect("nobody cancels").svg;
    let tree = resvg::usvg::Tree::from_str(&svg, &resvg::usvg::Options::default()).expect("sound SVG");
    let side = |s: u32| (s as f32 * zoom) as u32;
    let mut pixels = resvg::tiny_skia::Pixmap::new(side(shapes.width), side(shapes.height)).expect("a size");
    resvg::render(&tree, resvg::tiny_skia::Transform::from_scale(zoom, zoom), &mut pixels.as_mut());
    pixels
}

/// Opaque black, red, green and blue, and nothing.
pub fn palette() -> Vec<Paint> {
    let flat = |r, g, b| Paint::Flat([r, g, b, 255]);
    vec![flat(0, 0, 0), flat(255, 0, 0), flat(0, 255, 0), flat(0, 0, 255), Paint::NOTHING]
}

/// Index of nothing in [`palette`].
pub const NOTHING: u32 = 4;
