//! Printing: what goes to which printer in how many copies, and what came of it. It may fail and be asked for again.

use super::{Which, Workflow};
use crate::application::Stage;
use crate::effect::Effect;
use crate::id::{ApplicationId, PrintId, VisitId};
use crate::paper::{Paper, PaperOrder};
use crate::snapshot::{Lamp, PaperState, PapersView};
use crate::time::At;
use crate::trouble::{DeviceKind, Trouble};

impl Workflow {
    /// Prints the application for the signature, or the answer to a resident whose application was refused.
    pub(super) fn print_application(&mut self, at: &At) -> Vec<Effect> {
        let Some(id) = self
            .open_draft()
            .map(|draft| &draft.application)
            .filter(|application| {
                application.stage > Stage::Filling || application.refusal.is_some()
            })
            .map(|application| application.id)
        else {
            return Vec::new();
        };
        let mut effects = self.draw_number(id, at);
        let paper = self.application_paper(id);
        effects.extend(paper.map(|paper| self.order(Which::Application(id), paper, at)));
        effects
    }

    /// One paper by itself; nothing where there is none to print.
    pub(super) fn print_one(&mut self, order: &PaperOrder, at: &At) -> Vec<Effect> {
        match order {
            PaperOrder::Consent => self.print_consent(at),
            PaperOrder::Payment => self.print_payment(at),
            PaperOrder::Inventory => self.print_inventory(at).into_iter().collect(),
            PaperOrder::RouteSheet => self.print_route_sheet(at).into_iter().collect(),
            PaperOrder::Slip => self
                .current
                .and_then(|id| self.print_slip(id, at))
                .into_iter()
                .collect(),
            PaperOrder::TripSheet => self
                .trip_sheet_paper()
                .map(|paper| self.order(Which::TripSheet, Paper::TripSheet(paper), at))
                .into_iter()
                .collect(),
            PaperOrder::Journal { from, until } => self
                .journal_paper(from, until)
                .map(|paper| self.order(Which::Journal, Paper::Journal(paper), at))
                .into_iter()
                .collect(),
        }
    }

    /// The consent carries the number of its application, which is drawn for it where that was not printed yet.
    fn print_consent(&mut self, at: &At) -> Vec<Effect> {
        let Some(id) = self
            .open_draft()
            .map(|draft| &draft.application)
            .filter(|application| application.consent.is_some() && application.refusal.is_none())
            .map(|application| application.id)
        else {
            return Vec::new();
        };
        let mut effects = self.draw_number(id, at);
        if let Some(Paper::Application(paper)) = self.application_paper(id) {
            effects.push(self.order(Which::Consent(id), Paper::Consent(paper), at));
        }
        effects
    }

    /// A resident may pay while the office is there: the number is drawn for it, so that bank and case say the same.
    fn print_payment(&mut self, at: &At) -> Vec<Effect> {
        let Some(id) = self
            .open_draft()
            .map(|draft| draft.application.id)
            .filter(|id| self.to_pay(*id).is_some())
        else {
            return Vec::new();
        };
        let mut effects = self.draw_number(id, at);
        let paper = self.payment_paper(id).map(Paper::Payment);
        effects.extend(paper.map(|paper| self.order(Which::Payment(id), paper, at)));
        effects
    }

    /// The inventory of the current application, where nothing forbids to leave one with the resident (P10).
    fn print_inventory(&mut self, at: &At) -> Option<Effect> {
        let id = self.current.filter(|_| !self.facts.slip_only)?;
        let paper = self.held_inventory(id)?;
        Some(self.order(Which::Inventory(id), Paper::Inventory(paper), at))
    }

    fn print_route_sheet(&mut self, at: &At) -> Option<Effect> {
        let id = self.current?;
        let paper = self.held_inventory(id)?;
        Some(self.order(Which::RouteSheet(id), Paper::RouteSheet(paper), at))
    }

    fn print_slip(&mut self, id: ApplicationId, at: &At) -> Option<Effect> {
        let paper = self.slip_paper(id)?;
        Some(self.order(Which::Slip(id), Paper::Slip(paper), at))
    }

    pub(super) fn reprint(&mut self, at: &At) -> Vec<Effect> {
        self.current
            .map_or_else(Vec::new, |id| self.print_for_hands(id, at))
    }

