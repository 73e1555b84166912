//! What lies inside what.
//!
//! Borders that meet at junctions form one connected drawing; the face around it has one hole
//! loop there, and every other loop is the outer loop of a face inside. So nesting falls out of
//! joining borders at junctions, in linear time; flooding from every hole was rejected, it is
//! quadratic for nested rings.

use super::map::Loops;
use crate::model::{OUTSIDE, Outlines, Regions};

const NONE: u32 = u32::MAX;

/// For every connected drawing, the face around it.
pub(super) struct Containment {
    /// Drawing of each border.
    drawing: Vec<u32>,
    /// Face around each drawing, or [`OUTSIDE`]; indexed as `drawing`.
    around: Vec<u32>,
    /// Loop of the face around each drawing.
    hole: Vec<u32>,
}

impl Containment {
    /// Of `borders` borders that form these loops.
    pub fn new(borders: usize, map: &Loops) -> Self {
        let mut parent: Vec<u32> = (0..borders as u32).collect();
        for ring in &map.loops {
            let sides = &map.sides[ring.first as usize..(ring.first + ring.count) as usize];
            for pair in sides.windows(2) {
                let (a, b) = (find(&mut parent, pair[0] >> 1), find(&mut parent, pair[1] >> 1));
                parent[a.max(b) as usize] = a.min(b);
            }
        }
        let drawing: Vec<u32> = (0..parent.len() as u32).map(|b| find(&mut parent, b)).collect();
        let (mut around, mut hole) = (vec![OUTSIDE; drawing.len()], vec![NONE; drawing.len()]);
        for (i, ring) in (0_u32..).zip(&map.loops) {
            if ring.doubled_area < 0 {
                let d = drawing[(map.sides[ring.first as usize] >> 1) as usize] as usize;
                around[d] = ring.face;
                hole[d] = i;
            }
        }
        Self { drawing, around, hole }
    }

    /// Marks the holes through which something must show: those with a face inside, however
    /// deep, that is not opaque.
    pub fn mark_see_through(&self, map: &mut Loops, regions: &Regions) {
        for face in 0..regions.faces.len() as u32 {
            let paint = regions.paints.get(regions.faces[face as usize].paint as usize);
            if paint.is_some_and(crate::model::Paint::is_opaque) {
                continue;
            }
            let mut face = face;
            while let Some(d) = self.outer_drawing(&map.face_loops, &map.loops, &map.sides, face) {
                let Some(hole) = map.loops.get_mut(self.hole[d] as usize) else { break };
                if std::mem::replace(&mut hole.see_through, true) {
                    break;
                }
                face = self.around[d];
            }
        }
    }

    /// Each face with the face directly around it: `(inner, outer)`.
    pub fn pairs(&self, outlines: &Outlines) -> Vec<(u32, u32)> {
        let faces = outlines.regions.faces.len() as u32;
        (0..faces)
            .filter_map(|face| {
                let d = self.outer_drawing(&outlines.face_loops, &outlines.loops, &outlines.sides, face)?;
                (self.around[d] != OUTSIDE).then_some((face, self.around[d]))
            })
            .collect()
    }

    /// The drawing that a face's outer loop belongs to.
    fn outer_drawing(
        &self,
        face_loops: &[u32],
        loops: &[crate::model::Loop],
        sides: &[u32],
        face: u32,
    ) -> Option<usize> {
        let ring = loops.get(*face_loops.get(face as usize)? as usize)?;
        (ring.face == face && ring.doubled_area > 0)
            .then(|| self.drawing[(sides[ring.first as usize] >> 1) as usize] as usize)
    }
}

fn find(parent: &mut [u32], mut i: u32) -> u32 {
    while parent[i as usize] != i {
        parent[i as usize] = parent[parent[i as usize] as usize];
        i = parent[i as usize];
    }
    i
}
