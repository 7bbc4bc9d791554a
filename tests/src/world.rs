//! A small world on loopback: a coordinator's folder, a depot behind a link that can be cut, a virtual case, a kit.

use crate::kit::Kit;
use crate::programs::{Background, program, run_well, wait_for};
use anyhow::{Context as _, Result};
use courier::sim::{CutProxy, Cuts};
use serde_json::Value;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// The invented passphrase of the invented administrator.
pub const PASSPHRASE: &str = "калина джерело сорока липень ковадло зірниця";
/// The invented passphrase of the invented coordinator.
pub const COORDINATOR: &str = "обрій пшениця кобзар водограй стежка";

/// The two communities of the kit.
pub const COMMUNITIES: [&str; 2] = [
    "Пасічнянська сільська територіальна громада;UA26120090000072057;+380347123456",
    "Дубовецька сільська територіальна громада;UA26040130000010870;+380342654321",
];

/// A part as the console fetched it.
#[derive(Debug)]
pub struct Parcel {
    /// The age file.
    pub ciphertext: PathBuf,
    /// The manifest's canonical JSON.
    pub body: PathBuf,
    /// Its SSH signature.
    pub signature: String,
    /// Whom the depot's `allowed_signers` knows the kit as.
    pub principal: String,
}

/// Everything that one story needs. Processes stop and proxies close when it is dropped.
#[derive(Debug)]
pub struct World {
    root: PathBuf,
    depot: Option<Background>,
    depot_at: SocketAddr,
    link: CutProxy,
    case: Option<Background>,
    control: String,
}

impl World {
    /// Makes keys, depot and kit in `root`, and starts depot, link and virtual case. The link is cut `cuts` times.
    ///
    /// # Errors
    /// A program is not built or does not start; its words are in the error.
    pub fn begin(root: &Path, cuts: u64) -> Result<Self> {
        std::fs::create_dir_all(root)?;
        let root = root.canonicalize()?;
        std::fs::write(root.join("passphrase"), format!("{PASSPHRASE}\n"))?;
        std::fs::write(
            root.join("coordinator-passphrase"),
            format!("{COORDINATOR}\n"),
        )?;
        let depot_at = free_address()?;
        let cuts = Cuts {
            times: cuts,
            after_bytes: 12_000..=90_000,
            seed: 7,
        };
        let link = CutProxy::start(depot_at, cuts).context("the link does not start")?;
        let mut world = Self {
            root,
            depot: None,
            depot_at,
            link,
            case: None,
            control: String::new(),
        };
        world.begin_office()?;
        world.start_depot()?;
        world.start_case()?;
        world.enrol()?;
        Ok(world)
    }

    fn begin_office(&self) -> Result<()> {
        let services = services().context("the service catalogue's folder is not there")?;
        let mut begin = Command::new(program("valiza-console")?);
        begin
            .arg("begin")
            .arg(self.office())
            .arg("--yes")
            .arg("--services")
            .arg(services);
        begin.args(["--kit", "42", "--administrator", "Савчук Ірина Миколаївна"]);
        begin
            .arg("--depot")
            .arg(format!("http://{}", self.link.address()));
        for community in COMMUNITIES {
            begin.args(["--community", community]);
        }
        begin
            .arg("--passphrase-file")
            .arg(self.root.join("coordinator-passphrase"));
        begin
            .arg("--recovery-passphrase-file")
            .arg(self.root.join("coordinator-passphrase"));
        run_well(&mut begin)?;
        Ok(())
    }

    /// Starts the depot (again, after it was killed).
    ///
    /// # Errors
    /// It does not come up.
    pub fn start_depot(&mut self) -> Result<()> {
        let port_file = self.root.join("depot.address");
        let _none_yet = std::fs::remove_file(&port_file);
        let mut serve = Command::new(program("valiza-depot")?);
        serve
            .arg("serve")
            .arg("--data")
            .arg(self.office().join("depot"));
        serve
            .arg("--listen")
            .arg(self.depot_at.to_string())
            .arg("--port-file")
            .arg(&port_file);
        self.depot = Some(Background::start(&mut serve, &self.log("depot"))?);
        wait_for("the depot", Duration::from_secs(30), || {
            Ok(port_file.exists().then_some(()))
        })
    }

    /// Kills the depot.
    pub fn stop_depot(&mut self) {
        self.depot = None;
    }

