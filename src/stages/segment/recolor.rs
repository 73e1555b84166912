//! Colours of regions → the paints of the picture: all of them, exactly K, or those of a palette.
//!
//! K colours are found by k-means over the regions' colours, weighted by area, in the space that
//! regions are merged in; the first centres are far from each other and large (a deterministic
//! k-means++). Median cut was rejected: it splits by extent and spends colours on gradients.
//!
//! Source: S. Lloyd, "Least squares quantization in PCM", 1982; D. Arthur, S. Vassilvitskii,
//! "k-means++", 2007.

use std::collections::HashMap;

use super::color::{Feature, distance, features};
use crate::context::Context;
use crate::error::Result;
use crate::parallel;
use crate::params::SegmentParams;

/// Passes of k-means; later ones move little.
const PASSES: usize = 12;
/// Distances that one thread measures before it may be asked for the next piece.
const CHUNK: usize = 1 << 16;

/// Distinct paints, and the paint of each region. Nothing stays nothing and is not counted as a
/// colour. With a palette each region takes the nearest of its colours and `max_colors` is not
/// looked at.
pub(super) fn recolor(
    colors: &[[u8; 4]],
    weights: &[u64],
    params: &SegmentParams,
    ctx: &Context<'_>,
) -> Result<(Vec<[u8; 4]>, Vec<u32>)> {
    if !params.palette.is_empty() {
        let (palette, own) = (features(&params.palette, ctx)?, features(colors, ctx)?);
        return number(colors, |region, _| params.palette[nearest(own[region], &palette)], ctx);
    }
    let (distinct, region_to_distinct) = number(colors, |_, color| color, ctx)?;
    let max = params.max_colors as usize;
    let visible = distinct.iter().filter(|color| color[3] > 0).count();
    if max == 0 || visible <= max {
        return Ok((distinct, region_to_distinct));
    }
    let mut totals = vec![0u64; distinct.len()];
    for (&index, &weight) in region_to_distinct.iter().zip(weights) {
        totals[index as usize] += weight;
    }
    let reduced: HashMap<[u8; 4], [u8; 4]> = reduce(&distinct, &totals, max, ctx)?;
    number(colors, |_, color| reduced.get(&color).copied().unwrap_or(color), ctx)
}

/// Numbers what colours become, in order of appearance.
fn number(
    colors: &[[u8; 4]],
    become_: impl Fn(usize, [u8; 4]) -> [u8; 4],
    ctx: &Context<'_>,
) -> Result<(Vec<[u8; 4]>, Vec<u32>)> {
    // The map is only asked, never walked.
    let mut numbers: HashMap<[u8; 4], u32> = HashMap::new();
    let mut paints = Vec::new();
    let mut paint_of = Vec::with_capacity(colors.len());
    for (region, &color) in colors.iter().enumerate() {
        ctx.check()?;
        let paint = if color[3] == 0 { [0; 4] } else { become_(region, color) };
        paint_of.push(*numbers.entry(paint).or_insert_with(|| {
            paints.push(paint);
            paints.len() as u32 - 1
        }));
    }
    Ok((paints, paint_of))
}

/// What each distinct visible colour becomes, so that `count` are left; there are more than that.
fn reduce(
    colors: &[[u8; 4]],
    weights: &[u64],
    count: usize,
    ctx: &Context<'_>,
) -> Result<HashMap<[u8; 4], [u8; 4]>> {
    let points: Vec<Point> = colors
        .iter()
        .zip(features(colors, ctx)?)
        .zip(weights)
        .filter(|((color, _), _)| color[3] > 0)
        .map(|((&color, feature), &weight)| Point { color, feature, weight: weight.max(1) })
        .collect();
    let mut centers = first_centers(&points, count, ctx)?;
    let mut cluster_of = assign(&points, &centers, ctx)?;
    for _ in 0..PASSES {
        centers = means(&points, &cluster_of, &centers);
        let next = assign(&points, &centers, ctx)?;
        if next == cluster_of {
            break;
        }
        cluster_of = next;
    }
    let chosen = cluster_colors(&points, &mut cluster_of, &centers);
    Ok(points
        .iter()
        .zip(cluster_of)
        .map(|(point, cluster)| (point.color, chosen[cluster as usize]))
        .collect())
}

