//! Who lies above whom.
//!
//! What lies inside a hole lies above. Where a contour runs smoothly past a change of neighbour
//! it lies above both neighbours (Nitzberg and Mumford's T-junctions). Otherwise faces of the
//! paint just used, which then share an element, and larger ones first.
//! Larger first alone was rejected for flat art: a small disc behind a large one would be drawn
//! with the bite the large one takes out of it, which costs two corners and a seam.

use std::collections::BinaryHeap;

use crate::model::{Layers, Loop, OUTSIDE, Outlines, Paint};
use crate::stages::trace::containment::Containment;

/// Points compared on either side of a junction.
const REACH: usize = 6;
/// A turn below this (tangent of 20°) runs on smoothly.
const SMOOTH: f32 = 0.364;

/// The faces that are painted, bottom first.
pub(super) fn arrange(outlines: &Outlines, containment: &Containment) -> Vec<u32> {
    let faces = outlines.regions.faces.len() as u32;
    let mut painted: Vec<u32> = (0..faces).filter(|&f| !shows_nothing(outlines, f)).collect();
    match outlines.layers {
        Layers::Painter => painted = stack(outlines, containment, &painted, Vec::new()),
        // Nothing overlaps, so that paints may come together and share their elements.
        Layers::Partition => painted.sort_by_key(|&f| (outlines.regions.faces[f as usize].paint, f)),
        Layers::Owned => painted = stack(outlines, containment, &painted, vote(outlines)),
    }
    // Nothing may hide beneath a translucent face, but it may hide beneath any opaque one.
    if outlines.layers != Layers::Painter {
        painted.sort_by_key(|&f| outlines.is_opaque(f));
    }
    painted
}

fn shows_nothing(outlines: &Outlines, face: u32) -> bool {
    let paint = outlines.regions.faces[face as usize].paint;
    outlines.regions.paints.get(paint as usize).is_none_or(Paint::is_nothing)
        || outlines.loops_of(face).is_empty()
}

/// `(upper, lower)` pairs to obey, in compressed rows by the lower face.
struct Above {
    first: Vec<u32>,
    upper: Vec<u32>,
    /// Faces that must come before each face.
    waiting: Vec<u32>,
}

impl Above {
    fn new(faces: usize, mut pairs: Vec<(u32, u32)>) -> Self {
        pairs.sort_unstable_by_key(|&(upper, lower)| (lower, upper));
        pairs.dedup();
        let (mut first, mut waiting) = (vec![0; faces + 1], vec![0; faces]);
        for &(upper, lower) in &pairs {
            first[lower as usize + 1] += 1;
            waiting[upper as usize] += 1;
        }
        for i in 1..first.len() {
            first[i] += first[i - 1];
        }
        Self { first, upper: pairs.into_iter().map(|(upper, _)| upper).collect(), waiting }
    }

    /// Marks a face as painted and tells which faces wait for nothing any more.
    fn release<'a>(&'a mut self, lower: u32) -> impl Iterator<Item = u32> + 'a {
        let row = self.first[lower as usize] as usize..self.first[lower as usize + 1] as usize;
        let waiting = &mut self.waiting;
        self.upper[row].iter().copied().filter(move |&u| {
            waiting[u as usize] -= 1;
            waiting[u as usize] == 0
        })
    }
}

