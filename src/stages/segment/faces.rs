//! Paint of each pixel → 4-connected faces.
//!
//! Run-based union-find over rows: a run of equal paint joins the runs above that it touches, so
//! the cost follows the runs, not the pixels. A flood fill was rejected: it visits pixels in a
//! random order and needs a queue as long as the largest face.
//! Source: He, Chao, Suzuki, "A Run-Based Two-Scan Labeling Algorithm", 2008.

use super::union_find::{find, number, union};
use crate::context::{Context, PACE};
use crate::error::Result;
use crate::model::Face;

/// Labels the 4-connected sets of equal values, in scan order.
///
/// `values` is row-major, whole rows of `width`. Returns a label a pixel and for each label the
/// index of its first pixel and its area in pixels.
///
/// # Errors
/// `cancelled` when asked to stop.
pub(super) fn connect<T: Copy + Eq>(
    width: u32,
    values: &[T],
    ctx: &Context<'_>,
) -> Result<(Vec<u32>, Vec<Component>)> {
    let width = (width as usize).max(1);
    let mut labels = vec![0u32; values.len()];
    let mut parents: Vec<u32> = Vec::new();
    for y in 0..values.len() / width {
        ctx.check()?;
        let row = &values[y * width..(y + 1) * width];
        let (done, rest) = labels.split_at_mut(y * width);
        let above = (y > 0).then(|| (&values[(y - 1) * width..y * width], &done[(y - 1) * width..]));
        let mut x = 0;
        while x < width {
            let value = row[x];
            let end = x + row[x..].iter().position(|v| *v != value).unwrap_or(width - x);
            let label = above.and_then(|(v, l)| touch(&mut parents, &v[x..end], &l[x..end], value));
            let label = label.unwrap_or_else(|| {
                parents.push(parents.len() as u32);
                parents.len() as u32 - 1
            });
            rest[x..end].fill(label);
            x = end;
        }
    }
    let count = number(&mut parents, 0);
    let mut components = vec![Component::default(); count as usize];
    for (labels, first) in labels.chunks_mut(PACE).zip((0u32..).step_by(PACE)) {
        ctx.check()?;
        for (label, pixel) in labels.iter_mut().zip(first..) {
            *label = parents[*label as usize];
            let component = &mut components[*label as usize];
            if component.area == 0 {
                component.first = pixel;
            }
            component.area += 1;
        }
    }
    Ok((labels, components))
}

/// Joins all runs of `value` in the row above a run; returns their root.
fn touch<T: Copy + Eq>(parents: &mut [u32], values: &[T], labels: &[u32], value: T) -> Option<u32> {
    let mut root = None;
    let mut last = u32::MAX;
    for (v, &label) in values.iter().zip(labels) {
        if *v == value && label != last {
            last = label;
            let other = find(parents, label);
            root = Some(root.map_or(other, |r| if r == other { r } else { union(parents, r, other) }));
        }
    }
    root
}

/// A connected set of pixels.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Component {
    /// Index of its first pixel in scan order.
    pub first: u32,
    /// Pixels.
    pub area: u32,
}

/// Turns a paint index a pixel into labels and faces.
///
/// # Errors
/// `cancelled` when asked to stop.
pub(super) fn from_paints(width: u32, paints: &[u32], ctx: &Context<'_>) -> Result<(Vec<u32>, Vec<Face>)> {
    let (labels, components) = connect(width, paints, ctx)?;
    let faces = components.iter().map(|c| Face { paint: paints[c.first as usize], area: c.area }).collect();
    Ok((labels, faces))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_ring_is_two_faces_and_a_diagonal_does_not_connect() {
        #[rustfmt::skip]
        let ring = [
            0, 0, 0, 0,
            0, 1, 1, 0,
            0, 1, 0, 1,
            0, 1, 1, 1u32,
        ];
        let (labels, faces) = from_paints(4, &ring, &Context::unhindered()).expect("nobody cancels");
        assert_eq!(faces.len(), 3);
        assert_eq!(labels[0], 0);
        assert_eq!(labels[10], 2);
        assert_eq!(labels[11], labels[5]);
        assert_eq!(faces.iter().map(|f| f.area).collect::<Vec<_>>(), [8, 7, 1]);
    }

    #[test]
    fn nothing_has_no_faces() {
        assert!(connect::<u8>(0, &[], &Context::unhindered()).is_ok_and(|found| found.1.is_empty()));
    }

    proptest! {
        #[test]
        fn labels_agree_with_a_flood_fill(width in 1usize..12, picture in prop::collection::vec(0u8..3, 0..120)) {
            let height = picture.len() / width;
            let picture = &picture[..width * height];
            let found = connect(width as u32, picture, &Context::unhindered());
            let (labels, components) = found.expect("nobody cancels");
            let mut seen = vec![false; picture.len()];
            let mut fills = 0;
            for start in 0..picture.len() {
                if seen[start] { continue; }
                let mut stack = vec![start];
                seen[start] = true;
                let mut area = 0;
                while let Some(i) = stack.pop() {
                    area += 1;
                    prop_assert_eq!(labels[i], labels[start]);
                    let mut visit = |j: usize| if !seen[j] && picture[j] == picture[i] { seen[j] = true; stack.push(j); };
                    if i % width > 0 { visit(i - 1); }
                    if i % width + 1 < width { visit(i + 1); }
                    if i >= width { visit(i - width); }
                    if i + width < picture.len() { visit(i + width); }
                }
                prop_assert_eq!(components[labels[start] as usize], Component { first: start as u32, area });
                fills += 1;
            }
            prop_assert_eq!(fills, components.len());
        }
    }
}
