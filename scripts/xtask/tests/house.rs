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
    let (workspace, tree) = read();
    let programs: Vec<_> = workspace.programs().collect();
    let faults: Vec<_> = tidy::faults(&tree, &programs)
        .iter()
        .map(ToString::to_string)
        .collect();
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn no_exception_outlives_its_reason() {
    let (workspace, tree) = read();
    let programs: Vec<_> = workspace.programs().collect();
    assert_eq!(
        tidy::idle_exceptions(&tree, &programs),
        Vec::<String>::new()
    );
}

fn read() -> (Workspace, Tree) {
    let workspace = Workspace::read().unwrap();
    let tree = Tree::read(&workspace.root).unwrap();
    (workspace, tree)
}
