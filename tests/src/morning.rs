//! A coordinator's morning: three kits in software that seal and deliver for five communities, a real depot, and the real
//! console, used by commands or by its window.
//!
//! The kits are simulated here (keys, sealing, delivery are the real ones); their residents are invented.

use std::{
    net::TcpListener,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use anyhow::{Context as _, Result, bail};
use courier::{Address, AsideReason, Client, Lease, Limits, Outbox, OutboxError, Reins, deliver};
use office::number::Number;
use parcel::{
    ApplicationId, Chain, Digest, Epoch, FileToSeal, Head, Mailbox, Moment, Piece, Profile,
    PublicKey, Receipt, SealOrder, Signed, Signer as _, SoftSigner,
};
use rand::{Rng as _, rngs::OsRng};
use serde_json::{Value, json};

use crate::lines::Driven;
use crate::programs::{Background, Said, program, run, run_well, wait_for};

/// The invented passphrase of the invented coordinator.
pub const COORDINATOR: &str = "обрій пшениця кобзар водограй стежка";

/// The kits, by the number on their lids.
pub const KITS: [u16; 3] = [42, 43, 44];

/// The communities, in the order of the profiles.
const COMMUNITIES: [&str; 5] = [
    "Пасічнянська сільська територіальна громада;UA26120090000072057;+380347123456",
    "Дубовецька сільська територіальна громада;UA26040130000010870;+380342654321",
    "Солотвинська селищна територіальна громада;UA26040310000095418;+380342111222",
    "Дзвиняцька сільська територіальна громада;UA26040110000021427;+380342333444",
    "Старобогородчанська сільська територіальна громада;UA26040330000033311;+380342555666",
];

/// How long the window's answer may take: it may be opening forty applications.
const ANSWER: Duration = Duration::from_secs(90);

/// Surnames of invented residents.
const SURNAMES: [&str; 8] = [
    "Гнатюк",
    "Мельник",
    "Савчук",
    "Бойчук",
    "Іванишин",
    "Романюк",
    "Паляниця",
    "Ґудзик",
];

/// Seconds since 1970 of the day on which everything was taken.
const TAKEN: i64 = 1_795_263_900;

/// The console's folder, the depot and the kits; all go when it is dropped.
#[derive(Debug)]
pub struct Morning {
    root: PathBuf,
    depot_at: String,
    _depot: Background,
    kits: Vec<SoftKit>,
}

/// A document of so many pages, each with so many lines of grey dots that no two pages are alike.
///
/// # Errors
/// A page cannot be made.
pub fn document(pages: u32) -> Result<Vec<u8>> {
    let limits = imaging::Limits::default();
    let (width, height) = (1240_u32, 1754_u32);
    let page = |n: u32| {
        let dot = |at: u32| {
            let (x, y) = (at % width, at / width);
            let ink =
                y % 40 < 14 && (120..1120).contains(&x) && (x * 7 + y / 40 * 13 + n * 31) % 11 < 5;
            if ink { 30 } else { 252 }
        };
        let grey: Vec<u8> = (0..width * height).map(dot).collect();
        let page = imaging::Page::from_grey(width, height, 150, &grey, &limits)?;
        anyhow::Ok(imaging::clean(page, &imaging::Settings::default()))
    };
    Ok(imaging::to_pdf(
        &(0..pages).map(page).collect::<Result<Vec<_>>>()?,
    ))
}

/// A kit that exists in memory.
#[derive(Debug)]
struct SoftKit {
    number: u16,
    signer: SoftSigner,
    administrator: SoftSigner,
    profile: Profile,
    chain: Chain,
    outbox: Shelf,
}

impl Morning {
    /// Begins an office with three kits and five communities in `root`, and starts its depot.
    ///
    /// # Errors
    /// A program is not built or does not start; its words are in the error.
    pub fn begin(root: &Path) -> Result<Self> {
        std::fs::create_dir_all(root)?;
        let root = root.canonicalize()?;
        std::fs::write(root.join("passphrase"), format!("{COORDINATOR}\n"))?;
        let depot_at = TcpListener::bind("127.0.0.1:0")?.local_addr()?.to_string();
        let mut begin = Command::new(program("valiza-console")?);
        begin
            .arg("begin")
            .arg(root.join("office"))
            .args(["--yes", "--kit", "42"]);
        begin.args([
            "--administrator",
            "Савчук Ірина Миколаївна",
            "--depot",
            &format!("http://{depot_at}"),
        ]);
        let services = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/catalogue/services");
        begin.arg("--services").arg(services);
        for community in COMMUNITIES {
            begin.args(["--community", community]);
        }
        for flag in ["--passphrase-file", "--recovery-passphrase-file"] {
            begin.arg(flag).arg(root.join("passphrase"));
        }
        run_well(&mut begin)?;
        let depot = serve(&root, &depot_at)?;
        let mut morning = Self {
            root,
            depot_at,
            _depot: depot,
            kits: Vec::new(),
        };
        let table = "number,administrators,communities\n43,Бойчук Олена Іванівна,\n44,Романюк Петро Ілліч,\n";
        std::fs::write(morning.root.join("kits.csv"), table)?;
        run_well(
            morning
                .console()?
                .args(["kit", "enrol", "--table"])
                .arg(morning.root.join("kits.csv")),
        )?;
        for number in KITS {
            let kit = morning.admit(number)?;
            morning.kits.push(kit);
        }
        Ok(morning)
    }

    /// Makes the keys of a kit, has its card admitted, and takes over the profile that names it.
    fn admit(&self, number: u16) -> Result<SoftKit> {
        let newest = || -> Result<Profile> {
            let file = std::fs::read(self.office().join(format!("kit-{number:03}/profile.json")))?;
            let signed: Signed<Profile> = serde_json::from_slice(&file)?;
            Ok(signed.claim()?)
        };
        let (signer, administrator) = (
            SoftSigner::generate(&mut OsRng),
            SoftSigner::generate(&mut OsRng),
        );
        let card = json!({
            "kit": newest()?.kit,
            "kit_key": signer.public_key(),
            "administrator_key": administrator.public_key(),
            "mailbox": Mailbox::generate().address(),
        });
        let file = self.root.join(format!("card-{number}.json"));
        std::fs::write(&file, serde_json::to_vec(&card)?)?;
        run_well(self.console()?.arg("admit").arg(&file))?;
        let profile = newest()?;
        let chain = Chain::new(profile.kit, Epoch::random(&mut OsRng));
        Ok(SoftKit {
            number,
            signer,
            administrator,
            profile,
            chain,
            outbox: Shelf::default(),
        })
    }

    /// Seals `count` applications, one kit and one community after the other; gives their numbers.
    ///
    /// # Errors
    /// The sealing fails.
    pub fn seal(&mut self, count: usize, document: &[u8]) -> Result<Vec<String>> {
        let mut numbers = Vec::with_capacity(count);
        let kits = self.kits.len();
        for n in 0..count {
            let kit = self.kits.get_mut(n % kits).context("no kit")?;
            numbers.push(kit.seal(n, document)?);
        }
        Ok(numbers)
    }

    /// Every kit delivers what it has sealed.
    ///
    /// # Errors
    /// The depot does not take it.
    pub fn deliver(&mut self) -> Result<()> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let address = Address::parse(&format!("http://{}", self.depot_at), None)?;
        let reins = Reins::default();
        for kit in &mut self.kits {
            let signers: Vec<PublicKey> = kit.profile.receipt_signers.clone();
            let client = Client::new(address.clone(), Limits::default());
            let sent = deliver(&client, &signers, &mut kit.outbox, &reins, |_| {});
            runtime
                .block_on(sent)
                .ok()
                .context("a kit could not deliver")?;
            if !kit.outbox.parts.is_empty() || kit.outbox.aside > 0 {
                bail!("kit {} kept {} parts", kit.number, kit.outbox.parts.len());
            }
        }
        Ok(())
    }

    /// A console command in the coordinator's folder.
    ///
    /// # Errors
    /// The program is not built.
    pub fn console(&self) -> Result<Command> {
        let mut command = Command::new(program("valiza-console")?);
        command.arg("--folder").arg(self.office());
        command
            .arg("--passphrase-file")
            .arg(self.root.join("passphrase"));
        Ok(command)
    }

    /// Runs a console command to its end.
    ///
    /// # Errors
    /// It cannot be started.
    pub fn say(&self, words: &[&str]) -> Result<Said> {
        run(self.console()?.args(words))
    }

    /// Opens the console's window on a screen, locked.
    ///
    /// # Errors
    /// It does not start.
    pub fn window(&self, display: &str, language: &str) -> Result<ConsoleWindow> {
        let mut command = Command::new(program("valiza-console")?);
        command.arg("--folder").arg(self.office()).args([
            "--language",
            language,
            "window",
            "--drive",
        ]);
        command
            .current_dir(&self.root)
            .env("DISPLAY", display)
            .env("LIBGL_ALWAYS_SOFTWARE", "1");
        command.env_remove("WAYLAND_DISPLAY");
        let log = self.root.join("console.log");
        Ok(ConsoleWindow(Driven::start(&mut command, &log, ANSWER)?))
    }

    /// The coordinator's folder.
    #[must_use]
    pub fn office(&self) -> PathBuf {
        self.root.join("office")
    }

    /// The story's folder.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }
}

