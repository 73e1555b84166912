use proptest::prelude::*;
use resvg::usvg;
use resvg::usvg::tiny_skia_path::PathSegment;

use super::{Written, run};
use crate::context::{Context, Control};
use crate::limits::Limits;
use crate::model::{Crossed, Curve, Gradient, GradientKind, Paint, Point, Shape, Shapes, Stop};
use crate::params::{Group, WriteParams};

fn write(shapes: &Shapes, params: &WriteParams) -> Written {
    let (control, limits) = (Control::default(), Limits::default());
    run(shapes, params, &Context::new(&control, &limits)).expect("nobody cancels")
}

fn point(x: f64, y: f64) -> Point {
    Point { x, y }
}

fn drawing(paints: Vec<Paint>, contours: Vec<(u32, Point, Vec<Curve>)>) -> Shapes {
    let mut shapes = Shapes { width: 64, height: 48, source_size: (128, 96), paints, ..Shapes::default() };
    for (paint, start, curves) in contours {
        let first = shapes.contours.len() as u32;
        shapes.shapes.push(Shape { paint, first, count: 1 });
        shapes.add_contour(start, curves);
    }
    shapes
}

fn square(x: f64, y: f64, side: f64) -> (Point, Vec<Curve>) {
    let to = |x, y| Curve::Line { to: point(x, y) };
    (point(x, y), vec![to(x + side, y), to(x + side, y + side), to(x, y + side), to(x, y)])
}

fn parse(svg: &str) -> usvg::Tree {
    usvg::Tree::from_str(svg, &usvg::Options::default()).unwrap_or_else(|e| panic!("{e}: {svg}"))
}

fn paths(group: &usvg::Group) -> Vec<usvg::Path> {
    let mut found = Vec::new();
    for node in group.children() {
        match node {
            usvg::Node::Group(g) => found.extend(paths(g)),
            usvg::Node::Path(p) => found.push((**p).clone()),
            _ => {}
        }
    }
    found
}

#[test]
fn a_square_is_four_numbers_and_a_move() {
    let (start, curves) = square(1.0, 2.0, 10.0);
    let shapes = drawing(vec![Paint::Flat([255, 0, 0, 255])], vec![(0, start, curves)]);
    let params = WriteParams { minify: 1, ..WriteParams::default() };
    let written = write(&shapes, &params);
    assert_eq!(
        written.svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"128\" height=\"96\" viewBox=\"0 0 64 48\">\
         <path fill=\"red\" d=\"m1 2h10v10h-10z\"/></svg>"
    );
    assert_eq!((written.paths, written.curves, written.coordinates), (1, 3, 5));
}

#[test]
fn colors_take_their_shortest_spelling() {
    let spelled = |c| {
        let mut out = Vec::new();
        super::paint::push_color(&mut out, c);
        String::from_utf8(out).expect("ascii")
    };
    assert_eq!(spelled([0, 0, 0, 255]), "#000");
    assert_eq!(spelled([0, 128, 128, 255]), "teal");
    assert_eq!(spelled([0xaa, 0xbb, 0xcc, 255]), "#abc");
    assert_eq!(spelled([1, 2, 255, 255]), "#0102ff");
}

#[test]
fn every_alpha_comes_back() {
    for alpha in 0..=255_u8 {
        let mut out = Vec::new();
        super::paint::push_alpha(&mut out, alpha);
        let text = String::from_utf8(out).expect("ascii");
        let value: f64 = text.parse().expect("a number");
        assert_eq!((value * 255.0).round() as u8, alpha, "{text}");
    }
}

#[test]
fn shapes_of_one_paint_share_a_path_only_at_the_smallest() {
    let squares = |x| square(x, 0.0, 5.0);
    let shapes = drawing(
        vec![Paint::Flat([1, 2, 3, 255]), Paint::Flat([1, 2, 3, 128])],
        [(0, 0.0), (0, 10.0), (1, 20.0), (1, 30.0)]
            .map(|(paint, x)| (paint, squares(x).0, squares(x).1))
            .to_vec(),
    );
    let count =
        |minify, group| write(&shapes, &WriteParams { minify, group, ..WriteParams::default() }).paths;
    assert_eq!(count(2, Group::None), 3, "translucent shapes stay apart");
    assert_eq!(count(1, Group::None), 4);
    assert_eq!(count(2, Group::Color), 4);
}

