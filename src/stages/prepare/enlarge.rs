//! Scaling small pictures up, by a whole factor, with edges that stay edges.
//!
//! In an icon of 32 px a region is a handful of pixels, and its outline is all corners: whatever is fitted to it looks
//! hewn. A cubic through the pixels is smooth, and outlines that follow it are curves; but it makes of an edge a ramp of
//! a pixel, which would be traced as bands. So the further apart the colours around a place are, the steeper the way from
//! the one to the other becomes there, and in between them lies what was anti-aliased, where it was. Colours go on into
//! what is clear, else a dark outline around something light would pass for the soft edge of the light. Scaling up
//! premultiplied colours by the cubic alone was rejected: outlines dissolved, and everything got a halo.
//! Source of the cubic: Keys, "Cubic Convolution Interpolation for Digital Image Processing", 1981 (a = −1/2), of sRGB.

use crate::context::Context;
use crate::error::Result;

/// The largest factor: what is yet smaller is too little to make anything of.
const MOST: u32 = 4;
/// How far colours go on into what is clear: as far as the cubic looks, px.
const REACH: usize = 2;

/// Red, green, blue, not premultiplied, and alpha, 0–255.
type Color = [f32; 4];

/// How many times as wide and high a picture becomes: the least that gives it `min_pixels`, but at most 4 and `max_pixels`.
pub fn factor(width: u32, height: u32, min_pixels: u32, max_pixels: u32) -> u32 {
    let pixels = u64::from(width) * u64::from(height);
    let of = |factor: u32| pixels * u64::from(factor * factor);
    let mut factor = 1;
    while factor < MOST && of(factor) < u64::from(min_pixels) && of(factor + 1) <= u64::from(max_pixels) {
        factor += 1;
    }
    factor
}

/// The four source pixels around a place along a side, their weights in the cubic, and the share of the third in what
/// lies on the line between the second and the third.
struct Taps {
    pixels: [usize; 4],
    cubic: [f32; 4],
    linear: f32,
}

impl Taps {
    /// The cubic through four values.
    #[inline(never)]
    fn smooth(&self, [a, b, c, d]: [Color; 4]) -> Color {
        let [wa, wb, wc, wd] = self.cubic;
        std::array::from_fn(|i| a[i] * wa + b[i] * wb + c[i] * wc + d[i] * wd)
    }

    #[inline(never)]
    fn between(&self, b: Color, c: Color) -> Color {
        std::array::from_fn(|i| b[i] + (c[i] - b[i]) * self.linear)
    }
}

/// Those of every place along a side that becomes `factor` times as long.
fn taps(length: u32, factor: u32) -> Vec<Taps> {
    let at = |place: u32| {
        let (pixel, phase) = (i64::from(place / factor), place % factor);
        // Left of a pixel's middle the place lies between it and the one before.
        let is_left = 2 * phase + 1 < factor;
        let first = if is_left { pixel - 2 } else { pixel - 1 };
        let into = (2 * phase + 1) as f32 / (2 * factor) as f32;
        let t = if is_left { into + 0.5 } else { into - 0.5 };
        let (t2, t3) = (t * t, t * t * t);
        let cubic = [-t3 + 2.0 * t2 - t, 3.0 * t3 - 5.0 * t2 + 2.0, -3.0 * t3 + 4.0 * t2 + t, t3 - t2];
        let inside = |pixel: i64| pixel.clamp(0, i64::from(length) - 1) as usize;
        Taps {
            pixels: [0, 1, 2, 3].map(|tap| inside(first + tap)),
            cubic: cubic.map(|weight| weight * 0.5),
            linear: t,
        }
    };
    (0..length * factor).map(at).collect()
}

/// A row or a picture of what the enlarged one is made of.
#[derive(Default)]
struct Layers {
    colors: Vec<Color>,
    /// The least and the greatest of each channel in the 3 × 3 pixels around.
    least: Vec<Color>,
    greatest: Vec<Color>,
}

