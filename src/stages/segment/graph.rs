//! Label map → which regions touch, and along how many pixel edges.
//!
//! Rows of neighbours lie back to back, a block of consecutive regions to an array: a block is
//! what one thread builds, so graphs are made without locks and come out the same on any number
//! of threads. A hash set of pairs was rejected: it is the slow part of the tracers that use one.

use rayon::prelude::*;

use super::paced;
use crate::context::{Context, PACE};
use crate::error::Result;

/// Regions whose rows share an array.
const BLOCK: usize = 1 << 10;
/// Rows of pixels that are scanned as one piece of work.
const STRIP: usize = 64;

/// Half of a shared boundary: the neighbour and the length.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Edge {
    /// The neighbour.
    pub to: u32,
    /// Pixel edges shared with it.
    pub length: u32,
}

/// Adjacency of regions numbered from 0; each pair appears in both rows, never twice in one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Graph {
    blocks: Vec<Block>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Block {
    ends: Vec<u32>,
    edges: Vec<Edge>,
}

impl Graph {
    /// Builds the graph of a label map with `count` labels.
    ///
    /// # Errors
    /// `cancelled` when asked to stop.
    pub fn build(width: usize, labels: &[u32], count: usize, ctx: &Context<'_>) -> Result<Self> {
        let cracks = collect_cracks(width, labels, ctx)?;
        let mut starts = vec![0u32; count + 1];
        for crack in cracks.iter().flat_map(|strip| strip.chunks(PACE)) {
            ctx.check()?;
            for crack in crack {
                starts[crack.a as usize + 1] += 1;
                starts[crack.b as usize + 1] += 1;
            }
        }
        add_up(&mut starts, ctx)?;
        let mut edges = paced::map(starts[count] as usize, ctx, |_| Edge::default())?;
        let mut next = starts.clone();
        let mut put = |from: u32, to: u32, length: u32| {
            let place = &mut next[from as usize];
            edges[*place as usize] = Edge { to, length };
            *place += 1;
        };
        for cracks in cracks {
            for cracks in cracks.chunks(PACE) {
                ctx.check()?;
                for crack in cracks {
                    put(crack.a, crack.b, crack.length);
                    put(crack.b, crack.a, crack.length);
                }
            }
        }
        let row = |region: usize| &edges[starts[region] as usize..starts[region + 1] as usize];
        let (graph, _) =
            Self::assemble(count, |region, rows| rows.add(row(region).iter().copied()), |_, _| (), ctx)?;
        Ok(graph)
    }

    /// Joins regions: `groups` says which old regions make each new one. `per_row` is called on
    /// each finished row with its region, on any thread, and its results are returned in order.
    ///
    /// # Errors
    /// `cancelled` when asked to stop.
    pub fn contract<T: Send>(
        &self,
        groups: &Groups,
        per_row: impl Fn(u32, &[Edge]) -> T + Sync,
        ctx: &Context<'_>,
    ) -> Result<(Self, Vec<T>)> {
        let add = |region: usize, rows: &mut Rows<'_>| {
            for &member in groups.members(region) {
                let row = self.row(member as usize).iter();
                let renamed = row.map(|e| Edge { to: groups.group_of[e.to as usize], length: e.length });
                rows.add(renamed.filter(|e| e.to as usize != region));
            }
        };
        Self::assemble(groups.len(), add, per_row, ctx)
    }

    /// Neighbours of a region.
    #[inline]
    pub fn row(&self, region: usize) -> &[Edge] {
        let block = &self.blocks[region / BLOCK];
        let place = region % BLOCK;
        let start = if place == 0 { 0 } else { block.ends[place - 1] as usize };
        &block.edges[start..block.ends[place] as usize]
    }

    /// Bytes held.
    pub fn byte_len(&self) -> usize {
        self.blocks.iter().map(|block| block.ends.len() * 4 + block.edges.len() * 8).sum()
    }

    fn assemble<T: Send>(
        count: usize,
        add: impl Fn(usize, &mut Rows<'_>) + Sync,
        per_row: impl Fn(u32, &[Edge]) -> T + Sync,
        ctx: &Context<'_>,
    ) -> Result<(Self, Vec<T>)> {
        let build = |slots: &mut Vec<u32>, index: usize| {
            ctx.check()?;
            let regions = index * BLOCK..((index + 1) * BLOCK).min(count);
            let mut block = Block::default();
            block.ends.reserve(regions.len());
            let mut results = Vec::with_capacity(regions.len());
            for region in regions {
                let start = block.edges.len();
                add(region, &mut Rows { edges: &mut block.edges, start, slots });
                results.push(per_row(region as u32, &block.edges[start..]));
                block.ends.push(block.edges.len() as u32);
            }
            block.edges.shrink_to_fit();
            Ok((block, results))
        };
        let blocks = (0..count.div_ceil(BLOCK)).into_par_iter();
        let parts: Vec<(Block, Vec<T>)> =
            blocks.map_init(|| vec![0u32; count], build).collect::<Result<_>>()?;
        let mut blocks = Vec::with_capacity(parts.len());
        let mut results = Vec::with_capacity(count);
        for (block, part) in parts {
            blocks.push(block);
            results.extend(part);
        }
        Ok((Self { blocks }, results))
    }
}

