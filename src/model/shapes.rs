//! Curves and paints in paint order: all that `write` needs.

use super::Paint;

/// A point in canvas pixels; y grows downwards.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Point {
    /// To the right.
    pub x: f64,
    /// Downwards.
    pub y: f64,
}

/// The drawing, bottom first. Flat arrays: a shape owns a range of contours, a contour a range
/// of curves or of lines.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Shapes {
    /// Size of the coordinate system (the SVG's `viewBox`), px.
    pub width: u32,
    /// See `width`.
    pub height: u32,
    /// Size that the SVG asks to be shown at, px.
    pub source_size: (u32, u32),
    /// Distinct paints.
    pub paints: Vec<Paint>,
    /// Paint of a rectangle beneath everything that covers the whole picture.
    pub background: Option<u32>,
    /// Lines along borders that would leak, drawn above the background and beneath the shapes;
    /// their contours are open.
    pub underlay: Vec<Shape>,
    /// Width of those lines, px.
    pub underlay_width: f32,
    /// In paint order, bottom first.
    pub shapes: Vec<Shape>,
    /// All contours.
    pub contours: Vec<Contour>,
    /// All curves.
    pub curves: Vec<Curve>,
    /// Where the lines of contours end that have nothing else: a photo has no others, and a line as a
    /// [`Curve`] takes more than three times as much memory, through which every dial of `write` goes.
    pub lines: Vec<Point>,
    /// Width of a stroke in the fill's own paint that closes hairlines between neighbours, px;
    /// 0 for none.
    pub overlap: f32,
    /// Finer coordinates than this tell nothing of the picture, px; 0 where every decimal counts.
    pub grain: f32,
}

impl Shapes {
    /// Appends a contour.
    pub fn add_contour(&mut self, start: Point, curves: impl IntoIterator<Item = Curve>) {
        let first = self.curves.len() as u32;
        self.curves.extend(curves);
        let count = self.curves.len() as u32 - first;
        self.contours.push(Contour { start, first, count, lines: false });
    }

    /// The curves of a contour; none where its range leads astray.
    pub fn stretch(&self, contour: &Contour) -> Stretch<'_> {
        let range = contour.first as usize..(contour.first as usize).saturating_add(contour.count as usize);
        if contour.lines {
            Stretch::Lines(self.lines.get(range).unwrap_or_default())
        } else {
            Stretch::Curves(self.curves.get(range).unwrap_or_default())
        }
    }

    /// Appends the shapes of others, whose paints are the same.
    pub fn append(&mut self, others: &[Self]) {
        self.shapes.reserve(others.iter().map(|other| other.shapes.len()).sum());
        self.contours.reserve(others.iter().map(|other| other.contours.len()).sum());
        self.curves.reserve(others.iter().map(|other| other.curves.len()).sum());
        self.lines.reserve(others.iter().map(|other| other.lines.len()).sum());
        for other in others {
            let (contours, curves) = (self.contours.len() as u32, self.curves.len() as u32);
            let lines = self.lines.len() as u32;
            self.shapes.extend(other.shapes.iter().map(|s| Shape { first: s.first + contours, ..*s }));
            let moved = |c: &Contour| Contour { first: c.first + if c.lines { lines } else { curves }, ..*c };
            self.contours.extend(other.contours.iter().map(moved));
            self.curves.extend_from_slice(&other.curves);
            self.lines.extend_from_slice(&other.lines);
        }
    }

    /// Bytes held.
    pub fn byte_len(&self) -> usize {
        size_of_val(&*self.shapes)
            + size_of_val(&*self.underlay)
            + size_of_val(&*self.contours)
            + size_of_val(&*self.curves)
            + size_of_val(&*self.lines)
            + self.paints.iter().map(Paint::byte_len).sum::<usize>()
    }
}

/// A filled shape: its contours under the nonzero rule (holes run the other way round).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    /// Index of its paint.
    pub paint: u32,
    /// First contour.
    pub first: u32,
    /// How many contours.
    pub count: u32,
}

/// A closed contour; the last curve ends at `start`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Contour {
    /// Where it begins and ends.
    pub start: Point,
    /// First curve or line.
    pub first: u32,
    /// How many.
    pub count: u32,
    /// They are of `lines`.
    pub lines: bool,
}

/// Curves one after the other.
#[derive(Debug, Clone, Copy)]
pub enum Stretch<'a> {
    /// Where each line ends.
    Lines(&'a [Point]),
    /// Any curves.
    Curves(&'a [Curve]),
}

impl<'a> Stretch<'a> {
    /// How many.
    pub fn len(self) -> usize {
        match self {
            Self::Lines(lines) => lines.len(),
            Self::Curves(curves) => curves.len(),
        }
    }

    /// Whether there are none.
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// Each of them.
    pub fn curves(self) -> impl DoubleEndedIterator<Item = Curve> + 'a {
        let (lines, curves): (&[Point], &[Curve]) = match self {
            Self::Lines(lines) => (lines, &[]),
            Self::Curves(curves) => (&[], curves),
        };
        lines.iter().map(|&to| Curve::Line { to }).chain(curves.iter().copied())
    }
}

/// One piece of a contour, from the current point.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Curve {
    /// A straight line.
    Line {
        /// End.
        to: Point,
    },
    /// A cubic Bézier.
    Cubic {
        /// First control point.
        c1: Point,
        /// Second control point.
        c2: Point,
        /// End.
        to: Point,
    },
    /// A part of an ellipse, as SVG's `A`.
    Arc {
        /// Radii.
        radii: Point,
        /// Rotation of the ellipse's x axis, degrees.
        rotation: f64,
        /// The longer way round.
        large: bool,
        /// Clockwise on screen.
        sweep: bool,
        /// End.
        to: Point,
    },
}

impl Curve {
    /// The same piece walked the other way, to where it began.
    pub fn reversed(&self, to: Point) -> Self {
        match *self {
            Self::Line { .. } => Self::Line { to },
            Self::Cubic { c1, c2, .. } => Self::Cubic { c1: c2, c2: c1, to },
            Self::Arc { radii, rotation, large, sweep, .. } => {
                Self::Arc { radii, rotation, large, sweep: !sweep, to }
            }
        }
    }

    /// Where the piece ends.
    pub fn end(&self) -> Point {
        match *self {
            Self::Line { to } | Self::Cubic { to, .. } | Self::Arc { to, .. } => to,
        }
    }
}
