//! A face's loop as a row of cracks, whatever borders it is made of.

use super::geometry::point;
use crate::model::{Loop, Outlines, Point};

/// One crack of a loop, seen by a walker with the face on the right.
#[derive(Debug, Clone, Copy)]
pub(super) struct Crack {
    /// Its middle.
    pub middle: Point,
    /// Unit vector away from the face.
    pub outward: Point,
    /// Where the boundary crosses, sub-pixel.
    pub place: Point,
    /// Whether the place tells something its neighbours don't.
    pub telling: bool,
    /// The face on the other side.
    pub beyond: u32,
}

/// Away from a face on the right of a walker in each direction.
const OUTWARD: [Point; 4] = [
    Point { x: 0.0, y: -1.0 },
    Point { x: 1.0, y: 0.0 },
    Point { x: 0.0, y: 1.0 },
    Point { x: -1.0, y: 0.0 },
];

/// Replaces `out` by the cracks of a loop.
pub(super) fn collect(outlines: &Outlines, ring: &Loop, out: &mut Vec<Crack>) {
    out.clear();
    for &side in outlines.sides_of(ring) {
        let border = &outlines.borders[(side >> 1) as usize];
        let backwards = side & 1 == 1;
        let beyond = outlines.beyond(side);
        let before = out.len();
        let [mut x, mut y] = border.start.map(f64::from);
        for i in border.first as usize..(border.first + border.count) as usize {
            let direction = outlines.steps[i];
            let way = if backwards { direction ^ 2 } else { direction };
            let (dx, dy) = [(1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0)][usize::from(direction & 3)];
            out.push(Crack {
                middle: point(x + dx / 2.0, y + dy / 2.0),
                outward: OUTWARD[usize::from(way & 3)],
                place: point(f64::from(outlines.points[i][0]), f64::from(outlines.points[i][1])),
                telling: outlines.telling[i],
                beyond,
            });
            (x, y) = (x + dx, y + dy);
        }
        if backwards {
            out[before..].reverse();
        }
    }
}
