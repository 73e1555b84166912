//! Where a row of bytes is not 0.
//!
//! A drawing is mostly even, so whoever looks for what is not marks it without a branch a pixel,
//! and then skips eight pixels at a time.

/// Places of the bytes that are not 0, ascending.
pub(crate) fn places(bytes: &[u8]) -> impl Iterator<Item = usize> {
    const WORD: usize = 8;
    let (words, last) = bytes.as_chunks::<WORD>();
    let mut padded = [0; WORD];
    padded[..last.len()].copy_from_slice(last);
    let words = words.iter().copied().chain([padded]).map(u64::from_le_bytes);
    words.enumerate().filter(|&(_, rest)| rest != 0).flat_map(|(word, mut rest)| {
        std::iter::from_fn(move || {
            let byte = (rest != 0).then(|| rest.trailing_zeros() as usize / 8)?;
            rest &= !(0xFF << (8 * byte));
            Some(word * WORD + byte)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_is_found_once_in_order() {
        let mut bytes = vec![0; 43];
        let wanted = [0, 7, 8, 21, 22, 40, 42];
        wanted.iter().for_each(|&place: &usize| bytes[place] = 1 + place as u8);
        assert_eq!(places(&bytes).collect::<Vec<_>>(), wanted);
    }
}
