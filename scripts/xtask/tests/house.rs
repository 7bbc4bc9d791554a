//! The house checks itself in every run of the tests.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use xtask::{Workspace, arrows, tidy, tree::Tree};

#[test]
fn arrows_point_inward() {
    let faults = arrows::faults(&Workspace::read().unwrap());
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn the_house_is_tidy() {
    let workspace = Workspace::read().unwrap();
    let programs: Vec<_> = workspace.programs().collect();
    let tree = Tree::read(&workspace.root).unwrap();
    let faults: Vec<_> = tidy::faults(&tree, &programs)
        .iter()
        .map(ToString::to_string)
        .collect();
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn no_exception_outlives_its_file() {
    let tree = Tree::read(&Workspace::read().unwrap().root).unwrap();
    assert!(
        tidy::idle_exceptions(&tree).is_empty(),
        "{:?}",
        tidy::idle_exceptions(&tree)
    );
}
