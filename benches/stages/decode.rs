//! `decode`: the bytes of a PNG file to pixels.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion};
use pathloom::stages::decode;
use pathloom_benches::{Prepared, in_context};

/// Times the stage on every picture.
pub fn bench(criterion: &mut Criterion, pictures: &[Prepared]) {
    let mut group = criterion.benchmark_group("decode");
    for picture in pictures {
        group.bench_function(BenchmarkId::from_parameter(picture.name), |bencher| {
            bencher.iter(|| in_context(|ctx| decode::run(black_box(&picture.file), ctx).map(black_box)));
        });
    }
    group.finish();
}
