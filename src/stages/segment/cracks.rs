//! Which regions touch, and along how many pixel edges: a list in which each pair stands once.
//!
//! Pairs are found again through an open hash table of places in the list, so its order is that
//! of the picture and does not depend on the hash. Rows of neighbours, each pair in two of them,
//! were rejected: all that is asked goes over all pairs, and joining regions is a look-up for each
//! pair here, where rows have to be gathered and made anew.

use super::growth::STRIP;
use crate::context::{Context, PACE};
use crate::error::Result;
use crate::image::places;
use crate::parallel;

/// The boundary between two regions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Crack {
    /// The region of the lower number.
    pub a: u32,
    /// The other.
    pub b: u32,
    /// Pixel edges.
    pub length: u32,
}

/// The boundaries in a label map.
///
/// # Errors
/// `cancelled` when asked to stop.
pub(super) fn of_picture(width: usize, labels: &[u32], ctx: &Context<'_>) -> Result<Vec<Crack>> {
    let strip = (STRIP * width).max(1);
    let strips: Vec<Vec<Crack>> =
        parallel::map(labels.chunks(strip), ctx, |labels| Ok(within(width, labels)))?;
    let mut all = Cracks::with_room(strips.iter().map(Vec::len).sum());
    for strip in strips {
        all.add_all(&strip, |region| region, ctx)?;
    }
    for below in (strip..labels.len()).step_by(strip) {
        all.add_seam(&labels[below - width..below], &labels[below..]);
    }
    Ok(all.found)
}

/// The boundaries in a few whole rows of labels.
pub(super) fn within(width: usize, labels: &[u32]) -> Vec<Crack> {
    let mut cracks = Cracks::with_room(labels.len() / 8);
    let mut columns = vec![0; width];
    for (y, row) in labels.chunks_exact(width.max(1)).enumerate() {
        cracks.add_row(row, &mut columns);
        cracks.add_seam(row, &labels[(y + 1) * row.len()..]);
    }
    cracks.found
}

/// The boundaries that are left when regions get new numbers, several the same.
///
/// # Errors
/// `cancelled` when asked to stop.
pub(super) fn renumbered(
    cracks: &[Crack],
    number: impl Fn(u32) -> u32,
    ctx: &Context<'_>,
) -> Result<Vec<Crack>> {
    let mut left = Cracks::with_room(cracks.len() / 2);
    left.add_all(cracks, number, ctx)?;
    Ok(left.found)
}

/// A set of boundaries under construction. The table of places is never more than half full.
pub(super) struct Cracks {
    pub found: Vec<Crack>,
    places: Vec<u32>,
    shift: u32,
    /// Scratch.
    mask: Vec<u8>,
}

impl Cracks {
    const FREE: u32 = u32::MAX;

    /// For about so many.
    pub fn with_room(count: usize) -> Self {
        let bits = (2 * count).max(64).ilog2() + 1;
        Self {
            found: Vec::with_capacity(count),
            places: vec![Self::FREE; 1 << bits],
            shift: 32 - bits,
            mask: Vec::new(),
        }
    }

    /// Adds a boundary of some pixel edges; nothing when both sides are the same.
    #[inline]
    pub fn add(&mut self, a: u32, b: u32, length: u32) {
        if a != b {
            self.add_pair(a.min(b), a.max(b), length);
        }
    }

    /// Takes some pixel edges from a boundary, which may have none left then.
    #[inline]
    pub fn take(&mut self, a: u32, b: u32, length: u32) {
        if a != b {
            let place = self.add_pair(a.min(b), a.max(b), 0);
            self.found[place].length -= length;
        }
    }

    /// Adds what lies between a row and one below, which may be missing.
    pub fn add_seam(&mut self, above: &[u32], below: &[u32]) {
        let mask = self.marked(above, below);
        let mut known = 0;
        for x in places(&mask) {
            // Side by side the same two mostly touch along several pixels.
            known = self.add_known(known, above[x], below[x]);
        }
        self.mask = mask;
    }

    /// Adds what lies between the pixels of a row. `columns` has the place of what was found last on the right of each: in
    /// the next row it is mostly the same.
    fn add_row(&mut self, row: &[u32], columns: &mut [usize]) {
        let Some((_, right)) = row.split_first() else { return };
        let mask = self.marked(row, right);
        for x in places(&mask) {
            columns[x] = self.add_known(columns[x], row[x], right[x]);
        }
        self.mask = mask;
    }

