//! Paint of each pixel → 4-connected faces.
//!
//! Run-based union-find over rows: a run of equal paint joins the runs above that it touches, so
//! the cost follows the runs, not the pixels. A flood fill was rejected: it visits pixels in a
//! random order and needs a queue as long as the largest face.
//! Source: He, Chao, Suzuki, "A Run-Based Two-Scan Labeling Algorithm", 2008.

use super::paced;
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
    // What is known of each label before any are joined.
    let mut parts: Vec<Component> = Vec::new();
    let (mut above, mut runs): (Vec<Run>, Vec<Run>) = (Vec::new(), Vec::new());
    for (y, row) in values.chunks_exact(width).enumerate() {
        ctx.check()?;
        let (done, rest) = labels.split_at_mut(y * width);
        let labels = &mut rest[..width];
        let row_above = &values[y.saturating_sub(1) * width..];
        if y > 0 && row_above[..width] == *row {
            labels.copy_from_slice(&done[(y - 1) * width..]);
            for run in &above {
                parts[run.label as usize].area += (run.end - run.start) as u32;
            }
            continue;
        }
        let (mut start, mut touching) = (0, 0);
        while start < width {
            let end = run_end(row, start);
            // Runs above that end where this one starts touch none of those to come.
            while above.get(touching).is_some_and(|run| run.end <= start) {
                touching += 1;
            }
            let mut root = None;
            for run in above[touching..].iter().take_while(|run| run.start < end) {
                if row_above[run.start] == row[start] {
                    let other = find(&mut parents, run.label);
                    root = Some(match root {
                        Some(root) if root != other => union(&mut parents, root, other),
                        _ => other,
                    });
                }
            }
            let label = root.unwrap_or(parents.len() as u32);
            if root.is_none() {
                parents.push(label);
                parts.push(Component { first: (y * width + start) as u32, area: 0 });
            }
            parts[label as usize].area += (end - start) as u32;
            labels[start..end].fill(label);
            runs.push(Run { start, end, label });
            start = end;
        }
        std::mem::swap(&mut above, &mut runs);
        runs.clear();
    }
    let count = number(&mut parents, 0);
    let mut components: Vec<Component> = Vec::with_capacity(count as usize);
    for (place, (part, &label)) in parts.iter().zip(&parents).enumerate() {
        if place.is_multiple_of(PACE) {
            ctx.check()?;
        }
        // A set's first label is that of its first pixel.
        match components.get_mut(label as usize) {
            Some(component) => component.area += part.area,
            None => components.push(*part),
        }
    }
    for y in 0..values.len() / width {
        ctx.check()?;
        let (done, rest) = labels.split_at_mut(y * width);
        let (row, below) = (&values[y * width..(y + 1) * width], &mut rest[..width]);
        // Equal rows have equal faces.
        if y > 0 && values[(y - 1) * width..y * width] == *row {
            below.copy_from_slice(&done[(y - 1) * width..]);
            continue;
        }
        let mut start = 0;
        while start < width {
            let end = run_end(row, start);
            let label = parents[below[start] as usize];
            below[start..end].fill(label);
            start = end;
        }
    }
    Ok((labels, components))
}

/// Equal values side by side in a row.
struct Run {
    start: usize,
    end: usize,
    label: u32,
}

/// Where the run of equal values that begins at `start` ends.
#[inline]
fn run_end<T: Copy + Eq>(values: &[T], start: usize) -> usize {
    /// Compared at once, without a branch each.
    const BLOCK: usize = 16;
    let value = values[start];
    let mut end = start + 1;
    while let Some(block) = values.get(end..end + BLOCK) {
        if block.iter().fold(false, |differs, v| differs | (*v != value)) {
            break;
        }
        end += BLOCK;
    }
    end + values[end..].iter().position(|v| *v != value).unwrap_or(values.len() - end)
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
    let face = |component: &Component| Face { paint: paints[component.first as usize], area: component.area };
    let faces = paced::map(components.len(), ctx, |component| face(&components[component]))?;
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
