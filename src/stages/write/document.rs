//! The document around the path data: size, title, gradients, what shares an element.

use super::drawing::contours;
use super::number::{Grid, push_digits, push_real};
use super::paint::{Layer, flat_color, is_ramp, push_alpha, push_color, push_gradient};
use super::path::{Counts, PathData};
use crate::context::Context;
use crate::error::Result;
use crate::model::{Curve, Paint, Point, Shapes, Stretch};
use crate::params::WriteParams;

/// Writes the whole document.
pub(super) fn write(shapes: &Shapes, params: &WriteParams, ctx: &Context<'_>) -> Result<(Vec<u8>, Counts)> {
    let mut document = Document {
        shapes,
        params,
        grid: grid(shapes, params),
        out: Vec::with_capacity(512),
        counts: Counts::default(),
    };
    document.open();
    document.gradients();
    document.background();
    document.underlay();
    document.drawing(ctx)?;
    document.newline(0);
    document.text("</svg>");
    document.newline(0);
    Ok((document.out, document.counts))
}

/// At `minify` 2 coordinates are whole numbers of a finer unit (the `viewBox` says which): no
/// decimal points, and no finer than the drawing's grain.
fn grid(shapes: &Shapes, params: &WriteParams) -> Grid {
    let decimals = params.precision.min(4);
    let per_pixel = 10_f64.powi(decimals as i32);
    if params.minify < 2 {
        return Grid { per_pixel, decimals };
    }
    let grain = f64::from(shapes.grain);
    let enough = if grain > 1e-4 { (1.0 / grain).ceil().max(1.0) } else { per_pixel };
    Grid { per_pixel: per_pixel.min(enough), decimals: 0 }
}

pub(super) struct Document<'a> {
    pub shapes: &'a Shapes,
    pub params: &'a WriteParams,
    pub grid: Grid,
    pub out: Vec<u8>,
    pub counts: Counts,
}

