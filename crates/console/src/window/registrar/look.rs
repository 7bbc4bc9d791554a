//! What the registrar reads for the window: the list, one application with its scans, kits, keys, what was sent, the log.
//! Changes nothing but the log, where it says that an application was shown.

use std::sync::Arc;

use egui::ColorImage;
use parcel::{ApplicationId, OpenedFile};

use super::{Told, Work, told};
use crate::{
    clock,
    dispatch::draft,
    gaps, inbox,
    keys::{
        ceremony,
        list::{KeyList, Role, Standing},
    },
    ledger::Act,
    opening,
    provision::lost,
    sheet::{self, Sheet},
    window::view::{DraftLine, KitLine, Pages, Row, SentLine, Shown, Tab, WalkStep},
};

/// The longest side of a page on the screen, in pixels: every graphics card takes it.
const LONGEST_SIDE: u32 = 1800;

/// A recovery key wants to be tried once in so many seconds.
const DRILL_S: i64 = 366 * 86_400;

/// Lines of the log that are shown.
const LINES: usize = 500;

impl Work {
    /// Reads the list anew.
    pub(super) fn refresh(&mut self) -> Told {
        let Some(open) = &self.unlocked else {
            return Ok(());
        };
        if open.seat.allows(crate::seat::Deed::Read).is_err() {
            return Ok(());
        }
        let outlines = open.ledger.outlines().map_err(told)?;
        let today = self.view.today;
        let mut rows = Vec::with_capacity(outlines.len() + 8);
        for group in inbox::groups(outlines, &self.folder) {
            rows.push(Row::Community {
                counts: group.counts(today),
                name: group.community,
            });
            rows.extend(
                group
                    .entries
                    .into_iter()
                    .map(|entry| Row::Application(Box::new(entry))),
            );
        }
        self.view.rows = Arc::new(rows);
        Ok(())
    }

    /// What is faulty and what is missing.
    pub(super) fn look_for_gaps(&mut self) -> Told {
        let Some(open) = &self.unlocked else {
            return Ok(());
        };
        let fault = |part: crate::ledger::Part| {
            let key = part.fault.filter(|key| key != opening::ON_THEIR_WAY)?;
            let kit = self.folder.kit_label(part.manifest.kit);
            Some(format!("{kit}: {}", self.words.t(&format!("fault-{key}"))))
        };
        let parts = open.ledger.parts().map_err(told)?;
        self.view.faults = parts.into_iter().filter_map(fault).collect();
        let report = gaps::report(&open.ledger).map_err(told)?;
        let lines = report
            .iter()
            .flat_map(|kit| kit.lines(&self.folder, self.words));
        self.view.gaps = lines.collect();
        Ok(())
    }

    pub(super) fn show_first(&mut self) -> Told {
        let wanted = self.show.take();
        let Some(open) = &self.unlocked else {
            return Ok(());
        };
        let first = match wanted {
            Some(number) => open.ledger.find(&number).map_err(told)?.map(|one| one.id),
            None => self.view.entries().next().map(|entry| entry.outline.id),
        };
        first.map_or(Ok(()), |id| self.show(id))
    }

    pub(super) fn show(&mut self, id: ApplicationId) -> Told {
        let Some(open) = &mut self.unlocked else {
            return Ok(());
        };
        let Some(application) = open.ledger.application(id).map_err(told)? else {
            return Ok(());
        };
        open.ledger
            .log(clock::now_s(), Act::Show, id)
            .map_err(told)?;
        self.view.message = None;
        self.read(
            id,
            Pages::Here {
                pages: Vec::new(),
                more: true,
            },
        )?;
        self.publish();
        let Some(open) = &self.unlocked else {
            return Ok(());
        };
        let files = match opening::documents(&self.folder, &open.keys, &open.ledger, &application) {
            Ok(files) => files,
            Err(fault) => {
                return self.with_pages(Pages::Fault(self.words.t(&format!("fault-{fault}"))));
            }
        };
        let mut pages = Vec::new();
        let is_shown = |file: &OpenedFile| file.name.ends_with(".pdf");
        for file in files.into_iter().filter(is_shown) {
            for page in drawn(&file.content) {
                pages.push(page);
                // Who has gone on to another application does not wait for these.
                if self.is_called() {
                    return self.with_pages(Pages::Here { pages, more: false });
                }
                self.with_pages(Pages::Here {
                    pages: pages.clone(),
                    more: true,
                })?;
                self.publish();
            }
        }
        self.with_pages(Pages::Here { pages, more: false })
    }

