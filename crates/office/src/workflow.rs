//! The workflow: `handle(Input, At) -> Vec<Effect>`, the only place where anything is decided (I2).
//!
//! It performs nothing itself (I1). It never refuses an intake (I15) and never forgets a draft before the station has
//! said that its parcel is safe (I6).

mod checks;
mod corner;
mod dispatch;
mod ending;
mod freezing;
mod gate;
mod handover;
mod idle;
mod intake;
mod keys;
mod mending;
mod pages;
mod papers;
mod picture;
mod plan;
mod printing;
mod profile;
mod sealing;
#[cfg(test)]
mod stories;

use crate::application::Matter;
use crate::application::{Application, CornerEnd, Stage};
use crate::command::{Command, Input, RecordId};
use crate::deadline::Calendar;
use crate::dispatch::News;
use crate::document::PageRef;
use crate::effect::{Effect, Plain};
use crate::form::{Form, FormClock, FormState};
use crate::id::{ApplicationId, CommunityId, DocumentKey, PrintId, ServiceId, VisitId};
use crate::label::Label;
use crate::number::Number;
use crate::paper::InventoryPaper;
use crate::profile::ProfileView;
use crate::residue::Examination;
use crate::service::Service;
use crate::snapshot::{
    DayPapers, DeviceLine, Drawn, Gate, JournalLine, Notice, Outbox, PapersView, StickUse, Work,
};
use crate::time::{At, Moment, Watch};
use crate::trouble::Trouble;
use crate::visit::Visit;
use std::collections::{BTreeMap, BTreeSet};

/// Notices kept on the screen; older ones go.
const NOTICES: usize = 8;

/// What the kit knows from its profile and catalogue before anybody unlocks it.
#[derive(Clone, Debug, Default)]
pub struct KitFacts {
    /// Whether this is training: nobody is real and nothing is delivered.
    pub training: bool,
    /// What is painted on the case.
    pub name: String,
    /// The kit's three digits.
    pub number: u16,
    /// Communities a visit may belong to.
    pub communities: Vec<CommunityFacts>,
    /// Services of the catalogue.
    pub services: Vec<Service>,
    /// Which days are worked on.
    pub calendar: Calendar,
    /// True where only the slip is left with the resident (P10).
    pub slip_only: bool,
    /// After so long without anybody the kit locks itself, in milliseconds; 0 for never.
    pub lock_after_ms: u64,
    /// Whether a visit begins with large print; each resident may ask for the other.
    pub large_print: bool,
    /// The profile in use.
    pub profile: ProfileView,
}

/// A community of the profile.
#[derive(Clone, Debug, Default)]
pub struct CommunityFacts {
    /// Which.
    pub id: CommunityId,
    /// Its name.
    pub name: Label,
    /// The telephone on the slip.
    pub phone: String,
    /// The accounts that fees are paid to, by key.
    pub accounts: BTreeSet<String>,
}

/// An application and its living form.
#[derive(Clone, Debug)]
struct Draft {
    application: Application,
    form: Option<FormState>,
    papers: PapersView,
}

/// What stays of an application after it is sealed: its number and, for a while, what may be printed again.
#[derive(Clone, Debug)]
struct SealedStub {
    id: ApplicationId,
    visit: VisitId,
    service: ServiceId,
    matter: Matter,
    number: Option<Number>,
    papers: PapersView,
    inventory: Option<Box<InventoryPaper>>,
    since_boot_ms: u64,
}

/// Which paper an order to print was for.
#[derive(Clone, Copy, Debug)]
enum Which {
    Application(ApplicationId),
    Consent(ApplicationId),
    Payment(ApplicationId),
    Inventory(ApplicationId),
    RouteSheet(ApplicationId),
    Slip(ApplicationId),
    TripSheet,
    Journal,
    Test,
}

impl Which {
    /// Tells orders of one moment apart when their names are drawn.
    fn place(self) -> usize {
        usize::from(matches!(self, Self::Slip(_)))
    }
}

