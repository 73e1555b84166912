//! Colours as the file's ICC profile means them → sRGB.
//!
//! Phones write Display P3 and cameras Adobe RGB; their numbers taken for sRGB come out dull, and
//! not as the browser shows the picture. Read are profiles of three curves and a matrix, which
//! photos and screens have, and grey ones of a curve; what is described by tables (CMYK, scanners)
//! stays as it is, as do profiles that are sRGB's own by another name. Colours that sRGB lacks are
//! cut to it, channel by channel, as browsers do.
//!
//! A colour management library was rejected: they pick other instructions on each processor, and
//! the same file must give the same bytes everywhere.
//!
//! Source: ICC.1:2022, 8.3.3 (three-component matrix-based), 8.4.2 (grey), 10.6, 10.18, 10.31.

use std::sync::LazyLock;

use crate::context::Context;
use crate::error::Result;
use crate::parallel;

/// XYZ of D50, which profiles speak, → linear sRGB (Bradford's adaptation; B. Lindbloom).
const FROM_XYZ: [[f64; 3]; 3] = [
    [3.133_856_1, -1.616_866_7, -0.490_614_6],
    [-0.978_768_4, 1.916_141_5, 0.033_454_0],
    [0.071_945_3, -0.228_991_4, 1.405_242_7],
];
/// Levels by which a profile may differ from sRGB and still be taken for it.
const SAME: u8 = 2;
/// Steps of linear light that are told apart: a fifth of a level in the dark.
const STEPS: usize = 1 << 14;
/// Pixels that one thread converts before it looks for a stop.
const CHUNK: usize = 1 << 16;

/// sRGB's level for each step of linear light.
static ENCODED: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let level = |step: usize| {
        let light = step as f64 / STEPS as f64;
        let encoded =
            if light <= 0.003_130_8 { 12.92 * light } else { 1.055 * libm::pow(light, 1.0 / 2.4) - 0.055 };
        (encoded * 255.0 + 0.5) as u8
    };
    (0..=STEPS).map(level).collect()
});

/// What a file's numbers mean.
pub(super) struct Profile {
    /// Linear light of each level, by channel, 0–1.
    curves: [[f32; 256]; 3],
    /// The file's linear light → that of sRGB; white is white.
    matrix: [[f32; 3]; 3],
}

impl Profile {
    /// The profile in these bytes, for a picture in grey or in colour; `None` where nothing is to be
    /// done, or it is not of a kind that can be applied.
    pub fn read(icc: &[u8], is_grey: bool) -> Option<Self> {
        let tags = Tags::of(icc)?;
        let profile = match tags.space {
            b"GRAY" if is_grey => {
                let matrix = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];
                Self { curves: [tags.curve(b"kTRC")?; 3], matrix }
            }
            b"RGB " if !is_grey => {
                let columns = [tags.xyz(b"rXYZ")?, tags.xyz(b"gXYZ")?, tags.xyz(b"bXYZ")?];
                let curves = [tags.curve(b"rTRC")?, tags.curve(b"gTRC")?, tags.curve(b"bTRC")?];
                Self { curves, matrix: to_srgb(columns)? }
            }
            _ => return None,
        };
        (!profile.is_srgb()).then_some(profile)
    }

    /// Converts straight pixels; alpha stays.
    ///
    /// # Errors
    /// `cancelled` when asked to stop.
    pub fn apply(&self, pixels: &mut [[u8; 4]], ctx: &Context<'_>) -> Result<()> {
        parallel::for_each(pixels.chunks_mut(CHUNK), ctx, |pixels| {
            let (mut known, mut meant) = ([0; 3], self.convert([0; 3]));
            for pixel in pixels {
                let color = [pixel[0], pixel[1], pixel[2]];
                if color != known {
                    (known, meant) = (color, self.convert(color));
                }
                pixel[..3].copy_from_slice(&meant);
            }
            Ok(())
        })
    }

    #[inline]
    fn convert(&self, color: [u8; 3]) -> [u8; 3] {
        let [r, g, b] = [0, 1, 2].map(|channel| self.curves[channel][usize::from(color[channel])]);
        self.matrix.map(|[x, y, z]| {
            let light = (x * r + y * g + z * b).clamp(0.0, 1.0);
            ENCODED[(light * STEPS as f32 + 0.5) as usize]
        })
    }

    /// Whether it does to greys, primaries and their mixtures what sRGB does.
    fn is_srgb(&self) -> bool {
        (1..8).all(|channels| {
            (0..=255).all(|level| {
                let color = [0, 1, 2].map(|channel| if channels >> channel & 1 == 1 { level } else { 0 });
                let converted = self.convert(color);
                (0..3).all(|channel| converted[channel].abs_diff(color[channel]) <= SAME)
            })
        })
    }
}

