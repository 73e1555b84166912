//! Veils as levels: each layer of a soft area covers all that is at least so dense.
//!
//! Layers lie upon each other, every one on all of the layers below it, so that no two of them
//! share an edge: there is nothing to gap and nothing to double, whatever they lie on. Bands side
//! by side were rejected: two translucent shapes that each cover a part of a pixel never add up
//! to a whole one, and every border between bands is a hairline.
//!
//! Beneath an opaque face the lines run on out of sight, along whichever side of it is shorter.

use crate::context::Context;
use crate::error::Result;
use crate::model::{Level, Paint, Regions, Veil};

/// Least and most alpha between two levels, of 255, and the distance that is sought, px: closer
/// lines melt into each other.
const STEP: (f32, f32) = (3.0, 6.0);
const DISTANCE: f32 = 2.0;
/// What a layer adds to alpha beyond its own by rounding, on the average of renderers: those of
/// eight bits (Skia on the processor, tiny-skia) add a quarter, the others nothing.
const ROUNDING: f32 = 0.17;
/// How far the field is carried on beneath an opaque face, px.
const BENEATH: u8 = 3;
/// How far from its place a line may be, of the distance to the next line.
const SLACK: f32 = 0.3;
/// Least and most of that, px.
const LATITUDE: (f32, f32) = (0.25, 1.5);
/// Points averaged on either side where a line is out of sight.
const IRON: usize = 5;
/// Rings of fewer cracks are rounding noise.
const LEAST: usize = 8;

/// The levels of all veils, those of a veil lowest first.
///
/// # Errors
/// `cancelled` when asked to stop.
pub(super) fn of_veils(regions: &Regions, ctx: &Context<'_>) -> Result<Vec<Level>> {
    let mut levels = Vec::new();
    for (paint, veil) in (0_u32..).zip(&regions.paints).filter_map(|(i, p)| match p {
        Paint::Veil(veil) => Some((i, veil)),
        _ => None,
    }) {
        let field = Field::new(regions, paint, veil);
        let most = field.alpha.iter().copied().fold(0.0, f32::max);
        let mut step = STEP.0;
        let mut sum = [0.0_f32; 4];
        while sum[3] + step / 2.0 < most {
            ctx.check()?;
            let before = sum[3];
            let color = layer(&mut sum, veil.color, step);
            let (rings, slope) = field.lines((before + sum[3]) / 2.0);
            let slack = (SLACK * step / slope.max(1e-3)).clamp(LATITUDE.0, LATITUDE.1);
            levels.push(Level { color, rings, slack });
            step = (slope * DISTANCE).clamp(STEP.0, STEP.1);
        }
    }
    Ok(levels)
}

/// The next layer upon what the layers so far add up to (premultiplied, 0–255), which it joins.
/// Premultiplied it is whole numbers, what is lost goes to later layers: eight bits could not
/// carry the colour of so thin a layer otherwise.
fn layer(sum: &mut [f32; 4], color: [u8; 3], step: f32) -> [u8; 4] {
    let through = 1.0 - sum[3] / 255.0;
    let alpha = (step / through.max(1e-3)).round().clamp(1.0, 255.0);
    let rest = 1.0 - alpha / 255.0;
    let total = (sum[3] * rest + alpha + ROUNDING).min(255.0);
    let part: [f32; 3] = std::array::from_fn(|j| {
        let wanted = f32::from(color[j]) * total / 255.0;
        (wanted - sum[j] * rest).round().clamp(0.0, alpha)
    });
    for (sum, part) in sum.iter_mut().zip(part) {
        *sum = *sum * rest + part;
    }
    sum[3] = total;
    let [r, g, b] = part.map(|p| (p * 255.0 / alpha).round() as u8);
    [r, g, b, alpha as u8]
}

/// A pixel deep beneath an opaque face, in [`Field::deep`].
const SHALLOW: u32 = u32::MAX;

/// A veil's alpha within its rectangle and a pixel around it.
struct Field {
    width: usize,
    height: usize,
    /// Pixel of the canvas at (0, 0); may lie a pixel outside.
    origin: [f32; 2],
    alpha: Vec<f32>,
    /// Group of pixels that are deep beneath opaque faces; [`SHALLOW`] elsewhere.
    deep: Vec<u32>,
    /// For each group how many pixels beside it have each alpha.
    shores: Vec<[u32; 256]>,
}