/// The workflow of one kit.
#[derive(Clone, Debug)]
pub struct Workflow {
    facts: KitFacts,
    forms: BTreeMap<ServiceId, Form>,
    gate: Gate,
    administrator: String,
    now: Moment,
    watch: Watch,
    generation: u64,
    visits: BTreeMap<VisitId, Visit>,
    drafts: BTreeMap<ApplicationId, Draft>,
    sealed: Vec<SealedStub>,
    /// The inventory of what is being sealed, made of its dossier.
    sealing: Option<Box<InventoryPaper>>,
    open_visit: Option<VisitId>,
    current: Option<ApplicationId>,
    saved: BTreeMap<RecordId, u64>,
    prints: BTreeMap<PrintId, Which>,
    day_papers: DayPapers,
    removed: Vec<(ApplicationId, DocumentKey, usize, PageRef)>,
    journal: Vec<JournalLine>,
    /// What the centre said of applications.
    news: BTreeSet<News>,
    /// Every number that was ever given out on this kit, as far as the journal and the drafts know.
    used: BTreeSet<Number>,
    outbox: Outbox,
    stick: Option<StickUse>,
    devices: Vec<DeviceLine>,
    notices: Vec<Notice>,
    next_notice: u64,
    work: Option<Work>,
    examination: Option<Examination>,
    /// Where the pages of a running scan or import go.
    work_target: Option<(ApplicationId, DocumentKey)>,
    /// The uptime in milliseconds at which somebody or something last did anything.
    touched_ms: u64,
    /// Words that were drawn and not yet typed back.
    drawn: Option<Drawn>,
    /// The visit that is being handed over to a colleague.
    passing_on: Option<VisitId>,
    /// The resident who fills in alone.
    corner: Option<corner::Corner>,
}

impl Workflow {
    /// A locked kit. A service whose form cannot be read is left out; the catalogue has refused it long before.
    #[must_use]
    pub fn new(facts: KitFacts) -> Self {
        let forms = facts
            .services
            .iter()
            .filter_map(|service| Some((service.id.clone(), Form::parse(&service.xform).ok()?)))
            .collect();
        Self {
            facts,
            forms,
            gate: Gate::Locked { refusal: None },
            administrator: String::new(),
            now: Moment::default(),
            watch: Watch::default(),
            generation: 0,
            visits: BTreeMap::new(),
            drafts: BTreeMap::new(),
            sealed: Vec::new(),
            sealing: None,
            open_visit: None,
            current: None,
            saved: BTreeMap::new(),
            prints: BTreeMap::new(),
            day_papers: DayPapers::default(),
            removed: Vec::new(),
            journal: Vec::new(),
            news: BTreeSet::new(),
            used: BTreeSet::new(),
            outbox: Outbox::default(),
            stick: None,
            devices: Vec::new(),
            notices: Vec::new(),
            next_notice: 1,
            work: None,
            examination: None,
            work_target: None,
            touched_ms: 0,
            drawn: None,
            passing_on: None,
            corner: None,
        }
    }

    /// Takes in what happened and says what is to be done.
    pub fn handle(&mut self, input: Input, at: &At) -> Vec<Effect> {
        self.now = self.watch.look(at.moment);
        // The clock alone is no news: a window that has nothing else to show sleeps.
        let is_news = !matches!(input, Input::Tick | Input::Command(Command::Stay));
        self.generation += u64::from(is_news);
        self.note_a_touch(&input);
        match input {
            Input::Command(command) => self.command(command, at),
            Input::Unlocked(awakening) => self.unlocked(*awakening),
            Input::UnlockRefused(trouble) => self.refused(trouble),
            Input::KeySet { wish, trouble } => self.key_set(wish, trouble),
            Input::PassedOn { trouble } => self.passed_on(trouble),
            Input::RecordSaved { record, revision } => self.record_saved(record, revision),
            Input::RecordNotSaved { record, trouble } => self.record_not_saved(record, trouble),
            Input::MrzRead { lines } => self.mrz_read(&lines),
            Input::CardRead { visit, facts } => self.card_read(visit, &facts),
            Input::PageArrived {
                application,
                document,
                page,
            } => self.page_arrived(application, &document, page),
            Input::WorkEnded { trouble } => self.work_ended(trouble),
            Input::Printed { print } => self.printed(print, None),
            Input::NotPrinted { print, trouble } => self.printed(print, Some(trouble)),
            Input::Noticed(trouble) => {
                self.notify(trouble);
                Vec::new()
            }
            Input::ProfileTaken { version } => self.profile_taken(version),
            Input::Sealed { application, .. } => self.sealed(application, at),
            Input::NotSealed {
                application,
                trouble,
            } => self.not_sealed(application, trouble),
            Input::Journal(lines) => self.take_journal(lines),
            Input::Outbox(outbox) => {
                self.outbox = outbox;
                Vec::new()
            }
            Input::Devices(devices) => {
                self.devices = devices;
                Vec::new()
            }
            Input::Dispatched(what) => self.dispatched(what),
            Input::Examined(examination) => {
                self.examination = examination;
                Vec::new()
            }
            Input::StickUsed(used) => {
                self.stick = Some(used);
                Vec::new()
            }
            Input::Tick => self.tick(at),
        }
    }

