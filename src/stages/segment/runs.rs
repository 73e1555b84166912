//! Runs of equal values in a row.
//!
//! Long ones are compared a block at a time, without a branch a pixel; what is asked of a region, a drawing's above all,
//! is asked once a run. Comparing neighbours one by one was rejected: most of the work of large pictures went into it.
//! Where runs are asked for again and again while a few pixels change, they are kept.

use std::ops::Range;

use crate::context::Context;
use crate::error::Result;
use crate::parallel;

/// Values compared at once.
const BLOCK: usize = 16;
/// Values compared one by one first: in a photo most runs end there.
const SHORT: usize = 6;
/// Rows that are one piece of work.
const STRIP: usize = 16;

/// Where the run of equal values that begins at `start` ends.
#[inline]
pub(super) fn run_end<T: Copy + Eq>(values: &[T], start: usize) -> usize {
    let value = values[start];
    let short = &values[start..values.len().min(start + SHORT)];
    if let Some(length) = short.iter().position(|v| *v != value) {
        return start + length;
    }
    let mut end = start + short.len();
    while let Some(block) = values.get(end..end + BLOCK) {
        if block.iter().fold(false, |differs, v| differs | (*v != value)) {
            break;
        }
        end += BLOCK;
    }
    end + values[end..].iter().position(|v| *v != value).unwrap_or(values.len() - end)
}

/// The runs of all rows of a picture, in scan order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Runs {
    width: usize,
    /// Pixels of the picture.
    length: usize,
    /// The first pixel of each run; the run ends where the next one begins.
    starts: Vec<u32>,
    /// The first run of each row, and one past the last.
    rows: Vec<u32>,
}

impl Runs {
    /// Those of row-major `values`, whole rows of `width`.
    ///
    /// # Errors
    /// `cancelled` when asked to stop.
    pub fn of<T: Copy + Eq + Sync>(width: usize, values: &[T], ctx: &Context<'_>) -> Result<Self> {
        let width = width.max(1);
        let row = |y: usize| &values[y * width..(y + 1) * width];
        let repeats = |y: usize| row(y - 1) == row(y);
        let find = |y: usize, starts: &mut Vec<u32>| {
            let (row, mut start) = (row(y), 0);
            while start < width {
                starts.push((y * width + start) as u32);
                start = run_end(row, start);
            }
        };
        Self::in_strips([width, values.len()], &repeats, &find, ctx)
    }

    /// Those that `find` appends for each row but for one that `repeats` the one above. For all kinds of values the same
    /// code: it is downloaded once.
    fn in_strips(
        [width, length]: [usize; 2],
        repeats: &(dyn Fn(usize) -> bool + Sync),
        find: &(dyn Fn(usize, &mut Vec<u32>) + Sync),
        ctx: &Context<'_>,
    ) -> Result<Self> {
        let height = length / width;
        let found: Vec<Vec<u32>> = parallel::map(0..height.div_ceil(STRIP), ctx, |strip| {
            let (mut starts, mut above) = (Vec::new(), 0..0);
            for y in strip * STRIP..height.min((strip + 1) * STRIP) {
                let first = starts.len();
                if first > 0 && repeats(y) {
                    starts.extend_from_within(above);
                    starts[first..].iter_mut().for_each(|start| *start += width as u32);
                } else {
                    find(y, &mut starts);
                }
                above = first..starts.len();
            }
            Ok(starts)
        })?;
        let mut runs = Self { width, length, starts: found.concat(), rows: Vec::new() };
        runs.number_rows();
        Ok(runs)
    }

    fn number_rows(&mut self) {
        let first =
            |row: usize| self.starts.partition_point(|&start| (start as usize) < row * self.width) as u32;
        self.rows = (0..=self.length / self.width).map(first).collect();
    }

    /// Follows a change of `values` at some pixels, in ascending order.
    pub fn update(&mut self, values: &[u16], changed: &[u32]) {
        let width = self.width as u32;
        let begins =
            |pixel: u32| pixel.is_multiple_of(width) || values[pixel as usize] != values[pixel as usize - 1];
        let mut starts: Vec<u32> = Vec::with_capacity(self.starts.len() + changed.len());
        let mut kept = 0;
        // A run may begin at a pixel that changed, and at the one after it.
        let after =
            |&pixel: &u32| [pixel, pixel + 1].into_iter().filter(|&pixel| (pixel as usize) < self.length);
        for pixel in changed.iter().flat_map(after) {
            if starts.last().is_some_and(|&last| last >= pixel) {
                continue;
            }
            let from = kept;
            while self.starts.get(kept).is_some_and(|&start| start < pixel) {
                kept += 1;
            }
            starts.extend_from_slice(&self.starts[from..kept]);
            kept += usize::from(self.starts.get(kept) == Some(&pixel));
            if begins(pixel) {
                starts.push(pixel);
            }
        }
        starts.extend_from_slice(&self.starts[kept..]);
        self.starts = starts;
        self.number_rows();
    }

