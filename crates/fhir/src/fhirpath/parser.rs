//! Reads an expression.

use rust_decimal::Decimal;

use super::Fault;
use super::ast::{Literal, Node, Operator, TYPE_STRENGTH, TypeName, TypeOperator};
use super::lexer::{Token, tokens};
use super::moment::Moment;
use super::quantity::{Quantity, is_calendar};

/// How deep parts may lie in each other.
const DEPTH_MAX: usize = 80;
/// How many words an expression may have.
const WORDS_MAX: usize = 4_000;
/// How many parts may follow each other on one level: each is one level of the tree.
const CHAIN_MAX: usize = 200;

pub(super) fn parse(text: &str) -> Result<Node, Fault> {
    let tokens = tokens(text)?;
    if tokens.len() > WORDS_MAX {
        return Err(Fault::Syntax(format!("an expression has at most {WORDS_MAX} words")));
    }
    let mut parser = Parser { tokens, at: 0, depth: 0 };
    let node = parser.binary(0)?;
    match parser.peek() {
        None => Ok(node),
        Some(token) => Err(Fault::Syntax(format!("{} is too much", shown(token)))),
    }
}

struct Parser {
    tokens: Vec<Token>,
    at: usize,
    depth: usize,
}

fn moment(text: &str) -> Result<Node, Fault> {
    match Moment::literal(text) {
        Some(moment) => Ok(Node::Literal(Literal::Moment(moment))),
        None => Err(Fault::Execution(format!("“@{text}” is no date or time"))),
    }
}

fn shown(token: &Token) -> String {
    match token {
        Token::Name(text) | Token::Quoted(text) | Token::Number(text) => format!("“{text}”"),
        Token::Text(_) => "a text".to_owned(),
        Token::Moment(text) => format!("“@{text}”"),
        Token::Dollar(text) => format!("“${text}”"),
        Token::Variable(text) => format!("“%{text}”"),
        Token::Symbol(text) => format!("“{text}”"),
    }
}

impl Parser {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    fn next(&mut self) -> Option<Token> {
        let token = self.tokens.get(self.at).cloned();
        self.at += 1;
        token
    }

    fn eat(&mut self, symbol: &str) -> bool {
        let there = matches!(self.peek(), Some(Token::Symbol(found)) if *found == symbol);
        self.at += usize::from(there);
        there
    }

    fn expect(&mut self, symbol: &str) -> Result<(), Fault> {
        if self.eat(symbol) { Ok(()) } else { self.wrong(&format!("“{symbol}” is missing")) }
    }

    fn wrong<T>(&self, what: &str) -> Result<T, Fault> {
        let place =
            self.peek().map_or_else(|| " at the end".to_owned(), |token| format!(" before {}", shown(token)));
        Err(Fault::Syntax(format!("{what}{place}")))
    }

    fn operator(&self) -> Option<(Operator, u8)> {
        match self.peek()? {
            Token::Symbol(symbol) => Operator::of(symbol),
            Token::Name(name) => Operator::of(name),
            _ => None,
        }
    }

    fn type_operator(&self) -> Option<TypeOperator> {
        match self.peek()? {
            Token::Name(name) if name == "is" => Some(TypeOperator::Is),
            Token::Name(name) if name == "as" => Some(TypeOperator::As),
            _ => None,
        }
    }

