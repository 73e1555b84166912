//! Regions → outlines: the exact boundary, sub-pixel where anti-aliasing tells it, and who lies
//! above whom.
//!
//! A planar map: every border once, shared by its two faces, so that what is fitted to it later
//! fits both. Contours of each face by itself were rejected: two fits of one boundary differ,
//! and show a seam.

mod containment;
mod corners;
mod faint;
mod levels;
mod map;
mod order;
mod subpixel;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use crate::context::Context;
use crate::error::{Error, Result};
use crate::model::{Layers, Outlines, Regions};
use crate::parallel;
use crate::params::{Layering, TraceParams};

/// Traces the boundaries of regions.
///
/// # Errors
/// `cancelled` when asked to stop; `internal` when labels and sizes contradict each other.
pub fn run(regions: &Arc<Regions>, params: &TraceParams, ctx: &Context<'_>) -> Result<Outlines> {
    let pixels = regions.width as usize * regions.height as usize;
    let mixed = regions.mixtures.as_ref();
    if regions.labels.len() != pixels
        || pixels > 0 && regions.labels.iter().copied().fold(0, u32::max) as usize >= regions.faces.len()
        || regions.faces.iter().any(|f| f.paint as usize >= regions.paints.len())
        || mixed.is_some_and(|m| m.other.len() != pixels || m.coverage.len() != pixels)
    {
        return Err(Error::internal("The label map does not fit its faces."));
    }
    let walked = map::walk(regions, ctx)?;
    ctx.report(1, 3);
    let layers = layers(regions, params);
    // Which loops there are, what lies in what and, but for exact edges, who lies above whom: none of it depends on where
    // exactly a border runs.
    let (placed, nested) = parallel::join(
        || subpixel::points(regions, &walked.borders, &walked.steps, ctx),
        || {
            let mut map = walked.loops(regions.faces.len(), ctx)?;
            let containment = containment::Containment::new(walked.borders.len(), &map);
            containment.mark_see_through(&mut map, regions);
            let opaque = !regions.labels.is_empty()
                && regions.faces.iter().all(|f| regions.paints[f.paint as usize].is_opaque());
            let outlines = Outlines {
                regions: Arc::clone(regions),
                borders: Vec::new(),
                steps: Vec::new(),
                points: Vec::new(),
                telling: Vec::new(),
                loops: map.loops,
                sides: map.sides,
                face_loops: map.face_loops,
                levels: levels::of_veils(regions, ctx)?,
                layers,
                order: Vec::new(),
                rank: Vec::new(),
                opaque,
            };
            let order = (layers != Layers::Owned).then(|| order::arrange(&outlines, &containment));
            Ok::<_, Error>((outlines, containment, order))
        },
    );
    let (mut outlines, containment, order) = nested?;
    (outlines.points, outlines.telling) = placed?;
    (outlines.borders, outlines.steps) = (walked.borders, walked.steps);
    ctx.report(2, 3);
    let order = order.unwrap_or_else(|| order::arrange(&outlines, &containment));
    outlines.paint_in(order);
    Ok(outlines)
}

/// The one place that decides how shapes are made of a map. Known mixtures mean few faces with
/// exact edges, which deserve to be drawn once each; without them faces are many and ragged, and
/// a whole silhouette a face is fewer bytes than hidden runs.
fn layers(regions: &Regions, params: &TraceParams) -> Layers {
    match params.layering {
        Layering::Cutout => Layers::Partition,
        Layering::Stacked if regions.mixtures.is_some() => Layers::Owned,
        Layering::Stacked => Layers::Painter,
    }
}
