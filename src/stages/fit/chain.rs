//! A chain of boundary points → curves: corners first, smooth sections between them.

use super::corner::{Corner, Wedge, corners};
use super::ellipse;
use super::local::{ROUGH, quadratic};
use super::polyline::Simplify;
use super::section::SectionFit;
use crate::context::Context;
use crate::model::{Curve, Point};

/// Lines closer to an axis than this over their length become exact, px.
const AXIS: f64 = 0.12;
/// … if they are longer than this, px.
const AXIS_LENGTH: f64 = 3.0;

/// How a chain ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ends {
    /// It does not: the last point is followed by the first.
    Closed,
    /// Out of sight, so that they may move a little.
    Hidden,
    /// Where others meet it.
    Fixed,
}

/// Fits chains.
pub(super) struct ChainFit<'a> {
    ctx: Context<'a>,
    section: SectionFit,
    /// Lines only.
    polygon: Option<Simplify>,
    /// Radians.
    corner_angle: f64,
    part: Vec<Point>,
    kept: Vec<Point>,
}

impl<'a> ChainFit<'a> {
    /// `tolerance` in px, `corner_angle` in degrees.
    pub fn new(tolerance: f64, corner_angle: f64, polygon: bool, ctx: Context<'a>) -> Self {
        Self {
            ctx,
            section: SectionFit::new(tolerance),
            polygon: polygon.then(Simplify::default),
            corner_angle: corner_angle.to_radians(),
            part: Vec::new(),
            kept: Vec::new(),
        }
    }

    /// A fitter without scratch, to stand in for one that is in use.
    pub fn empty(&self) -> Self {
        Self::new(0.0, 0.0, false, self.ctx)
    }

    /// A stretch without corners; both ends are kept. Whoever cancelled throws the result away,
    /// so that it may be anything then.
    fn stretch(&mut self, points: &[Point], tangent: Option<Point>, out: &mut Vec<Curve>) {
        if self.ctx.check().is_err() {
            return;
        }
        match &mut self.polygon {
            None => self.section.fit(points, tangent, tangent, out),
            Some(simplify) => {
                self.kept.clear();
                simplify.run(points, self.section.tolerance, &mut self.kept);
                out.extend(self.kept.iter().map(|&to| Curve::Line { to }));
            }
        }
    }

    /// Appends the curves of a chain and returns where they start. An open chain keeps its ends;
    /// a closed one (`points` without repetition) starts wherever suits it. `is_real` confirms
    /// corners.
    pub fn fit(
        &mut self,
        points: &[Point],
        ends: Ends,
        is_real: &dyn Fn(&Wedge) -> bool,
        out: &mut Vec<Curve>,
    ) -> Point {
        let closed = ends == Ends::Closed;
        let first = out.len();
        let mut start = points.first().copied().unwrap_or_default();
        if points.len() < 3 {
            out.extend(points.iter().skip(1).map(|&to| Curve::Line { to }));
            return start;
        }
        let corners = corners(points, closed, self.corner_angle, is_real, &self.ctx);
        if !closed {
            self.open(points, &corners, out);
        } else if let [one, ..] = corners[..] {
            self.between_corners(points, &corners, out);
            start = one.at;
        } else if let (None, Some(ellipse)) = (&self.polygon, ellipse::fit(points, self.section.tolerance)) {
            return ellipse.curves(points, out);
        } else {
            start = self.smooth_loop(points, out);
        }
        snap_to_axes(&mut start, &mut out[first..], ends);
        start
    }

    fn open(&mut self, points: &[Point], corners: &[Corner], out: &mut Vec<Curve>) {
        let n = points.len();
        let mut part = std::mem::take(&mut self.part);
        let (mut from, mut next) = (points[0], 1);
        let inner = corners.iter().filter(|c| c.index > 1 && c.index + 2 < n);
        let ends = inner.map(|c| (c.at, c.index - 1, c.index + 2)).chain([(points[n - 1], n - 1, n)]);
        for (to, stop, resume) in ends {
            part.clear();
            part.push(from);
            // The points beside a corner belong to both of its sides and to neither.
            part.extend_from_slice(points.get(next..stop).unwrap_or_default());
            part.push(to);
            self.stretch(&part, None, out);
            (from, next) = (to, resume);
        }
        self.part = part;
    }

    fn between_corners(&mut self, points: &[Point], corners: &[Corner], out: &mut Vec<Curve>) {
        let n = points.len();
        let mut part = std::mem::take(&mut self.part);
        for (i, a) in corners.iter().enumerate() {
            let b = corners[(i + 1) % corners.len()];
            let count = match (b.index + n - a.index) % n {
                0 => n,
                count => count,
            };
            part.clear();
            part.push(a.at);
            part.extend((2..count.saturating_sub(1)).map(|k| points[(a.index + k) % n]));
            part.push(b.at);
            self.stretch(&part, None, out);
        }
        self.part = part;
    }