    fn with_pages(&mut self, pages: Pages) -> Told {
        if let Some(shown) = &mut self.view.shown {
            shown.pages = pages;
        }
        Ok(())
    }

    /// Reads the sheet that is shown anew, its pages as they are.
    pub(super) fn reread(&mut self) -> Told {
        match &self.view.shown {
            Some(shown) => {
                let (id, pages) = (shown.id, shown.pages.clone());
                self.read(id, pages)
            }
            None => Ok(()),
        }
    }

    fn read(&mut self, id: ApplicationId, pages: Pages) -> Told {
        let Some(open) = &self.unlocked else {
            return Ok(());
        };
        let Some(application) = open.ledger.application(id).map_err(told)? else {
            return Ok(());
        };
        let outlines: Vec<_> = self
            .view
            .entries()
            .map(|entry| entry.outline.clone())
            .collect();
        let family = open
            .ledger
            .family_among(&application, &outlines)
            .map_err(told)?;
        let sheet = Sheet::of(&application, &family, &self.folder, self.words);
        let entry = self.view.entries().find(|entry| entry.outline.id == id);
        self.view.shown = Some(Shown {
            id,
            stage: application.stage(),
            due: entry.map_or_else(String::new, |entry| {
                entry.due_text(self.view.today, self.words)
            }),
            next: crate::due::Step::after(application.stage()),
            sheet: Arc::new(sheet),
            pages,
        });
        Ok(())
    }

    pub(super) fn look_at(&mut self, tab: Tab) -> Told {
        match tab {
            Tab::Register => Ok(()),
            Tab::Kits => self.look_at_kits(),
            Tab::Keys => self.look_at_keys(),
            Tab::Sending => self.look_at_sending(),
            Tab::Report => self.count_today(),
            Tab::Log => self.look_at_log(),
        }
    }

    fn look_at_kits(&mut self) -> Told {
        let Some(open) = &self.unlocked else {
            return Ok(());
        };
        let mut kits = Vec::new();
        for kit in &self.folder.setup().kits {
            let held = lost::held(&self.folder, &open.ledger, kit.number).map_err(told)?;
            let newest = self.folder.newest_profile(kit.name);
            let admitted = newest.is_some_and(|(_, profile)| profile.kit_key.is_some());
            let unknown = || self.words.t("kits-never-seen");
            let fact =
                |key: &str, value: String| (self.words.t(&format!("kits-held-{key}")), value);
            kits.push(KitLine {
                number: kit.number,
                standing: match (kit.lost_at, admitted) {
                    (Some(_), _) => "lost",
                    (None, true) => "admitted",
                    (None, false) => "begun",
                },
                version: newest.map_or(0, |(_, profile)| profile.version),
                people: held.administrators.join(", "),
                facts: vec![
                    fact("seen", held.last_seen.map_or_else(unknown, clock::day_text)),
                    fact(
                        "word",
                        held.known_up_to
                            .map_or_else(unknown, clock::day_number_text),
                    ),
                    fact("sealed", held.sealed.to_string()),
                    fact("opened", held.opened.len().to_string()),
                    fact("not-opened", held.not_opened.to_string()),
                    fact("missing", held.missing.to_string()),
                ],
            });
        }
        self.view.kits = kits;
        Ok(())
    }

