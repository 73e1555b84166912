//! Numbers as SVG wants them: no exponent, no leading zero, no trailing zeros.
//!
//! Coordinates are integers on a grid, so digits come from integer division, of 32 bits wherever
//! they fit: browsers turn only such a division by ten into a multiplication. `format!` was
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
        let units = pixels.clamp(-LIMIT, LIMIT) * self.per_pixel;
        // WebAssembly has no instruction that rounds halves away from zero; this truncates in one.
        (units + 0.5_f64.copysign(units)) as i64
    }
}

/// Appends `value / 10^decimals`. Returns whether the text has a decimal point.
#[inline]
pub(super) fn push_fixed(out: &mut Vec<u8>, value: i64, decimals: u32) -> bool {
    if value < 0 {
        out.push(b'-');
    }
    let mut digits = Digits { text: [0; 32], at: 32, decimals, fraction: false };
    let mut rest = value.unsigned_abs();
    while rest > u64::from(u32::MAX) {
        digits.put((rest % 10) as u8);
        rest /= 10;
    }
    let mut rest = rest as u32;
    while rest > 0 || digits.decimals > 0 {
        digits.put((rest % 10) as u8);
        rest /= 10;
    }
    if digits.at == digits.text.len() {
        digits.put(0);
    }
    // One by one: in WebAssembly a copy is a call, which costs more than these few letters.
    for &letter in &digits.text[digits.at..] {
        out.push(letter);
    }
    digits.fraction
}

/// Appends a whole number.
pub(super) fn push_digits(out: &mut Vec<u8>, value: u64) {
    push_fixed(out, value.min(i64::MAX as u64) as i64, 0);
}

/// A number's text, from its last digit to its first.
struct Digits {
    text: [u8; 32],
    at: usize,
    /// Digits that are still to come before the point.
    decimals: u32,
    /// Whether a digit behind the point was not zero.
    fraction: bool,
}

impl Digits {
    #[inline(always)]
    fn put(&mut self, digit: u8) {
        if self.decimals == 0 {
            self.prepend(b'0' + digit);
            return;
        }
        self.decimals -= 1;
        self.fraction |= digit > 0;
        if self.fraction {
            self.prepend(b'0' + digit);
            if self.decimals == 0 {
                self.prepend(b'.');
            }
        }
    }

    #[inline(always)]
    fn prepend(&mut self, letter: u8) {
        self.at -= 1;
        self.text[self.at] = letter;
    }
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
