//! Paint of each pixel → 4-connected faces.
//!
//! Union-find over the runs of rows: a run of equal paint joins those above that it touches, so the
//! cost follows the runs, not the pixels. A flood fill was rejected: it visits pixels in a
//! random order and needs a queue as long as the largest face.
//! Source: He, Chao, Suzuki, "A Run-Based Two-Scan Labeling Algorithm", 2008.

use super::cracks::Crack;
use super::runs::Runs;
use super::union_find::{find, number, union};
use crate::context::{Context, PACE};
use crate::error::Result;
use crate::model::Face;
use crate::parallel;

/// Labels the 4-connected sets of equal values, in scan order.
///
/// `values` is row-major, whole rows of `width`; `word` tells different ones apart. Returns a label a pixel and for each
/// label the index of its first pixel and its area in pixels.
///
/// # Errors
/// `cancelled` when asked to stop.
pub(super) fn connect<T: Copy + Eq + Sync>(
    width: u32,
    values: &[T],
    word: fn(T) -> u32,
    ctx: &Context<'_>,
) -> Result<(Vec<u32>, Vec<Component>)> {
    let runs = Runs::of(width as usize, values, ctx)?;
    let (of_run, components) = connect_runs(&runs, &|pixel| word(values[pixel]), ctx)?;
    let mut labels = Vec::new();
    runs.spread(&of_run, &mut labels, ctx)?;
    Ok((labels, components))
}

/// The same with a label a run; `value` is that of a pixel.
///
/// # Errors
/// `cancelled` when asked to stop.
pub(super) fn connect_runs(
    runs: &Runs,
    value: &dyn Fn(usize) -> u32,
    ctx: &Context<'_>,
) -> Result<(Vec<u32>, Vec<Component>)> {
    let values: Vec<u32> = (0..runs.len()).map(|run| value(runs.pixels(run).start)).collect();
    let mut parents: Vec<u32> = (0..runs.len() as u32).collect();
    let (row_length, mut above) = (runs.width(), 0..0);
    for row in runs.rows() {
        ctx.check()?;
        let mut upper = above.start;
        for run in row.clone() {
            let pixels = runs.pixels(run);
            let mut root = run as u32;
            while upper < above.end {
                let over = runs.pixels(upper);
                let (start, end) = (over.start + row_length, over.end + row_length);
                if start >= pixels.end {
                    break;
                }
                if values[upper] == values[run] {
                    let other = find(&mut parents, upper as u32);
                    root = union(&mut parents, root, other);
                }
                // What goes on further touches the next run, too.
                if end > pixels.end {
                    break;
                }
                upper += 1;
            }
        }
        above = row;
    }
    let count = number(&mut parents, 0);
    let mut components: Vec<Component> = Vec::with_capacity(count as usize);
    for (run, &label) in parents.iter().enumerate() {
        if run.is_multiple_of(PACE) {
            ctx.check()?;
        }
        let pixels = runs.pixels(run);
        // A set's first run has its first pixel.
        match components.get_mut(label as usize) {
            Some(component) => component.area += pixels.len() as u32,
            None => components.push(Component { first: pixels.start as u32, area: pixels.len() as u32 }),
        }
    }
    Ok((parents, components))
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
    let (labels, components) = connect(width, paints, std::convert::identity, ctx)?;
    let face = |component: &Component| Face { paint: paints[component.first as usize], area: component.area };
    let faces = parallel::values(components.len(), ctx, |component| face(&components[component]))?;
    Ok((labels, faces))
}

/// Faces of regions that are known to be connected: those of one paint that touch are one.
///
/// `paint_of`, `firsts` (a region's first pixel in scan order) and `sizes` (pixels) have a value a
/// region, `cracks` are all boundaries between regions. Returns the face of each region, and the
/// faces in scan order. What [`from_paints`] finds, without a look at the pixels.
///
/// # Errors
/// `cancelled` when asked to stop.
pub(super) fn of_regions(
    cracks: &[Crack],
    paint_of: &[u32],
    firsts: &[u32],
    sizes: impl Iterator<Item = u32>,
    ctx: &Context<'_>,
) -> Result<(Vec<u32>, Vec<Face>)> {
    let mut parents = parallel::values(paint_of.len(), ctx, |region| region as u32)?;
    for cracks in cracks.chunks(PACE) {
        ctx.check()?;
        for &Crack { a, b, .. } in cracks {
            if paint_of[a as usize] == paint_of[b as usize] {
                let (a, b) = (find(&mut parents, a), find(&mut parents, b));
                union(&mut parents, a, b);
            }
        }
    }
    let count = number(&mut parents, 0) as usize;
    ctx.check()?;
    // First pixel and number in one word, to be sorted by the first.
    let mut order: Vec<u64> = (0..count as u64).map(|set| u64::from(u32::MAX) << 32 | set).collect();
    let mut sets = vec![Face { paint: 0, area: 0 }; count];
    for ((&set, &paint), (&first, size)) in parents.iter().zip(paint_of).zip(firsts.iter().zip(sizes)) {
        let place = &mut order[set as usize];
        *place = (*place).min(u64::from(first) << 32 | u64::from(set));
        let face = &mut sets[set as usize];
        face.paint = paint;
        face.area += size;
    }
    ctx.check()?;
    parallel::sort(&mut order);
    let mut face_of = vec![0u32; count];
    let mut faces = Vec::with_capacity(count);
    for word in order {
        let set = word as u32;
        face_of[set as usize] = faces.len() as u32;
        faces.push(sets[set as usize]);
    }
    Ok((parallel::values(parents.len(), ctx, |region| face_of[parents[region] as usize])?, faces))
}

#[cfg(test)]
mod tests {
    use super::super::cracks::of_picture;
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
        assert!(
            connect::<u8>(0, &[], u32::from, &Context::unhindered()).is_ok_and(|found| found.1.is_empty())
        );
    }

    proptest! {
        #[test]
        fn faces_of_regions_are_those_of_their_pixels(
            width in 1usize..12,
            picture in prop::collection::vec(0u32..5, 0..120),
            paints in prop::array::uniform5(0u32..3),
        ) {
            let ctx = Context::unhindered();
            let picture = &picture[..picture.len() / width * width];
            let (labels, regions) = connect(width as u32, picture, std::convert::identity, &ctx).expect("nobody cancels");
            let cracks = of_picture(width, &labels, &ctx).expect("nobody cancels");
            let paint_of: Vec<u32> = regions.iter().map(|r| paints[picture[r.first as usize] as usize]).collect();
            let firsts: Vec<u32> = regions.iter().map(|r| r.first).collect();
            let sizes = regions.iter().map(|r| r.area);
            let (face_of, faces) = of_regions(&cracks, &paint_of, &firsts, sizes, &ctx).expect("nobody cancels");
            let own: Vec<u32> = labels.iter().map(|&label| face_of[label as usize]).collect();
            let painted: Vec<u32> = picture.iter().map(|&value| paints[value as usize]).collect();
            prop_assert_eq!((own, faces), from_paints(width as u32, &painted, &ctx).expect("nobody cancels"));
        }

        #[test]
        fn labels_agree_with_a_flood_fill(width in 1usize..12, picture in prop::collection::vec(0u8..3, 0..120)) {
            let height = picture.len() / width;
            let picture = &picture[..width * height];
            let found = connect(width as u32, picture, u32::from, &Context::unhindered());
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
