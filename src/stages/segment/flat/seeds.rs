//! Pure colours: runs of 2×2 blocks whose four pixels are one colour.
//!
//! Anti-aliasing along one straight edge cannot make such a block, so its colour is one that the
//! drawing used. A histogram of colours was rejected: a long slanted edge gives its mixtures more
//! pixels than a small shape has.

use super::super::blocks::blocks;
use super::super::padded::Padded;
use super::UNKNOWN;
use crate::context::Context;
use crate::error::Result;
use crate::parallel;

/// Rows that are searched as one piece of work.
const STRIP: usize = 64;

/// Blocks of one colour whose upper left pixels are neighbours in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Seed {
    /// Upper left pixel of the first block.
    pub start: u32,
    /// Blocks.
    pub blocks: u32,
    /// Colour word of all pixels.
    pub word: u32,
}

impl Seed {
    /// The pixels in the upper row of the blocks; those of the lower row follow a row later.
    pub fn upper(&self) -> std::ops::Range<usize> {
        self.start as usize..self.start as usize + self.blocks as usize + 1
    }
}

/// All seeds among pixels whose label is not known yet, in row order.
pub(super) fn seeds(picture: &Padded, labels: &[u16], ctx: &Context<'_>) -> Result<Vec<Seed>> {
    let rows = picture.height - 1;
    let any_known = labels.iter().any(|&label| label != UNKNOWN);
    let strips: Vec<Vec<Seed>> = parallel::map(0..rows.div_ceil(STRIP), ctx, |strip| {
        let (mut found, mut even) = (Vec::new(), Vec::new());
        for y in strip * STRIP..((strip + 1) * STRIP).min(rows) {
            ctx.check()?;
            let start = y * picture.width;
            let row = |start: usize| start..start + picture.width;
            let (upper, lower) = (row(start), row(start + picture.width));
            blocks(&picture.words[upper.clone()], &picture.words[lower.clone()], &mut even);
            // The outermost entries are blocks of a pixel and its repetition.
            let even = &mut even[1..picture.width];
            if any_known {
                leave_out(even, &labels[upper], &labels[lower]);
            }
            runs(even, |from, to| {
                let at = start + from;
                found.push(Seed { start: at as u32, blocks: (to - from) as u32, word: picture.words[at] });
            });
        }
        Ok(found)
    })?;
    Ok(strips.concat())
}

/// Takes the blocks out that have a pixel with a label.
fn leave_out(even: &mut [u8], upper: &[u16], lower: &[u16]) {
    let free = |label: u16| u8::from(label == UNKNOWN);
    let columns = upper.iter().zip(lower).map(|(&a, &b)| free(a) & free(b));
    let next = columns.clone().skip(1);
    for (block, (left, right)) in even.iter_mut().zip(columns.zip(next)) {
        *block &= left & right;
    }
}

/// Calls `found` with the bounds of each run of ones.
fn runs(bytes: &[u8], mut found: impl FnMut(usize, usize)) {
    let end_of = |from: usize, byte: u8| {
        let word = u64::from_le_bytes([byte; 8]);
        let rest = &bytes[from..];
        let same = rest.as_chunks::<8>().0.iter().take_while(|bytes| u64::from_le_bytes(**bytes) == word);
        let skipped = from + 8 * same.count();
        skipped + bytes[skipped..].iter().take_while(|b| **b == byte).count()
    };
    let mut at = end_of(0, 0);
    while at < bytes.len() {
        let end = end_of(at, 1);
        found(at, end);
        at = end_of(end, 0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::context::Control;
    use crate::limits::Limits;

    #[test]
    fn blocks_are_found_and_single_columns_are_not() {
        let words = vec![
            1, 1, 1, 2, 3, //
            1, 1, 1, 2, 3, //
            4, 4, 5, 2, 3,
        ];
        let picture = Padded { width: 5, height: 3, words };
        let (control, limits) = (Control::default(), Limits::default());
        let found = seeds(&picture, &[UNKNOWN; 15], &Context::new(&control, &limits));
        assert_eq!(found, Ok(vec![Seed { start: 0, blocks: 2, word: 1 }]));
    }
}
