//! Path data: relative commands from the rounded pen, with every shorthand that says the same.

use super::number::{Grid, push_fixed};
use crate::model::{Curve, Point, Stretch};

/// A point on the grid.
type Node = (i64, i64);

/// What has been written.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Counts {
    pub paths: u32,
    pub curves: u32,
    pub coordinates: u32,
}

impl Counts {
    pub fn add(&mut self, other: Self) {
        self.paths += other.paths;
        self.curves += other.curves;
        self.coordinates += other.coordinates;
    }
}

/// Writes the contours of one `d` attribute.
pub(super) struct PathData<'a> {
    out: &'a mut Vec<u8>,
    counts: &'a mut Counts,
    grid: Grid,
    airy: bool,
    pen: Node,
    /// The command that numbers would repeat; 0 for none.
    command: u8,
    /// The last number had a decimal point, so a leading point parts it from the next.
    pointed: bool,
    /// Second control point of the cubic before, for `s`.
    handle: Option<Node>,
    empty: bool,
}

impl<'a> PathData<'a> {
    /// Starts path data at the end of `out`. `airy` spaces it for reading.
    pub fn new(out: &'a mut Vec<u8>, counts: &'a mut Counts, grid: Grid, airy: bool) -> Self {
        Self { out, counts, grid, airy, pen: (0, 0), command: 0, pointed: false, handle: None, empty: true }
    }

    /// Appends a contour; one that has no extent on the grid leaves no trace.
    pub fn contour(&mut self, from: Point, curves: Stretch<'_>, closed: bool) {
        let start = self.node(from);
        let extent = match curves {
            Stretch::Lines(ends) => ends.iter().any(|&to| self.node(to) != start),
            Stretch::Curves(curves) => curves.iter().any(|c| match *c {
                Curve::Line { to } => self.node(to) != start,
                Curve::Cubic { c1, c2, to } => [c1, c2, to].iter().any(|&p| self.node(p) != start),
                Curve::Arc { radii, to, .. } => self.node(to) != start && self.node(radii) != (0, 0),
            }),
        };
        if !extent {
            return;
        }
        self.command = 0;
        self.command(b'm');
        self.pair(start);
        self.pen = start;
        self.handle = None;
        self.empty = false;
        // A path's first `m` is absolute; numbers that follow any `m` are relative lines.
        self.command = if self.airy { 0 } else { b'l' };
        // The last line of a closed contour goes without saying.
        let silent = |to: Node, later: usize| closed && later == 0 && to == start;
        match curves {
            Stretch::Lines(ends) => {
                for (later, &to) in (0..ends.len()).rev().zip(ends) {
                    let to = self.node(to);
                    if !silent(to, later) {
                        self.line(to);
                    }
                }
            }
            Stretch::Curves(curves) => {
                let mut from = from;
                for (later, curve) in (0..curves.len()).rev().zip(curves) {
                    match *curve {
                        Curve::Line { to } => {
                            let to = self.node(to);
                            if !silent(to, later) {
                                self.line(to);
                            }
                        }
                        Curve::Cubic { c1, c2, to } => self.cubic(c1, c2, to),
                        Curve::Arc { radii, rotation, large, sweep, to } => {
                            let half = is_half(from, radii, rotation, to);
                            self.arc(radii, rotation, (large, sweep), half, to);
                        }
                    }
                    from = curve.end();
                }
            }
        }
        if closed {
            self.space();
            self.out.push(b'z');
            self.pen = start;
        }
    }

    fn line(&mut self, to: Node) {
        let (dx, dy) = (to.0 - self.pen.0, to.1 - self.pen.1);
        self.handle = None;
        match (dx, dy) {
            (0, 0) => return,
            (_, 0) => {
                self.command(b'h');
                self.number(dx);
            }
            (0, _) => {
                self.command(b'v');
                self.number(dy);
            }
            _ => {
                self.command(b'l');
                self.number(dx);
                self.number(dy);
            }
        }
        self.pen = to;
        self.counts.curves += 1;
    }

    fn cubic(&mut self, c1: Point, c2: Point, to: Point) {
        let (a, b, end) = (self.node(c1), self.node(c2), self.node(to));
        if is_straight(self.pen, a, b, end) {
            self.line(end);
            return;
        }
        let mirrored = match self.handle {
            Some(h) => (2 * self.pen.0 - h.0, 2 * self.pen.1 - h.1),
            None => self.pen,
        };
        // The mirror point may stand in for the handle where it is as good a rounding of it.
        let near = |units: i64, pixels: f64| (pixels * self.grid.per_pixel - units as f64).abs() <= 0.5;
        if a == mirrored || (near(mirrored.0, c1.x) && near(mirrored.1, c1.y)) {
            self.command(b's');
        } else {
            self.command(b'c');
            self.pair(a);
        }
        self.pair(b);
        self.pair(end);
        self.handle = Some(b);
        self.pen = end;
        self.counts.curves += 1;
    }