struct Point {
    color: [u8; 4],
    feature: Feature,
    weight: u64,
}

/// The heaviest colour, then again and again the one with the most weight × squared distance to
/// the centres so far.
fn first_centers(points: &[Point], count: usize, ctx: &Context<'_>) -> Result<Vec<Feature>> {
    let mut centers: Vec<Feature> = Vec::with_capacity(count);
    let mut far: Vec<u64> = vec![1; points.len()];
    while centers.len() < count {
        ctx.check()?;
        let score = |i: usize| far[i] as u128 * u128::from(points[i].weight);
        let Some(next) = (0..points.len()).max_by_key(|&i| (score(i), std::cmp::Reverse(i))) else { break };
        let center = points[next].feature;
        for (far, point) in far.iter_mut().zip(points) {
            let squared = distance(point.feature, center) as u64;
            *far = if centers.is_empty() { squared } else { squared.min(*far) };
        }
        centers.push(center);
    }
    Ok(centers)
}

fn nearest(feature: Feature, centers: &[Feature]) -> usize {
    (0..centers.len()).min_by_key(|&i| (distance(feature, centers[i]), i)).unwrap_or(0)
}

fn assign(points: &[Point], centers: &[Feature], ctx: &Context<'_>) -> Result<Vec<u32>> {
    let chunks = points.chunks((CHUNK / centers.len().max(1)).max(1));
    let nearest = |point: &Point| nearest(point.feature, centers) as u32;
    Ok(parallel::map(chunks, ctx, |points| Ok(points.iter().map(nearest).collect::<Vec<_>>()))?.concat())
}

/// Weighted means; an empty cluster keeps its centre.
fn means(points: &[Point], cluster_of: &[u32], centers: &[Feature]) -> Vec<Feature> {
    let mut sums = vec![([0i64; 4], 0i64); centers.len()];
    for (point, &cluster) in points.iter().zip(cluster_of) {
        let (sum, weight) = &mut sums[cluster as usize];
        for (axis, value) in sum.iter_mut().zip(point.feature) {
            *axis += i64::from(value) * point.weight as i64;
        }
        *weight += point.weight as i64;
    }
    let mean = |((sum, weight), &old): (([i64; 4], i64), &Feature)| {
        if weight == 0 { old } else { sum.map(|axis| axis.div_euclid(weight) as i16) }
    };
    sums.into_iter().zip(centers).map(mean).collect()
}

/// The colour of each cluster: its mean, or where two clusters would look the same or one is
/// empty, colours of the picture itself, so that none is lost.
fn cluster_colors(points: &[Point], cluster_of: &mut [u32], centers: &[Feature]) -> Vec<[u8; 4]> {
    fill_empty(points, cluster_of, centers);
    let mut sums = vec![([0u64; 4], 0u64); centers.len()];
    for (point, &cluster) in points.iter().zip(&*cluster_of) {
        let (sum, weight) = &mut sums[cluster as usize];
        let alpha = u64::from(point.color[3]);
        let [red, green, blue, _] = point.color.map(u64::from);
        for (sum, part) in sum.iter_mut().zip([red * alpha, green * alpha, blue * alpha, alpha]) {
            *sum += part * point.weight;
        }
        *weight += point.weight;
    }
    let means: Vec<[u8; 4]> = sums
        .iter()
        .map(|(sum, weight)| {
            let of = |sum: u64, by: u64| ((sum + by / 2) / by.max(1)).min(255) as u8;
            [of(sum[0], sum[3]), of(sum[1], sum[3]), of(sum[2], sum[3]), of(sum[3], *weight)]
        })
        .collect();
    let mut sorted: Vec<u32> = means.iter().map(|&color| u32::from_ne_bytes(color)).collect();
    sorted.sort_unstable();
    if sorted.windows(2).all(|pair| pair[0] != pair[1]) {
        return means;
    }
    // A member of each: clusters share no members, so these differ.
    let mut members = means;
    let mut found: Vec<Option<i32>> = vec![None; centers.len()];
    for (point, &cluster) in points.iter().zip(&*cluster_of) {
        let cluster = cluster as usize;
        let away = distance(point.feature, centers[cluster]);
        if found[cluster].is_none_or(|best| away < best) {
            found[cluster] = Some(away);
            members[cluster] = point.color;
        }
    }
    members
}

