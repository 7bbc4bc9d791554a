//! What the stories need: a depot in a process of its own, a kit with an outbox in memory, and a coordinator.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use courier::{Address, AsideReason, Client, Lease, Limits, Outbox, OutboxError};
use depot::{found, signers};
use parcel::{
    Digest, Epoch, Head, Kind, KitName, Manifest, PublicKey, Receipt, Signed, Signer as _,
    SoftSigner, Tip, digest_of,
};
use rand::rngs::OsRng;
use rand::{Rng as _, RngCore as _};
use tempfile::TempDir;

use crate::air::{self, Air};

/// How long anything here may take before the test has failed.
pub(crate) const DEADLINE: Duration = Duration::from_secs(60);

/// The system chooses.
const ANY_PORT: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 0);

/// A depot with one kit and one coordinator admitted.
pub(crate) struct Yard {
    pub(crate) folder: TempDir,
    pub(crate) address: SocketAddr,
    pub(crate) receipt_signers: Vec<PublicKey>,
    pub(crate) ca_pem: Option<String>,
    pub(crate) kit: Kit,
    pub(crate) coordinator: SoftSigner,
    child: Child,
}

impl Yard {
    pub(crate) async fn plain() -> Self {
        Self::open(false, Command::new(program()), ANY_PORT).await
    }

    pub(crate) async fn secured() -> Self {
        Self::open(true, Command::new(program()), ANY_PORT).await
    }

    /// A depot at the other end of a link.
    pub(crate) async fn beyond(air: &Air, port: u16) -> Self {
        let address = SocketAddr::new(air::BEYOND.parse().unwrap(), port);
        Self::open(true, air.there(&program()), address).await
    }

    /// A depot whose folder is a disk of so many kilobytes, in a mount namespace of its own.
    pub(crate) async fn on_a_small_disk(kilobytes: u32) -> Self {
        let mut yard = Self::plain().await;
        yard.kill();
        let script = "mount -t tmpfs -o size=\"$1\"k tmpfs \"$2\" && cp -a \"$3\"/. \"$2\" && shift 3 && exec \"$@\"";
        let small = yard.folder.path().join("small");
        std::fs::create_dir(&small).unwrap();
        let mut command = Command::new("unshare");
        command
            .args([
                "--user",
                "--map-root-user",
                "--mount",
                "sh",
                "-c",
                script,
                "sh",
            ])
            .arg(kilobytes.to_string())
            .arg(&small)
            .arg(yard.data())
            .arg(program());
        let address = yard.address;
        yard.child = serve(command, &small, &yard.folder, address).await.0;
        yard
    }

    /// The small disk as the depot sees it.
    pub(crate) fn small_disk(&self) -> PathBuf {
        let seen = self.folder.path().join("small");
        PathBuf::from(format!("/proc/{}/root{}", self.process(), seen.display()))
    }

