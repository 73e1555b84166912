//! `prepare`: pixels to a canvas; nothing is scaled or smoothed at this size.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion};
use pathloom::stages::prepare;
use pathloom_benches::{Prepared, in_context};

/// Times the stage on every picture.
pub fn bench(criterion: &mut Criterion, pictures: &[Prepared]) {
    let mut group = criterion.benchmark_group("prepare");
    for picture in pictures {
        group.bench_function(BenchmarkId::from_parameter(picture.name), |bencher| {
            bencher.iter(|| {
                in_context(|ctx| {
                    prepare::run(black_box(&picture.pixels), &picture.params.prepare, ctx).map(black_box)
                })
            });
        });
    }
    group.finish();
}