#[test]
fn a_title_is_text_and_nothing_else() {
    let params = WriteParams { title: "a<b> & \u{1}\u{0}c".into(), ..WriteParams::default() };
    let svg = write(&Shapes { width: 1, height: 1, source_size: (1, 1), ..Shapes::default() }, &params).svg;
    assert!(svg.contains("<title>a&lt;b&gt; &amp; c</title>"), "{svg}");
    parse(&svg);
}

#[test]
fn a_gradient_is_placed_where_its_map_says() {
    let stops =
        vec![Stop { offset: 0.0, color: [255, 0, 0, 255] }, Stop { offset: 1.0, color: [0, 0, 255, 255] }];
    // u runs from 0 at x = 10 to 1 at x = 50; the ellipse has its centre at (32, 24), radii 20 and 10.
    let linear = Gradient {
        kind: GradientKind::Linear,
        map: [[0.025, 0.0, -0.25], [0.0, 0.025, 0.0]],
        stops: stops.clone(),
    };
    let radial = Gradient { kind: GradientKind::Radial, map: [[0.05, 0.0, -1.6], [0.0, 0.1, -2.4]], stops };
    for gradient in [linear, radial] {
        for minify in [0, 1, 2] {
            let (start, curves) = square(0.0, 0.0, 64.0);
            let shapes = drawing(vec![Paint::Gradient(Box::new(gradient.clone()))], vec![(0, start, curves)]);
            let params = WriteParams { minify, ..WriteParams::default() };
            let tree = parse(&write(&shapes, &params).svg);
            let mut pixels = resvg::tiny_skia::Pixmap::new(128, 96).expect("a size");
            resvg::render(&tree, resvg::tiny_skia::Transform::identity(), &mut pixels.as_mut());
            for (x, y) in [(25, 25), (60, 48), (70, 40), (90, 48)] {
                let (cx, cy) = ((f64::from(x) + 0.5) / 2.0, (f64::from(y) + 0.5) / 2.0);
                let [u, v] = gradient.map.map(|[a, b, c]| a * cx + b * cy + c);
                let t = match gradient.kind {
                    GradientKind::Linear => u,
                    GradientKind::Radial => (u * u + v * v).sqrt(),
                }
                .clamp(0.0, 1.0);
                let red = pixels.pixel(x, y).expect("inside").red();
                assert!((f64::from(red) - 255.0 * (1.0 - t)).abs() < 3.0, "{red} at {x},{y} t {t}");
            }
        }
    }
}

#[test]
fn half_circles_stay_round_on_the_grid() {
    // A radius rounded up would bend each half into a flat lens.
    let arc = |x| Curve::Arc {
        radii: point(9.96, 9.96),
        rotation: 0.0,
        large: false,
        sweep: true,
        to: point(x, 24.0),
    };
    let shapes = drawing(
        vec![Paint::Flat([0, 0, 0, 255])],
        vec![(0, point(10.04, 24.0), vec![arc(29.96), arc(10.04)])],
    );
    for precision in 0..4 {
        let svg = write(&shapes, &WriteParams { precision, ..WriteParams::default() }).svg;
        let bounds = paths(parse(&svg).root())[0].abs_bounding_box();
        assert!((bounds.height() - 39.9).abs() < 2.2, "{bounds:?} {svg}");
    }
}

#[test]
fn hostile_numbers_are_written_as_numbers() {
    let bad = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e300, -1e-300];
    for (i, &x) in bad.iter().enumerate() {
        let p = point(x, bad[(i + 1) % bad.len()]);
        let curves = vec![
            Curve::Line { to: p },
            Curve::Cubic { c1: p, c2: point(0.0, x), to: point(3.0, 4.0) },
            Curve::Arc { radii: p, rotation: x, large: true, sweep: false, to: point(1.0, 1.0) },
        ];
        let gradient = Gradient {
            kind: GradientKind::Radial,
            map: [[x, x, 0.0], [0.0, 0.0, x]],
            stops: vec![Stop { offset: x as f32, color: [1, 2, 3, 4] }; 2],
        };
        let mut shapes = drawing(
            vec![Paint::Gradient(Box::new(gradient)), Paint::Flat([0; 4])],
            vec![(0, point(x, 0.0), curves.clone()), (1, p, curves.clone()), (9, p, curves)],
        );
        (shapes.overlap, shapes.grain) = (x as f32, x as f32);
        let svg = write(&shapes, &WriteParams::default()).svg;
        assert!(!svg.contains("NaN") && !svg.contains("inf") && !svg.contains("e+"), "{svg}");
        parse(&svg);
    }
}

