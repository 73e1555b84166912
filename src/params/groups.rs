//! Parameters as the stages see them: complete and valid.

use serde::Serialize;

/// Every parameter, resolved: a preset's values with the caller's on top.
#[derive(Debug, Clone, PartialEq, Serialize, Default)]
pub struct Params {
    /// Who segments, traces and fits.
    pub engine: Engine,
    /// For `prepare`.
    pub prepare: PrepareParams,
    /// For `segment`.
    pub segment: SegmentParams,
    /// For `trace`.
    pub trace: TraceParams,
    /// For `fit`.
    pub fit: FitParams,
    /// For `write`.
    pub write: WriteParams,
    /// For VTracer's own dials, when it is the engine.
    pub vtracer: VtracerParams,
}

/// Who segments, traces and fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Default)]
#[serde(rename_all = "kebab-case")]
pub enum Engine {
    /// Our own.
    #[default]
    Pathloom,
    /// VTracer 1.0, for its exact output.
    Vtracer,
}

/// For `prepare`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PrepareParams {
    /// Pictures with more pixels are scaled down to this many.
    pub max_pixels: u32,
    /// Pictures with fewer pixels are scaled up to about this many, but at most to four times their width; 0 for none.
    pub min_pixels: u32,
    /// Edge-keeping smoothing, 0 (none) to 100.
    pub denoise: u32,
    /// Put the picture on this colour; transparency is kept without it.
    pub matte: Option<[u8; 3]>,
}

impl Default for PrepareParams {
    fn default() -> Self {
        Self { max_pixels: 16_777_216, min_pixels: 0, denoise: 0, matte: None }
    }
}

/// How regions are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Default)]
#[serde(rename_all = "kebab-case")]
pub enum Method {
    /// Pixels that belong together, by the picture's own statistics.
    #[default]
    Regions,
    /// Black and white.
    Threshold,
    /// Every run of a colour, without loss.
    Exact,
}

/// Where black ends, for [`Method::Threshold`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Default)]
#[serde(rename_all = "kebab-case")]
pub enum Threshold {
    /// The value that best parts the histogram (Otsu 1979).
    #[default]
    Otsu,
    /// [`SegmentParams::level`].
    Fixed,
    /// A local mean (Bradley and Roth 2007).
    Adaptive,
}

/// For `segment`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SegmentParams {
    /// How regions are found.
    pub method: Method,
    /// 0 (few, large regions) to 100 (every nuance).
    pub detail: f64,
    /// Regions under this many pixels join a neighbour.
    pub min_area: u32,
    /// Exactly this many colours; 0 for as many as it takes.
    pub max_colors: u32,
    /// Only these colours; empty for the picture's own.
    pub palette: Vec<[u8; 4]>,
    /// Pairs: the first colour of each becomes the second, after all else is decided.
    pub recolor: Vec<[u8; 4]>,
    /// Fit linear and radial gradients.
    pub gradients: bool,
    /// Take pixels between two regions for mixtures of both; drawings' own edges always are.
    pub smooth_edges: bool,
    /// For [`Method::Threshold`].
    pub threshold: Threshold,
    /// For [`Threshold::Fixed`]: luma below this is black, 0–255.
    pub level: u32,
}

impl Default for SegmentParams {
    fn default() -> Self {
        Self {
            method: Method::Regions,
            detail: 60.0,
            min_area: 4,
            max_colors: 0,
            palette: Vec::new(),
            recolor: Vec::new(),
            gradients: true,
            smooth_edges: true,
            threshold: Threshold::Otsu,
            level: 128,
        }
    }
}

/// How shapes lie on each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Default)]
#[serde(rename_all = "kebab-case")]
pub enum Layering {
    /// Earlier shapes run on under later ones.
    #[default]
    Stacked,
    /// A partition: shapes meet and do not overlap.
    Cutout,
}

/// For `trace`.
#[derive(Debug, Clone, PartialEq, Serialize, Default)]
pub struct TraceParams {
    /// How shapes lie on each other.
    pub layering: Layering,
}

/// What outlines are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Default)]
#[serde(rename_all = "kebab-case")]
pub enum Shape {
    /// Lines, cubics and ellipse arcs.
    #[default]
    Spline,
    /// Lines.
    Polygon,
    /// The pixels' own edges.
    Pixel,
}

/// For `fit`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FitParams {
    /// What outlines are made of.
    pub shape: Shape,
    /// How far a curve may be from the boundary, px.
    pub tolerance: f64,
    /// A turn sharper than this stays a corner, degrees.
    pub corner_angle: f64,
}

impl Default for FitParams {
    fn default() -> Self {
        Self { shape: Shape::Spline, tolerance: 0.2, corner_angle: 22.0 }
    }
}

/// What may share an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Default)]
#[serde(rename_all = "kebab-case")]
pub enum Group {
    /// Consecutive shapes of one paint share a path.
    #[default]
    None,
    /// A group (`<g>`) for each run of one paint, a path for each shape.
    Color,
}

/// For `write`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WriteParams {
    /// Decimals of coordinates, 0–4.
    pub precision: u32,
    /// 0 readable, 1 compact, 2 smallest.
    pub minify: u32,
    /// What may share an element.
    pub group: Group,
    /// Text for `<title>`; empty for none.
    pub title: String,
}

impl Default for WriteParams {
    fn default() -> Self {
        Self { precision: 1, minify: 2, group: Group::None, title: String::new() }
    }
}

/// VTracer's own dials with its own defaults, used when [`Engine::Vtracer`] is chosen. Beside
/// them it honours `segment.method` (threshold), `segment.level`, `segment.max_colors`,
/// `segment.palette`, `trace.layering` and `fit.shape`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct VtracerParams {
    /// Side of the smallest patch that is kept, px.
    pub filter_speckle: u32,
    /// Significant bits of a colour channel, 1–8.
    pub color_precision: u32,
    /// Colour difference between gradient layers, 0–255.
    pub layer_difference: u32,
    /// Turns under this are smoothed, degrees.
    pub corner_threshold: u32,
    /// Segments are subdivided down to this length, px.
    pub length_threshold: f64,
    /// Splice angle, degrees.
    pub splice_threshold: u32,
    /// Refit curves within this distance, px; 0 for off.
    pub simplify: f64,
}

impl Default for VtracerParams {
    fn default() -> Self {
        Self {
            filter_speckle: 4,
            color_precision: 6,
            layer_difference: 16,
            corner_threshold: 60,
            length_threshold: 4.0,
            splice_threshold: 45,
            simplify: 0.0,
        }
    }
}
