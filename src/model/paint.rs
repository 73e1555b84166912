//! What a face is filled with, and what colour that gives at a point.
//!
//! The stages that compare pixels with paints ask for a colour a million times, so a paint can be
//! prepared as a [`Sampler`]: its ramp baked into a table. Interpolating between stops at each
//! pixel was rejected: it searches the stops and un-premultiplies each time.

use std::sync::Arc;

/// A fill. Colours are straight sRGB with alpha in 0–255; coordinates are canvas pixels.
#[derive(Debug, Clone, PartialEq)]
pub enum Paint {
    /// One colour; alpha 0 means that nothing is there.
    Flat([u8; 4]),
    /// A colour ramp.
    Gradient(Box<Gradient>),
    /// Two linear ramps in different directions, one upon the other.
    Crossed(Box<Crossed>),
    /// A soft edge of one colour. It is drawn as layers (see [`super::Level`]), never as one fill.
    Veil(Arc<Veil>),
}

impl Default for Paint {
    fn default() -> Self {
        Self::NOTHING
    }
}

impl Paint {
    /// Nothing is there.
    pub const NOTHING: Self = Self::Flat([0; 4]);

    /// Whether the paint hides what is below it everywhere.
    pub fn is_opaque(&self) -> bool {
        match self {
            Self::Flat(c) => c[3] == 255,
            Self::Gradient(g) => g.is_opaque(),
            Self::Crossed(c) => c.below.is_opaque(),
            Self::Veil(_) => false,
        }
    }

    /// Bytes held.
    pub fn byte_len(&self) -> usize {
        size_of::<Self>()
            + match self {
                Self::Flat(_) => 0,
                Self::Gradient(g) => size_of::<Gradient>() + size_of_val(&*g.stops),
                Self::Crossed(c) => {
                    size_of::<Crossed>() + size_of_val(&*c.below.stops) + size_of_val(&*c.above.stops)
                }
                Self::Veil(v) => size_of::<Veil>() + v.alpha.len(),
            }
    }

    /// Whether the paint shows nothing at all.
    pub fn is_nothing(&self) -> bool {
        matches!(self, Self::Flat([_, _, _, 0]))
    }

    /// The paint prepared for being looked up at many points.
    pub fn sampler(&self) -> Sampler {
        match self {
            Self::Flat(color) => {
                Sampler { shade: Shade::Flat, table: vec![premultiply(color.map(f32::from))] }
            }
            Self::Veil(veil) => {
                let [r, g, b] = veil.color.map(f32::from);
                Sampler { shade: Shade::Veil(Arc::clone(veil)), table: vec![[r, g, b, 255.0]] }
            }
            Self::Gradient(gradient) => {
                Sampler { shade: Shade::Ramp(gradient.kind, gradient.map), table: gradient.table() }
            }
            Self::Crossed(crossed) => {
                let Crossed { below, above, opacity } = &**crossed;
                let table = [below.table(), above.table()].concat();
                Sampler { shade: Shade::Crossed([below.map[0], above.map[0]], *opacity), table }
            }
        }
    }
}

/// Two opaque linear ramps; the second is laid over the first. What they show is the sum of a function along one
/// direction and one along another: colours may change one way from top to bottom, another way from side to side.
#[derive(Debug, Clone, PartialEq)]
pub struct Crossed {
    /// Painted first.
    pub below: Gradient,
    /// Painted over it.
    pub above: Gradient,
    /// Share of `above` in what is seen, 0–1.
    pub opacity: f32,
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

impl Gradient {
    fn is_opaque(&self) -> bool {
        self.stops.iter().all(|s| s.color[3] == 255)
    }

    /// Premultiplied colours at even steps along the ramp.
    fn table(&self) -> Vec<[f32; 4]> {
        let mut after = 0;
        (0..=TABLE_STEPS)
            .map(|step| {
                let offset = step as f32 / TABLE_STEPS as f32;
                while self.stops.get(after).is_some_and(|s| s.offset < offset) {
                    after += 1;
                }
                premultiply(self.color_before(after, offset))
            })
            .collect()
    }

    /// Straight sRGB with alpha (0–255 each) at a place on the ramp, 0–1, that lies before the
    /// stop `after` and no earlier one.
    fn color_before(&self, after: usize, offset: f32) -> [f32; 4] {
        let Some(next) = self.stops.get(after) else {
            return self.stops.last().map_or([0.0; 4], |s| s.color.map(f32::from));
        };
        let Some(before) = after.checked_sub(1).and_then(|i| self.stops.get(i)) else {
            return next.color.map(f32::from);
        };
        let span = next.offset - before.offset;
        let share = if span > 0.0 { (offset - before.offset) / span } else { 1.0 };
        std::array::from_fn(|j| {
            let (from, to) = (f32::from(before.color[j]), f32::from(next.color[j]));
            from + share * (to - from)
        })
    }
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

/// One colour under an alpha that changes as it likes: a blurred shadow, a glow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Veil {
    /// sRGB.
    pub color: [u8; 3],
    /// Upper left pixel of the field.
    pub origin: [u32; 2],
    /// Width and height of the field, px.
    pub size: [u32; 2],
    /// Alpha at the centre of each pixel, 0–255, row-major; carried on a few pixels into what
    /// touches the veil, 0 beyond that.
    pub alpha: Vec<u8>,
}

impl Veil {
    /// Alpha of a pixel, 0–255; 0 beyond the field.
    #[inline]
    pub fn alpha_at(&self, x: u32, y: u32) -> u8 {
        let (x, y) = (x.wrapping_sub(self.origin[0]), y.wrapping_sub(self.origin[1]));
        if x < self.size[0] && y < self.size[1] {
            self.alpha[y as usize * self.size[0] as usize + x as usize]
        } else {
            0
        }
    }
}

/// Steps of a baked ramp; linear between them, so that the table is finer than a level.
const TABLE_STEPS: usize = 512;

/// A paint as a table. Gives premultiplied sRGB, 0–255 each: the space that renderers blend in.
#[derive(Debug, Clone, PartialEq)]
pub struct Sampler {
    shade: Shade,
    table: Vec<[f32; 4]>,
}

/// How a sampler finds its place in the table.
#[derive(Debug, Clone, PartialEq)]
enum Shade {
    Flat,
    Ramp(GradientKind, [[f64; 3]; 2]),
    /// Where on each of two ramps, whose tables follow each other, and the share of the second.
    Crossed([[f64; 3]; 2], f32),
    Veil(Arc<Veil>),
}

impl Sampler {
    /// Whether the colour is the same everywhere.
    #[inline]
    pub fn is_flat(&self) -> bool {
        matches!(self.shade, Shade::Flat)
    }