    fn start_case(&mut self) -> Result<()> {
        let mut case = Command::new(program("valiza")?);
        case.arg("virtual-case").arg(self.case_folder());
        self.case = Some(Background::start(&mut case, &self.log("case"))?);
        let control = self.case_folder().join("control.url");
        self.control = wait_for("the virtual case", Duration::from_secs(30), || {
            Ok(std::fs::read_to_string(&control)
                .ok()
                .filter(|url| url.ends_with('\n') || url.ends_with('/')))
        })?
        .trim()
        .to_owned();
        // The kit finds the case by the list of devices that lies beside its profile.
        std::fs::copy(
            self.case_folder().join("case.toml"),
            self.kit_parcel().join("devices.toml"),
        )?;
        Ok(())
    }

    fn enrol(&self) -> Result<()> {
        let quick = "# A demonstration: a quick guess, and no hold, so that the purge can be seen.\nguess_memory_kib = 65536\nhold_stored_s = 0\nhold_opened_s = 0\n";
        std::fs::write(self.kit_parcel().join("kit.toml"), quick)?;
        let mut enrol = Command::new(program("valiza")?);
        enrol
            .arg("enrol")
            .arg("--profile")
            .arg(self.kit_parcel())
            .arg("--data")
            .arg(self.kit_data());
        enrol
            .arg("--passphrase-file")
            .arg(self.root.join("passphrase"));
        run_well(&mut enrol)?;
        run_well(
            self.console()?
                .arg("admit")
                .arg(self.kit_data().join("kit-card.json")),
        )?;
        Ok(())
    }

    /// Starts the kit, locked.
    ///
    /// # Errors
    /// It does not start.
    pub fn kit(&self, window: bool) -> Result<Kit> {
        Kit::start(
            &self.kit_data(),
            &self.kit_parcel(),
            window,
            &self.log("kit"),
        )
    }

    /// Starts the kit, locked, with its window on a screen.
    ///
    /// # Errors
    /// It does not start.
    pub fn kit_on(&self, display: &str) -> Result<Kit> {
        let mut command = Command::new(program("valiza")?);
        command.arg("--drive").arg("--data").arg(self.kit_data());
        command
            .env("DISPLAY", display)
            .env("LIBGL_ALWAYS_SOFTWARE", "1")
            .env_remove("WAYLAND_DISPLAY");
        command.arg("--profile").arg(self.kit_parcel());
        Kit::start_command(&mut command, &self.log("kit"))
    }

    /// Starts the kit with a copy of its data folder on a disk of so many kilobytes, in a mount namespace of its own.
    ///
    /// # Errors
    /// It does not start; the system must allow a private mount (`unshare`).
    pub fn kit_on_a_small_disk(&self, kilobytes: u64) -> Result<Kit> {
        let small = self.root.join("small");
        std::fs::create_dir_all(&small)?;
        let script = "mount -t tmpfs -o size=\"$1\"k tmpfs \"$2\" && cp -a \"$3\"/. \"$2\" && exec \"$4\" --drive --no-window --data \"$2\"";
        let mut command = Command::new("unshare");
        command.args([
            "--user",
            "--map-root-user",
            "--mount",
            "sh",
            "-c",
            script,
            "sh",
        ]);
        command
            .arg(kilobytes.to_string())
            .arg(&small)
            .arg(self.kit_data())
            .arg(program("valiza")?);
        Kit::start_command(&mut command, &self.log("kit"))
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
            .arg(self.root.join("coordinator-passphrase"));
        Ok(command)
    }

    /// Tells the virtual case something: `("present", {"lines": [..]})`.
    ///
    /// # Errors
    /// The case does not take it.
    pub fn play(&self, what: &str, order: &Value) -> Result<()> {
        self.post(what, order.to_string().as_bytes())
    }

    /// Hands the virtual case bytes: a page for the feeder.
    ///
    /// # Errors
    /// The case does not take them.
    pub fn post(&self, what: &str, bytes: &[u8]) -> Result<()> {
        ureq::post(format!("{}{what}", self.control))
            .send(bytes)
            .with_context(|| format!("the virtual case refuses: {what}"))?;
        Ok(())
    }

    /// What the office printer has printed, oldest first.
    ///
    /// # Errors
    /// The case does not answer.
    pub fn printed(&self) -> Result<Vec<PathBuf>> {
        self.list("printed")
    }

    /// What the slip printer has printed, oldest first, as pictures.
    ///
    /// # Errors
    /// The case does not answer.
    pub fn slips(&self) -> Result<Vec<PathBuf>> {
        self.list("slips")
    }

    fn list(&self, what: &str) -> Result<Vec<PathBuf>> {
        let text = ureq::get(format!("{}state", self.control))
            .call()?
            .body_mut()
            .read_to_string()?;
        let state: Value = serde_json::from_str(&text)?;
        let paths = state[what].as_array().cloned().unwrap_or_default();
        Ok(paths
            .iter()
            .filter_map(Value::as_str)
            .map(PathBuf::from)
            .collect())
    }

