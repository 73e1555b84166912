//! Reading parameters: never seen, known, and as a change of one field.

use std::hint::black_box;

use criterion::Criterion;
use pathloom::runtime::validation::{Validator, ValidatorConfig};

/// A request that says something of every stage.
const WHOLE: &str = r##"{"preset":"photo","prepare":{"maxPixels":4000000,"denoise":10,"matte":"#ffffff"},"segment":{"detail":55,"minArea":4,"maxColors":32,"gradients":true},"trace":{"layering":"stacked"},"fit":{"shape":"spline","tolerance":0.5,"cornerAngle":60},"write":{"precision":1,"minify":1,"group":"none","title":"A picture"}}"##;

/// Times the three ways; they know no picture.
pub fn bench(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("validate");
    let config = ValidatorConfig::default();
    let mut cold = Validator::new(ValidatorConfig { texts: 0, ..config });
    group.bench_function("cold", |bencher| bencher.iter(|| cold.read(black_box(WHOLE), 0.0)));
    let mut warm = Validator::new(config);
    group.bench_function("unchanged", |bencher| bencher.iter(|| warm.read(black_box(WHOLE), 0.0)));
    let mut version = 1;
    let changes = [1, 2].map(|digits| format!(r#"{{"set":{{"write.precision":{digits}}},"unset":[]}}"#));
    group.bench_function("one-field", |bencher| {
        warm.begin(1, version, WHOLE, 0.0).expect("good parameters");
        bencher.iter(|| {
            version += 1;
            warm.change(1, version, version - 1, black_box(&changes[version as usize % 2]))
        });
    });
    group.finish();
}
