//! Pinholes of open pictures: places that no face's outline is sure to run on beneath.
//!
//! What runs on beneath a higher face ends a pixel or two inside it. Where that face is narrower, or
//! where three meet, the ends may miss each other and what is behind the picture shines through. A
//! line in the paint of the lower face lies there instead, beneath everything, where the shapes as
//! they were fitted do let light through. A second copy of the
//! lowest face under its whole surroundings was rejected: its edge would show at the silhouette.

use std::ops::Range;

use super::geometry::point;
use super::leaks::Leaks;
use super::piece::Piece;
use super::underlay;
use crate::context::Context;
use crate::error::Result;
use crate::model::{Border, Curve, Outlines, Point, Shape, Shapes};
use crate::parallel;

/// Faces leave no room for what runs on beneath them when they are narrower than this many times
/// what their outlines may stray by, beyond the first 0.16 px.
const NARROW: f64 = 65.0;
const STRAY: f64 = 0.16;
/// Cracks from one look at a border to the next.
const STRIDE: u32 = 2;
/// Cracks that a line goes on beyond where light comes through.
const MARGIN: u32 = 3;
/// Junctions that one thread looks at before it takes more.
const CHUNK: usize = 64;

/// Adds lines beneath the borders of narrow opaque faces, and patches where three and more opaque
/// faces meet.
///
/// # Errors
/// `cancelled` when asked to stop.
pub(super) fn close(
    outlines: &Outlines,
    pieces: &[Piece],
    tolerance: f64,
    shapes: &mut Shapes,
    ctx: &Context<'_>,
) -> Result<()> {
    let narrow = (tolerance - STRAY).max(0.0) * NARROW;
    let widths = widths(outlines);
    let found = Leaks::new(outlines, pieces);
    let leaks = |border: &Border, lower: u32, upper: u32| {
        let is_narrow = widths[lower as usize].min(widths[upper as usize]) < narrow;
        is_narrow.then(|| leaky(outlines, border, &found, ctx)).flatten()
    };
    underlay::draw(outlines, &leaks, shapes, ctx)?;
    let mut patches = junctions(outlines, &found, ctx)?;
    patches.sort_by_key(|patch| patch.0);
    for run in patches.chunk_by(|a, b| a.0 == b.0) {
        let first = shapes.contours.len() as u32;
        for &(_, start, to) in run {
            shapes.add_contour(start, [Curve::Line { to }]);
        }
        shapes.underlay.push(Shape { paint: run[0].0, first, count: run.len() as u32 });
    }
    Ok(())
}

/// The cracks of a border along which light comes through, from the first to the last.
fn leaky(outlines: &Outlines, border: &Border, leaks: &Leaks<'_>, ctx: &Context<'_>) -> Option<Range<u32>> {
    let [mut x, mut y] = border.start;
    let steps = &outlines.steps[border.first as usize..(border.first + border.count) as usize];
    let mut found: Option<Range<u32>> = None;
    for (i, &direction) in (0..).zip(steps) {
        (x, y) = match direction & 3 {
            0 => (x + 1, y),
            1 => (x, y + 1),
            2 => (x - 1, y),
            _ => (x, y - 1),
        };
        if i % STRIDE != 0 || ctx.check().is_err() {
            continue;
        }
        if is_inner(outlines, [x, y]) && leaks.at([x, y]) {
            let from = found.map_or(i.saturating_sub(MARGIN), |range| range.start);
            found = Some(from..(i + MARGIN + 1).min(border.count));
        }
    }
    found
}

/// How wide each face is, px, taken as a strip of its area and boundary.
fn widths(outlines: &Outlines) -> Vec<f64> {
    let faces = &outlines.regions.faces;
    let mut cracks = vec![0_u32; faces.len()];
    for border in &outlines.borders {
        for face in [border.right, border.left] {
            // What lies beyond the picture is no face.
            if let Some(sum) = cracks.get_mut(face as usize) {
                *sum += border.count;
            }
        }
    }
    faces.iter().zip(cracks).map(|(face, n)| 2.0 * f64::from(face.area) / f64::from(n.max(1))).collect()
}

/// A patch beneath every place where three and more opaque faces meet, in the paint of the lowest.
fn junctions(outlines: &Outlines, leaks: &Leaks<'_>, ctx: &Context<'_>) -> Result<Vec<(u32, Point, Point)>> {
    let open = outlines.borders.iter().filter(|b| !b.closed);
    let [last_x, last_y] =
        [outlines.regions.width, outlines.regions.height].map(|side| side.saturating_sub(1));
    // Where they meet at the rim of an opaque picture, the place to look at is a pixel inside.
    let inside = |[x, y]: [u32; 2]| {
        if outlines.opaque { [x.min(last_x).max(1), y.min(last_y).max(1)] } else { [x, y] }
    };
    let mut corners: Vec<[u32; 2]> = open.flat_map(|b| [b.start, b.end]).map(inside).collect();
    corners.sort_unstable();
    corners.dedup();
    let regions = &outlines.regions;
    let patch = |[x, y]: [u32; 2]| {
        if !is_inner(outlines, [x, y]) || !leaks.at([x, y]) {
            return None;
        }
        let at = |x: u32, y: u32| regions.labels[y as usize * regions.width as usize + x as usize];
        let around = [at(x - 1, y - 1), at(x, y - 1), at(x - 1, y), at(x, y)];
        let lowest = around.into_iter().min_by_key(|&face| outlines.rank[face as usize])?;
        let (x, y) = (f64::from(x), f64::from(y));
        Some((regions.faces[lowest as usize].paint, point(x - 1.0, y), point(x + 1.0, y)))
    };
    let found: Vec<Vec<_>> = parallel::map(corners.chunks(CHUNK), ctx, |corners| {
        Ok(corners.iter().filter_map(|&corner| patch(corner)).collect())
    })?;
    Ok(found.concat())
}

/// Whether all of the 4×4 pixels around a corner are opaque. Of an opaque picture, as far as it goes.
fn is_inner(outlines: &Outlines, [x, y]: [u32; 2]) -> bool {
    let regions = &outlines.regions;
    let (width, height) = (regions.width, regions.height);
    let margin = if outlines.opaque { 1 } else { 2 };
    if x < margin || y < margin || x + margin > width || y + margin > height {
        return false;
    }
    (y.saturating_sub(2)..(y + 2).min(height)).all(|y| {
        let row = y as usize * width as usize;
        let span = row + x.saturating_sub(2) as usize..row + (x + 2).min(width) as usize;
        regions.labels[span].iter().all(|&face| outlines.is_painted(face) && outlines.is_opaque(face))
    })
}
