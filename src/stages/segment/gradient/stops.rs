//! The stops of a ramp whose geometry is known.
//!
//! Samples are gathered in narrow bins along the ramp; a knot goes where the bins are farthest
//! from the chord between their neighbouring knots, until no bin is off by more than the
//! tolerance; then the colours at all knots are fitted at once. Putting the next knot where the
//! *fitted* ramp is worst was rejected: it clusters knots around one kink.

use super::profile::Hats;
use super::samples::Sample;
use crate::model::{Gradient, Stop};

const BINS: usize = 96;
/// Most stops of a ramp.
const MAX_STOPS: usize = 10;
/// Largest distance of a bin from its chord that needs no stop, levels.
const TOLERANCE: f64 = 1.7;
/// Samples of one bin that count, so that a large even area does not outweigh the ramp.
const MAX_BIN_WEIGHT: f64 = 30.0;

/// How far a ramp goes on beyond its samples, px, at most.
const END: f64 = 3.0;
/// Alpha under which a colour is not to be told.
const INVISIBLE: f64 = 4.0;

/// Mean of the samples of one bin.
struct Bin {
    weight: f64,
    place: f64,
    /// Straight sRGB with alpha, 0–255 each.
    color: [f64; 4],
}

/// The stops that make a ramp follow the samples; `places` gives each sample's place, 0–1, and
/// `length` is that of the whole ramp, px.
pub(super) fn stops(places: impl Iterator<Item = f64>, samples: &[Sample], length: f64) -> Vec<Stop> {
    let bins = gather(places, samples);
    let (Some(first), Some(last)) = (bins.first(), bins.last()) else {
        return vec![stop(0.0, [0; 4]), stop(1.0, [0; 4])];
    };
    if bins.len() < 2 {
        let color = first.color.map(round);
        return vec![stop(0.0, color), stop(1.0, color)];
    }
    let mut knots = knots(&bins);
    knots.push(last.place);
    // The samples end just before the ramp does, and a bin's mean lies within the bin; but where
    // exactly the end stops are may decide how well whole levels can say their colours.
    let beyond = END / length.max(1.0) + 1.0 / BINS as f64;
    let starts = [0.0, knots[0]];
    let ends = [1.0, last.place];
    let starts = if knots[0] < beyond { &starts[..] } else { &starts[1..] };
    let ends = if last.place > 1.0 - beyond { &ends[..] } else { &ends[1..] };
    let mut best: Option<Ramp> = None;
    for &start in starts {
        for &end in ends {
            let tried = Ramp::over(&mut knots, start, end, &bins);
            if best.as_ref().is_none_or(|b| tried.error < b.error) {
                best = Some(tried);
            }
        }
    }
    best.map(|ramp| ramp.stops).unwrap_or_default()
}

/// Stops, and how far the bins are from them.
struct Ramp {
    stops: Vec<Stop>,
    error: f64,
}

impl Ramp {
    /// The best colours at `knots` with the outer ones moved to `start` and `end`.
    fn over(knots: &mut [f64], start: f64, end: f64, bins: &[Bin]) -> Self {
        knots[0] = start;
        knots[knots.len() - 1] = end;
        let spots: Vec<(usize, f64)> = bins.iter().map(|bin| spot(knots, bin.place)).collect();
        let mut hats = Hats::new(knots.len(), 1e-6);
        for (bin, &(knot, share)) in bins.iter().zip(&spots) {
            hats.add(knot, share, bin.weight.min(MAX_BIN_WEIGHT), &bin.color);
        }
        let mut colors: Vec<[u8; 4]> =
            hats.solve()[..knots.len()].iter().map(|color| opaque(*color).map(round)).collect();
        let mut error = 0.0;
        for channel in 0..3 {
            settle(&mut colors, channel, bins, &spots);
            error += squared_error(&colors, channel, bins, &spots);
        }
        let stops = knots.iter().zip(colors).map(|(&place, color)| stop(place, color)).collect();
        Self { stops, error }
    }
}

