//! A colour as a blend of two or three others: projection in premultiplied sRGB.
//!
//! Renderers blend coverage in that space, so an anti-aliased pixel lies exactly on the segment
//! (or triangle) of its sides' colours, up to rounding. A perceptual space was rejected: blends
//! are curves there.

/// How far beyond the two colours of an edge its pixels may lie, as a share of the step: scaling down by Lanczos'
/// filter or a bicubic one overshoots by up to so much.
pub(super) const BEYOND: f32 = 0.1;

/// A colour seen as `share` of one colour and the rest of another.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pair {
    /// Share of the first, 0–1.
    pub share: f32,
    /// Squared distance from the colour to the blend, levels².
    pub residual: f32,
}

/// The blend of `a` and `b` nearest to `color`.
#[inline]
pub(super) fn pair(color: &[f32; 4], a: &[f32; 4], b: &[f32; 4]) -> Pair {
    let (from_b, axis) = (minus(color, b), minus(a, b));
    let length = dot(&axis, &axis);
    // Two colours of under a level are one, and nothing says how they divide.
    let share = if length < 1.0 { 0.5 } else { (dot(&from_b, &axis) / length).clamp(-BEYOND, 1.0 + BEYOND) };
    let off = minus(&from_b, &times(&axis, share));
    Pair { share: share.clamp(0.0, 1.0), residual: dot(&off, &off) }
}

/// A colour seen as shares of three colours that add up to one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Triple {
    pub shares: [f32; 3],
    /// Squared distance from the colour to the blend, levels².
    pub residual: f32,
}

/// The blend of three colours nearest to `color`; `None` where it lies outside their triangle or
/// they lie on a line.
#[inline]
pub(super) fn triple(color: &[f32; 4], a: &[f32; 4], b: &[f32; 4], c: &[f32; 4]) -> Option<Triple> {
    let (u, v, from_c) = (minus(a, c), minus(b, c), minus(color, c));
    let (uu, uv, vv) = (dot(&u, &u), dot(&u, &v), dot(&v, &v));
    let (up, vp) = (dot(&u, &from_c), dot(&v, &from_c));
    let determinant = uu * vv - uv * uv;
    if determinant <= 1e-3 * uu * vv {
        return None;
    }
    let s = (up * vv - vp * uv) / determinant;
    let t = (vp * uu - up * uv) / determinant;
    if s < -0.02 || t < -0.02 || s + t > 1.02 {
        return None;
    }
    let off = minus(&minus(&from_c, &times(&u, s)), &times(&v, t));
    Some(Triple { shares: [s, t, 1.0 - s - t], residual: dot(&off, &off) })
}

#[inline]
fn minus(a: &[f32; 4], b: &[f32; 4]) -> [f32; 4] {
    [a[0] - b[0], a[1] - b[1], a[2] - b[2], a[3] - b[3]]
}

#[inline]
fn times(a: &[f32; 4], k: f32) -> [f32; 4] {
    [a[0] * k, a[1] * k, a[2] * k, a[3] * k]
}

#[inline]
fn dot(a: &[f32; 4], b: &[f32; 4]) -> f32 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2] + a[3] * b[3]
}

#[cfg(test)]
mod tests {
    use super::*;

    const RED: [f32; 4] = [255.0, 0.0, 0.0, 255.0];
    const BLUE: [f32; 4] = [0.0, 0.0, 255.0, 255.0];
    const NOTHING: [f32; 4] = [0.0; 4];

    fn mix(parts: &[(f32, [f32; 4])]) -> [f32; 4] {
        std::array::from_fn(|j| parts.iter().map(|(share, c)| share * c[j]).sum())
    }

    #[test]
    fn a_pair_gives_its_shares_back() {
        let found = pair(&mix(&[(0.3, RED), (0.7, BLUE)]), &RED, &BLUE);
        assert!((found.share - 0.3).abs() < 1e-3 && found.residual < 1e-3, "{found:?}");
    }

    #[test]
    fn half_covered_red_is_no_darker_red_on_something() {
        let color = mix(&[(0.5, RED), (0.5, NOTHING)]);
        assert!(pair(&color, &RED, &NOTHING).residual < 1e-3);
        assert!(pair(&color, &RED, &BLUE).residual > 1000.0);
    }

    #[test]
    fn a_triple_gives_its_shares_back_and_an_outsider_none() {
        let found = triple(&mix(&[(0.2, RED), (0.5, BLUE), (0.3, NOTHING)]), &RED, &BLUE, &NOTHING);
        let shares = found.map(|t| t.shares).unwrap_or_default();
        for (got, want) in shares.into_iter().zip([0.2, 0.5, 0.3]) {
            assert!((got - want).abs() < 1e-3, "{shares:?}");
        }
        assert!(triple(&[0.0, 255.0, 0.0, 255.0], &RED, &NOTHING, &NOTHING).is_none());
    }
}