    /// All that binds at least as strongly as this.
    fn binary(&mut self, strength: u8) -> Result<Node, Fault> {
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            return self.wrong("the expression is nested too deep");
        }
        let mut left = self.unary()?;
        for _ in 0..CHAIN_MAX {
            if let Some(operator) = self.type_operator().filter(|_| strength <= TYPE_STRENGTH) {
                self.at += 1;
                left = Node::Type(operator, Box::new(left), self.type_name()?);
            } else if let Some((operator, own)) = self.operator().filter(|(_, own)| *own >= strength) {
                self.at += 1;
                let right = self.binary(own + 1)?;
                left = Node::Binary(operator, Box::new(left), Box::new(right));
            } else {
                self.depth -= 1;
                return Ok(left);
            }
        }
        self.wrong("the expression is too long")
    }

    fn unary(&mut self) -> Result<Node, Fault> {
        for (symbol, is_minus) in [("-", true), ("+", false)] {
            if self.eat(symbol) {
                self.depth += 1;
                if self.depth > DEPTH_MAX {
                    return self.wrong("the expression is nested too deep");
                }
                let inner = self.unary()?;
                self.depth -= 1;
                return Ok(Node::Sign(is_minus, Box::new(inner)));
            }
        }
        let mut node = self.term()?;
        for _ in 0..CHAIN_MAX {
            if self.eat(".") {
                node = self.invocation(Some(Box::new(node)))?;
            } else if self.eat("[") {
                let index = self.binary(0)?;
                self.expect("]")?;
                node = Node::Indexer(Box::new(node), Box::new(index));
            } else {
                return Ok(node);
            }
        }
        self.wrong("the expression is too long")
    }

    fn term(&mut self) -> Result<Node, Fault> {
        match self.peek().cloned() {
            Some(Token::Symbol("(")) => {
                self.at += 1;
                let inner = self.binary(0)?;
                self.expect(")")?;
                Ok(inner)
            }
            Some(Token::Symbol("{")) => {
                self.at += 1;
                self.expect("}")?;
                Ok(Node::Empty)
            }
            Some(Token::Name(name)) if name == "true" || name == "false" => {
                self.at += 1;
                Ok(Node::Literal(Literal::Boolean(name == "true")))
            }
            Some(Token::Name(_) | Token::Quoted(_) | Token::Dollar(_)) => self.invocation(None),
            Some(Token::Variable(name)) => {
                self.at += 1;
                Ok(Node::Variable(name))
            }
            Some(Token::Text(text)) => {
                self.at += 1;
                Ok(Node::Literal(Literal::Text(text)))
            }
            Some(Token::Number(digits)) => {
                self.at += 1;
                self.number(&digits)
            }
            Some(Token::Moment(text)) => {
                self.at += 1;
                moment(&text)
            }
            _ => self.wrong("a value is missing"),
        }
    }

    /// A number, with its unit if it has one.
    fn number(&mut self, digits: &str) -> Result<Node, Fault> {
        let Ok(value) = Decimal::from_str_exact(digits) else {
            return self.wrong("a number has too many digits");
        };
        let unit = match self.peek() {
            Some(Token::Text(unit)) => Some(Quantity { value, unit: unit.clone(), is_calendar: false }),
            Some(Token::Name(unit)) if is_calendar(unit) => {
                Some(Quantity { value, unit: unit.clone(), is_calendar: true })
            }
            _ => None,
        };
        if let Some(quantity) = unit {
            self.at += 1;
            return Ok(Node::Literal(Literal::Quantity(quantity)));
        }
        Ok(Node::Literal(match digits.parse() {
            Ok(whole) => Literal::Integer(whole),
            Err(_) => Literal::Decimal(value),
        }))
    }

    fn invocation(&mut self, base: Option<Box<Node>>) -> Result<Node, Fault> {
        match self.next() {
            Some(Token::Dollar(name)) if name == "this" => Ok(Node::This),
            Some(Token::Dollar(name)) if name == "index" => Ok(Node::Index),
            Some(Token::Dollar(name)) if name == "total" => Ok(Node::Total),
            Some(Token::Name(name) | Token::Quoted(name)) => {
                if !self.eat("(") {
                    return Ok(Node::Member(base, name));
                }
                let mut arguments = Vec::new();
                if !self.eat(")") {
                    loop {
                        arguments.push(self.binary(0)?);
                        if self.eat(")") {
                            break;
                        }
                        self.expect(",")?;
                    }
                }
                Ok(Node::Call(base, name, arguments))
            }
            _ => {
                self.at -= 1;
                self.wrong("a name is missing")
            }
        }
    }

    fn type_name(&mut self) -> Result<TypeName, Fault> {
        let first = self.name()?;
        if self.eat(".") {
            return Ok(TypeName { space: Some(first), name: self.name()? });
        }
        Ok(TypeName { space: None, name: first })
    }

    fn name(&mut self) -> Result<String, Fault> {
        match self.next() {
            Some(Token::Name(name) | Token::Quoted(name)) => Ok(name),
            _ => {
                self.at -= 1;
                self.wrong("the name of a type is missing")
            }
        }
    }
}
