//! Where finished shapes let light through: what a renderer would cover of the pixels around a
//! place, worked out for the few places that are in doubt.
//!
//! Rendering the whole drawing to look for leaks was rejected: it costs as much as all other
//! stages together.

use std::sync::OnceLock;

use super::piece::Piece;
use crate::model::{Curve, Outlines, Point};

/// Lines looked at a pixel.
const LINES: usize = 4;
/// A pixel that is covered less than this shows a leak, and so does a line that is bare for
/// longer than this, px.
const COVERED: f64 = 0.98;
const BARE: f64 = 0.06;
/// Straight pieces that stand for a curve.
const PIECES: u32 = 10;
/// Pixels within two of a corner.
const NEAR: usize = 16;

/// A straight piece of an outline.
#[derive(Clone, Copy)]
struct Edge {
    from: Point,
    to: Point,
}

/// Looks for leaks among fitted faces.
pub(super) struct Leaks<'a> {
    outlines: &'a Outlines,
    /// As in [`Outlines::order`].
    pieces: &'a [Piece],
    /// By face, of those that were near a place in doubt.
    edges: Vec<OnceLock<Rows>>,
}

/// A face's edges by the rows of pixels that they pass, so that a look at one place does not cost
/// what the whole outline is long.
struct Rows {
    edges: Vec<Edge>,
    /// The uppermost row.
    top: usize,
    /// Where each row's entries begin, and where the last one's end.
    first: Vec<u32>,
    /// Places in `edges`, row by row: numbers, since a long edge stands in many rows.
    passing: Vec<u32>,
}

impl Rows {
    /// Of edges as far as they lie in a picture of `height` rows.
    fn new(edges: Vec<Edge>, height: usize) -> Self {
        // What is above the picture counts to its first row.
        let row = |y: f64| (y.max(0.0) as usize).min(height.saturating_sub(1));
        let span = |edge: &Edge| row(edge.from.y.min(edge.to.y))..row(edge.from.y.max(edge.to.y)) + 1;
        let top = edges.iter().map(|e| span(e).start).min().unwrap_or(0);
        let bottom = edges.iter().map(|e| span(e).end).max().unwrap_or(0);
        let mut first = vec![0_u32; bottom - top + 1];
        for row in edges.iter().flat_map(span) {
            first[row - top + 1] += 1;
        }
        for i in 1..first.len() {
            first[i] += first[i - 1];
        }
        let mut next = first.clone();
        let mut passing = vec![0; first[bottom - top] as usize];
        for (place, edge) in (0..).zip(&edges) {
            for row in span(edge) {
                passing[next[row - top] as usize] = place;
                next[row - top] += 1;
            }
        }
        Self { edges, top, first, passing }
    }

    fn row(&self, y: u32) -> impl Iterator<Item = &Edge> {
        let bounds = (y as usize)
            .checked_sub(self.top)
            .and_then(|row| Some(*self.first.get(row)? as usize..*self.first.get(row + 1)? as usize));
        self.passing[bounds.unwrap_or(0..0)].iter().map(|&place| &self.edges[place as usize])
    }
}

impl<'a> Leaks<'a> {
    pub fn new(outlines: &'a Outlines, pieces: &'a [Piece]) -> Self {
        let edges = outlines.regions.faces.iter().map(|_| OnceLock::new()).collect();
        Self { outlines, pieces, edges }
    }

    /// Whether light comes through any of the four pixels around a corner. All of the faces near
    /// it must be opaque.
    pub fn at(&self, [x, y]: [u32; 2]) -> bool {
        let (mut faces, mut near) = ([0; NEAR], [None::<&Rows>; NEAR]);
        for (near, &face) in near.iter_mut().zip(self.faces_near([x, y], &mut faces)) {
            *near = Some(self.edges_of(face));
        }
        let left = f64::from(x) - 1.0;
        let mut crossings: Vec<(f64, i32)> = Vec::new();
        let mut spans: Vec<(f64, f64)> = Vec::new();
        for row in [y - 1, y] {
            let mut light = [1.0_f64; 2];
            let mut covered = [[0.0_f64; 2]; NEAR];
            for line in 0..LINES {
                let at = f64::from(row) + (line as f64 + 0.5) / LINES as f64;
                spans.clear();
                for (rows, covered) in near.iter().flatten().zip(&mut covered) {
                    let before = spans.len();
                    inside(rows.row(row), at, &mut crossings, |from, to| {
                        spans.push((from - left, to - left));
                    });
                    for &(from, to) in &spans[before..] {
                        for (k, share) in covered.iter_mut().enumerate() {
                            let low = k as f64;
                            *share += (to.min(low + 1.0) - from.max(low)).max(0.0) / LINES as f64;
                        }
                    }
                }
                if bare(&mut spans) > BARE {
                    return true;
                }
            }
            for shares in &covered {
                for (light, share) in light.iter_mut().zip(shares) {
                    *light *= 1.0 - share.min(1.0);
                }
            }
            if light.iter().any(|light| 1.0 - light < COVERED) {
                return true;
            }
        }
        false
    }