fn serve(root: &Path, at: &str) -> Result<Background> {
    let port_file = root.join("depot.address");
    let mut serve = Command::new(program("valiza-depot")?);
    serve
        .arg("serve")
        .arg("--data")
        .arg(root.join("office/depot"));
    serve.args(["--listen", at, "--port-file"]).arg(&port_file);
    let depot = Background::start(&mut serve, &root.join("depot.log"))?;
    wait_for("the depot", Duration::from_secs(30), || {
        Ok(port_file.exists().then_some(()))
    })?;
    Ok(depot)
}

impl SoftKit {
    /// Seals the application of the `n`th invented resident; gives its number.
    fn seal(&mut self, n: usize, document: &[u8]) -> Result<String> {
        let application = ApplicationId::random(&mut OsRng);
        let number = Number::draw(self.number, &OsRng.r#gen(), &|_| false)
            .digits()
            .to_owned();
        let communities = &self.profile.communities;
        let community = communities
            .get(n % communities.len())
            .context("no community")?;
        let dossier = dossier((application, &number), &community.id, n);
        let order = SealOrder {
            application,
            administrator: &self.administrator,
            profile: self.profile.version,
            catalogue: "1".to_owned(),
            recipients: &community.recipients,
            moment: Moment {
                wall: TAKEN,
                since_boot: 60,
                anchor: TAKEN,
                confirmed_day: None,
            },
            summary: vec![
                FileToSeal::new("summary.json", serde_json::to_vec(&dossier)?)?,
                FileToSeal::new("form.xml", b"<data/>".to_vec())?,
            ],
            pages: vec![FileToSeal::new("01-lease.pdf", document.to_vec())?],
        };
        let sealed = parcel::seal(&order, &mut self.chain, &self.signer)?;
        self.outbox.parts.extend(sealed.summary.pieces);
        self.outbox.parts.extend(sealed.pages.pieces);
        self.outbox.heads = vec![sealed.head];
        Ok(number)
    }
}

fn dossier((application, number): (ApplicationId, &str), community: &str, n: usize) -> Value {
    let moment =
        json!({"wall_s": TAKEN, "offset_s": 7200, "since_boot_ms": 60_000, "anchor_s": TAKEN});
    let label = |uk: &str, en: &str| json!({"uk": uk, "en": en});
    let typed = |text: String| json!({"text": text, "source": "typed"});
    let answer = |path: &str, (asked, question): (&str, &str), text: String| {
        json!({
            "section": label("Переміщення", "Displacement"), "path": path,
            "label": label(asked, question), "text": label(&text, &text),
        })
    };
    json!({
        "format": 1,
        "application": application.to_string(),
        "visit": format!("{n:032x}"),
        "number": number,
        "community": community,
        "service": "00169",
        "service_name": label("Довідка внутрішньо переміщеної особи", "Certificate of an internally displaced person"),
        "authority": label("Управління соціального захисту", "Social protection office"),
        "term": label("у день звернення", "on the day"),
        "last_day": "06.12.2026",
        "basis": "displaced",
        "arrived": moment, "started": moment, "finished": moment,
        "visit_texts": {"caller_name": "Сусідка"},
        "applicant": {"fields": {
            "surname": typed(SURNAMES[n % SURNAMES.len()].to_owned()),
            "given_name": typed("Марія".to_owned()),
            "patronymic": typed("Василівна".to_owned()),
            "birth_date": typed(format!("19{:02}-03-12", 30 + n % 60)),
            "document_kind": typed("id_card".to_owned()),
            "document_number": typed(format!("{:09}", 1_000_000 + n)),
            "phone": typed(format!("3806711{:05}", n)),
            "settlement": typed("Пасічна".to_owned()),
            "street": typed(format!("вул. Шкільна, {}", n + 1)),
        }},
        "signer": "applicant",
        "identity_check": "typed",
        "notice": "telephone",
        "answers": [
            answer("/data/when", ("Коли виїхали", "When did you leave"), "24.02.2022".to_owned()),
            answer("/data/from", ("Звідки виїхали", "Where from"), "Маріуполь, вул. Садова, 5".to_owned()),
            answer("/data/with", ("Хто виїхав разом", "Who came along"), "донька Оксана, 2011 р. н.".to_owned()),
        ],
        "instance": "<data/>",
        "documents": [{
            "key": "lease", "name": label("Договір оренди", "Lease"),
            "form": "copy", "file": "01-lease.pdf", "pages": [], "sheets": 5,
        }],
        "consent": {"version": "1", "at": moment},
        "overrides": {}, "findings": [],
        "administrator": "Савчук Ірина Миколаївна",
    })
}

/// An outbox in memory.
#[derive(Debug, Default)]
struct Shelf {
    heads: Vec<Signed<Head>>,
    parts: Vec<Piece>,
    aside: usize,
}

impl Shelf {
    fn remove(&mut self, digest: &Digest) {
        self.parts.retain(|part| part.digest() != *digest);
    }
}

impl Outbox for Shelf {
    async fn heads(&mut self) -> Result<Vec<Signed<Head>>, OutboxError> {
        Ok(self.heads.clone())
    }

