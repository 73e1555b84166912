use std::sync::Arc;

use proptest::prelude::*;

use super::super::fixture::{NOTHING, label, palette, regions, trace, with_context};
use super::run;
use crate::model::{OUTSIDE, Outlines, Regions};
use crate::params::{Layering, TraceParams};

/// Every crack of the label map as (corner, is vertical), each once.
fn cracks(regions: &Regions) -> Vec<([u32; 2], bool)> {
    let (w, h) = (regions.width, regions.height);
    let at = |x: u32, y: u32| {
        if x < w && y < h { regions.labels[(y * w + x) as usize] } else { OUTSIDE }
    };
    let mut found = Vec::new();
    for y in 0..=h {
        for x in 0..=w {
            if x < w && at(x, y.wrapping_sub(1)) != at(x, y) {
                found.push(([x, y], false));
            }
            if y < h && at(x.wrapping_sub(1), y) != at(x, y) {
                found.push(([x, y], true));
            }
        }
    }
    found.sort_unstable();
    found
}

/// The cracks that the borders consist of.
fn walked(outlines: &Outlines) -> Vec<([u32; 2], bool)> {
    let mut found = Vec::new();
    for border in &outlines.borders {
        let mut at = border.start;
        for &direction in &outlines.steps[border.first as usize..(border.first + border.count) as usize] {
            let to = super::map::step(at, direction);
            found.push((at.min(to), direction & 1 == 1));
            at = to;
        }
        assert_eq!(at, border.end);
        assert!(!border.closed || border.start == border.end);
    }
    found.sort_unstable();
    found
}

fn check_map(regions: &Arc<Regions>, layering: Layering) {
    let outlines = trace(regions, layering);
    assert_eq!(walked(&outlines), cracks(regions), "every crack lies in exactly one border");
    let mut area = vec![0_i64; regions.faces.len()];
    let mut uses = vec![0; outlines.borders.len() * 2];
    for (i, ring) in outlines.loops.iter().enumerate() {
        area[ring.face as usize] += ring.doubled_area;
        let sides = outlines.sides_of(ring);
        for (k, &side) in sides.iter().enumerate() {
            uses[side as usize] += 1;
            let ends = |side: u32| {
                let b = &outlines.borders[(side >> 1) as usize];
                if side & 1 == 0 { (b.start, b.end, b.right) } else { (b.end, b.start, b.left) }
            };
            assert_eq!(ends(side).2, ring.face);
            assert_eq!(ends(side).1, ends(sides[(k + 1) % sides.len()]).0, "loops close");
        }
        let outer = outlines.face_loops[ring.face as usize] as usize == i;
        assert_eq!(ring.doubled_area > 0, outer, "one outer loop a face, and it comes first");
    }
    for (face, doubled) in regions.faces.iter().zip(&area) {
        assert_eq!(*doubled, i64::from(face.area) * 2, "loops enclose the face's pixels");
    }
    for (i, border) in outlines.borders.iter().enumerate() {
        assert_eq!(uses[2 * i], u32::from(border.right != OUTSIDE));
        assert_eq!(uses[2 * i + 1], u32::from(border.left != OUTSIDE));
        assert_ne!(border.left, border.right);
    }
    let painted = regions.faces.iter().filter(|f| !regions.paints[f.paint as usize].is_nothing()).count();
    assert_eq!(outlines.order.len(), painted, "every painted face has one place");
    assert_eq!(outlines.points.len(), outlines.steps.len());
    assert!(outlines.points.iter().flatten().all(|v| v.is_finite()));
}

#[test]
fn degenerate_maps_have_sound_outlines() {
    let checker = |w: u32, h: u32| -> Vec<u32> { (0..w * h).map(|i| (i % w + i / w) % 2).collect() };
    for (w, h) in [(0, 0), (1, 0), (0, 5), (1, 1), (1, 40), (40, 1), (2, 2), (9, 7)] {
        for own in [vec![0; (w * h) as usize], vec![NOTHING; (w * h) as usize], checker(w.max(1), h)] {
            let own = &own[..(w * h) as usize];
            for layering in [Layering::Stacked, Layering::Cutout] {
                check_map(&Arc::new(label(w, h, palette(), own, None)), layering);
            }
        }
    }
}

