//! The registrar's deeds, one function an order. A deed that the seat does not cover is refused before it begins.

use std::path::Path;

use look::Words;
use parcel::{ApplicationId, DispatchContent, Word, WordKind};

use super::{Order, Paper, Told, Unlocked, Work, told};
use crate::{
    clock, collect,
    dispatch::{self, draft, visits},
    due, export,
    keys::Keys,
    ledger::{Act, Event, Ledger, Source},
    opening,
    outside::{self, Outside},
    private,
    provision::lost,
    report,
    seat::{Deed, Seat},
    sheet::Sheet,
    window::view::{Gate, Tab, View},
};

impl Order {
    fn deed(&self) -> Option<Deed> {
        match self {
            Self::Unlock(_) | Self::Lock | Self::Speak(_) | Self::Tab(_) => None,
            Self::Show(_) | Self::Find(_) | Self::Report(..) => Some(Deed::Read),
            Self::Visit
            | Self::Turn(..)
            | Self::Say(..)
            | Self::Visits { .. }
            | Self::SendProfile { .. }
            | Self::GiveBack { .. }
            | Self::Write(..)
            | Self::Clear => Some(Deed::Work),
            Self::Lose(_) => Some(Deed::Keep),
        }
    }
}

impl Work {
    pub(super) fn carry_out(&mut self, order: Order) -> Told {
        if let (Some(open), Some(deed)) = (&self.unlocked, order.deed()) {
            open.seat.allows(deed).map_err(told)?;
        }
        match order {
            Order::Unlock(passphrase) => self.unlock(&passphrase),
            Order::Lock => {
                self.unlocked = None;
                self.view = View::locked(self.view.today, None);
                Ok(())
            }
            Order::Show(id) => self.show(id),
            Order::Find(number) => self.find(&number),
            Order::Visit => self.visit(),
            Order::Turn(id, event) => self.turn(id, event),
            Order::Say(id, kind, text) => self.say(id, kind, &text),
            Order::Speak(words) => self.speak(words),
            Order::Tab(tab) => {
                self.tab = tab;
                self.look_at(tab)
            }
            Order::Report(year, quarter) => self.count(year, quarter),
            Order::Visits { table, kit } => self.send_visits(&table, &kit),
            Order::SendProfile { kit } => self.send_profile(&kit),
            Order::GiveBack { draft } => self.give_back(&draft),
            Order::Lose(number) => self.lose(number),
            Order::Write(paper, target) => self.write(paper, &target),
            Order::Clear => self.clear(),
        }
    }

    fn unlock(&mut self, passphrase: &str) -> Told {
        self.view.gate = Gate::Unlocking;
        self.publish();
        let opened = Keys::unlock(&self.folder, passphrase)
            .map_err(told)
            .and_then(|keys| {
                let seat = Seat::of(&self.folder, &keys).map_err(told)?;
                let mut ledger =
                    Ledger::open(&self.folder.ledger(), keys.ledger()).map_err(told)?;
                ledger
                    .sign_in(&seat.who, Source::Window, clock::now_s())
                    .map_err(told)?;
                Ok(Unlocked { keys, ledger, seat })
            });
        match opened {
            Ok(opened) => {
                self.view.seat = Some(opened.seat.clone());
                self.unlocked = Some(opened);
                self.view.gate = Gate::Open;
                self.refresh()?;
                self.publish();
                self.look_for_gaps()?;
                self.publish();
                self.show_first()
            }
            Err(why) => {
                self.view.gate = Gate::Locked(Some(why));
                Ok(())
            }
        }
    }

    fn speak(&mut self, words: Words) -> Told {
        self.words = words;
        self.refresh()?;
        self.look_for_gaps()?;
        self.look_at(self.tab)?;
        self.reread()
    }

    fn find(&mut self, number: &str) -> Told {
        let Some(open) = &mut self.unlocked else {
            return Ok(());
        };
        let now_s = clock::now_s();
        match open.ledger.find(number).map_err(told)? {
            Some(found) => {
                open.ledger
                    .log(now_s, Act::Search, found.id)
                    .map_err(told)?;
                self.show(found.id)
            }
            None => {
                open.ledger.log_in_vain(now_s, Act::Search).map_err(told)?;
                Err(self.words.t("search-none"))
            }
        }
    }