/// Gives each empty cluster the point that its own cluster serves worst.
fn fill_empty(points: &[Point], cluster_of: &mut [u32], centers: &[Feature]) {
    let mut sizes = vec![0u32; centers.len()];
    for &cluster in &*cluster_of {
        sizes[cluster as usize] += 1;
    }
    for empty in 0..centers.len() {
        if sizes[empty] > 0 {
            continue;
        }
        let worst = (0..points.len()).filter(|&i| sizes[cluster_of[i] as usize] > 1).max_by_key(|&i| {
            let away = distance(points[i].feature, centers[cluster_of[i] as usize]);
            (u128::from(points[i].weight) * away as u128, std::cmp::Reverse(i))
        });
        if let Some(point) = worst {
            sizes[cluster_of[point] as usize] -= 1;
            sizes[empty] = 1;
            cluster_of[point] = empty as u32;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn recolor(colors: &[[u8; 4]], weights: &[u64], params: &SegmentParams) -> (Vec<[u8; 4]>, Vec<u32>) {
        super::recolor(colors, weights, params, &Context::unhindered()).expect("nobody cancels")
    }

    fn with(max_colors: u32, palette: &[[u8; 4]]) -> SegmentParams {
        SegmentParams { max_colors, palette: palette.to_vec(), ..SegmentParams::default() }
    }

    #[test]
    fn a_palette_takes_the_nearest_and_leaves_nothing_alone() {
        let colors = [[250, 10, 10, 255], [0, 0, 0, 0], [20, 20, 30, 255]];
        let palette = [[255, 0, 0, 255], [0, 0, 0, 255], [0, 0, 255, 255]];
        let (paints, paint_of) = recolor(&colors, &[1, 1, 1], &with(0, &palette));
        assert_eq!(
            paint_of.iter().map(|&p| paints[p as usize]).collect::<Vec<_>>(),
            [[255, 0, 0, 255], [0, 0, 0, 0], [0, 0, 0, 255]]
        );
    }

    #[test]
    fn two_clouds_become_their_weighted_means() {
        let colors = [[10, 10, 10, 255], [20, 20, 20, 255], [240, 0, 0, 255]];
        let (paints, paint_of) = recolor(&colors, &[3, 1, 5], &with(2, &[]));
        assert_eq!(paints, [[13, 13, 13, 255], [240, 0, 0, 255]]);
        assert_eq!(paint_of, [0, 0, 1]);
    }

    proptest! {
        #[test]
        fn exactly_as_many_colors_as_asked_when_there_are_as_many(
            colors in prop::collection::vec(prop::array::uniform4(0u8..=255), 1..60),
            near in any::<bool>(),
            max in 1u32..20,
        ) {
            // Near colours are those whose means round to the same.
            let colors: Vec<[u8; 4]> =
                colors.into_iter().map(|c| if near { c.map(|v| 250 + v % 3) } else { c }).collect();
            let weights = vec![1; colors.len()];
            let mut visible: Vec<_> = colors.iter().filter(|c| c[3] > 0).collect();
            visible.sort_unstable();
            visible.dedup();
            let (paints, paint_of) = recolor(&colors, &weights, &with(max, &[]));
            let shown = paints.iter().filter(|c| c[3] > 0).count();
            prop_assert_eq!(shown, visible.len().min(max as usize));
            prop_assert!(paint_of.iter().all(|&p| (p as usize) < paints.len()));
        }
    }
}
