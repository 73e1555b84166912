//! Slivers: faces nowhere three pixels wide, whose pixels are blends of the areas around them.
//!
//! A thin face of a colour of its own is a stroke and stays. Judging pixel by pixel was rejected: a
//! stroke's own soft edge would be eaten, and the stroke frayed.

use super::super::pixels::cross;
use super::super::specks::NOTHING;
use super::mixed::{Mixed, even, uneven};
use super::{Around, Colors, labels};
use crate::context::Context;
use crate::error::Result;
use crate::image::places;
use crate::model::Regions;

/// A pixel of a sliver, until it is said whose it is.
const OPEN: u16 = u16::MAX;
/// Share of pixels at edges from which a picture is nearly all texture. Drawings measured have up to .25, photos
/// .32 and more, but for those that are mostly smooth.
const TEXTURE: f32 = 0.3;
/// Share of a face's pixels with nothing else around them, up to which it is thin.
const INNER: f32 = 0.25;
/// Share of a sliver's pixels that are blends.
const BLENDS: f32 = 0.5;
/// How far the share of a side may fall on the way there, 0–1.
const WAVERING: f32 = 0.15;
/// Pixels from a sliver's pixel up to which its sides are sought, and the ways there.
const REACH: isize = 4;
const WAYS: [(isize, isize); 8] = [(1, 0), (1, 1), (0, 1), (-1, 1), (-1, 0), (-1, -1), (0, -1), (1, -1)];

/// The label of each pixel, those of slivers given to the areas that they mix; `None` where so many pixels are at edges
/// that these are no lines.
///
/// # Errors
/// `cancelled` when asked to stop.
pub(super) fn without_slivers(
    regions: &Regions,
    colors: &Colors<'_>,
    ctx: &Context<'_>,
) -> Result<Option<Vec<u16>>> {
    let (width, height) = (regions.width as usize, regions.height as usize);
    let faces = &regions.labels;
    let mut own = labels(regions, ctx)?;
    let inner = inner(regions, &own, ctx)?;
    let at_edges = own.len() - inner.iter().map(|&inner| inner as usize).sum::<usize>();
    if at_edges as f32 > TEXTURE * own.len() as f32 {
        return Ok(None);
    }
    let is_solid = |face: u32| {
        let face = face as usize;
        inner[face] as f32 > INNER * regions.faces[face].area as f32
    };
    // Thin pixels, and the side that covers most of each.
    let thin = uneven(&own, width, ctx, &|pixel| {
        if is_solid(faces[pixel]) {
            return None;
        }
        let way_out = |way| {
            let reached = steps(pixel, way, width, height).position(|near| is_solid(faces[near]));
            reached.map(|last| steps(pixel, way, width, height).take(last + 1))
        };
        let mut around = Around::new(colors, pixel);
        for side in WAYS.into_iter().filter_map(way_out).filter_map(Iterator::last) {
            around.add(own[side]);
        }
        let side = around.best(false).and_then(|(a, b, pair)| {
            // Between a stroke and an area like it lies something else: the way there leads away from it first.
            let leads = |side: u16, other: u16, share: f32| {
                WAYS.into_iter().filter_map(way_out).any(|way| {
                    let mut least = share;
                    let mut last = None;
                    let mut nears = true;
                    for near in way {
                        let share = colors.blend(near, side, other).share;
                        nears &= share >= least - WAVERING;
                        least = least.max(share);
                        last = Some(near);
                    }
                    nears && last.is_some_and(|last| own[last] == side)
                })
            };
            let is_between = leads(a, b, pair.share) && leads(b, a, 1.0 - pair.share);
            is_between.then_some(if pair.share < 0.5 { b } else { a })
        });
        let own = side.unwrap_or(OPEN);
        Some(Mixed { pixel: pixel as u32, own, other: own, coverage: 255 })
    })?;
    let mut blends = vec![0_u32; regions.faces.len()];
    for Mixed { pixel, own, .. } in &thin {
        blends[faces[*pixel as usize] as usize] += u32::from(*own != OPEN);
    }
    let goes = |face: u32| {
        let (count, area) = (blends[face as usize], regions.faces[face as usize].area);
        count as f32 >= BLENDS * area as f32
    };
    let mut open = Vec::new();
    for mixed in thin.iter().filter(|mixed| goes(faces[mixed.pixel as usize])) {
        own[mixed.pixel as usize] = mixed.own;
        if mixed.own == OPEN {
            open.push(mixed.pixel as usize);
        }
    }
    settle(&mut own, width, open, ctx)?;
    Ok(Some(own))
}

/// The pixels from one on its way out, as far as the picture goes.
fn steps(pixel: usize, (dx, dy): (isize, isize), width: usize, height: usize) -> impl Iterator<Item = usize> {
    let (x, y) = (pixel % width, pixel / width);
    (1..=REACH).map_while(move |k| {
        let (x, y) = (x.checked_add_signed(k * dx)?, y.checked_add_signed(k * dy)?);
        (x < width && y < height).then_some(y * width + x)
    })
}

/// How many pixels of each face have nothing else around them.
fn inner(regions: &Regions, own: &[u16], ctx: &Context<'_>) -> Result<Vec<u32>> {
    let width = regions.width as usize;
    let mut inner: Vec<u32> = regions.faces.iter().map(|face| face.area).collect();
    let (mut upper, mut lower, mut mask) = (Vec::new(), Vec::new(), Vec::new());
    for (y, row) in regions.labels.chunks_exact(width).enumerate() {
        ctx.check()?;
        mask.clear();
        mask.extend(even(own, width, y, &mut upper, &mut lower).map(|even| even ^ 1));
        for x in places(&mask) {
            inner[row[x] as usize] -= 1;
        }
    }
    Ok(inner)
}

/// Gives each pixel that is still open to a neighbour's label, the nearest first.
fn settle(own: &mut [u16], width: usize, mut open: Vec<usize>, ctx: &Context<'_>) -> Result<()> {
    while !open.is_empty() {
        ctx.check()?;
        let known =
            |pixel: usize| cross(pixel, width, own.len()).map(|near| own[near]).find(|&label| label != OPEN);
        let given: Vec<(usize, Option<u16>)> = open.iter().map(|&pixel| (pixel, known(pixel))).collect();
        let rest = given.iter().filter(|(_, label)| label.is_none()).count();
        for &(pixel, label) in &given {
            // A picture without an area has no slivers either; no pixel is left without a label.
            let last = if rest == given.len() { NOTHING } else { OPEN };
            own[pixel] = label.unwrap_or(last);
        }
        open.retain(|&pixel| own[pixel] == OPEN);
    }
    Ok(())
}
