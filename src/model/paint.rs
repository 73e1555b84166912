//! What a face is filled with.

/// A fill. Colours are straight sRGB with alpha in 0–255; coordinates are canvas pixels.
#[derive(Debug, Clone, PartialEq)]
pub enum Paint {
    /// One colour; alpha 0 means that nothing is there.
    Flat([u8; 4]),
    /// A colour ramp.
    Gradient(Box<Gradient>),
}

impl Paint {
    /// Whether the paint hides what is below it everywhere.
    pub fn is_opaque(&self) -> bool {
        match self {
            Self::Flat(c) => c[3] == 255,
            Self::Gradient(g) => g.stops.iter().all(|s| s.color[3] == 255),
        }
    }

    /// Bytes held.
    pub fn byte_len(&self) -> usize {
        size_of::<Self>()
            + match self {
                Self::Flat(_) => 0,
                Self::Gradient(g) => size_of::<Gradient>() + size_of_val(&*g.stops),
            }
    }

    /// Whether the paint shows nothing at all.
    pub fn is_nothing(&self) -> bool {
        matches!(self, Self::Flat([_, _, _, 0]))
    }
}

/// A linear or radial ramp, as SVG paints it with `gradientUnits="userSpaceOnUse"`.
#[derive(Debug, Clone, PartialEq)]
pub struct Gradient {
    /// Linear or radial.
    pub kind: GradientKind,
    /// Maps canvas coordinates to gradient space, rows `[a, b, c]`, `[d, e, f]`:
    /// `u = a·x + b·y + c`, `v = d·x + e·y + f`. A linear ramp runs over `u` in 0–1; a radial
    /// one over `sqrt(u² + v²)` in 0–1.
    pub map: [[f64; 3]; 2],
    /// At least two, offsets ascending in 0–1.
    pub stops: Vec<Stop>,
}

/// The geometry of a ramp.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GradientKind {
    /// Along a line.
    Linear,
    /// Around a centre; ellipses by way of the map.
    Radial,
}

/// A colour on a ramp.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stop {
    /// Place on the ramp, 0–1.
    pub offset: f32,
    /// Straight sRGB with alpha.
    pub color: [u8; 4],
}
