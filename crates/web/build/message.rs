//! One message of a language file, and the Rust that writes it.

use std::fmt::Write as _;

use fluent_syntax::ast;

/// A piece of a message.
pub(crate) enum Piece {
    /// Text as it stands.
    Text(String),
    /// The value of an argument.
    Argument(String),
    /// One of several texts, by a count.
    Plural { argument: String, variants: Vec<(Key, Vec<Piece>)>, otherwise: Vec<Piece> },
}

/// When a variant is meant: an exact number, or a plural category.
pub(crate) enum Key {
    Exact(u64),
    Category(&'static str),
}

/// What an argument is: something to show, or a count that chooses the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Shown,
    Count,
}

/// Names and kinds of a message's arguments.
pub(crate) type Arguments = Vec<(String, Kind)>;

/// A message of one language.
pub(crate) struct Message {
    pub(crate) pieces: Vec<Piece>,
    /// In the order they are met.
    pub(crate) arguments: Arguments,
}

/// Reads a message, or says what in it we do not use.
pub(crate) fn read(message: &ast::Message<&str>) -> Result<Message, String> {
    if !message.attributes.is_empty() {
        return Err("attributes are not used: give the sentence a message of its own".to_owned());
    }
    let pattern = message.value.as_ref().ok_or("has no text")?;
    let mut arguments = Arguments::new();
    let pieces = pieces(pattern, &mut arguments)?;
    Ok(Message { pieces, arguments })
}

fn pieces(pattern: &ast::Pattern<&str>, arguments: &mut Arguments) -> Result<Vec<Piece>, String> {
    pattern.elements.iter().map(|element| piece(element, arguments)).collect()
}

fn piece(element: &ast::PatternElement<&str>, arguments: &mut Arguments) -> Result<Piece, String> {
    let expression = match element {
        ast::PatternElement::TextElement { value } => return Ok(Piece::Text((*value).to_owned())),
        ast::PatternElement::Placeable { expression } => expression,
    };
    match expression {
        ast::Expression::Inline(ast::InlineExpression::StringLiteral { value }) => {
            Ok(Piece::Text(fluent_syntax::unicode::unescape_unicode_to_string(value).into_owned()))
        }
        ast::Expression::Inline(ast::InlineExpression::VariableReference { id }) => {
            note(arguments, id.name, Kind::Shown);
            Ok(Piece::Argument(id.name.to_owned()))
        }
        ast::Expression::Select { selector: ast::InlineExpression::VariableReference { id }, variants } => {
            note(arguments, id.name, Kind::Count);
            plural(id.name, variants, arguments)
        }
        _ => Err("uses a part of Fluent that we do not: only text, { $argument } and plurals of a count"
            .to_owned()),
    }
}

/// Counts an argument in once; one that is both shown and counted is a count.
fn note(arguments: &mut Arguments, name: &str, kind: Kind) {
    match arguments.iter_mut().find(|(known, _)| known == name) {
        Some((_, known)) if kind == Kind::Count => *known = kind,
        Some(_) => {}
        None => arguments.push((name.to_owned(), kind)),
    }
}

fn plural(argument: &str, list: &[ast::Variant<&str>], arguments: &mut Arguments) -> Result<Piece, String> {
    let mut variants = Vec::new();
    let mut otherwise = Vec::new();
    for variant in list {
        let pieces = pieces(&variant.value, arguments)?;
        if variant.default {
            otherwise = pieces;
            continue;
        }
        let key = match &variant.key {
            ast::VariantKey::NumberLiteral { value } => {
                Key::Exact(value.parse().map_err(|_| format!("[{value}] is not a whole number"))?)
            }
            ast::VariantKey::Identifier { name: "one" } => Key::Category("One"),
            ast::VariantKey::Identifier { name: "two" } => Key::Category("Two"),
            ast::VariantKey::Identifier { name } => {
                return Err(format!("[{name}] is no plural of our languages"));
            }
        };
        variants.push((key, pieces));
    }
    Ok(Piece::Plural { argument: argument.to_owned(), variants, otherwise })
}

impl Message {
    /// The text, where it has no arguments.
    pub(crate) fn plain(&self) -> Option<String> {
        self.pieces
            .iter()
            .map(|piece| match piece {
                Piece::Text(text) => Some(text.as_str()),
                Piece::Argument(_) | Piece::Plural { .. } => None,
            })
            .collect()
    }

    /// Statements that push the message to `out`.
    pub(crate) fn code(&self, language: &str) -> String {
        let mut code = String::new();
        write_pieces(&mut code, &self.pieces, language);
        code
    }
}

fn write_pieces(code: &mut String, pieces: &[Piece], language: &str) {
    for piece in pieces {
        match piece {
            Piece::Text(text) => {
                let mut letters = text.chars();
                let _ = match (letters.next(), letters.next()) {
                    (Some(letter), None) => write!(code, "out.push({letter:?}); "),
                    _ => write!(code, "out.push_str({text:?}); "),
                };
            }
            Piece::Argument(name) => {
                let _ = write!(code, "show(&mut out, &{name}); ");
            }
            Piece::Plural { argument, variants, otherwise } => {
                write_plural(code, argument, variants, language);
                write_pieces(code, otherwise, language);
                code.push_str("} ");
            }
        }
    }
}

/// Exact numbers win over categories, as in Fluent.
fn write_plural(code: &mut String, argument: &str, variants: &[(Key, Vec<Piece>)], language: &str) {
    for want_exact in [true, false] {
        for (key, pieces) in variants {
            match (key, want_exact) {
                (Key::Exact(number), true) => {
                    let _ = write!(code, "if {argument} == {number} {{ ");
                }
                (Key::Category(category), false) => {
                    let _ =
                        write!(code, "if plural(Language::{language}, {argument}) == Plural::{category} {{ ");
                }
                _ => continue,
            }
            write_pieces(code, pieces, language);
            code.push_str("} else ");
        }
    }
    code.push_str("{ ");
}
