//! Some colours become others, and neighbours that are then of one colour become one face.
//!
//! Colours are matched exactly and keep their own alpha; gradients stay as they are. Repainting
//! the finished drawing was rejected: outlines would go on dividing what looks like one shape, and
//! a plotter would cut along them.

use std::collections::HashMap;

use super::faces;
use crate::context::{Context, PACE};
use crate::error::Result;
use crate::model::{Mixtures, Paint, Regions};
use crate::parallel;

/// Applies `pairs`: the first colour of each two becomes the second. One without a second has no
/// effect, and of several for one colour the last is taken.
///
/// # Errors
/// `cancelled` when asked to stop.
pub(super) fn unite(regions: Regions, pairs: &[[u8; 4]], ctx: &Context<'_>) -> Result<Regions> {
    // The map is only asked, never walked.
    let becomes: HashMap<[u8; 3], [u8; 3]> =
        pairs.chunks_exact(2).map(|pair| (opaque(pair[0]), opaque(pair[1]))).collect();
    let Regions { width, height, labels, faces, paints, mixtures } = regions;
    let (paints, numbers) = renamed(paints, &becomes, ctx)?;
    if paints.len() == numbers.len() {
        // Nothing has become one.
        return Ok(Regions { width, height, labels, faces, paints, mixtures });
    }
    ctx.check()?;
    let own =
        parallel::values(labels.len(), ctx, |pixel| numbers[faces[labels[pixel] as usize].paint as usize])?;
    let (labels, faces) = faces::from_paints(width, &own, ctx)?;
    let mixtures = mixtures.map(|Mixtures { mut other, mut coverage, noisy }| {
        for ((other, coverage), own) in other.iter_mut().zip(&mut coverage).zip(own) {
            *other = numbers[usize::from(*other)] as u16;
            if u32::from(*other) == own {
                *coverage = 255;
            }
        }
        Mixtures { other, coverage, noisy }
    });
    Ok(Regions { width, height, labels, faces, paints, mixtures })
}

fn opaque([r, g, b, _]: [u8; 4]) -> [u8; 3] {
    [r, g, b]
}

/// Distinct paints in the order of their first, and the new number of each; as many as before when
/// all stay distinct.
fn renamed(
    paints: Vec<Paint>,
    becomes: &HashMap<[u8; 3], [u8; 3]>,
    ctx: &Context<'_>,
) -> Result<(Vec<Paint>, Vec<u32>)> {
    let mut numbers: HashMap<[u8; 4], u32> = HashMap::new();
    let mut kept = Vec::with_capacity(paints.len());
    let mut new = Vec::with_capacity(paints.len());
    for (old, mut paint) in paints.into_iter().enumerate() {
        if old.is_multiple_of(PACE) {
            ctx.check()?;
        }
        let next = kept.len() as u32;
        let mut number = next;
        if let Paint::Flat(color) = &mut paint {
            if let Some(&[r, g, b]) = becomes.get(&opaque(*color)).filter(|_| color[3] > 0) {
                *color = [r, g, b, color[3]];
            }
            number = *numbers.entry(*color).or_insert(next);
        }
        if number == next {
            kept.push(paint);
        }
        new.push(number);
    }
    Ok((kept, new))
}
