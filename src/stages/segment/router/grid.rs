//! Pictures that were scaled up without smoothing.

use std::sync::Arc;

use crate::model::Canvas;

/// Squares of one colour each that a picture consists of.
pub(super) struct Grid {
    /// Side, px; more than one.
    pub side: usize,
    /// Where the first whole one begins, px.
    first: [usize; 2],
}

impl Grid {
    /// The picture with a pixel for each whole square.
    pub fn reduced(&self, canvas: &Canvas) -> Canvas {
        let squares = |length: u32, axis: usize| (length as usize - self.first[axis]) / self.side;
        let (width, height) = (squares(canvas.width, 0), squares(canvas.height, 1));
        let from = |square: usize, axis: usize| self.first[axis] + square * self.side;
        let rows = (0..height).map(|row| from(row, 1) * canvas.width as usize);
        let pixels = rows.flat_map(|row| (0..width).map(move |column| row + from(column, 0)));
        let pixels: Vec<[u8; 4]> = pixels.map(|pixel| canvas.pixels[pixel]).collect();
        let (width, height) = (width as u32, height as u32);
        Canvas { width, height, pixels: Arc::new(pixels.into()), ..*canvas }
    }
}

/// The squares that a picture consists of, when they are more than a pixel: their side is the
/// greatest common divisor of the distances between changes of colour.
pub(super) fn grid(canvas: &Canvas) -> Option<Grid> {
    let width = canvas.width as usize;
    if width == 0 {
        return None;
    }
    let (mut across, mut down) = (Distances::default(), Distances::default());
    let mut above: Option<&[[u8; 4]]> = None;
    for (y, row) in canvas.pixels.chunks_exact(width).enumerate() {
        if let Some(above) = above {
            if above == row {
                continue;
            }
            down.add(y);
        }
        for (x, pair) in row.windows(2).enumerate() {
            if pair[0] != pair[1] {
                across.add(x + 1);
            }
        }
        if across.divisor == 1 || down.divisor == 1 {
            return None;
        }
        above = Some(row);
    }
    // A few edges lie on some grid by chance.
    let side = gcd(across.divisor, down.divisor);
    let is_grid = side >= 2 && across.count >= 16 && down.count >= 8;
    is_grid.then(|| Grid { side, first: [across, down].map(|edges| edges.first.unwrap_or(0) % side) })
}

#[derive(Default)]
struct Distances {
    first: Option<usize>,
    divisor: usize,
    count: usize,
}

impl Distances {
    fn add(&mut self, place: usize) {
        let first = *self.first.get_or_insert(place);
        self.divisor = gcd(self.divisor, place.abs_diff(first));
        self.count += 1;
    }
}

fn gcd(a: usize, b: usize) -> usize {
    if b == 0 { a } else { gcd(b, a % b) }
}
