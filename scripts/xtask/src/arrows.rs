//! What may depend on what: compares the direct dependencies of our crates with two tables (`ARCHITECTURE.md`, crate map).
//!
//! An arrow that is missing here is a decision that was not taken. What only tests need is free.

use crate::workspace::{Crate, Need, Workspace};

/// What a crate of ours may name directly, and what an arrow too many would break.
struct Arrow {
    from: &'static str,
    to: &'static [&'static str],
    because: &'static str,
}

const ARROWS: &[Arrow] = &[
    Arrow {
        from: "office",
        to: &[],
        because: "I1: what is true about the work needs no machine",
    },
    Arrow {
        from: "parcel",
        to: &[],
        because: "I14: the sealed format stands alone, so that it can be read in thirty years",
    },
    Arrow {
        from: "imaging",
        to: &[],
        because: "I1: bytes in, bytes out",
    },
    Arrow {
        from: "papers",
        to: &[],
        because: "a template knows what is printed, not why",
    },
    Arrow {
        from: "wording",
        to: &["office", "papers", "parcel"],
        because: "kit and centre print the same words; whoever words a paper holds no key and no machine",
    },
    Arrow {
        from: "devices",
        to: &[],
        because: "I12: a device knows no applicant",
    },
    Arrow {
        from: "look",
        to: &[],
        because: "I7: shared by two windows, it knows neither kit nor console",
    },
    Arrow {
        from: "catalogue",
        to: &["office", "parcel"],
        because: "it makes the office's services and signs them",
    },
    Arrow {
        from: "vault",
        to: &["parcel"],
        because: "I3: keys and the database never meet; the escrow is the only way out",
    },
    Arrow {
        from: "store",
        to: &["parcel"],
        because: "I3: no key type and no plaintext type is in scope where rows are written",
    },
    Arrow {
        from: "residue",
        to: &["office", "vault"],
        because: "P11: an examiner has no key; it asks the vault how a sector looks, and the office what follows",
    },
    Arrow {
        from: "courier",
        to: &["parcel"],
        because: "I5: who carries knows bytes and signatures, nobody's name",
    },
    Arrow {
        from: "depot",
        to: &["courier", "parcel"],
        because: "P5: the depot is blind",
    },
    Arrow {
        from: "desk",
        to: &["look", "office"],
        because: "I7: a screen cannot reach anything that waits",
    },
    Arrow {
        from: "station",
        to: &[
            "catalogue",
            "courier",
            "devices",
            "imaging",
            "office",
            "papers",
            "parcel",
            "residue",
            "store",
            "vault",
            "wording",
        ],
        because: "the one place where everything meets; it shows nothing",
    },
    Arrow {
        from: "fieldkit",
        to: &["desk", "devices", "look", "office", "residue", "station"],
        because: "the composition root decides nothing; devices only for the virtual case it can start",
    },
    Arrow {
        from: "console",
        to: &[
            "catalogue",
            "courier",
            "imaging",
            "look",
            "office",
            "papers",
            "parcel",
            "wording",
        ],
        because: "I4: who opens shares neither vault nor store with who seals",
    },
    Arrow {
        from: "xtask",
        to: &[],
        because: "tools must build when the product does not",
    },
];

/// Crates that stand outside: they tell stories about everything.
const OUTSIDE: &[&str] = &["journeys"];

/// Crates of others that have one door into this house.
struct Door {
    foreign: &'static [&'static str],
    to: &'static [&'static str],
    because: &'static str,
}

