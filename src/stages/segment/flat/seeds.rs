//! Pure colours: runs of 2×2 blocks whose four pixels are one colour.
//!
//! Anti-aliasing along one straight edge cannot make such a block, so its colour is one that the
//! drawing used. A histogram of colours was rejected: a long slanted edge gives its mixtures more
//! pixels than a small shape has.

use rayon::prelude::*;

use super::super::padded::Padded;
use super::UNKNOWN;
use crate::context::Context;
use crate::error::Result;

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
    let strips: Vec<Vec<Seed>> = (0..rows.div_ceil(STRIP))
        .into_par_iter()
        .map(|strip| {
            let mut found = Vec::new();
            for y in strip * STRIP..((strip + 1) * STRIP).min(rows) {
                ctx.check()?;
                row_seeds(picture, labels, y, &mut found);
            }
            Ok(found)
        })
        .collect::<Result<_>>()?;
    Ok(strips.concat())
}

fn row_seeds(picture: &Padded, labels: &[u16], y: usize, found: &mut Vec<Seed>) {
    let width = picture.width;
    let start = y * width;
    let upper = &picture.words[start..start + width];
    let lower = &picture.words[start + width..start + 2 * width];
    let is_free = |x: usize| labels[start + x] == UNKNOWN && labels[start + width + x] == UNKNOWN;
    let mut x = 0;
    while x + 1 < width {
        let word = upper[x];
        let mut end = x;
        while end < width && upper[end] == word && lower[end] == word && is_free(end) {
            end += 1;
        }
        if end >= x + 2 {
            found.push(Seed { start: (start + x) as u32, blocks: (end - x - 1) as u32, word });
        }
        x = end.max(x + 1);
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
