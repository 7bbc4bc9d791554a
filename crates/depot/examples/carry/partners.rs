//! Partners that others wrote: our client at their server, their clients at our depot.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use courier::sim::{CutProxy, Cuts};
use courier::wire::Cursor;
use courier::{Client, ClientError, Limits};
use hyper::body::Bytes;
use parcel::{Kind, Signer as _};

use crate::peers::{TusServer, Whole, run};
use crate::say;
use crate::yard::{Kit, Yard, client_at};

const PAYLOAD: usize = 3_000_000;
const DEADLINE: Duration = Duration::from_secs(60);

/// `peers` holds the scripts; `python` has the libraries.
pub(crate) async fn measure(peers: &Path, python: &Path) {
    say(
        "ours to @tus/server",
        f64::from(!to_theirs(peers).await),
        None,
    );
    let yard = Yard::plain().await;
    for partner in ["tus-js-client", "tuspy", "aiotus"] {
        let arrived = from_theirs(&yard, peers, python, partner).await;
        say(&format!("{partner} to ours"), f64::from(!arrived), None);
    }
}

/// Our client at their server, through cuts: every byte must be there.
async fn to_theirs(peers: &Path) -> bool {
    let store = tempfile::tempdir().unwrap();
    let theirs = TusServer::start(peers, store.path());
    let cuts = Cuts {
        times: 8,
        after_bytes: 100_000..=400_000,
        seed: 3,
    };
    let proxy = CutProxy::start(theirs.address, cuts).unwrap();
    let client: Client = client_at(proxy.address());
    let part = Kit::draw().part(Kind::Pages, PAYLOAD);
    let length = part.lease.length;
    let announced = client.announce(&part.lease.manifest, length, None).await;
    let (location, mut standing) = announced.unwrap();
    let mut source = Whole(Bytes::from(part.bytes.clone()));
    for _ in 0..100 {
        let sent = client.send_rest(&location, standing.offset, length, &mut source);
        match sent.await {
            Ok(done) if done.offset == length => break,
            Ok(_) | Err(_) => tokio::time::sleep(Limits::default().first_wait).await,
        }
        match client.standing(&location).await {
            Ok(found) => standing = found,
            Err(ClientError::Refused(_)) => return false,
            Err(_) => {}
        }
    }
    let files = std::fs::read_dir(store.path()).unwrap();
    let mut contents = files.map(|file| std::fs::read(file.unwrap().path()).unwrap());
    proxy.cuts() == 8 && contents.any(|content| content == part.bytes)
}

async fn from_theirs(yard: &Yard, peers: &Path, python: &Path, partner: &str) -> bool {
    let mut kit = Kit::draw();
    let line = kit
        .key
        .public_key()
        .allowed_signers_line(&format!("kit:{}", kit.name));
    let signers = yard.data().join(depot::signers::FILE);
    let so_far = std::fs::read_to_string(&signers).unwrap();
    std::fs::write(&signers, so_far + &line).unwrap();
    let part = kit.part(Kind::Pages, PAYLOAD);
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    std::fs::write(path("part"), &part.bytes).unwrap();
    std::fs::write(path("manifest"), part.lease.manifest.body()).unwrap();
    std::fs::write(path("signature"), part.lease.manifest.signature().as_str()).unwrap();
    let url = format!("http://{}/v1/uploads", yard.address);
    let mut sending = if partner == "tus-js-client" {
        let mut node = Command::new("node");
        node.args(["peer.mjs", "send"]).arg(url);
        node
    } else {
        let mut python = Command::new(python);
        python.arg("send.py").arg(partner).arg(url);
        python
    };
    sending
        .args(["part", "manifest", "signature"].map(path))
        .current_dir(peers);
    let well = run(&mut sending, DEADLINE).await.is_some();
    let client = yard.client();
    let session = client.session(&yard.coordinator).await.unwrap();
    let kept = session.list_since(Cursor(0), 100).await.unwrap().entries;
    let kept = kept
        .iter()
        .any(|entry| entry.manifest == part.lease.manifest);
    let digest = part.lease.digest;
    well && kept && session.fetch_whole(&digest, part.lease.length).await == Ok(part.bytes)
}
