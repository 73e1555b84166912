//! Which pixels belong together.

use std::sync::Arc;

use super::Paint;

/// A label map with the paint of each label. Every face is one 4-connected set of pixels.
#[derive(Debug, Clone, PartialEq)]
pub struct Regions {
    /// Width, px.
    pub width: u32,
    /// Height, px.
    pub height: u32,
    /// Face of each pixel, row-major, below `faces.len()`.
    pub labels: Vec<u32>,
    /// What is known of each face.
    pub faces: Vec<Face>,
    /// Distinct paints; faces may share one.
    pub paints: Vec<Paint>,
    /// How anti-aliased pixels divide between two paints; `None` where that was not looked for.
    pub mixtures: Option<Mixtures>,
}

impl Regions {
    /// Whether there are mixtures, of a picture with noise.
    pub fn is_noisy(&self) -> bool {
        self.mixtures.as_ref().is_some_and(|mixtures| mixtures.noisy)
    }

    /// How much of a pixel (by its place in `labels`) a paint covers, 0–1.
    #[inline]
    pub fn share(&self, pixel: usize, paint: u32) -> f32 {
        let own = self.faces[self.labels[pixel] as usize].paint;
        match &self.mixtures {
            None => f32::from(u8::from(own == paint)),
            Some(m) if own == paint => f32::from(m.coverage[pixel]) / 255.0,
            Some(m) if u32::from(m.other[pixel]) == paint => 1.0 - f32::from(m.coverage[pixel]) / 255.0,
            Some(_) => 0.0,
        }
    }
}

/// One connected region.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Face {
    /// Index of its paint.
    pub paint: u32,
    /// Pixels.
    pub area: u32,
}

/// Anti-aliased pixels as blends, row-major, one entry a pixel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mixtures {
    /// The paint on the far side; the pixel's own paint where it is pure. (Pictures of more than 2¹⁶ paints have no mixtures.)
    pub other: Vec<u16>,
    /// Share of the pixel that its own paint covers, 255 = all.
    pub coverage: Vec<u8>,
    /// Whether the picture has noise, so that between two paints of little contrast shares tell nothing.
    pub noisy: bool,
}

/// What `segment` hands on: our own regions, or VTracer's for `engine: "vtracer"`.
#[derive(Debug, Clone)]
pub enum Segmented {
    /// A label map.
    #[cfg(feature = "tracer")]
    Regions(Arc<Regions>),
    /// VTracer's layered masks.
    #[cfg(feature = "vtracer")]
    Vtracer(Arc<vtracer::Segmentation>),
}

impl Segmented {
    /// Bytes held, about.
    pub fn byte_len(&self) -> usize {
        match self {
            #[cfg(feature = "tracer")]
            Self::Regions(r) => {
                let mixtures = r.mixtures.as_ref().map_or(0, |m| m.other.len() * 2 + m.coverage.len());
                r.labels.len() * 4
                    + mixtures
                    + r.faces.len() * size_of::<Face>()
                    + r.paints.len() * size_of::<Paint>()
            }
            #[cfg(feature = "vtracer")]
            Self::Vtracer(s) => mask_bytes(s),
        }
    }
}

/// VTracer keeps a bit a pixel of each layer's bounding box.
#[cfg(feature = "vtracer")]
pub(super) fn mask_bytes(segmentation: &vtracer::Segmentation) -> usize {
    segmentation.layers.iter().map(|l| l.mask.width() * l.mask.height() / 8 + 64).sum()
}
