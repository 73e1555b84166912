//! Traces every case natively, for the browser to compare with.

#[path = "src/lib.rs"]
mod cases;

use std::fmt::Write;
use std::path::Path;

fn main() {
    let folder = std::env::var("OUT_DIR").expect("cargo sets it");
    let mut table = String::from("&[\n");
    for (name, request) in cases::requests() {
        let svg = cases::trace(&request);
        writeln!(table, "    ({name:?}, {svg:?}),").expect("a string takes it");
    }
    for (name, file) in cases::files() {
        let svg = cases::trace_file(file);
        writeln!(table, "    ({name:?}, {svg:?}),").expect("a string takes it");
    }
    table.push(']');
    std::fs::write(Path::new(&folder).join("native.rs"), table).expect("the build folder is writable");
}
