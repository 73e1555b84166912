//! Made-up pictures that a browser traces while nobody waits.
//!
//! A browser runs fresh WebAssembly in a slow form until it has seen which functions are busy, so the
//! first real picture would pay for that. Shipping a picture was rejected: these are a few lines and
//! no download.

use crate::params::{Preset, Request};

/// Side of the pictures, px: a slice takes a few milliseconds, so that it is soon out of the way.
pub const SIDE: u32 = 128;
/// So many slices make the busy functions fast.
pub const SLICES: u32 = 24;

/// Picture and request of a slice: a logo and a photo in turn, each a little different.
pub fn slice(number: u32) -> (Vec<[u8; 4]>, Request) {
    let photo = number.is_multiple_of(2);
    let preset = if photo { Preset::Photo } else { Preset::Logo };
    let places = (0..SIDE).flat_map(|y| (0..SIDE).map(move |x| (x, y)));
    let paint = |(x, y)| if photo { grain(x, y, number) } else { discs(x, y, number) };
    (places.map(paint).collect(), Request::preset_only(preset))
}

/// Discs of flat colour with soft edges.
fn discs(x: u32, y: u32, number: u32) -> [u8; 4] {
    const COLORS: [[u8; 3]; 4] = [[11, 110, 92], [242, 184, 75], [232, 104, 74], [23, 25, 26]];
    let mut pixel = [255u8; 4];
    for (at, color) in (0..).zip(COLORS) {
        let (dx, dy) =
            (f64::from(x) - 30.0 - 22.0 * f64::from(at), f64::from(y) - 40.0 - 15.0 * f64::from(at));
        let radius = 30.0 - 4.0 * f64::from(at) + f64::from(number % 5);
        let cover = (radius - (dx * dx + dy * dy).sqrt() + 0.5).clamp(0.0, 1.0);
        for (channel, own) in pixel.iter_mut().zip(color) {
            *channel = (f64::from(*channel) * (1.0 - cover) + f64::from(own) * cover) as u8;
        }
    }
    pixel
}

/// Shading with grain.
fn grain(x: u32, y: u32, number: u32) -> [u8; 4] {
    let mut state = (y * SIDE + x + 1).wrapping_mul(0x9E37_79B9) ^ number.wrapping_mul(0x85EB_CA6B);
    let mut shade = |base: u32| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (base + (state >> 26)).min(255) as u8
    };
    [shade(x), shade((x + y) / 2), shade(SIDE - y), 255]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::context::Control;
    use crate::pipeline::{EngineConfig, Pathloom};

    #[test]
    fn every_slice_is_a_picture_that_makes_work() {
        let limits = crate::limits::Limits::default();
        let engine = Pathloom::new(EngineConfig { limits, cache_bytes: 0, clock: || 0.0 });
        for number in 0..4 {
            let (pixels, request) = slice(number);
            let image = engine.open_pixels(SIDE, SIDE, pixels).expect("a picture");
            let traced = engine.vectorize(&image, &request, &Control::default()).expect("a drawing");
            assert!(traced.written.paths > 3, "slice {number}: {} paths", traced.written.paths);
        }
    }
}
