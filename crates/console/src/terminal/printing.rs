//! `export`, `papers`, `journal`, `report`: what a centre makes of the summaries that it opened.
//! Whatever names a person is written where the coordinator says, unsealed, and stands in the log.

use std::{path::Path, process::ExitCode};

use anyhow::{Context as _, bail};
use catalogue::Catalogue;
use clap::Args;
use office::paper::{InventoryPaper, Paper};
use wording::Wording;

use super::{Desk, WITH_FAULTS};
use crate::{clock, export, kin, outside::Outside, printed, private, report};

/// The days that are asked for.
#[derive(Debug, Args)]
pub(super) struct Period {
    /// The first day, 2026-10-01
    #[arg(long, value_name = "DAY")]
    from: String,
    /// The last day, 2026-12-31
    #[arg(long, value_name = "DAY")]
    until: String,
}

impl Period {
    fn days(&self) -> anyhow::Result<(&str, &str)> {
        let [first, last] = [&self.from, &self.until].map(|day| office::identity::date::parse(day));
        match (first, last) {
            (Some(first), Some(last)) if first <= last => Ok((&self.from, &self.until)),
            _ => bail!(
                "{} to {} are no days in order; nothing was written. Give them as 2026-10-01",
                self.from,
                self.until
            ),
        }
    }
}

impl Desk<'_> {
    pub(super) fn export(&mut self, target: &Path, only: Option<&str>) -> anyhow::Result<ExitCode> {
        let applications = match only {
            Some(which) => {
                let first = self.find(which)?;
                let mut all = self.ledger.applications()?;
                all.retain(|one| *one == first || kin::belongs_to(one, &first));
                all
            }
            None => self.ledger.applications()?,
        };
        let told = (self.words, clock::now_s());
        let exported = export::export(
            &self.folder,
            &self.keys,
            &mut self.ledger,
            &applications,
            target,
            told,
        )?;
        writeln!(
            self.out,
            "{} applications and {} documents written to {}, unsealed: protect that folder",
            exported.applications,
            exported.documents,
            target.display()
        )?;
        for (number, key) in &exported.without_documents {
            writeln!(
                self.out,
                "! {number} without documents: {}",
                self.words.t(&format!("fault-{key}"))
            )?;
        }
        Ok(if exported.without_documents.is_empty() {
            ExitCode::SUCCESS
        } else {
            ExitCode::from(WITH_FAULTS)
        })
    }

    /// What the resident holds in the hand, in the size that they asked for: inventory, with what to pay by, and route sheet.
    pub(super) fn papers(&mut self, which: &str, target: &Path) -> anyhow::Result<ExitCode> {
        let application = self.find(which)?;
        let Some(inventory) = InventoryPaper::of(&application.dossier).map(Box::new) else {
            bail!("nothing was taken with {which}, so it has no inventory; nothing was written");
        };
        let wording = self.wording()?;
        let mut outside = Outside::begin(&mut self.ledger, &[application.id], clock::now_s())?;
        private::folder(target).context("the folder could not be made")?;
        let number = inventory.number.digits().to_owned();
        for paper in [
            Paper::Inventory(inventory.clone()),
            Paper::RouteSheet(inventory),
        ] {
            for (sheet, _copies) in wording.sheets(&paper, 1, "") {
                let (options, unusable) = sheet.options();
                let name = format!("{number}-{}.pdf", sheet.paper.template());
                let pdf = papers::typeset(&sheet.paper, &options)
                    .with_context(|| format!("{name} could not be set"))?;
                let file = target.join(&name);
                outside
                    .write(&self.ledger, &file, pdf.bytes())
                    .with_context(|| format!("{} could not be written", file.display()))?;
                writeln!(self.out, "{}", file.display())?;
                let why = unusable.map(|why| why.to_string());
                if let Some(why) = why.or_else(|| pdf.notice().map(ToString::to_string)) {
                    writeln!(self.out, "! {why}; the shipped template was used")?;
                }
            }
        }
        Ok(ExitCode::SUCCESS)
    }

    /// The words of the newest profile, and the papers of the catalogue in use.
    fn wording(&self) -> anyhow::Result<Wording> {
        let profile = self.folder.profiles().next_back();
        let profile = profile.context(
            "there is no profile in this folder, so nothing was written; bring the folder profiles back from a copy",
        )?;
        let bytes = std::fs::read(self.folder.catalogue())
            .context("catalogue.json cannot be read; nothing was written")?;
        let root = self.folder.setup().root.clone();
        let Catalogue { services, .. } = catalogue::open(&bytes, &[root])
            .context("catalogue.json is not believed; nothing was written")?;
        let kit = wording::kit_name(profile.number);
        Ok(Wording::new(profile.communities.clone(), services, kit))
    }

    pub(super) fn journal(&mut self, period: &Period, file: &Path) -> anyhow::Result<ExitCode> {
        let days = period.days()?;
        let all = self.ledger.applications()?;
        let pdf = printed::journal(&all, days, &self.folder, self.words)
            .context("the journal could not be set")?;
        let taken = printed::within(&all, days);
        let ids: Vec<_> = taken.iter().map(|one| one.id).collect();
        let mut outside = Outside::begin(&mut self.ledger, &ids, clock::now_s())?;
        outside
            .write(&self.ledger, file, pdf.bytes())
            .with_context(|| format!("{} could not be written", file.display()))?;
        writeln!(
            self.out,
            "{} lines in {}, unsealed: protect that file",
            taken.len(),
            file.display()
        )?;
        Ok(ExitCode::SUCCESS)
    }

    pub(super) fn report(
        &mut self,
        period: &Period,
        (csv, picture): (Option<&Path>, Option<&Path>),
    ) -> anyhow::Result<ExitCode> {
        let days = period.days()?;
        let all = self.ledger.applications()?;
        let counts = report::rows(&all, days, &self.folder, self.words);
        for count in &counts {
            let indent = if count.is_part { "  " } else { "" };
            writeln!(self.out, "{indent}{}: {}", count.label, count.value)?;
        }
        let table = csv.map(|file| (file, report::csv(&counts, self.words)));
        let drawn = picture.map(|file| (file, report::picture(&counts)));
        for (file, content) in table.into_iter().chain(drawn) {
            private::write(file, content.as_bytes())
                .with_context(|| format!("{} could not be written", file.display()))?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
mod tests {
    use super::*;

    #[test]
    fn days_are_given_in_order_and_as_officials_file_them() {
        let period = |from: &str, until: &str| Period {
            from: from.to_owned(),
            until: until.to_owned(),
        };
        let quarter = period("2026-10-01", "2026-12-31");
        assert_eq!(quarter.days().unwrap(), ("2026-10-01", "2026-12-31"));
        for (from, until) in [("2026-12-31", "2026-10-01"), ("01.10.2026", "2026-12-31")] {
            let why = period(from, until).days().unwrap_err().to_string();
            assert!(why.contains("nothing was written"), "{why}");
        }
    }
}
