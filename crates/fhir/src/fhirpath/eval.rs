//! Asks an expression of a document.

use std::cell::Cell;

use super::ast::{Literal, Node as Ast, TypeName, TypeOperator};
use super::item::{Item, Items, Node};
use super::operators::{binary, condition, single};
use super::{Context, Fault, Operator, execution, functions, navigate, semantic};
use crate::structure;
use crate::tree::Json;

/// Steps that one question may take: a step is a part of the expression at one element.
const STEPS_MAX: u32 = 200_000;
/// How many things a list may have.
const ITEMS_MAX: usize = 50_000;

/// A question on its way.
pub(super) struct Eval<'c, 'a> {
    pub(super) context: &'c Context<'a>,
    steps: Cell<u32>,
    most: u32,
}

/// What `$this`, `$index` and `$total` are.
#[derive(Clone, Debug, Default)]
pub(super) struct Scope<'a> {
    pub(super) this: Items<'a>,
    pub(super) index: Option<usize>,
    pub(super) total: Option<Items<'a>>,
}

/// What it gives, with no more steps than a question may take or are left, of which it takes what it needs.
pub(super) fn evaluate<'a>(root: &Ast, context: &Context<'a>, left: &mut u32) -> Result<Items<'a>, Fault> {
    let eval = Eval { context, steps: Cell::new(0), most: STEPS_MAX.min(*left) };
    let this = match context.element {
        Some((element, kind)) => Node::new(element, navigate::actual(Some(element), kind)),
        None => eval.resource(context.resource),
    };
    let found = eval.node(root, &Scope { this: vec![Item::Node(this)], ..Scope::default() });
    *left = left.saturating_sub(eval.steps.get());
    found
}

impl<'a> Eval<'_, 'a> {
    fn resource(&self, resource: &'a Json) -> Node<'a> {
        Node::new(resource, navigate::actual(Some(resource), "Resource"))
    }

    /// Counts what a part takes.
    pub(super) fn spend(&self, steps: usize) -> Result<(), Fault> {
        let steps = self.steps.get().saturating_add(u32::try_from(steps).unwrap_or(u32::MAX));
        self.steps.set(steps);
        if steps > self.most { Err(Fault::TooLong) } else { Ok(()) }
    }

    /// What a part of the expression gives.
    pub(super) fn node(&self, node: &Ast, scope: &Scope<'a>) -> Result<Items<'a>, Fault> {
        self.spend(1)?;
        let items = self.part(node, scope)?;
        self.spend(items.len())?;
        if items.len() > ITEMS_MAX { Err(Fault::TooLong) } else { Ok(items) }
    }

    fn part(&self, node: &Ast, scope: &Scope<'a>) -> Result<Items<'a>, Fault> {
        match node {
            Ast::Empty => Ok(Vec::new()),
            Ast::Literal(literal) => Ok(vec![of_literal(literal)]),
            Ast::This => Ok(scope.this.clone()),
            Ast::Index => {
                let index = scope.index.and_then(|index| i64::try_from(index).ok());
                Ok(index.map(Item::Integer).into_iter().collect())
            }
            Ast::Total => Ok(scope.total.clone().unwrap_or_default()),
            Ast::Variable(name) => self.variable(name, scope),
            Ast::Member(None, name) => self.first_member(name, scope),
            Ast::Member(Some(base), name) => {
                let items = self.node(base, scope)?;
                navigate::member(&items, name, self.context.is_strict)
            }
            Ast::Call(base, name, arguments) => self.call((base.as_deref(), name, arguments), scope),
            Ast::Indexer(base, index) => {
                let items = self.node(base, scope)?;
                let index = single(&self.node(index, scope)?)?.and_then(Item::integer);
                let at = index.and_then(|index| usize::try_from(index).ok());
                Ok(at.and_then(|at| items.get(at)).cloned().into_iter().collect())
            }
            Ast::Sign(is_minus, inner) => sign(*is_minus, &self.node(inner, scope)?),
            Ast::Binary(operator, left, right) => self.binary((*operator, left, right), scope),
            Ast::Type(operator, inner, name) => {
                let items = self.node(inner, scope)?;
                match operator {
                    TypeOperator::Is if !self.context.is_strict => is(&of_system(items, name), name),
                    TypeOperator::Is => is(&items, name),
                    TypeOperator::As => cast(items, name),
                }
            }
        }
    }

    /// The right side is not asked where the left one has decided: it may have no answer.
    fn binary(
        &self,
        (operator, left, right): (Operator, &Ast, &Ast),
        scope: &Scope<'a>,
    ) -> Result<Items<'a>, Fault> {
        let left = self.node(left, scope)?;
        let decided = match operator {
            Operator::And if condition(&left)? == Some(false) => Some(false),
            Operator::Or if condition(&left)? == Some(true) => Some(true),
            Operator::Implies if condition(&left)? == Some(false) => Some(true),
            _ => None,
        };
        match decided {
            Some(yes) => Ok(vec![Item::Boolean(yes)]),
            None => {
                let right = self.node(right, scope)?;
                self.spend(left.len().saturating_mul(right.len()))?;
                binary(operator, left, right)
            }
        }
    }

    /// A name at the beginning is an element of `$this`, or its type.
    fn first_member(&self, name: &str, scope: &Scope<'a>) -> Result<Items<'a>, Fault> {
        if name.starts_with(|first: char| first.is_ascii_uppercase()) && structure::find(name).is_some() {
            let is_it =
                |item: &&Item<'a>| matches!(item, Item::Node(node) if structure::is_kind_of(node.kind, name));
            let found: Items<'a> = scope.this.iter().filter(is_it).cloned().collect();
            if found.is_empty() && self.context.is_strict {
                return semantic(format!("this is no {name}"));
            }
            return Ok(found);
        }
        navigate::member(&scope.this, name, self.context.is_strict)
    }

    fn variable(&self, name: &str, scope: &Scope<'a>) -> Result<Items<'a>, Fault> {
        let text = match name {
            "resource" => return Ok(vec![Item::Node(self.resource(self.context.resource))]),
            "rootResource" => return Ok(vec![Item::Node(self.resource(self.context.root))]),
            "context" => return Ok(scope.this.clone()),
            "sct" => "http://snomed.info/sct".to_owned(),
            "loinc" => "http://loinc.org".to_owned(),
            "ucum" => "http://unitsofmeasure.org".to_owned(),
            _ => match (name.strip_prefix("vs-"), name.strip_prefix("ext-")) {
                (Some(set), _) => format!("http://hl7.org/fhir/ValueSet/{set}"),
                (_, Some(extension)) => format!("http://hl7.org/fhir/StructureDefinition/{extension}"),
                _ => return semantic(format!("there is no %{name}")),
            },
        };
        Ok(vec![Item::Text(text.into())])
    }

    fn call(
        &self,
        (base, name, arguments): (Option<&Ast>, &str, &[Ast]),
        scope: &Scope<'a>,
    ) -> Result<Items<'a>, Fault> {
        let input = match base {
            Some(base) => self.node(base, scope)?,
            None => scope.this.clone(),
        };
        if self.context.is_strict && is_unordered(base) && needs_order(name) {
            return semantic(format!("children have no order that “{name}” could go by"));
        }
        functions::call(&functions::Call { eval: self, scope, input, name, arguments })
    }
}

fn is_unordered(base: Option<&Ast>) -> bool {
    matches!(base, Some(Ast::Call(_, name, _)) if name == "children" || name == "descendants")
}

fn needs_order(name: &str) -> bool {
    matches!(name, "first" | "last" | "tail" | "skip" | "take")
}

fn of_literal<'a>(literal: &Literal) -> Item<'a> {
    match literal {
        Literal::Boolean(yes) => Item::Boolean(*yes),
        Literal::Integer(number) => Item::Integer(*number),
        Literal::Decimal(number) => Item::Decimal(*number),
        Literal::Text(text) => Item::Text(text.clone().into()),
        Literal::Moment(moment) => Item::Moment(*moment),
        Literal::Quantity(quantity) => Item::Quantity(quantity.clone()),
    }
}

fn sign<'a>(is_minus: bool, items: &[Item<'a>]) -> Result<Items<'a>, Fault> {
    let Some(one) = single(items)? else { return Ok(Vec::new()) };
    let signed = match one.value() {
        Item::Integer(number) => Item::Integer(if is_minus { number.saturating_neg() } else { number }),
        Item::Decimal(number) => Item::Decimal(if is_minus { -number } else { number }),
        Item::Quantity(mut quantity) => {
            quantity.value = if is_minus { -quantity.value } else { quantity.value };
            Item::Quantity(quantity)
        }
        _ => return execution("only numbers have a sign"),
    };
    Ok(vec![signed])
}

