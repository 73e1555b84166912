//! `fit`: outlines to curves and paints.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion};
use pathloom::stages::fit;
use pathloom_benches::{Prepared, in_context};

/// Times the stage on every picture.
pub fn bench(criterion: &mut Criterion, pictures: &[Prepared]) {
    let mut group = criterion.benchmark_group("fit");
    for picture in pictures {
        let size = (picture.pixels.width, picture.pixels.height);
        group.bench_function(BenchmarkId::from_parameter(picture.name), |bencher| {
            bencher.iter(|| {
                in_context(|ctx| {
                    fit::run(black_box(&picture.outlines), size, &picture.params.fit, ctx).map(black_box)
                })
            });
        });
    }
    group.finish();
}
