//! What must never be in the repository: identity numbers of real persons, machine paths, registry addresses.

use super::source::Source;

/// Where identity numbers stand as inputs that must be refused, or as vectors of the law.
const NUMBER_TABLES: &[&str] = &["crates/domain/src/identity"];

/// Finds what would betray a person or a machine.
pub(crate) fn check(sources: &[Source], faults: &mut Vec<String>) {
    for source in sources {
        machine(source, faults);
        if !NUMBER_TABLES.iter().any(|path| source.path.starts_with(path)) {
            numbers(source, faults);
        }
        if source.path.ends_with("package-lock.json") && has_download(&source.text) {
            faults.push(format!(
                "{}: holds download addresses; set omit-lockfile-registry-resolved=true",
                source.path
            ));
        }
    }
}

/// Whether a lock file says where to download something; a folder beside it is none.
fn has_download(lock: &str) -> bool {
    lock.lines().any(|line| line.trim_start().starts_with("\"resolved\"") && line.contains("://"))
}

fn machine(source: &Source, faults: &mut Vec<String>) {
    // Written in halves, so that this file does not find itself.
    let paths = [
        // The folders there, and not the folder itself: the addresses of staff begin with its name.
        concat!("/wo", "rk/main"),
        concat!("/wo", "rk/shared"),
        concat!("/wo", "rk/wt-"),
        concat!("/ro", "ot/"),
        concat!("/ho", "me/"),
    ];
    for (number, line) in source.text.lines().enumerate() {
        for path in paths.iter().filter(|path| line.contains(**path)) {
            if !line.contains("https://") && !line.contains("http://") {
                faults.push(format!("{}:{}: the path of a machine ({path})", source.path, number + 1));
            }
        }
    }
}

fn numbers(source: &Source, faults: &mut Vec<String>) {
    for (number, line) in source.text.lines().enumerate() {
        for digits in runs(line) {
            if real_identity_number(digits) {
                faults.push(format!(
                    "{}:{}: an 11-digit number that can be a real person's; use a synthetic one (month + 80)",
                    source.path,
                    number + 1
                ));
            }
        }
    }
}

/// The runs of exactly eleven digits in a line.
fn runs(line: &str) -> impl Iterator<Item = &str> {
    line.split(|c: char| !c.is_ascii_digit() && c != '.').filter(|run| run.len() == 11 && !run.contains('.'))
}

/// Whether eleven digits are a valid fødselsnummer or D-number of the series given to real persons.
fn real_identity_number(digits: &str) -> bool {
    let d: Vec<u32> = digits.chars().filter_map(|c| c.to_digit(10)).collect();
    let (day, month) = (d[0] * 10 + d[1], d[2] * 10 + d[3]);
    let day = if day > 40 { day - 40 } else { day };
    (1..=31).contains(&day) && (1..=12).contains(&month) && control_digits_hold(&d)
}

/// Modulus 11 with the weights of the fødselsnummer.
fn control_digits_hold(d: &[u32]) -> bool {
    let sum = |weights: &[u32]| weights.iter().zip(d).map(|(weight, digit)| weight * digit).sum::<u32>() % 11;
    sum(&[3, 7, 6, 1, 8, 9, 4, 5, 2, 1]) == 0 && sum(&[5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) == 0
}

#[cfg(test)]
mod tests {
    use super::{has_download, real_identity_number};

    #[test]
    fn a_lock_file_may_name_a_folder_and_no_registry() {
        assert!(!has_download("  \"resolved\": \"clients/webcrypto\",\n  \"link\": true\n"));
        assert!(has_download("  \"resolved\": \"https://registry.example/x.tgz\",\n"));
        assert!(has_download("\"resolved\": \"git+ssh://git@example.org/x.git\""));
    }

    #[test]
    fn synthetic_series_pass_and_others_do_not() {
        // Counted up here, so that no number of a person stands in the file.
        let valid = (0..1_000)
            .flat_map(|individual| (0..100).map(move |control| format!("010190{individual:03}{control:02}")))
            .filter(|number| real_identity_number(number))
            .count();
        assert!(valid > 700, "the check finds valid numbers: {valid}");
        assert!(!real_identity_number("01819012345"));
    }
}