    /// The coordinator's side of what is sent now.
    fn sender<'a>(folder: &'a crate::folder::Folder, open: &'a mut Unlocked) -> dispatch::Desk<'a> {
        dispatch::Desk {
            folder,
            keys: &open.keys,
            ledger: &mut open.ledger,
            now_s: clock::now_s(),
        }
    }

    fn turn(&mut self, id: ApplicationId, event: Event) -> Told {
        let Some(open) = &mut self.unlocked else {
            return Ok(());
        };
        Self::sender(&self.folder, open)
            .turn(id, event)
            .map_err(told)?;
        self.view.message = None;
        self.refresh()?;
        self.reread()
    }

    fn say(&mut self, id: ApplicationId, kind: WordKind, text: &str) -> Told {
        let Some(open) = &mut self.unlocked else {
            return Ok(());
        };
        let Some(application) = open.ledger.application(id).map_err(told)? else {
            return Ok(());
        };
        let word = Word {
            number: application.dossier.number.digits().to_owned(),
            kind,
            text: text.trim().to_owned(),
        };
        Self::sender(&self.folder, open)
            .queue_word(application.kit, word)
            .map_err(told)?;
        self.view.message = Some(self.words.t("console-said"));
        Ok(())
    }

    fn visit(&mut self) -> Told {
        self.begin("console-fetching");
        let Some(open) = &mut self.unlocked else {
            return Ok(());
        };
        let fetched = collect::fetch(&self.folder, &open.keys, &mut open.ledger);
        let now_s = clock::now_s();
        let opened = opening::open_all(&self.folder, &open.keys, &mut open.ledger, now_s);
        // A bad emergency parcel is named by `open` in the terminal; here it must not hide what came well.
        if let Err(why) = draft::open_all(&self.folder, &open.keys, &mut open.ledger, now_s) {
            tracing::warn!(%why, "unfinished drafts were not opened");
        }
        if let Err(why) = Self::sender(&self.folder, open).queue_opened() {
            tracing::warn!(%why, "the kits are not told what was opened");
        }
        let told = collect::tell_opened(&self.folder, &open.keys, &open.ledger);
        let message = match (fetched, opened, told) {
            (Err(why), _, _) | (_, _, Err(why)) => why.to_string(),
            (_, Err(why), _) => why.to_string(),
            (Ok(fetched), Ok(opened), Ok(_)) => self.words.t_with(
                "console-visited",
                &[("n", fetched.fetched.into()), ("of", opened.opened.into())],
            ),
        };
        self.refresh()?;
        self.look_for_gaps()?;
        self.look_at(self.tab)?;
        if self.view.shown.is_none() {
            self.show_first()?;
        } else {
            self.reread()?;
        }
        self.view.message = Some(message);
        Ok(())
    }

    fn send_visits(&mut self, table: &Path, kit: &str) -> Told {
        let Some(open) = &mut self.unlocked else {
            return Ok(());
        };
        let kit = dispatch::kit(&self.folder, kit).map_err(told)?;
        let read = visits::from_file(&self.folder, kit, table).map_err(told)?;
        let visits = match read {
            Ok(visits) => visits,
            Err(mistakes) => {
                let lines = mistakes.iter().map(|mistake| mistake.words(self.words));
                let lines: Vec<_> = lines.chain([self.words.t("visits-not-sent")]).collect();
                return Err(lines.join("\n"));
            }
        };
        let count = [("n", visits.len().into())];
        Self::sender(&self.folder, open)
            .queue(kit, DispatchContent::Visits(visits), Vec::new())
            .map_err(told)?;
        self.post(&self.words.t_with("visits-sent", &count))
    }

    fn send_profile(&mut self, kit: &str) -> Told {
        let Some(open) = &mut self.unlocked else {
            return Ok(());
        };
        let kit = dispatch::kit(&self.folder, kit).map_err(told)?;
        let mut sender = Self::sender(&self.folder, open);
        sender.queue_profile(kit).map_err(told)?;
        sender.queue_catalogue(kit).map_err(told)?;
        self.post(&self.words.t("console-said"))
    }

    fn give_back(&mut self, which: &str) -> Told {
        let Some(open) = &mut self.unlocked else {
            return Ok(());
        };
        draft::give_back(&mut Self::sender(&self.folder, open), which, None).map_err(told)?;
        self.post(&self.words.t("console-said"))
    }

