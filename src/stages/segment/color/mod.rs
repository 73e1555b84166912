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
use crate::context::Context;
use crate::error::Result;
use crate::parallel;

/// A colour: lightness × 4080, two chroma axes × 8160, alpha × 4080, the first three times alpha.
/// One 8-bit grey level is 16 units.
pub(super) type Feature = [i16; 4];

/// Units from black to white and from nothing to opaque.
const SCALE: f32 = 4080.0;
/// Chroma differences count this much more than lightness: region edges follow hue.
const CHROMA: f32 = 2.0;
/// Pixels converted at once; the loops over them become vector instructions.
const BLOCK: usize = 16;
/// Pixels that one thread converts before it may be asked for the next piece.
const CHUNK: usize = 1 << 14;

/// Features of straight sRGB pixels.
///
/// # Errors
/// `cancelled` when asked to stop.
pub(super) fn features(pixels: &[[u8; 4]], ctx: &Context<'_>) -> Result<Vec<Feature>> {
    let mut out = vec![[0; 4]; pixels.len()];
    parallel::for_each(out.chunks_mut(CHUNK).zip(pixels.chunks(CHUNK)), ctx, |(out, pixels)| {
        let (blocks, rest) = pixels.as_chunks::<BLOCK>();
        let (out_blocks, out_rest) = out.as_chunks_mut::<BLOCK>();
        for (out, block) in out_blocks.iter_mut().zip(blocks) {
            convert(block, out);
        }
        let mut padded = [[0; 4]; BLOCK];
        padded[..rest.len()].copy_from_slice(rest);
        let mut converted = [[0; 4]; BLOCK];
        convert(&padded, &mut converted);
        out_rest.copy_from_slice(&converted[..rest.len()]);
        Ok(())
    })?;
    Ok(out)
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

fn convert(block: &[[u8; 4]; BLOCK], out: &mut [Feature; BLOCK]) {
    if block.iter().all(|pixel| *pixel == block[0]) {
        let mut one = [[0; 4]; BLOCK];
        convert_each(&[block[0]; BLOCK], &mut one);
        *out = [one[0]; BLOCK];
    } else {
        convert_each(block, out);
    }
}

#[inline]
fn convert_each(block: &[[u8; 4]; BLOCK], out: &mut [Feature; BLOCK]) {
    let linear = &*LINEAR;
    let mut rgb = [[0f32; BLOCK]; 3];
    let mut scale = [0f32; BLOCK];
    for (i, pixel) in block.iter().enumerate() {
        for channel in 0..3 {
            rgb[channel][i] = linear[pixel[channel] as usize];
        }
        scale[i] = f32::from(pixel[3]) * (SCALE / 255.0);
    }
    let cones = |r: f32, g: f32, b: f32| -> [f32; BLOCK] {
        let mut mixed = [0f32; BLOCK];
        for i in 0..BLOCK {
            mixed[i] = r * rgb[0][i] + g * rgb[1][i] + b * rgb[2][i];
        }
        cube_root(mixed)
    };
    let long = cones(0.412_221_46, 0.536_332_55, 0.051_445_995);
    let medium = cones(0.211_903_5, 0.680_699_5, 0.107_396_96);
    let short = cones(0.088_302_46, 0.281_718_85, 0.629_978_7);
    for i in 0..BLOCK {
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
        for (pixel, feature) in pixels.iter().zip(together) {
            assert_eq!(features(&[*pixel]), [feature]);
        }
    }
}
