//! A stretch without corners → the cheapest lines and cubics.
//!
//! Candidate nodes are spread by turning, the furthest node that one line or one cubic can reach
//! is found for each, and a shortest path in coordinates picks the pieces. Splitting at the worst
//! point was rejected: it needs about a third more curves for the same tolerance.

use super::cubic::{Aim, CubicFit, Fitted};
use super::local::{ROUGH, line, off_chord, quadratic};
use crate::model::{Curve, Point};

/// What a piece costs, in coordinates; a line a bit more than its two, so that noise makes none.
const LINE_COST: f64 = 2.2;
const CUBIC_COST: f64 = 6.0;
/// Turning between candidate nodes, radians (12°).
const NODE_TURN: f64 = 0.21;
/// Shortest run of points that may be a straight stretch, and the shortest that is kept.
const STRAIGHT: (usize, usize) = (12, 20);
/// A line inside a smooth stretch is longer than this, px, and meets its ends' tangents within
/// this sine.
const LINE_LENGTH: f64 = 3.0;
const LINE_BEND: f64 = 0.06;
/// Points sampled from long stretches while searching.
const SAMPLES: usize = 40;

/// A window explains its points up to this distance, px.
const EXPLAINED: f64 = 0.15;

/// Where curves may begin and end.
#[derive(Debug, Clone, Copy)]
struct Node {
    index: usize,
    at: Point,
    tangent: Option<Point>,
}

/// A piece between two nodes.
#[derive(Debug, Clone, Copy)]
struct Piece {
    from: usize,
    to: usize,
    straight: bool,
}

/// Fits sections; keeps its scratch.
pub(super) struct SectionFit {
    /// How far a curve may be from the points, px.
    pub tolerance: f64,
    cubic: CubicFit,
    window: Vec<Point>,
}

impl SectionFit {
    pub fn new(tolerance: f64) -> Self {
        Self { tolerance, cubic: CubicFit::default(), window: Vec::new() }
    }

    /// Appends the curves from the first to the last of `points`, which are kept exactly.
    /// `leaving` and `arriving` fix the tangents there.
    pub fn fit(
        &mut self,
        points: &[Point],
        leaving: Option<Point>,
        arriving: Option<Point>,
        out: &mut Vec<Curve>,
    ) {
        let Some(&end) = points.last() else { return };
        if points.len() <= 2 || off_chord(points) <= self.tolerance {
            out.push(Curve::Line { to: end });
            return;
        }
        let whole = self.cubic.fit(points, leaving, arriving, self.tolerance, Aim::Well);
        if whole.error <= self.tolerance {
            out.push(cubic(whole.curve));
            return;
        }
        let mut nodes: Vec<Node> = candidates(points, self.tolerance)
            .into_iter()
            .map(|index| {
                let (at, tangent) = smoothed(points, index);
                Node { index, at, tangent: Some(tangent) }
            })
            .collect();
        let last = nodes.len() - 1;
        nodes[0] = Node { index: 0, at: points[0], tangent: leaving };
        nodes[last] = Node { index: points.len() - 1, at: end, tangent: arriving };
        let lines = self.line_reaches(points, &nodes);
        let cubics = self.cubic_reaches(points, &nodes);
        let pieces = cheapest(&lines, &cubics);
        align(points, &pieces, &mut nodes);
        for piece in pieces {
            let (a, b) = (nodes[piece.from], nodes[piece.to]);
            if piece.straight {
                out.push(Curve::Line { to: b.at });
                continue;
            }
            let mut part = points[a.index..=b.index].to_vec();
            let count = part.len();
            part[0] = a.at;
            part[count - 1] = b.at;
            let fitted = self.cubic.fit(&part, a.tangent, b.tangent, self.tolerance, Aim::Well);
            // Sampling, and ends moved onto lines, can hide an error: search again inside.
            if fitted.error > self.tolerance * 1.6 && count > SAMPLES && count < points.len() {
                self.fit(&part, a.tangent, b.tangent, out);
            } else {
                out.push(cubic(fitted.curve));
            }
        }
    }

