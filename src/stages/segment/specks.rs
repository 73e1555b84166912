//! Faces under a given area join the neighbour with which they share most border.
//!
//! Mixtures that were explained wrongly leave specks of one to three pixels beside an edge; a
//! person may ask for more to go. What a speck's pixels mix is then asked again, of the paints
//! that are left around them. Giving them wholly to the neighbour was rejected: a speck often
//! lies on an edge, and the edge would get a notch.

use super::blend::Pair;
use super::faces::{Component, connect_runs};
use super::pixels::Pixels;
use super::runs::Runs;
use crate::context::{Context, PACE};
use crate::error::Result;
use crate::model::Face;

/// Label of what is fully transparent.
pub(super) const NOTHING: u16 = 0;
/// Rounds at most: joining can make a new small face, but ever fewer.
const ROUNDS: usize = 4;
/// Paints around one pixel that are tried.
const MAX_AROUND: usize = 9;

/// The blend of two labels' paints that is nearest to a pixel's colour.
pub(super) type Blend<'a> = dyn Fn(usize, u16, u16) -> Pair + 'a;

/// The faces of a picture, run by run.
struct Map {
    runs: Runs,
    face_of: Vec<u32>,
    faces: Vec<Component>,
}

impl Map {
    fn face_at(&self, pixel: usize) -> u32 {
        self.face_of[self.runs.at(pixel)]
    }
}

/// A face that is too small.
struct Speck<'a> {
    label: u16,
    /// The label that it joins.
    into: u16,
    /// Its pixels.
    members: &'a [u32],
}

/// Lets faces of under `min_area` pixels join their neighbours; returns the faces that are left, and puts that of each
/// pixel in place of what `of_pixel` held.
pub(super) fn absorb(
    pixels: &mut Pixels,
    of_pixel: &mut Vec<u32>,
    min_area: u32,
    blend: &Blend<'_>,
    ctx: &Context<'_>,
) -> Result<Vec<Face>> {
    let mut runs = Runs::of(pixels.width, &pixels.own, ctx)?;
    let mut round = 0;
    loop {
        let (face_of, faces) = connect_runs(&runs, &|pixel| u32::from(pixels.own[pixel]), ctx)?;
        let map = Map { runs, face_of, faces };
        let mut changed = Vec::new();
        if round < ROUNDS {
            absorb_once(pixels, &map, min_area, blend, &mut changed, ctx)?;
        }
        if changed.is_empty() {
            map.runs.spread(&map.face_of, of_pixel, ctx)?;
            let paint = |first: u32| u32::from(pixels.own[first as usize]);
            return Ok(map.faces.iter().map(|c| Face { paint: paint(c.first), area: c.area }).collect());
        }
        ctx.check()?;
        changed.sort_unstable();
        runs = map.runs;
        runs.update(&pixels.own, &changed);
        round += 1;
    }
}

/// One round; adds the pixels whose label may have changed.
fn absorb_once(
    pixels: &mut Pixels,
    map: &Map,
    min_area: u32,
    blend: &Blend<'_>,
    changed: &mut Vec<u32>,
    ctx: &Context<'_>,
) -> Result<()> {
    // Where the pixels of each face that is too small go, face by face.
    let mut places = Vec::with_capacity(map.faces.len());
    let mut count = 0;
    for face in &map.faces {
        places.push(count);
        count += if face.area < min_area { face.area as usize } else { 0 };
    }
    let mut members = vec![0; count];
    for (run, &face) in map.face_of.iter().enumerate() {
        if run.is_multiple_of(PACE) {
            ctx.check()?;
        }
        let face = face as usize;
        if map.faces[face].area < min_area {
            for (place, pixel) in members[places[face]..].iter_mut().zip(map.runs.pixels(run)) {
                *place = pixel as u32;
            }
            places[face] += map.runs.pixels(run).len();
        }
    }
    let mut specks: Vec<Speck<'_>> = Vec::new();
    let mut rest = &members[..];
    for (face, component) in (0..).zip(&map.faces).filter(|(_, c)| c.area < min_area) {
        ctx.check()?;
        let (members, others) = rest.split_at(component.area as usize);
        rest = others;
        let label = pixels.own[component.first as usize];
        if let Some(into) = longest_border(pixels, map, face, members) {
            specks.push(Speck { label, into, members });
        }
    }
    for &Speck { into, members, .. } in &specks {
        changed.extend_from_slice(members);
        for &pixel in members {
            pixels.own[pixel as usize] = into;
            pixels.other[pixel as usize] = into;
            pixels.coverage[pixel as usize] = 255;
        }
    }
    for &Speck { label, members, .. } in &specks {
        ctx.check()?;
        for &pixel in members {
            let pixel = pixel as usize;
            mix_again(pixels, pixel, blend);
            for near in pixels.block(pixel) {
                // Mixtures that had the speck on their other side, if it is nowhere near now.
                if pixels.other[near] == label
                    && pixels.own[near] != label
                    && !pixels.block(near).any(|n| pixels.own[n] == label)
                {
                    mix_again(pixels, near, blend);
                    changed.push(near as u32);
                }
            }
        }
    }
    Ok(())
}

