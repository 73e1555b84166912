//! Numbers as SVG wants them: no exponent, no leading zero, no trailing zeros.
//!
//! Coordinates are integers on a grid, so digits come from integer division; `format!` was
//! rejected for its cost (most of the time of `write` when it was tried).

/// Largest coordinate written, px. Beyond it renderers lose whole pixels in `f32` anyway.
const LIMIT: f64 = 4e6;

/// The grid that coordinates are rounded to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Grid {
    /// Grid units in one pixel.
    pub per_pixel: f64,
    /// Grid units in one unit of the document, as a power of ten.
    pub decimals: u32,
}

impl Grid {
    /// Document units in one pixel.
    pub fn scale(self) -> f64 {
        self.per_pixel / 10_i64.pow(self.decimals) as f64
    }

    /// The nearest grid line; 0 for what is no number.
    pub fn snap(self, pixels: f64) -> i64 {
        if pixels.is_nan() {
            return 0;
        }
        (pixels.clamp(-LIMIT, LIMIT) * self.per_pixel).round() as i64
    }
}

/// Appends `value / 10^decimals`. Returns whether the text has a decimal point.
pub(super) fn push_fixed(out: &mut Vec<u8>, value: i64, decimals: u32) -> bool {
    if value < 0 {
        out.push(b'-');
    }
    let unit = 10_u64.pow(decimals);
    let magnitude = value.unsigned_abs();
    let (whole, mut rest) = (magnitude / unit, magnitude % unit);
    if whole > 0 || rest == 0 {
        push_digits(out, whole);
    }
    if rest == 0 {
        return false;
    }
    out.push(b'.');
    let mut place = unit / 10;
    while rest > 0 {
        out.push(b'0' + (rest / place) as u8);
        rest %= place;
        place = (place / 10).max(1);
    }
    true
}

/// Appends a whole number.
pub(super) fn push_digits(out: &mut Vec<u8>, mut value: u64) {
    let mut digits = [0_u8; 20];
    let mut at = digits.len();
    loop {
        at -= 1;
        digits[at] = b'0' + (value % 10) as u8;
        value /= 10;
        if value == 0 {
            break;
        }
    }
    out.extend_from_slice(&digits[at..]);
}

/// Appends a real number with `figures` significant figures, at most 9 decimals.
pub(super) fn push_real(out: &mut Vec<u8>, value: f64, figures: u32) {
    let value = if value.is_nan() { 0.0 } else { value.clamp(-1e9, 1e9) };
    let mut decimals = 0;
    let mut magnitude = value.abs();
    while decimals < 9 && magnitude < 10_f64.powi(figures as i32 - 1) {
        magnitude *= 10.0;
        decimals += 1;
    }
    push_fixed(out, (value * 10_f64.powi(decimals as i32)).round() as i64, decimals);
}
