//! VTracer's clustering, for `engine: "vtracer"`.
//!
//! VTracer marks transparency by recolouring it with a key colour, which a picture may contain
//! and anti-aliased edges blend into. Here it never sees transparency: colour is first spread
//! from the visible pixels into the invisible ones, and afterwards the invisible pixels are cut
//! out of every mask.

use vtracer::{CancelToken, Clustering, Color, ColorImage, Config, Error as VtracerError, Segmentation};

use crate::context::Context;
use crate::error::{Error, Result};
use crate::model::Canvas;
use crate::params::{Method, SegmentParams, Threshold, VtracerParams};

/// Pixels with less alpha than this are nothing: VTracer has no translucent paints.
const VISIBLE: u8 = 128;

/// Clusters a picture as VTracer does.
///
/// # Errors
/// `cancelled`, polled once a batch of pixels.
pub fn run(
    canvas: &Canvas,
    params: &SegmentParams,
    vtracer: &VtracerParams,
    ctx: &Context<'_>,
) -> Result<Segmentation> {
    let (width, height) = (canvas.width as usize, canvas.height as usize);
    if width == 0 || height == 0 {
        return Ok(Segmentation::new(canvas.width, canvas.height));
    }
    let config = Config {
        clustering: if params.method == Method::Threshold {
            Clustering::Binary
        } else {
            Clustering::ColorCluster
        },
        filter_speckle: vtracer.filter_speckle as usize,
        color_precision: vtracer.color_precision as i32,
        layer_difference: vtracer.layer_difference as i32,
        binary_threshold: params.level.min(255) as u8,
        binary_adaptive: params.threshold == Threshold::Adaptive,
        palette: params.palette.iter().map(|c| Color::new_rgba(c[0], c[1], c[2], c[3])).collect(),
        max_colors: (params.max_colors > 0).then_some(params.max_colors as usize),
        ..Config::default()
    };
    let pipeline = config.build().map_err(|e| failure(&e))?;
    let pixels = if canvas.opaque { canvas.pixels.as_flattened().to_vec() } else { spread(canvas) };
    let picture = ColorImage { pixels, width, height };

    let token = CancelToken::new();
    let mut watch = |p: vtracer::Progress| {
        ctx.report((p.fraction * 1000.0) as usize, 1000);
        if ctx.check().is_err() {
            token.cancel();
        }
    };
    let mut segmentation =
        pipeline.segment_with_progress(&picture, &token, &mut watch).map_err(|e| failure(&e))?;
    for fitter in &pipeline.color_fitters {
        fitter.fit(&mut segmentation);
        ctx.check()?;
    }
    if !canvas.opaque {
        cut_out_invisible(&mut segmentation, canvas);
    }
    Ok(segmentation)
}

fn failure(error: &VtracerError) -> Error {
    match error {
        VtracerError::Cancelled => Error::cancelled(),
        other => Error::internal(format!("VTracer could not trace the picture ({other}).")),
    }
}

/// Opaque RGBA bytes in which invisible pixels have the colour of the nearest visible one in
/// their row, or else of the row above or below.
fn spread(canvas: &Canvas) -> Vec<u8> {
    let width = canvas.width as usize;
    let mut out: Vec<[u8; 4]> = canvas.pixels.to_vec();
    let mut rows: Vec<&mut [[u8; 4]]> = out.chunks_mut(width).collect();
    for row in &mut rows {
        fill_gaps(row);
    }
    // Whole rows without colour take the one before, or after.
    let mut last: Option<Vec<[u8; 4]>> = None;
    for row in &mut rows {
        borrow_row(row, &mut last);
    }
    last = None;
    for row in rows.iter_mut().rev() {
        borrow_row(row, &mut last);
    }
    for p in &mut out {
        p[3] = 255;
    }
    out.into_flattened()
}

fn borrow_row(row: &mut [[u8; 4]], last: &mut Option<Vec<[u8; 4]>>) {
    if row.first().is_some_and(|p| p[3] > 0) {
        *last = Some(row.to_vec());
    } else if let Some(last) = last {
        row.copy_from_slice(last);
    }
}

/// Gives pixels without alpha the last colour seen, from the left and then from the right.
fn fill_gaps(row: &mut [[u8; 4]]) {
    carry_on(row.iter_mut());
    carry_on(row.iter_mut().rev());
}

fn carry_on<'a>(pixels: impl Iterator<Item = &'a mut [u8; 4]>) {
    let mut last = None;
    for p in pixels {
        if p[3] > 0 {
            last = Some(*p);
        } else if let Some(last) = last {
            *p = last;
        }
    }
}

fn cut_out_invisible(segmentation: &mut Segmentation, canvas: &Canvas) {
    let width = canvas.width as usize;
    for layer in &mut segmentation.layers {
        let mask = &mut layer.mask;
        let (left, top) = (mask.offset.x.max(0) as usize, mask.offset.y.max(0) as usize);
        for y in 0..mask.image.height {
            for x in 0..mask.image.width {
                if canvas.pixels[(top + y) * width + left + x][3] < VISIBLE {
                    mask.image.set_pixel(x, y, false);
                }
            }
        }
    }
}
