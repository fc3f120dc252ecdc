//! JSON for people to read: lines and blanks between the tokens, the tokens themselves untouched.

/// The text with each member and item on its own line. The text must be JSON.
#[must_use]
pub fn pretty(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    let (mut depth, mut is_inside, mut is_escaped, mut opened) = (0_usize, false, false, false);
    for sign in text.chars() {
        if is_inside {
            out.push(sign);
            is_inside = is_escaped || sign != '"';
            is_escaped = !is_escaped && sign == '\\';
            continue;
        }
        if matches!(sign, ' ' | '\n' | '\r' | '\t') {
            continue;
        }
        let closes = matches!(sign, '}' | ']');
        if closes {
            depth = depth.saturating_sub(1);
        }
        // Empty ones stay on one line.
        if opened != closes && (opened || closes) {
            line(&mut out, depth);
        }
        opened = matches!(sign, '{' | '[');
        depth += usize::from(opened);
        out.push(sign);
        match sign {
            '"' => is_inside = true,
            ',' => line(&mut out, depth),
            ':' => out.push(' '),
            _ => {}
        }
    }
    out.push('\n');
    out
}

fn line(out: &mut String, depth: usize) {
    out.push('\n');
    out.extend(std::iter::repeat_n("  ", depth));
}

#[cfg(test)]
mod tests {
    use super::pretty;

    #[test]
    fn tokens_stay() {
        let text = r#"{"a":[1.50,{"b":"x\\\"{,"}],"c":{},"d":[] , "e":null}"#;
        let expected = "{\n  \"a\": [\n    1.50,\n    {\n      \"b\": \"x\\\\\\\"{,\"\n    }\n  ],\n  \"c\": {},\n  \"d\": [],\n  \"e\": null\n}\n";
        assert_eq!(pretty(text), expected);
        assert_eq!(pretty(&pretty(text)), expected);
    }
}
