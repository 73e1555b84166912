//! Lines beneath the borders that would leak.
//!
//! Two shapes that each cover half a pixel let a quarter of what is beneath them through. Where
//! no face runs on beneath the other, a line along their border in the paint of one of them shows
//! there instead. Widening the shapes themselves was rejected: it moves every edge.

use std::ops::Range;

use super::geometry::point;
use super::polyline::Simplify;
use crate::context::Context;
use crate::error::Result;
use crate::model::{Border, Curve, OUTSIDE, Outlines, Point, Shape, Shapes};
use crate::parallel;

/// Width, px: edges blur over the diagonal of a pixel, and these lines are coarse.
const WIDTH: f32 = 2.0;
/// How coarse, px.
const TOLERANCE: f64 = 0.4;
/// How far lines end from a place that must show something else, px.
const TRIM: f64 = 0.3;

/// Borders that one thread asks about before it takes more.
const CHUNK: usize = 64;

/// Told a border and its lower and upper face: along which of its cracks it needs a line.
pub(super) type Wanted<'a> = dyn Fn(&Border, u32, u32) -> Option<Range<u32>> + Sync + 'a;

/// Adds lines along borders between two opaque faces, a shape for each paint: that of the lower
/// face, since it is its part of the pixel that the upper one's edge covers.
///
/// # Errors
/// `cancelled` when asked to stop.
pub(super) fn draw(
    outlines: &Outlines,
    leaks: &Wanted<'_>,
    shapes: &mut Shapes,
    ctx: &Context<'_>,
) -> Result<()> {
    let opaque = |face: u32| outlines.is_painted(face) && outlines.is_opaque(face);
    let line = |b: &'_ Border| {
        let is_left_upper = outlines.rank[b.right as usize] < outlines.rank[b.left as usize];
        let (lower, upper) = if is_left_upper { (b.right, b.left) } else { (b.left, b.right) };
        Some((outlines.regions.faces[lower as usize].paint, leaks(b, lower, upper)?))
    };
    let lines: Vec<Vec<(u32, &Border, Range<u32>)>> =
        parallel::map(outlines.borders.chunks(CHUNK), ctx, |borders| {
            let inner = borders.iter().filter(|b| opaque(b.right) && opaque(b.left));
            Ok(inner.filter_map(|b| line(b).map(|(paint, cracks)| (paint, b, cracks))).collect())
        })?;
    let mut lines = lines.concat();
    lines.sort_by_key(|(paint, ..)| *paint);
    let (mut simplify, mut points, mut kept) = (Simplify::default(), Vec::new(), Vec::new());
    for run in lines.chunk_by(|a, b| a.0 == b.0) {
        let first = shapes.contours.len() as u32;
        for (_, border, cracks) in run {
            collect(outlines, border, cracks, &mut points);
            let Some(&start) = points.first() else { continue };
            kept.clear();
            simplify.run(&points, TOLERANCE, &mut kept);
            shapes.add_contour(start, kept.iter().map(|&to| Curve::Line { to }));
        }
        let count = shapes.contours.len() as u32 - first;
        if count > 0 {
            shapes.underlay.push(Shape { paint: run[0].0, first, count });
        }
    }
    shapes.underlay_width = WIDTH;
    Ok(())
}

/// The points along some cracks of a border, shortened where it ends beside something that is not
/// opaque.
fn collect(outlines: &Outlines, border: &Border, cracks: &Range<u32>, points: &mut Vec<Point>) {
    points.clear();
    let told = (border.first + cracks.start..border.first + cracks.end).map(|i| i as usize);
    let told = told.filter(|&i| outlines.telling[i]).map(|i| outlines.points[i]);
    points.extend(told.map(|[x, y]| point(f64::from(x), f64::from(y))));
    let (from_start, to_end) = (cracks.start == 0, cracks.end == border.count);
    if border.closed {
        // The corner it starts from is no part of the boundary.
        let whole = from_start && to_end;
        points.extend_from_within(..usize::from(whole).min(points.len()));
        return;
    }
    let corner = |[x, y]: [u32; 2]| point(f64::from(x), f64::from(y));
    if from_start {
        points.insert(0, corner(border.start));
    }
    if to_end {
        points.push(corner(border.end));
    }
    for at in [border.start, border.end] {
        if shows_through(outlines, at) {
            let from = corner(at);
            points.retain(|p| p.distance(from) >= TRIM);
        }
    }
}

/// Whether a pixel around a corner is not opaque.
fn shows_through(outlines: &Outlines, [x, y]: [u32; 2]) -> bool {
    let regions = &outlines.regions;
    [(0, 0), (1, 0), (0, 1), (1, 1)].into_iter().any(|(dx, dy)| {
        let (x, y) = (x.wrapping_sub(dx), y.wrapping_sub(dy));
        let face = if x < regions.width && y < regions.height {
            regions.labels[y as usize * regions.width as usize + x as usize]
        } else {
            OUTSIDE
        };
        face != OUTSIDE && !outlines.is_opaque(face)
    })
}