    fn try_cubic(&mut self, points: &[Point], a: Node, b: Node) -> Fitted {
        let mut window = std::mem::take(&mut self.window);
        window.clear();
        let count = b.index - a.index;
        if count <= SAMPLES + 4 {
            window.extend_from_slice(&points[a.index..=b.index]);
        } else {
            let stride = count as f64 / SAMPLES as f64;
            let sample = |i: usize| points[a.index + ((i as f64 * stride + 0.5) as usize).min(count)];
            window.extend((0..=SAMPLES).map(sample));
        }
        let last = window.len() - 1;
        window[0] = a.at;
        window[last] = b.at;
        let fitted = self.cubic.fit(&window, a.tangent, b.tangent, self.tolerance, Aim::Whether);
        self.window = window;
        fitted
    }

    /// The furthest node that one line reaches from each; itself where none does.
    fn line_reaches(&self, points: &[Point], nodes: &[Node]) -> Vec<usize> {
        let last = nodes.len() - 1;
        let mut reaches: Vec<usize> = (0..nodes.len()).collect();
        for (a, from) in nodes.iter().enumerate().take(last) {
            let straight = |b: usize| off_chord(&points[from.index..=nodes[b].index]) <= self.tolerance;
            let furthest = gallop(a, a, last, straight);
            let fits = |b: &usize| {
                let chord = nodes[*b].at - from.at;
                let along = chord.unit();
                let meets = |t: Option<Point>| {
                    t.is_none_or(|t| t.cross(along).abs() < LINE_BEND && t.dot(along) > 0.0)
                };
                chord.length() > LINE_LENGTH && meets(from.tangent) && meets(nodes[*b].tangent)
            };
            reaches[a] = (a + 1..=furthest).rev().find(fits).unwrap_or(a);
        }
        reaches
    }

    /// The furthest node that one cubic reaches from each, galloping on from the last one's.
    fn cubic_reaches(&mut self, points: &[Point], nodes: &[Node]) -> Vec<usize> {
        let count = nodes.len();
        let mut reaches = vec![0; count];
        for a in 0..count - 1 {
            let guess = if a > 0 { reaches[a - 1] } else { 0 };
            let fits = |b: usize| self.try_cubic(points, nodes[a], nodes[b]).error <= self.tolerance;
            // One cubic always reaches the next node.
            reaches[a] = gallop(a + 1, guess, count - 1, fits);
        }
        reaches
    }
}