/// The matrix of primaries given as XYZ, so that white stays white; `None` for no colour space.
fn to_srgb(columns: [[f64; 3]; 3]) -> Option<[[f32; 3]; 3]> {
    let mut matrix = [[0.0; 3]; 3];
    for (row, from) in matrix.iter_mut().zip(FROM_XYZ) {
        let light = columns.map(|xyz| (0..3).map(|axis| from[axis] * xyz[axis]).sum::<f64>());
        let white: f64 = light.iter().sum();
        if white < 0.1 {
            return None;
        }
        *row = light.map(|part| (part / white) as f32);
    }
    Some(matrix)
}

/// The parts of a profile by their names.
struct Tags<'a> {
    icc: &'a [u8],
    /// The colour space of the picture.
    space: &'a [u8; 4],
}

impl<'a> Tags<'a> {
    /// `None` when it is no profile, or one whose colours are not said in XYZ.
    fn of(icc: &'a [u8]) -> Option<Self> {
        let word = |at: usize| icc.get(at..)?.first_chunk::<4>();
        (word(36)? == b"acsp" && word(20)? == b"XYZ ").then_some(Self { icc, space: word(16)? })
    }

    fn tag(&self, name: &[u8; 4]) -> Option<&'a [u8]> {
        let count = number(self.icc, 128)? as usize;
        let rows = self.icc.get(132..)?.as_chunks::<12>().0;
        let row = rows.iter().take(count).find(|row| row.starts_with(name))?;
        let (from, length) = (number(row, 4)? as usize, number(row, 8)? as usize);
        self.icc.get(from..from.checked_add(length)?)
    }

    fn xyz(&self, name: &[u8; 4]) -> Option<[f64; 3]> {
        let tag = self.tag(name)?;
        (tag.starts_with(b"XYZ ")).then_some([fixed(tag, 8)?, fixed(tag, 12)?, fixed(tag, 16)?])
    }

    /// The linear light of each level.
    fn curve(&self, name: &[u8; 4]) -> Option<[f32; 256]> {
        let tag = self.tag(name)?;
        let mut light = [0.0; 256];
        for (level, light) in light.iter_mut().enumerate() {
            let encoded = level as f64 / 255.0;
            let value = match tag.get(..4)? {
                b"curv" => sampled(tag, encoded)?,
                b"para" => parametric(tag, encoded)?,
                _ => return None,
            };
            if value.is_nan() {
                return None;
            }
            *light = value.clamp(0.0, 1.0) as f32;
        }
        Some(light)
    }
}

/// A curve of samples, of one exponent, or of nothing, which changes nothing.
fn sampled(tag: &[u8], encoded: f64) -> Option<f64> {
    let count = number(tag, 8)? as usize;
    let sample = |at: usize| Some(f64::from(u16::from_be_bytes(*tag.get(12 + 2 * at..)?.first_chunk()?)));
    match count {
        0 => Some(encoded),
        1 => Some(libm::pow(encoded, sample(0)? / 256.0)),
        _ => {
            let place = encoded * (count - 1) as f64;
            let before = (place as usize).min(count - 2);
            let (low, high) = (sample(before)?, sample(before + 1)?);
            Some((low + (high - low) * (place - before as f64)) / 65_535.0)
        }
    }
}

/// A curve in two pieces: a power above a limit, a line (or nothing) below.
fn parametric(tag: &[u8], encoded: f64) -> Option<f64> {
    let kind = number(tag, 8)? >> 16;
    let parameter = |at: usize| fixed(tag, 12 + 4 * at);
    let gamma = parameter(0)?;
    if kind == 0 {
        return Some(libm::pow(encoded, gamma));
    }
    let (scale, shift) = (parameter(1)?, parameter(2)?);
    let (limit, slope, above, below) = match kind {
        1 => (-shift / scale, 0.0, 0.0, 0.0),
        2 => (-shift / scale, 0.0, parameter(3)?, parameter(3)?),
        3 => (parameter(4)?, parameter(3)?, 0.0, 0.0),
        4 => (parameter(4)?, parameter(3)?, parameter(5)?, parameter(6)?),
        _ => return None,
    };
    Some(if encoded >= limit {
        libm::pow(scale * encoded + shift, gamma) + above
    } else {
        slope * encoded + below
    })
}

fn number(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(*bytes.get(at..)?.first_chunk()?))
}

/// A number of 16 bits before and 16 behind the point.
fn fixed(bytes: &[u8], at: usize) -> Option<f64> {
    Some(f64::from(number(bytes, at)? as i32) / 65_536.0)
}

#[cfg(test)]
mod tests;
