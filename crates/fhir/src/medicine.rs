//! MedicationRequest, MedicationStatement, MedicationDispense, MedicationAdministration and the Medication behind them.

mod dosage;

use helsami_domain::absence::{self, Absence};
use helsami_domain::coded::Label;
use helsami_domain::ids::RecordId;
use helsami_domain::medicine::{Entry, Origin, Status, is_atc, keys_of};
use helsami_domain::resource_type::ResourceType;
use helsami_domain::source::Source;
use helsami_domain::when::{Period as Span, When};
use serde::Deserialize;

use crate::element::{
    Annotation, Concept, Contained, Flag, Objects, One, Period, Quantity, Ratio, Reference, Resolve, Text,
    labels, notes, said_by,
};
use dosage::Dosage;

/// One line as far as the document itself tells; what it points to is filled in from other documents.
#[derive(Clone, Debug)]
pub struct Line {
    /// The entry.
    pub entry: Entry,
    /// The Medication it points to.
    pub medication: Option<RecordId>,
    /// The Conditions that are its reasons.
    pub reasons: Vec<RecordId>,
    /// A statement that there are no medicines, when it is that.
    pub absence: Option<Absence>,
}

/// The fields of the four resource types together: none of them means two things.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct View<'a> {
    #[serde(borrow)]
    language: Text<'a>,
    #[serde(borrow)]
    status: Text<'a>,
    #[serde(borrow)]
    status_reason: One<Concept<'a>>,
    #[serde(borrow)]
    status_reason_codeable_concept: One<Concept<'a>>,
    #[serde(borrow)]
    intent: Text<'a>,
    do_not_perform: Flag,
    #[serde(borrow)]
    category: Objects<Concept<'a>>,
    #[serde(borrow)]
    medication_codeable_concept: One<Concept<'a>>,
    #[serde(borrow)]
    medication_reference: One<Reference<'a>>,
    #[serde(borrow)]
    authored_on: Text<'a>,
    #[serde(borrow)]
    date_asserted: Text<'a>,
    #[serde(borrow)]
    effective_date_time: Text<'a>,
    #[serde(borrow)]
    effective_period: One<Period<'a>>,
    #[serde(borrow)]
    when_prepared: Text<'a>,
    #[serde(borrow)]
    when_handed_over: Text<'a>,
    #[serde(borrow)]
    requester: One<Reference<'a>>,
    #[serde(borrow)]
    recorder: One<Reference<'a>>,
    #[serde(borrow)]
    reported_reference: One<Reference<'a>>,
    #[serde(borrow)]
    information_source: One<Reference<'a>>,
    #[serde(borrow)]
    performer: Objects<Performer<'a>>,
    #[serde(borrow)]
    reason_code: Objects<Concept<'a>>,
    #[serde(borrow)]
    reason_reference: Objects<Reference<'a>>,
    #[serde(borrow)]
    dosage_instruction: Objects<Dosage<'a>>,
    #[serde(borrow)]
    dosage: Objects<Dosage<'a>>,
    #[serde(borrow)]
    dispense_request: One<DispenseRequest<'a>>,
    #[serde(borrow)]
    note: Objects<Annotation<'a>>,
    #[serde(borrow)]
    contained: Objects<Contained<'a>>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Performer<'a> {
    #[serde(borrow)]
    actor: One<Reference<'a>>,
    /// MedicationRequest has the reference itself here.
    #[serde(borrow)]
    reference: Text<'a>,
    #[serde(borrow)]
    display: Text<'a>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct DispenseRequest<'a> {
    #[serde(borrow)]
    validity_period: One<Period<'a>>,
}

/// `Medication`, stored by itself or contained.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Medication<'a> {
    #[serde(borrow)]
    language: Text<'a>,
    #[serde(borrow)]
    id: Text<'a>,
    #[serde(borrow)]
    code: One<Concept<'a>>,
    #[serde(borrow)]
    form: One<Concept<'a>>,
    #[serde(borrow)]
    amount: One<Ratio<'a>>,
    #[serde(borrow)]
    ingredient: Objects<Ingredient<'a>>,
    #[serde(borrow)]
    extension: Objects<Classification<'a>>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Ingredient<'a> {
    #[serde(borrow)]
    item_codeable_concept: One<Concept<'a>>,
    #[serde(borrow)]
    item_reference: One<Reference<'a>>,
    #[serde(borrow)]
    strength: One<Ratio<'a>>,
}

/// The Norwegian extension that carries the ATC code.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Classification<'a> {
    #[serde(borrow)]
    value_codeable_concept: One<Concept<'a>>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Insides<'a> {
    #[serde(borrow)]
    contained: Objects<Medication<'a>>,
}

/// Reads one document of the four types. `None` if it cannot be read at all.
#[must_use]
pub fn line(id: RecordId, body: &str, resolve: Resolve<'_>) -> Option<Line> {
    let view: View<'_> = serde_json::from_str(body).ok()?;
    let concept = view.medication_codeable_concept.get();
    let mut line = Line {
        entry: view.entry(id, resolve),
        medication: view.medication_reference.get().and_then(|reference| reference.record(resolve)),
        reasons: view.reason_reference.each().filter_map(|reason| reason.record(resolve)).collect(),
        absence: concept.and_then(|concept| absence::statement(&concept.plain())),
    };
    match (concept, view.medication_reference.get()) {
        (Some(concept), _) => line.entry.name_from(concept, &[], &view.language),
        (None, Some(reference)) => {
            if let Some(inside) = reference.reference.strip_prefix('#') {
                let insides: Insides<'_> = serde_json::from_str(body).unwrap_or_default();
                if let Some(medication) = insides.contained.each().find(|one| &*one.id == inside) {
                    line.entry.fill_from(medication);
                }
            }
            if line.entry.name.is_none() {
                // What a name does not tell, the address of the medication does: the same one is the same medicine.
                line.entry.name = reference.display.filled().and_then(Label::words);
                line.entry.keys =
                    keys_of([("reference", &*reference.reference)].into_iter(), &reference.display);
            }
        }
        (None, None) => {}
    }
    Some(line)
}

impl Line {
    /// Fills in what the Medication that it points to says. The line's own words stay.
    pub fn fill_medication(&mut self, body: &str) {
        if let Ok(medication) = serde_json::from_str::<Medication<'_>>(body) {
            let own = self.entry.name.take();
            self.entry.fill_from(&medication);
            self.entry.name = own.or_else(|| self.entry.name.take());
        }
    }
}