#[test]
fn an_overlap_strokes_opaque_shapes_only() {
    let (start, curves) = square(5.0, 5.0, 20.0);
    let mut shapes = drawing(
        vec![Paint::Flat([9, 9, 9, 255]), Paint::Flat([9, 9, 9, 100])],
        vec![(0, start, curves.clone()), (1, start, curves)],
    );
    shapes.overlap = 0.5;
    let tree = parse(&write(&shapes, &WriteParams::default()).svg);
    let strokes: Vec<bool> = paths(tree.root()).iter().map(|p| p.stroke().is_some()).collect();
    assert_eq!(strokes, [true, false]);
}

#[test]
fn two_ramps_upon_each_other_show_their_mean_inside_and_on_the_stroke() {
    let ramp = |map: [f64; 3], from: [u8; 4], to: [u8; 4]| Gradient {
        kind: GradientKind::Linear,
        map: [map, [0.0; 3]],
        stops: vec![Stop { offset: 0.0, color: from }, Stop { offset: 1.0, color: to }],
    };
    let paint = Paint::Crossed(Box::new(Crossed {
        below: ramp([1.0 / 48.0, 0.0, 0.0], [0, 100, 0, 255], [240, 100, 0, 255]),
        above: ramp([0.0, 1.0 / 48.0, 0.0], [0, 100, 0, 255], [0, 100, 200, 255]),
        opacity: 0.25,
    }));
    let sampler = paint.sampler();
    for (minify, group) in [(0, Group::None), (1, Group::Color), (2, Group::None)] {
        let (start, curves) = square(8.0, 8.0, 32.0);
        let mut shapes = drawing(vec![paint.clone()], vec![(0, start, curves)]);
        shapes.overlap = 4.0;
        let tree = parse(&write(&shapes, &WriteParams { minify, group, ..WriteParams::default() }).svg);
        let mut pixels = resvg::tiny_skia::Pixmap::new(128, 96).expect("a size");
        resvg::render(&tree, resvg::tiny_skia::Transform::identity(), &mut pixels.as_mut());
        // In the middle, on the half of the stroke within, and on the other.
        for (x, y) in [(40, 50), (18, 40), (14, 40), (60, 78)] {
            let want = sampler.at((f64::from(x) + 0.5) / 2.0, (f64::from(y) + 0.5) / 2.0);
            let got = pixels.pixel(x, y).expect("inside");
            for (got, want) in [got.red(), got.green(), got.blue(), got.alpha()].into_iter().zip(want) {
                assert!((f32::from(got) - want).abs() < 2.5, "{x} {y}: {got} {want}");
            }
        }
    }
}

#[test]
fn lines_are_written_as_curves_that_are_lines_are() {
    let (start, curves) = square(3.0, 4.0, 9.5);
    let as_curves = drawing(vec![Paint::Flat([1, 2, 3, 255])], vec![(0, start, curves.clone())]);
    let mut as_lines = Shapes { lines: curves.iter().map(Curve::end).collect(), ..as_curves.clone() };
    as_lines.contours[0].lines = true;
    as_lines.curves.clear();
    for minify in [0, 1, 2] {
        let params = WriteParams { minify, ..WriteParams::default() };
        assert_eq!(write(&as_lines, &params), write(&as_curves, &params));
    }
}

