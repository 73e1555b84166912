//! One benchmark group a stage, over the same pictures, on one thread unless RAYON_NUM_THREADS says more.
//!
//! Each stage is timed alone, on inputs made beforehand: the sum over stages is the time of a cold trace.
//! `npm run bench` runs this, reads criterion's estimates and writes the table in docs/BENCHMARKS.md.

mod decode;
mod fit;
mod prepare;
mod segment;
mod total;
mod trace;
mod validation;
mod write;

use std::time::Duration;

use criterion::Criterion;

fn main() {
    let mut criterion = Criterion::default()
        .sample_size(10)
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(1))
        .configure_from_args();
    let pictures = pathloom_benches::all();
    for bench in [decode::bench, prepare::bench, segment::bench, trace::bench, fit::bench, write::bench] {
        bench(&mut criterion, &pictures);
    }
    total::bench(&mut criterion, &pictures);
    validation::bench(&mut criterion);
    criterion.final_summary();
}