#[test]
fn a_label_map_that_contradicts_itself_is_refused() {
    let mut wrong = label(3, 2, palette(), &[0, 0, 1, 1, 2, 2], None);
    wrong.labels[4] = 99;
    assert!(with_context(|ctx| run(&Arc::new(wrong), &TraceParams::default(), ctx)).is_err());
}

#[test]
fn a_straight_edge_is_found_to_a_hundredth_of_a_pixel() {
    // Through a slope of 0.31: every point of the border must lie on the line.
    let line = |x: f64| 20.3 + 0.31 * (x - 20.0);
    let outlines = trace(&regions(40, 40, palette(), |x, y| u32::from(y > line(x))), Layering::Stacked);
    let inner = outlines.borders.iter().find(|b| b.left != OUTSIDE && b.right != OUTSIDE).expect("one");
    let mut seen = 0;
    for i in inner.first as usize + 3..(inner.first + inner.count) as usize - 3 {
        if outlines.telling[i] {
            let [x, y] = outlines.points[i].map(f64::from);
            assert!((y - line(x)).abs() < 0.011, "{x} {y} {}", line(x));
            seen += 1;
        }
    }
    assert!(seen > 30);
}

#[test]
fn the_disc_in_front_is_above_the_one_behind() {
    // The large disc (1) hides a part of the small one (2): the contour of the large runs
    // smoothly past the place where its neighbour changes.
    let scene = |x: f64, y: f64| {
        let inside = |cx: f64, cy: f64, r: f64| (x - cx).powi(2) + (y - cy).powi(2) < r * r;
        match (inside(40.0, 40.0, 25.0), inside(66.0, 40.0, 18.0)) {
            (_, true) => 2,
            (true, _) => 1,
            _ => 0,
        }
    };
    let regions = regions(96, 80, palette(), scene);
    let outlines = trace(&regions, Layering::Stacked);
    let rank = |paint: u32| {
        let face = regions.faces.iter().position(|f| f.paint == paint).expect("a face");
        outlines.rank[face]
    };
    assert!(rank(2) > rank(1), "the smaller disc was painted over the larger");
    assert!(rank(0) < rank(1), "what is around comes first");
}

#[test]
fn holes_that_show_something_are_known() {
    // A ring around nothing, and a ring around a disc.
    let scene = |x: f64, y: f64| {
        let r = |cx: f64| ((x - cx).powi(2) + (y - 20.0).powi(2)).sqrt();
        match (r(20.0), r(60.0)) {
            (a, _) if a < 8.0 => NOTHING,
            (a, _) if a < 16.0 => 1,
            (_, b) if b < 8.0 => 3,
            (_, b) if b < 16.0 => 2,
            _ => 0,
        }
    };
    let outlines = trace(&regions(80, 40, palette(), scene), Layering::Stacked);
    let hole_of = |paint: u32| {
        let ring = |l: &&crate::model::Loop| {
            l.doubled_area < 0 && outlines.regions.faces[l.face as usize].paint == paint
        };
        outlines.loops.iter().find(ring).expect("a hole").see_through
    };
    assert!(hole_of(1));
    assert!(!hole_of(2));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_maps_have_sound_outlines(
        (w, h, own) in (1_u32..14, 1_u32..14, 2_u32..5).prop_flat_map(|(w, h, colors)| {
            (Just(w), Just(h), prop::collection::vec(0..colors, (w * h) as usize))
        }),
        cutout in any::<bool>(),
        mixed in any::<bool>(),
    ) {
        let own: Vec<u32> = own.into_iter().map(|p| if p == 3 { NOTHING } else { p }).collect();
        let mixtures = mixed.then(|| crate::model::Mixtures { other: own.iter().map(|&paint| paint as u16).collect(), coverage: vec![255; own.len()], noisy: false });
        let layering = if cutout { Layering::Cutout } else { Layering::Stacked };
        check_map(&Arc::new(label(w, h, palette(), &own, mixtures)), layering);
    }
}
