//! Pictures scaled down as the web has them.
//!
//! In premultiplied colours and with room beyond 0 and 1 until the end, as image programs do it: filters that overshoot
//! leave ripples beside edges.

use image::imageops::{FilterType, resize};
use image::{Rgba, Rgba32FImage, RgbaImage};

/// A filter by its name.
pub fn filter(name: &str) -> Result<FilterType, String> {
    match name {
        "triangle" => Ok(FilterType::Triangle),
        "cubic" => Ok(FilterType::CatmullRom),
        "lanczos" => Ok(FilterType::Lanczos3),
        _ => Err("--filter takes triangle, cubic or lanczos".into()),
    }
}

/// The picture with a longest side of `side` px, or as it is where it is no larger.
pub fn down(picture: &RgbaImage, side: u32, filter: FilterType) -> RgbaImage {
    let (width, height) = picture.dimensions();
    let longest = width.max(height);
    if longest <= side {
        return picture.clone();
    }
    let shorter = |length: u32| (u64::from(length) * u64::from(side) / u64::from(longest)).max(1) as u32;
    let mut whole = Rgba32FImage::new(width, height);
    for (to, from) in whole.pixels_mut().zip(picture.pixels()) {
        let [red, green, blue, alpha] = from.0.map(|value| f32::from(value) / 255.0);
        *to = Rgba([red * alpha, green * alpha, blue * alpha, alpha]);
    }
    let small = resize(&whole, shorter(width), shorter(height), filter);
    let mut scaled = RgbaImage::new(small.width(), small.height());
    for (to, from) in scaled.pixels_mut().zip(small.pixels()) {
        let [red, green, blue, alpha] = from.0;
        let byte = |value: f32| (value.clamp(0.0, 1.0) * 255.0 + 0.5) as u8;
        let alpha = alpha.clamp(0.0, 1.0);
        if byte(alpha) > 0 {
            *to = Rgba([byte(red / alpha), byte(green / alpha), byte(blue / alpha), byte(alpha)]);
        }
    }
    scaled
}
