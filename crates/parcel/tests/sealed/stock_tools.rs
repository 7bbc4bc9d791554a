//! A parcel needs nothing of ours to be checked and opened: Debian's `age`, `tar`, `zstd` and `openssh-client` do.

use std::{
    fs::{self, File},
    path::Path,
    process::{Command, Stdio},
};

use parcel::{Namespace, Signer};

use crate::scene::Scene;

/// Runs a stock tool with a file as its input and gives what it wrote.
fn run(package: &str, tool: &str, arguments: &[&str], input: &Path) -> Vec<u8> {
    let output = Command::new(tool)
        .args(arguments)
        .stdin(Stdio::from(File::open(input).unwrap()))
        .output()
        .unwrap_or_else(|why| panic!("install the package {package}: {why}"));
    assert!(
        output.status.success(),
        "{tool}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    output.stdout
}

#[test]
fn stock_age_and_tar_open_both_parts() {
    let mut scene = Scene::new();
    let document: Vec<u8> = (0..5_000_000_u32)
        .flat_map(|number| number.wrapping_mul(2_654_435_761).to_le_bytes())
        .collect();
    let sealed = scene
        .try_seal(b"{\"1\":\"yes\"}", &document[..9_000_000])
        .unwrap();
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("key"), &*scene.identities[1].to_secret()).unwrap();
    for (part, file, content) in [
        (&sealed.summary, "answers.json", &b"{\"1\":\"yes\"}"[..]),
        (&sealed.pages, "01.pdf", &document[..9_000_000]),
    ] {
        let ciphertext: Vec<_> = part
            .pieces
            .iter()
            .flat_map(|piece| piece.ciphertext.clone())
            .collect();
        fs::write(at("part.age"), ciphertext).unwrap();
        let key = at("key");
        fs::write(
            at("part"),
            run(
                "age",
                "age",
                &["-d", "-i", key.to_str().unwrap()],
                &at("part.age"),
            ),
        )
        .unwrap();
        let target = folder.path().to_str().unwrap();
        run(
            "tar and zstd",
            "tar",
            &["--zstd", "-x", "-C", target],
            &at("part"),
        );
        assert_eq!(fs::read(at(file)).unwrap(), content);

        // The inner header is checked the same way as the manifest.
        let line = scene
            .administrator
            .public_key()
            .allowed_signers_line("administrator");
        fs::write(at("allowed"), line).unwrap();
        verify(
            &at("allowed"),
            "administrator",
            Namespace::Parcel,
            &at("header.json.sig"),
            &at("header.json"),
        );
    }
}

#[test]
fn stock_ssh_keygen_verifies_manifests_and_heads() {
    let mut scene = Scene::new();
    let sealed = scene.seal();
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(
        at("allowed"),
        scene.kit.public_key().allowed_signers_line("kit"),
    )
    .unwrap();
    let manifest = &sealed.summary.pieces[0].manifest;
    for (namespace, body, signature) in [
        (Namespace::Parcel, manifest.body(), manifest.signature()),
        (Namespace::Head, sealed.head.body(), sealed.head.signature()),
    ] {
        fs::write(at("body"), body).unwrap();
        fs::write(at("sig"), signature.as_str()).unwrap();
        verify(&at("allowed"), "kit", namespace, &at("sig"), &at("body"));
    }
}

#[test]
fn what_stock_ssh_keygen_signs_is_believed() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let signer = crate::scene::signer();
    fs::write(at("key"), &*signer.to_openssh().unwrap()).unwrap();
    make_private(&at("key"));
    fs::write(at("message"), b"nonce").unwrap();
    let (key, namespace) = (at("key"), Namespace::Session);
    let arguments = [
        "-Y",
        "sign",
        "-f",
        key.to_str().unwrap(),
        "-n",
        namespace.as_str(),
    ];
    let pem = run("openssh-client", "ssh-keygen", &arguments, &at("message"));
    let signature = parcel::Signature::from_pem(String::from_utf8(pem).unwrap());
    assert_eq!(
        signer.public_key().verify(namespace, b"nonce", &signature),
        Ok(())
    );
}

#[test]
fn a_key_from_stock_age_keygen_is_an_identity() {
    let folder = tempfile::tempdir().unwrap();
    let null = folder.path().join("null");
    fs::write(&null, b"").unwrap();
    let text = String::from_utf8(run("age", "age-keygen", &[], &null)).unwrap();
    let secret = text
        .lines()
        .find(|line| line.starts_with("AGE-SECRET-KEY-1"))
        .unwrap();
    let identity: parcel::Identity = secret.parse().unwrap();
    assert!(text.contains(&identity.recipient()));
}

fn verify(allowed: &Path, principal: &str, namespace: Namespace, signature: &Path, message: &Path) {
    let (allowed, signature) = (allowed.to_str().unwrap(), signature.to_str().unwrap());
    let arguments = [
        "-Y",
        "verify",
        "-f",
        allowed,
        "-I",
        principal,
        "-n",
        namespace.as_str(),
        "-s",
        signature,
    ];
    run("openssh-client", "ssh-keygen", &arguments, message);
}

/// `ssh-keygen` refuses a private key that others may read.
#[cfg(unix)]
fn make_private(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o600)).unwrap();
}

#[cfg(not(unix))]
fn make_private(_path: &Path) {}
