//! The functions, in groups.

mod boundary;
mod conversion;
mod lists;
mod math;
mod sets;
mod strings;
mod types;

use std::borrow::Cow;

use super::ast::{Node as Ast, TypeName};
use super::eval::{Eval, Scope};
use super::item::{Item, Items};
use super::operators::single;
use super::{Fault, execution, semantic};

/// One call.
pub(super) struct Call<'e, 'c, 'a> {
    pub(super) eval: &'e Eval<'c, 'a>,
    pub(super) scope: &'e Scope<'a>,
    /// What it is called of.
    pub(super) input: Items<'a>,
    pub(super) name: &'e str,
    pub(super) arguments: &'e [Ast],
}

type Answer<'a> = Result<Items<'a>, Fault>;

pub(super) fn call<'a>(call: &Call<'_, '_, 'a>) -> Answer<'a> {
    let groups =
        [lists::call, sets::call, types::call, strings::call, conversion::call, math::call, boundary::call];
    for group in groups {
        if let Some(answer) = group(call) {
            return answer;
        }
    }
    semantic(format!("there is no function “{}”", call.name))
}

impl<'a> Call<'_, '_, 'a> {
    /// What an argument gives, asked of what is around the call.
    fn argument(&self, number: usize) -> Answer<'a> {
        match self.arguments.get(number) {
            Some(node) => self.eval.node(node, self.scope),
            None => semantic(format!("“{}” wants more arguments", self.name)),
        }
    }

    /// What an argument gives, asked of one thing of the input.
    fn of_each(&self, number: usize, (index, item): (usize, &Item<'a>)) -> Answer<'a> {
        let Some(node) = self.arguments.get(number) else {
            return semantic(format!("“{}” wants more arguments", self.name));
        };
        let total = self.scope.total.clone();
        self.eval.node(node, &Scope { this: vec![item.clone()], index: Some(index), total })
    }

    fn text_argument(&self, number: usize) -> Result<Option<Cow<'a, str>>, Fault> {
        match single(&self.argument(number)?)? {
            None => Ok(None),
            Some(one) => one
                .text()
                .map_or_else(|| execution(format!("“{}” wants a text", self.name)), |text| Ok(Some(text))),
        }
    }

    fn integer_argument(&self, number: usize) -> Result<Option<i64>, Fault> {
        if self.arguments.len() <= number {
            return Ok(None);
        }
        match single(&self.argument(number)?)? {
            None => Ok(None),
            Some(one) => one.integer().map_or_else(
                || execution(format!("“{}” wants a whole number", self.name)),
                |number| Ok(Some(number)),
            ),
        }
    }

    /// The name of a type that stands as an argument.
    fn type_argument(&self) -> Result<TypeName, Fault> {
        match self.arguments {
            [Ast::Member(None, name)] => Ok(TypeName { space: None, name: name.clone() }),
            [Ast::Member(Some(space), name)] => match &**space {
                Ast::Member(None, space) => Ok(TypeName { space: Some(space.clone()), name: name.clone() }),
                _ => semantic(format!("“{}” wants the name of a type", self.name)),
            },
            _ => semantic(format!("“{}” wants the name of a type", self.name)),
        }
    }

    /// The one text of the input; nothing where there is none.
    fn text(&self) -> Result<Option<Cow<'a, str>>, Fault> {
        match single(&self.input)? {
            None => Ok(None),
            Some(one) => one.text().map_or_else(
                || execution(format!("“{}” is a function of texts", self.name)),
                |text| Ok(Some(text)),
            ),
        }
    }
}

fn yes<'a>(truth: bool) -> Answer<'a> {
    Ok(vec![Item::Boolean(truth)])
}

fn whole<'a>(count: usize) -> Answer<'a> {
    Ok(vec![Item::Integer(i64::try_from(count).unwrap_or(i64::MAX))])
}

fn some<'a>(item: Option<Item<'a>>) -> Answer<'a> {
    Ok(item.into_iter().collect())
}

fn words<'a>(text: Option<impl Into<Cow<'a, str>>>) -> Answer<'a> {
    some(text.map(|text| Item::Text(text.into())))
}
