//! The language files as Rust: one typed function per message.
//!
//! Bokmål is the source. A message that another language lacks, has too many of, or gives other arguments stops the
//! build with file and name; a message nobody calls stops it too, through the compiler's own check of dead code.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use fluent_syntax::{ast, parser};

use crate::message::{self, Kind, Message};

/// Folder and name in `text::Language`; the first is the source.
const LANGUAGES: [(&str, &str); 4] = [("nb", "Nb"), ("nn", "Nn"), ("se", "Se"), ("en", "En")];

type Messages = BTreeMap<String, Message>;

/// Writes the functions; hands back what is wrong.
pub(crate) fn generate(folder: &Path, out: &Path) -> Vec<String> {
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut faults = Vec::new();
    let languages: Vec<Messages> =
        LANGUAGES.iter().map(|(language, _)| load(&folder.join(language), &mut faults)).collect();
    for ((language, _), messages) in LANGUAGES.iter().zip(&languages).skip(1) {
        compare(language, messages, &languages[0], &mut faults);
    }
    if faults.is_empty()
        && let Err(error) = fs::write(out, code(&languages))
    {
        faults.push(error.to_string());
    }
    faults
}

/// Reads every topic of a language.
fn load(folder: &Path, faults: &mut Vec<String>) -> Messages {
    let mut messages = Messages::new();
    let mut files: Vec<_> = match fs::read_dir(folder) {
        Ok(entries) => entries.filter_map(Result::ok).map(|entry| entry.path()).collect(),
        Err(error) => {
            faults.push(format!("{}: {error}", folder.display()));
            return messages;
        }
    };
    files.sort();
    for file in files {
        println!("cargo::rerun-if-changed={}", file.display());
        load_topic(&file, &mut messages, faults);
    }
    messages
}

fn load_topic(file: &Path, messages: &mut Messages, faults: &mut Vec<String>) {
    let shown = file.display();
    let topic = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let text = match fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) => return faults.push(format!("{shown}: {error}")),
    };
    let resource = match parser::parse(text.as_str()) {
        Ok(resource) => resource,
        Err((_, errors)) => {
            let told = errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ");
            return faults.push(format!("{shown}: {told}"));
        }
    };
    for entry in &resource.body {
        let ast::Entry::Message(found) = entry else { continue };
        let name = found.id.name;
        if !name.starts_with(&format!("{topic}-")) {
            faults.push(format!("{shown}: {name} must begin with {topic}-"));
        }
        match message::read(found) {
            Ok(message) => {
                if messages.insert(name.to_owned(), message).is_some() {
                    faults.push(format!("{shown}: {name} is there twice"));
                }
            }
            Err(fault) => faults.push(format!("{shown}: {name} {fault}")),
        }
    }
}

fn compare(language: &str, messages: &Messages, source: &Messages, faults: &mut Vec<String>) {
    for (name, message) in source {
        match messages.get(name) {
            None => faults.push(format!("languages/{language}: {name} is missing")),
            Some(other) if !same_arguments(message, other) => {
                faults.push(format!(
                    "languages/{language}: {name} has arguments {:?}, bokmål has {:?}",
                    names(other),
                    names(message)
                ));
            }
            Some(_) => {}
        }
    }
    for name in messages.keys().filter(|name| !source.contains_key(*name)) {
        faults.push(format!("languages/{language}: {name} is not in bokmål"));
    }
}

fn same_arguments(one: &Message, other: &Message) -> bool {
    names(one) == names(other)
}

fn names(message: &Message) -> BTreeSet<&str> {
    message.arguments.iter().map(|(name, _)| name.as_str()).collect()
}

fn code(languages: &[Messages]) -> String {
    let mut code =
        String::from("#[deny(dead_code, reason = \"a message nobody shows must go\")]\nimpl Text {\n");
    for (name, source) in &languages[0] {
        let each: Vec<&Message> = languages.iter().map(|messages| &messages[name]).collect();
        let function = name.replace('-', "_");
        if let Some(text) = source.plain() {
            let _ = writeln!(code, "    /// {}", text.replace('\n', " "));
            let _ = writeln!(
                code,
                "    pub(crate) const fn {function}(self) -> &'static str {{\n        match self.0 {{"
            );
            for ((_, variant), message) in LANGUAGES.iter().zip(&each) {
                let _ = writeln!(
                    code,
                    "            Language::{variant} => {:?},",
                    message.plain().unwrap_or_default()
                );
            }
            code.push_str("        }\n    }\n");
        } else {
            function_with_arguments(&mut code, &function, &each);
        }
    }
    code.push_str("}\n");
    code
}

fn function_with_arguments(code: &mut String, function: &str, each: &[&Message]) {
    let mut parameters = String::new();
    for (name, _) in &each[0].arguments {
        let counts = |message: &&Message| message.arguments.contains(&(name.clone(), Kind::Count));
        let is_count = each.iter().any(counts);
        let kind = if is_count { "usize" } else { "impl Display" };
        let _ = write!(parameters, ", {name}: {kind}");
    }
    let _ = writeln!(code, "    /// Message `{}`.", function.replace('_', "-"));
    if each[0].arguments.len() > 3 {
        code.push_str(
            "    #[expect(clippy::too_many_arguments, reason = \"a sentence has the blanks it has\")]\n",
        );
    }
    let _ = writeln!(code, "    pub(crate) fn {function}(self{parameters}) -> String {{");
    code.push_str("        let mut out = String::with_capacity(64);\n        match self.0 {\n");
    for ((_, variant), message) in LANGUAGES.iter().zip(each) {
        let _ = writeln!(code, "            Language::{variant} => {{ {} }}", message.code(variant));
    }
    code.push_str("        }\n        out\n    }\n");
}
