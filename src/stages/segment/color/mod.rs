//! Pixels → features: the space in which colours are compared.
//!
//! Premultiplied Oklab with alpha as a fourth axis, in four `i16`: equal distances look about
//! equally different, transparent is one point whatever its colour, and sums of integers do not
//! depend on the order of addition. Its lightness is stretched to what sRGB makes of greys:
//! noise and texture of a photo are even on that scale, and Oklab's own gives a third of the
//! regions to shadows that nobody looks into. CIELAB was rejected (hue shifts in blue, dearer),
//! plain sRGB too (differences of hue drown).
//!
//! Source: B. Ottosson, "A perceptual color space for image processing", 2020.

mod cube_root;

use std::sync::LazyLock;

use self::cube_root::cube_root;
use crate::context::{Context, PACE};
use crate::error::Result;

/// A colour: lightness × 4080, two chroma axes × 8160, alpha × 4080, the first three times alpha.
/// One 8-bit grey level is 16 units.
pub(super) type Feature = [i16; 4];

/// Units from black to white and from nothing to opaque.
const SCALE: f32 = 4080.0;
/// Chroma differences count this much more than lightness: region edges follow hue.
const CHROMA: f32 = 2.0;
/// Pixels converted at once; the loops over them become vector instructions.
const BLOCK: usize = 16;

/// Features of straight sRGB pixels.
///
/// # Errors
/// `cancelled` when asked to stop.
pub(super) fn features(pixels: &[[u8; 4]], ctx: &Context<'_>) -> Result<Vec<Feature>> {
    let mut features = Vec::new();
    convert_all(pixels, &mut features, ctx)?;
    Ok(features)
}

/// The same, in place of what `features` held.
///
/// # Errors
/// `cancelled` when asked to stop.
pub(super) fn convert_all(pixels: &[[u8; 4]], features: &mut Vec<Feature>, ctx: &Context<'_>) -> Result<()> {
    features.resize(pixels.len(), [0; 4]);
    // Areas of one colour are converted once.
    let mut last = ([0; 4], [0; 4]);
    for (out, pixels) in features.chunks_mut(PACE).zip(pixels.chunks(PACE)) {
        ctx.check()?;
        let (blocks, rest) = pixels.as_chunks::<BLOCK>();
        let (out_blocks, out_rest) = out.as_chunks_mut::<BLOCK>();
        for (out, block) in out_blocks.iter_mut().zip(blocks) {
            if block.iter().fold(true, |same, pixel| same & (*pixel == last.0)) {
                *out = [last.1; BLOCK];
            } else {
                convert_each(block, out);
                last = (block[BLOCK - 1], out[BLOCK - 1]);
            }
        }
        for (out, &pixel) in out_rest.iter_mut().zip(rest) {
            *out = feature(pixel);
        }
    }
    Ok(())
}

/// The feature of one pixel.
#[inline(never)] // For the few that are asked for alone: copies would only be downloaded.
fn feature(pixel: [u8; 4]) -> Feature {
    let mut one = [[0; 4]];
    convert_each(&[pixel], &mut one);
    one[0]
}

/// Features of pixels that are asked for one by one, most of them of few colours: of those, many are still known.
pub(super) struct Known(Vec<([u8; 4], Feature)>);

impl Known {
    const BITS: u32 = 8;

    /// None but that of nothing.
    pub fn new() -> Self {
        Self(vec![([0; 4], [0; 4]); 1 << Self::BITS])
    }

    /// The feature of a pixel.
    #[inline]
    pub fn feature(&mut self, pixel: [u8; 4]) -> Feature {
        let place = u32::from_le_bytes(pixel).wrapping_mul(0x9E37_79B1) >> (32 - Self::BITS);
        let known = &mut self.0[place as usize];
        if known.0 != pixel {
            *known = (pixel, feature(pixel));
        }
        known.1
    }
}

/// Squared distance of two features; below 2³¹.
#[inline]
pub(super) fn distance(a: Feature, b: Feature) -> i32 {
    let mut sum = 0;
    for axis in 0..4 {
        let d = i32::from(a[axis]) - i32::from(b[axis]);
        sum += d * d;
    }
    sum
}

/// Squared distance of two means of features. Written out, like the next: compilers leave calls
/// in the closures of array methods, and these two run for every pixel and edge.
#[inline]
pub(super) fn squared_distance([a, b, c, d]: [f32; 4], [e, f, g, h]: [f32; 4]) -> f32 {
    let (a, b, c, d) = (a - e, b - f, c - g, d - h);
    (a * a + b * b) + (c * c + d * d)
}

/// A feature as a mean of one.
#[inline]
pub(super) fn to_floats([a, b, c, d]: Feature) -> [f32; 4] {
    [f32::from(a), f32::from(b), f32::from(c), f32::from(d)]
}

