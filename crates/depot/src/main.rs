//! `valiza-depot`: found a depot, admit kits and coordinators, serve.
//!
//! Errors go to standard error as three things: what happened, what it means, what to do.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use clap::{Parser, Subcommand};
use depot::config::{self, Config};
use depot::signers::{self, Grants};
use depot::{Depot, Server, backup, found};
use parcel::PublicKey;
use tracing_subscriber::EnvFilter;

/// How many threads may wait for the disk at a time; so many writes can share a sync.
const BLOCKING: usize = 64;

/// Keeps sealed parts from mobile kits until coordinators fetch them. It cannot open what it keeps.
#[derive(Debug, Parser)]
#[command(name = "valiza-depot", version)]
struct Arguments {
    /// How much to say on standard error: error, warn, info, debug
    #[arg(long, global = true, default_value = "info")]
    log: String,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Found a depot: make its keys, its certificate and its configuration, and say what a kit's profile needs
    Init {
        /// The folder for everything the depot keeps; made if it is missing
        #[arg(long)]
        data: PathBuf,
        /// The host name or IP address under which kits reach the depot
        #[arg(long)]
        name: String,
        /// Where to listen
        #[arg(long, default_value = "0.0.0.0:8443")]
        listen: SocketAddr,
        /// Make no certificate; the depot then listens on loopback only (behind a proxy, or for trying out)
        #[arg(long)]
        plain: bool,
    },
    /// Admit a key: a kit's, a lost kit's or a coordinator's. A running depot sees it at once
    Admit {
        /// The depot's folder
        #[arg(long)]
        data: PathBuf,
        /// kit:PSEUDONYM, lost-kit:PSEUDONYM or coordinator:NAME
        principal: String,
        /// The public key as OpenSSH writes it, in quotes: "ssh-ed25519 AAAA..."
        key: PublicKey,
    },
    /// Copy the depot to another folder while it serves; the copy can be served as it is
    Backup {
        /// The depot's folder
        #[arg(long)]
        data: PathBuf,
        /// Where the copy goes; an earlier copy there is brought up to date
        #[arg(long)]
        to: PathBuf,
    },
    /// Take parts in and give them out, until SIGTERM or Ctrl-C
    Serve {
        /// The depot's folder
        #[arg(long)]
        data: PathBuf,
        /// Another configuration than depot.toml in the folder
        #[arg(long)]
        config: Option<PathBuf>,
        /// Listen here instead of where the configuration says
        #[arg(long)]
        listen: Option<SocketAddr>,
        /// Write the address here once the depot listens; with port 0 nobody could know it otherwise
        #[arg(long)]
        port_file: Option<PathBuf>,
    },
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let filter = EnvFilter::try_new(&arguments.log).unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_target(false)
        .init();
    let done = match arguments.command {
        Command::Init {
            data,
            name,
            listen,
            plain,
        } => init(&data, &name, listen, plain),
        Command::Admit {
            data,
            principal,
            key,
        } => admit(&data, &principal, &key),
        Command::Backup { data, to } => back_up(&data, &to),
        Command::Serve {
            data,
            config,
            listen,
            port_file,
        } => serve(&data, config, listen, port_file.as_deref()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain(&error);
            ExitCode::FAILURE
        }
    }
}

#[expect(
    clippy::print_stderr,
    reason = "this is where a program speaks to whoever started it"
)]
fn complain(error: &anyhow::Error) {
    eprintln!("valiza-depot: {error:#}");
}

#[expect(
    clippy::print_stdout,
    reason = "the introduction is the output of this command"
)]
fn init(data: &Path, name: &str, listen: SocketAddr, plain: bool) -> anyhow::Result<()> {
    let listen = if plain && !listen.ip().is_loopback() {
        SocketAddr::from(([127, 0, 0, 1], listen.port()))
    } else {
        listen
    };
    let introduction = found::found(data, name, listen, !plain).context("no depot was founded")?;
    println!("A depot is founded in {}.", data.display());
    println!(
        "Put this into the profiles of its kits (it is also in {}):\n",
        data.join(found::PROFILE).display()
    );
    println!("{}\n", serde_json::to_string_pretty(&introduction)?);
    println!(
        "Admit kits and coordinators:  valiza-depot admit --data {} kit:PSEUDONYM \"ssh-ed25519 ...\"",
        data.display()
    );
    println!(
        "Start it:                     valiza-depot serve --data {}",
        data.display()
    );
    if !plain {
        println!(
            "Move {} to a safe place away from this machine; only another certificate needs it.",
            data.join("ca.key").display()
        );
    }
    Ok(())
}

fn admit(data: &Path, principal: &str, key: &PublicKey) -> anyhow::Result<()> {
    let line = key.allowed_signers_line(principal);
    if Grants::parse(&line) == Grants::default() {
        bail!(
            "`{principal}` is no principal, so nothing was changed; write kit:, lost-kit: (16 digits of hex) or coordinator:NAME"
        );
    }
    let path = data.join(signers::FILE);
    let missing = || {
        format!(
            "{} cannot be written; found a depot with `valiza-depot init` first",
            path.display()
        )
    };
    let mut file = OpenOptions::new()
        .append(true)
        .open(&path)
        .with_context(missing)?;
    file.write_all(line.as_bytes())
        .and_then(|()| file.sync_all())
        .with_context(missing)
}

#[expect(
    clippy::print_stdout,
    reason = "what was copied is the output of this command"
)]
fn back_up(data: &Path, to: &Path) -> anyhow::Result<()> {
    let parts = backup::back_up(data, to).context("there is no whole copy")?;
    println!(
        "Copied to {}, {parts} large parts of it new. Whoever has this copy can sign receipts: keep it as safe as the depot.",
        to.display()
    );
    Ok(())
}

fn serve(
    data: &Path,
    config: Option<PathBuf>,
    listen: Option<SocketAddr>,
    port_file: Option<&Path>,
) -> anyhow::Result<()> {
    let mut config = Config::read(&config.unwrap_or_else(|| data.join(config::FILE)))?;
    config.listen = listen.unwrap_or(config.listen);
    let depot = Depot::open(data, config).context("the depot does not open")?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .max_blocking_threads(BLOCKING)
        .build()?;
    runtime.block_on(async {
        let server = Server::bind(depot)
            .await
            .context("the depot does not serve")?;
        let address = server.address();
        if let Some(path) = port_file {
            announce(path, address)
                .with_context(|| format!("{} cannot be written", path.display()))?;
        }
        tracing::info!(%address, "the depot serves");
        server.serve(told_to_stop()).await;
        tracing::info!("the depot stops");
        Ok(())
    })
}

/// Whoever waits for the file never reads half of it.
fn announce(path: &Path, address: SocketAddr) -> std::io::Result<()> {
    let draft = path.with_extension("draft");
    std::fs::write(&draft, format!("{address}\n"))?;
    std::fs::rename(&draft, path)
}

#[cfg(unix)]
async fn told_to_stop() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else {
        return interrupted().await;
    };
    tokio::select! {
        _told = terminate.recv() => {}
        () = interrupted() => {}
    }
}

#[cfg(not(unix))]
async fn told_to_stop() {
    interrupted().await;
}

async fn interrupted() {
    if tokio::signal::ctrl_c().await.is_err() {
        tracing::warn!("Ctrl-C cannot be heard; stop the depot by other means");
        std::future::pending::<()>().await;
    }
}
