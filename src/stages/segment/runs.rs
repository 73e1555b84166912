//! Runs of equal values in a row.
//!
//! Long ones are compared a block at a time, without a branch a pixel; what is asked of a region, a drawing's above all,
//! is asked once a run. Comparing neighbours one by one was rejected: most of the work of large pictures went into it.

/// Values compared at once.
const BLOCK: usize = 16;
/// Values compared one by one first: in a photo most runs end there.
const SHORT: usize = 6;

/// Where the run of equal values that begins at `start` ends.
#[inline]
pub(super) fn run_end<T: Copy + Eq>(values: &[T], start: usize) -> usize {
    let value = values[start];
    let short = &values[start..values.len().min(start + SHORT)];
    if let Some(length) = short.iter().position(|v| *v != value) {
        return start + length;
    }
    let mut end = start + short.len();
    while let Some(block) = values.get(end..end + BLOCK) {
        if block.iter().fold(false, |differs, v| differs | (*v != value)) {
            break;
        }
        end += BLOCK;
    }
    end + values[end..].iter().position(|v| *v != value).unwrap_or(values.len() - end)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn runs_are_as_long_as_they_can_be(lengths in prop::collection::vec(1usize..50, 0..9)) {
            let values: Vec<usize> =
                lengths.iter().enumerate().flat_map(|(i, &n)| std::iter::repeat_n(i % 2, n)).collect();
            let mut start = 0;
            for length in lengths {
                prop_assert_eq!(run_end(&values, start), start + length);
                start += length;
            }
        }
    }
}
