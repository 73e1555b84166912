//! Pinholes of open pictures: places that no face's outline is sure to run on beneath.
//!
//! What runs on beneath a higher face ends a pixel or two inside it. Where that face is narrower, or
//! where three meet, the ends may miss each other and what is behind the picture shines through. A
//! short line in the paint of the lowest neighbour lies there instead, beneath everything. A second
//! copy of the lowest face under its whole surroundings was rejected: its edge would show at the
//! silhouette.

use super::geometry::point;
use super::underlay::WIDTH;
use crate::model::{Contour, Curve, Outlines, Point, Shape, Shapes};

/// Faces up to this size are too narrow for their neighbours to run on beneath them, px².
const SMALL: u32 = 32;

/// Adds lines beneath small opaque faces, and patches where three and more opaque faces meet.
pub(super) fn close(outlines: &Outlines, shapes: &mut Shapes) {
    let mut lines: Vec<(u32, Point, Point)> = Vec::new();
    for &face in &outlines.order {
        let is_small = outlines.regions.faces[face as usize].area < SMALL;
        if !is_small || !outlines.is_opaque(face) {
            continue;
        }
        let Some(([left, top], [right, bottom])) = bounds(outlines, face) else { continue };
        let Some(paint) = lowest_neighbour(outlines, face) else { continue };
        if !opaque_around(outlines, [left, top], [right, bottom]) {
            continue;
        }
        let [left, top, right, bottom] = [left, top, right, bottom].map(f64::from);
        let across = right - left >= bottom - top;
        let (from, to) = if across { (top, bottom) } else { (left, right) };
        // Side by side, as many as the face is wide.
        let count = ((to - from) / f64::from(WIDTH)).ceil().max(1.0);
        for i in 0..count as u32 {
            let at = from + (to - from) * (f64::from(i) + 0.5) / count;
            let ends = if across {
                [point(left - 0.5, at), point(right + 0.5, at)]
            } else {
                [point(at, top - 0.5), point(at, bottom + 0.5)]
            };
            lines.push((paint, ends[0], ends[1]));
        }
    }
    lines.extend(junctions(outlines));
    lines.sort_by_key(|line| line.0);
    for run in lines.chunk_by(|a, b| a.0 == b.0) {
        let first = shapes.contours.len() as u32;
        for &(_, start, to) in run {
            let curve = shapes.curves.len() as u32;
            shapes.curves.push(Curve::Line { to });
            shapes.contours.push(Contour { start, first: curve, count: 1 });
        }
        shapes.underlay.push(Shape { paint: run[0].0, first, count: run.len() as u32 });
    }
    shapes.underlay_width = WIDTH;
}

/// A patch beneath every place where three and more opaque faces meet, in the paint of the lowest.
fn junctions(outlines: &Outlines) -> Vec<(u32, Point, Point)> {
    let open = outlines.borders.iter().filter(|b| !b.closed);
    let mut corners: Vec<[u32; 2]> = open.flat_map(|b| [b.start, b.end]).collect();
    corners.sort_unstable();
    corners.dedup();
    let regions = &outlines.regions;
    let patch = |[x, y]: [u32; 2]| {
        if x == 0 || y == 0 || !opaque_around(outlines, [x - 1, y - 1], [x + 1, y + 1]) {
            return None;
        }
        let at = |x: u32, y: u32| regions.labels[y as usize * regions.width as usize + x as usize];
        let around = [at(x - 1, y - 1), at(x, y - 1), at(x - 1, y), at(x, y)];
        let lowest = around.into_iter().min_by_key(|&face| outlines.rank[face as usize])?;
        let (x, y) = (f64::from(x), f64::from(y));
        Some((regions.faces[lowest as usize].paint, point(x - 1.0, y), point(x + 1.0, y)))
    };
    corners.into_iter().filter_map(patch).collect()
}

/// The corners of the pixels that a face lies between.
fn bounds(outlines: &Outlines, face: u32) -> Option<([u32; 2], [u32; 2])> {
    let outer = outlines.loops_of(face).first()?;
    let (mut low, mut high) = ([u32::MAX; 2], [0; 2]);
    for &side in outlines.sides_of(outer) {
        let border = &outlines.borders[(side >> 1) as usize];
        let mut at = border.start;
        let steps = border.first as usize..(border.first + border.count) as usize;
        for step in outlines.steps[steps].iter().map(Some).chain([None]) {
            for axis in 0..2 {
                low[axis] = low[axis].min(at[axis]);
                high[axis] = high[axis].max(at[axis]);
            }
            match step {
                Some(0) => at[0] += 1,
                Some(1) => at[1] += 1,
                Some(2) => at[0] -= 1,
                Some(_) => at[1] -= 1,
                None => {}
            }
        }
    }
    Some((low, high))
}

/// The paint of the lowest face around one; `None` where something beside it is not opaque.
fn lowest_neighbour(outlines: &Outlines, face: u32) -> Option<u32> {
    let outer = outlines.loops_of(face).first()?;
    let beyond = outlines.sides_of(outer).iter().map(|&side| outlines.beyond(side));
    let lowest = beyond.min_by_key(|&f| outlines.rank.get(f as usize).copied().unwrap_or(u32::MAX))?;
    outlines.is_painted(lowest).then(|| outlines.regions.faces[lowest as usize].paint)
}

/// Whether all pixels between two corners, and those around them, are opaque.
fn opaque_around(outlines: &Outlines, low: [u32; 2], high: [u32; 2]) -> bool {
    let regions = &outlines.regions;
    if low[0] == 0 || low[1] == 0 || high[0] >= regions.width || high[1] >= regions.height {
        return false;
    }
    (low[1] - 1..=high[1]).all(|y| {
        let row = y as usize * regions.width as usize;
        let span = row + low[0] as usize - 1..=row + high[0] as usize;
        regions.labels[span].iter().all(|&face| outlines.is_painted(face) && outlines.is_opaque(face))
    })
}
