//! Before the crate is compiled: texts become typed functions, built assets become typed paths. Never touches the
//! network; everything it makes stays in the build folder.

#![expect(clippy::print_stdout, reason = "a build script talks to cargo by its output")]

mod assets;
mod languages;
mod message;

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let out = std::env::var_os("OUT_DIR").expect("cargo sets OUT_DIR for build scripts");
    let out = Path::new(&out);
    let mut faults = Vec::new();
    faults.extend(languages::generate(&root.join("languages"), &out.join("text.rs")));
    faults.extend(assets::generate(&root.join("assets"), &out.join("assets.rs")));
    for fault in &faults {
        println!("cargo::error={fault}");
    }
    if faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
