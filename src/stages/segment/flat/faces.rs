//! Faces: 4-connected sets of pixels with one label, by a union–find over runs (Rosenfeld and
//! Pfaltz, 1966, on runs instead of pixels).
//!
//! A flood per face was rejected: runs touch each pixel once, in order, and a drawing has few.

use crate::context::Context;
use crate::error::Result;
use crate::model::Face;

/// A maximal stretch of one label in a row.
#[derive(Clone, Copy)]
struct Run {
    end: u32,
    label: u16,
}

/// The face of each pixel, and the faces in the order of their first pixels.
pub(super) fn faces(labels: &[u16], width: usize, ctx: &Context<'_>) -> Result<(Vec<u32>, Vec<Face>)> {
    let mut runs: Vec<Run> = Vec::new();
    let mut parents: Vec<u32> = Vec::new();
    let mut above = 0..0;
    for row in labels.chunks_exact(width.max(1)) {
        ctx.check()?;
        let start = runs.len();
        let mut x = 0;
        for stretch in row.chunk_by(|a, b| a == b) {
            x += stretch.len();
            parents.push(runs.len() as u32);
            runs.push(Run { end: x as u32, label: stretch[0] });
        }
        let here = start..runs.len();
        join(&runs, &mut parents, above, here.clone());
        above = here;
    }

    let mut faces: Vec<Face> = Vec::new();
    let mut numbers = vec![u32::MAX; runs.len()];
    let mut of_pixel = Vec::with_capacity(labels.len());
    let mut start = 0;
    for (index, run) in runs.iter().enumerate() {
        let root = find(&mut parents, index as u32) as usize;
        if numbers[root] == u32::MAX {
            numbers[root] = faces.len() as u32;
            faces.push(Face { paint: u32::from(run.label), area: 0 });
        }
        let length = run.end - start;
        faces[numbers[root] as usize].area += length;
        of_pixel.resize(of_pixel.len() + length as usize, numbers[root]);
        start = if run.end as usize == width { 0 } else { run.end };
    }
    Ok((of_pixel, faces))
}

/// Joins the runs of two rows that touch and have one label.
fn join(runs: &[Run], parents: &mut [u32], above: std::ops::Range<usize>, here: std::ops::Range<usize>) {
    let (mut upper, mut lower) = (above.start, here.start);
    while upper < above.end && lower < here.end {
        if runs[upper].label == runs[lower].label {
            let (a, b) = (find(parents, upper as u32), find(parents, lower as u32));
            parents[a.max(b) as usize] = a.min(b);
        }
        let (upper_end, lower_end) = (runs[upper].end, runs[lower].end);
        upper += usize::from(upper_end <= lower_end);
        lower += usize::from(lower_end <= upper_end);
    }
}

/// The root of a run, halving the path to it.
fn find(parents: &mut [u32], mut index: u32) -> u32 {
    while parents[index as usize] != index {
        let grandparent = parents[parents[index as usize] as usize];
        parents[index as usize] = grandparent;
        index = grandparent;
    }
    index
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::context::Control;
    use crate::limits::Limits;
    use proptest::prelude::*;

    fn of(labels: &[u16], width: usize) -> (Vec<u32>, Vec<Face>) {
        let (control, limits) = (Control::default(), Limits::default());
        faces(labels, width, &Context::new(&control, &limits)).unwrap_or_default()
    }

    #[test]
    fn a_ring_and_its_hole_are_two_faces_and_corners_do_not_join() {
        let (of_pixel, faces) = of(&[1, 1, 1, 0, 1, 0, 1, 0, 1, 1, 1, 0, 0, 0, 0, 1], 4);
        assert_eq!(of_pixel, [0, 0, 0, 1, 0, 2, 0, 1, 0, 0, 0, 1, 3, 3, 3, 4]);
        assert_eq!(faces.iter().map(|f| f.area).collect::<Vec<_>>(), [8, 3, 1, 3, 1]);
    }

    #[test]
    fn nothing_has_no_faces() {
        assert_eq!(of(&[], 0), (Vec::new(), Vec::new()));
    }

    proptest! {
        #[test]
        fn neighbours_share_a_face_exactly_when_they_share_a_label(
            width in 1usize..9,
            labels in prop::collection::vec(0u16..3, 1..80),
        ) {
            let labels = &labels[..labels.len() / width * width];
            let (of_pixel, faces) = of(labels, width);
            prop_assert_eq!(faces.iter().map(|f| f.area as usize).sum::<usize>(), labels.len());
            for i in 0..labels.len() {
                prop_assert_eq!(faces[of_pixel[i] as usize].paint, u32::from(labels[i]));
                for n in [i + 1, i + width] {
                    if n < labels.len() && (n != i + 1 || n % width != 0) {
                        prop_assert_eq!(of_pixel[i] == of_pixel[n], labels[i] == labels[n]);
                    }
                }
            }
        }
    }
}
