//! `kit lost`: one command declares a kit lost, tells the depot, and says what it may have held.

use std::path::Path;

use anyhow::Context as _;
use look::Words;
use papers::{LostKitPaper, Options, Paper, Row};
use parcel::standing::Standing;

use crate::{
    clock,
    keys::paper,
    private,
    provision::lost::{self, Held},
};

use super::kits::{KitDesk, tell_profiles, unwritable};

impl KitDesk<'_> {
    /// Declares the kit lost and tells what it may have held; `out` gets it as a paper.
    pub(super) fn lost(&mut self, number: u16, out: Option<&Path>) -> anyhow::Result<()> {
        let now = clock::now_s();
        let declared = lost::declare(self.folder, self.keys, self.ledger, number, now);
        let declared = declared.map_err(|why| self.refusal(why.key(), number, &why))?;
        let name = format!("{number:03}");
        let day = clock::day_text(declared.declared_at);
        self.say(
            "kits-lost-declared",
            &[
                ("name", name.as_str().into()),
                ("date", day.as_str().into()),
            ],
        )?;
        tell_profiles(self.words, &declared.profiles, self.out)?;
        let kit = self.folder.kit(number).map(|kit| kit.name);
        let newest = kit.and_then(|kit| self.folder.newest_profile(kit));
        let key = newest.and_then(|(_, profile)| profile.kit_key.clone());
        let signer = kit.zip(key);
        let letterhead = newest
            .and_then(|(_, profile)| profile.communities.first())
            .map(paper::letterhead)
            .unwrap_or_default();
        if let Some((kit, key)) = signer.filter(|_| !declared.depot_knows) {
            self.tell_depot((kit, &key), Standing::Lost)?;
        }
        let held = lost::held(self.folder, self.ledger, number)
            .map_err(|why| self.refusal(why.key(), number, &why))?;
        let (known, follows) = statement(self.words, &held);
        for row in &known {
            writeln!(self.out, "{}: {}", row.label, row.answer)?;
        }
        for line in &follows {
            writeln!(self.out, "- {line}")?;
        }
        let Some(out) = out else { return Ok(()) };
        let paper = Paper::LostKit(LostKitPaper {
            letterhead,
            kit: name,
            declared_on: day,
            known,
            follows,
        });
        let pdf = papers::typeset(&paper, &Options::default())?;
        private::write(out, pdf.bytes()).with_context(|| unwritable(self.words, out))?;
        self.say("kits-sheet", &[("name", out.display().to_string().into())])
    }
}

/// What is known of a lost kit, and what follows from it.
fn statement(words: Words, held: &Held) -> (Vec<Row>, Vec<String>) {
    let unknown = || words.t("kits-held-unknown");
    let row = |key: &str, answer: String| Row {
        label: words.t(&format!("kits-held-{key}")),
        answer,
    };
    let known = vec![
        row("administrators", held.administrators.join(", ")),
        row("seen", held.last_seen.map_or_else(unknown, clock::day_text)),
        row(
            "word",
            held.known_up_to
                .map_or_else(unknown, clock::day_number_text),
        ),
        row("sealed", held.sealed.to_string()),
        row(
            "opened",
            format!("{}: {}", held.opened.len(), held.opened.join(", ")),
        ),
        row("not-opened", held.not_opened.to_string()),
        row("missing", held.missing.to_string()),
        row("back", held.held_back.to_string()),
    ];
    let follows = ["sealed", "after", "draft", "paper", "next"]
        .map(|key| words.t(&format!("kits-follows-{key}")))
        .to_vec();
    (known, follows)
}
