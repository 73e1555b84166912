//! Fewer paints: exactly K, or only those of a given palette.
//!
//! Pairs are merged in the order of what that costs (Ward's rise in squared error, in Oklab), and
//! the stronger colour stands for both, so that a drawing keeps colours that it used. Means were
//! rejected: they make colours that are in no drawing.

/// Which paint stands for each of `colors`, so that at most `count` of those with a weight
/// remain. Entries without weight stand for themselves.
pub(super) fn merge(colors: &[[u8; 4]], weights: &[u64], count: usize) -> Vec<usize> {
    let mut stands_for: Vec<usize> = (0..colors.len()).collect();
    let mut clusters: Vec<Cluster> = (0..colors.len())
        .filter(|&i| weights[i] > 0)
        .map(|i| Cluster {
            strongest: i,
            strength: weights[i],
            weight: weights[i] as f64,
            mean: oklab(colors[i]),
        })
        .collect();
    let mut nearest: Vec<(f64, usize)> = (0..clusters.len()).map(|i| nearest_of(&clusters, i)).collect();
    while clusters.len() > count.max(1) {
        let Some(a) = (0..clusters.len()).min_by(|&a, &b| nearest[a].0.total_cmp(&nearest[b].0)) else {
            break;
        };
        let b = nearest[a].1;
        let (keep, gone) = (a.min(b), a.max(b));
        let merged = clusters.swap_remove(gone);
        let moved = clusters.len();
        clusters[keep] = clusters[keep].with(&merged, &mut stands_for);
        nearest.swap_remove(gone);
        for i in 0..clusters.len() {
            let partner = nearest[i].1;
            if i == keep || partner == keep || partner == gone || partner == moved || i == gone {
                nearest[i] = nearest_of(&clusters, i);
            } else if i != keep {
                let cost = clusters[i].cost(&clusters[keep]);
                if cost < nearest[i].0 {
                    nearest[i] = (cost, keep);
                }
            }
        }
    }
    // Chains of who stands for whom end at a colour that stayed.
    for i in 0..stands_for.len() {
        while stands_for[stands_for[i]] != stands_for[i] {
            stands_for[i] = stands_for[stands_for[i]];
        }
    }
    stands_for
}

/// The nearest colour of a palette that is not empty; the first of equals.
pub(super) fn nearest_in(palette: &[[u8; 4]], color: [u8; 4]) -> usize {
    let wanted = oklab(color);
    let distance = |i: &usize| squared_distance(&oklab(palette[*i]), &wanted);
    (0..palette.len()).min_by(|a, b| distance(a).total_cmp(&distance(b))).unwrap_or(0)
}

struct Cluster {
    /// The colour that stands for all.
    strongest: usize,
    strength: u64,
    weight: f64,
    mean: [f64; 4],
}

impl Cluster {
    fn cost(&self, other: &Self) -> f64 {
        self.weight * other.weight / (self.weight + other.weight) * squared_distance(&self.mean, &other.mean)
    }

    fn with(&self, other: &Self, stands_for: &mut [usize]) -> Self {
        let weight = self.weight + other.weight;
        let mean =
            std::array::from_fn(|j| (self.mean[j] * self.weight + other.mean[j] * other.weight) / weight);
        let (winner, loser) = if self.strength >= other.strength { (self, other) } else { (other, self) };
        stands_for[loser.strongest] = winner.strongest;
        Self { strongest: winner.strongest, strength: winner.strength, weight, mean }
    }
}

fn nearest_of(clusters: &[Cluster], of: usize) -> (f64, usize) {
    let mut nearest = (f64::INFINITY, of);
    for (i, cluster) in clusters.iter().enumerate() {
        let cost = clusters[of].cost(cluster);
        if i != of && cost < nearest.0 {
            nearest = (cost, i);
        }
    }
    nearest
}

fn squared_distance(a: &[f64; 4], b: &[f64; 4]) -> f64 {
    a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum()
}

/// Oklab (Ottosson 2020) times alpha, and alpha: what is see-through differs less.
fn oklab(color: [u8; 4]) -> [f64; 4] {
    let [r, g, b] = [color[0], color[1], color[2]].map(|c| {
        let c = f64::from(c) / 255.0;
        if c <= 0.04045 { c / 12.92 } else { libm::pow((c + 0.055) / 1.055, 2.4) }
    });
    let l = libm::cbrt(0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b);
    let m = libm::cbrt(0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b);
    let s = libm::cbrt(0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b);
    let alpha = f64::from(color[3]) / 255.0;
    let lightness = 0.210_454_255_3 * l + 0.793_617_785_0 * m - 0.004_072_046_8 * s;
    let green_red = 1.977_998_495_1 * l - 2.428_592_205_0 * m + 0.450_593_709_9 * s;
    let blue_yellow = 0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766_0 * s;
    [lightness * alpha, green_red * alpha, blue_yellow * alpha, alpha]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_colours_go_first_and_the_strongest_stands_for_them() {
        let colors =
            [[255, 0, 0, 255], [250, 5, 5, 255], [0, 0, 255, 255], [0, 10, 240, 255], [0, 255, 0, 255]];
        assert_eq!(merge(&colors, &[10, 90, 70, 20, 50], 3), [1, 1, 2, 2, 4]);
    }

    #[test]
    fn exactly_as_many_remain_as_asked_for() {
        let colors: Vec<[u8; 4]> =
            (0..40u32).map(|i| [(i * 37 % 256) as u8, (i * 91 % 256) as u8, 60, 255]).collect();
        let weights: Vec<u64> = (0..40).map(|i| 1 + i * 7 % 13).collect();
        for count in 1..=40 {
            let mut left = merge(&colors, &weights, count);
            left.sort_unstable();
            left.dedup();
            assert_eq!(left.len(), count);
        }
    }

    #[test]
    fn the_nearest_colour_is_the_one_that_looks_nearest() {
        let palette = [[0, 0, 0, 255], [255, 255, 255, 255], [200, 30, 30, 255]];
        assert_eq!(nearest_in(&palette, [230, 60, 40, 255]), 2);
        assert_eq!(nearest_in(&palette, [240, 240, 230, 255]), 1);
    }
}
