//! `write`: shapes to SVG text.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion};
use pathloom::stages::write;
use pathloom_benches::{Prepared, in_context};

/// Times the stage on every picture.
pub fn bench(criterion: &mut Criterion, pictures: &[Prepared]) {
    let mut group = criterion.benchmark_group("write");
    for picture in pictures {
        group.bench_function(BenchmarkId::from_parameter(picture.name), |bencher| {
            bencher.iter(|| {
                in_context(|ctx| {
                    write::run(black_box(&picture.shapes), &picture.params.write, ctx).map(black_box)
                })
            });
        });
    }
    group.finish();
}