impl Layers {
    fn of(data: &[[u8; 4]], width: usize) -> Self {
        let colors = with_colors_gone_on(data, width);
        let (mut least, mut greatest) = (colors.clone(), colors.clone());
        for pixel in 0..colors.len() {
            for near in around(pixel, width, colors.len()) {
                for (i, value) in colors[near].into_iter().enumerate() {
                    least[pixel][i] = least[pixel][i].min(value);
                    greatest[pixel][i] = greatest[pixel][i].max(value);
                }
            }
        }
        Self { colors, least, greatest }
    }
}

/// The pixel and those around it, as far as they exist.
fn around(pixel: usize, width: usize, length: usize) -> impl Iterator<Item = usize> {
    let (x, y) = (pixel % width, pixel / width);
    let rows = y.saturating_sub(1)..(y + 2).min(length / width);
    rows.flat_map(move |y| (x.saturating_sub(1)..(x + 2).min(width)).map(move |x| y * width + x))
}

/// Colours, where what is clear has those around it.
fn with_colors_gone_on(data: &[[u8; 4]], width: usize) -> Vec<Color> {
    let mut colors: Vec<Color> = data.iter().map(|pixel| pixel.map(f32::from)).collect();
    let mut weights: Vec<f32> = colors.iter().map(|color| color[3]).collect();
    for _ in 0..REACH {
        let (before, known) = (colors.clone(), weights.clone());
        for pixel in (0..colors.len()).filter(|&pixel| known[pixel] == 0.0) {
            let mut sum = [0.0; 4];
            for near in around(pixel, width, before.len()) {
                let [r, g, b, _] = before[near];
                sum = std::array::from_fn(|i| sum[i] + [r, g, b, 1.0][i] * known[near]);
            }
            let [r, g, b, weight] = sum;
            if weight > 0.0 {
                colors[pixel] = [r / weight, g / weight, b / weight, 0.0];
                weights[pixel] = 1.0;
            }
        }
    }
    colors
}

/// Scales `data` of size `size` up to `factor` times its width and height.
///
/// # Errors
/// `cancelled`, polled once a row.
pub fn smooth(data: &[[u8; 4]], size: (u32, u32), factor: u32, ctx: &Context<'_>) -> Result<Vec<[u8; 4]>> {
    let width = size.0 as usize;
    if data.is_empty() {
        return Ok(Vec::new());
    }
    let (columns, rows) = (taps(size.0, factor), taps(size.1, factor));
    let source = Layers::of(data, width);
    let mut out = vec![[0u8; 4]; columns.len() * rows.len()];
    // There is little to do, and a loop for all threads would weigh more than the rest.
    for (line, row) in out.chunks_mut(columns.len()).zip(&rows) {
        ctx.check()?;
        let [_, above, below, _] = row.pixels;
        let between = |layer: &[Color]| -> Vec<Color> {
            (0..width).map(|x| row.between(layer[above * width + x], layer[below * width + x])).collect()
        };
        let smooth = |x: usize| row.smooth(row.pixels.map(|y| source.colors[y * width + x]));
        let here = Layers {
            colors: (0..width).map(smooth).collect(),
            least: between(&source.least),
            greatest: between(&source.greatest),
        };
        for (target, column) in line.iter_mut().zip(&columns) {
            let [_, left, right, _] = column.pixels;
            let color = column.smooth(column.pixels.map(|x| here.colors[x]));
            let least = column.between(here.least[left], here.least[right]);
            let greatest = column.between(here.greatest[left], here.greatest[right]);
            *target = steepened(color, least, greatest, factor as f32);
        }
    }
    Ok(out)
}