    /// Posts what waits; where the depot is not reached it goes with the next visit there.
    fn post(&mut self, message: &str) -> Told {
        let Some(open) = &self.unlocked else {
            return Ok(());
        };
        let posted = collect::tell_opened(&self.folder, &open.keys, &open.ledger);
        let message = match posted {
            Ok(_) => message.to_owned(),
            Err(_away) => format!("{message}\n{}", self.words.t("dispatch-waits")),
        };
        self.look_at(Tab::Sending)?;
        self.view.message = Some(message);
        Ok(())
    }

    fn lose(&mut self, number: u16) -> Told {
        let Some(open) = &mut self.unlocked else {
            return Ok(());
        };
        let now_s = clock::now_s();
        lost::declare(&mut self.folder, &open.keys, &open.ledger, number, now_s).map_err(told)?;
        self.look_at(Tab::Kits)?;
        let args = [
            ("name", format!("{number:03}").into()),
            ("date", clock::day_text(now_s).into()),
        ];
        self.view.message = Some(self.words.t_with("kits-lost-declared", &args));
        Ok(())
    }

    fn write(&mut self, paper: Paper, target: &Path) -> Told {
        let Some(open) = &mut self.unlocked else {
            return Ok(());
        };
        let now_s = clock::now_s();
        private::folder(target).map_err(told)?;
        match paper {
            Paper::Sheet => {
                let Some(shown) = &self.view.shown else {
                    return Ok(());
                };
                let Some(one) = open.ledger.application(shown.id).map_err(told)? else {
                    return Ok(());
                };
                let family = open.ledger.family(&one).map_err(told)?;
                let sheet = Sheet::of(&one, &family, &self.folder, self.words);
                let pdf = sheet.to_pdf(&self.folder, &one, self.words).map_err(told)?;
                let file = target.join(format!("{}.pdf", one.dossier.number.digits()));
                let mut outside =
                    Outside::begin(&mut open.ledger, &[one.id], now_s).map_err(told)?;
                outside
                    .write(&open.ledger, &file, pdf.bytes())
                    .map_err(told)?;
            }
            Paper::Report => {
                let quarter = &self.view.report;
                let name = format!("report-{}-{}", quarter.year, quarter.quarter);
                let csv = report::csv(&quarter.rows, self.words);
                let picture = report::picture(&quarter.rows);
                private::write(&target.join(format!("{name}.csv")), csv.as_bytes())
                    .map_err(told)?;
                private::write(&target.join(format!("{name}.svg")), picture.as_bytes())
                    .map_err(told)?;
            }
            Paper::Everything => {
                let all = open.ledger.applications().map_err(told)?;
                let said = (self.words, now_s);
                export::export(
                    &self.folder,
                    &open.keys,
                    &mut open.ledger,
                    &all,
                    target,
                    said,
                )
                .map_err(told)?;
            }
        }
        let name = [("name", target.display().to_string().into())];
        self.view.message = Some(self.words.t_with("console-written", &name));
        Ok(())
    }

    fn clear(&mut self) -> Told {
        let Some(open) = &mut self.unlocked else {
            return Ok(());
        };
        let cleared = outside::clear(&mut open.ledger, false, clock::now_s()).map_err(told)?;
        let counts = [("n", cleared.removed.into()), ("of", cleared.gone.into())];
        self.view.message = Some(self.words.t_with("exports-cleared", &counts));
        self.look_at(self.tab)
    }

    fn count(&mut self, year: i16, quarter: i8) -> Told {
        let Some(open) = &self.unlocked else {
            return Ok(());
        };
        let all = open.ledger.applications().map_err(told)?;
        let (from, until) = report::quarter(year, quarter);
        self.view.report = crate::window::view::Quarter {
            year,
            quarter,
            rows: report::rows(&all, (&from, &until), &self.folder, self.words),
        };
        Ok(())
    }

    /// The quarter that the report begins with: the one of today.
    pub(super) fn count_today(&mut self) -> Told {
        let today = due::day_of(clock::now_s());
        match self.view.report.year {
            0 => self.count(today.year(), (today.month() - 1) / 3 + 1),
            year => self.count(year, self.view.report.quarter),
        }
    }
}