/// The knot before a place, and the share of the way to the next.
fn spot(knots: &[f64], place: f64) -> (usize, f64) {
    let knot = knots.partition_point(|&k| k <= place).clamp(1, knots.len() - 1) - 1;
    (knot, (place - knots[knot]) / (knots[knot + 1] - knots[knot]))
}

/// Rounding all knots at once can put a whole ramp half a level off: turns single knots up or
/// down by a level as long as that brings the bins nearer.
fn settle(colors: &mut [[u8; 4]], channel: usize, bins: &[Bin], spots: &[(usize, f64)]) {
    for _ in 0..2 {
        for knot in 0..colors.len() {
            let from = spots.partition_point(|s| s.0 + 1 < knot);
            let to = spots.partition_point(|s| s.0 <= knot);
            // The squared error is a parabola over the level of one knot.
            let (mut slope, mut bend) = (0.0, 0.0);
            for (bin, &(before, share)) in bins[from..to].iter().zip(&spots[from..to]) {
                let part = if before == knot { 1.0 - share } else { share };
                let weight = bin.weight.min(MAX_BIN_WEIGHT) * part;
                slope += weight * off(colors, channel, bin, (before, share));
                bend += weight * part;
            }
            let level = &mut colors[knot][channel];
            if 2.0 * slope + bend < 0.0 {
                *level = level.saturating_add(1);
            } else if bend - 2.0 * slope < 0.0 {
                *level = level.saturating_sub(1);
            }
        }
    }
}

/// How far a ramp is from a bin, levels.
#[inline]
fn off(colors: &[[u8; 4]], channel: usize, bin: &Bin, (knot, share): (usize, f64)) -> f64 {
    let (a, b) = (f64::from(colors[knot][channel]), f64::from(colors[knot + 1][channel]));
    a + share * (b - a) - bin.color[channel]
}

fn gather(places: impl Iterator<Item = f64>, samples: &[Sample]) -> Vec<Bin> {
    // Sums of premultiplied colour: what is hardly visible hardly counts.
    let mut sums = [const { Bin { weight: 0.0, place: 0.0, color: [0.0; 4] } }; BINS];
    for (place, sample) in places.zip(samples) {
        let place = place.clamp(0.0, 1.0);
        let bin = &mut sums[((place * BINS as f64) as usize).min(BINS - 1)];
        bin.weight += 1.0;
        bin.place += place;
        for (sum, channel) in bin.color.iter_mut().zip(sample.color) {
            *sum += f64::from(channel);
        }
    }
    let mut bins: Vec<Bin> = sums.iter().filter(|sum| sum.weight > 0.0).map(mean).collect();
    // What is invisible has no colour of its own, and takes on its neighbour's.
    for i in (0..bins.len().saturating_sub(1)).rev() {
        inherit(&mut bins, i, i + 1);
    }
    for i in 1..bins.len() {
        inherit(&mut bins, i, i - 1);
    }
    bins
}

fn mean(sum: &Bin) -> Bin {
    let [r, g, b, a] = sum.color;
    let straight = |c: f64| if a > 0.0 { c / a * 255.0 } else { 0.0 };
    Bin {
        weight: sum.weight,
        place: sum.place / sum.weight,
        color: [straight(r), straight(g), straight(b), a / sum.weight],
    }
}

fn inherit(bins: &mut [Bin], to: usize, from: usize) {
    if bins[to].color[3] < INVISIBLE && bins[from].color[3] > bins[to].color[3] {
        let [r, g, b, _] = bins[from].color;
        bins[to].color = [r, g, b, bins[to].color[3]];
    }
}

/// Places of all knots but the last, ascending.
fn knots(bins: &[Bin]) -> Vec<f64> {
    // Each chord: its worst bin's distance, that bin, the bins at its ends.
    let chord = |from: usize, to: usize| {
        let (error, at) = worst(bins, from, to);
        (error, at, from, to)
    };
    let mut chords = vec![chord(0, bins.len() - 1)];
    while chords.len() + 1 < MAX_STOPS {
        let farthest = chords.iter().enumerate().max_by(|a, b| a.1.0.total_cmp(&b.1.0));
        let Some((index, &(error, at, from, to))) = farthest else { break };
        if error <= TOLERANCE {
            break;
        }
        chords.swap_remove(index);
        chords.push(chord(from, at));
        chords.push(chord(at, to));
    }
    let mut starts: Vec<usize> = chords.iter().map(|c| c.2).collect();
    starts.sort_unstable();
    starts.into_iter().map(|bin| bins[bin].place).collect()
}

