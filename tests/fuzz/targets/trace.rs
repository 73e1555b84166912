//! Any small picture with any parameters: a plain SVG or a typed error.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: pathloom_fuzz::Input| pathloom_fuzz::trace(&input));
