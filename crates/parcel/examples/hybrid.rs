//! Parts sealed to hybrid recipients, for `cargo xtask bench C6`; experimental, with the feature `pq`.
//!
//! `lay FOLDER` writes parts that others open: `NAME.age`, what is in it as `NAME.tar.zst`, `identity.txt` and
//! `recipient.txt`. `open FOLDER NAME...` opens what others sealed to that recipient, into `NAME.out`.

use anyhow::{Context as _, Result, bail};
use parcel::{
    ApplicationId, Chain, Epoch, FileToSeal, Identity, KitName, Moment, Recipients, SealOrder,
    SoftSigner, seal,
};
use rand::{RngCore as _, rngs::OsRng};
use std::path::Path;

/// The largest content of the parts that are laid.
const LIMIT: u64 = 16 * 1024 * 1024;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["lay", folder] => lay(Path::new(folder)),
        ["open", folder, ref names @ ..] => names
            .iter()
            .try_for_each(|name| open(Path::new(folder), name)),
        _ => bail!("lay FOLDER, or open FOLDER NAME..."),
    }
}

fn lay(folder: &Path) -> Result<()> {
    let identities = [Identity::generate_hybrid(), Identity::generate_hybrid()];
    let recipients = Recipients::parse(&identities.each_ref().map(Identity::recipient))?;
    let [kit, administrator] = [(); 2].map(|()| SoftSigner::generate(&mut OsRng));
    let mut chain = Chain::new(KitName::random(&mut OsRng), Epoch::random(&mut OsRng));
    let mut document = vec![0; 700_000];
    OsRng.fill_bytes(&mut document);
    let order = SealOrder {
        application: ApplicationId::random(&mut OsRng),
        administrator: &administrator,
        profile: 1,
        catalogue: "1".to_owned(),
        recipients: &recipients,
        moment: Moment {
            wall: 1_795_263_900,
            since_boot: 60,
            anchor: 1_795_000_000,
            confirmed_day: None,
        },
        summary: vec![FileToSeal::new("answers.json", b"{}".to_vec())?],
        pages: vec![FileToSeal::new("01.pdf", document)?],
    };
    let sealed = seal(&order, &mut chain, &kit)?;
    for (name, part) in [("summary", &sealed.summary), ("pages", &sealed.pages)] {
        let pieces = part.pieces.iter();
        let file: Vec<u8> = pieces.flat_map(|piece| piece.ciphertext.clone()).collect();
        let content = identities[1].unwrap_up_to(&file, LIMIT)?;
        std::fs::write(folder.join(format!("{name}.age")), file)?;
        std::fs::write(folder.join(format!("{name}.tar.zst")), &*content)?;
    }
    std::fs::write(folder.join("identity.txt"), &**identities[0].to_secret())?;
    std::fs::write(folder.join("recipient.txt"), identities[0].recipient())?;
    Ok(())
}

fn open(folder: &Path, name: &str) -> Result<()> {
    let identity: Identity = std::fs::read_to_string(folder.join("identity.txt"))?.parse()?;
    let file = std::fs::read(folder.join(format!("{name}.age")))?;
    let content = identity.unwrap_up_to(&file, LIMIT);
    let content = content.with_context(|| format!("{name} does not open"))?;
    std::fs::write(folder.join(format!("{name}.out")), &*content)?;
    Ok(())
}