/// A row under construction. `slots` remembers where each neighbour was put; entries left by
/// earlier rows are told apart by looking, so it is never cleared.
struct Rows<'a> {
    edges: &'a mut Vec<Edge>,
    start: usize,
    slots: &'a mut [u32],
}

impl Rows<'_> {
    #[inline]
    fn add(&mut self, edges: impl Iterator<Item = Edge>) {
        for edge in edges {
            let slot = &mut self.slots[edge.to as usize];
            let place = *slot as usize;
            match self.edges.get_mut(place) {
                Some(known) if place >= self.start && known.to == edge.to => known.length += edge.length,
                _ => {
                    *slot = self.edges.len() as u32;
                    self.edges.push(edge);
                }
            }
        }
    }
}

/// A partition of regions into groups, both numbered from 0.
#[derive(Debug, Default)]
pub(super) struct Groups {
    /// Group of each region.
    pub group_of: Vec<u32>,
    starts: Vec<u32>,
    members: Vec<u32>,
}

impl Groups {
    /// From the group of each region and the number of groups; members are in ascending order.
    ///
    /// # Errors
    /// `cancelled` when asked to stop.
    pub fn new(group_of: Vec<u32>, count: usize, ctx: &Context<'_>) -> Result<Self> {
        let mut starts = vec![0u32; count + 1];
        for groups in group_of.chunks(PACE) {
            ctx.check()?;
            for &group in groups {
                starts[group as usize + 1] += 1;
            }
        }
        add_up(&mut starts, ctx)?;
        let mut next = starts.clone();
        let mut members = vec![0u32; group_of.len()];
        for (groups, first) in group_of.chunks(PACE).zip((0u32..).step_by(PACE)) {
            ctx.check()?;
            for (&group, region) in groups.iter().zip(first..) {
                let place = &mut next[group as usize];
                members[*place as usize] = region;
                *place += 1;
            }
        }
        Ok(Self { group_of, starts, members })
    }

    /// How many groups.
    pub fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// The regions of a group.
    #[inline]
    pub fn members(&self, group: usize) -> &[u32] {
        &self.members[self.starts[group] as usize..self.starts[group + 1] as usize]
    }
}

/// Makes of each number its sum with those before it.
fn add_up(numbers: &mut [u32], ctx: &Context<'_>) -> Result<()> {
    let mut sum = 0;
    for numbers in numbers.chunks_mut(PACE) {
        ctx.check()?;
        for number in numbers {
            sum += *number;
            *number = sum;
        }
    }
    Ok(())
}

/// A piece of boundary between two regions.
#[derive(Clone, Copy)]
struct Crack {
    a: u32,
    b: u32,
    length: u32,
}