/// A topological order: what lies inside comes after what lies around it; votes are followed
/// where they do not contradict each other; of the faces that may come next, one of the paint
/// just used, else the largest.
fn stack(
    outlines: &Outlines,
    containment: &Containment,
    painted: &[u32],
    votes: Vec<(u32, u32)>,
) -> Vec<u32> {
    let faces = outlines.regions.faces.len();
    let mut nested = containment.pairs(outlines);
    nested.retain(|&(a, b)| !shows_nothing(outlines, a) && !shows_nothing(outlines, b));
    let mut inside = Above::new(faces, nested);
    let mut votes = Above::new(faces, votes);
    // Without votes who may come is ready.
    let voted = !votes.upper.is_empty();
    // Area and number in one word: the larger first, of equal ones the first.
    let key = |f: u32| u64::from(outlines.regions.faces[f as usize].area) << 32 | u64::from(!f);
    let paint = |f: u32| outlines.regions.faces[f as usize].paint as usize;
    let mut of_paint: Vec<BinaryHeap<u64>> = vec![BinaryHeap::new(); outlines.regions.paints.len()];
    let mut ready = BinaryHeap::new();
    let mut freed: Vec<u32> = Vec::new();
    let free = painted.iter().filter(|&&f| inside.waiting[f as usize] == 0);
    let mut allowed: BinaryHeap<u64> = free.map(|&f| key(f)).collect();
    let mut done = vec![false; faces];
    let mut order = Vec::with_capacity(painted.len());
    for &f in painted {
        if inside.waiting[f as usize] == 0 && votes.waiting[f as usize] == 0 {
            if voted {
                ready.push(key(f));
            }
            of_paint[paint(f)].push(key(f));
        }
    }
    let mut last: Option<usize> = None;
    let take = |heap: &mut BinaryHeap<u64>, done: &mut Vec<bool>| loop {
        let f = !(heap.pop()? as u32);
        if !std::mem::replace(&mut done[f as usize], true) {
            return Some(f);
        }
    };
    loop {
        let same = last.and_then(|p| take(&mut of_paint[p], &mut done));
        // Votes in a circle leave nobody ready: the largest that may come next breaks it.
        let next = same.or_else(|| take(&mut ready, &mut done)).or_else(|| take(&mut allowed, &mut done));
        let Some(f) = next else { break };
        last = Some(paint(f));
        order.push(f);
        for u in inside.release(f) {
            allowed.push(key(u));
            freed.push(u);
        }
        freed.extend(votes.release(f));
        for u in freed.drain(..) {
            let free = inside.waiting[u as usize] == 0 && votes.waiting[u as usize] == 0;
            if free && !done[u as usize] {
                if voted {
                    ready.push(key(u));
                }
                of_paint[paint(u)].push(key(u));
            }
        }
    }
    order
}

/// Which of two neighbours lies above, by how their contours run through junctions.
fn vote(outlines: &Outlines) -> Vec<(u32, u32)> {
    let mut ballots: Vec<(u32, u32, i64)> = Vec::new();
    for ring in &outlines.loops {
        if shows_nothing(outlines, ring.face) {
            continue;
        }
        if ring.doubled_area < 0 {
            for &side in outlines.sides_of(ring) {
                ballots.push((outlines.beyond(side), ring.face, 1000));
            }
        } else {
            passes(outlines, ring, &mut ballots);
        }
    }
    ballots.retain(|&(a, b, _)| {
        a != OUTSIDE && b != OUTSIDE && !shows_nothing(outlines, a) && !shows_nothing(outlines, b)
    });
    for (upper, lower, weight) in &mut ballots {
        if *upper > *lower {
            std::mem::swap(upper, lower);
            *weight = -*weight;
        }
    }
    ballots.sort_unstable();
    ballots
        .chunk_by(|a, b| (a.0, a.1) == (b.0, b.1))
        .filter_map(|pair| {
            let (a, b, _) = pair[0];
            match pair.iter().map(|p| p.2).sum::<i64>() {
                0 => None,
                sum if sum > 0 => Some((a, b)),
                _ => Some((b, a)),
            }
        })
        .collect()
}

/// Votes for a face wherever its outer contour runs smoothly past a change of neighbour.
fn passes(outlines: &Outlines, ring: &Loop, ballots: &mut Vec<(u32, u32, i64)>) {
    let sides = outlines.sides_of(ring);
    let mut points: Vec<[f32; 2]> = Vec::new();
    let mut changes: Vec<(usize, u32, u32)> = Vec::new();
    for (i, &side) in sides.iter().enumerate() {
        let before = outlines.beyond(sides[(i + sides.len() - 1) % sides.len()]);
        let here = outlines.beyond(side);
        if before != here {
            changes.push((points.len(), before, here));
        }
        let border = &outlines.borders[(side >> 1) as usize];
        let range = border.first as usize..(border.first + border.count) as usize;
        let told = range.clone().filter(|&i| outlines.telling[i]).map(|i| outlines.points[i]);
        if side & 1 == 0 { points.extend(told) } else { points.extend(told.rev()) }
    }
    let n = points.len();
    if n < 12 {
        return;
    }
    let reach = REACH.min(n / 4);
    for (i, before, here) in changes {
        let at = |k: usize| points[(i + k + n - REACH - 2) % n];
        let from = |a: [f32; 2], b: [f32; 2]| [b[0] - a[0], b[1] - a[1]];
        let middle = REACH + 2;
        let u = from(at(middle - 1 - reach), at(middle - 2));
        let v = from(at(middle + 1), at(middle + reach));
        let (cross, dot) = (u[0] * v[1] - u[1] * v[0], u[0] * v[0] + u[1] * v[1]);
        if dot > 0.0 && cross.abs() < SMOOTH * dot {
            ballots.push((ring.face, before, 1));
            ballots.push((ring.face, here, 1));
        }
    }
}