    async fn open(secured: bool, command: Command, listen: SocketAddr) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("depot");
        let name = listen.ip().to_string();
        let introduction = found::found(&data, &name, listen, secured).unwrap();
        let kit = Kit::draw();
        let coordinator = SoftSigner::generate(&mut OsRng);
        let lines = kit
            .key
            .public_key()
            .allowed_signers_line(&format!("kit:{}", kit.name))
            + &coordinator
                .public_key()
                .allowed_signers_line("coordinator:one");
        std::fs::write(data.join(signers::FILE), lines).unwrap();
        let (child, address) = serve(command, &data, &folder, listen).await;
        let (receipt_signers, ca_pem) = (introduction.receipt_signers, introduction.depot.ca_pem);
        Self {
            folder,
            address,
            receipt_signers,
            ca_pem,
            kit,
            coordinator,
            child,
        }
    }

    /// The depot's process.
    pub(crate) fn process(&self) -> u32 {
        self.child.id()
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.folder.path().join("depot")
    }

    /// Kills the depot as a power cut would, and starts it again at the same address.
    pub(crate) async fn kill_and_restart(&mut self) {
        self.kill();
        let data = self.data();
        self.serve_on(&data).await;
    }

    /// Serves another folder instead, at the same address.
    pub(crate) async fn serve_on(&mut self, data: &Path) {
        self.kill();
        let command = Command::new(program());
        self.child = serve(command, data, &self.folder, self.address).await.0;
    }

    /// Says a setting anew and starts the depot with it.
    pub(crate) async fn set(&mut self, setting: &str, value: &str) {
        let path = self.data().join(depot::config::FILE);
        let before = std::fs::read_to_string(&path).unwrap();
        let others = before
            .lines()
            .filter(|line| !line.starts_with(&format!("{setting} = ")));
        let lines: Vec<_> = others.collect();
        let text = format!("{setting} = {value}\n{}\n", lines.join("\n"));
        std::fs::write(&path, text).unwrap();
        self.kill_and_restart().await;
    }

    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Asks the depot to end, and says whether it ended well.
    pub(crate) async fn ask_to_end(&mut self) -> bool {
        let asked = Command::new("kill")
            .arg(self.process().to_string())
            .status();
        assert!(asked.unwrap().success());
        let mut looking = tokio::time::interval(Duration::from_millis(5));
        let ended = tokio::time::timeout(DEADLINE, async {
            loop {
                looking.tick().await;
                if let Some(status) = self.child.try_wait().unwrap() {
                    return status.success();
                }
            }
        });
        ended.await.unwrap()
    }

    /// Memory of the depot that is in use, in megabytes.
    pub(crate) fn resident_mb(&self) -> f64 {
        let path = format!("/proc/{}/status", self.process());
        let status = std::fs::read_to_string(path).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kib: f64 = line
            .unwrap()
            .trim()
            .trim_end_matches(" kB")
            .parse()
            .unwrap();
        kib * 1024.0 / 1e6
    }

    pub(crate) fn client(&self) -> Client {
        client_at(self.address)
    }

    /// A client that trusts the depot's own authority.
    pub(crate) fn pinned_client(&self) -> Client {
        let url = format!("https://{}", self.address);
        let address = Address::parse(&url, self.ca_pem.as_deref()).unwrap();
        Client::new(address, Limits::default())
    }
}

impl Drop for Yard {
    fn drop(&mut self) {
        self.kill();
    }
}

/// The depot as cargo built it, one folder above whoever runs.
fn program() -> PathBuf {
    let me = std::env::current_exe().unwrap();
    let built = me.ancestors().nth(2).unwrap().join("valiza-depot");
    assert!(
        built.is_file(),
        "valiza-depot is not built; run: cargo build --workspace"
    );
    built
}

async fn serve(
    mut command: Command,
    data: &Path,
    folder: &TempDir,
    listen: SocketAddr,
) -> (Child, SocketAddr) {
    let port_file = folder.path().join("port");
    drop(std::fs::remove_file(&port_file));
    let mut child = command
        .args([
            "serve",
            "--log",
            "warn",
            "--listen",
            &listen.to_string(),
            "--data",
        ])
        .arg(data)
        .arg("--port-file")
        .arg(&port_file)
        .stdin(Stdio::null())
        .spawn()
        .unwrap();
    let mut looking = tokio::time::interval(Duration::from_millis(5));
    let address = tokio::time::timeout(DEADLINE, async {
        loop {
            looking.tick().await;
            assert!(
                child.try_wait().unwrap().is_none(),
                "the depot ended instead of serving"
            );
            if let Ok(address) = std::fs::read_to_string(&port_file) {
                return address.trim().parse().unwrap();
            }
        }
    });
    let address = address.await.unwrap();
    (child, address)
}

pub(crate) fn client_at(address: SocketAddr) -> Client {
    Client::new(
        Address::parse(&format!("http://{address}"), None).unwrap(),
        Limits::default(),
    )
}

/// A kit: a name, a key, and what it has sealed.
pub(crate) struct Kit {
    pub(crate) name: KitName,
    pub(crate) key: SoftSigner,
    pub(crate) epoch: Epoch,
    counter: u64,
}

/// A sealed part; random bytes look like ciphertext to everybody here.
#[derive(Clone)]
pub(crate) struct Part {
    pub(crate) lease: Lease,
    pub(crate) bytes: Vec<u8>,
}

impl Kit {
    pub(crate) fn draw() -> Self {
        Self {
            name: KitName::random(&mut OsRng),
            key: SoftSigner::generate(&mut OsRng),
            epoch: Epoch::random(&mut OsRng),
            counter: 0,
        }
    }

