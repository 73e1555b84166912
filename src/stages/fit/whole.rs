//! Whole faces: every border fitted once, each face put together from its borders.
//!
//! Both sides of a border take the same curve, forwards or backwards. For ragged maps of
//! thousands of faces this is the fewest bytes: hidden runs would double the coordinates.

use super::borders::{Borders, CHUNK, Fitted};
use super::chain::{ChainFit, Ends};
use super::geometry::point;
use super::owned::{self, FaceFit};
use super::polyline::Simplify;
use crate::context::Context;
use crate::error::Result;
use crate::model::{Border, Curve, Layers, Outlines, Paint, Point, Shapes};
use crate::parallel;
use crate::params::{FitParams, Shape as OutlineShape};

/// How far stairs stray from the line they stand for, px, between colours this far apart (of a
/// largest possible 510).
const STAIRS: f64 = 1.1;
const CONTRAST: f64 = 50.0;
/// Least and most of that distance for colours further apart and closer together.
const LATITUDE: (f64, f64) = (0.5, 2.5);

/// Where borders meet: each pixel corner moved as the cracks around it were, by axis.
struct Junctions {
    at: Vec<([u32; 2], Point)>,
}

impl Junctions {
    fn new(outlines: &Outlines) -> Self {
        let mut moves: Vec<([u32; 2], u8, f32)> = Vec::new();
        for border in outlines.borders.iter().filter(|b| !b.closed) {
            let (first, last) = (border.first as usize, (border.first + border.count) as usize - 1);
            for (corner, crack) in [(border.start, first), (border.end, last)] {
                let axis = outlines.steps[crack] & 1;
                // A horizontal crack moves vertically and the other way round.
                let across = usize::from(axis ^ 1);
                moves.push((corner, axis, outlines.points[crack][across] - corner[across] as f32));
            }
        }
        moves.sort_unstable_by(|a, b| {
            (a.0[1], a.0[0], a.1).cmp(&(b.0[1], b.0[0], b.1)).then(a.2.total_cmp(&b.2))
        });
        let at = moves
            .chunk_by(|a, b| a.0 == b.0)
            .map(|group| {
                let corner = group[0].0;
                let mean = |axis: u8| {
                    let (sum, count) = group
                        .iter()
                        .filter(|m| m.1 == axis)
                        .fold((0.0, 0.0), |(sum, count), m| (sum + f64::from(m.2), count + 1.0_f64));
                    (sum / count.max(1.0)).clamp(-0.7, 0.7)
                };
                (corner, point(f64::from(corner[0]) + mean(1), f64::from(corner[1]) + mean(0)))
            })
            .collect();
        Self { at }
    }

    fn place(&self, corner: [u32; 2]) -> Point {
        let key = |c: [u32; 2]| (c[1], c[0]);
        match self.at.binary_search_by_key(&key(corner), |(c, _)| key(*c)) {
            Ok(i) => self.at[i].1,
            Err(_) => point(f64::from(corner[0]), f64::from(corner[1])),
        }
    }
}

/// Fits all borders and appends every painted face, in order.
pub(super) fn draw(
    outlines: &Outlines,
    params: &FitParams,
    shapes: &mut Shapes,
    ctx: &Context<'_>,
) -> Result<()> {
    let borders = fit(outlines, params, &|_| true, ctx)?;
    // An edge of half a translucent and half an opaque pixel lets light through: where edges are
    // exact the translucent face runs on beneath the opaque one.
    let exact = outlines.regions.mixtures.is_some() && params.shape != OutlineShape::Pixel;
    if !(exact && outlines.layers == Layers::Partition) {
        return borders.draw(outlines, shapes, ctx);
    }
    let touching = owned::touching(outlines);
    let polygon = params.shape == OutlineShape::Polygon;
    let chain = ChainFit::new(params.tolerance, params.corner_angle, polygon, *ctx);
    let mut open = FaceFit::new(outlines, chain, &borders, &touching, false);
    for (done, &face) in outlines.order.iter().enumerate() {
        if done & 63 == 0 {
            ctx.check()?;
        }
        if outlines.is_veil(face) {
            continue;
        }
        if outlines.is_translucent(face) {
            open.draw(face).append_to(shapes, outlines.regions.faces[face as usize].paint);
        } else {
            borders.append_face(outlines, face, shapes);
        }
    }
    Ok(())
}

