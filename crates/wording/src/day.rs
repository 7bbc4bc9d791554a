//! The papers of the day in words: the route ahead and the journal of numbers.

use crate::{Wording, written};
use office::label::Language;
use office::paper as facts;
use office::snapshot::{JournalLine, JournalState};

impl Wording {
    /// The route ahead, with what is to be taken along.
    pub(super) fn trip_sheet(&self, paper: &facts::TripSheetPaper) -> papers::TripSheetPaper {
        let stop = |stop: &facts::TripStop| papers::TripStop {
            window: String::new(),
            applicant: stop.applicant.clone(),
            address: stop.address.clone(),
            phone: stop.phones.join("; "),
            basis: self.word("basis", stop.basis.key()),
            services: stop
                .services
                .iter()
                .map(|name| name.text(Language::Uk).to_owned())
                .collect(),
            notes: stop.notes.clone(),
        };
        papers::TripSheetPaper {
            letterhead: self.letterhead(&paper.community.0),
            day: paper.date.clone(),
            kit: self.kit.clone(),
            crew: vec![paper.administrator.clone()],
            vehicle: String::new(),
            stops: paper.stops.iter().map(stop).collect(),
            stock: self
                .words
                .get("stock")
                .map(|stock| stock.values().cloned().collect())
                .unwrap_or_default(),
            notes: String::new(),
        }
    }

    /// The journal of numbers. Whose they are the kit cannot say: these columns stay free.
    pub(super) fn journal(&self, paper: &facts::JournalPaper) -> papers::JournalPaper {
        let (from, until) = (written(&paper.from), written(&paper.until));
        let period = if from == until {
            from
        } else {
            format!("{from} \u{2013} {until}")
        };
        papers::JournalPaper {
            letterhead: self.letterhead_of_all(),
            period,
            entries: paper.lines.iter().map(|line| self.entry(line)).collect(),
        }
    }

    fn entry(&self, line: &JournalLine) -> papers::JournalEntry {
        let state = match line.state {
            JournalState::Drawn => "drawn",
            JournalState::Sealed => "sealed",
            JournalState::Delivered => "delivered",
            JournalState::Void => "void",
        };
        let kinship = line
            .belongs_to
            .as_ref()
            .map(|kinship| format!("{} {}; ", self.word("kin", kinship.kin.key()), kinship.of));
        let state = self.word("journal", state);
        papers::JournalEntry {
            taken_at: written(&line.day),
            number: line.number.to_string(),
            place: self.kit.clone(),
            remarks: format!("{}{state}", kinship.unwrap_or_default()),
            ..papers::JournalEntry::default()
        }
    }

    /// The letterhead of papers about everybody's matter: that of the community, where the kit serves one only.
    fn letterhead_of_all(&self) -> papers::Letterhead {
        let mut communities = self.communities.keys();
        match (communities.next(), communities.next()) {
            (Some(only), None) => self.letterhead(only),
            (None | Some(_), _) => papers::Letterhead::default(),
        }
    }
}
