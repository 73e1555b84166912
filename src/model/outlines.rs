//! Where the boundaries run.

use std::sync::Arc;

#[cfg(feature = "vtracer")]
use super::regions::mask_bytes;
use super::{Paint, Regions};

/// Stands for what lies beyond the picture, where a face is asked for.
pub const OUTSIDE: u32 = u32::MAX;

/// The planar map of a label map: borders between junctions, each shared by its two faces, and
/// the closed loops they form around every face. Structure of arrays, `u32` indices.
///
/// A *crack* is the side between two pixels of different faces; its direction is 0 right,
/// 1 down, 2 left, 3 up. A *side* names a border and a way along it: `border << 1 | backwards`.
#[derive(Debug, Clone, PartialEq)]
pub struct Outlines {
    /// The label map that was traced, with its paints and mixtures.
    pub regions: Arc<Regions>,
    /// All borders.
    pub borders: Vec<Border>,
    /// Direction of each crack along its border, forwards.
    pub steps: Vec<u8>,
    /// Where the boundary crosses each crack's normal, px: its middle, moved by the coverage of
    /// the pixels beside it.
    pub points: Vec<[f32; 2]>,
    /// Which of the points tell something: the other cracks run across the boundary, and repeat
    /// their neighbours with more noise.
    pub telling: Vec<bool>,
    /// All loops, sorted by face, a face's outer loop first.
    pub loops: Vec<Loop>,
    /// The sides of the loops, each loop's in walking order with its face on the right.
    pub sides: Vec<u32>,
    /// First loop of each face; one more entry than faces.
    pub face_loops: Vec<u32>,
    /// The layers that make up each veil, one upon the other, beneath everything else.
    pub levels: Vec<Level>,
    /// How shapes are made of the map.
    pub layers: Layers,
    /// Faces that are painted, bottom first.
    pub order: Vec<u32>,
    /// Place of each face in `order`; `u32::MAX` for faces that show nothing.
    pub rank: Vec<u32>,
    /// No face lets anything shine through.
    pub opaque: bool,
}

/// A boundary between two junctions, or a closed one that meets none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Border {
    /// Face to the right when walking forwards, or [`OUTSIDE`].
    pub right: u32,
    /// Face to the left.
    pub left: u32,
    /// Pixel corner where it starts.
    pub start: [u32; 2],
    /// Pixel corner where it ends.
    pub end: [u32; 2],
    /// First crack.
    pub first: u32,
    /// How many cracks.
    pub count: u32,
    /// It meets no junction and ends where it starts.
    pub closed: bool,
}

/// A closed walk around a face.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Loop {
    /// The face on its right.
    pub face: u32,
    /// First side.
    pub first: u32,
    /// How many sides.
    pub count: u32,
    /// Twice the enclosed area, px²; negative around a hole.
    pub doubled_area: i64,
    /// A hole through which something shows that must not be painted over.
    pub see_through: bool,
}

/// Where a veil's alpha has reached a height, and what is laid there upon the lower levels.
#[derive(Debug, Clone, PartialEq)]
pub struct Level {
    /// Straight sRGB with alpha of the layer.
    pub color: [u8; 4],
    /// Closed level lines, the higher side on the right.
    pub rings: Vec<Vec<[f32; 2]>>,
    /// How far the lines may stray without being seen to, px.
    pub slack: f32,
}

/// How shapes are made of the map.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layers {
    /// Every border is drawn once, by its upper face; lower faces run on beneath, out of sight.
    Owned,
    /// Every face is drawn with what lies inside it, larger ones first.
    Painter,
    /// Every face is drawn as it is seen.
    Partition,
}

impl Outlines {
    /// Has faces painted in this order, bottom first.
    pub fn paint_in(&mut self, order: Vec<u32>) {
        self.rank = vec![u32::MAX; self.regions.faces.len()];
        for (place, &face) in (0..).zip(&order) {
            self.rank[face as usize] = place;
        }
        self.order = order;
    }

    /// Bytes held, without the regions that are shared with the stage before.
    pub fn byte_len(&self) -> usize {
        size_of_val(&*self.borders)
            + size_of_val(&*self.steps)
            + size_of_val(&*self.points)
            + size_of_val(&*self.telling)
            + size_of_val(&*self.loops)
            + size_of_val(&*self.sides)
            + size_of_val(&*self.face_loops)
            + size_of_val(&*self.order)
            + size_of_val(&*self.rank)
            + self.levels.iter().flat_map(|l| &l.rings).map(|r| size_of_val(&**r)).sum::<usize>()
    }

    /// The loops of a face, the outer one first.
    pub fn loops_of(&self, face: u32) -> &[Loop] {
        &self.loops[self.face_loops[face as usize] as usize..self.face_loops[face as usize + 1] as usize]
    }

    /// The sides of a loop.
    pub fn sides_of(&self, ring: &Loop) -> &[u32] {
        &self.sides[ring.first as usize..(ring.first + ring.count) as usize]
    }

    /// The face across a side.
    pub fn beyond(&self, side: u32) -> u32 {
        let border = &self.borders[(side >> 1) as usize];
        if side & 1 == 0 { border.left } else { border.right }
    }

    /// Whether a face shows something.
    pub fn is_painted(&self, face: u32) -> bool {
        self.rank.get(face as usize).is_some_and(|&r| r != u32::MAX)
    }

    /// Whether a face shows what lies beneath it as well as itself. Veils do not count.
    pub fn is_translucent(&self, face: u32) -> bool {
        self.is_painted(face) && !self.is_opaque(face) && !self.is_veil(face)
    }

    /// Whether a face is a veil, which levels draw.
    pub fn is_veil(&self, face: u32) -> bool {
        let faces = &self.regions.faces;
        faces
            .get(face as usize)
            .is_some_and(|f| matches!(self.regions.paints[f.paint as usize], Paint::Veil(_)))
    }

    /// Whether a face hides what lies beneath it.
    pub fn is_opaque(&self, face: u32) -> bool {
        self.regions
            .faces
            .get(face as usize)
            .is_some_and(|f| self.regions.paints[f.paint as usize].is_opaque())
    }
}

/// What `trace` hands on.
#[derive(Debug, Clone)]
pub enum Traced {
    /// Our own planar map.
    #[cfg(feature = "tracer")]
    Outlines(Box<Outlines>),
    /// VTracer joins tracing and fitting, so its masks pass through.
    #[cfg(feature = "vtracer")]
    Vtracer(Arc<vtracer::Segmentation>),
}

impl Traced {
    /// Bytes held, about.
    pub fn byte_len(&self) -> usize {
        match self {
            #[cfg(feature = "tracer")]
            Self::Outlines(o) => o.byte_len(),
            #[cfg(feature = "vtracer")]
            Self::Vtracer(s) => mask_bytes(s),
        }
    }
}