    async fn surpassed(&mut self, _head: &Head) -> Result<(), OutboxError> {
        Ok(())
    }

    async fn next(&mut self) -> Result<Option<Lease>, OutboxError> {
        let Some(part) = self.parts.first() else {
            return Ok(None);
        };
        Ok(Some(Lease {
            digest: part.digest(),
            length: part.ciphertext.len() as u64,
            manifest: part.manifest.clone(),
        }))
    }

    async fn read(
        &mut self,
        part: &Digest,
        offset: u64,
        up_to: usize,
    ) -> Result<Vec<u8>, OutboxError> {
        let kept = self
            .parts
            .iter()
            .find(|kept| kept.digest() == *part)
            .ok_or(OutboxError::Unreadable)?;
        let from = usize::try_from(offset).map_err(|_why| OutboxError::Unreadable)?;
        let until = kept.ciphertext.len().min(from + up_to);
        Ok(kept.ciphertext[from..until].to_vec())
    }

    async fn note_progress(&mut self, _part: &Digest, _offset: u64) -> Result<(), OutboxError> {
        Ok(())
    }

    async fn confirm(
        &mut self,
        _signed: &Signed<Receipt>,
        receipt: &Receipt,
    ) -> Result<(), OutboxError> {
        self.remove(&receipt.digest);
        Ok(())
    }

