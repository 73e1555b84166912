//! Outlines → shapes: the fewest curves within a tolerance.
//!
//! Corners stay corners, straight things straight, whole ellipses become arcs, and the rest is
//! the cheapest path of lines and cubics through smoothed nodes. Potrace's polygon with a curve
//! for every vertex was rejected: it spends a cubic where one could span five.

mod assembled;
mod borders;
mod chain;
mod corner;
mod cracks;
mod cubic;
mod ellipse;
mod geometry;
mod ground;
mod hidden;
mod leaks;
mod local;
mod owned;
mod piece;
mod pinholes;
mod polyline;
mod section;
#[cfg(test)]
mod tests;
mod underlay;
mod veil;
#[cfg(feature = "vtracer")]
pub mod vtracer;
mod whole;

use std::sync::atomic::{AtomicUsize, Ordering};

use crate::context::Context;
use crate::error::Result;
use crate::model::{Border, Layers, Outlines, Paint, Regions, Shapes};
use crate::parallel;
use crate::params::{FitParams, Shape as OutlineShape};

use borders::Borders;
use chain::ChainFit;
use owned::FaceFit;
use piece::Piece;

/// Stroke that closes hairlines between whole faces, px: where nothing lies beneath them, and above the rectangles of
/// [`ground`].
const OVERLAP: f32 = 0.3;
const OVERLAP_ON_GROUND: f32 = 0.2;
/// Drawings whose sides are at least this long are mostly shown smaller than they are, px. In smaller ones of a few
/// areas the rectangles would weigh more than what they hide.
const SHOWN_SMALL: u32 = 1200;
/// Finest coordinate that tells something of a ragged map, px.
const GRAIN: f32 = 0.5;

/// Fits curves to outlines. `source_size` is what the SVG shall say as its size, px.
///
/// Where coverage tells the boundary, curves stay within `params.tolerance` of it, noise of a
/// tenth of a pixel or so aside. Where it does not (no mixtures), the boundary is a stair and
/// `Spline` gives lines like `Polygon`: through the stairs, 0.55 px (sharp contrast) to 2.75 px
/// (hardly any) away at most, or `params.tolerance` where that is more.
///
/// # Errors
/// `cancelled` when asked to stop.
pub fn run(
    outlines: &Outlines,
    source_size: (u32, u32),
    params: &FitParams,
    ctx: &Context<'_>,
) -> Result<Shapes> {
    let regions = &outlines.regions;
    let mut shapes = Shapes {
        width: regions.width,
        height: regions.height,
        source_size,
        paints: regions.paints.clone(),
        ..Shapes::default()
    };
    if outlines.layers == Layers::Owned && params.shape != OutlineShape::Pixel {
        owned_faces(outlines, params, &mut shapes, ctx)?;
        return Ok(shapes);
    }
    if let ([face], true) = (&outlines.order[..], outlines.opaque) {
        shapes.background = Some(regions.faces[*face as usize].paint);
        return Ok(shapes);
    }
    if params.shape != OutlineShape::Pixel {
        let exact = regions.mixtures.is_some();
        if outlines.opaque {
            // Where edges leak, they leak the paint nearest to the picture's mean colour: a colour
            // of its own would be one more than was asked for.
            let mean = mean_color(outlines);
            shapes.background = nearest_flat(regions, mean).or_else(|| {
                shapes.paints.push(Paint::Flat(mean));
                Some(shapes.paints.len() as u32 - 1)
            });
        }
        if exact || !outlines.opaque {
            underlay::draw(outlines, &|border, _, _| Some(0..border.count), &mut shapes, ctx)?;
        }
        if !exact {
            (shapes.overlap, shapes.grain) = (OVERLAP, GRAIN);
            if outlines.layers == Layers::Painter && shapes.background.is_some() {
                shapes.overlap = OVERLAP_ON_GROUND;
                ground::draw(outlines, &mut shapes, ctx)?;
            }
        }
    }
    veil::draw(outlines, params, &mut shapes, ctx)?;
    whole::draw(outlines, params, &mut shapes, ctx)?;
    Ok(shapes)
}

