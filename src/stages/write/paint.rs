//! Colours and gradients as attributes and elements.

use super::number::{Grid, push_digits, push_fixed, push_real};
use crate::model::{Gradient, GradientKind, Paint};

/// Colours whose name is shorter than their hex code.
const NAMES: [([u8; 3], &str); 31] = [
    ([0xf0, 0xff, 0xff], "azure"),
    ([0xf5, 0xf5, 0xdc], "beige"),
    ([0xff, 0xe4, 0xc4], "bisque"),
    ([0xa5, 0x2a, 0x2a], "brown"),
    ([0xff, 0x7f, 0x50], "coral"),
    ([0xff, 0xd7, 0x00], "gold"),
    ([0x80, 0x80, 0x80], "gray"),
    ([0x00, 0x80, 0x00], "green"),
    ([0x4b, 0x00, 0x82], "indigo"),
    ([0xff, 0xff, 0xf0], "ivory"),
    ([0xf0, 0xe6, 0x8c], "khaki"),
    ([0xfa, 0xf0, 0xe6], "linen"),
    ([0x80, 0x00, 0x00], "maroon"),
    ([0x00, 0x00, 0x80], "navy"),
    ([0x80, 0x80, 0x00], "olive"),
    ([0xff, 0xa5, 0x00], "orange"),
    ([0xda, 0x70, 0xd6], "orchid"),
    ([0xcd, 0x85, 0x3f], "peru"),
    ([0xff, 0xc0, 0xcb], "pink"),
    ([0xdd, 0xa0, 0xdd], "plum"),
    ([0x80, 0x00, 0x80], "purple"),
    ([0xff, 0x00, 0x00], "red"),
    ([0xfa, 0x80, 0x72], "salmon"),
    ([0xa0, 0x52, 0x2d], "sienna"),
    ([0xc0, 0xc0, 0xc0], "silver"),
    ([0xff, 0xfa, 0xfa], "snow"),
    ([0xd2, 0xb4, 0x8c], "tan"),
    ([0x00, 0x80, 0x80], "teal"),
    ([0xff, 0x63, 0x47], "tomato"),
    ([0xee, 0x82, 0xee], "violet"),
    ([0xf5, 0xde, 0xb3], "wheat"),
];

/// Appends a colour in its shortest spelling.
pub(super) fn push_color(out: &mut Vec<u8>, [r, g, b, _]: [u8; 4]) {
    if let Some((_, name)) = NAMES.iter().find(|(c, _)| *c == [r, g, b]) {
        out.extend_from_slice(name.as_bytes());
        return;
    }
    let short = [r, g, b].iter().all(|c| c >> 4 == c & 15);
    out.push(b'#');
    for c in [r, g, b] {
        if !short {
            out.push(hex(c >> 4));
        }
        out.push(hex(c & 15));
    }
}

fn hex(digit: u8) -> u8 {
    if digit < 10 { b'0' + digit } else { b'a' + digit - 10 }
}

/// Appends an alpha as the shortest fraction within a fifth of a level of it: where many thin
/// layers lie upon each other, half a level each would add up.
pub(super) fn push_alpha(out: &mut Vec<u8>, alpha: u8) {
    for decimals in 0..=3 {
        let unit = 10_i64.pow(decimals);
        let value = (f64::from(alpha) / 255.0 * unit as f64).round() as i64;
        let off = value as f64 / unit as f64 * 255.0 - f64::from(alpha);
        if decimals == 3 || off.abs() < 0.2 {
            push_fixed(out, value, decimals);
            return;
        }
    }
}

/// Which of a paint's ramps: most have one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Layer {
    /// The only one, or the lower of two.
    Below,
    /// The upper of two, with its opacity.
    Above(f32),
}

impl Layer {
    /// The layers of a paint, the lowest first.
    pub fn of(paint: &Paint) -> impl Iterator<Item = Self> {
        let above = match paint {
            Paint::Crossed(crossed) if is_ramp(paint) => Some(Self::Above(crossed.opacity)),
            _ => None,
        };
        std::iter::once(Self::Below).chain(above)
    }

    /// Its ramp.
    pub fn gradient(self, paint: &Paint) -> Option<&Gradient> {
        match (paint, self) {
            (Paint::Gradient(gradient), _) => Some(gradient),
            (Paint::Crossed(crossed), Self::Below) => Some(&crossed.below),
            (Paint::Crossed(crossed), Self::Above(_)) => Some(&crossed.above),
            (Paint::Flat(_) | Paint::Veil(_), _) => None,
        }
    }

    /// Appends the name of its gradient.
    pub fn push_id(self, out: &mut Vec<u8>, paint: u32) {
        out.push(if self == Self::Below { b'g' } else { b'h' });
        push_digits(out, u64::from(paint));
    }
}

/// The colour that stands for a paint where its ramp can't be written.
pub(super) fn flat_color(paint: &Paint) -> [u8; 4] {
    match paint {
        Paint::Flat(c) => *c,
        Paint::Gradient(g) => last_color(g),
        Paint::Crossed(c) => last_color(&c.below),
        // Levels draw it in colours of their own.
        Paint::Veil(v) => [v.color[0], v.color[1], v.color[2], 0],
    }
}