    async fn set_aside(&mut self, part: &Digest, _reason: AsideReason) -> Result<(), OutboxError> {
        self.remove(part);
        self.aside += 1;
        Ok(())
    }
}

/// The console's window, whose keys are pressed from outside; it tells what can be seen.
#[derive(Debug)]
pub struct ConsoleWindow(Driven);

impl ConsoleWindow {
    /// What is seen once everything that was asked for is done.
    ///
    /// # Errors
    /// The window is gone.
    pub fn seen(&mut self) -> Result<Value> {
        self.0.order(&json!({ "settled": true }))
    }

    /// Waits until what is seen is as `wanted`.
    ///
    /// # Errors
    /// It does not become so in time; the error says what was waited for.
    pub fn until(&mut self, what: &str, wanted: impl Fn(&Value) -> bool) -> Result<Value> {
        let mut last = Value::Null;
        let found = wait_for(what, Duration::from_secs(60), || {
            last = self.seen()?;
            Ok(wanted(&last).then(|| last.clone()))
        });
        found.with_context(|| format!("seen then: {last}"))
    }

    /// Makes the window so large and saves a picture.
    ///
    /// # Errors
    /// There is none.
    pub fn picture(&mut self, size: [f32; 2], path: &Path) -> Result<()> {
        self.0.order(&json!({ "size": size }))?;
        for _ in 0..4 {
            self.seen()?;
        }
        let answer = self.0.order(&json!({ "picture": path }))?;
        if answer["saved"] == json!(true) {
            Ok(())
        } else {
            bail!("no picture: {answer}")
        }
    }
}
