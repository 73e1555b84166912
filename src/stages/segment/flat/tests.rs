//! Pictures whose drawing is known.

use super::*;
use crate::context::Control;
use crate::limits::Limits;

/// A picture from a function of its pixels.
pub(super) fn picture(width: u32, height: u32, color: impl Fn(u32, u32) -> [u8; 4]) -> Canvas {
    let pixels: Vec<[u8; 4]> =
        (0..height).flat_map(|y| (0..width).map(move |x| (x, y))).map(|(x, y)| color(x, y)).collect();
    let opaque = pixels.iter().all(|p| p[3] == 255);
    Canvas { width, height, source_size: (width, height), pixels: pixels.into(), opaque }
}

pub(super) fn segment(canvas: &Canvas, params: &SegmentParams) -> (Regions, FlatFit) {
    let (control, limits) = (Control::default(), Limits::default());
    match regions(canvas, params, &Context::new(&control, &limits)) {
        Ok(found) => found,
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn pictures_of_no_or_little_size_are_covered() {
    for (width, height) in [(0, 0), (0, 5), (1, 1), (1, 300), (300, 1), (2, 2)] {
        let canvas = picture(width, height, |x, y| [x as u8, y as u8, 9, 255]);
        let (found, _) = segment(&canvas, &SegmentParams::default());
        assert_eq!(found.labels.len(), canvas.pixels.len());
        for &face in &found.labels {
            let paint = found.faces[face as usize].paint as usize;
            assert!(!found.paints[paint].is_nothing());
        }
    }
}