impl Field {
    fn new(regions: &Regions, paint: u32, veil: &Veil) -> Self {
        let (width, height) = (veil.size[0] as usize + 2, veil.size[1] as usize + 2);
        let mut field = Self {
            width,
            height,
            origin: [veil.origin[0] as f32 - 1.0, veil.origin[1] as f32 - 1.0],
            alpha: vec![0.0; width * height],
            deep: vec![SHALLOW; width * height],
            shores: Vec::new(),
        };
        // Rounds after which a pixel was known; 0 for what can be seen.
        let mut known = vec![0_u8; width * height];
        let mut pure = vec![false; width * height];
        for y in 0..veil.size[1] {
            for x in 0..veil.size[0] {
                let at = (y as usize + 1) * width + x as usize + 1;
                let (x, y) = (x + veil.origin[0], y + veil.origin[1]);
                let pixel = y as usize * regions.width as usize + x as usize;
                let own = regions.faces[regions.labels[pixel] as usize].paint;
                let other = regions.mixtures.as_ref().map_or(own, |m| u32::from(m.other[pixel]));
                let alpha = f32::from(veil.alpha_at(x, y));
                let opaque = |p: u32| regions.paints[p as usize].is_opaque();
                pure[at] = own == paint && other == paint;
                if opaque(own) {
                    known[at] = u8::MAX;
                } else if own == paint && opaque(other) {
                    field.alpha[at] = alpha;
                } else {
                    field.alpha[at] = alpha * regions.share(pixel, paint);
                }
            }
        }
        field.smooth(&pure);
        field.carry_on(&mut known);
        field.group(&known);
        field
    }

    /// Averages away what rounding to whole levels did.
    fn smooth(&mut self, pure: &[bool]) {
        let w = self.width;
        for _ in 0..2 {
            let before = self.alpha.clone();
            for i in w + 1..(self.height - 1) * w - 1 {
                let rows = [i - w - 1, i - 1, i + w - 1];
                if rows.iter().all(|&r| pure[r..r + 3].iter().all(|&p| p)) {
                    self.alpha[i] = rows.iter().flat_map(|&r| &before[r..r + 3]).sum::<f32>() / 9.0;
                }
            }
        }
    }

    /// Carries the field on beneath opaque faces.
    fn carry_on(&mut self, known: &mut [u8]) {
        let w = self.width;
        for round in 1..=BENEATH {
            for i in w + 1..(self.height - 1) * w - 1 {
                if known[i] != u8::MAX {
                    continue;
                }
                let (mut sum, mut count) = (0.0, 0.0_f32);
                for near in [i - w - 1, i - 1, i + w - 1].into_iter().flat_map(|r| r..r + 3) {
                    if known[near] < round {
                        sum += self.alpha[near];
                        count += 1.0;
                    }
                }
                if count > 0.0 {
                    (self.alpha[i], known[i]) = (sum / count, round);
                }
            }
        }
    }

    /// Finds the connected groups of what is deep beneath opaque faces.
    fn group(&mut self, known: &[u8]) {
        let w = self.width;
        let mut stack = Vec::new();
        for start in 0..known.len() {
            if known[start] != u8::MAX || self.deep[start] != SHALLOW {
                continue;
            }
            let group = self.shores.len() as u32;
            let mut shore = [0; 256];
            stack.push(start);
            self.deep[start] = group;
            while let Some(i) = stack.pop() {
                // Opaque pixels are never on the rim.
                for near in [i - 1, i + 1, i - w, i + w] {
                    if known[near] != u8::MAX {
                        shore[self.alpha[near].clamp(0.0, 255.0) as usize] += 1;
                    } else if self.deep[near] == SHALLOW {
                        self.deep[near] = group;
                        stack.push(near);
                    }
                }
            }
            self.shores.push(shore);
        }
    }