/// The furthest place up to `last` that holds, when all up to it do and `known` does: in growing
/// strides from a guess, then by halves.
fn gallop(known: usize, guess: usize, last: usize, mut holds: impl FnMut(usize) -> bool) -> usize {
    let (mut low, mut high) = (known, last + 1);
    if guess > low {
        if holds(guess) {
            low = guess;
        } else {
            high = guess;
        }
    }
    let mut stride = 1;
    while high > last && low + stride <= last {
        if holds(low + stride) {
            low += stride;
            stride *= 2;
        } else {
            high = low + stride;
        }
    }
    while high - low > 1 {
        let middle = (low + high) / 2;
        if holds(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    low
}

fn cubic([_, c1, c2, to]: [Point; 4]) -> Curve {
    Curve::Cubic { c1, c2, to }
}

/// The cheapest path through the nodes; among equals the one with balanced pieces.
fn cheapest(lines: &[usize], cubics: &[usize]) -> Vec<Piece> {
    let count = lines.len();
    let mut cost = vec![f64::INFINITY; count];
    let mut best = vec![(0, false); count];
    cost[0] = 0.0;
    for a in 0..count - 1 {
        let mut offer = |b: usize, price: f64, straight: bool| {
            if cost[a] + price < cost[b] {
                cost[b] = cost[a] + price;
                best[b] = (a, straight);
            }
        };
        for b in a + 1..=cubics[a] {
            let share = (b - a) as f64 / count as f64;
            offer(b, CUBIC_COST + 0.5 * share * share, false);
        }
        for b in a + 1..=lines[a] {
            let share = (b - a) as f64 / count as f64;
            offer(b, LINE_COST + 0.1 * (1.0 - share), true);
        }
    }
    let mut pieces = Vec::new();
    let mut to = count - 1;
    while to > 0 {
        let (from, straight) = best[to];
        pieces.push(Piece { from, to, straight });
        to = from;
    }
    pieces.reverse();
    pieces
}

/// Lines are placed better than single nodes: they hand direction and foot points to their ends.
fn align(points: &[Point], pieces: &[Piece], nodes: &mut [Node]) {
    let last = nodes.len() - 1;
    for piece in pieces.iter().filter(|p| p.straight) {
        let (i, j) = (nodes[piece.from].index, nodes[piece.to].index);
        if j - i < 6 {
            continue;
        }
        let margin = (j - i) / 6;
        let (centre, direction) = line(&points[i + margin..=j - margin]);
        for node in [piece.from, piece.to] {
            if node != 0 && node != last {
                nodes[node].at = centre + direction * (nodes[node].at - centre).dot(direction);
                nodes[node].tangent = Some(direction);
            }
        }
    }
}

/// Position and tangent at a point, from a window that shrinks until it explains its points.
fn smoothed(points: &[Point], i: usize) -> (Point, Point) {
    let mut reach = 6.min(i).min(points.len() - 1 - i);
    while reach >= 2 {
        let local = quadratic(&points[i - reach..=i + reach], points[i]);
        if local.worst < EXPLAINED || (reach <= 3 && local.worst < ROUGH) {
            return (local.at, local.tangent);
        }
        reach -= 2;
    }
    let (before, after) = (points[i.saturating_sub(1)], points[(i + 1).min(points.len() - 1)]);
    (points[i], (after - before).unit())
}

/// Nodes every 12° of turning, and where straight stretches begin and end.
fn candidates(points: &[Point], tolerance: f64) -> Vec<usize> {
    let n = points.len();
    let mut nodes = vec![0, n - 1];
    if n < 16 {
        nodes.extend((2..n.saturating_sub(2)).step_by(2));
    } else {
        const HALF: usize = 3;
        let mut turned = 0.0;
        for i in HALF..n - HALF {
            let (before, after) = (points[i] - points[i - HALF], points[i + HALF] - points[i]);
            turned += before.turn(after) / HALF as f64;
            if turned > NODE_TURN {
                nodes.push(i);
                turned = 0.0;
            }
        }
        straight_ends(points, tolerance, &mut nodes);
    }
    nodes.sort_unstable();
    nodes.dedup();
    let mut kept: Vec<usize> = Vec::with_capacity(nodes.len());
    for node in nodes {
        if node == n - 1 {
            while kept.len() > 1 && kept.last().is_some_and(|&k| node - k < 2) {
                kept.pop();
            }
            kept.push(node);
        } else if kept.last().is_none_or(|&k| node - k >= 2) {
            kept.push(node);
        }
    }
    kept
}

fn straight_ends(points: &[Point], tolerance: f64, nodes: &mut Vec<usize>) {
    let n = points.len();
    let straight = |from: usize, to: usize| off_chord(&points[from..=to]) <= tolerance * 0.6;
    let mut i = 0;
    while i + STRAIGHT.0 < n {
        if off_chord(&points[i..=i + STRAIGHT.0]) > tolerance * 0.5 {
            i += 2;
            continue;
        }
        let (mut low, mut high, mut stride) = (i + STRAIGHT.0, n, STRAIGHT.0);
        while low + stride < n {
            if !straight(i, low + stride) {
                high = low + stride;
                break;
            }
            low += stride;
            stride *= 2;
        }
        while high - low > 1 {
            let middle = (low + high) / 2;
            if straight(i, middle) {
                low = middle;
            } else {
                high = middle;
            }
        }
        let length = low - i;
        if length >= STRAIGHT.1 {
            nodes.extend([i, i + 2, low - 3, low]);
            i = low - 2;
        } else {
            i += 3.max(length / 3);
        }
    }
}