    /// Premultiplied sRGB, 0–255 each, at a point in canvas pixels (a pixel's centre is at .5).
    #[inline]
    pub fn at(&self, x: f64, y: f64) -> [f32; 4] {
        let place = match &self.shade {
            Shade::Flat => return self.table[0],
            Shade::Ramp(GradientKind::Linear, map) => row(&map[0], x, y),
            Shade::Ramp(GradientKind::Radial, map) => {
                let (u, v) = (row(&map[0], x, y), row(&map[1], x, y));
                (u * u + v * v).sqrt()
            }
            Shade::Crossed(maps, share) => {
                let [below, above] =
                    [0, 1].map(|i| look_up(&self.table[i * (TABLE_STEPS + 1)..], row(&maps[i], x, y)));
                return std::array::from_fn(|j| below[j] + share * (above[j] - below[j]));
            }
            Shade::Veil(veil) => {
                let share = f32::from(veil.alpha_at(x as u32, y as u32)) / 255.0;
                return self.table[0].map(|c| c * share);
            }
        };
        look_up(&self.table, place)
    }
}

/// The colour at a place of a baked ramp.
#[inline]
fn look_up(table: &[[f32; 4]], place: f64) -> [f32; 4] {
    let step = (place.clamp(0.0, 1.0) * TABLE_STEPS as f64) as f32;
    let index = (step as usize).min(TABLE_STEPS - 1);
    let share = step - index as f32;
    let (from, to) = (&table[index], &table[index + 1]);
    std::array::from_fn(|j| from[j] + share * (to[j] - from[j]))
}

#[inline]
fn row(r: &[f64; 3], x: f64, y: f64) -> f64 {
    r[0] * x + r[1] * y + r[2]
}

fn premultiply(c: [f32; 4]) -> [f32; 4] {
    let alpha = c[3] / 255.0;
    [c[0] * alpha, c[1] * alpha, c[2] * alpha, c[3]]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stop(offset: f32, color: [u8; 4]) -> Stop {
        Stop { offset, color }
    }

    #[test]
    fn a_linear_ramp_is_the_stops_at_its_ends_and_the_mean_between() {
        let paint = Paint::Gradient(Box::new(Gradient {
            kind: GradientKind::Linear,
            map: [[0.1, 0.0, 0.0], [0.0; 3]],
            stops: vec![stop(0.0, [0, 100, 200, 255]), stop(1.0, [100, 0, 0, 255])],
        }));
        let ramp = paint.sampler();
        assert_eq!(ramp.at(-5.0, 3.0), [0.0, 100.0, 200.0, 255.0]);
        assert_eq!(ramp.at(50.0, 3.0), [100.0, 0.0, 0.0, 255.0]);
        for (got, want) in ramp.at(5.0, 9.0).into_iter().zip([50.0, 50.0, 100.0, 255.0]) {
            assert!((got - want).abs() < 1e-3, "{got} {want}");
        }
    }

    #[test]
    fn colours_are_interpolated_before_alpha_is_applied() {
        let paint = Paint::Gradient(Box::new(Gradient {
            kind: GradientKind::Radial,
            map: [[0.1, 0.0, 0.0], [0.0, 0.1, 0.0]],
            stops: vec![stop(0.0, [200, 0, 0, 255]), stop(1.0, [100, 0, 0, 0])],
        }));
        let got = paint.sampler().at(3.0, 4.0);
        assert!((got[0] - 75.0).abs() < 0.1, "{got:?}");
        assert!((got[3] - 127.5).abs() < 0.1, "{got:?}");
    }

    #[test]
    fn a_sudden_change_between_stops_of_one_offset_is_kept() {
        let paint = Paint::Gradient(Box::new(Gradient {
            kind: GradientKind::Linear,
            map: [[0.01, 0.0, 0.0], [0.0; 3]],
            stops: vec![
                stop(0.0, [10, 10, 10, 255]),
                stop(0.5, [10, 10, 10, 255]),
                stop(0.5, [90, 90, 90, 255]),
                stop(1.0, [90, 90, 90, 255]),
            ],
        }));
        let ramp = paint.sampler();
        assert!((ramp.at(49.0, 0.0)[0] - 10.0).abs() < 1e-3);
        assert!((ramp.at(51.0, 0.0)[0] - 90.0).abs() < 1e-3);
    }
}
