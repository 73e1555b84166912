//! The browser draws what the native engine drew, byte for byte.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test;

#[cfg(target_arch = "wasm32")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_dedicated_worker);

/// Name and SVG of every case, traced natively by the build script.
const NATIVE: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/native.rs"));

#[cfg_attr(not(target_arch = "wasm32"), test)]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test)]
fn the_same_bytes_as_natively() {
    for (name, request) in pathloom_wasm_tests::requests() {
        let native = NATIVE.iter().find(|(case, _)| *case == name).expect("the build script traced it").1;
        let here = pathloom_wasm_tests::trace(&request);
        let same = here.bytes().zip(native.bytes()).take_while(|(a, b)| a == b).count();
        assert!(here == native, "{name}: differs from byte {same} on (of {})", native.len());
        assert!(here.starts_with("<svg"), "{name}: {here}");
    }
}

#[cfg_attr(not(target_arch = "wasm32"), test)]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test)]
fn files_are_read_as_natively() {
    for (name, file) in pathloom_wasm_tests::files() {
        let native = NATIVE.iter().find(|(case, _)| *case == name).expect("the build script read it").1;
        let here = pathloom_wasm_tests::trace_file(file);
        assert!(here == native, "{name}: {here}, natively {native}");
        assert_eq!(
            here.starts_with("error"),
            matches!(name, "huge-header.png" | "cut.webp"),
            "{name}: {here}"
        );
    }
}

#[cfg_attr(not(target_arch = "wasm32"), test)]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test)]
fn the_same_bytes_twice() {
    for (name, request) in pathloom_wasm_tests::requests() {
        let twice = [pathloom_wasm_tests::trace(&request), pathloom_wasm_tests::trace(&request)];
        assert!(twice[0] == twice[1], "{name}");
    }
}