    fn command(&mut self, command: Command, at: &At) -> Vec<Effect> {
        if self.is_out_of_reach(&command) {
            return Vec::new();
        }
        match command {
            Command::Unlock { passphrase } => self.unlock(passphrase),
            Command::Quit => vec![Effect::Quit],
            Command::TryNow => vec![Effect::TryNow],
            Command::Lock => self.shut(Effect::Lock),
            Command::Panic => self.shut(Effect::Panic),
            Command::Stay => Vec::new(),
            Command::DrawKey { wish } => self.draw_key(wish, at),
            Command::LeaveKey => self.leave_key(),
            Command::Renew { code, passphrase } => self.renew(code, passphrase),
            Command::Examine => vec![Effect::Examine],
            Command::StopExamining => vec![Effect::StopExamining],
            Command::UseStick { folder } => {
                self.stick = None;
                vec![Effect::UseStick(folder)]
            }
            Command::Dismiss { notice } => {
                self.notices.retain(|kept| kept.id != notice);
                Vec::new()
            }
            // Everything else needs an open kit: a locked one has neither drafts nor keys.
            _ if !matches!(self.gate, Gate::Open { .. } | Gate::Corner) => Vec::new(),
            Command::BeginCorner => self.begin_corner(at),
            Command::CallHelp { wanted } => self.call_help(wanted),
            Command::EndCorner => self.end_corner(CornerEnd::Done),
            Command::SetKey { passphrase } => self.set_key(passphrase),
            Command::PassOn { passphrase } => self.pass_on(passphrase),
            Command::ConfirmClock { said } => self.confirm_clock(said.as_deref()),
            Command::RequestVisit {
                community,
                basis,
                channel,
                services,
            } => self.request_visit(community, basis, channel, services, at),
            Command::ScreenVisit { visit, fit, reason } => {
                self.screen_visit(visit, fit, reason, at)
            }
            Command::PlanVisit { visit, place } => self.plan_visit(visit, place),
            Command::PlanByVillage => self.plan_by_village(),
            Command::Depart { visit } => self.depart(visit),
            Command::Arrive { visit } => self.arrive(visit),
            Command::BreakOff { end, reason } => self.break_off(end, reason, at),
            Command::NewVisit { community, basis } => self.new_visit(community, basis, at),
            Command::OpenVisit { visit } => self.turn_to_visit(visit),
            Command::CloseVisit => self.close_visit(),
            Command::SetBasis { basis } => self.edit_visit(|visit| visit.basis = basis),
            Command::SetSigner { signer } => self.edit_visit(|visit| visit.signer = signer),
            Command::SetNotice { notice } => self.edit_visit(|visit| visit.notice = notice),
            Command::SetAuthority { authority } => {
                self.edit_visit(|visit| visit.authority = Some(authority))
            }
            Command::SetLargePrint { large } => self.edit_visit(|visit| visit.large_print = large),
            Command::SetResultWay { way } => self.edit_visit(|visit| visit.result_way = Some(way)),
            Command::NoteIdentity {
                whose,
                method,
                result,
            } => self.note_identity(whose, method, result),
            Command::SetFeedback { question, opinion } => {
                self.edit_visit(|visit| visit.feedback.note(question, opinion))
            }
            Command::SetVisitText { field, text } => self.set_visit_text(field, &text),
            Command::SetPerson { field, text } => self.set_person(field, &text),
            Command::SetSettlement { place } => self.set_settlement(&place),
            Command::OverridePerson { finding, reason } => {
                self.edit_visit(|visit| note_override(&mut visit.overrides, finding, &reason))
            }
            Command::AddApplication { service } => self.add_application(&service, at),
            Command::Supplement {
                number,
                service,
                reason,
            } => self.mend(Matter::Supplement { to: number, reason }, service, at),
            Command::Withdraw {
                number,
                service,
                reason,
            } => self.mend(Matter::Withdrawal { of: number, reason }, service, at),
            Command::HandOver {
                number,
                service,
                result,
            } => self.mend(Matter::HandingOver { of: number, result }, service, at),
            Command::OpenApplication { application } => self.turn_to_application(application),
            Command::SetAnswer { path, value } => {
                self.edit_form(|form| form.set(&path, &value).is_ok())
            }
            Command::AddRow { path } => self.edit_form(|form| form.add_row(&path).is_ok()),
            Command::RemoveRow { path, position } => {
                self.edit_form(|form| form.remove_row(&path, position).is_ok())
            }
            Command::Override { finding, reason } => self.override_finding(finding, &reason),
            Command::Scan { document } => self.scan(document),
            Command::Import { document, paths } => self.import(document, paths),
            Command::ReadCard { can } => self.read_card(&can.0),
            Command::StopWork => vec![Effect::StopWork],
            Command::SetDocumentForm { document, form } => self.set_document_form(&document, form),
            Command::SetSheets { document, sheets } => self.set_sheets(&document, sheets),
            Command::SetFee { proof } => self.edit_draft(|application| application.fee = proof),
            Command::TurnPage { page } => self.turn_page(page),
            Command::MovePage { page, later } => self.move_page(page, later),
            Command::RemovePage { page } => self.remove_page(page),
            Command::RestorePage => self.restore_page(),
            Command::GiveConsent => self.give_consent(),
            Command::Reopen => self.reopen(),
            Command::Refuse { ground, words } => self.refuse(ground, words),
            Command::Postpone { ground, proposal } => self.postpone(ground, proposal),
            Command::GiveUp { reason } => self.give_up(reason),
            Command::PrintApplication => self.print_application(at),
            Command::Finish => self.finish(at),
            Command::PapersInHand => self.papers_in_hand(),
            Command::Reprint => self.reprint(at),
            Command::Print { order } => self.print_one(&order, at),
            Command::TakeProfile { folder } => self.take_profile(folder),
            Command::TestPage { device } => self.test_page(device, at),
        }
    }

