//! The whole engine from decoded pixels, beside VTracer 1.0 with the preset that suits the picture.

use std::hint::black_box;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion};
use pathloom::params::{Preset, Request};
use pathloom::{Control, EngineConfig, Limits, Pathloom};
use pathloom_benches::{PICTURES, Prepared};

/// Times both engines on every picture.
pub fn bench(criterion: &mut Criterion, pictures: &[Prepared]) {
    let mut group = criterion.benchmark_group("total");
    for (picture, (_, preset)) in pictures.iter().zip(PICTURES) {
        let engine = Pathloom::new(EngineConfig { limits: Limits::default(), cache_bytes: 0, clock: || 0.0 });
        let pixels = &picture.pixels;
        let image = engine
            .open_pixels(pixels.width, pixels.height, pixels.data.to_vec())
            .expect("the picture is within the limits");
        let request = Request::preset_only(preset);
        group.bench_function(BenchmarkId::from_parameter(picture.name), |bencher| {
            bencher.iter(|| black_box(engine.vectorize(&image, &request, &Control::default())).is_ok());
        });
    }
    group.finish();

    let mut group = criterion.benchmark_group("vtracer");
    group.measurement_time(Duration::from_secs(3));
    for (picture, (_, preset)) in pictures.iter().zip(PICTURES) {
        let pixels = &picture.pixels;
        let image = vtracer::ColorImage {
            pixels: pixels.data.as_flattened().to_vec(),
            width: pixels.width as usize,
            height: pixels.height as usize,
        };
        let simplify = (preset == Preset::Logo).then_some(1.0);
        group.bench_function(BenchmarkId::from_parameter(picture.name), |bencher| {
            bencher.iter(|| {
                let mut config = vtracer::Config::from_preset(vtracer::Preset::Poster);
                config.simplify = simplify;
                config.build().map(|tracer| black_box(tracer.to_svg(&image)).is_ok())
            });
        });
    }
    group.finish();
}
