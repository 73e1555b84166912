//! Flat art: every visible edge drawn once, by its upper face.
//!
//! A face draws its edges against what shows nothing and against lower faces; beneath higher
//! opaque faces it runs on out of sight. Translucent faces that touch are drawn by [`assembled`](super::assembled).

use super::borders::Borders;
use super::chain::{ChainFit, Ends};
use super::corner::{Wedge, wedge_area};
use super::cracks::{Crack, collect};
use super::geometry::point;
use super::hidden::{Seen, extend, follow};
use super::piece::Piece;
use crate::model::{Curve, Outlines, Point};

/// How well an ideal corner must explain the coverage of the 3×3 pixels around it, px².
const WEDGE: f64 = 0.45;
/// Visible runs of up to this many cracks between hidden ones are left to the faces above.
const SLIVER: usize = 2;
/// Above a ground, a face has holes of at least so many pixels, though later faces fill them, and no line beneath those
/// faces cuts more cracks short: what comes through between them is the ground.
const LARGE_HOLE: i64 = 48 * 48;
const LONGEST_ON_GROUND: usize = 256;

/// Draws faces; keeps its scratch.
pub(super) struct FaceFit<'a> {
    pub outlines: &'a Outlines,
    chain: ChainFit<'a>,
    /// The borders of the faces in `touching`, but for those with opaque faces.
    pub shared: &'a Borders,
    touching: &'a [bool],
    has_ground: bool,
    /// How many cracks a line beneath later faces may cut short.
    pub longest: usize,
    cracks: Vec<Crack>,
    points: Vec<Point>,
}

impl<'a> FaceFit<'a> {
    /// `shared` has the borders of the faces in `touching`, but for those with opaque faces. `has_ground` tells whether
    /// something better than earlier faces lies beneath all of them.
    pub fn new(
        outlines: &'a Outlines,
        chain: ChainFit<'a>,
        shared: &'a Borders,
        touching: &'a [bool],
        has_ground: bool,
    ) -> Self {
        let longest = if has_ground { LONGEST_ON_GROUND } else { usize::MAX };
        Self {
            outlines,
            chain,
            shared,
            touching,
            has_ground,
            longest,
            cracks: Vec::new(),
            points: Vec::new(),
        }
    }

    /// All contours of a face.
    pub fn draw(&mut self, face: u32) -> Piece {
        let mut piece = Piece::default();
        let outlines = self.outlines;
        let mut cracks = std::mem::take(&mut self.cracks);
        for ring in outlines.loops_of(face) {
            collect(outlines, ring, &mut cracks);
            let hidden = self.hidden(face, &cracks);
            let some_hidden = hidden.contains(&true);
            if self.touching[face as usize] && hidden.contains(&false) {
                self.assembled(ring, &cracks, &mut piece);
            } else if !some_hidden {
                self.all_visible(face, &cracks, &mut piece);
            } else {
                let is_drawn =
                    hidden.contains(&false) && self.partly_visible(face, &mut cracks, hidden, &mut piece);
                let is_open = ring.see_through || (self.has_ground && ring.doubled_area < -2 * LARGE_HOLE);
                if !is_drawn && (ring.doubled_area > 0 || is_open) {
                    self.all_hidden(face, &cracks, &mut piece);
                }
            }
        }
        self.cracks = cracks;
        piece
    }

    fn shows_nothing(&self, face: u32) -> bool {
        !self.outlines.is_painted(face)
    }

    /// Whether a face lies above another and hides it.
    pub fn hides(&self, upper: u32, lower: u32) -> bool {
        let rank = &self.outlines.rank;
        self.outlines.is_painted(upper)
            && self.outlines.is_opaque(upper)
            && rank[upper as usize] > rank[lower as usize]
    }

    /// The pixel at a place, if there is one.
    fn pixel(&self, p: Point) -> Option<usize> {
        let regions = &self.outlines.regions;
        let inside =
            p.x >= 0.0 && p.y >= 0.0 && p.x < f64::from(regions.width) && p.y < f64::from(regions.height);
        inside.then(|| p.y as usize * regions.width as usize + p.x as usize)
    }

    /// What a face would cover at a place.
    pub fn seen(&self, face: u32, p: Point) -> Seen {
        match self.pixel(p).map(|i| self.outlines.regions.labels[i]) {
            Some(here) if here == face => Seen::Own,
            Some(here) if self.hides(here, face) => Seen::Hidden,
            _ => Seen::Open,
        }
    }

    fn hidden(&self, face: u32, cracks: &[Crack]) -> Vec<bool> {
        let mut hidden: Vec<bool> = cracks.iter().map(|c| self.hides(c.beyond, face)).collect();
        let n = hidden.len();
        let Some(change) = (0..n).find(|&i| hidden[i] != hidden[(i + n - 1) % n]) else { return hidden };
        if n <= 8 {
            return hidden;
        }
        let mut i = 0;
        while i < n {
            let (from, value) = (i, hidden[(change + i) % n]);
            while i < n && hidden[(change + i) % n] == value {
                i += 1;
            }
            let run = (from..i).map(|k| (change + k) % n);
            if !value && i - from <= SLIVER && run.clone().all(|k| !self.shows_nothing(cracks[k].beyond)) {
                run.for_each(|k| hidden[k] = true);
            }
        }
        hidden
    }