/// Pieces of boundary, strip by strip. Pairs met again soon are added up at once.
fn collect_cracks(width: usize, labels: &[u32], ctx: &Context<'_>) -> Result<Vec<Vec<Crack>>> {
    let width = width.max(1);
    let height = labels.len() / width;
    (0..height.div_ceil(STRIP))
        .into_par_iter()
        .map(|strip| {
            ctx.check()?;
            let mut cracks = Cracks::default();
            for y in strip * STRIP..((strip + 1) * STRIP).min(height) {
                let row = &labels[y * width..(y + 1) * width];
                for pair in row.windows(2) {
                    cracks.add(pair[0], pair[1]);
                }
                if y + 1 < height {
                    let below = &labels[(y + 1) * width..(y + 2) * width];
                    for (&a, &b) in row.iter().zip(below) {
                        cracks.add(a, b);
                    }
                }
            }
            Ok(cracks.found)
        })
        .collect()
}

/// Remembers where recent pairs were put.
struct Cracks {
    found: Vec<Crack>,
    recent: Vec<u32>,
}

impl Default for Cracks {
    fn default() -> Self {
        Self { found: Vec::new(), recent: vec![0; 1 << Self::BITS] }
    }
}

impl Cracks {
    const BITS: u32 = 10;

    #[inline]
    fn add(&mut self, a: u32, b: u32) {
        if a != b {
            self.add_pair(a.min(b), a.max(b));
        }
    }

    #[inline]
    fn add_pair(&mut self, a: u32, b: u32) {
        let hash = (a.wrapping_mul(0x9E37_79B1) ^ b.wrapping_mul(0x85EB_CA77)) >> (32 - Self::BITS);
        let slot = &mut self.recent[hash as usize];
        match self.found.get_mut(*slot as usize) {
            Some(crack) if crack.a == a && crack.b == b => crack.length += 1,
            _ => {
                *slot = self.found.len() as u32;
                self.found.push(Crack { a, b, length: 1 });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::context::Control;
    use crate::limits::Limits;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn graph(width: usize, labels: &[u32], count: usize) -> Graph {
        let (control, limits) = (Control::default(), Limits::default());
        Graph::build(width, labels, count, &Context::new(&control, &limits)).expect("nobody cancels")
    }

    fn pairs(width: usize, labels: &[u32]) -> BTreeMap<(u32, u32), u32> {
        let mut pairs = BTreeMap::new();
        let mut add = |a: u32, b: u32| {
            if a != b {
                *pairs.entry((a, b)).or_insert(0) += 1;
                *pairs.entry((b, a)).or_insert(0) += 1;
            }
        };
        for i in 0..labels.len() {
            if (i + 1) % width > 0 {
                add(labels[i], labels[i + 1]);
            }
            if i + width < labels.len() {
                add(labels[i], labels[i + width]);
            }
        }
        pairs
    }

    fn flatten(graph: &Graph, count: usize) -> BTreeMap<(u32, u32), u32> {
        let mut out = BTreeMap::new();
        for region in 0..count {
            for edge in graph.row(region) {
                assert!(out.insert((region as u32, edge.to), edge.length).is_none(), "a pair appears twice");
            }
        }
        out
    }

    proptest! {
        #[test]
        fn lengths_are_those_of_the_picture_before_and_after_joining(
            width in 1usize..15,
            labels in prop::collection::vec(0u32..9, 0..300),
            group_of in prop::collection::vec(0u32..4, 9),
        ) {
            let labels = &labels[..labels.len() / width * width];
            let graph = graph(width, labels, 9);
            prop_assert_eq!(flatten(&graph, 9), pairs(width, labels));

            let joined: Vec<u32> = labels.iter().map(|&l| group_of[l as usize]).collect();
            let ctx = Context::unhindered();
            let groups = Groups::new(group_of, 4, &ctx).expect("nobody cancels");
            let (contracted, degrees) = graph.contract(&groups, |_, row| row.len(), &ctx).expect("nobody cancels");
            prop_assert_eq!(flatten(&contracted, 4), pairs(width, &joined));
            for (region, degree) in degrees.into_iter().enumerate() {
                prop_assert_eq!(degree, contracted.row(region).len());
            }
        }
    }

    #[test]
    fn more_regions_than_a_block_holds() {
        let labels: Vec<u32> = (0..3000).collect();
        assert_eq!(flatten(&graph(60, &labels, 3000), 3000), pairs(60, &labels));
    }
}
