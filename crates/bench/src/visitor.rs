//! A citizen of the demo, signed in through the test provider as a browser would.

use anyhow::{Context, Result, bail};

use crate::http::{Client, Request};

/// Signs in as the `index`-th person that the provider finds for a search. `None` when there are not so many.
pub(crate) fn sign_in(portal: &str, search: &str, index: usize) -> Result<Option<Client>> {
    let mut client = Client::connect(portal)?;
    let begun = client.get("/sign-in", "")?;
    let (host, path) = split(begun.header("location").context("the way to the provider")?)?;
    let mut provider = Client::connect(&host)?;
    let page = provider.get(&format!("{path}&q={}", search.replace(' ', "+")), "")?.text();
    let request = attribute(&page, "name=\"request_uri\" value=\"").next().context("the request")?.to_owned();
    let Some(person) = attribute(&page, "name=\"person\" value=\"").nth(index) else { return Ok(None) };
    let form = format!("request_uri={}&person={}", escape(&request), escape(person));
    let chosen = provider.send(Request {
        method: "POST",
        path: "/sign-in",
        headers: &format!("Origin: http://{host}\r\n"),
        body: &form,
    })?;
    let (_, back) = split(chosen.header("location").context("the way back")?)?;
    let arrived = client.get(&back, "")?;
    if !matches!(arrived.status, 200 | 302 | 303) {
        bail!("the sign-in ended with {}", arrived.status);
    }
    Ok(Some(client))
}

/// The values after every occurrence of a marker, up to the closing quote.
pub(crate) fn attribute<'a>(page: &'a str, marker: &'a str) -> impl Iterator<Item = &'a str> {
    page.split(marker).skip(1).filter_map(|rest| rest.split('"').next())
}

fn split(address: &str) -> Result<(String, String)> {
    let rest = address.strip_prefix("http://").context("an http address")?;
    let slash = rest.find('/').unwrap_or(rest.len());
    Ok((rest[..slash].to_owned(), rest[slash..].to_owned()))
}

fn escape(text: &str) -> String {
    text.bytes()
        .map(|byte| {
            if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
                (byte as char).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}
