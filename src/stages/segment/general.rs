//! Photos and everything else that is not flat art: growth, merge tree, cut.
//!
//! The analysis keeps what a cut needs; features, larger than the picture itself, are of a strip at a time.

use super::cracks::Crack;
use super::detail::{Grain, height_of};
use super::edges::{MOST_PAINTS, soften};
use super::faces;
use super::merge::merge;
use super::recolor::recolor;
use super::shading::{Shading, shade};
use super::shared::share;
use super::small::absorb;
use super::start::{Start, start};
use super::sums::ColorSum;
use super::tree::MergeTree;
use super::turn::PATH_PRICE;
use crate::context::{Context, PACE};
use crate::error::Result;
use crate::model::{Canvas, Paint, Regions};
use crate::parallel;
use crate::params::SegmentParams;

/// What a colour of its own costs beside its path, in pixel edges: little, since its error covers
/// the whole region.
const COLOR_PRICE: f32 = 4.0;

/// How much of the stage is done when each part of the analysis ends, in hundredths.
pub(super) mod done {
    pub const START: usize = 60;
    pub const MERGE: usize = 90;
    pub const ALL: usize = 100;
}

/// Start regions and how they merge.
#[derive(Debug, Clone)]
pub struct General {
    labels: Vec<u32>,
    sums: Vec<ColorSum>,
    firsts: Vec<u32>,
    cracks: Vec<Crack>,
    tree: MergeTree,
}

impl General {
    /// Grows and merges.
    ///
    /// # Errors
    /// `cancelled` when asked to stop.
    pub(super) fn analyse(canvas: &Canvas, grain: Grain, ctx: &Context<'_>) -> Result<Self> {
        let start = start(canvas.width as usize, &canvas.pixels, grain.bound(), ctx)?;
        let Start { labels, features, colors, firsts, cracks, bound } = start;
        let tree = merge(cracks.clone(), features, &colors, bound, ctx)?;
        Ok(Self { labels, sums: colors, firsts, cracks, tree })
    }

    /// Regions for a setting of the dials.
    ///
    /// # Errors
    /// `cancelled` when asked to stop.
    pub(super) fn cut(&self, canvas: &Canvas, params: &SegmentParams, ctx: &Context<'_>) -> Result<Regions> {
        let Canvas { width, height, .. } = *canvas;
        let detail = height_of(params.detail);
        // Fewer regions than colours asked for could not show them.
        let level = self.tree.height_for(params.max_colors as usize, detail);
        let mut parts = Parts::new(self.tree.cut(level, ctx)?, &self.sums, ctx)?;
        absorb(&mut parts, &self.cracks, params.min_area, ctx)?;
        ctx.check()?;

        let own_colors = params.max_colors == 0 && params.palette.is_empty();
        let shading = if params.gradients && own_colors {
            shade(canvas, &self.labels, &parts, &self.cracks, detail, PATH_PRICE, ctx)?
        } else {
            Shading::none(parts.sums.len())
        };
        let flat: Vec<&ColorSum> = parts
            .sums
            .iter()
            .zip(&shading.of)
            .filter_map(|(sum, ramp)| (*ramp == Shading::NONE).then_some(sum))
            .collect();
        let colors = parallel::values(flat.len(), ctx, |part| flat[part].color())?;
        let weights = parallel::values(flat.len(), ctx, |part| u64::from(flat[part].pixels))?;
        let shared = share(&colors, &weights, COLOR_PRICE * detail, ctx)?;
        let is_soft = params.smooth_edges && shared.colors.len() + shading.paints.len() <= MOST_PAINTS;
        let (paints, paint_of_shared) = if is_soft {
            let count = shared.colors.len() as u32;
            (shared.colors, (0..count).collect())
        } else {
            recolor(&shared.colors, &shared.pixels, params, ctx)?
        };
        let mut paints = parallel::values(paints.len(), ctx, |paint| Paint::Flat(paints[paint]))?;
        let ramps = paints.len() as u32;
        paints.extend(shading.paints);
        let mut next = shared.of.iter().map(|&color| paint_of_shared[color as usize]);
        let paint_of = shading.of.iter().map(|&ramp| match ramp {
            Shading::NONE => next.next().unwrap_or(0),
            ramp => ramps + ramp,
        });
        let paint_of: Vec<u32> = paint_of.collect();
        let paint_of =
            parallel::values(self.sums.len(), ctx, |start| paint_of[parts.group_of[start] as usize])?;
        // Neighbours may have become one colour.
        let sizes = self.sums.iter().map(|sum| sum.pixels);
        let (face_of, faces) = faces::of_regions(&self.cracks, &paint_of, &self.firsts, sizes, ctx)?;
        let labels = parallel::values(self.labels.len(), ctx, |pixel| face_of[self.labels[pixel] as usize])?;
        let regions = Regions { width, height, labels, faces, paints, mixtures: None };
        if !is_soft {
            return Ok(regions);
        }
        let regions = soften(canvas, regions, params, ctx)?;
        if own_colors || regions.mixtures.is_some() {
            return Ok(regions);
        }
        self.cut(canvas, &SegmentParams { smooth_edges: false, ..params.clone() }, ctx)
    }

    /// Bytes held.
    pub fn byte_len(&self) -> usize {
        self.labels.len() * 4
            + self.sums.len() * (size_of::<ColorSum>() + 4)
            + self.cracks.len() * size_of::<Crack>()
            + self.tree.byte_len()
    }
}

/// Start regions put together, with the sums of each part.
pub(super) struct Parts {
    /// Which part each start region belongs to.
    pub group_of: Vec<u32>,
    /// Sums of each part.
    pub sums: Vec<ColorSum>,
}

impl Parts {
    /// Adds up the start regions of each of `count` parts.
    ///
    /// # Errors
    /// `cancelled` when asked to stop.
    fn new((group_of, count): (Vec<u32>, usize), starts: &[ColorSum], ctx: &Context<'_>) -> Result<Self> {
        let mut sums = parallel::values(count, ctx, |_| ColorSum::default())?;
        for (groups, starts) in group_of.chunks(PACE).zip(starts.chunks(PACE)) {
            ctx.check()?;
            for (&group, sum) in groups.iter().zip(starts) {
                sums[group as usize].add(sum);
            }
        }
        Ok(Self { group_of, sums })
    }
}
