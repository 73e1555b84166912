//! Faces under a given area join the neighbour with which they share most border.
//!
//! Mixtures that were explained wrongly leave specks of one to three pixels beside an edge; a
//! person may ask for more to go. Deleting the pixels and growing the rest into the gap was
//! rejected: it loses the coverage of the pixels around it.

use super::faces::faces;
use super::pixels::Pixels;
use crate::context::Context;
use crate::error::Result;
use crate::model::Face;

/// Rounds at most: joining can make a new small face, but ever fewer.
const ROUNDS: usize = 4;

/// Labels after specks have joined their neighbours, and the faces they form.
pub(super) fn absorb(pixels: &mut Pixels, min_area: u32, ctx: &Context<'_>) -> Result<(Vec<u32>, Vec<Face>)> {
    let (mut of_pixel, mut found) = faces(&pixels.own, pixels.width, ctx)?;
    for _ in 0..ROUNDS {
        if !found.iter().any(|f| f.area < min_area) {
            break;
        }
        let changed = absorb_once(pixels, &of_pixel, &found, min_area);
        if !changed {
            break;
        }
        (of_pixel, found) = faces(&pixels.own, pixels.width, ctx)?;
    }
    Ok((of_pixel, found))
}

fn absorb_once(pixels: &mut Pixels, of_pixel: &[u32], found: &[Face], min_area: u32) -> bool {
    // The pixels of all specks, face by face.
    let mut members: Vec<(u32, u32)> = of_pixel
        .iter()
        .enumerate()
        .filter(|&(_, &face)| found[face as usize].area < min_area)
        .map(|(pixel, &face)| (face, pixel as u32))
        .collect();
    members.sort_unstable();
    let mut changed = false;
    for speck in members.chunk_by(|a, b| a.0 == b.0) {
        let face = speck[0].0;
        let label = found[face as usize].paint as u16;
        let Some(into) = longest_border(pixels, of_pixel, found, speck) else { continue };
        changed = true;
        for &(_, pixel) in speck {
            pixels.own[pixel as usize] = into;
        }
        for &(_, pixel) in speck {
            rename_other_side(pixels, pixel as usize, label, into);
        }
    }
    changed
}

/// The label with which a speck shares most border; among equals that of the larger face.
fn longest_border(pixels: &Pixels, of_pixel: &[u32], found: &[Face], speck: &[(u32, u32)]) -> Option<u16> {
    let mut borders: Vec<(u16, u32, u32)> = Vec::new();
    for &(face, pixel) in speck {
        for neighbour in pixels.cross(pixel as usize) {
            let other = of_pixel[neighbour];
            if other == face {
                continue;
            }
            let (label, area) = (pixels.own[neighbour], found[other as usize].area);
            match borders.iter_mut().find(|b| b.0 == label) {
                Some(border) => {
                    border.1 += 1;
                    border.2 = border.2.max(area);
                }
                None => borders.push((label, 1, area)),
            }
        }
    }
    borders
        .into_iter()
        .max_by_key(|&(label, length, area)| (length, area, std::cmp::Reverse(label)))
        .map(|b| b.0)
}

/// Mixtures around a speck's pixel that had the speck's paint on their other side now have the
/// paint that it joined, unless that paint is still to be found beside them.
fn rename_other_side(pixels: &mut Pixels, pixel: usize, old: u16, new: u16) {
    for near in pixels.block(pixel) {
        if pixels.other[near] == old
            && pixels.own[near] != old
            && !pixels.block(near).any(|n| pixels.own[n] == old)
        {
            pixels.other[near] = new;
        }
        if pixels.own[near] == new && pixels.other[near] == new {
            pixels.coverage[near] = 255;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::context::Control;
    use crate::limits::Limits;

    fn absorb(pixels: &mut Pixels, min_area: u32) -> Vec<Face> {
        let (control, limits) = (Control::default(), Limits::default());
        super::absorb(pixels, min_area, &Context::new(&control, &limits)).unwrap_or_default().1
    }

    #[test]
    fn a_speck_joins_what_surrounds_it_with_its_mixtures() {
        let mut own = vec![1; 49];
        own[24] = 2;
        let mut pixels = Pixels::pure(own, 7);
        pixels.other[25] = 2;
        pixels.coverage[25] = 180;
        assert_eq!(absorb(&mut pixels, 4), [Face { paint: 1, area: 49 }]);
        assert_eq!((pixels.other[25], pixels.coverage[25]), (1, 255));
    }

    #[test]
    fn what_is_large_enough_stays() {
        let mut own = vec![1; 49];
        own[23..27].fill(2);
        assert_eq!(absorb(&mut Pixels::pure(own, 7), 4).len(), 2);
    }

    #[test]
    fn a_picture_that_is_one_speck_stays() {
        assert_eq!(absorb(&mut Pixels::pure(vec![3; 4], 2), 100), [Face { paint: 3, area: 4 }]);
    }
}