/// The bin between two bins that is farthest from their chord, and how far, levels. Colour counts
/// by its alpha, and sparse bins count less: they are noisy.
fn worst(bins: &[Bin], from: usize, to: usize) -> (f64, usize) {
    let (a, b) = (&bins[from], &bins[to]);
    let mut worst = (0.0, from);
    for (i, bin) in bins.iter().enumerate().take(to).skip(from + 1) {
        let share = (bin.place - a.place) / (b.place - a.place);
        let mut error = 0.0f64;
        for j in 0..4 {
            let visible = if j < 3 { bin.color[3] / 255.0 } else { 1.0 };
            let on_chord = a.color[j] + share * (b.color[j] - a.color[j]);
            error = error.max((on_chord - bin.color[j]).abs() * visible);
        }
        error *= bin.weight / (bin.weight + 1.0);
        if error > worst.0 {
            worst = (error, i);
        }
    }
    worst
}

fn squared_error(colors: &[[u8; 4]], channel: usize, bins: &[Bin], spots: &[(usize, f64)]) -> f64 {
    let mut sum = 0.0;
    for (bin, &spot) in bins.iter().zip(spots) {
        let off = off(colors, channel, bin, spot);
        sum += off * off * bin.weight.min(MAX_BIN_WEIGHT);
    }
    sum
}

/// An alpha a shade under opaque is rounding of the fit, and would cost the face its opacity.
fn opaque([r, g, b, a]: [f64; 4]) -> [f64; 4] {
    [r, g, b, if a > 254.4 { 255.0 } else { a }]
}

fn round(channel: f64) -> u8 {
    (channel.clamp(0.0, 255.0) + 0.5) as u8
}

fn stop(place: f64, color: [u8; 4]) -> Stop {
    Stop { offset: place as f32, color }
}

/// Replaces a gradient's stops by what the samples say.
pub(super) fn refit(
    gradient: &mut Gradient,
    samples: &[Sample],
    length: f64,
    place: impl Fn(f64, f64) -> f64,
) {
    let places = samples.iter().map(|s| place(f64::from(s.x), f64::from(s.y)));
    gradient.stops = stops(places, samples, length);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn samples(color: impl Fn(f32) -> [f32; 4]) -> Vec<Sample> {
        (0..=400).map(|i| Sample { x: i as f32 / 400.0, y: 0.0, color: color(i as f32 / 400.0) }).collect()
    }

    fn of(samples: &[Sample]) -> Vec<Stop> {
        stops(samples.iter().map(|s| f64::from(s.x)), samples, 400.0)
    }

    #[test]
    fn a_straight_ramp_has_two_stops() {
        let found = of(&samples(|t| [200.0 * t, 10.0, 255.0 - 100.0 * t, 255.0]));
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].color[0] <= 2 && found[1].color[0].abs_diff(200) <= 2, "{found:?}");
    }

    #[test]
    fn a_kink_is_found_where_it_is() {
        let found = of(&samples(|t| [if t < 0.3 { 200.0 * t / 0.3 } else { 200.0 }, 0.0, 0.0, 255.0]));
        assert!(found.len() <= 4, "{found:?}");
        assert!(found[1..found.len() - 1].iter().all(|s| (s.offset - 0.3).abs() < 0.02), "{found:?}");
    }

    #[test]
    fn a_fading_ramp_keeps_its_colour() {
        let found = of(&samples(|t| [100.0 * t, 200.0 * t, 0.0, 255.0 * t]));
        assert_eq!(found.len(), 2, "{found:?}");
        for stop in &found {
            assert!(stop.color[0].abs_diff(100) <= 1 && stop.color[1].abs_diff(200) <= 1, "{found:?}");
        }
    }
}