/// Explains a pixel by two of the paints around it. The one that it is joined to along an edge
/// stays its own, lest it become a speck again.
fn mix_again(pixels: &mut Pixels, pixel: usize, blend: &Blend<'_>) {
    let mut around = [0u16; MAX_AROUND];
    let mut count = 0;
    for near in pixels.block(pixel) {
        if !around[..count].contains(&pixels.own[near]) {
            around[count] = pixels.own[near];
            count += 1;
        }
    }
    let around = &around[..count];
    let pairs = around.iter().enumerate().flat_map(|(i, &a)| around[..i].iter().map(move |&b| (a, b)));
    let best =
        pairs.map(|(a, b)| (a, b, blend(pixel, a, b))).min_by(|x, y| x.2.residual.total_cmp(&y.2.residual));
    let Some((first, second, pair)) = best else {
        pixels.other[pixel] = pixels.own[pixel];
        pixels.coverage[pixel] = 255;
        return;
    };
    let (mut own, mut other, mut share) =
        if pair.share < 0.5 { (second, first, 1.0 - pair.share) } else { (first, second, pair.share) };
    let touches = |label: u16| pixels.cross(pixel).any(|n| pixels.own[n] == label);
    // A whole share leaves nothing for the other side.
    if !touches(own) && touches(other) && share < 1.0 {
        (own, other, share) = (other, own, 0.5);
    }
    pixels.own[pixel] = own;
    pixels.other[pixel] = other;
    pixels.coverage[pixel] = (share * 255.0 + 0.5) as u8;
}

/// The label with which a speck shares most border; among equals that of the larger face. Nothing
/// only where there is nothing else: a thin outline must not let the background in.
fn longest_border(pixels: &Pixels, map: &Map, face: u32, members: &[u32]) -> Option<u16> {
    let mut borders: Vec<(u16, u32, u32)> = Vec::new();
    for &pixel in members {
        for neighbour in pixels.cross(pixel as usize) {
            let other = map.face_at(neighbour);
            if other == face {
                continue;
            }
            let (label, area) = (pixels.own[neighbour], map.faces[other as usize].area);
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
        .max_by_key(|&(label, length, area)| (label != NOTHING, length, area, std::cmp::Reverse(label)))
        .map(|b| b.0)
}

#[cfg(test)]
mod tests {
    use super::super::blend::pair;
    use super::*;
    use crate::context::Control;
    use crate::limits::Limits;

    fn absorb(pixels: &mut Pixels, min_area: u32) -> Vec<Face> {
        let (control, limits) = (Control::default(), Limits::default());
        // Paint n has the grey value 50 n, and all pixels are 50.
        let blend = |_: usize, a: u16, b: u16| {
            let grey = |label: u16| [50.0 * f32::from(label), 0.0, 0.0, 255.0];
            pair(&grey(1), &grey(a), &grey(b))
        };
        super::absorb(pixels, &mut Vec::new(), min_area, &blend, &Context::new(&control, &limits))
            .unwrap_or_default()
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
