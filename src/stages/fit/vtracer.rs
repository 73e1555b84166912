//! VTracer's outlines and curves, for `engine: "vtracer"`, as our shapes.

use vtracer::ir::{PathCmd, SubPath};
use vtracer::{
    CancelToken, Config, Error as VtracerError, FitMode, Hierarchical, PointF64, Segmentation, VectorDoc,
};

use crate::context::Context;
use crate::error::{Error, Result};
use crate::model::{Curve, Paint, Point, Shape, Shapes};
use crate::params::{FitParams, Layering, Shape as OutlineShape, TraceParams, VtracerParams};

/// Traces and fits VTracer's masks. `source_size` is what the SVG shall say as its size, px.
///
/// # Errors
/// `cancelled`, polled between layers.
pub fn run(
    segmentation: &Segmentation,
    source_size: (u32, u32),
    layering: &TraceParams,
    params: &FitParams,
    vtracer: &VtracerParams,
    ctx: &Context<'_>,
) -> Result<Shapes> {
    let config = Config {
        hierarchical: match layering.layering {
            Layering::Stacked => Hierarchical::Stacked,
            Layering::Cutout => Hierarchical::Cutout,
        },
        mode: match params.shape {
            OutlineShape::Spline => FitMode::Spline,
            OutlineShape::Polygon => FitMode::Polygon,
            OutlineShape::Pixel => FitMode::Pixel,
        },
        layer_difference: vtracer.layer_difference as i32,
        corner_threshold: vtracer.corner_threshold as i32,
        length_threshold: vtracer.length_threshold,
        splice_threshold: vtracer.splice_threshold as i32,
        simplify: (vtracer.simplify > 0.0).then_some(vtracer.simplify),
        ..Config::default()
    };
    let pipeline = config.build().map_err(|e| failure(&e))?;
    let token = CancelToken::new();
    let mut watch = |p: vtracer::Progress| {
        ctx.report((p.fraction * 1000.0) as usize, 1000);
        if ctx.check().is_err() {
            token.cancel();
        }
    };
    let doc = pipeline.finish_with_progress(segmentation, &token, &mut watch).map_err(|e| failure(&e))?;
    Ok(shapes(&doc, source_size))
}

fn failure(error: &VtracerError) -> Error {
    match error {
        VtracerError::Cancelled => Error::cancelled(),
        other => Error::internal(format!("VTracer could not fit the outlines ({other}).")),
    }
}

fn shapes(doc: &VectorDoc, source_size: (u32, u32)) -> Shapes {
    let mut out = Shapes { width: doc.width, height: doc.height, source_size, ..Shapes::default() };
    // Not a hash map by accident of order: it is only ever looked up.
    let mut known = std::collections::HashMap::new();
    for shape in &doc.shapes {
        let c = shape.paint.color();
        let color = [c.r, c.g, c.b, 255];
        let paint = *known.entry(color).or_insert_with(|| {
            out.paints.push(Paint::Flat(color));
            out.paints.len() as u32 - 1
        });
        let first = out.contours.len() as u32;
        for path in &shape.path.subpaths {
            add_contour(&mut out, path);
        }
        let count = out.contours.len() as u32 - first;
        if count > 0 {
            out.shapes.push(Shape { paint, first, count });
        }
    }
    out
}

fn add_contour(out: &mut Shapes, path: &SubPath) {
    let Some(start) = path.start().map(point) else { return };
    let curves = path.commands.iter().filter_map(|command| match *command {
        PathCmd::LineTo(to) => Some(Curve::Line { to: point(to) }),
        PathCmd::CubicTo(c1, c2, to) => Some(Curve::Cubic { c1: point(c1), c2: point(c2), to: point(to) }),
        PathCmd::MoveTo(_) | PathCmd::Close => None,
    });
    let mut curves = curves.peekable();
    if curves.peek().is_some() {
        out.add_contour(start, curves);
    }
}

fn point(p: PointF64) -> Point {
    Point { x: p.x, y: p.y }
}