trait Fill {
    fn fill_from(&mut self, medication: &Medication<'_>);
    fn name_from(&mut self, concept: &Concept<'_>, classes: &[&Concept<'_>], language: &str);
}

impl Fill for Entry {
    fn fill_from(&mut self, medication: &Medication<'_>) {
        let language = &*medication.language;
        let classes: Vec<&Concept<'_>> =
            medication.extension.each().filter_map(|one| one.value_codeable_concept.get()).collect();
        let none = Concept::default();
        self.name_from(medication.code.get().unwrap_or(&none), &classes, language);
        if self.name.is_none() {
            let parts: Vec<Box<str>> = medication.ingredient.each().filter_map(ingredient_name).collect();
            self.name = Label::words(&parts.join(" + "));
        }
        self.form = medication.form.get().and_then(|form| form.label(language));
        let one = match &*medication.ingredient.0 {
            [one] => one.get().and_then(|ingredient| ingredient.strength.get()),
            _ => None,
        };
        self.strength = medication.amount.get().or(one).and_then(ratio);
    }

    fn name_from(&mut self, concept: &Concept<'_>, classes: &[&Concept<'_>], language: &str) {
        self.name = concept.label(language);
        let all =
            || std::iter::once(concept).chain(classes.iter().copied()).flat_map(|one| one.coding.each());
        let name = self.name.as_ref().map(|name| &*name.text).unwrap_or_default();
        self.keys = keys_of(all().map(|coding| (coding.system.trim(), coding.code.trim())), name);
        let atc = all().find(|coding| is_atc(coding.system.trim()) && coding.code.trim().len() == 7);
        let substance = atc.and_then(|coding| coding.display.filled());
        let differs = substance.filter(|words| !name.to_lowercase().starts_with(&words.to_lowercase()));
        self.substance = differs.and_then(Label::words);
    }
}

fn ingredient_name(ingredient: &Ingredient<'_>) -> Option<Box<str>> {
    let concept = ingredient.item_codeable_concept.get().and_then(|concept| concept.label(""));
    let reference = || ingredient.item_reference.get().and_then(|one| one.display.filled()).map(Into::into);
    concept.map(|label| label.text).or_else(reference)
}

fn ratio(ratio: &Ratio<'_>) -> Option<Box<str>> {
    let part = |quantity: &Quantity<'_>| {
        let amount = dosage::amount(quantity)?;
        Some((amount.low.as_sent().to_owned(), amount.unit))
    };
    let (number, unit) = part(ratio.numerator.get()?)?;
    let above = [number.as_str(), " ", unit.as_deref().unwrap_or_default()].concat();
    Some(match ratio.denominator.get().and_then(part) {
        Some((number, Some(unit))) if number == "1" => format!("{}/{unit}", above.trim()).into(),
        Some((number, Some(unit))) => format!("{}/{number} {unit}", above.trim()).into(),
        _ => above.trim().into(),
    })
}

