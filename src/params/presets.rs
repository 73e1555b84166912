//! Presets: named lists of values on top of the defaults.
//!
//! A preset is data, not code: the caller's own values always go before it, and the page can
//! show what it sets. Presets that build on other presets were rejected: two layers (preset,
//! caller) can be explained in a sentence. The `vtracer` values in `photo`, `bw` and `poster` are
//! those of VTracer's presets of the same names, so that its engine answers as people know it.

use serde::{Serialize, Serializer};

use super::value::Value;

/// A starting point for a kind of picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[repr(u8)]
pub enum Preset {
    /// Chosen by looking at the picture.
    #[default]
    Auto,
    /// Logos and icons.
    Logo,
    /// Drawings with shading.
    Illustration,
    /// Photographs.
    Photo,
    /// Ink, pencil, scans of text.
    LineArt,
    /// Sprites and screenshots.
    PixelArt,
    /// VTracer's `bw`.
    Bw,
    /// VTracer's `poster`.
    Poster,
}

/// Soft shading in fewer pixels than these (128 squared) gives regions of a handful each: it is traced enlarged.
const SMALL: u32 = 16_384;

/// What a preset is and sets.
#[derive(Debug)]
pub struct PresetRow {
    /// The preset.
    pub preset: Preset,
    /// As it is given.
    pub name: &'static str,
    /// As it is shown.
    pub title: &'static str,
    /// One line.
    pub help: &'static str,
    /// Full field names with the values that differ from the defaults.
    pub values: &'static [(&'static str, Value)],
}

impl Preset {
    /// What the preset is and sets.
    pub fn row(self) -> &'static PresetRow {
        &PRESETS[self as usize]
    }

    /// The preset as it is given: `line-art`.
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// The preset of that name.
    pub fn by_name(name: &str) -> Option<Self> {
        PRESETS.iter().find(|row| row.name == name).map(|row| row.preset)
    }
}

impl Serialize for Preset {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// All presets, in the order of [`Preset`] and of a menu.
pub static PRESETS: [PresetRow; 8] = [
    PresetRow {
        preset: Preset::Auto,
        name: "auto",
        title: "Auto",
        help: "Looks at the picture and takes the preset that suits it.",
        values: &[],
    },
    PresetRow {
        preset: Preset::Logo,
        name: "logo",
        title: "Logo",
        help: "Logos and icons: exact edges, few points, real gradients.",
        values: &[
            ("segment.min_area", Value::Integer(2)),
            ("segment.gradients", Value::Boolean(true)),
            ("fit.tolerance", Value::Number(0.2)),
        ],
    },
    PresetRow {
        preset: Preset::Illustration,
        name: "illustration",
        title: "Illustration",
        help: "Drawings with many colours and soft shading.",
        values: &[
            ("prepare.min_pixels", Value::Integer(SMALL)),
            ("segment.min_area", Value::Integer(8)),
            ("segment.gradients", Value::Boolean(true)),
            ("fit.tolerance", Value::Number(0.3)),
        ],
    },
    PresetRow {
        preset: Preset::Photo,
        name: "photo",
        title: "Photo",
        help: "Photographs: many small shapes, smooth parts as gradients.",
        values: &[
            ("segment.detail", Value::Number(60.5)),
            ("segment.min_area", Value::Integer(0)),
            ("segment.gradients", Value::Boolean(true)),
            ("segment.smooth_edges", Value::Boolean(false)),
            ("fit.tolerance", Value::Number(0.4)),
            ("vtracer.filter_speckle", Value::Integer(10)),
            ("vtracer.color_precision", Value::Integer(8)),
            ("vtracer.layer_difference", Value::Integer(48)),
            ("vtracer.corner_threshold", Value::Integer(180)),
        ],
    },
    PresetRow {
        preset: Preset::LineArt,
        name: "line-art",
        title: "Line art",
        help: "Ink, pencil and scanned text as black shapes.",
        values: &[
            ("segment.method", Value::Choice("threshold")),
            ("segment.threshold", Value::Choice("adaptive")),
            ("segment.min_area", Value::Integer(2)),
            ("fit.tolerance", Value::Number(0.3)),
        ],
    },
    PresetRow {
        preset: Preset::PixelArt,
        name: "pixel-art",
        title: "Pixel art",
        help: "Sprites and screenshots, pixel for pixel.",
        values: &[
            ("segment.method", Value::Choice("exact")),
            ("fit.shape", Value::Choice("pixel")),
            ("write.precision", Value::Integer(0)),
        ],
    },
    PresetRow {
        preset: Preset::Bw,
        name: "bw",
        title: "Black and white",
        help: "VTracer's bw: everything darker than middle grey becomes black.",
        values: &[
            ("segment.method", Value::Choice("threshold")),
            ("segment.threshold", Value::Choice("fixed")),
            ("segment.level", Value::Integer(128)),
            ("segment.min_area", Value::Integer(16)),
            ("fit.tolerance", Value::Number(0.3)),
        ],
    },
    PresetRow {
        preset: Preset::Poster,
        name: "poster",
        title: "Poster",
        help: "VTracer's poster: flat steps of colour without specks.",
        values: &[
            ("segment.detail", Value::Number(55.0)),
            ("segment.min_area", Value::Integer(16)),
            ("segment.gradients", Value::Boolean(false)),
            ("fit.tolerance", Value::Number(0.4)),
            ("vtracer.color_precision", Value::Integer(8)),
        ],
    },
];