    /// A loop without a corner has no natural start: one is guessed, and the solution tells a
    /// better one, at the end of its longest line or first curve, for a second run.
    fn smooth_loop(&mut self, points: &[Point], out: &mut Vec<Curve>) -> Point {
        let n = points.len();
        let first = out.len();
        let nearest = |to: Point| {
            (0..n).min_by(|&a, &b| points[a].distance(to).total_cmp(&points[b].distance(to))).unwrap_or(0)
        };
        let mut origin = (0..n).min_by(|&a, &b| points[a].x.total_cmp(&points[b].x)).unwrap_or(0);
        let mut start = points[origin];
        for round in 0..2 {
            out.truncate(first);
            let mut part = std::mem::take(&mut self.part);
            let reach = 6.min(n / 3);
            part.clear();
            part.extend((0..=2 * reach).map(|k| points[(origin + n + k - reach) % n]));
            let local = quadratic(&part, points[origin]);
            let mut tangent = local.tangent;
            start = local.at;
            // Of a small loop only: a large one has points enough to be smoothed.
            if reach < 6 && local.worst > ROUGH {
                start = points[origin];
                tangent = (points[(origin + 1) % n] - points[(origin + n - 1) % n]).unit();
            }
            part.clear();
            part.push(start);
            part.extend((1..n).map(|k| points[(origin + k) % n]));
            part.push(start);
            self.stretch(&part, Some(tangent), out);
            self.part = part;
            let curves = &out[first..];
            let mut longest = (0.0, curves.first().map_or(start, Curve::end));
            let mut from = start;
            for curve in curves {
                if let Curve::Line { to } = *curve
                    && from.distance(to) > longest.0
                {
                    longest = (from.distance(to), to);
                }
                from = curve.end();
            }
            if round == 1 || (longest.0 == 0.0 && curves.len() <= 4) {
                break;
            }
            origin = nearest(longest.1);
        }
        start
    }
}

/// Makes lines that are almost horizontal or vertical exactly so.
fn snap_to_axes(start: &mut Point, curves: &mut [Curve], ends: Ends) {
    let closed = ends == Ends::Closed;
    for axis in [Axis::X, Axis::Y] {
        for i in 0..curves.len() {
            let Curve::Line { to } = curves[i] else { continue };
            if ends == Ends::Fixed && (i == 0 || i + 1 == curves.len()) {
                continue;
            }
            let from = if i == 0 { *start } else { curves[i - 1].end() };
            let (off, along) = (axis.of(to) - axis.of(from), axis.other().of(to) - axis.other().of(from));
            if off.abs() > AXIS || along.abs() <= AXIS_LENGTH {
                continue;
            }
            let value = (axis.of(to) + axis.of(from)) / 2.0;
            let last = curves.len() - 1;
            move_end(&mut curves[i], axis, value);
            match i {
                0 => {
                    *start = axis.with(*start, value);
                    if closed {
                        move_end(&mut curves[last], axis, value);
                    }
                }
                _ => move_end(&mut curves[i - 1], axis, value),
            }
            if closed && i == last {
                *start = axis.with(*start, value);
            }
            let next = if i < last { Some(i + 1) } else { closed.then_some(0) };
            if let Some(Curve::Cubic { c1, .. }) = next.and_then(|n| curves.get_mut(n)) {
                let handle = axis.of(*c1) - axis.of(to);
                *c1 = axis.with(*c1, if handle.abs() < 0.3 { value } else { value + handle });
            }
        }
    }
}

#[derive(Clone, Copy)]
enum Axis {
    X,
    Y,
}

impl Axis {
    fn other(self) -> Self {
        match self {
            Self::X => Self::Y,
            Self::Y => Self::X,
        }
    }

    fn of(self, p: Point) -> f64 {
        match self {
            Self::X => p.x,
            Self::Y => p.y,
        }
    }

    fn with(self, p: Point, value: f64) -> Point {
        match self {
            Self::X => Point { x: value, ..p },
            Self::Y => Point { y: value, ..p },
        }
    }
}

/// Moves the end of a curve along one axis; a cubic's handle there goes with it.
fn move_end(curve: &mut Curve, axis: Axis, value: f64) {
    match curve {
        Curve::Line { to } | Curve::Arc { to, .. } => *to = axis.with(*to, value),
        Curve::Cubic { c2, to, .. } => {
            *c2 = axis.with(*c2, axis.of(*c2) + value - axis.of(*to));
            *to = axis.with(*to, value);
        }
    }
}
