//! Dials of a picture that is traced enlarged.
//!
//! They go on meaning what they mean in the picture itself. At twice the size a boundary is twice as long and an area
//! four times as large, so merging at twice the price leaves the same shapes; specks and tolerances grow more slowly,
//! since there is more to see now. Leaving the dials alone was rejected: an icon of 32 px took two to four times the
//! bytes, for shades that nobody tells apart.

use crate::params::{Engine, Method, Params};
use crate::stages::prepare::enlargement;

/// Merging prices double in so many points of `segment.detail`.
const POINTS_PER_DOUBLING: f64 = 10.0;

/// The parameters that a picture of so many pixels is traced with.
pub(super) fn for_size(mut params: Params, width: u32, height: u32) -> Params {
    let prepare = &mut params.prepare;
    // VTracer's answer is VTracer's, and what keeps each pixel as it is wants no other pixels.
    let as_it_is = params.engine == Engine::Vtracer || params.segment.method == Method::Exact;
    let factor = enlargement(width, height, prepare.min_pixels, prepare.max_pixels);
    if as_it_is || factor == 1 {
        // One that is as large has the same outputs, whatever was asked for.
        prepare.min_pixels = 0;
        return params;
    }
    let factor_f64 = f64::from(factor);
    params.segment.detail = (params.segment.detail - POINTS_PER_DOUBLING * libm::log2(factor_f64)).max(0.0);
    params.segment.min_area = params.segment.min_area.saturating_mul(factor);
    params.fit.tolerance *= factor_f64.sqrt();
    // Hundredths of a pixel in the enlarged picture are nobody's to see.
    params.write.precision = params.write.precision.saturating_sub(1);
    params
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::params::{Preset, Request};

    #[test]
    fn dials_follow_the_size() {
        let request = Request::default();
        let illustration = || request.resolve(Preset::Illustration);
        let small = for_size(illustration(), 32, 32);
        assert_eq!((small.segment.detail, small.segment.min_area), (40.0, 32));
        assert_eq!((small.fit.tolerance, small.write.precision), (0.6, 0));
        let large = for_size(illustration(), 128, 128);
        assert_eq!(large.prepare.min_pixels, 0);
        assert_eq!((large.segment, large.fit), (illustration().segment, illustration().fit));
    }

    #[test]
    fn vtracer_and_exact_pixels_are_left_alone() {
        let mut params = Request::default().resolve(Preset::Illustration);
        params.engine = Engine::Vtracer;
        assert_eq!(for_size(params, 32, 32).prepare.min_pixels, 0);
        let mut params = Request::default().resolve(Preset::Illustration);
        params.segment.method = Method::Exact;
        assert_eq!(for_size(params, 32, 32).prepare.min_pixels, 0);
    }
}