    pub(crate) fn part(&mut self, kind: Kind, length: usize) -> Part {
        self.counter += 1;
        let mut bytes = vec![0; length];
        OsRng.fill_bytes(&mut bytes);
        let manifest = Manifest {
            digest: digest_of(&bytes),
            length: length as u64,
            kit: self.name,
            epoch: self.epoch,
            kind,
            counter: self.counter,
            previous: None,
            recipients: digest_of(b"recipients"),
        };
        let lease = Lease {
            digest: manifest.digest,
            length: manifest.length,
            manifest: Signed::sign(&manifest, &self.key).unwrap(),
        };
        Part { lease, bytes }
    }

    /// Vouches for `counter` summaries.
    pub(crate) fn head(&self, counter: u64) -> Signed<Head> {
        let tip = Tip {
            kind: Kind::Summary,
            counter,
            manifest: digest_of(b"manifest"),
        };
        Signed::sign(
            &Head {
                kit: self.name,
                epoch: self.epoch,
                day: 20_000,
                tips: vec![tip],
            },
            &self.key,
        )
        .unwrap()
    }
}

/// An outbox in memory; `damage` flips a bit in what is read.
#[derive(Default)]
pub(crate) struct Shelf {
    pub(crate) heads: Vec<Signed<Head>>,
    /// What the depot held instead.
    pub(crate) surpassed: Vec<Head>,
    pub(crate) parts: Vec<Part>,
    pub(crate) confirmed: Vec<(Signed<Receipt>, Receipt)>,
    pub(crate) aside: Vec<(Digest, AsideReason)>,
    /// The offset of the damaged byte, and for how many readings.
    pub(crate) damage: Option<(u64, u32)>,
}

impl Shelf {
    pub(crate) fn of(parts: impl IntoIterator<Item = Part>) -> Self {
        Self {
            parts: parts.into_iter().collect(),
            ..Self::default()
        }
    }

    /// A day of a kit: smallest summaries, then pages in pieces of these lengths, and the head that vouches for it.
    pub(crate) fn day(kit: &mut Kit, summaries: u64, pieces: &[usize]) -> Self {
        let mut day = Self::of((0..summaries).map(|_| kit.part(Kind::Summary, 8 * 1024)));
        let pages = pieces.iter().map(|&piece| kit.part(Kind::Pages, piece));
        day.parts.extend(pages);
        day.heads.push(kit.head(summaries));
        day
    }

    pub(crate) fn bytes(&self) -> u64 {
        self.parts.iter().map(|part| part.lease.length).sum()
    }
}

impl Outbox for Shelf {
    async fn heads(&mut self) -> Result<Vec<Signed<Head>>, OutboxError> {
        Ok(self.heads.clone())
    }

    async fn surpassed(&mut self, head: &Head) -> Result<(), OutboxError> {
        self.surpassed.push(head.clone());
        Ok(())
    }

    async fn next(&mut self) -> Result<Option<Lease>, OutboxError> {
        Ok(self.parts.first().map(|part| part.lease.clone()))
    }

    async fn read(
        &mut self,
        part: &Digest,
        offset: u64,
        up_to: usize,
    ) -> Result<Vec<u8>, OutboxError> {
        let part = self
            .parts
            .iter()
            .find(|kept| kept.lease.digest == *part)
            .ok_or(OutboxError::Unreadable)?;
        let from = usize::try_from(offset).unwrap();
        let mut bytes = part.bytes[from..part.bytes.len().min(from + up_to)].to_vec();
        if let Some((at, readings)) = &mut self.damage
            && let Some(byte) = at
                .checked_sub(offset)
                .and_then(|at| bytes.get_mut(usize::try_from(at).unwrap()))
            && *readings > 0
        {
            *byte ^= 1;
            *readings -= 1;
        }
        Ok(bytes)
    }

    async fn note_progress(&mut self, _part: &Digest, _offset: u64) -> Result<(), OutboxError> {
        Ok(())
    }

    async fn confirm(
        &mut self,
        signed: &Signed<Receipt>,
        receipt: &Receipt,
    ) -> Result<(), OutboxError> {
        self.parts
            .retain(|part| part.lease.digest != receipt.digest);
        self.confirmed.push((signed.clone(), receipt.clone()));
        Ok(())
    }

    async fn set_aside(&mut self, part: &Digest, reason: AsideReason) -> Result<(), OutboxError> {
        self.parts.retain(|kept| kept.lease.digest != *part);
        self.aside.push((*part, reason));
        Ok(())
    }
}

pub(crate) fn any_seed() -> u64 {
    OsRng.r#gen()
}