impl Document<'_> {
    pub fn text(&mut self, text: &str) {
        self.out.extend_from_slice(text.as_bytes());
    }

    /// Breaks the line where the document is meant to be read.
    pub fn newline(&mut self, depth: usize) {
        if self.params.minify == 0 {
            self.out.push(b'\n');
            self.out.extend(std::iter::repeat_n(b' ', 2 * depth));
        }
    }

    fn open(&mut self) {
        let scale = self.grid.scale();
        let size = |side: u32| (f64::from(side) * scale).round() as u64;
        self.text("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"");
        push_digits(&mut self.out, u64::from(self.shapes.source_size.0));
        self.text("\" height=\"");
        push_digits(&mut self.out, u64::from(self.shapes.source_size.1));
        self.text("\" viewBox=\"0 0 ");
        push_digits(&mut self.out, size(self.shapes.width));
        self.out.push(b' ');
        push_digits(&mut self.out, size(self.shapes.height));
        self.text("\">");
        let title: String = self.params.title.chars().filter(|&c| is_xml_text(c)).collect();
        if !title.is_empty() {
            self.newline(1);
            self.text("<title>");
            for c in title.chars() {
                match c {
                    '&' => self.text("&amp;"),
                    '<' => self.text("&lt;"),
                    '>' => self.text("&gt;"),
                    c => self.text(c.encode_utf8(&mut [0; 4])),
                }
            }
            self.text("</title>");
        }
    }

    fn gradients(&mut self) {
        let mut used = vec![false; self.shapes.paints.len()];
        for shape in self.shapes.shapes.iter().chain(&self.shapes.underlay) {
            if let Some(flag) = used.get_mut(shape.paint as usize) {
                *flag = true;
            }
        }
        if let Some(flag) = self.shapes.background.and_then(|b| used.get_mut(b as usize)) {
            *flag = true;
        }
        let ramps: Vec<u32> = (0_u32..)
            .zip(&self.shapes.paints)
            .filter(|(id, paint)| used[*id as usize] && is_ramp(paint))
            .map(|(id, _)| id)
            .collect();
        if ramps.is_empty() {
            return;
        }
        self.newline(1);
        self.text("<defs>");
        for id in ramps {
            let paint = &self.shapes.paints[id as usize];
            for layer in Layer::of(paint) {
                self.newline(2);
                push_gradient(&mut self.out, paint, layer, id, self.grid);
            }
        }
        self.newline(1);
        self.text("</defs>");
    }

    fn background(&mut self) {
        let Some((id, paint)) =
            self.shapes.background.and_then(|b| Some((b, self.shapes.paints.get(b as usize)?)))
        else {
            return;
        };
        let (x, y) = (f64::from(self.shapes.width), f64::from(self.shapes.height));
        let corners = [(x, 0.0), (x, y), (0.0, y), (0.0, 0.0)];
        let curves = corners.map(|(x, y)| Curve::Line { to: Point { x, y } });
        for layer in Layer::of(paint) {
            self.newline(1);
            self.element(Some((paint, id, layer)), false, |data| {
                data.contour(Point::default(), Stretch::Curves(&curves), true);
            });
        }
    }

    fn underlay(&mut self) {
        let width = f64::from(self.shapes.underlay_width);
        if self.shapes.underlay.is_empty() || !(width > 0.0 && width.is_finite()) {
            return;
        }
        self.newline(1);
        self.text("<g fill=\"none\" stroke-width=\"");
        push_real(&mut self.out, width * self.grid.scale(), 2);
        self.text("\">");
        let shapes = self.shapes;
        for line in &shapes.underlay {
            let Some(paint) = shapes.paints.get(line.paint as usize) else { continue };
            self.newline(2);
            let before = self.out.len();
            self.text("<path stroke=\"");
            if is_ramp(paint) {
                self.text("url(#");
                Layer::Below.push_id(&mut self.out, line.paint);
                self.text(")");
            } else {
                push_color(&mut self.out, flat_color(paint));
            }
            self.text("\" d=\"");
            self.data(before, |data| {
                for contour in contours(shapes, line) {
                    data.contour(contour.start, shapes.stretch(contour), false);
                }
            });
        }
        self.newline(1);
        self.text("</g>");
    }

    pub fn element(
        &mut self,
        fill: Option<(&Paint, u32, Layer)>,
        strokes: bool,
        draw: impl FnOnce(&mut PathData<'_>),
    ) {
        let before = self.out.len();
        self.text("<path");
        if let Some((paint, id, layer)) = fill {
            self.fill(paint, id, layer, strokes);
        }
        self.text(" d=\"");
        self.data(before, draw);
    }

    /// Path data and the end of its element, which began at `before`; nothing of it stays when
    /// all contours vanish on the grid.
    fn data(&mut self, before: usize, draw: impl FnOnce(&mut PathData<'_>)) {
        let starts = self.out.len();
        draw(&mut PathData::new(&mut self.out, &mut self.counts, self.grid, self.params.minify == 0));
        if self.out.len() == starts {
            self.out.truncate(before);
            return;
        }
        self.text("\"/>");
        self.counts.paths += 1;
    }

    /// The attributes that paint a shape with a layer of a paint.
    pub fn fill(&mut self, paint: &Paint, id: u32, layer: Layer, strokes: bool) {
        let color = flat_color(paint);
        let opaque = paint.is_opaque();
        if is_ramp(paint) {
            for (key, wanted) in [(" fill=\"url(#", true), (" stroke=\"url(#", strokes && opaque)] {
                if wanted {
                    self.text(key);
                    layer.push_id(&mut self.out, id);
                    self.text(")\"");
                }
            }
            if let Layer::Above(opacity) = layer {
                // Of the whole element: its stroke lies half upon its fill.
                self.text(" opacity=\"");
                push_real(&mut self.out, f64::from(opacity), 3);
                self.text("\"");
            }
        } else if strokes && opaque {
            self.text(" color=\"");
            push_color(&mut self.out, color);
            self.text("\"");
        } else if strokes || color[..3] != [0, 0, 0] {
            self.text(" fill=\"");
            push_color(&mut self.out, color);
            self.text("\"");
        }
        if !opaque {
            if strokes {
                self.text(" stroke=\"none\"");
            }
            if !is_ramp(paint) {
                self.text(" fill-opacity=\"");
                push_alpha(&mut self.out, color[3]);
                self.text("\"");
            }
        }
    }
}

/// Whether XML 1.0 allows the character in text.
fn is_xml_text(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}
