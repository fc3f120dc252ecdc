//! Takes an expression apart into words.

use super::Fault;

/// A word of an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// A name as it stands.
    Name(String),
    /// A name in backticks: never a keyword.
    Quoted(String),
    Text(String),
    Number(String),
    /// After the `@`.
    Moment(String),
    /// `$this`
    Dollar(String),
    /// `%name`
    Variable(String),
    Symbol(&'static str),
}

const SYMBOLS: [&str; 24] = [
    "!=", "!~", "<=", ">=", "(", ")", "[", "]", "{", "}", ".", ",", "=", "~", "<", ">", "|", "+", "-", "&",
    "*", "/", "!", ";",
];

pub(super) fn tokens(text: &str) -> Result<Vec<Token>, Fault> {
    let mut lexer = Lexer { rest: text };
    let mut tokens = Vec::new();
    while lexer.skip()? {
        tokens.push(lexer.token()?);
    }
    Ok(tokens)
}

struct Lexer<'t> {
    rest: &'t str,
}

impl<'t> Lexer<'t> {
    /// Passes over white space and comments; whether anything is left.
    fn skip(&mut self) -> Result<bool, Fault> {
        loop {
            self.rest = self.rest.trim_start();
            if self.rest.starts_with("//") {
                self.rest = self.rest.find(['\n', '\r']).map_or("", |end| &self.rest[end..]);
            } else if let Some(inside) = self.rest.strip_prefix("/*") {
                let end = inside.find("*/").ok_or_else(|| wrong("a comment has no end"))?;
                self.rest = &inside[end + 2..];
            } else {
                return Ok(!self.rest.is_empty());
            }
        }
    }

    fn take(&mut self, length: usize) -> &'t str {
        let (taken, rest) = self.rest.split_at(length);
        self.rest = rest;
        taken
    }

    fn take_while(&mut self, is_part: impl Fn(char) -> bool) -> &'t str {
        let end = self.rest.find(|letter| !is_part(letter)).unwrap_or(self.rest.len());
        self.take(end)
    }

    fn token(&mut self) -> Result<Token, Fault> {
        let first = self.rest.chars().next().unwrap_or(' ');
        match first {
            'A'..='Z' | 'a'..='z' | '_' => Ok(Token::Name(self.take_while(is_name).to_owned())),
            '0'..='9' => Ok(Token::Number(self.number().to_owned())),
            '\'' => self.quoted('\'').map(Token::Text),
            '`' => self.quoted('`').map(Token::Quoted),
            '@' => {
                self.take(1);
                Ok(Token::Moment(self.moment().to_owned()))
            }
            '$' => {
                self.take(1);
                Ok(Token::Dollar(self.take_while(is_name).to_owned()))
            }
            '%' => {
                self.take(1);
                match self.rest.chars().next() {
                    Some(quote @ ('\'' | '`')) => self.quoted(quote).map(Token::Variable),
                    _ => Ok(Token::Variable(self.take_while(is_name).to_owned())),
                }
            }
            _ => {
                let symbol = SYMBOLS.into_iter().find(|symbol| self.rest.starts_with(symbol));
                let symbol = symbol.ok_or_else(|| wrong(&format!("“{first}” has no meaning here")))?;
                self.take(symbol.len());
                Ok(Token::Symbol(symbol))
            }
        }
    }

    fn number(&mut self) -> &'t str {
        let digits = |text: &str| text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
        let whole = digits(self.rest);
        let fraction = self.rest[whole..].strip_prefix('.').map_or(0, digits);
        self.take(if fraction > 0 { whole + 1 + fraction } else { whole })
    }

    /// A date, a time or both, as far as it goes.
    fn moment(&mut self) -> &'t str {
        let mut end = 0;
        let mut has_time = false;
        for (at, letter) in self.rest.char_indices() {
            let next_is_digit = || self.rest[at + 1..].starts_with(|next: char| next.is_ascii_digit());
            let is_part = match letter {
                '0'..='9' => true,
                'T' if !has_time => {
                    has_time = true;
                    true
                }
                '-' => next_is_digit(),
                ':' | '.' | '+' => has_time && next_is_digit(),
                'Z' => has_time,
                _ => false,
            };
            if !is_part {
                break;
            }
            end = at + letter.len_utf8();
        }
        self.take(end)
    }

    fn quoted(&mut self, quote: char) -> Result<String, Fault> {
        let mut letters = self.rest.char_indices().skip(1);
        let mut text = String::new();
        while let Some((at, letter)) = letters.next() {
            if letter == quote {
                self.rest = &self.rest[at + 1..];
                return Ok(text);
            }
            if letter != '\\' {
                text.push(letter);
                continue;
            }
            match letters.next().map(|(_, escaped)| escaped) {
                Some('n') => text.push('\n'),
                Some('r') => text.push('\r'),
                Some('t') => text.push('\t'),
                Some('f') => text.push('\u{c}'),
                Some('u') => {
                    let digits: String = letters.by_ref().take(4).map(|(_, digit)| digit).collect();
                    let code = u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32);
                    text.push(code.ok_or_else(|| wrong("four hexadecimal digits belong after \\u"))?);
                }
                Some(other) => text.push(other),
                None => break,
            }
        }
        Err(wrong("a text has no end"))
    }
}

fn is_name(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter == '_'
}

fn wrong(what: &str) -> Fault {
    Fault::Syntax(what.to_owned())
}
