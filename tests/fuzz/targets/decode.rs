//! Any bytes: a picture or a typed error.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| pathloom_fuzz::decode(bytes));
