//! `trace`: regions to outlines.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion};
use pathloom::stages::trace;
use pathloom_benches::{Prepared, in_context};

/// Times the stage on every picture.
pub fn bench(criterion: &mut Criterion, pictures: &[Prepared]) {
    let mut group = criterion.benchmark_group("trace");
    for picture in pictures {
        group.bench_function(BenchmarkId::from_parameter(picture.name), |bencher| {
            bencher.iter(|| {
                in_context(|ctx| {
                    trace::run(black_box(&picture.regions), &picture.params.trace, ctx).map(black_box)
                })
            });
        });
    }
    group.finish();
}