    /// The painted and opaque faces within two pixels of a corner, smallest number first.
    fn faces_near<'f>(&self, [x, y]: [u32; 2], faces: &'f mut [u32; NEAR]) -> &'f [u32] {
        let regions = &self.outlines.regions;
        let columns = x.saturating_sub(2) as usize..(x + 2).min(regions.width) as usize;
        let mut count = 0;
        for row in y.saturating_sub(2)..(y + 2).min(regions.height) {
            let start = row as usize * regions.width as usize;
            for &face in &regions.labels[start + columns.start..start + columns.end] {
                let is_known = faces[..count].contains(&face);
                if !is_known && self.outlines.is_painted(face) && self.outlines.is_opaque(face) {
                    faces[count] = face;
                    count += 1;
                }
            }
        }
        faces[..count].sort_unstable();
        &faces[..count]
    }

    fn edges_of(&self, face: u32) -> &Rows {
        let height = self.outlines.regions.height as usize;
        self.edges[face as usize].get_or_init(|| Rows::new(self.flatten(face), height))
    }

    fn flatten(&self, face: u32) -> Vec<Edge> {
        let mut edges = Vec::new();
        let Some(piece) = self.pieces.get(self.outlines.rank[face as usize] as usize) else { return edges };
        for (start, curves) in piece.contours() {
            let mut from = start;
            let mut line = |to: Point| {
                edges.push(Edge { from, to });
                from = to;
            };
            let mut pen = start;
            for curve in curves {
                match *curve {
                    Curve::Line { to } => line(to),
                    Curve::Cubic { c1, c2, to } => {
                        for k in 1..=PIECES {
                            let t = f64::from(k) / f64::from(PIECES);
                            let s = 1.0 - t;
                            line(
                                pen * (s * s * s)
                                    + c1 * (3.0 * s * s * t)
                                    + c2 * (3.0 * s * t * t)
                                    + to * (t * t * t),
                            );
                        }
                    }
                    Curve::Arc { radii, sweep, to, .. } => {
                        // Whole ellipses are two halves; a half turns about its chord's middle.
                        let middle = (pen + to) * 0.5;
                        let (along, squash) = ((pen - middle), radii.y / radii.x.max(1e-9));
                        let side = if sweep { 1.0 } else { -1.0 };
                        for k in 1..=2 * PIECES {
                            let angle = std::f64::consts::PI * f64::from(k) / f64::from(2 * PIECES);
                            let (sin, cos) = libm::sincos(angle);
                            let across = Point { x: -along.y, y: along.x } * (squash * side);
                            line(middle + along * cos + across * sin);
                        }
                    }
                }
                pen = curve.end();
            }
            line(start);
        }
        edges
    }
}

/// Calls `span` with every stretch of a horizontal line that lies inside.
fn inside<'a>(
    edges: impl Iterator<Item = &'a Edge>,
    y: f64,
    crossings: &mut Vec<(f64, i32)>,
    mut span: impl FnMut(f64, f64),
) {
    crossings.clear();
    for edge in edges {
        if (edge.from.y <= y) == (edge.to.y <= y) {
            continue;
        }
        let share = (y - edge.from.y) / (edge.to.y - edge.from.y);
        let way = if edge.from.y <= y { 1 } else { -1 };
        crossings.push((edge.from.x + share * (edge.to.x - edge.from.x), way));
    }
    crossings.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let (mut winding, mut from) = (0, 0.0);
    for &(x, way) in crossings.iter() {
        if winding == 0 {
            from = x;
        }
        winding += way;
        if winding == 0 {
            span(from, x);
        }
    }
}

/// The longest stretch of 0–2 that no span covers.
fn bare(spans: &mut [(f64, f64)]) -> f64 {
    spans.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let (mut reached, mut longest) = (0.0_f64, 0.0_f64);
    for &(from, to) in spans.iter() {
        longest = longest.max(from.min(2.0) - reached);
        reached = reached.max(to);
    }
    longest.max(2.0 - reached)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(x: f64, y: f64, side: f64) -> Vec<Edge> {
        let corner = |dx: f64, dy: f64| Point { x: x + dx * side, y: y + dy * side };
        let corners = [corner(0.0, 0.0), corner(1.0, 0.0), corner(1.0, 1.0), corner(0.0, 1.0)];
        (0..4).map(|i| Edge { from: corners[i], to: corners[(i + 1) % 4] }).collect()
    }

    #[test]
    fn a_line_through_a_square_is_inside_once() {
        let mut spans = Vec::new();
        inside(square(1.0, 1.0, 3.0).iter(), 2.5, &mut Vec::new(), |from, to| spans.push((from, to)));
        assert_eq!(spans, [(1.0, 4.0)]);
        inside(square(1.0, 1.0, 3.0).iter(), 4.5, &mut Vec::new(), |_, _| panic!("outside"));
    }

    #[test]
    fn rows_hold_the_edges_that_pass_them() {
        let edges = square(1.0, -2.5, 5.0);
        let rows = Rows::new(edges.to_vec(), 9);
        assert_eq!((0..9).map(|y| rows.row(y).count()).collect::<Vec<_>>(), [3, 2, 3, 0, 0, 0, 0, 0, 0]);
        assert!(Rows::new(Vec::new(), 9).row(3).next().is_none());
    }

    #[test]
    fn a_gap_is_as_long_as_nothing_covers() {
        assert_eq!(bare(&mut [(1.5, 3.0), (-1.0, 1.0)]), 0.5);
        assert_eq!(bare(&mut [(0.5, 3.0), (-1.0, 1.0)]), 0.0);
        assert_eq!(bare(&mut []), 2.0);
    }
}