/// A colour moved away from the middle between two, up to `most` times as far where they are far apart.
fn steepened(color: Color, least: Color, greatest: Color, most: f32) -> [u8; 4] {
    let range: Color = std::array::from_fn(|i| greatest[i] - least[i]);
    // The channels of a colour move together, lest edges get a hue of their own.
    let of_color = range[0].max(range[1]).max(range[2]);
    let ranges = [of_color, of_color, of_color, range[3]];
    let [r, g, b, a] = std::array::from_fn(|i| {
        let middle = (least[i] + greatest[i]) * 0.5;
        let steepness = 1.0 + (most - 1.0) * (ranges[i] / 255.0);
        let value = middle + (color[i] - middle) * steepness;
        (value.max(least[i]).min(greatest[i]) + 0.5) as u8
    });
    if a == 0 { [0; 4] } else { [r, g, b, a] }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn enlarged(data: &[[u8; 4]], size: (u32, u32), factor: u32) -> Vec<[u8; 4]> {
        smooth(data, size, factor, &Context::unhindered()).expect("nobody cancels")
    }

    #[test]
    fn the_factor_is_the_least_that_is_enough() {
        assert_eq!(factor(32, 32, 16_384, 1 << 24), 4);
        assert_eq!(factor(48, 48, 16_384, 1 << 24), 3);
        assert_eq!(factor(64, 64, 16_384, 1 << 24), 2);
        assert_eq!(factor(128, 128, 16_384, 1 << 24), 1);
        assert_eq!(factor(1, 1, 16_384, 1 << 24), 4);
        assert_eq!(factor(32, 32, 0, 1 << 24), 1);
        assert_eq!(factor(32, 32, 16_384, 5_000), 2);
        assert_eq!(factor(u32::MAX, u32::MAX, u32::MAX, 1), 1);
        assert_eq!(factor(0, 5, 16_384, 1 << 24), 4);
    }

    #[test]
    fn one_colour_stays_that_colour_and_nothing_stays_nothing() {
        for factor in 1..=MOST {
            for color in [[1, 20, 255, 255], [200, 100, 3, 77], [0; 4]] {
                assert_eq!(
                    enlarged(&[color; 6], (3, 2), factor),
                    vec![color; 6 * (factor * factor) as usize]
                );
            }
        }
        assert_eq!(enlarged(&[], (0, 0), 4), Vec::<[u8; 4]>::new());
    }

    #[test]
    fn a_ramp_is_a_finer_ramp() {
        let row: Vec<[u8; 4]> = (0..8).map(|x| [20 * x, 0, 0, 255]).collect();
        let finer = enlarged(&row, (8, 1), 4);
        // Beyond the first and the last two pixels, where the ramp ends.
        for (x, pixel) in finer[..32].iter().enumerate().skip(8).take(16) {
            let expected = 20.0 * ((x as f64 + 0.5) / 4.0 - 0.5);
            assert!((f64::from(pixel[0]) - expected).abs() <= 1.0, "{x}: {pixel:?}, not {expected}");
        }
    }

    #[test]
    fn what_is_clear_lends_no_colour_and_its_edge_is_sharp() {
        let row = [[250, 40, 0, 255], [250, 40, 0, 255], [0; 4], [0; 4]];
        let finer = enlarged(&row, (4, 1), 4);
        for (x, pixel) in finer[..16].iter().enumerate() {
            match x {
                0..=6 => assert_eq!(*pixel, [250, 40, 0, 255], "{x}"),
                9.. => assert_eq!(*pixel, [0; 4], "{x}"),
                _ => assert!(pixel[3] == 0 || pixel[..3] == [250, 40, 0], "{x}: {pixel:?}"),
            }
        }
    }

    #[test]
    fn a_dark_outline_around_something_light_stays() {
        let dark = [0, 60, 0, 255];
        let row = [[0; 4], [0; 4], dark, [200, 250, 200, 255], [200, 250, 200, 255]];
        let finer = enlarged(&row, (5, 1), 4);
        // A pixel's width of it, of four, at its outer side.
        assert!(finer[8..11].iter().all(|&pixel| pixel == dark), "{:?}", &finer[6..14]);
    }

    #[test]
    fn an_edge_lies_where_its_mixture_says() {
        for mixture in [40, 100, 180, 230_u8] {
            let row = [[0, 0, 0, 255], [0, 0, 0, 255], [mixture, mixture, mixture, 255], [255; 4], [255; 4]];
            let finer = enlarged(&row, (5, 1), 4);
            let light: f64 = finer[..20].iter().map(|pixel| f64::from(pixel[0]) / 255.0).sum();
            let expected = 4.0 * (2.0 + f64::from(mixture) / 255.0);
            // To a sixth of a pixel.
            assert!((light - expected).abs() < 0.67, "{mixture}: {light}, not {expected}");
        }
    }
}