    /// The lines around what is at least as high as `height`, and the mean slope across them, in
    /// alpha a pixel.
    fn lines(&self, height: f32) -> (Vec<Vec<[f32; 2]>>, f32) {
        // What is out of sight counts as high where that leaves the shorter line.
        let is_high: Vec<bool> = self
            .shores
            .iter()
            .map(|shore| {
                let (low, high) = shore.split_at((height.ceil().max(0.0) as usize).min(256));
                high.iter().sum::<u32>() > low.iter().sum::<u32>()
            })
            .collect();
        let inside: Vec<bool> = self
            .alpha
            .iter()
            .zip(&self.deep)
            .map(|(&alpha, &deep)| is_high.get(deep as usize).copied().unwrap_or(alpha >= height))
            .collect();
        let mut walk = Walk { field: self, height, inside: &inside, drop: 0.0, drops: 0.0 };
        let mut passed = vec![false; inside.len()];
        let mut rings = Vec::new();
        for start in self.width..inside.len() {
            if inside[start] && !inside[start - self.width] && !passed[start] {
                let ring = walk.around(start, &mut passed);
                if ring.len() >= LEAST {
                    rings.push(ring);
                }
            }
        }
        (rings, walk.drop / walk.drops.max(1.0))
    }
}

/// Walks around what is inside.
struct Walk<'a> {
    field: &'a Field,
    height: f32,
    inside: &'a [bool],
    /// Sum of the slopes met, and how many.
    drop: f32,
    drops: f32,
}

impl Walk<'_> {
    /// The ring that begins on the upper side of a pixel, the inside on the right.
    fn around(&mut self, start: usize, passed: &mut [bool]) -> Vec<[f32; 2]> {
        let w = self.field.width;
        let (mut ring, mut unseen) = (Vec::new(), Vec::new());
        let (mut x, mut y) = (start % w, start / w);
        let (from, mut heading) = ((x, y), 0_u8);
        loop {
            // The pixels ahead on the right and on the left of the crack just walked.
            let (inner, outer, ahead) = match heading {
                0 => (y * w + x, (y - 1) * w + x, 1_isize),
                1 => (y * w + x - 1, y * w + x, w as isize),
                2 => ((y - 1) * w + x - 1, y * w + x - 1, -1),
                _ => ((y - 1) * w + x, (y - 1) * w + x - 1, -(w as isize)),
            };
            if heading == 0 {
                passed[inner] = true;
            }
            ring.push(self.place(inner, outer));
            unseen.push(self.field.deep[inner] != SHALLOW || self.field.deep[outer] != SHALLOW);
            (x, y) = match heading {
                0 => (x + 1, y),
                1 => (x, y + 1),
                2 => (x - 1, y),
                _ => (x, y - 1),
            };
            let is_inside =
                |i: usize| self.inside.get(i.wrapping_add_signed(ahead)).copied().unwrap_or(false);
            heading = match (is_inside(inner), is_inside(outer)) {
                (false, _) => (heading + 1) & 3,
                (true, true) => (heading + 3) & 3,
                (true, false) => heading,
            };
            if (x, y) == from && heading == 0 {
                iron(&mut ring, &unseen);
                return ring;
            }
        }
    }

    /// Where the line passes between the centres of two pixels.
    fn place(&mut self, inner: usize, outer: usize) -> [f32; 2] {
        let field = self.field;
        let centre = |i: usize| {
            [
                (i % field.width) as f32 + 0.5 + field.origin[0],
                (i / field.width) as f32 + 0.5 + field.origin[1],
            ]
        };
        let seen = field.deep[inner] == SHALLOW && field.deep[outer] == SHALLOW;
        let drop = field.alpha[inner] - field.alpha[outer];
        let share = if seen && drop > 0.0 {
            (self.drop, self.drops) = (self.drop + drop, self.drops + 1.0);
            ((field.alpha[inner] - self.height) / drop).clamp(0.0, 1.0)
        } else {
            0.5
        };
        let (a, b) = (centre(inner), centre(outer));
        [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share]
    }
}

/// Averages the stairs of what is out of sight away.
fn iron(ring: &mut [[f32; 2]], unseen: &[bool]) {
    let n = ring.len();
    if n <= 2 * IRON {
        return;
    }
    for _ in 0..2 {
        let before = ring.to_vec();
        for i in (0..n).filter(|&i| unseen[i]) {
            let around = (0..=2 * IRON).map(|k| before[(i + n + k - IRON) % n]);
            let sum = around.fold([0.0; 2], |sum, p| [sum[0] + p[0], sum[1] + p[1]]);
            ring[i] = sum.map(|v| v / (2 * IRON + 1) as f32);
        }
    }
}
