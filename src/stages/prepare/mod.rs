//! Pixels → canvas: bring a picture to a workable size and state.
//!
//! Scaling down bounds the cost of what follows, scaling up gives a small icon's outlines room to
//! be curves; smoothing takes sensor noise away before it becomes regions; a matte answers "on this background, please". Alpha is kept as alpha: a key
//! colour was rejected, since any colour may occur in the picture.

mod denoise;
mod downscale;
mod enlarge;

use std::sync::Arc;

use crate::context::Context;
use crate::error::Result;
use crate::image::Pixels;
use crate::model::Canvas;
use crate::params::PrepareParams;

pub use self::enlarge::factor as enlargement;

/// Prepares a picture. Shares its pixels when nothing has to change.
///
/// # Errors
/// `cancelled` when asked to stop.
pub fn run(pixels: &Pixels, params: &PrepareParams, ctx: &Context<'_>) -> Result<Canvas> {
    ctx.check()?;
    let source_size = (pixels.width, pixels.height);
    let mut size = source_size;
    let mut data = Arc::clone(&pixels.data);

    let target = downscale::target(pixels.width, pixels.height, params.max_pixels);
    if target != size {
        data = Arc::new(downscale::box_average(&data, size, target, ctx)?.into());
        size = target;
    }
    let factor = enlargement(size.0, size.1, params.min_pixels, params.max_pixels);
    if factor > 1 {
        data = Arc::new(enlarge::smooth(&data, size, factor, ctx)?.into());
        size = (size.0 * factor, size.1 * factor);
    }
    ctx.report(4, 10);
    if let Some(matte) = params.matte
        && data.iter().any(|p| p[3] != 255)
    {
        Arc::make_mut(&mut data).iter_mut().for_each(|p| *p = on_matte(*p, matte));
    }
    if params.denoise > 0 {
        data = Arc::new(denoise::bilateral(&data, size, params.denoise, ctx)?.into());
    }
    ctx.report(9, 10);
    ctx.check()?;
    // Colour under no alpha is nobody's: two invisible pixels must be equal.
    let is_nobodys = |p: &[u8; 4]| p[3] == 0 && *p != [0; 4];
    if some(&data, is_nobodys) {
        for p in Arc::make_mut(&mut data).iter_mut().filter(|p| p[3] == 0) {
            *p = [0; 4];
        }
    }
    let opaque = !some(&data, |p| p[3] != 255);
    Ok(Canvas { width: size.0, height: size.1, source_size, pixels: data, opaque })
}

/// Whether something holds for any pixel: a block at a time, without a branch a pixel.
fn some(pixels: &[[u8; 4]], holds: impl Fn(&[u8; 4]) -> bool) -> bool {
    pixels.chunks(1 << 12).any(|block| block.iter().fold(false, |any, p| any | holds(p)))
}

fn on_matte(p: [u8; 4], matte: [u8; 3]) -> [u8; 4] {
    let a = u32::from(p[3]);
    let mix = |c: u8, m: u8| ((u32::from(c) * a + u32::from(m) * (255 - a) + 127) / 255) as u8;
    [mix(p[0], matte[0]), mix(p[1], matte[1]), mix(p[2], matte[2]), 255]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::context::Control;
    use crate::limits::Limits;

    fn prepare(pixels: &Pixels, params: &PrepareParams) -> Canvas {
        let (control, limits) = (Control::default(), Limits::default());
        run(pixels, params, &Context::new(&control, &limits)).expect("nothing fails here")
    }

    #[test]
    fn an_opaque_picture_of_good_size_is_shared() {
        let pixels = Pixels::new(2, 2, vec![[1, 2, 3, 255]; 4]).expect("2 × 2");
        let canvas = prepare(&pixels, &PrepareParams::default());
        assert!(Arc::ptr_eq(&canvas.pixels, &pixels.data));
        assert!(canvas.opaque);
    }

    #[test]
    fn invisible_colour_is_forgotten_and_the_source_untouched() {
        let pixels = Pixels::new(2, 1, vec![[9, 9, 9, 0], [1, 2, 3, 4]]).expect("2 × 1");
        let canvas = prepare(&pixels, &PrepareParams::default());
        assert_eq!(**canvas.pixels, [[0, 0, 0, 0], [1, 2, 3, 4]]);
        assert_eq!(pixels.data[0], [9, 9, 9, 0]);
        assert!(!canvas.opaque);
    }

    #[test]
    fn a_matte_makes_it_opaque() {
        let pixels = Pixels::new(2, 1, vec![[0, 0, 0, 0], [255, 255, 255, 51]]).expect("2 × 1");
        let params = PrepareParams { matte: Some([100, 0, 200]), ..PrepareParams::default() };
        let canvas = prepare(&pixels, &params);
        assert_eq!(**canvas.pixels, [[100, 0, 200, 255], [131, 51, 211, 255]]);
        assert!(canvas.opaque);
    }

    #[test]
    fn empty_pictures_pass_through() {
        let pixels = Pixels::new(0, 0, vec![]).expect("0 × 0");
        let params = PrepareParams { denoise: 50, matte: Some([0; 3]), ..PrepareParams::default() };
        assert_eq!(prepare(&pixels, &params).pixels.len(), 0);
    }
}
