//! Disjoint sets over `u32` labels, the smaller label always the root.
//!
//! Rooting at the smaller label keeps parents ahead of their children, so that one forward pass
//! numbers the sets in order of first appearance. Union by rank was rejected: it saves nothing
//! with path halving at these depths and loses that order.

/// Root of the set of `label`, halving the path on the way (Tarjan and van Leeuwen 1984).
#[inline]
pub(super) fn find(parents: &mut [u32], mut label: u32) -> u32 {
    while parents[label as usize] != label {
        let up = parents[parents[label as usize] as usize];
        parents[label as usize] = up;
        label = up;
    }
    label
}

/// Joins the sets of two roots; returns the root of both.
#[inline]
pub(super) fn union(parents: &mut [u32], a: u32, b: u32) -> u32 {
    let (root, child) = if a < b { (a, b) } else { (b, a) };
    parents[child as usize] = root;
    root
}

/// Replaces each parent by the number of its set, counted from `first` in order of appearance;
/// returns how many sets there are.
pub(super) fn number(parents: &mut [u32], first: u32) -> u32 {
    let mut next = first;
    for i in 0..parents.len() {
        let parent = parents[i] as usize;
        if parent == i {
            parents[i] = next;
            next += 1;
        } else {
            parents[i] = parents[parent];
        }
    }
    next - first
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_are_numbered_in_order_of_appearance() {
        let mut parents: Vec<u32> = (0..6).collect();
        union(&mut parents, 4, 1);
        let root = find(&mut parents, 4);
        union(&mut parents, root, 0);
        union(&mut parents, 5, 3);
        assert_eq!(number(&mut parents, 10), 3);
        assert_eq!(parents, [10, 10, 11, 12, 10, 12]);
    }
}