    /// Whether an ideal corner explains the coverage around it.
    fn is_real(&self, face: u32, wedge: &Wedge) -> bool {
        let regions = &self.outlines.regions;
        let (x, y) = (wedge.at.x.floor(), wedge.at.y.floor());
        let paint = regions.faces[face as usize].paint;
        let mut covered = 0.0;
        for dy in [-1.0, 0.0, 1.0] {
            for dx in [-1.0, 0.0, 1.0] {
                let Some(pixel) = self.pixel(point(x + dx, y + dy)) else { return true };
                covered += f64::from(regions.share(pixel, paint));
            }
        }
        (wedge_area(wedge, x, y) - covered).abs() < WEDGE
    }

    fn all_visible(&mut self, face: u32, cracks: &[Crack], piece: &mut Piece) {
        let mut points = std::mem::take(&mut self.points);
        telling_points(cracks, true, &mut points);
        let mut curves = Vec::new();
        let mut chain = self.take_chain();
        let start = chain.fit(&points, Ends::Closed, &|w| self.is_real(face, w), &mut curves);
        self.chain = chain;
        piece.push(start, &curves);
        self.points = points;
    }

    fn all_hidden(&mut self, face: u32, cracks: &[Crack], piece: &mut Piece) {
        let half = cracks.len() / 2;
        let edge = |c: &Crack| c.middle + c.outward * 0.5;
        let (Some(first), Some(opposite)) = (cracks.first(), cracks.get(half)) else { return };
        let (a, b) = (edge(first), edge(opposite));
        let seen = |p: Point| self.seen(face, p);
        let mut curves = Vec::new();
        follow(&cracks[..half], [a, b], true, self.longest, &seen, &mut curves);
        curves.push(Curve::Line { to: b });
        follow(&cracks[half..], [b, a], true, self.longest, &seen, &mut curves);
        curves.push(Curve::Line { to: a });
        piece.push(a, &curves);
    }

    /// Visible runs are fitted, hidden ones between them run beneath. `false` when all that is seen is shorter than a curve.
    fn partly_visible(
        &mut self,
        face: u32,
        cracks: &mut [Crack],
        mut hidden: Vec<bool>,
        piece: &mut Piece,
    ) -> bool {
        let n = cracks.len();
        let Some(first) = (0..n).find(|&i| !hidden[i] && hidden[(i + n - 1) % n]) else { return false };
        cracks.rotate_left(first);
        hidden.rotate_left(first);
        let mut chain = self.take_chain();
        let mut points = std::mem::take(&mut self.points);
        let regions = &self.outlines.regions;
        let seen = |p: Point| self.seen(face, p);
        let hides_wholly = |p: Point| {
            self.pixel(p).is_some_and(|i| {
                let pure = regions.mixtures.as_ref().is_none_or(|m| m.coverage[i] == 255);
                pure && self.hides(regions.labels[i], face)
            })
        };
        let mut curves: Vec<Curve> = Vec::new();
        let mut start: Option<Point> = None;
        let mut beneath: Option<std::ops::Range<usize>> = None;
        let mut from = 0;
        while from < n {
            let to = (from..n).find(|&i| hidden[i] != hidden[from]).unwrap_or(n);
            if hidden[from] {
                beneath = Some(from..to);
                from = to;
                continue;
            }
            let run = &cracks[from..to];
            telling_points(run, false, &mut points);
            extend(&mut points, run, &hides_wholly);
            let mut visible = Vec::new();
            let begins = chain.fit(&points, Ends::Hidden, &|w| self.is_real(face, w), &mut visible);
            if let (Some(run), Some(pen)) = (beneath.take(), curves.last().map(Curve::end).or(start)) {
                follow(&cracks[run], [pen, begins], false, self.longest, &seen, &mut curves);
                curves.push(Curve::Line { to: begins });
            }
            start.get_or_insert(begins);
            curves.append(&mut visible);
            from = to;
        }
        if let (Some(run), Some(pen), Some(start)) = (beneath, curves.last().map(Curve::end), start) {
            follow(&cracks[run], [pen, start], false, self.longest, &seen, &mut curves);
            curves.push(Curve::Line { to: start });
        }
        self.chain = chain;
        self.points = points;
        if let Some(start) = start {
            piece.push(start, &curves);
        }
        !curves.is_empty()
    }

    /// The fitter, out of `self` while corners are checked against the picture.
    fn take_chain(&mut self) -> ChainFit<'a> {
        let empty = self.chain.empty();
        std::mem::replace(&mut self.chain, empty)
    }
}

/// The places to fit. Beside a change of neighbour three paints mix, and coverage says little.
fn telling_points(cracks: &[Crack], closed: bool, out: &mut Vec<Point>) {
    let n = cracks.len();
    out.clear();
    let at = |i: usize, k: isize| -> u32 {
        let j = i as isize + k;
        let j = if closed { j.rem_euclid(n as isize) } else { j.clamp(0, n as isize - 1) };
        cracks[j as usize].beyond
    };
    let mixed = |i: usize| n > 12 && (at(i, -1) != cracks[i].beyond || at(i, 1) != cracks[i].beyond);
    out.extend((0..n).filter(|&i| cracks[i].telling && !mixed(i)).map(|i| cracks[i].place));
    if out.len() < 3 {
        out.clear();
        out.extend(cracks.iter().map(|c| c.place));
    }
}

/// Which translucent faces touch another one.
pub(super) fn touching(outlines: &Outlines) -> Vec<bool> {
    let mut touching = vec![false; outlines.regions.faces.len()];
    for border in &outlines.borders {
        if outlines.is_translucent(border.right) && outlines.is_translucent(border.left) {
            touching[border.right as usize] = true;
            touching[border.left as usize] = true;
        }
    }
    touching
}
