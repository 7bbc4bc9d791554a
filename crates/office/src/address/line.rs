//! An address on one line, as people write it and as papers print it. It never loses a letter that was typed.

use super::words::{self, Word};
use super::{Address, StreetKind};

/// The parts in the order in which papers print them.
pub(super) fn written(address: &Address) -> String {
    let labelled = |key, text: &str| match words::of(key) {
        Some(word) if !text.is_empty() => format!("{} {text}", word.short),
        _ => text.to_owned(),
    };
    // A house needs no word of its own after a street, but without a street it would be taken for one.
    let house = if address.street.is_empty() {
        labelled("house", &address.house)
    } else {
        address.house.clone()
    };
    [
        labelled(address.street_kind.key(), &address.street),
        house,
        labelled("part", &address.part),
        labelled("flat", &address.flat),
    ]
    .into_iter()
    .filter(|part| !part.is_empty())
    .collect::<Vec<_>>()
    .join(", ")
}

/// Takes a line apart. Pieces between commas are recognised by their first word; the second one of a line is the house
/// where it holds a digit or says that there is none; everything else goes back to the street.
pub(super) fn read(typed: &str) -> Address {
    let mut address = Address::default();
    let mut streets: Vec<String> = Vec::new();
    for piece in typed.split(',') {
        let piece = piece.split_whitespace().collect::<Vec<_>>().join(" ");
        if piece.is_empty() {
            continue;
        }
        let (word, rest) = labelled(&piece);
        let kind = word
            .as_ref()
            .and_then(|word| StreetKind::from_key(word.key));
        let slot = match word.as_ref().map(|word| word.key) {
            Some("house") => Some(&mut address.house),
            Some("part") => Some(&mut address.part),
            Some("flat") => Some(&mut address.flat),
            None if streets.len() == 1 && is_house(&piece) => Some(&mut address.house),
            Some(_) | None => None,
        };
        match (slot, kind) {
            (Some(slot), _) if slot.is_empty() => *slot = rest,
            (None, Some(kind)) if streets.is_empty() => {
                address.street_kind = kind;
                streets.push(rest);
            }
            (Some(_) | None, _) => streets.push(piece),
        }
    }
    address.street = streets.join(", ");
    address
}

/// The word that a piece begins with, and what follows it.
fn labelled(piece: &str) -> (Option<Word>, String) {
    let found = words::all().find_map(|word| {
        // The longest spelling has two words; a dot may stand without a blank after it.
        let ends = piece
            .char_indices()
            .filter(|(_, letter)| " .".contains(*letter))
            .map(|(at, letter)| at + usize::from(letter == '.'));
        ends.filter_map(|end| piece.split_at_checked(end))
            .find(|(head, rest)| word.is_spelt(head) && !rest.trim().is_empty())
            .map(|(_, rest)| (word, rest.trim().to_owned()))
    });
    match found {
        Some((word, rest)) => (Some(word), rest),
        None => (None, piece.to_owned()),
    }
}

/// Whether a piece without a word for it can be a house: a digit, or the abbreviation for «without a number».
fn is_house(piece: &str) -> bool {
    piece.chars().count() <= 12
        && (piece.starts_with(|letter: char| letter.is_ascii_digit())
            || words::is_unnumbered(piece))
}
