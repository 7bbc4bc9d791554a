//! A wrong digit, two neighbours swapped: seen, or one of those that the documentation says cannot be seen.

use crate::numbers::{
    account, edrpou_is_right, edrpou_rests, iban_is_right, lies_between, rnokpp_is_right, swaps,
    unzr_is_right, with_check_digit, wrong_digits,
};
use proptest::prelude::*;

fn needs_second_turn(code: &str) -> bool {
    edrpou_rests(code)[0] == 10
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_slip_in_a_taxpayer_number_is_seen_but_between_zeros(head in "[0-9]{9}") {
        prop_assume!(head != "000000000");
        let number = with_check_digit(&head, rnokpp_is_right).unwrap();
        for slip in wrong_digits(&number) {
            let hidden = number.ends_with('0') && slip.ends_with('0');
            prop_assert!(!rnokpp_is_right(&slip) || hidden, "{number} {slip}");
        }
        for slip in swaps(&number) {
            let hidden = number.ends_with('0') && slip.ends_with('0')
                || ["04", "40"].contains(&&number[8..]) && number[..8] == slip[..8];
            prop_assert!(!rnokpp_is_right(&slip) || hidden, "{number} {slip}");
        }
    }

    #[test]
    fn a_slip_in_a_register_number_is_seen_but_a_swap_of_digits_five_apart(
        year in 1900..2026, month in 1..13, day in 1..29, serial in 1..10_000,
    ) {
        let head = format!("{year}{month:02}{day:02}-{serial:04}");
        let number = with_check_digit(&head, unzr_is_right).unwrap();
        for slip in wrong_digits(&number) {
            prop_assert!(!unzr_is_right(&slip), "{number} {slip}");
        }
        for slip in swaps(&number) {
            let differ = number.bytes().zip(slip.bytes()).find(|(one, other)| one != other);
            let (one, other) = differ.unwrap();
            prop_assert_eq!(
                unzr_is_right(&slip),
                one.abs_diff(other) == 5 && office::identity::unzr::read(&slip).is_some(),
                "{} {}", number, slip
            );
        }
    }

    #[test]
    fn a_slip_in_a_code_of_an_organisation_is_seen_but_by_the_second_turn(head in "[0-9]{7}") {
        let code = with_check_digit(&head, edrpou_is_right).unwrap();
        for slip in wrong_digits(&code).into_iter().chain(swaps(&code)) {
            let hidden = needs_second_turn(&code)
                || needs_second_turn(&slip)
                || lies_between(&code) != lies_between(&slip);
            prop_assert!(!edrpou_is_right(&slip) || hidden, "{code} {slip}");
        }
    }

    #[test]
    fn every_slip_in_an_account_number_is_seen(digits in "[0-9]{25}") {
        let number = account(&digits);
        for slip in wrong_digits(&number).into_iter().chain(swaps(&number)) {
            prop_assert!(!iban_is_right(&slip), "{number} {slip}");
        }
    }
}

#[test]
fn the_slips_that_cannot_be_seen_exist() {
    for (one, other) in [("3041144260", "4041144260"), ("1759806304", "1759806340")] {
        assert!(rnokpp_is_right(one) && rnokpp_is_right(other));
    }
    let (one, other) = ("32000071", "34000071");
    assert!(edrpou_is_right(one) && edrpou_is_right(other) && needs_second_turn(one));
}