#[test]
fn background_and_underlay_lie_beneath_the_shapes() {
    let (start, curves) = square(0.0, 0.0, 20.0);
    let flat = |r, g, b| Paint::Flat([r, g, b, 255]);
    let mut shapes =
        drawing(vec![flat(255, 0, 0), flat(0, 255, 0), flat(0, 0, 255)], vec![(2, start, curves)]);
    let line = vec![Curve::Line { to: point(30.0, 10.0) }];
    shapes.underlay.push(Shape { paint: 1, first: 1, count: 1 });
    shapes.add_contour(point(10.0, 10.0), line);
    (shapes.underlay_width, shapes.background) = (4.0, Some(0));
    for minify in [0, 1, 2] {
        let tree = parse(&write(&shapes, &WriteParams { minify, ..WriteParams::default() }).svg);
        let mut pixels = resvg::tiny_skia::Pixmap::new(128, 96).expect("a size");
        resvg::render(&tree, resvg::tiny_skia::Transform::identity(), &mut pixels.as_mut());
        let at = |x, y| {
            let p = pixels.pixel(x, y).expect("inside");
            [p.red(), p.green(), p.blue()]
        };
        assert_eq!([at(30, 20), at(50, 20), at(50, 50)], [[0, 0, 255], [0, 255, 0], [255, 0, 0]]);
    }
}

fn any_point() -> impl Strategy<Value = Point> {
    (-80.0..150.0, -80.0..150.0).prop_map(|(x, y)| point(x, y))
}

fn any_curve() -> impl Strategy<Value = Curve> {
    prop_oneof![
        any_point().prop_map(|to| Curve::Line { to }),
        (any_point(), any_point(), any_point()).prop_map(|(c1, c2, to)| Curve::Cubic { c1, c2, to }),
    ]
}

/// The points of a contour, without lines that end on the grid where they began and without the last
/// line home: those say nothing.
fn spoken(start: Point, curves: &[Curve], precision: u32) -> Vec<Point> {
    let node = |p: Point| [p.x, p.y].map(|v| (v * 10_f64.powi(precision as i32)).round());
    let mut points = vec![start];
    for (i, curve) in curves.iter().enumerate() {
        match *curve {
            Curve::Cubic { c1, c2, to } => points.extend([c1, c2, to]),
            ref line => {
                let (pen, to) = (node(*points.last().expect("a start")), node(line.end()));
                let home = i + 1 == curves.len() && to == node(start);
                if to != pen && !home {
                    points.push(line.end());
                }
            }
        }
    }
    points
}

/// The points a parser finds, contour by contour, in canvas pixels.
fn parsed_points(svg: &str) -> Vec<Vec<Point>> {
    let mut contours = Vec::new();
    for path in paths(parse(svg).root()) {
        let t = path.abs_transform();
        let map = |p: usvg::tiny_skia_path::Point| {
            // Shown at twice the canvas's size.
            point(f64::from(p.x * t.sx + t.tx) / 2.0, f64::from(p.y * t.sy + t.ty) / 2.0)
        };
        for segment in path.data().segments() {
            match segment {
                PathSegment::MoveTo(p) => contours.push(vec![map(p)]),
                PathSegment::LineTo(p) => contours.last_mut().expect("a move").push(map(p)),
                PathSegment::CubicTo(a, b, c) => {
                    contours.last_mut().expect("a move").extend([map(a), map(b), map(c)]);
                }
                PathSegment::QuadTo(..) => unreachable!("not written"),
                PathSegment::Close => {}
            }
        }
    }
    contours
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_point_comes_back_within_half_a_unit(
        contours in prop::collection::vec((any_point(), prop::collection::vec(any_curve(), 3..12)), 1..5),
        precision in 0_u32..4,
        minify in 0_u32..3,
    ) {
        let expected: Vec<Vec<Point>> =
            contours.iter().map(|(start, curves)| spoken(*start, curves, precision)).collect();
        let contours = contours.into_iter().map(|(start, curves)| (0, start, curves)).collect();
        let shapes = drawing(vec![Paint::Flat([1, 2, 3, 255])], contours);
        let params = WriteParams { precision, minify, ..WriteParams::default() };
        let found = parsed_points(&write(&shapes, &params).svg);
        let bound = 0.5 * 0.1_f64.powi(precision as i32) + 2e-4;
        prop_assert_eq!(found.len(), expected.len());
        for (found, expected) in found.iter().zip(&expected) {
            prop_assert_eq!(found.len(), expected.len());
            for (f, e) in found.iter().zip(expected) {
                prop_assert!((f.x - e.x).abs() <= bound && (f.y - e.y).abs() <= bound, "{f:?} {e:?}");
            }
        }
    }
}