/// Linear light of each sRGB byte.
static LINEAR: LazyLock<[f32; 256]> = LazyLock::new(|| {
    std::array::from_fn(|level| {
        let encoded = level as f64 / 255.0;
        let linear =
            if encoded <= 0.04045 { encoded / 12.92 } else { libm::pow((encoded + 0.055) / 1.055, 2.4) };
        linear as f32
    })
});

#[inline]
fn convert_each<const N: usize>(block: &[[u8; 4]; N], out: &mut [Feature; N]) {
    let linear = &*LINEAR;
    let mut rgb = [[0f32; N]; 3];
    let mut scale = [0f32; N];
    for (i, pixel) in block.iter().enumerate() {
        for channel in 0..3 {
            rgb[channel][i] = linear[pixel[channel] as usize];
        }
        scale[i] = f32::from(pixel[3]) * (SCALE / 255.0);
    }
    let long = cones(&rgb, [0.412_221_46, 0.536_332_55, 0.051_445_995]);
    let medium = cones(&rgb, [0.211_903_5, 0.680_699_5, 0.107_396_96]);
    let short = cones(&rgb, [0.088_302_46, 0.281_718_85, 0.629_978_7]);
    for i in 0..N {
        let (l, m, s, k) = (long[i], medium[i], short[i], scale[i]);
        let lightness = 0.210_454_26 * l + 0.793_617_8 * m - 0.004_072_047 * s;
        let green_red = 1.977_998_5 * l - 2.428_592_2 * m + 0.450_593_7 * s;
        let blue_yellow = 0.025_904_037 * l + 0.782_771_77 * m - 0.808_675_77 * s;
        out[i] = [
            round(lightness * (0.5 + 0.5 * lightness) * k),
            round(green_red * k * CHROMA),
            round(blue_yellow * k * CHROMA),
            i16::from(block[i][3]) * 16,
        ];
    }
}

/// How much one kind of cones in the eye answers to linear light.
#[inline]
fn cones<const N: usize>(rgb: &[[f32; N]; 3], [red, green, blue]: [f32; 3]) -> [f32; N] {
    let mut mixed = [0f32; N];
    for i in 0..N {
        mixed[i] = red * rgb[0][i] + green * rgb[1][i] + blue * rgb[2][i];
    }
    cube_root(mixed)
}

/// Nearest integer of a value under 2²¹ in size, by pushing the fraction out of the mantissa.
/// A plain `as` also clamps and maps NaN, which costs more than the rest of the line.
#[inline]
fn round(value: f32) -> i16 {
    const PUSH: f32 = 12_582_912.0; // 1.5 × 2²³
    (value + PUSH).to_bits().wrapping_sub(PUSH.to_bits()) as i16
}

#[cfg(test)]
mod tests {
    use super::*;

    fn features(pixels: &[[u8; 4]]) -> Vec<Feature> {
        super::features(pixels, &Context::unhindered()).expect("nobody cancels")
    }

    #[test]
    fn known_colors_have_known_oklab_values() {
        // Ottosson's reference values of white, red, green, blue.
        let pixels = [[255, 255, 255, 255], [255, 0, 0, 255], [0, 255, 0, 255], [0, 0, 255, 255]];
        let expected = [
            [1.0, 0.0, 0.0],
            [0.627_955, 0.224_863, 0.125_846],
            [0.866_440, -0.233_888, 0.179_498],
            [0.452_014, -0.032_457, -0.311_528],
        ];
        for (feature, [l, a, b]) in features(&pixels).into_iter().zip(expected) {
            let expected = [l * (1.0 + l) * 2040.0, a * 8160.0, b * 8160.0];
            for axis in 0..3 {
                assert!((f64::from(feature[axis]) - expected[axis]).abs() <= 1.0, "{feature:?} {expected:?}");
            }
        }
    }

    #[test]
    fn grey_has_no_chroma_and_rises() {
        let greys: Vec<[u8; 4]> = (0..=255).map(|v| [v, v, v, 255]).collect();
        let features = features(&greys);
        assert!(features.iter().all(|f| f[1].abs() <= 1 && f[2].abs() <= 1));
        assert!(features.windows(2).all(|pair| pair[0][0] < pair[1][0]));
    }

    #[test]
    fn transparent_is_one_point() {
        assert_eq!(features(&[[255, 0, 0, 0], [0, 0, 0, 0]]), [[0; 4]; 2]);
        assert_eq!(features(&[[255, 255, 255, 128]])[0][3], 2048);
    }

    #[test]
    fn a_pixel_does_not_depend_on_its_place() {
        let pixels: Vec<[u8; 4]> =
            (0..1000u32).map(|i| i.wrapping_mul(2_654_435_761).to_le_bytes()).collect();
        let together = features(&pixels);
        let mut known = Known::new();
        for (&pixel, feature) in pixels.iter().zip(together) {
            assert_eq!(features(&[pixel]), [feature]);
            assert_eq!([known.feature(pixel), known.feature(pixel)], [feature; 2]);
        }
    }
}
