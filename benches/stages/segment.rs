//! `segment`: a canvas to regions; whole, and only the cut that a moved dial costs.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion};
use pathloom::params::SegmentParams;
use pathloom::stages::segment;
use pathloom_benches::{Prepared, in_context};

/// Times both halves on every picture.
pub fn bench(criterion: &mut Criterion, pictures: &[Prepared]) {
    let mut group = criterion.benchmark_group("segment");
    for picture in pictures {
        let params = &picture.params.segment;
        group.bench_function(BenchmarkId::from_parameter(picture.name), |bencher| {
            bencher.iter(|| {
                in_context(|ctx| {
                    let canvas = black_box(&picture.canvas);
                    let analysis = segment::analyse(canvas, params, ctx)?;
                    segment::cut(canvas, &analysis, params, ctx).map(black_box)
                })
            });
        });
    }
    group.finish();
    let mut group = criterion.benchmark_group("segment-cut");
    for picture in pictures {
        // With unchanged parameters the analysis may already hold the answer.
        let params =
            &SegmentParams { detail: picture.params.segment.detail * 0.9, ..picture.params.segment.clone() };
        group.bench_function(BenchmarkId::from_parameter(picture.name), |bencher| {
            bencher.iter(|| {
                in_context(|ctx| {
                    segment::cut(&picture.canvas, black_box(&picture.analysis), params, ctx).map(black_box)
                })
            });
        });
    }
    group.finish();
}