    fn arc(&mut self, radii: Point, rotation: f64, flags: (bool, bool), half: bool, to: Point) {
        let end = self.node(to);
        let (mut rx, mut ry) = (self.grid.snap(radii.x.abs()), self.grid.snap(radii.y.abs()));
        if end == self.pen {
            return;
        }
        if rx == 0 || ry == 0 {
            self.line(end);
            return;
        }
        if half {
            // A radius rounded up would move the centre of half an ellipse by many pixels; one
            // rounded down is stretched by the renderer to just fit, which is what was meant.
            let chord = ((end.0 - self.pen.0) as f64, (end.1 - self.pen.1) as f64);
            let fit = half_span(chord, (rx as f64, ry as f64), rotation).min(1.0);
            rx = ((rx as f64 * fit).floor() as i64).max(1);
            ry = ((ry as f64 * fit).floor() as i64).max(1);
        }
        self.handle = None;
        self.command(b'a');
        self.number(rx);
        self.number(ry);
        let turn = if rotation.is_finite() { (rotation * 10.0).round() as i64 } else { 0 };
        let tilted = rx != ry;
        self.fixed(if tilted { turn } else { 0 }, u32::from(tilted));
        self.fixed(i64::from(flags.0), 0);
        self.fixed(i64::from(flags.1), 0);
        self.pair(end);
        self.pen = end;
        self.counts.curves += 1;
    }

    fn node(&self, p: Point) -> Node {
        (self.grid.snap(p.x), self.grid.snap(p.y))
    }

    fn space(&mut self) {
        if self.airy {
            self.out.push(b' ');
        }
    }

    fn command(&mut self, letter: u8) {
        if self.command == letter {
            return;
        }
        if !self.empty {
            self.space();
        }
        self.out.push(letter);
        self.command = letter;
        self.pointed = false;
    }

    fn pair(&mut self, to: Node) {
        self.number(to.0 - self.pen.0);
        self.number(to.1 - self.pen.1);
    }

    fn number(&mut self, units: i64) {
        self.fixed(units, self.grid.decimals);
    }

    fn fixed(&mut self, units: i64, decimals: u32) {
        let after_letter = self.out.last().is_some_and(u8::is_ascii_alphabetic);
        let leading_point = || units != 0 && units.unsigned_abs() < 10_u64.pow(decimals);
        let parted = after_letter || units < 0 || (self.pointed && leading_point());
        if self.airy || !parted {
            self.out.push(b' ');
        }
        self.pointed = push_fixed(self.out, units, decimals);
        self.counts.coordinates += 1;
    }
}

/// Half a chord over the radius in its direction: 1 where the chord is a diameter.
fn half_span(chord: (f64, f64), radii: (f64, f64), rotation: f64) -> f64 {
    let (sin, cos) = (libm::sin(rotation.to_radians()), libm::cos(rotation.to_radians()));
    let u = (cos * chord.0 + sin * chord.1) / (2.0 * radii.0);
    let v = (cos * chord.1 - sin * chord.0) / (2.0 * radii.1);
    (u * u + v * v).sqrt()
}

/// Whether an arc is half an ellipse, to within a hundredth of the radius.
fn is_half(from: Point, radii: Point, rotation: f64, to: Point) -> bool {
    half_span((to.x - from.x, to.y - from.y), (radii.x.abs(), radii.y.abs()), rotation) > 0.99995
}

/// Whether a cubic's control points lie on its chord, between the ends. What is too long for 32
/// bits counts as bent: wider products are calls in WebAssembly, for each curve.
fn is_straight(from: Node, a: Node, b: Node, to: Node) -> bool {
    let offset = |p: Node| Some((i32::try_from(p.0 - from.0).ok()?, i32::try_from(p.1 - from.1).ok()?));
    let Some((cx, cy)) = offset(to) else { return false };
    let within = |part: i32, whole: i32| (part.min(0) >= whole.min(0)) && (part.max(0) <= whole.max(0));
    [a, b].into_iter().all(|p| {
        offset(p).is_some_and(|(x, y)| {
            let on_line = i64::from(x) * i64::from(cy) == i64::from(y) * i64::from(cx);
            on_line && within(x, cx) && within(y, cy)
        })
    })
}
