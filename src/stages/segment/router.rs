//! What kind of picture is this, and who should segment it?
//!
//! Simple statistics with thresholds that a person can read, so that `auto` can say why it chose
//! what it chose. A trained classifier was rejected: it could not.

mod colors;
mod grid;
mod ink;
mod steps;

use serde::Serialize;

use self::colors::Colors;
use self::grid::{Grid, grid};
use self::ink::Ink;
use self::steps::Steps;
use super::flat::{Flat, Statistics, statistics};
use crate::context::Context;
use crate::error::Result;
use crate::model::Canvas;

/// What kind of picture this is, for the preset `auto`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Few flat colours or ramps with crisp, smooth edges.
    Logo,
    /// Flat areas with many colours, or soft shading.
    Illustration,
    /// Noise, texture, countless colours.
    Photo,
    /// Dark strokes or text on a light ground.
    LineArt,
    /// Squares of one colour; every pixel was meant.
    PixelArt,
}

/// A kind and why it was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Classification {
    /// What it is.
    pub kind: Kind,
    /// Why, in a sentence for a person.
    pub reason: String,
}

/// Up to this much noise a drawing is as its renderer left it; the same drawing as JPEG has .07 and more.
const CLEAN_NOISE: f32 = 0.05;
/// Visible share of a picture that was scanned.
const OPAQUE: f32 = 0.98;
/// Even without areas of any size (a small icon) clean edges show a drawing.
const LEAST_EVEN: f32 = 0.1;
/// The same for thin strokes on transparent ground, and how much of the picture that is at least: small photos are as
/// calm, but have no ground.
const LEAST_EVEN_STROKES: f32 = 0.04;
const GROUND: f32 = 0.5;

/// Pixels of an icon whose shades are too few pixels each. Of 160 such icons in four sets for desktops and games the error
/// fell by a quarter up to 32 px and by a sixth up to 64; of those of 128 px it rose.
const TINY: usize = 96 * 96;

/// Share of faint steps between the squares of a picture from which they are no pixel art: a photo
/// that was scaled up has .15 and more, since what a person sets differs to be seen.
const TEXTURE: f32 = 0.1;

/// A cheap look at a picture. One that was scaled up without smoothing is even everywhere; where its
/// squares are a photo's pixels, it is looked at as that photo.
///
/// # Errors
/// `cancelled` when asked to stop.
pub(super) fn look(canvas: &Canvas, ctx: &Context<'_>) -> Result<Look> {
    let whole = statistics(canvas, ctx)?;
    let grid = if whole.pure == 1.0 { grid(canvas) } else { None };
    let Some(grid) = grid else { return Ok(Look { statistics: whole, squares: None }) };
    let small = statistics(&grid.reduced(canvas), ctx)?;
    Ok(if small.faint > TEXTURE {
        Look { statistics: small, squares: None }
    } else {
        Look { statistics: whole, squares: Some(grid) }
    })
}

/// What [`look`] sees.
pub(super) struct Look {
    pub statistics: Statistics,
    /// The squares of pixel art that was scaled up.
    squares: Option<Grid>,
}

/// Whether it is worth trying to segment the picture as flat art.
pub(super) fn may_be_flat(statistics: &Statistics) -> bool {
    statistics.is_drawing() || is_clean(statistics)
}

fn is_clean(statistics: &Statistics) -> bool {
    let even = statistics.pure + statistics.smooth;
    let ground = 1.0 - statistics.visible + even * statistics.visible;
    statistics.noise() < CLEAN_NOISE && (even > LEAST_EVEN || (even > LEAST_EVEN_STROKES && ground > GROUND))
}

/// Whether the picture has so few colours that each was meant.
///
/// # Errors
/// `cancelled` when asked to stop.
pub(super) fn has_few_colors(canvas: &Canvas, ctx: &Context<'_>) -> Result<bool> {
    Ok(Colors::count(canvas, ctx)?.distinct.is_some())
}

/// Looks at a picture and says what kind it is. `enlarges` says whether small pictures with soft shades will be drawn
/// enlarged.
///
/// # Errors
/// `cancelled` when asked to stop.
pub fn classify(canvas: &Canvas, enlarges: bool, ctx: &Context<'_>) -> Result<Classification> {
    let (kind, reason) = judge(canvas, &look(canvas, ctx)?, ctx)?;
    if enlarges && is_small_and_shaded(canvas, kind, ctx)? {
        let reason = String::from("It is small and softly shaded: a drawing that is traced enlarged.");
        return Ok(Classification { kind: Kind::Illustration, reason });
    }
    Ok(Classification { kind, reason })
}

