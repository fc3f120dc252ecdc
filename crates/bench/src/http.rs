//! A small HTTP/1.1 client on one kept connection: light enough not to compete with the server on a small machine.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;

use anyhow::{Context, Result, bail};

/// One answer.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    /// Bytes over the wire, headers included.
    pub(crate) wire: usize,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// One request. `headers` are lines that each end in CRLF; a body is a form where they do not say what it is.
#[derive(Clone, Copy)]
pub(crate) struct Request<'a> {
    pub(crate) method: &'a str,
    pub(crate) path: &'a str,
    pub(crate) headers: &'a str,
    pub(crate) body: &'a str,
}

/// A client with its cookies.
pub(crate) struct Client {
    address: String,
    stream: BufReader<TcpStream>,
    cookies: BTreeMap<String, String>,
}

impl Client {
    pub(crate) fn connect(address: &str) -> Result<Self> {
        let stream = dial(address)?;
        Ok(Self { address: address.to_owned(), stream: BufReader::new(stream), cookies: BTreeMap::new() })
    }

    /// Another connection with the same cookies, as another window of the same browser.
    pub(crate) fn window(&self) -> Result<Self> {
        let cookies = self.cookies.clone();
        Ok(Self { cookies, ..Self::connect(&self.address)? })
    }

    /// One GET with extra header lines (each ending in CRLF).
    pub(crate) fn get(&mut self, path: &str, headers: &str) -> Result<Answer> {
        self.send(Request { method: "GET", path, headers, body: "" })
    }

    /// One request; a form body where it is not empty. Reconnects once if the server closed the kept connection.
    pub(crate) fn send(&mut self, request: Request<'_>) -> Result<Answer> {
        match self.exchange(request) {
            Ok(answer) => Ok(answer),
            Err(_) => {
                self.stream = BufReader::new(dial(&self.address)?);
                self.exchange(request)
            }
        }
    }

    fn exchange(&mut self, request: Request<'_>) -> Result<Answer> {
        let Request { method, path, headers, body } = request;
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let cookie =
            if cookies.is_empty() { String::new() } else { format!("Cookie: {}\r\n", cookies.join("; ")) };
        let form = if body.is_empty() && method == "GET" {
            String::new()
        } else if headers.contains("Content-Type:") {
            format!("Content-Length: {}\r\n", body.len())
        } else {
            format!("Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n", body.len())
        };
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nSec-Fetch-Site: same-origin\r\n{headers}{cookie}{form}\r\n{body}",
            self.address
        );
        self.stream.get_mut().write_all(request.as_bytes())?;
        let answer = self.answer()?;
        self.keep_cookies(&answer);
        Ok(answer)
    }

    fn answer(&mut self) -> Result<Answer> {
        let mut line = String::new();
        if self.stream.read_line(&mut line)? == 0 {
            bail!("the server closed the connection");
        }
        let status = line.split(' ').nth(1).context("a status line")?.parse()?;
        let mut wire = line.len();
        let mut headers = Vec::new();
        loop {
            line.clear();
            wire += self.stream.read_line(&mut line)?;
            let trimmed = line.trim_end();
            if trimmed.is_empty() {
                break;
            }
            if let Some((name, value)) = trimmed.split_once(':') {
                headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
            }
        }
        let body = self.body(&headers)?;
        wire += body.len();
        Ok(Answer { status, headers, body, wire })
    }

    fn body(&mut self, headers: &[(String, String)]) -> Result<Vec<u8>> {
        let value = |name: &str| headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
        if value("transfer-encoding") == Some("chunked") {
            return self.chunks();
        }
        let length = value("content-length").unwrap_or("0").parse()?;
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body)?;
        Ok(body)
    }

    fn chunks(&mut self) -> Result<Vec<u8>> {
        let mut body = Vec::new();
        loop {
            let mut line = String::new();
            self.stream.read_line(&mut line)?;
            let length = usize::from_str_radix(line.trim(), 16)?;
            let start = body.len();
            body.resize(start + length, 0);
            self.stream.read_exact(&mut body[start..])?;
            let mut end = [0; 2];
            self.stream.read_exact(&mut end)?;
            if length == 0 {
                return Ok(body);
            }
        }
    }

    fn keep_cookies(&mut self, answer: &Answer) {
        for (_, value) in answer.headers.iter().filter(|(name, _)| name == "set-cookie") {
            if let Some((name, rest)) = value.split_once('=') {
                let kept = rest.split(';').next().unwrap_or_default();
                self.cookies.insert(name.to_owned(), kept.to_owned());
            }
        }
    }
}

/// The demo is named `localhost`; the connection goes to the address it listens on.
fn dial(address: &str) -> Result<TcpStream> {
    let stream = TcpStream::connect(address.replace("localhost", "127.0.0.1"))
        .with_context(|| format!("connecting to {address}"))?;
    stream.set_nodelay(true)?;
    Ok(stream)
}
