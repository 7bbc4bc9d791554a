//! Rules about where things lie, and about files that are not Rust but must agree with it.

use super::Fault;
use crate::tree::Tree;
use std::collections::BTreeSet;

/// What may lie in the root, beside folders whose name begins with a dot.
const ROOT: &[&str] = &[
    ".gitignore",
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README-UK.md",
    "README.md",
    "SECURITY.md",
    "clippy.toml",
    "crates",
    "deny.toml",
    "firmware-config",
    "hardware",
    "rust-toolchain.toml",
    "rustfmt.toml",
    "scripts",
    "tests",
];

pub(super) fn the_root_is_tidy(tree: &Tree) -> Vec<Fault> {
    let name = |path: &str| path.split('/').next().unwrap_or_default().to_owned();
    let names: BTreeSet<_> = tree
        .files
        .iter()
        .map(|file| (name(&file.path), file.path.contains('/')))
        .collect();
    let strange = names.into_iter().filter(|(name, is_folder)| {
        let is_dot_folder = *is_folder && name.starts_with('.');
        !is_dot_folder && !ROOT.contains(&name.as_str())
    });
    strange
        .map(|(name, _)| {
            Fault::new(
                "root",
                name,
                "does not belong into the root; five folders hold everything",
            )
        })
        .collect()
}

/// A crate's own `clippy.toml` replaces the one of the root, so it has to repeat every ban.
pub(super) fn every_ban_is_repeated(tree: &Tree) -> Vec<Fault> {
    let bans = |text: &str| -> BTreeSet<String> {
        let quoted = text
            .lines()
            .filter_map(|line| line.trim().strip_prefix("{ path = \"")?.split('"').next());
        quoted.map(str::to_owned).collect()
    };
    let root = bans(tree.text("clippy.toml"));
    let own = tree.texts("/clippy.toml");
    own.flat_map(|(path, text)| {
        let here = bans(text);
        let lost: Vec<_> = root
            .iter()
            .filter(|ban| !here.contains(*ban))
            .cloned()
            .collect();
        lost.into_iter().map(move |ban| {
            Fault::new(
                "bans",
                path,
                format!("replaces the root's bans and leaves out {ban}"),
            )
        })
    })
    .collect()
}

pub(super) fn units_start_what_is_built(tree: &Tree, programs: &[&str]) -> Vec<Fault> {
    let starts = |text: &str| -> Vec<String> {
        let commands = text
            .lines()
            .filter_map(|line| line.strip_prefix("ExecStart="));
        commands
            .filter_map(|command| {
                Some(
                    command
                        .split_whitespace()
                        .next()?
                        .rsplit('/')
                        .next()?
                        .to_owned(),
                )
            })
            .collect()
    };
    let units = tree
        .texts(".service")
        .flat_map(|(path, text)| starts(text).into_iter().map(move |name| (path, name)));
    let strange = units.filter(|(_, name)| !programs.contains(&name.as_str()));
    strange
        .map(|(path, name)| {
            Fault::new(
                "units",
                path,
                format!("starts {name}, which this workspace does not build"),
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::sample::tree;

    #[test]
    fn a_sixth_folder_and_a_loose_file_are_noticed() {
        let tree = tree(&[
            ("docs/a.md", ""),
            ("notes.txt", ""),
            ("crates/a/src/lib.rs", ""),
            (".ci/run", ""),
            ("README.md", ""),
        ]);
        let places: Vec<_> = the_root_is_tidy(&tree)
            .into_iter()
            .map(|fault| fault.place)
            .collect();
        assert_eq!(places, ["docs", "notes.txt"]);
    }

    #[test]
    fn a_ban_that_a_crate_lost_is_named() {
        let root =
            "  { path = \"std::a\", reason = \"x\" },\n  { path = \"std::b\", reason = \"x\" },";
        let tree = tree(&[
            ("clippy.toml", root),
            (
                "crates/desk/clippy.toml",
                "  { path = \"std::b\", reason = \"x\" },",
            ),
        ]);
        let faults = every_ban_is_repeated(&tree);
        assert_eq!(faults.len(), 1);
        assert!(faults[0].words.ends_with("std::a"));
    }

    #[test]
    fn a_unit_that_starts_nothing_of_ours_is_noticed() {
        let unit = "[Service]\nExecStart=/usr/bin/valiza-depot serve\n";
        let tree = tree(&[("firmware-config/systemd/a.service", unit)]);
        assert_eq!(units_start_what_is_built(&tree, &["valiza-depot"]), []);
        assert_eq!(units_start_what_is_built(&tree, &["valiza"]).len(), 1);
    }
}
