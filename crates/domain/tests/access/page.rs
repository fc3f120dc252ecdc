//! The page for lawyers, `docs/rules/access.md`: made of the rules and the cases, so that it cannot lie.

use std::fmt::Write as _;

use helsami_domain::access::{Change, Denied, Rule, is_allowed};

use crate::cases::groups;
use crate::merge::lines;
use crate::safe::sights;

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/rules/access.md");

const HEAD: &str = "# Who may see what

Made from the rules and their tests (`crates/domain/src/access`, `crates/domain/tests/access`) by `cargo xtask bless`; a test fails
when the two differ. Nobody is let in unless a rule says yes. What is closed by hand outranks every register. A restriction
filters one record; it never makes a second one. Every look is in the citizen's own log, with the rule that allowed it.

";

fn page() -> String {
    let mut page = String::from(HEAD);
    page.push_str("## The rules that say yes\n\n| Rule | Who, and when | What they see | Source |\n| --- | --- | --- | --- |\n");
    for rule in Rule::PERSONAL {
        let text = rule.text();
        writeln!(page, "| `{}` | {} | {} | {} |", text.name, text.when, text.sees, text.source)
            .expect("written");
    }
    page.push_str("\n## The reasons for a no\n\nWhat could lead a dangerous reader to somebody is told as «no access» only.\n\n");
    page.push_str("| Reason | Told to the reader |\n| --- | --- |\n");
    for denied in Denied::ALL {
        let told = if denied.told() == denied { "yes" } else { "as «no access»" };
        writeln!(page, "| {denied} | {told} |").expect("written");
    }
    page.push_str("\n## Who may change what\n\n| Change | Rules that allow it |\n| --- | --- |\n");
    for change in Change::ALL {
        let rules: Vec<String> = Rule::PERSONAL
            .into_iter()
            .filter(|rule| is_allowed(*rule, change))
            .map(|rule| format!("`{}`", rule.name()))
            .collect();
        writeln!(page, "| {} | {} |", change.words(), rules.join(", ")).expect("written");
    }
    page.push_str("\n## Behind a fresh sign-in\n\nA person can choose parts, and single things, that ask for a fresh sign-in: somebody else may have their unlocked device.\nWhoever acts for them cannot sign in as them and may be the one it is hidden from, so that it is hidden from all of them,\nwhatever was given. Parents of a child see by law and not by the child's choice. Staff are closed out with blocks.\nResults, the reports that name them and the orders they answer close together, from whichever of them the person points at.\n\n");
    page.push_str("| Who | Results, where these ask for it | One document that asks for it | A result of a report that asks for it | Everything else |\n| --- | --- | --- | --- | --- |\n");
    for (who, sights) in sights() {
        let told = sights.map(|sight| format!("{sight:?}").to_lowercase());
        writeln!(page, "| {who} | {} |", told.join(" | ")).expect("written");
    }
    page.push_str("\n## Two records of one person\n\nWhen two records are made one, what closes goes along and holds for the whole: blocks, the emergency lock, what is behind a fresh\nsign-in, marks, child protection's care, whoever must never be contacted, a protected address. What opens stays behind without\neffect until the two are parted, and is given anew where it shall hold: powers of attorney, parents, guardians, statements that\nsomebody cannot consent, consents to a young person's log-in. Both logs stay whole, and both are the person's.\n\n");
    page.push_str("| Which system, which two | Answer |\n| --- | --- |\n");
    for line in lines() {
        let answer = match line.found() {
            Ok(rule) => format!("yes, `{}`", rule.name()),
            Err(reason) => format!("no: {reason}"),
        };
        writeln!(page, "| {} | {answer} |", line.who).expect("written");
    }
    page.push_str("\n## Cases\n\nUnless the case says otherwise: the day is 26 November 2026, the person was born in 1980, and the reader in 1970.\n");
    for (heading, cases) in groups() {
        write!(page, "\n### {heading}\n\n| Who | Answer |\n| --- | --- |\n").expect("written");
        for case in cases {
            let answer = match case.world.answer() {
                Ok(rule) => format!("yes, `{}`", rule.name()),
                Err(denied) => format!("no: {denied}"),
            };
            writeln!(page, "| {} | {answer} |", case.who).expect("written");
        }
    }
    page
}

#[test]
fn the_page_for_lawyers_is_true() {
    let page = page();
    if std::env::var_os("HELSAMI_BLESS").is_some() {
        std::fs::create_dir_all(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/rules")).expect("a folder");
        std::fs::write(PAGE, &page).expect("written");
    }
    let written = std::fs::read_to_string(PAGE).unwrap_or_default();
    assert!(
        written == page,
        "docs/rules/access.md is not what the rules say: run `cargo xtask bless`, read the diff"
    );
}
