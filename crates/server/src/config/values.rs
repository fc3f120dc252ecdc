//! The settings as they were given, before they are understood: from the command line, the environment and the file.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::str::FromStr;

use super::settings::{ALL, API_CLIENTS, Setting};

/// What was given, and all that is wrong with it.
#[derive(Debug, Default)]
pub(crate) struct Values {
    given: BTreeMap<&'static str, Given>,
    /// The tables of `[[api.clients]]`, as they stand in the file.
    clients: Vec<toml::Table>,
    faults: Vec<String>,
}

#[derive(Debug)]
struct Given {
    text: String,
    from: String,
}

impl Values {
    /// Takes the settings of a file's text. `name` is how messages call the file.
    pub(crate) fn take_file(&mut self, text: &str, name: &str) {
        let table: toml::Table = match text.parse() {
            Ok(table) => table,
            Err(error) => return self.fault(format!("{name} is not TOML: {}", error.message())),
        };
        for (key, value) in &table {
            self.take_toml(key, value, name);
        }
    }

    fn take_toml(&mut self, key: &str, value: &toml::Value, name: &str) {
        let text = match value {
            toml::Value::Table(inner) => {
                for (inner_key, value) in inner {
                    self.take_toml(&format!("{key}.{inner_key}"), value, name);
                }
                return;
            }
            toml::Value::Array(items) if key == API_CLIENTS.key => {
                for item in items {
                    match item {
                        toml::Value::Table(table) => self.clients.push(table.clone()),
                        _ => self.fault(format!("{name}: {key} is a list of tables: [[{key}]]")),
                    }
                }
                return;
            }
            toml::Value::Array(items) => {
                let items: Vec<String> = items.iter().map(plain).collect();
                items.join(",")
            }
            other => plain(other),
        };
        match ALL.iter().find(|setting| setting.key == key) {
            Some(setting) => self.set(setting, text, name),
            None => self.fault(format!("{name}: there is no setting {key}{}", nearest(key))),
        }
    }

    /// Takes the settings of the environment: every variable that begins with `HELSAMI_`.
    pub(crate) fn take_environment(&mut self, variables: impl Iterator<Item = (String, String)>) {
        for (name, text) in variables.filter(|(name, _)| name.starts_with("HELSAMI_")) {
            match ALL.iter().find(|setting| setting.variable() == name) {
                Some(setting) => self.set(setting, text, &name),
                None => self.fault(format!("the environment: there is no setting {name}")),
            }
        }
    }

    /// Sets one setting, over what was given before.
    pub(crate) fn set(&mut self, setting: &Setting, text: String, from: &str) {
        if let Some(setting) = ALL.iter().find(|known| known.key == setting.key) {
            self.given.insert(setting.key, Given { text, from: from.to_owned() });
        }
    }

    /// The text of a setting; `None` where nothing was given and there is no default.
    pub(crate) fn text(&self, setting: &Setting) -> Option<&str> {
        let given = self.given.get(setting.key).map(|given| given.text.as_str());
        given.or(Some(setting.default)).filter(|text| !text.is_empty())
    }

    /// Whether somebody gave it.
    pub(crate) fn is_given(&self, setting: &Setting) -> bool {
        self.given.get(setting.key).is_some_and(|given| !given.text.is_empty())
    }

    /// The value of a setting as `read` understands it; `None` also where it is missing.
    pub(crate) fn read<T>(
        &mut self,
        setting: &Setting,
        must_be: &str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let text = self.text(setting)?;
        let value = read(text);
        if value.is_none() {
            let from = self.given.get(setting.key).map_or("its default", |given| given.from.as_str());
            // A value can hold a password (`database`), so it is not repeated.
            self.fault(format!("{} (from {from}) must be {must_be}", setting.key));
        }
        value
    }

    /// A number within a range; the default where it is wrong, so that all faults are told at once.
    pub(crate) fn number<T>(&mut self, setting: &Setting, least: T, most: T) -> T
    where
        T: FromStr + PartialOrd + Display + Copy,
    {
        let within = |text: &str| text.parse::<T>().ok().filter(|value| (least..=most).contains(value));
        let must_be = format!("a whole number from {least} to {most}");
        self.read(setting, &must_be, within).unwrap_or_else(|| within(setting.default).unwrap_or(least))
    }

    /// Takes the tables of the registered systems out.
    pub(crate) fn take_clients(&mut self) -> Vec<toml::Table> {
        std::mem::take(&mut self.clients)
    }

    /// Notes something that is wrong.
    pub(crate) fn fault(&mut self, text: String) {
        self.faults.push(text);
    }

    /// Everything that is wrong.
    pub(crate) fn into_faults(self) -> Vec<String> {
        self.faults
    }
}

fn plain(value: &toml::Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// «; did you mean …?» where a known name shares its ending or its beginning.
fn nearest(key: &str) -> String {
    let last = key.rsplit('.').next().unwrap_or(key);
    let alike = |setting: &&&Setting| {
        let known = setting.key.rsplit('.').next().unwrap_or(setting.key);
        known.starts_with(last)
            || last.starts_with(known)
            || setting.key.replace('_', "") == key.replace(['_', '-'], "")
    };
    ALL.iter().find(alike).map_or_else(String::new, |setting| format!("; did you mean {}?", setting.key))
}
