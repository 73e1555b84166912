//! Any bytes: a picture or a typed error.
#![no_main]

use std::panic;

// libFuzzer's own hook ends the process on any panic; one in a borrowed decoder is caught and is a damaged file. One
// of ours has nobody to catch it, and ends the process without the hook.
libfuzzer_sys::fuzz_target!(init: panic::set_hook(Box::new(|panic| println!("{panic}"))), |bytes: &[u8]| {
    pathloom_fuzz::decode(bytes);
});