    /// Two copies of the inventory and one slip, as long as the print set is held.
    pub(super) fn print_for_hands(&mut self, id: ApplicationId, at: &At) -> Vec<Effect> {
        let held = self
            .sealed
            .iter()
            .any(|stub| stub.id == id && stub.papers.held);
        if !held {
            return Vec::new();
        }
        let mut effects: Vec<Effect> = self
            .held_inventory(id)
            .filter(|_| !self.facts.slip_only)
            .map(|paper| self.order(Which::Inventory(id), Paper::Inventory(paper), at))
            .into_iter()
            .collect();
        effects.extend(self.print_slip(id, at));
        effects
    }

    /// A page that shows that this very printer prints.
    pub(super) fn test_page(&mut self, device: DeviceKind, at: &At) -> Vec<Effect> {
        let print = PrintId::draw(&at.entropy, 0);
        self.prints.insert(print, Which::Test);
        vec![Effect::Print {
            print,
            device,
            paper: Paper::TestPage,
            copies: 1,
        }]
    }

    fn order(&mut self, which: Which, paper: Paper, at: &At) -> Effect {
        let print = PrintId::draw(&at.entropy, which.place());
        self.prints.insert(print, which);
        let copies = paper.copies();
        if let Some(state) = self.paper_state(which) {
            *state = PaperState::Printing;
        }
        Effect::Print {
            print,
            device: self.printer_of(&paper),
            paper,
            copies,
        }
    }

    /// A slip goes to its own printer where the kit has one, everything else on A4.
    fn printer_of(&self, paper: &Paper) -> DeviceKind {
        let has_slips = self
            .devices
            .iter()
            .any(|line| line.device == DeviceKind::SlipPrinter && line.lamp != Lamp::Absent);
        if has_slips && matches!(paper, Paper::Slip(_)) {
            DeviceKind::SlipPrinter
        } else {
            DeviceKind::Printer
        }
    }

    /// Where it is noted how a paper stands; `None` where nobody looks at it any more.
    fn paper_state(&mut self, which: Which) -> Option<&mut PaperState> {
        Some(match which {
            Which::Test => return None,
            Which::TripSheet => &mut self.day_papers.trip_sheet,
            Which::Journal => &mut self.day_papers.journal,
            Which::Application(id) => &mut self.papers_of_draft(id)?.application,
            Which::Consent(id) => &mut self.papers_of_draft(id)?.consent,
            Which::Payment(id) => &mut self.papers_of_draft(id)?.payment,
            Which::Inventory(id) => &mut self.papers_of_sealed(id)?.inventory,
            Which::RouteSheet(id) => &mut self.papers_of_sealed(id)?.route_sheet,
            Which::Slip(id) => &mut self.papers_of_sealed(id)?.slip,
        })
    }

    fn papers_of_draft(&mut self, id: ApplicationId) -> Option<&mut PapersView> {
        Some(&mut self.drafts.get_mut(&id)?.papers)
    }

    fn papers_of_sealed(&mut self, id: ApplicationId) -> Option<&mut PapersView> {
        let stub = self.sealed.iter_mut().find(|stub| stub.id == id)?;
        Some(&mut stub.papers)
    }

    pub(super) fn printed(&mut self, print: PrintId, trouble: Option<Trouble>) -> Vec<Effect> {
        let Some(which) = self.prints.remove(&print) else {
            return Vec::new();
        };
        if let Some(state) = self.paper_state(which) {
            *state = trouble
                .clone()
                .map_or(PaperState::Printed, PaperState::Failed);
        }
        if let Some(trouble) = trouble {
            self.notify(trouble);
        }
        Vec::new()
    }

    pub(super) fn papers_in_hand(&mut self) -> Vec<Effect> {
        self.forget_papers();
        Vec::new()
    }

    pub(super) fn forget_papers(&mut self) {
        for stub in &mut self.sealed {
            stub.papers.held = false;
            stub.inventory = None;
        }
    }

    /// Whether the resident of a visit reads large print.
    pub(super) fn is_large(&self, visit: VisitId) -> bool {
        self.visits
            .get(&visit)
            .is_some_and(|visit| visit.large_print)
    }
}