    /// Where two rows differ: compared without a branch a pixel.
    fn marked(&mut self, a: &[u32], b: &[u32]) -> Vec<u8> {
        let mut mask = std::mem::take(&mut self.mask);
        mask.clear();
        mask.extend(a.iter().zip(b).map(|(a, b)| u8::from(a != b)));
        mask
    }

    /// Adds an edge between two regions whose boundary is probably that at a known place; returns its place.
    #[inline]
    fn add_known(&mut self, known: usize, a: u32, b: u32) -> usize {
        let (a, b) = (a.min(b), a.max(b));
        match self.found.get_mut(known) {
            Some(crack) if crack.a == a && crack.b == b => {
                crack.length += 1;
                known
            }
            _ => self.add_pair(a, b, 1),
        }
    }

    /// Adds boundaries between regions that have other numbers now.
    pub fn add_all(
        &mut self,
        cracks: &[Crack],
        number: impl Fn(u32) -> u32,
        ctx: &Context<'_>,
    ) -> Result<()> {
        for cracks in cracks.chunks(PACE) {
            ctx.check()?;
            for crack in cracks {
                self.add(number(crack.a), number(crack.b), crack.length);
            }
        }
        Ok(())
    }

    /// Adds a boundary between two regions, the one of the lower number first, and returns its place in the list.
    #[inline]
    pub fn add_pair(&mut self, a: u32, b: u32, length: u32) -> usize {
        let mut place = self.place(a, b);
        while self.places[place] != Self::FREE {
            let known = self.places[place] as usize;
            let crack = &mut self.found[known];
            if crack.a == a && crack.b == b {
                crack.length += length;
                return known;
            }
            place = (place + 1) & (self.places.len() - 1);
        }
        let known = self.found.len();
        self.places[place] = known as u32;
        self.found.push(Crack { a, b, length });
        if self.found.len() * 2 > self.places.len() {
            self.enlarge();
        }
        known
    }

    #[inline]
    fn place(&self, a: u32, b: u32) -> usize {
        ((a.wrapping_mul(0x9E37_79B1) ^ b.wrapping_mul(0x85EB_CA77)) >> self.shift) as usize
    }

    #[cold]
    fn enlarge(&mut self) {
        self.shift -= 1;
        self.places = vec![Self::FREE; self.places.len() * 2];
        for (known, crack) in (0..).zip(&self.found) {
            let mut place = self.place(crack.a, crack.b);
            while self.places[place] != Self::FREE {
                place = (place + 1) & (self.places.len() - 1);
            }
            self.places[place] = known;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    fn pairs(width: usize, labels: &[u32]) -> BTreeMap<(u32, u32), u32> {
        let mut pairs = BTreeMap::new();
        let mut add = |a: u32, b: u32| {
            if a != b {
                *pairs.entry((a.min(b), a.max(b))).or_insert(0) += 1;
            }
        };
        for i in 0..labels.len() {
            if (i + 1) % width > 0 {
                add(labels[i], labels[i + 1]);
            }
            if i + width < labels.len() {
                add(labels[i], labels[i + width]);
            }
        }
        pairs
    }

    fn listed(cracks: &[Crack]) -> BTreeMap<(u32, u32), u32> {
        let mut pairs = BTreeMap::new();
        for crack in cracks {
            assert!(crack.a < crack.b);
            assert!(pairs.insert((crack.a, crack.b), crack.length).is_none(), "a pair appears twice");
        }
        pairs
    }

    proptest! {
        #[test]
        fn lengths_are_those_of_the_picture_before_and_after_joining(
            width in 1usize..15,
            labels in prop::collection::vec(0u32..9, 0..300),
            group_of in prop::collection::vec(0u32..4, 9),
        ) {
            let ctx = Context::unhindered();
            let labels = &labels[..labels.len() / width * width];
            let cracks = of_picture(width, labels, &ctx).expect("nobody cancels");
            prop_assert_eq!(listed(&cracks), pairs(width, labels));

            let joined: Vec<u32> = labels.iter().map(|&l| group_of[l as usize]).collect();
            let left = renumbered(&cracks, |region| group_of[region as usize], &ctx).expect("nobody cancels");
            prop_assert_eq!(listed(&left), pairs(width, &joined));
        }
    }

    #[test]
    fn the_table_grows() {
        let labels: Vec<u32> = (0..3000).collect();
        assert_eq!(listed(&within(60, &labels)), pairs(60, &labels));
    }
}
