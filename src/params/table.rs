//! The table of parameters: a row for each field.
//!
//! Everything that speaks of parameters is read from here: validation, the command line's
//! `--set` and `--list-params`, the page's controls, the TypeScript types and the reference.
//! A row's name and its two function pointers are made from the field's own path, so that it
//! can't drift from the struct. Deriving the table from the struct by a procedural macro was
//! rejected: the table is what people edit.

use super::groups::{Engine, Group, Layering, Method, Shape, Threshold};
use super::schema::{Choice, Field, Kind, OnlyFor};
use super::value::Value;
use crate::context::Stage;

/// Raised when a field's name, type or meaning changes, so that stored requests can be told apart.
pub const SCHEMA_VERSION: u32 = 1;

/// The row and its index, by full name.
pub fn find(name: &str) -> Option<(usize, &'static Field)> {
    FIELDS.iter().enumerate().find(|(_, field)| field.name == name)
}

/// A place in [`Params`](super::Params) that a row reads and writes.
trait Slot {
    fn get(&self) -> Value;
    fn set(&mut self, value: &Value);
}

macro_rules! slot {
    ($type:ty, $variant:ident) => {
        impl Slot for $type {
            fn get(&self) -> Value {
                Value::$variant(self.clone())
            }
            fn set(&mut self, value: &Value) {
                if let Value::$variant(v) = value {
                    self.clone_from(v);
                }
            }
        }
    };
}
slot!(bool, Boolean);
slot!(u32, Integer);
slot!(f64, Number);
slot!(String, Text);
slot!(Vec<[u8; 4]>, Colors);

impl Slot for Option<[u8; 3]> {
    fn get(&self) -> Value {
        self.map_or(Value::Null, |[r, g, b]| Value::Color([r, g, b, 255]))
    }
    fn set(&mut self, value: &Value) {
        match *value {
            Value::Null => *self = None,
            Value::Color([r, g, b, _]) => *self = Some([r, g, b]),
            _ => {}
        }
    }
}

macro_rules! choices {
    ($type:ident { $($variant:ident = $name:literal: $help:literal),+ $(,)? }) => {
        impl $type {
            const CHOICES: &'static [Choice] = &[$(Choice { value: $name, help: $help }),+];
        }
        impl Slot for $type {
            fn get(&self) -> Value {
                Value::Choice(match self { $(Self::$variant => $name),+ })
            }
            fn set(&mut self, value: &Value) {
                match value {
                    $(Value::Choice($name) => *self = Self::$variant,)+
                    _ => {}
                }
            }
        }
    };
}

choices!(Engine {
    Pathloom = "pathloom": "Pathloom's own engine",
    Vtracer = "vtracer": "VTracer 1.0, for its exact output",
});
choices!(Method {
    Regions = "regions": "Pixels that belong together; for everything in colour",
    Threshold = "threshold": "Black and white",
    Exact = "exact": "Every pixel keeps its colour; for pixel art and screenshots",
});
choices!(Threshold {
    Otsu = "otsu": "Finds the best brightness by itself",
    Fixed = "fixed": "Uses the level you set",
    Adaptive = "adaptive": "Follows uneven light, as in photographed paper",
});
choices!(Layering {
    Stacked = "stacked": "Shapes run on under the ones above; simple to recolour",
    Cutout = "cutout": "Shapes meet like jigsaw pieces; for plotters and cutters",
});
choices!(Shape {
    Spline = "spline": "Smooth curves, straight lines, sharp corners",
    Polygon = "polygon": "Straight lines only",
    Pixel = "pixel": "The edges of the pixels themselves",
});
choices!(Group {
    None = "none": "Neighbouring shapes of one colour share a path; smallest file",
    Color = "color": "A path for each shape, grouped by colour; easiest to edit",
});

