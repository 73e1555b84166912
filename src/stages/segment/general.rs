//! Photos and everything else that is not flat art: growth, merge tree, cut.
//!
//! The analysis keeps what a cut needs and drops the features, the largest array of the stage.

use super::color::features;
use super::detail::{Grain, height_of};
use super::faces;
use super::graph::{Graph, Groups};
use super::growth::grow;
use super::merge::{PATH_PRICE, merge};
use super::paced;
use super::recolor::recolor;
use super::shading::{Shading, shade};
use super::shared::share;
use super::small::absorb;
use super::sums::{ColorSum, measure};
use super::tree::MergeTree;
use crate::context::Context;
use crate::error::Result;
use crate::model::{Canvas, Paint, Regions};
use crate::params::SegmentParams;

/// What a colour of its own costs beside its path, in pixel edges: little, since its error covers
/// the whole region.
const COLOR_PRICE: f32 = 2.6;

/// Start regions and how they merge.
#[derive(Debug, Clone)]
pub struct General {
    labels: Vec<u32>,
    sums: Vec<ColorSum>,
    graph: Graph,
    tree: MergeTree,
}

impl General {
    /// Grows and merges.
    ///
    /// # Errors
    /// `cancelled` when asked to stop.
    pub(super) fn analyse(canvas: &Canvas, grain: Grain, ctx: &Context<'_>) -> Result<Self> {
        const STEPS: usize = 10;
        let features = features(&canvas.pixels, ctx)?;
        ctx.report(1, STEPS);
        let start = grow(canvas.width as usize, &features, grain.bound(), ctx)?;
        ctx.report(3, STEPS);
        let (feature_sums, sums) = measure(&start, &features, &canvas.pixels, ctx)?;
        drop(features);
        ctx.check()?;
        let graph = Graph::build(canvas.width as usize, &start.labels, start.count, ctx)?;
        ctx.report(5, STEPS);
        let tree = merge(&graph, feature_sums, &sums, grain.bound(), ctx)?;
        ctx.report(9, STEPS);
        Ok(Self { labels: start.labels, sums, graph, tree })
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
        absorb(&mut parts, &self.graph, &self.sums, params.min_area, ctx)?;
        ctx.check()?;

        let own_colors = params.max_colors == 0 && params.palette.is_empty();
        let shading = if params.gradients && own_colors {
            shade(canvas, &self.labels, &parts, &self.graph, detail, PATH_PRICE, ctx)?
        } else {
            Shading::none(parts.sums.len())
        };
        let flat: Vec<&ColorSum> = parts
            .sums
            .iter()
            .zip(&shading.of)
            .filter_map(|(sum, ramp)| (*ramp == Shading::NONE).then_some(sum))
            .collect();
        let colors = paced::map(flat.len(), ctx, |part| flat[part].color())?;
        let weights = paced::map(flat.len(), ctx, |part| u64::from(flat[part].pixels))?;
        let colors = share(&colors, &weights, COLOR_PRICE * detail, ctx)?;
        let (paints, paint_of_flat) = recolor(&colors, &weights, params, ctx)?;
        let mut paints = paced::map(paints.len(), ctx, |paint| Paint::Flat(paints[paint]))?;
        let ramps = paints.len() as u32;
        paints.extend(shading.paints);
        let mut next = paint_of_flat.into_iter();
        let paint_of = shading.of.iter().map(|&ramp| match ramp {
            Shading::NONE => next.next().unwrap_or(0),
            ramp => ramps + ramp,
        });
        let paint_of: Vec<u32> = paint_of.collect();
        // Neighbours may have become one colour.
        let relabelled = self.relabel(|start| paint_of[parts.of(start)], ctx)?;
        let (labels, faces) = faces::from_paints(width, &relabelled, ctx)?;
        // Where exactly the boundary runs between two noisy fields, their pixels cannot tell.
        Ok(Regions { width, height, labels, faces, paints, mixtures: None })
    }

    fn relabel(&self, new: impl Fn(usize) -> u32 + Sync, ctx: &Context<'_>) -> Result<Vec<u32>> {
        let table = paced::map(self.sums.len(), ctx, new)?;
        paced::map(self.labels.len(), ctx, |pixel| table[self.labels[pixel] as usize])
    }

    /// Bytes held.
    pub fn byte_len(&self) -> usize {
        self.labels.len() * 4
            + self.sums.len() * size_of::<ColorSum>()
            + self.graph.byte_len()
            + self.tree.byte_len()
    }
}

/// Start regions put together, with the sums of each part.
pub(super) struct Parts {
    /// Which start regions make which part.
    pub groups: Groups,
    /// Sums of each part.
    pub sums: Vec<ColorSum>,
}

impl Parts {
    /// Adds up the start regions of each group.
    ///
    /// # Errors
    /// `cancelled` when asked to stop.
    pub fn new(groups: Groups, starts: &[ColorSum], ctx: &Context<'_>) -> Result<Self> {
        let sums = paced::map(groups.len(), ctx, |group| {
            let mut sum = ColorSum::default();
            for &member in groups.members(group) {
                sum.add(&starts[member as usize]);
            }
            sum
        })?;
        Ok(Self { groups, sums })
    }

    fn of(&self, start: usize) -> usize {
        self.groups.group_of[start] as usize
    }
}