fn last_color(gradient: &Gradient) -> [u8; 4] {
    gradient.stops.last().map_or([0, 0, 0, 255], |s| s.color)
}

/// A gradient's geometry in the picture, when it has one.
enum Placement {
    /// Start and end.
    Line([f64; 4]),
    /// Centre and radius.
    Circle([f64; 3]),
    /// The unit circle's image under a matrix.
    Ellipse([f64; 6]),
}

/// Whether a paint can be written as gradient elements.
pub(super) fn is_ramp(paint: &Paint) -> bool {
    let can = |gradient: &Gradient| gradient.stops.len() > 1 && placement(gradient).is_some();
    match paint {
        Paint::Gradient(gradient) => can(gradient),
        Paint::Crossed(crossed) => can(&crossed.below) && can(&crossed.above),
        Paint::Flat(_) | Paint::Veil(_) => false,
    }
}

fn placement(gradient: &Gradient) -> Option<Placement> {
    let [[a, b, c], [d, e, f]] = gradient.map;
    let found = match gradient.kind {
        GradientKind::Linear => {
            let squared = a * a + b * b;
            let at = |u: f64| [(u - c) * a / squared, (u - c) * b / squared];
            let ([x1, y1], [x2, y2]) = (at(0.0), at(1.0));
            Placement::Line([x1, y1, x2, y2])
        }
        GradientKind::Radial => {
            let det = a * e - b * d;
            let (cx, cy) = ((b * f - e * c) / det, (d * c - a * f) / det);
            let size = det.abs().sqrt();
            let round = (a * a + b * b - d * d - e * e).abs() < 1e-4 * size * size
                && (a * d + b * e).abs() < 1e-4 * size * size;
            if round {
                Placement::Circle([cx, cy, 1.0 / size])
            } else {
                Placement::Ellipse([e / det, -d / det, -b / det, a / det, cx, cy])
            }
        }
    };
    let numbers: &[f64] = match &found {
        Placement::Line(n) => n,
        Placement::Circle(n) => n,
        Placement::Ellipse(n) => n,
    };
    numbers.iter().all(|n| n.is_finite() && n.abs() < 1e8).then_some(found)
}

/// Appends the element that defines a gradient, in document units of `grid`.
pub(super) fn push_gradient(out: &mut Vec<u8>, paint: &Paint, layer: Layer, id: u32, grid: Grid) {
    let Some(gradient) = layer.gradient(paint) else { return };
    let Some(placement) = placement(gradient) else { return };
    let scale = grid.scale();
    let name: &[u8] = match gradient.kind {
        GradientKind::Linear => b"linearGradient",
        GradientKind::Radial => b"radialGradient",
    };
    out.push(b'<');
    out.extend_from_slice(name);
    out.extend_from_slice(b" id=\"");
    layer.push_id(out, id);
    out.extend_from_slice(b"\" gradientUnits=\"userSpaceOnUse\"");
    let decimals = if scale < 4.0 { 2 } else { 1 };
    let mut attribute = |key: &[u8], value: f64| {
        out.push(b' ');
        out.extend_from_slice(key);
        out.extend_from_slice(b"=\"");
        push_fixed(out, (value * scale * 10_f64.powi(decimals as i32)).round() as i64, decimals);
        out.push(b'"');
    };
    match placement {
        Placement::Line([x1, y1, x2, y2]) => {
            attribute(b"x1", x1);
            attribute(b"y1", y1);
            attribute(b"x2", x2);
            attribute(b"y2", y2);
        }
        Placement::Circle([cx, cy, r]) => {
            attribute(b"cx", cx);
            attribute(b"cy", cy);
            attribute(b"r", r);
        }
        Placement::Ellipse(matrix) => {
            out.extend_from_slice(b" cx=\"0\" cy=\"0\" r=\"1\" gradientTransform=\"matrix(");
            for (i, value) in matrix.iter().enumerate() {
                if i > 0 {
                    out.push(b' ');
                }
                push_real(out, value * scale, 5);
            }
            out.extend_from_slice(b")\"");
        }
    }
    out.push(b'>');
    for stop in &gradient.stops {
        out.extend_from_slice(b"<stop");
        let offset = f64::from(stop.offset).clamp(0.0, 1.0);
        let offset = if offset.is_nan() { 0 } else { (offset * 1000.0).round() as i64 };
        if offset > 0 {
            out.extend_from_slice(b" offset=\"");
            push_fixed(out, offset, 3);
            out.push(b'"');
        }
        if stop.color[..3] != [0, 0, 0] {
            out.extend_from_slice(b" stop-color=\"");
            push_color(out, stop.color);
            out.push(b'"');
        }
        if stop.color[3] != 255 {
            out.extend_from_slice(b" stop-opacity=\"");
            push_alpha(out, stop.color[3]);
            out.push(b'"');
        }
        out.extend_from_slice(b"/>");
    }
    out.extend_from_slice(b"</");
    out.extend_from_slice(name);
    out.push(b'>');
}
