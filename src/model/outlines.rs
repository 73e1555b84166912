//! Where the boundaries run.

/// The planar map: arcs between junctions, each shared by its two faces.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Outlines {}

/// What `trace` hands on.
#[derive(Debug, Clone)]
pub enum Traced {
    /// Our own planar map.
    Outlines(Outlines),
    /// VTracer joins tracing and fitting, so its masks pass through.
    Vtracer(std::sync::Arc<vtracer::Segmentation>),
}

impl Outlines {
    /// Bytes held, about.
    pub fn byte_len(&self) -> usize {
        size_of::<Self>()
    }
}

impl Traced {
    /// Bytes held, about.
    pub fn byte_len(&self) -> usize {
        match self {
            Self::Outlines(outlines) => outlines.byte_len(),
            Self::Vtracer(masks) => super::regions::mask_bytes(masks),
        }
    }
}
