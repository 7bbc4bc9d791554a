//! Canonical JSON: the one spelling of a statement, so that a signature and a digest mean one thing.
//!
//! A subset of RFC 8785: UTF-8, object keys sorted by their bytes, no white space, no fractions, integers within
//! +-(2^53 - 1). It never guesses: a text that is not already in this spelling is refused, not repaired, so a body
//! cannot be re-spelt behind its signature.

use serde::Serialize;
use serde_json::Value;

/// The largest integer every JSON reader keeps exactly (RFC 8785 3.2.2.3).
const LARGEST_INTEGER: u64 = (1 << 53) - 1;

/// Why a value has no canonical spelling, or a text is not one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CanonicalError {
    /// A number with a fraction or an exponent.
    #[error("a number is not an integer")]
    Fraction,
    /// An integer beyond +-(2^53 - 1).
    #[error("an integer is too large to be exact everywhere")]
    IntegerTooLarge,
    /// The value cannot be written as JSON at all.
    #[error("the value has no JSON form")]
    NotJson,
    /// The bytes are not JSON.
    #[error("the text is not JSON")]
    Unreadable,
    /// The bytes are JSON, but not in the canonical spelling.
    #[error("the text is not in canonical spelling")]
    Respelt,
}

/// Writes `value` in canonical spelling.
///
/// # Errors
/// When the value holds a fraction or an integer beyond +-(2^53 - 1), or cannot be serialised.
pub fn to_vec<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>, CanonicalError> {
    let value = serde_json::to_value(value).map_err(|_why| CanonicalError::NotJson)?;
    let mut out = Vec::with_capacity(256);
    write(&value, &mut out)?;
    Ok(out)
}

/// Reads a text that must already be canonical.
///
/// # Errors
/// When the bytes are not JSON, or are spelt in any other way than [`to_vec`] would spell them.
pub fn from_slice(text: &[u8]) -> Result<Value, CanonicalError> {
    let value: Value = serde_json::from_slice(text).map_err(|_why| CanonicalError::Unreadable)?;
    if to_vec(&value)? == text {
        Ok(value)
    } else {
        Err(CanonicalError::Respelt)
    }
}

fn write(value: &Value, out: &mut Vec<u8>) -> Result<(), CanonicalError> {
    match value {
        Value::Null => out.extend_from_slice(b"null"),
        Value::Bool(true) => out.extend_from_slice(b"true"),
        Value::Bool(false) => out.extend_from_slice(b"false"),
        Value::Number(number) => {
            let size = match (number.as_u64(), number.as_i64()) {
                (Some(positive), _) => positive,
                (None, Some(negative)) => negative.unsigned_abs(),
                (None, None) => return Err(CanonicalError::Fraction),
            };
            if size > LARGEST_INTEGER {
                return Err(CanonicalError::IntegerTooLarge);
            }
            out.extend_from_slice(number.to_string().as_bytes());
        }
        Value::String(text) => write_text(text, out)?,
        Value::Array(items) => {
            out.push(b'[');
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    out.push(b',');
                }
                write(item, out)?;
            }
            out.push(b']');
        }
        Value::Object(fields) => {
            // Sorted here and not left to the map: another crate's feature could give it insertion order.
            let mut fields: Vec<_> = fields.iter().collect();
            fields.sort_unstable_by_key(|(key, _)| key.as_bytes());
            out.push(b'{');
            for (at, (key, item)) in fields.into_iter().enumerate() {
                if at > 0 {
                    out.push(b',');
                }
                write_text(key, out)?;
                out.push(b':');
                write(item, out)?;
            }
            out.push(b'}');
        }
    }
    Ok(())
}

fn write_text(text: &str, out: &mut Vec<u8>) -> Result<(), CanonicalError> {
    serde_json::to_writer(out, text).map_err(|_why| CanonicalError::NotJson)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn any_value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            (-9_007_199_254_740_991_i64..=9_007_199_254_740_991).prop_map(Value::from),
            ".*".prop_map(Value::from),
        ];
        leaf.prop_recursive(3, 24, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::btree_map(".*", inner, 0..4)
                    .prop_map(|fields| Value::Object(fields.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back_unchanged(value in any_value()) {
            prop_assert_eq!(from_slice(&to_vec(&value).unwrap()).unwrap(), value);
        }
    }

    #[test]
    fn keys_are_sorted_and_nothing_is_spaced() {
        let value = json!({"b": [1, -2], "a": {"z": null, "y": "\u{456}\n"}});
        let text = String::from_utf8(to_vec(&value).unwrap()).unwrap();
        assert_eq!(
            text,
            "{\"a\":{\"y\":\"\u{456}\\n\",\"z\":null},\"b\":[1,-2]}"
        );
    }

    #[test]
    fn fractions_and_huge_integers_are_refused() {
        assert_eq!(to_vec(&json!(1.5)), Err(CanonicalError::Fraction));
        assert_eq!(
            to_vec(&json!(u64::MAX)),
            Err(CanonicalError::IntegerTooLarge)
        );
    }

    #[test]
    fn another_spelling_of_the_same_value_is_refused() {
        for text in [
            "{\"a\": 1}",
            "{\"b\":1,\"a\":2}",
            "{\"a\":1,\"a\":1}",
            "{\"a\":1e0}",
            "{\"a\":1}\n",
        ] {
            assert!(from_slice(text.as_bytes()).is_err(), "{text}");
        }
    }
}