/// Whether a picture that looks like a logo has few pixels and more shades than flat art: its regions would be a handful
/// of pixels each. What looks like a photo is left as it is, for its shades are too fine to be steepened.
fn is_small_and_shaded(canvas: &Canvas, kind: Kind, ctx: &Context<'_>) -> Result<bool> {
    // The build that has VTracer alone enlarges nothing, and does without the code.
    let may_be = cfg!(feature = "tracer") && kind == Kind::Logo && canvas.pixels.len() <= TINY;
    Ok(may_be && Flat::analyse(canvas, true, ctx)?.is_none())
}

fn judge(canvas: &Canvas, look: &Look, ctx: &Context<'_>) -> Result<(Kind, String)> {
    let Look { statistics, squares } = look;
    let percent = |share: f32| (share * 100.0) as u32;
    let colors = Colors::count(canvas, ctx)?;
    if statistics.visible == 0.0 {
        return Ok((Kind::Logo, "The picture is empty.".into()));
    }
    if colors.distinct == Some(1) {
        return Ok((Kind::Logo, "The picture is of one colour.".into()));
    }
    if let Some(Grid { side, .. }) = squares {
        let reason = format!("All edges lie on a grid of {side} × {side} px: pixel art, scaled up.");
        return Ok((Kind::PixelArt, reason));
    }
    if let Some(distinct) = colors.distinct.filter(|_| is_sprite(canvas, &colors, statistics)) {
        let reason = format!("It is small and has {distinct} colours without soft edges: pixel art.");
        return Ok((Kind::PixelArt, reason));
    }
    if let Some(distinct) = colors.distinct.filter(|_| is_pattern(canvas, &colors, statistics)) {
        let reason =
            format!("Its {distinct} colours change from pixel to pixel: a pattern, every pixel meant.");
        return Ok((Kind::PixelArt, reason));
    }
    let (areas, ramps) = (percent(statistics.pure), percent(statistics.smooth));
    // Ink was scanned, and no scanner leaves anything transparent.
    if statistics.unrest() >= CLEAN_NOISE
        && statistics.visible > OPAQUE
        && let Some(ink) = Ink::find(canvas, ctx)?
    {
        let strokes = percent(ink.share);
        let reason = format!("It is grey, {strokes} % dark strokes on a light ground: ink or text.");
        return Ok((Kind::LineArt, reason));
    }
    if is_clean(statistics) {
        let reason =
            format!("{areas} % of it are areas of one colour, {ramps} % smooth ramps, with clean edges.");
        return Ok((Kind::Logo, reason));
    }
    if may_be_flat(statistics) {
        let reason = format!("{areas} % of it are areas of one colour, with soft detail between them.");
        return Ok((Kind::Illustration, reason));
    }
    if statistics.pure > 0.45 {
        let reason =
            format!("{areas} % of it are areas of one colour, with noise at their edges as JPEG leaves it.");
        return Ok((Kind::Illustration, reason));
    }
    let steps = Steps::count(canvas, ctx)?;
    if steps.are_drawn() {
        let calm = percent(steps.calm);
        return Ok((
            Kind::Illustration,
            format!("{calm} % of it are calm, and most of the rest are sharp edges."),
        ));
    }
    let reason = format!("Only {areas} % of it are areas of one colour; the rest is texture or shading.");
    Ok((Kind::Photo, reason))
}

/// Small, of few colours, and what is not an area of one colour is still not made by softening.
fn is_sprite(canvas: &Canvas, colors: &Colors, statistics: &Statistics) -> bool {
    let between_areas = (1.0 - statistics.pure) * statistics.visible;
    let is_soft = colors.mixed >= 6 && colors.distinct.is_some_and(|distinct| colors.mixed * 2 >= distinct);
    canvas.width.max(canvas.height) <= 256 && colors.rare <= between_areas * 0.1 && !is_soft
}

/// A handful of colours in single pixels: a checkerboard, a screen of dots. Only up to a size at
/// which that many squares are still a drawing.
fn is_pattern(canvas: &Canvas, colors: &Colors, statistics: &Statistics) -> bool {
    const COLORS: usize = 4;
    const PIXELS: usize = 1 << 18;
    let is_fine = statistics.pure < 0.2 && statistics.smooth < 0.2 && colors.mixed == 0;
    is_fine && canvas.pixels.len() <= PIXELS && colors.distinct.is_some_and(|distinct| distinct <= COLORS)
}

#[cfg(test)]
mod tests;