impl View<'_> {
    fn entry(&self, id: RecordId, resolve: Resolve<'_>) -> Entry {
        let language = &*self.language;
        let origin = match id.kind {
            ResourceType::MedicationRequest => Origin::Prescribed,
            ResourceType::MedicationDispense => Origin::Dispensed,
            ResourceType::MedicationAdministration => Origin::Given,
            _ => Origin::Listed,
        };
        let instructions = || self.dosage_instruction.each().chain(self.dosage.each());
        let status_reason = self.status_reason.get().or_else(|| self.status_reason_codeable_concept.get());
        let validity = self.dispense_request.get().and_then(|request| request.validity_period.get());
        Entry {
            id,
            origin,
            status: self.status_of(origin),
            name: None,
            substance: None,
            keys: Vec::new(),
            form: None,
            strength: None,
            doses: instructions().filter_map(|dosage| dosage.value(language)).collect(),
            reasons: self.reasons(language),
            period: self.period(instructions().map(Dosage::bounds)),
            valid_until: validity.and_then(|period| period.end.when()),
            status_reason: status_reason.and_then(|reason| reason.label(language)),
            note: notes(&self.note),
            is_hospital_only: self.category.each().any(|category| category.has("inpatient")),
            source: self.source(resolve),
        }
    }

    fn reasons(&self, language: &str) -> Vec<Label> {
        let named = self.reason_reference.each().filter_map(|reason| Label::words(&reason.display));
        labels(&self.reason_code, language).into_iter().chain(named).collect()
    }

    fn status_of(&self, origin: Origin) -> Status {
        let is_order = !matches!(&*self.intent, "proposal" | "option");
        match (origin, &*self.status) {
            (_, "entered-in-error") => Status::Mistake,
            (_, _) if self.do_not_perform.0 == Some(true) => Status::NotTaken,
            (Origin::Prescribed, "active") if is_order => Status::Active,
            (Origin::Listed, "active") => Status::Active,
            (Origin::Prescribed | Origin::Listed, "on-hold") => Status::OnHold,
            (Origin::Prescribed | Origin::Listed, "stopped" | "completed" | "cancelled") => Status::Ended,
            (Origin::Listed, "intended") => Status::Planned,
            (Origin::Listed, "not-taken") => Status::NotTaken,
            (Origin::Dispensed | Origin::Given, "completed") => Status::Ended,
            (Origin::Given, "in-progress") => Status::Active,
            _ => Status::Unknown,
        }
    }

    /// The time of use: what the resource says of itself, else the bounds of its instructions. Being written is no
    /// end, but it is the best that is known of the beginning of a prescription.
    fn period(&self, bounds: impl Iterator<Item = Span>) -> Span {
        let own = self.effective_period.get().map(Period::span).unwrap_or_default();
        let (mut start, mut end): (Option<When>, Option<When>) = (own.start, own.end);
        let mut is_open = false;
        for span in bounds {
            start = if own.start.is_none() { start.into_iter().chain(span.start).min() } else { start };
            is_open |= span.end.is_none();
            end = if own.end.is_none() { end.into_iter().chain(span.end).max() } else { end };
        }
        let end = if own.end.is_none() && is_open { None } else { end };
        let event = || self.when_handed_over.when().or_else(|| self.when_prepared.when());
        let at = || self.effective_date_time.when().or_else(event).or_else(|| self.authored_on.when());
        Span { start: start.or_else(at), end }
    }

    fn source(&self, resolve: Resolve<'_>) -> Source {
        let mut source = Source { recorded: self.recorded(), ..Source::default() };
        let performers: Vec<Reference<'_>> = self.performer.each().map(Performer::reference).collect();
        let asked = [&self.requester, &self.information_source, &self.reported_reference, &self.recorder];
        for reference in asked.into_iter().filter_map(One::get).chain(&performers) {
            said_by(&mut source, reference, &self.contained, resolve);
        }
        source
    }

    fn recorded(&self) -> Option<When> {
        let event = || self.when_handed_over.when().or_else(|| self.effective_date_time.when());
        self.authored_on.when().or_else(|| self.date_asserted.when()).or_else(event)
    }
}

impl Performer<'_> {
    fn reference(&self) -> Reference<'_> {
        match self.actor.get() {
            Some(actor) => actor.clone(),
            None => Reference {
                reference: self.reference.clone(),
                display: self.display.clone(),
                ..Reference::default()
            },
        }
    }
}

#[cfg(test)]
mod tests;
