//! Turns a picture upright, as its EXIF orientation says.

use image::metadata::Orientation;

/// Width, height and pixels after the turn. One gather per pixel; nothing is copied when the
/// picture is upright already.
pub fn upright(
    width: u32,
    height: u32,
    data: Vec<[u8; 4]>,
    orientation: Orientation,
) -> (u32, u32, Vec<[u8; 4]>) {
    use Orientation::{
        FlipHorizontal, FlipVertical, NoTransforms, Rotate90, Rotate90FlipH, Rotate180, Rotate270,
        Rotate270FlipH,
    };
    let (w, h) = (width as usize, height as usize);
    let gather = |w2: usize, h2: usize, from: &dyn Fn(usize, usize) -> usize| {
        let mut out = Vec::with_capacity(data.len());
        for y in 0..h2 {
            out.extend((0..w2).map(|x| data[from(x, y)]));
        }
        (w2 as u32, h2 as u32, out)
    };
    match orientation {
        NoTransforms => (width, height, data),
        FlipHorizontal => gather(w, h, &|x, y| y * w + (w - 1 - x)),
        FlipVertical => gather(w, h, &|x, y| (h - 1 - y) * w + x),
        Rotate180 => gather(w, h, &|x, y| (h - 1 - y) * w + (w - 1 - x)),
        Rotate90 => gather(h, w, &|x, y| (h - 1 - x) * w + y),
        Rotate270 => gather(h, w, &|x, y| x * w + (w - 1 - y)),
        Rotate90FlipH => gather(h, w, &|x, y| x * w + y),
        Rotate270FlipH => gather(h, w, &|x, y| (h - 1 - x) * w + (w - 1 - y)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{DynamicImage, RgbaImage};

    #[test]
    fn agrees_with_the_image_crate() {
        let data: Vec<[u8; 4]> = (0..6u8).map(|i| [i, i + 10, i + 20, 255]).collect();
        for exif in 1..=8 {
            let orientation = Orientation::from_exif(exif).expect("1 to 8 are valid");
            let mut reference = DynamicImage::ImageRgba8(
                RgbaImage::from_raw(3, 2, data.as_flattened().to_vec()).expect("3 × 2"),
            );
            reference.apply_orientation(orientation);
            let (w, h, ours) = upright(3, 2, data.clone(), orientation);
            assert_eq!((w, h), (reference.width(), reference.height()), "EXIF {exif}");
            assert_eq!(ours.as_flattened(), reference.as_bytes(), "EXIF {exif}");
        }
    }
}
