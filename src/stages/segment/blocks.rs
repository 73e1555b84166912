//! 2×2 blocks of one colour, found row by row without a branch a pixel.
//!
//! Comparing neighbours pixel by pixel, each with its own branches, was rejected: it took longer
//! than explaining all that is mixed.

/// For each pair of columns whether all four pixels of two rows are one colour: 1 or 0. Beyond
/// the edges a row repeats itself, so there is one entry more than pixels: that at `x` has column
/// `x` on its right.
pub(super) fn blocks<T: Copy + Eq>(upper: &[T], lower: &[T], found: &mut Vec<u8>) {
    found.clear();
    let (Some(last), [first, ..]) = (upper.len().checked_sub(1), upper) else { return };
    found.push(u8::from(*first == lower[0]));
    let pairs = upper.iter().zip(&upper[1..]).zip(lower.iter().zip(&lower[1..]));
    found.extend(pairs.map(|((&a, &b), (&c, &d))| u8::from(a == b) & u8::from(a == c) & u8::from(a == d)));
    found.push(u8::from(upper[last] == lower[last]));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_repeat_the_edge() {
        let mut found = Vec::new();
        blocks(&[1, 1, 2, 2], &[1, 1, 2, 3], &mut found);
        assert_eq!(found, [1, 1, 0, 0, 0]);
        blocks::<u8>(&[], &[], &mut found);
        assert!(found.is_empty());
    }
}
