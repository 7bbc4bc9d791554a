//! Takes Rust text apart into code, strings and comments. No compiler: just enough that a rule never mistakes one for another.

/// What a stretch of text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// What the compiler acts on.
    Code,
    /// A string or character, with its quotation marks.
    Literal,
    /// A comment of either kind.
    Comment,
}

/// The stretches of `text` in order; put together they are `text` again.
#[must_use]
pub fn parts(text: &str) -> Vec<(Part, &str)> {
    let mut found = Vec::new();
    let (mut began, mut at) = (0, 0);
    while at < text.len() {
        let rest = &text[at..];
        let special = if rest.starts_with("//") {
            Some((Part::Comment, rest.find('\n').unwrap_or(rest.len())))
        } else if rest.starts_with("/*") {
            Some((Part::Comment, block_comment(rest)))
        } else if starts_a_word(text, at) {
            raw_string(rest).map(|length| (Part::Literal, length))
        } else {
            None
        };
        let special = special.or_else(|| literal(rest).map(|length| (Part::Literal, length)));
        match special {
            Some((part, length)) => {
                if began < at {
                    found.push((Part::Code, &text[began..at]));
                }
                found.push((part, &rest[..length]));
                at += length;
                began = at;
            }
            None => at += rest.chars().next().map_or(1, char::len_utf8),
        }
    }
    if began < text.len() {
        found.push((Part::Code, &text[began..]));
    }
    found
}

/// The code alone; a literal leaves an empty pair of quotation marks.
#[must_use]
pub fn code(text: &str) -> String {
    let keep = |(part, stretch)| match part {
        Part::Code => stretch,
        Part::Literal => "\"\"",
        Part::Comment => "",
    };
    parts(text).into_iter().map(keep).collect()
}

/// The text without the tests at its end.
#[must_use]
pub fn without_tests(text: &str) -> &str {
    text.find("#[cfg(test)]").map_or(text, |at| &text[..at])
}

fn starts_a_word(text: &str, at: usize) -> bool {
    !text[..at].ends_with(|before: char| before.is_alphanumeric() || before == '_')
}

fn block_comment(rest: &str) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while at < rest.len() {
        if rest[at..].starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest[at..].starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += rest[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    rest.len()
}

/// The length of `r"..."`, `br#"..."#` and the like.
fn raw_string(rest: &str) -> Option<usize> {
    let prefix = ["br", "cr", "r"]
        .into_iter()
        .find(|prefix| rest.starts_with(prefix))?;
    let hashes = rest[prefix.len()..]
        .bytes()
        .take_while(|byte| *byte == b'#')
        .count();
    let open = prefix.len() + hashes;
    if !rest[open..].starts_with('"') {
        return None;
    }
    let close = format!("\"{}", "#".repeat(hashes));
    let end = rest[open + 1..].find(&close)?;
    Some(open + 1 + end + close.len())
}

/// The length of a string or a character; a lifetime is neither.
fn literal(rest: &str) -> Option<usize> {
    if let Some(inside) = rest.strip_prefix('"') {
        return Some(1 + closing(inside, '"')?);
    }
    let inside = rest.strip_prefix('\'')?;
    let mut letters = inside.chars();
    match (letters.next()?, letters.next()?) {
        ('\\', _) => Some(1 + closing(inside, '\'')?),
        (letter, '\'') => Some(2 + letter.len_utf8()),
        _ => None,
    }
}

/// Where a literal ends, after the mark that closes it.
fn closing(inside: &str, mark: char) -> Option<usize> {
    let mut escaped = false;
    for (at, letter) in inside.char_indices() {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if letter == mark => return Some(at + letter.len_utf8()),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{Part, code, parts};

    #[test]
    fn what_is_taken_apart_can_be_put_together() {
        let text = "let a = \"// no\"; // yes \"\n/* /* in */ out */ fn f<'a>(c: char) { c == '\\'' } r#\"\"q\"\"#";
        let whole: String = parts(text)
            .into_iter()
            .map(|(_, stretch)| stretch)
            .collect();
        assert_eq!(whole, text);
    }

    #[test]
    fn a_comment_in_a_string_is_a_string() {
        assert_eq!(code("let a = \"// no\"; // yes"), "let a = \"\"; ");
    }

    #[test]
    fn a_lifetime_is_code_and_a_character_is_not() {
        assert_eq!(
            code("fn f<'a>(x: &'a str) { '\"' }"),
            "fn f<'a>(x: &'a str) { \"\" }"
        );
    }

    #[test]
    fn a_raw_string_ends_with_its_own_mark() {
        let found = parts("x(r#\"a \" b\"#)");
        assert_eq!(
            found,
            [
                (Part::Code, "x("),
                (Part::Literal, "r#\"a \" b\"#"),
                (Part::Code, ")")
            ]
        );
    }
}
