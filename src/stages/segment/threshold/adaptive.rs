//! A threshold for each pixel: 15 % under the mean of its surroundings.
//!
//! For paper in uneven light. The mean runs over a square of an eighth of the longer side. It is
//! kept as one sum a column that slides down the picture, which is the integral image's result
//! with a row of memory in place of eight bytes a pixel.
//!
//! A local mean alone hollows out black areas larger than the square, so what is darker than
//! `least` is black everywhere.
//!
//! Source: D. Bradley, G. Roth, "Adaptive thresholding using the integral image", 2007.

use crate::context::Context;
use crate::error::Result;
use crate::parallel;

/// Black is this many percent of the local mean, or less.
const PERCENT: u64 = 85;
/// Rows that one thread works through; each piece sums its first surroundings anew.
const STRIP: usize = 256;

/// Limit of each pixel: luma under it is black, 0–256; no limit is under `least`.
///
/// # Errors
/// `cancelled` when asked to stop.
pub(super) fn limits(width: usize, luma: &[u8], least: u16, ctx: &Context<'_>) -> Result<Vec<u16>> {
    let width = width.max(1);
    let height = luma.len() / width;
    let radius = (width.max(height) / 16).max(1);
    let mut limits = vec![0u16; luma.len()];
    parallel::for_each(limits.chunks_mut(width * STRIP).enumerate(), ctx, |(strip, limits)| {
        let first = strip * STRIP;
        let mut columns = vec![0u64; width];
        let row = |y: usize| &luma[y * width..(y + 1) * width];
        for y in first.saturating_sub(radius)..(first + radius).min(height) {
            for (column, &value) in columns.iter_mut().zip(row(y)) {
                *column += u64::from(value);
            }
        }
        for (y, limits) in (first..).zip(limits.chunks_mut(width)) {
            ctx.check()?;
            if y + radius < height {
                for (column, &value) in columns.iter_mut().zip(row(y + radius)) {
                    *column += u64::from(value);
                }
            }
            if y > first && y > radius {
                for (column, &value) in columns.iter_mut().zip(row(y - radius - 1)) {
                    *column -= u64::from(value);
                }
            }
            let rows = (y + radius + 1).min(height) - y.saturating_sub(radius);
            slide(&columns, radius, rows, least, limits);
        }
        Ok(())
    })?;
    Ok(limits)
}

/// Limits of one row from the sums of its columns over `rows` rows.
fn slide(columns: &[u64], radius: usize, rows: usize, least: u16, limits: &mut [u16]) {
    let width = columns.len();
    let mut sum: u64 = columns[..radius.min(width)].iter().sum();
    for (x, limit) in limits.iter_mut().enumerate() {
        if let Some(entering) = columns.get(x + radius) {
            sum += entering;
        }
        if x > radius {
            sum -= columns[x - radius - 1];
        }
        let across = (x + radius + 1).min(width) - x.saturating_sub(radius);
        let mean_limit = sum * PERCENT / (100 * (across * rows) as u64);
        *limit = (mean_limit as u16).max(least);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::context::Control;
    use crate::limits::Limits;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn sliding_sums_are_the_sums(width in 1usize..40, luma in prop::collection::vec(any::<u8>(), 1..2000)) {
            let luma = &luma[..luma.len() / width * width];
            let height = luma.len() / width;
            let (control, budget) = (Control::default(), Limits::default());
            let found = limits(width, luma, 0, &Context::new(&control, &budget)).expect("nobody cancels");
            let radius = (width.max(height) / 16).max(1);
            for (i, &limit) in found.iter().enumerate() {
                let (x, y) = (i % width, i / width);
                let (mut sum, mut count) = (0u64, 0u64);
                for v in y.saturating_sub(radius)..=(y + radius).min(height - 1) {
                    for u in x.saturating_sub(radius)..=(x + radius).min(width - 1) {
                        sum += u64::from(luma[v * width + u]);
                        count += 1;
                    }
                }
                prop_assert_eq!(u64::from(limit), sum * 85 / (100 * count));
            }
        }
    }
}
