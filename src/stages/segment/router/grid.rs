//! Pixel art that was scaled up without smoothing.

use crate::model::Canvas;

/// Side of the squares that a picture consists of, when it is more than a pixel: the greatest
/// common divisor of the distances between changes of colour.
pub(super) fn grid(canvas: &Canvas) -> Option<u32> {
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
    (side >= 2 && across.count >= 16 && down.count >= 8).then_some(side as u32)
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
