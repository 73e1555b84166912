//! Scaling down by the mean of each target pixel's area.
//!
//! A box keeps anti-aliased edges anti-aliased and makes no new overshoot, which a sharper
//! kernel (Lanczos) would leave as faint outlines for the tracer to find. Sums are integers over
//! premultiplied colour, so the result is the same everywhere.

use crate::context::Context;
use crate::error::Result;
use crate::parallel;

/// The size with at most `max_pixels` and the same proportions, at least 1 × 1.
pub fn target(width: u32, height: u32, max_pixels: u32) -> (u32, u32) {
    let pixels = u64::from(width) * u64::from(height);
    if pixels <= u64::from(max_pixels) {
        return (width, height);
    }
    let scale = (f64::from(max_pixels) / pixels as f64).sqrt();
    let mut w = ((f64::from(width) * scale) as u32).clamp(1, width);
    let mut h = ((f64::from(height) * scale) as u32).clamp(1, height);
    // A side that is held at 1 leaves the other too long.
    if u64::from(w) * u64::from(h) > u64::from(max_pixels) {
        if w > h {
            w = max_pixels / h;
        } else {
            h = max_pixels / w;
        }
    }
    (w.max(1), h.max(1))
}

/// Weights in 1/256 of a source pixel: first index, then one weight a source pixel.
fn spans(from: u32, to: u32) -> Vec<(usize, Vec<u32>)> {
    let edge = |i: u32| (u64::from(i) * u64::from(from) * 256) / u64::from(to);
    (0..to)
        .map(|i| {
            let (start, end) = (edge(i), edge(i + 1));
            let first = start / 256;
            let last = (end - 1) / 256;
            let weights =
                (first..=last).map(|s| (end.min((s + 1) * 256) - start.max(s * 256)) as u32).collect();
            (first as usize, weights)
        })
        .collect()
}

/// Averages `data` of size `from` down to size `to`.
///
/// # Errors
/// `cancelled`, polled once a row.
pub fn box_average(
    data: &[[u8; 4]],
    from: (u32, u32),
    to: (u32, u32),
    ctx: &Context<'_>,
) -> Result<Vec<[u8; 4]>> {
    let columns = spans(from.0, to.0);
    let rows = spans(from.1, to.1);
    let (source_width, width) = (from.0 as usize, to.0 as usize);
    let mut out = vec![[0u8; 4]; width * to.1 as usize];
    parallel::for_each(out.chunks_mut(width).zip(&rows), ctx, |(line, (first_row, row_weights))| {
        for (target, (first_column, column_weights)) in line.iter_mut().zip(&columns) {
            let mut color = [0u64; 3];
            let (mut alpha, mut weight) = (0u64, 0u64);
            for (y, &wy) in (*first_row..).zip(row_weights) {
                let row = &data[y * source_width + first_column..][..column_weights.len()];
                for (p, &wx) in row.iter().zip(column_weights) {
                    let w = u64::from(wx) * u64::from(wy);
                    let a = w * u64::from(p[3]);
                    weight += w;
                    alpha += a;
                    for (sum, &c) in color.iter_mut().zip(p) {
                        *sum += a * u64::from(c);
                    }
                }
            }
            if alpha > 0 {
                let [r, g, b] = color.map(|c| ((c + alpha / 2) / alpha) as u8);
                *target = [r, g, b, ((alpha + weight / 2) / weight) as u8];
            }
        }
        Ok(())
    })?;
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::context::Control;
    use crate::limits::Limits;

    #[test]
    fn targets_keep_proportions_and_the_bound() {
        assert_eq!(target(100, 50, 5000), (100, 50));
        assert_eq!(target(4000, 3000, 3_000_000), (2000, 1500));
        for (w, h, max) in [(16384, 1, 100), (1, 16384, 7), (65535, 3, 1000), (999, 1000, 1)] {
            let (w2, h2) = target(w, h, max);
            assert!(w2 >= 1 && h2 >= 1 && u64::from(w2) * u64::from(h2) <= u64::from(max), "{w} × {h}");
        }
    }

    #[test]
    fn averages_area_and_premultiplies() {
        let (control, limits) = (Control::default(), Limits::default());
        let ctx = Context::new(&control, &limits);
        // Three columns to two: each target covers one and a half.
        let row = [[0, 0, 0, 255], [255, 255, 255, 255], [0, 0, 0, 255]];
        let half = box_average(&row, (3, 1), (2, 1), &ctx).expect("not cancelled");
        assert_eq!(half, vec![[85, 85, 85, 255]; 2]);
        // An invisible pixel lends no colour.
        let pair = [[200, 10, 0, 255], [0, 0, 0, 0]];
        let one = box_average(&pair, (2, 1), (1, 1), &ctx).expect("not cancelled");
        assert_eq!(one, vec![[200, 10, 0, 128]]);
    }
}
