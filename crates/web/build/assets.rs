//! `assets/dist/manifest.json` as Rust: one constant per file, the bytes of all, one enum value per icon, the fonts of PDF files.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

const MISSING: &str = "the assets are not built: run `cargo xtask assets`";

/// Writes the constants; hands back what is wrong.
pub(crate) fn generate(folder: &Path, out: &Path) -> Vec<String> {
    let dist = folder.join("dist");
    let manifest = dist.join("manifest.json");
    println!("cargo::rerun-if-changed={}", manifest.display());
    println!("cargo::rerun-if-changed={}", folder.join("icons.txt").display());
    let Ok(text) = fs::read_to_string(&manifest) else { return vec![MISSING.to_owned()] };
    let Ok(manifest) = serde_json::from_str::<serde_json::Value>(&text) else {
        return vec![MISSING.to_owned()];
    };
    match code(&dist, &manifest) {
        Some(code) => fs::write(out, code).err().map(|error| error.to_string()).into_iter().collect(),
        None => vec![MISSING.to_owned()],
    }
}

fn code(dist: &Path, manifest: &serde_json::Value) -> Option<String> {
    let mut constants = String::new();
    let mut files = String::from(
        "/// Every file the browser can ask for, sorted by name.\npub(crate) static FILES: &[File] = &[\n",
    );
    let mut entries: Vec<&serde_json::Value> = manifest["files"].as_array()?.iter().collect();
    entries.sort_by_key(|entry| entry["name"].as_str());
    for entry in entries {
        let (key, name) = (entry["key"].as_str()?, entry["name"].as_str()?);
        let constant = key.to_uppercase().replace(['.', '-'], "_");
        let include = |end: &str| format!("include_bytes!({:?})", dist.join(format!("{name}{end}")));
        let packed = |kind: &str| match entry[kind].as_bool() {
            Some(true) => format!("Some({})", include(&format!(".{kind}"))),
            _ => "None".to_owned(),
        };
        if matches!(key, "site.css" | "site.js" | "logo.svg") {
            let _ = writeln!(
                constants,
                "/// Address of `{key}`.\npub(crate) const {constant}: &str = \"/assets/{name}\";"
            );
        }
        let _ = writeln!(
            files,
            "    File {{ #[cfg(test)] key: {key:?}, name: {name:?}, kind: {:?}, plain: {}, br: {}, gz: {} }},",
            content_type(key)?,
            include(""),
            packed("br"),
            packed("gz")
        );
    }
    files.push_str("];\n");
    Some(constants + &files + &icons(manifest)? + &print(dist, manifest)?)
}

/// The whole fonts that are embedded in PDF files.
fn print(dist: &Path, manifest: &serde_json::Value) -> Option<String> {
    let mut code = String::new();
    for font in manifest["print"].as_array()? {
        let (key, name) = (font["key"].as_str()?, font["name"].as_str()?);
        let _ = writeln!(
            code,
            "/// The font of PDF files, {key}.\npub(crate) static PRINT_{}: &[u8] = include_bytes!({:?});",
            key.to_uppercase(),
            dist.join(name)
        );
    }
    Some(code)
}

fn icons(manifest: &serde_json::Value) -> Option<String> {
    let names: Vec<&str> =
        manifest["icons"].as_array()?.iter().filter_map(serde_json::Value::as_str).collect();
    let mut code = String::from(
        "/// An icon of the sprite (`assets/icons.txt`).\n#[derive(Clone, Copy, Debug, PartialEq, Eq)]\n\
         #[expect(missing_docs, reason = \"the names are the icon set's own\")]\npub enum Icon {\n",
    );
    for name in &names {
        let _ = writeln!(code, "    {name},");
    }
    let sprite =
        manifest["files"].as_array()?.iter().find(|entry| entry["key"] == "icons.svg")?["name"].as_str()?;
    code.push_str("}\n\nimpl Icon {\n    /// Every icon.\n    #[cfg(test)]\n    pub(crate) const ALL: &'static [Self] = &[");
    for name in &names {
        let _ = write!(code, "Self::{name}, ");
    }
    code.push_str("];\n\n    /// Address of the symbol.\n    pub(crate) const fn href(self) -> &'static str {\n        match self {\n");
    for name in &names {
        let _ = writeln!(code, "            Self::{name} => \"/assets/{sprite}#{name}\",");
    }
    code.push_str("        }\n    }\n}\n");
    Some(code)
}

fn content_type(name: &str) -> Option<&'static str> {
    Some(match name.rsplit_once('.')?.1 {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "woff2" => "font/woff2",
        _ => return None,
    })
}
