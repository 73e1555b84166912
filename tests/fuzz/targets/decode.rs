//! Any bytes: a picture or a typed error.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pathloom::{Context, Control, Limits, stages};

fuzz_target!(|bytes: &[u8]| {
    // Small, so that a minute tries many files rather than filling a few large ones.
    let limits = Limits { max_pixels: 1 << 16, max_bytes: 4 << 20, ..Limits::default() };
    let control = Control::default();
    match stages::decode::run(bytes, &Context::new(&control, &limits)) {
        Ok(pixels) => {
            assert_eq!(pixels.data.len() as u64, u64::from(pixels.width) * u64::from(pixels.height));
        }
        Err(error) => assert!(!error.message().is_empty()),
    }
});