macro_rules! field {
    ($($path:ident).+, $stage:ident, $kind:expr, $unit:literal, $help:literal $(, $key:ident: $value:expr)* $(,)?) => {
        Field {
            $($key: $value,)*
            ..Field {
                name: dotted!($($path).+),
                stage: Stage::$stage,
                kind: $kind,
                unit: $unit,
                help: $help,
                advanced: false,
                only_for: None,
                get: |params| params.$($path).+.get(),
                set: |params, value| params.$($path).+.set(value),
            }
        }
    };
}

macro_rules! dotted {
    ($name:ident) => {
        stringify!($name)
    };
    ($group:ident.$name:ident) => {
        concat!(stringify!($group), ".", stringify!($name))
    };
}

const FOR_VTRACER: Option<OnlyFor> = Some(OnlyFor { field: "engine", values: &["vtracer"] });

/// Every parameter, in the order of the stages; the index of a row is its identity in a request.
pub static FIELDS: &[Field] = &[
    field!(engine, Segment, Kind::Choice(Engine::CHOICES), "", "Who does the tracing.", advanced: true),
    field!(
        prepare.max_pixels, Prepare,
        Kind::Integer { min: 1_024, max: 64_000_000, soft_max: 64_000_000, step: 1_024 }, "px",
        "Larger pictures are scaled down to this many pixels.",
        advanced: true,
    ),
    field!(
        prepare.min_pixels, Prepare,
        Kind::Integer { min: 0, max: 262_144, soft_max: 65_536, step: 1_024 }, "px",
        "Smaller pictures are traced at up to four times their size, so that their outlines become smooth.",
        advanced: true,
    ),
    field!(
        prepare.denoise,
        Prepare,
        Kind::Integer { min: 0, max: 100, soft_max: 100, step: 1 },
        "%",
        "Smooths grain and JPEG noise while edges stay sharp.",
    ),
    field!(
        prepare.matte, Prepare, Kind::OptionalColor, "",
        "Puts the picture on this colour; without one, transparency is kept.",
        advanced: true,
    ),
    field!(
        segment.method,
        Segment,
        Kind::Choice(Method::CHOICES),
        "",
        "How the picture is divided into shapes.",
    ),
    field!(
        segment.detail, Segment,
        Kind::Number { min: 0.0, max: 100.0, soft_max: 100.0, step: 1.0 }, "%",
        "From a few large shapes to every nuance.",
        only_for: Some(OnlyFor { field: "segment.method", values: &["regions"] }),
    ),
    field!(
        segment.min_area, Segment,
        Kind::Integer { min: 0, max: 100_000, soft_max: 128, step: 1 }, "px",
        "Specks smaller than this many pixels are taken away.",
        only_for: Some(OnlyFor { field: "segment.method", values: &["regions", "threshold"] }),
    ),
    field!(
        segment.max_colors,
        Segment,
        Kind::Integer { min: 0, max: 1_024, soft_max: 64, step: 1 },
        "",
        "Exactly this many colours; 0 takes as many as the picture needs. A palette goes before it.",
    ),
    field!(
        segment.palette,
        Segment,
        Kind::Colors(256),
        "",
        "Only these colours; empty takes the picture's own.",
    ),
    field!(
        segment.recolor, Segment, Kind::Colors(512), "",
        "Pairs of colours: the first of each becomes the second, and neighbours unite.",
        advanced: true,
    ),
    field!(
        segment.gradients, Segment, Kind::Boolean, "",
        "Draws smooth colour changes as real gradients.",
        only_for: Some(OnlyFor { field: "segment.method", values: &["regions"] }),
    ),
    field!(
        segment.smooth_edges, Segment, Kind::Boolean, "",
        "Takes pixels between two areas for their soft edge and draws it as curves. Off, edges keep a photo's roughness.",
        only_for: Some(OnlyFor { field: "segment.method", values: &["regions"] }),
    ),
    field!(
        segment.threshold, Segment, Kind::Choice(Threshold::CHOICES), "",
        "How black is told from white.",
        only_for: Some(OnlyFor { field: "segment.method", values: &["threshold"] }),
    ),
    field!(
        segment.level, Segment,
        Kind::Integer { min: 0, max: 255, soft_max: 255, step: 1 }, "",
        "Everything darker than this becomes black.",
        only_for: Some(OnlyFor { field: "segment.threshold", values: &["fixed"] }),
    ),
    field!(
        trace.layering, Trace, Kind::Choice(Layering::CHOICES), "",
        "How shapes lie on each other.",
        advanced: true,
    ),
    field!(fit.shape, Fit, Kind::Choice(Shape::CHOICES), "", "What outlines are made of.",),
    field!(
        fit.tolerance, Fit,
        Kind::Number { min: 0.05, max: 10.0, soft_max: 2.0, step: 0.05 }, "px",
        "How far a curve may stray from the edge; more gives smoother, smaller drawings.",
        only_for: Some(OnlyFor { field: "fit.shape", values: &["spline", "polygon"] }),
    ),
    field!(
        fit.corner_angle, Fit,
        Kind::Number { min: 0.0, max: 180.0, soft_max: 180.0, step: 1.0 }, "°",
        "A turn sharper than this stays a corner; less keeps more corners.",
        only_for: Some(OnlyFor { field: "fit.shape", values: &["spline"] }),
    ),
    field!(
        write.precision,
        Write,
        Kind::Integer { min: 0, max: 4, soft_max: 4, step: 1 },
        "decimals",
        "Digits after the decimal point; fewer make smaller files.",
    ),
    field!(
        write.minify, Write,
        Kind::Integer { min: 0, max: 2, soft_max: 2, step: 1 }, "",
        "0 is easy to read, 1 compact, 2 smallest.",
        advanced: true,
    ),
    field!(
        write.group, Write, Kind::Choice(Group::CHOICES), "",
        "How shapes are put together in the file.",
        advanced: true,
    ),
    field!(
        write.title, Write, Kind::Text(1_000), "",
        "A name for the drawing, read aloud by screen readers.",
        advanced: true,
    ),
    field!(
        vtracer.filter_speckle, Segment,
        Kind::Integer { min: 0, max: 128, soft_max: 128, step: 1 }, "px",
        "Patches smaller than a square of this side are taken away.",
        advanced: true, only_for: FOR_VTRACER,
    ),
    field!(
        vtracer.color_precision, Segment,
        Kind::Integer { min: 1, max: 8, soft_max: 8, step: 1 }, "bits",
        "How exactly colours are told apart.",
        advanced: true, only_for: FOR_VTRACER,
    ),
    field!(
        vtracer.layer_difference, Segment,
        Kind::Integer { min: 0, max: 255, soft_max: 128, step: 1 }, "",
        "How far apart the colours of two layers are.",
        advanced: true, only_for: FOR_VTRACER,
    ),
    field!(
        vtracer.corner_threshold, Fit,
        Kind::Integer { min: 0, max: 180, soft_max: 180, step: 1 }, "°",
        "Turns smaller than this are smoothed.",
        advanced: true, only_for: FOR_VTRACER,
    ),
    field!(
        vtracer.length_threshold, Fit,
        Kind::Number { min: 3.5, max: 10.0, soft_max: 10.0, step: 0.5 }, "px",
        "Longer pieces are divided before they are smoothed.",
        advanced: true, only_for: FOR_VTRACER,
    ),
    field!(
        vtracer.splice_threshold, Fit,
        Kind::Integer { min: 0, max: 180, soft_max: 180, step: 1 }, "°",
        "A curve that turns by more than this is cut in two.",
        advanced: true, only_for: FOR_VTRACER,
    ),
    field!(
        vtracer.simplify, Fit,
        Kind::Number { min: 0.0, max: 10.0, soft_max: 2.0, step: 0.05 }, "px",
        "How far refitted curves may stray; 0 leaves them as they are.",
        advanced: true, only_for: FOR_VTRACER,
    ),
];