    fn look_at_keys(&mut self) -> Told {
        let Some(open) = &self.unlocked else {
            return Ok(());
        };
        let list = KeyList::read(&self.folder, &open.keys).map_err(told)?;
        let in_force = |role| list.of_role(role);
        let day = |at: Option<i64>| at.map_or_else(|| self.words.t("walk-never"), clock::day_text);
        let drilled = in_force(Role::Recovery)
            .map(|key| key.drilled)
            .min()
            .flatten();
        let fresh = drilled.is_some_and(|at| clock::now_s().saturating_sub(at) < DRILL_S);
        let made = in_force(Role::Coordinator).map(|key| key.since).min();
        let rotated: Vec<_> = list
            .keys
            .iter()
            .filter(|key| key.standing() == Standing::Rotated)
            .collect();
        let mut outstanding = 0;
        for key in &rotated {
            let wait =
                ceremony::outstanding(&self.folder, &open.ledger, &key.recipient).map_err(told)?;
            outstanding += wait.len();
        }
        let holders = in_force(Role::Coordinator)
            .map(|key| &key.holder)
            .collect::<std::collections::BTreeSet<_>>();
        let counted = |key: &str, n: usize| self.words.t_with(key, &[("n", n.into())]);
        let step = |key, state, is_done, command| WalkStep {
            key,
            state,
            is_done,
            command,
        };
        self.view.walk = vec![
            step(
                "drill",
                day(drilled),
                fresh,
                "valiza-console keys drill identities.age",
            ),
            step(
                "second",
                counted("walk-holders", holders.len()),
                holders.len() > 1,
                "valiza-console keys ceremony \"NAME\"",
            ),
            step(
                "rotate",
                day(made),
                made.is_some_and(|at| clock::now_s().saturating_sub(at) < DRILL_S),
                "valiza-console keys rotate",
            ),
            step(
                "send",
                counted("walk-kits", self.folder.setup().kits.len()),
                rotated.is_empty() || outstanding == 0,
                "valiza-console dispatch profile --kit 042",
            ),
            step(
                "retire",
                counted("walk-rotated", rotated.len()),
                rotated.is_empty(),
                "valiza-console keys retire age1...",
            ),
        ];
        self.view.key_lines = list
            .keys
            .iter()
            .map(|key| {
                let parts = [
                    key.short().to_owned(),
                    self.words.t(&format!("keys-role-{}", key.role.key())),
                    self.words
                        .t(&format!("keys-standing-{}", key.standing().key())),
                    key.holder.clone(),
                    self.folder.community_name(&key.community),
                    clock::day_text(key.since),
                ];
                sheet::joined(parts, "  ")
            })
            .collect();
        Ok(())
    }

    fn look_at_sending(&mut self) -> Told {
        let Some(open) = &self.unlocked else {
            return Ok(());
        };
        let sent = open.ledger.dispatches().map_err(told)?;
        self.view.sent = sent
            .into_iter()
            .rev()
            .map(|sent| {
                let kind = self.words.t(&format!("dispatch-kind-{}", sent.kind));
                let kit = self.folder.kit_label(sent.kit);
                SentLine {
                    words: format!("{}  {kit}  {kind}", clock::day_text(sent.issued)),
                    state: self.words.t(&format!("dispatch-state-{}", sent.state())),
                    is_taken: sent.taken,
                }
            })
            .collect();
        let unfinished = draft::unfinished(&open.ledger).map_err(told)?;
        self.view.drafts = unfinished
            .iter()
            .map(|one| DraftLine {
                name: one.visit.id.to_string(),
                words: format!(
                    "{}  {}",
                    self.folder.kit_label(one.folder.kit),
                    one.line(self.words)
                ),
                is_returned: one.returned().is_some(),
            })
            .collect();
        Ok(())
    }

    fn look_at_log(&mut self) -> Told {
        let Some(open) = &self.unlocked else {
            return Ok(());
        };
        let looks = open.ledger.looks().map_err(told)?;
        let lines = looks
            .iter()
            .rev()
            .take(LINES)
            .map(|look| look.line(self.words));
        self.view.log = Arc::new(lines.collect());
        Ok(())
    }
}

/// The pages of a PDF as the screen shows them; a page that cannot be drawn is left out here and stays in the export.
fn drawn(pdf: &[u8]) -> impl Iterator<Item = Arc<ColorImage>> {
    let limits = imaging::Limits::default();
    let pages = imaging::import_pdf(pdf.to_vec(), &limits).unwrap_or_else(|why| {
        tracing::warn!("a document cannot be drawn: {why}");
        Vec::new()
    });
    pages.into_iter().filter_map(move |page| {
        let page = imaging::decode(&imaging::thumbnail(&page, LONGEST_SIDE), &limits).ok()?;
        let size = [page.width_px() as usize, page.height_px() as usize];
        Some(Arc::new(ColorImage::from_rgb(size, page.rgb())))
    })
}