/// The types of FHIRPath itself.
const SYSTEM: [&str; 10] =
    ["Boolean", "String", "Integer", "Long", "Decimal", "Date", "DateTime", "Time", "Quantity", "Any"];
/// Those of them that primitives of FHIR have as their value.
const VALUES: usize = 8;

/// Whether a thing is of a type.
pub(super) fn is_of(item: &Item<'_>, name: &TypeName) -> Result<bool, Fault> {
    let is_system = SYSTEM.contains(&name.name.as_str());
    if !is_system && structure::find(&name.name).is_none() {
        return execution(format!("there is no type “{}”", name.name));
    }
    let space = name.space.as_deref();
    Ok(match item {
        Item::Node(node) => space != Some("System") && structure::is_kind_of(node.kind, &name.name),
        other => space != Some("FHIR") && other.kind().1 == name.name,
    })
}

/// The rules of R4 ask whether an answer `is Boolean` and mean its value.
fn of_system<'a>(items: Items<'a>, name: &TypeName) -> Items<'a> {
    if SYSTEM[..VALUES].contains(&name.name.as_str()) {
        items.iter().map(Item::value).collect()
    } else {
        items
    }
}

pub(super) fn is<'a>(items: &[Item<'a>], name: &TypeName) -> Result<Items<'a>, Fault> {
    let Some(one) = single(items)? else { return Ok(Vec::new()) };
    Ok(vec![Item::Boolean(is_of(one, name)?)])
}

pub(super) fn cast<'a>(items: Items<'a>, name: &TypeName) -> Result<Items<'a>, Fault> {
    match single(&items)? {
        Some(one) if is_of(one, name)? => Ok(items),
        _ => Ok(Vec::new()),
    }
}
