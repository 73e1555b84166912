//! The threshold that parts a histogram best.
//!
//! Source: N. Otsu, "A threshold selection method from gray-level histograms", 1979. In integers:
//! the same on every machine, where floating sums of a million pixels would not be.

/// Two classes of luma.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Split {
    /// Luma under it is dark, 0–256.
    pub limit: u16,
    /// Mean of the dark class.
    pub dark: u8,
    /// Mean of the light class.
    pub light: u8,
}

impl Split {
    /// The split with the largest variance between the classes. A picture of one luma is all dark
    /// under 128 and all light from there.
    pub fn of(luma: &[u8]) -> Self {
        let mut histogram = [0u64; 256];
        for &value in luma {
            histogram[usize::from(value)] += 1;
        }
        let total: u64 = histogram.iter().sum();
        let moment: u64 = histogram.iter().zip(0u64..).map(|(count, value)| count * value).sum();
        let (mut dark_count, mut dark_moment) = (0, 0);
        let mut best: Option<(u128, Self)> = None;
        let mut gap_end = 0;
        for limit in 1..256u16 {
            let value = u64::from(limit) - 1;
            dark_count += histogram[value as usize];
            dark_moment += histogram[value as usize] * value;
            let light_count = total - dark_count;
            if dark_count == 0 || light_count == 0 {
                continue;
            }
            let light_moment = moment - dark_moment;
            // n₁n₂(µ₂-µ₁)²/n² with a common denominator left out, scaled to stay whole.
            let (dark, light) = (mean(dark_moment, dark_count), mean(light_moment, light_count));
            let apart = u128::from(light - dark);
            let variance = u128::from(dark_count) * u128::from(light_count) * apart * apart;
            let to_byte = |mean: u64| (mean >> MEAN_BITS) as u8;
            match best {
                Some((most, _)) if most > variance => {}
                // An empty stretch of the histogram scores the same throughout: take its middle.
                Some((most, _)) if most == variance => gap_end = limit,
                _ => {
                    gap_end = limit;
                    best = Some((variance, Self { limit, dark: to_byte(dark), light: to_byte(light) }));
                }
            }
        }
        match best {
            Some((_, split)) => Self { limit: u16::midpoint(split.limit, gap_end), ..split },
            None => Self { limit: 128, dark: 0, light: 255 },
        }
    }
}

const MEAN_BITS: u32 = 8;

/// Mean in fixed point.
fn mean(moment: u64, count: u64) -> u64 {
    (moment << MEAN_BITS) / count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_peaks_are_parted_in_the_middle_of_the_gap() {
        let mut luma = vec![20u8; 300];
        luma.extend([220; 700]);
        assert_eq!(Split::of(&luma), Split { limit: 120, dark: 20, light: 220 });
    }

    #[test]
    fn a_small_dark_class_is_found() {
        let mut luma = vec![250u8; 990];
        luma.extend([30; 10]);
        let split = Split::of(&luma);
        assert!(split.limit > 30 && split.limit <= 250);
    }

    #[test]
    fn one_luma_has_a_split_and_so_has_nothing() {
        assert_eq!(Split::of(&[7; 50]).limit, 128);
        assert_eq!(Split::of(&[]).limit, 128);
    }
}