    fn notify(&mut self, trouble: Trouble) {
        // The same trouble twice in a row is one notice.
        if self
            .notices
            .last()
            .is_some_and(|last| last.trouble == trouble)
        {
            return;
        }
        if self.notices.len() >= NOTICES {
            self.notices.remove(0);
        }
        self.notices.push(Notice {
            id: self.next_notice,
            trouble,
        });
        self.next_notice += 1;
    }

    fn service(&self, id: &ServiceId) -> Option<&Service> {
        self.facts.services.iter().find(|service| service.id == *id)
    }

    fn form_clock(&self) -> FormClock {
        FormClock {
            iso_date: self.now.iso_date(),
            iso_datetime: self.now.rfc3339(),
        }
    }

    /// The draft that is worked on, while it may still be changed.
    fn open_draft(&mut self) -> Option<&mut Draft> {
        let id = self.current?;
        self.drafts
            .get_mut(&id)
            .filter(|draft| draft.application.stage < Stage::Sealing)
    }

    /// Changes the draft that is worked on, and saves it.
    fn edit_draft(&mut self, edit: impl FnOnce(&mut Application)) -> Vec<Effect> {
        let Some(draft) = self.open_draft() else {
            return Vec::new();
        };
        edit(&mut draft.application);
        let id = draft.application.id;
        self.save_application(id)
    }

    /// The open visit's draft is begun: a record of its own, saved at once, and worked on from here.
    fn begin_draft(&mut self, application: Application, form: Option<FormState>) -> Vec<Effect> {
        let id = application.id;
        let Some(community) = self
            .visits
            .get(&application.visit)
            .map(|visit| visit.community.clone())
        else {
            return Vec::new();
        };
        self.drafts.insert(
            id,
            Draft {
                application,
                form,
                papers: PapersView::default(),
            },
        );
        let mut effects = vec![Effect::NewRecord {
            record: RecordId::Application(id),
            community,
        }];
        effects.extend(self.save_application(id));
        effects
    }

    fn save_visit(&mut self, id: VisitId) -> Vec<Effect> {
        let Some(visit) = self.visits.get_mut(&id) else {
            return Vec::new();
        };
        visit.revision += 1;
        save(RecordId::Visit(id), visit.revision, visit)
    }

    fn save_application(&mut self, id: ApplicationId) -> Vec<Effect> {
        let Some(draft) = self.drafts.get_mut(&id) else {
            return Vec::new();
        };
        draft.application.revision += 1;
        save(
            RecordId::Application(id),
            draft.application.revision,
            &draft.application,
        )
    }
}

fn save<T: serde::Serialize>(record: RecordId, revision: u64, body: &T) -> Vec<Effect> {
    // A draft is plain data; serde_json fails on non-text map keys only, which no draft has.
    serde_json::to_vec(body).map_or_else(
        |_no_such_draft| Vec::new(),
        |body| {
            vec![Effect::SaveRecord {
                record,
                revision,
                body: Plain(body),
            }]
        },
    )
}

fn note_override(overrides: &mut BTreeMap<String, String>, finding: String, reason: &str) {
    let reason = reason.trim();
    if reason.is_empty() {
        overrides.remove(&finding);
    } else {
        overrides.insert(finding, reason.to_owned());
    }
}
