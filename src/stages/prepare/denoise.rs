//! Edge-keeping smoothing: a 5 × 5 bilateral filter (Tomasi and Manduchi 1998).
//!
//! Takes grain away and leaves edges where they are. A Gaussian was rejected because it moves
//! them, a median because it rounds corners. The weights come from a table of 256 colour
//! distances; sums are integers, so threads and builds agree to the bit.

use crate::context::Context;
use crate::error::Result;
use crate::parallel;

const RADIUS: usize = 2;

/// Smooths `data`; `strength` 1–100 sets how different neighbours may be and still be mixed.
///
/// # Errors
/// `cancelled`, polled once a row.
pub fn bilateral(
    data: &[[u8; 4]],
    size: (u32, u32),
    strength: u32,
    ctx: &Context<'_>,
) -> Result<Vec<[u8; 4]>> {
    let (width, height) = (size.0 as usize, size.1 as usize);
    if data.is_empty() {
        return Ok(Vec::new());
    }
    let weights = range_weights(strength);
    let mut out = vec![[0u8; 4]; data.len()];
    parallel::for_each(out.chunks_mut(width).enumerate(), ctx, |(y, line)| {
        for (x, target) in line.iter_mut().enumerate() {
            *target = filtered(data, (width, height), (x, y), &weights);
        }
        Ok(())
    })?;
    Ok(out)
}

/// `weights[d]` for the largest difference `d` of a channel, 0–1024.
fn range_weights(strength: u32) -> [u32; 256] {
    let sigma = 2.0 + f64::from(strength.min(100)) * 0.3;
    std::array::from_fn(|d| {
        let z = d as f64 / sigma;
        (1024.0 * libm::exp(-0.5 * z * z)) as u32
    })
}

fn filtered(
    data: &[[u8; 4]],
    (width, height): (usize, usize),
    (x, y): (usize, usize),
    weights: &[u32; 256],
) -> [u8; 4] {
    let centre = data[y * width + x];
    let mut color = [0u64; 3];
    let (mut alpha, mut sum) = (0u64, 0u64);
    for v in y.saturating_sub(RADIUS)..(y + RADIUS + 1).min(height) {
        for u in x.saturating_sub(RADIUS)..(x + RADIUS + 1).min(width) {
            let p = data[v * width + u];
            let difference = (0..4).map(|c| p[c].abs_diff(centre[c])).max().unwrap_or(0);
            let near = 1 + (RADIUS + RADIUS - u.abs_diff(x) - v.abs_diff(y)) as u64;
            let weight = u64::from(weights[usize::from(difference)]) * near;
            let a = weight * u64::from(p[3]);
            sum += weight;
            alpha += a;
            for (c, s) in color.iter_mut().enumerate() {
                *s += a * u64::from(p[c]);
            }
        }
    }
    if alpha == 0 {
        return [0; 4];
    }
    let [r, g, b] = color.map(|c| ((c + alpha / 2) / alpha) as u8);
    [r, g, b, ((alpha + sum / 2) / sum) as u8]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::context::Control;
    use crate::limits::Limits;

    #[test]
    fn grain_goes_and_the_edge_stays() {
        let (control, limits) = (Control::default(), Limits::default());
        let ctx = Context::new(&control, &limits);
        let picture: Vec<[u8; 4]> = (0..32 * 32)
            .map(|i| {
                let (x, y) = (i % 32, i / 32);
                let grain = ((x * 7 + y * 13) % 5) as u8 * 2;
                let v = if x < 16 { 40 } else { 200 } + grain;
                [v, v, v, 255]
            })
            .collect();
        let smooth = bilateral(&picture, (32, 32), 50, &ctx).expect("not cancelled");
        let spread = |row: &[[u8; 4]]| {
            let v: Vec<u8> = row.iter().map(|p| p[0]).collect();
            v.iter().max().zip(v.iter().min()).map(|(a, b)| a - b)
        };
        assert!(spread(&smooth[10 * 32 + 3..10 * 32 + 13]) < spread(&picture[10 * 32 + 3..10 * 32 + 13]));
        assert!(smooth[10 * 32 + 15][0] < 60 && smooth[10 * 32 + 16][0] > 190);
    }
}