/// Fits the borders that are wanted; the others stay empty.
pub(super) fn fit(
    outlines: &Outlines,
    params: &FitParams,
    wanted: &(dyn Fn(&Border) -> bool + Sync),
    ctx: &Context<'_>,
) -> Result<Borders> {
    let exact = outlines.regions.mixtures.is_some();
    let junctions = if exact { Junctions::new(outlines) } else { Junctions { at: Vec::new() } };
    let begin = || BorderFit::new(outlines, &junctions, params, ctx);
    let fitted = parallel::map_with(outlines.borders.chunks(CHUNK), ctx, begin, |one, chunk| {
        // Browsers hand out memory to one thread at a time: it is asked for once.
        let steps: u32 = chunk.iter().map(|border| border.count).sum();
        let mut spans = Vec::with_capacity(chunk.len());
        let mut curves = Vec::with_capacity(chunk.len() + steps as usize / 3);
        for border in chunk {
            let first = curves.len() as u32;
            let start = if wanted(border) { one.fit(border, &mut curves) } else { Point::default() };
            spans.push((start, first..curves.len() as u32));
        }
        Ok(Fitted::new(spans, curves))
    })?;
    ctx.check()?;
    Ok(Borders(fitted))
}

/// Fits one border at a time; keeps its scratch.
struct BorderFit<'a> {
    outlines: &'a Outlines,
    junctions: &'a Junctions,
    shape: OutlineShape,
    tolerance: f64,
    chain: ChainFit<'a>,
    simplify: Simplify,
    points: Vec<Point>,
    kept: Vec<Point>,
}

impl<'a> BorderFit<'a> {
    fn new(outlines: &'a Outlines, junctions: &'a Junctions, params: &FitParams, ctx: &Context<'a>) -> Self {
        let polygon = params.shape == OutlineShape::Polygon;
        Self {
            outlines,
            junctions,
            shape: params.shape,
            tolerance: params.tolerance,
            chain: ChainFit::new(params.tolerance, params.corner_angle, polygon, *ctx),
            simplify: Simplify::default(),
            points: Vec::new(),
            kept: Vec::new(),
        }
    }

    /// Appends a border's curves, forwards, and returns its start.
    fn fit(&mut self, border: &Border, out: &mut Vec<Curve>) -> Point {
        if self.shape == OutlineShape::Pixel {
            return self.stairs(border, out);
        }
        let range = border.first as usize..(border.first + border.count) as usize;
        let outlines = self.outlines;
        let exact = outlines.regions.mixtures.is_some();
        self.points.clear();
        if !border.closed {
            self.points.push(self.junctions.place(border.start));
        }
        if border.count > 1 {
            let told = range.filter(|&i| outlines.telling[i]).map(|i| outlines.points[i]);
            self.points.extend(told.map(|[x, y]| point(f64::from(x), f64::from(y))));
        }
        if !border.closed {
            self.points.push(self.junctions.place(border.end));
        }
        if exact {
            let ends = if border.closed { Ends::Closed } else { Ends::Fixed };
            return self.chain.fit(&self.points, ends, &|_| true, out);
        }
        // Half of a ragged map's borders are that short.
        if let [from, to] = self.points[..] {
            out.push(Curve::Line { to });
            return from;
        }
        // Without known mixtures the points are the middles of stairs: lines through them, no
        // closer than the stairs are high.
        if border.closed {
            self.points.extend_from_within(..1);
        }
        self.kept.clear();
        let tolerance = self.tolerance.max(STAIRS * self.faintness(border));
        self.simplify.run_between_lines(&self.points, tolerance, &mut self.kept);
        out.extend(self.kept.iter().map(|&to| Curve::Line { to }));
        self.points[0]
    }

    /// How much further than usual a border may stray: an error costs its area times the contrast.
    fn faintness(&self, border: &Border) -> f64 {
        let regions = &self.outlines.regions;
        let color = |face: u32| {
            let paint = regions.faces.get(face as usize).map(|f| &regions.paints[f.paint as usize]);
            let [r, g, b, a] = match paint {
                Some(Paint::Flat(c)) => *c,
                _ => return None,
            };
            let k = f64::from(a) / 255.0;
            Some([f64::from(r) * k, f64::from(g) * k, f64::from(b) * k, f64::from(a)])
        };
        let (Some(a), Some(b)) = (color(border.right), color(border.left)) else { return 1.0 };
        let contrast = a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum::<f64>();
        // The power that gives every byte the same effect lies between ½ and 1.
        let power = libm::cbrtf((CONTRAST * CONTRAST / contrast.max(1.0)) as f32);
        f64::from(power).clamp(LATITUDE.0, LATITUDE.1)
    }

    /// The pixels' own edges.
    fn stairs(&mut self, border: &Border, out: &mut Vec<Curve>) -> Point {
        let steps = &self.outlines.steps[border.first as usize..(border.first + border.count) as usize];
        let [mut x, mut y] = border.start.map(f64::from);
        for (i, &direction) in steps.iter().enumerate() {
            let (dx, dy) = [(1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0)][usize::from(direction & 3)];
            (x, y) = (x + dx, y + dy);
            if steps.get(i + 1) != Some(&direction) {
                out.push(Curve::Line { to: point(x, y) });
            }
        }
        point(f64::from(border.start[0]), f64::from(border.start[1]))
    }
}