const DOORS: &[Door] = &[
    Door {
        foreign: &["age", "ssh-key"],
        to: &["parcel"],
        because: "the format has one author",
    },
    Door {
        foreign: &["rusqlite"],
        to: &["store", "depot", "console"],
        because: "each program has one database, owned by one crate",
    },
    Door {
        foreign: &["rxeval"],
        to: &["office"],
        because: "a young crate, pinned and kept behind one module",
    },
    Door {
        foreign: &["rxform"],
        to: &["catalogue"],
        because: "a young crate, pinned and kept behind one module",
    },
    Door {
        foreign: &["argon2"],
        to: &["vault"],
        because: "passphrases are tried in one place",
    },
    Door {
        foreign: &[
            "typst",
            "typst-as-lib",
            "typst-layout",
            "typst-pdf",
            "typst-render",
        ],
        to: &["papers"],
        because: "papers are set in one place",
    },
    Door {
        foreign: &["hayro", "fax", "pdf-writer"],
        to: &["imaging"],
        because: "hostile pictures are decoded in one place (I10)",
    },
    Door {
        foreign: &[
            "serialport",
            "ipp",
            "ureq",
            "tiny_http",
            "rppal",
            "pcsc",
            "dmrtd",
        ],
        to: &["devices"],
        because: "one crate talks to cables (I8)",
    },
    Door {
        foreign: &["hyper", "tokio-rustls", "rustls"],
        to: &["courier", "depot"],
        because: "one crate talks to the network",
    },
    Door {
        foreign: &["egui"],
        to: &["look", "desk", "fieldkit", "console"],
        because: "I7: windows are drawn where nothing waits",
    },
    Door {
        foreign: &["eframe"],
        to: &["fieldkit", "console"],
        because: "a program opens the window, a library draws",
    },
    Door {
        foreign: &["tokio"],
        to: &["courier", "depot", "station", "console"],
        because: "I8: one runtime owns the network; nobody else waits that way",
    },
    Door {
        foreign: &["rand"],
        to: &[
            "parcel", "vault", "devices", "courier", "depot", "station", "console",
        ],
        because: "I1: office, imaging, papers and desk draw no randomness",
    },
    Door {
        foreign: &["anyhow"],
        to: &["fieldkit", "depot", "console", "xtask", "journeys"],
        because: "a library names its situations",
    },
];

/// Features that must never be asked for.
const CLOSED: &[(&str, &str, &str)] = &[
    (
        "eframe",
        "persistence",
        "it writes typed text to disk in the clear (I3)",
    ),
    (
        "egui",
        "persistence",
        "it writes typed text to disk in the clear (I3)",
    ),
    (
        "age",
        "plugin",
        "an unknown recipient would start a program from the PATH with the file key (I4)",
    ),
];

/// Every arrow that should not be, as a sentence.
#[must_use]
pub fn faults(workspace: &Workspace) -> Vec<String> {
    workspace
        .crates
        .iter()
        .filter(|one| !OUTSIDE.contains(&one.name.as_str()))
        .flat_map(|one| faults_of(one, &workspace.crates))
        .collect()
}

fn faults_of(one: &Crate, all: &[Crate]) -> Vec<String> {
    let Some(arrow) = ARROWS.iter().find(|arrow| arrow.from == one.name) else {
        return vec![format!(
            "{} stands in no table: say in arrows.rs what it may depend on, and why",
            one.name
        )];
    };
    let ours = |need: &Need| all.iter().any(|other| other.name == need.name);
    let mut faults = Vec::new();
    for need in &one.needs {
        if ours(need) && !arrow.to.contains(&need.name.as_str()) {
            faults.push(format!(
                "{} must not depend on {}: {}",
                one.name, need.name, arrow.because
            ));
        }
        for door in DOORS
            .iter()
            .filter(|door| door.foreign.contains(&need.name.as_str()))
        {
            if !door.to.contains(&one.name.as_str()) {
                faults.push(format!(
                    "{} must not depend on {}: {}",
                    one.name, need.name, door.because
                ));
            }
        }
        for (name, feature, because) in CLOSED {
            if need.name == *name && need.features.iter().any(|asked| asked == feature) {
                faults.push(format!(
                    "{} asks {name} for `{feature}`: {because}",
                    one.name
                ));
            }
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::{Crate, Need, faults_of};

    fn one(name: &str, needs: &[(&str, &[&str])]) -> Crate {
        let need = |(name, features): &(&str, &[&str])| Need {
            name: (*name).to_owned(),
            features: features
                .iter()
                .map(|feature| (*feature).to_owned())
                .collect(),
        };
        Crate {
            name: name.to_owned(),
            needs: needs.iter().map(need).collect(),
            programs: Vec::new(),
        }
    }

    #[test]
    fn an_arrow_against_the_stream_is_named_with_what_it_breaks() {
        let all = [one("office", &[("store", &[])]), one("store", &[])];
        let faults = faults_of(&all[0], &all);
        assert_eq!(faults.len(), 1);
        assert!(faults[0].contains("office must not depend on store: I1"));
    }

    #[test]
    fn a_foreign_crate_has_its_own_door() {
        let desk = one("desk", &[("tokio", &[]), ("egui", &[])]);
        assert_eq!(faults_of(&desk, &[]).len(), 1);
    }

    #[test]
    fn a_closed_feature_is_noticed() {
        let fieldkit = one("fieldkit", &[("eframe", &["glow", "persistence"])]);
        assert!(faults_of(&fieldkit, &[])[0].contains("I3"));
    }

    #[test]
    fn a_crate_that_nobody_thought_about_is_noticed() {
        assert!(faults_of(&one("utils", &[]), &[])[0].contains("no table"));
    }
}