    /// Pixels of a row.
    pub fn width(&self) -> usize {
        self.width
    }

    pub fn len(&self) -> usize {
        self.starts.len()
    }

    /// The runs of each row.
    pub fn rows(&self) -> impl Iterator<Item = Range<usize>> {
        self.rows.windows(2).map(|row| row[0] as usize..row[1] as usize)
    }

    /// The pixels of a run.
    pub fn pixels(&self, run: usize) -> Range<usize> {
        self.starts[run] as usize..self.starts.get(run + 1).map_or(self.length, |&next| next as usize)
    }

    /// The run that a pixel is in.
    pub fn at(&self, pixel: usize) -> usize {
        let row = pixel / self.width;
        let (first, end) = (self.rows[row] as usize, self.rows[row + 1] as usize);
        first + self.starts[first..end].partition_point(|&start| start as usize <= pixel) - 1
    }

    /// Writes the value of each run to all of its pixels, in place of what `out` held: for large pictures the system takes
    /// as long to hand out memory as finding the values does.
    ///
    /// # Errors
    /// `cancelled` when asked to stop.
    pub fn spread(&self, values: &[u32], out: &mut Vec<u32>, ctx: &Context<'_>) -> Result<()> {
        out.truncate(self.length);
        if out.len() < self.length {
            *out = parallel::values(self.length, ctx, |_| 0)?;
        }
        let strips = out.chunks_mut(STRIP * self.width).zip(self.rows[..self.rows.len() - 1].chunks(STRIP));
        parallel::for_each(strips.enumerate(), ctx, |(strip, (out, rows))| {
            let from = strip * STRIP * self.width;
            let runs = rows[0] as usize..self.rows[strip * STRIP + rows.len()] as usize;
            for (run, &value) in runs.clone().zip(&values[runs]) {
                let pixels = self.pixels(run);
                out[pixels.start - from..pixels.end - from].fill(value);
            }
            Ok(())
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Few values in rows that are often equal.
    fn picture() -> impl Strategy<Value = (usize, Vec<u16>)> {
        let row = |width| prop::collection::vec(0u16..3, width);
        (1usize..9).prop_flat_map(move |width| {
            let rows = prop::collection::vec((row(width), 1usize..3), 0..30);
            rows.prop_map(move |rows| {
                (width, rows.into_iter().flat_map(|(row, count)| row.repeat(count)).collect())
            })
        })
    }

    proptest! {
        #[test]
        fn runs_of_a_picture_are_those_of_its_rows((width, values) in picture()) {
            let ctx = Context::unhindered();
            let runs = Runs::of(width, &values, &ctx).expect("nobody cancels");
            let begins = |&i: &usize| i % width == 0 || values[i] != values[i - 1];
            let starts: Vec<usize> = (0..values.len()).filter(begins).collect();
            prop_assert_eq!((0..runs.len()).map(|run| runs.pixels(run).start).collect::<Vec<_>>(), starts);
            prop_assert_eq!(runs.rows().flatten().collect::<Vec<_>>(), (0..runs.len()).collect::<Vec<_>>());
            for run in 0..runs.len() {
                prop_assert!(runs.pixels(run).all(|pixel| runs.at(pixel) == run));
            }
            let numbers: Vec<u32> = (0..runs.len() as u32).collect();
            let mut spread = vec![9; 3];
            runs.spread(&numbers, &mut spread, &ctx).expect("nobody cancels");
            prop_assert_eq!(spread, (0..values.len()).map(|pixel| runs.at(pixel) as u32).collect::<Vec<_>>());
        }

        #[test]
        fn runs_follow_a_change((width, mut values) in picture(), changes in prop::collection::vec((0usize..300, 0u16..3), 0..9)) {
            let ctx = Context::unhindered();
            let mut runs = Runs::of(width, &values, &ctx).expect("nobody cancels");
            let changes: Vec<_> = changes.into_iter().filter(|change| change.0 < values.len()).collect();
            for &(pixel, value) in &changes {
                values[pixel] = value;
            }
            let mut changed: Vec<u32> = changes.iter().map(|change| change.0 as u32).collect();
            changed.sort_unstable();
            runs.update(&values, &changed);
            prop_assert_eq!(runs, Runs::of(width, &values, &ctx).expect("nobody cancels"));
        }

        #[test]
        fn runs_are_as_long_as_they_can_be(lengths in prop::collection::vec(1usize..50, 0..9)) {
            let values: Vec<usize> =
                lengths.iter().enumerate().flat_map(|(i, &n)| std::iter::repeat_n(i % 2, n)).collect();
            let mut start = 0;
            for length in lengths {
                prop_assert_eq!(run_end(&values, start), start + length);
                start += length;
            }
        }
    }
}