fn owned_faces(
    outlines: &Outlines,
    params: &FitParams,
    shapes: &mut Shapes,
    ctx: &Context<'_>,
) -> Result<()> {
    let regions = &outlines.regions;
    let paint_of = |face: u32| regions.faces[face as usize].paint;
    shapes.background = outlines.order.first().filter(|_| outlines.opaque).map(|&lowest| paint_of(lowest));
    if regions.is_noisy() && regions.width.min(regions.height) >= SHOWN_SMALL {
        ground::draw(outlines, shapes, ctx)?;
    }
    let has_ground = !shapes.shapes.is_empty();
    let polygon = params.shape == OutlineShape::Polygon;
    let done = AtomicUsize::new(0);
    let touching = owned::touching(outlines);
    let wanted = |b: &Border| {
        let touches = |face: u32| touching.get(face as usize).copied().unwrap_or(false);
        (touches(b.right) && !outlines.is_opaque(b.left)) || (touches(b.left) && !outlines.is_opaque(b.right))
    };
    let shared = if touching.contains(&true) {
        whole::fit(outlines, params, &wanted, ctx)?
    } else {
        Borders::default()
    };
    let begin = || {
        let chain = ChainFit::new(params.tolerance, params.corner_angle, polygon, *ctx);
        FaceFit::new(outlines, chain, &shared, &touching, has_ground)
    };
    let pieces = parallel::map_with(outlines.order.iter(), ctx, begin, |fit, &face| {
        if outlines.is_veil(face) {
            return Ok(Piece::default());
        }
        ctx.report(done.fetch_add(1, Ordering::Relaxed), outlines.order.len());
        Ok(fit.draw(face))
    })?;
    ctx.check()?;
    // Where many faces meet, what is at the bottom has hardly the colour that a hole needs; the ground has.
    if !has_ground && (!outlines.opaque || regions.is_noisy()) {
        pinholes::close(outlines, &pieces, params.tolerance, shapes, ctx)?;
    }
    veil::draw(outlines, params, shapes, ctx)?;
    // Everything else is drawn above the background: no edge of the lowest face can be seen, but where there is a ground.
    let is_background = shapes.background.is_some() && !has_ground;
    for (&face, piece) in outlines.order.iter().zip(&pieces).skip(usize::from(is_background)) {
        piece.append_to(shapes, paint_of(face));
    }
    Ok(())
}

/// The paint of a face that comes nearest to an opaque colour, if any face is flat.
fn nearest_flat(regions: &Regions, color: [u8; 4]) -> Option<u32> {
    let away = |paint: u32| match &regions.paints[paint as usize] {
        Paint::Flat(c) => {
            Some(c.iter().zip(color).map(|(&c, m)| u32::from(c.abs_diff(m)).pow(2)).sum::<u32>())
        }
        Paint::Gradient(_) | Paint::Crossed(_) | Paint::Veil(_) => None,
    };
    let known = regions.faces.iter().filter_map(|face| Some((away(face.paint)?, face.paint)));
    known.min().map(|(_, paint)| paint)
}

fn mean_color(outlines: &Outlines) -> [u8; 4] {
    let regions = &outlines.regions;
    let (mut sums, mut pixels) = ([0_u64; 3], 0_u64);
    for face in &regions.faces {
        let color = match &regions.paints[face.paint as usize] {
            Paint::Flat(c) => *c,
            Paint::Gradient(g) => g.stops.first().map_or([0; 4], |s| s.color),
            Paint::Crossed(c) => c.below.stops.first().map_or([0; 4], |s| s.color),
            Paint::Veil(_) => [0; 4],
        };
        for (sum, c) in sums.iter_mut().zip(color) {
            *sum += u64::from(c) * u64::from(face.area);
        }
        pixels += u64::from(face.area);
    }
    let mean = |sum: u64| (sum / pixels.max(1)) as u8;
    [mean(sums[0]), mean(sums[1]), mean(sums[2]), 255]
}