    /// The application that was printed last is signed in ink on its last sheet and laid into the feeder, all sheets.
    ///
    /// # Errors
    /// Nothing was printed, or `pdftoppm` (Debian package poppler-utils) is not there.
    pub fn sign_last_print(&self) -> Result<usize> {
        let printed = self.printed()?;
        let pdf = printed.last().context("nothing was printed")?;
        let folder = self.root.join("sheets");
        let _none_yet = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder)?;
        let mut draw = Command::new("pdftoppm");
        draw.args(["-png", "-r", "200"])
            .arg(pdf)
            .arg(folder.join("sheet"));
        run_well(&mut draw).context("pdftoppm is needed (Debian package poppler-utils)")?;
        let mut sheets = crate::day::files(&folder)?;
        sheets.sort();
        let last = sheets.pop().context("the print has no sheets")?;
        for sheet in &sheets {
            self.post("feed", &std::fs::read(sheet)?)?;
        }
        self.post(
            &format!(
                "sign?x=0.13&y={}",
                if sheets.is_empty() { 0.6 } else { 0.185 }
            ),
            &std::fs::read(last)?,
        )?;
        Ok(sheets.len() + 1)
    }

    /// What the console has fetched: ciphertext, manifest and its signature as files and texts.
    ///
    /// # Errors
    /// The console's ledger cannot be read.
    pub fn fetched_parcels(&self) -> Result<Vec<Parcel>> {
        let ledger = rusqlite::Connection::open(self.office().join("ledger.sqlite"))?;
        let mut statement = ledger.prepare("SELECT digest, kit, entry FROM part")?;
        let rows = statement.query_map([], |row| {
            Ok((
                row.get::<_, String>(0)?,
                row.get::<_, String>(1)?,
                row.get::<_, String>(2)?,
            ))
        })?;
        let folder = self.root.join("manifests");
        std::fs::create_dir_all(&folder)?;
        let mut parcels = Vec::new();
        for row in rows {
            let (digest, kit, entry) = row?;
            let entry: Value = serde_json::from_str(&entry)?;
            let body = folder.join(format!("{digest}.json"));
            std::fs::write(
                &body,
                entry["manifest"]["body"].as_str().unwrap_or_default(),
            )?;
            parcels.push(Parcel {
                ciphertext: self.office().join("parcels").join(format!("{digest}.part")),
                body,
                signature: entry["manifest"]["signature"]
                    .as_str()
                    .unwrap_or_default()
                    .to_owned(),
                principal: format!("kit:{kit}"),
            });
        }
        Ok(parcels)
    }

    /// The coordinator's identities as stock `age` takes them, written below `folder`.
    ///
    /// # Errors
    /// They do not open, or cannot be written.
    pub fn stock_identities(&self, folder: &Path) -> Result<Vec<PathBuf>> {
        let file = std::fs::read(self.office().join("keys/identities.age"))?;
        let identities = parcel::IdentityFile::unprotect(&file, COORDINATOR)?;
        let mut paths = Vec::new();
        for (index, identity) in identities.iter().enumerate() {
            let path = folder.join(format!("identity-{index}.txt"));
            std::fs::write(&path, identity.to_secret().as_bytes())?;
            paths.push(path);
        }
        Ok(paths)
    }

    /// How often the link was cut and how many bytes went up.
    #[must_use]
    pub fn link(&self) -> (u64, u64) {
        (self.link.cuts(), self.link.forth_bytes())
    }

    /// The story's folder.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The coordinator's folder.
    #[must_use]
    pub fn office(&self) -> PathBuf {
        self.root.join("office")
    }

    /// What the coordinator hands to the kit.
    #[must_use]
    pub fn kit_parcel(&self) -> PathBuf {
        self.office().join("kit-042")
    }

    /// The kit's own data folder.
    #[must_use]
    pub fn kit_data(&self) -> PathBuf {
        self.root.join("kit")
    }

    /// The depot's data folder.
    #[must_use]
    pub fn depot_data(&self) -> PathBuf {
        self.office().join("depot")
    }

    /// The virtual case's folder: papers, slips, a stick.
    #[must_use]
    pub fn case_folder(&self) -> PathBuf {
        self.root.join("case")
    }

    /// Where programs log.
    #[must_use]
    pub fn log(&self, program: &str) -> PathBuf {
        let folder = self.root.join("logs");
        let _exists = std::fs::create_dir_all(&folder);
        folder.join(format!("{program}.log"))
    }
}

/// The services that the repository ships.
fn services() -> Option<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).parent()?;
    Some(here.join("crates/catalogue/services")).filter(|folder| folder.is_dir())
}

/// An address on loopback that nobody has at the moment.
fn free_address() -> Result<SocketAddr> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?)
}
