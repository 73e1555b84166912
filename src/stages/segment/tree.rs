//! The order in which start regions join, and cuts of it.
//!
//! Built once for a picture; any number of regions is then a cut at a height. Keeping a label
//! map for each setting was rejected: a dial has hundreds.

use super::rounds::Join;
use crate::context::{Context, PACE};
use crate::error::Result;

/// Region that has not joined another.
const NEVER: f32 = f32::INFINITY;

/// A binary merge tree over start regions. When a region joins another it hands over its name:
/// the other stands for both from then on.
#[derive(Debug, Clone, Default)]
pub(super) struct MergeTree {
    parents: Vec<u32>,
    heights: Vec<f32>,
    order: Vec<u32>,
}

impl MergeTree {
    /// A tree of `count` regions, none joined.
    pub fn new(count: usize) -> Self {
        Self {
            parents: (0..count as u32).collect(),
            heights: vec![NEVER; count],
            order: Vec::with_capacity(count),
        }
    }

    /// Adds a join to those before it. It must not be lower than any inside it, or a cut between
    /// them would tear a region.
    pub fn join(&mut self, Join { child, parent, height }: Join) {
        self.parents[child as usize] = parent;
        self.heights[child as usize] = height;
        self.order.push(child);
    }

    /// How many regions are left when all joins up to `height` are done.
    pub fn count_at(&self, height: f32) -> usize {
        self.heights.iter().filter(|h| **h > height).count()
    }

    /// The largest height that leaves at least `count` regions, no more than `height`.
    pub fn height_for(&self, count: usize, height: f32) -> f32 {
        if self.count_at(height) >= count {
            return height;
        }
        let mut heights = self.heights.clone();
        // Joins with the same height happen together, so stay below the first that is too much.
        match count.checked_sub(1).filter(|&last| last < heights.len()) {
            Some(last) => {
                let (_, first_kept, _) = heights.select_nth_unstable_by(last, |a, b| b.total_cmp(a));
                first_kept.next_down().min(height)
            }
            None => -1.0,
        }
    }

    /// The group of each start region when all joins up to `height` are done, and how many there
    /// are. Groups are numbered by their first region.
    ///
    /// # Errors
    /// `cancelled` when asked to stop.
    pub fn cut(&self, height: f32, ctx: &Context<'_>) -> Result<(Vec<u32>, usize)> {
        let mut roots: Vec<u32> = (0..self.parents.len() as u32).collect();
        // A parent joins later than its children, so from the end roots are known before asked.
        for children in self.order.rchunks(PACE) {
            ctx.check()?;
            for &child in children.iter().rev() {
                if self.heights[child as usize] <= height {
                    roots[child as usize] = roots[self.parents[child as usize] as usize];
                }
            }
        }
        ctx.check()?;
        let mut numbers = vec![u32::MAX; roots.len()];
        let mut count = 0;
        for root in &mut roots {
            let number = &mut numbers[*root as usize];
            if *number == u32::MAX {
                *number = count;
                count += 1;
            }
            *root = *number;
        }
        Ok((roots, count as usize))
    }

    /// Bytes held.
    pub fn byte_len(&self) -> usize {
        self.parents.len() * 4 + self.heights.len() * 4 + self.order.capacity() * 4
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chain() -> MergeTree {
        let mut tree = MergeTree::new(4);
        for (child, parent, height) in [(3, 2, 1.0), (0, 1, 2.0), (2, 1, 5.0)] {
            tree.join(Join { child, parent, height });
        }
        tree
    }

    #[test]
    fn a_cut_undoes_the_joins_above_it() {
        let cut = |height| chain().cut(height, &Context::unhindered()).expect("nobody cancels").0;
        assert_eq!(cut(0.0), [0, 1, 2, 3]);
        assert_eq!(cut(1.0), [0, 1, 2, 2]);
        assert_eq!(cut(4.0), [0, 0, 1, 1]);
        assert_eq!(cut(5.0), [0; 4]);
    }

    #[test]
    fn the_height_for_a_count_leaves_at_least_that_many() {
        let tree = chain();
        for count in 0..=4 {
            assert!(tree.count_at(tree.height_for(count, 9.0)) >= count, "{count}");
        }
        assert_eq!(tree.height_for(2, 9.0), 5.0f32.next_down());
        assert_eq!(tree.height_for(2, 3.0), 3.0);
    }
}
