//! `documents`: model documents for a council and its lawyer, filled from the newest profile.
//! Invents nothing: what neither the profile nor the file of values says is a blank to fill.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context as _, bail};
use papers::{Model, ModelValues, Options};
use parcel::{Community, Profile};

use crate::{folder::Folder, private};

/// Writes every model document of every community of the newest profile.
pub(super) fn write(
    folder: &Folder,
    values: Option<&Path>,
    target: &Path,
    out: &mut dyn Write,
) -> anyhow::Result<ExitCode> {
    let profile = folder.profiles().next_back().context(
        "there is no profile in this folder, so nothing was written; bring the folder profiles back from a copy",
    )?;
    for community in &profile.communities {
        let filled = filled(profile, community, folder, values)?;
        let place = target.join(&community.katottg);
        for model in Model::ALL {
            let pdf = papers::typeset_model(model, &filled, &Options::default())
                .with_context(|| format!("{} could not be set", model.stem()))?;
            put(&place, model, pdf.bytes())?;
        }
        writeln!(
            out,
            "{}: {} documents in {}; drafts, to be checked by a lawyer",
            community.name,
            Model::ALL.len(),
            place.display()
        )?;
    }
    Ok(ExitCode::SUCCESS)
}

fn put(place: &Path, model: Model, pdf: &[u8]) -> anyhow::Result<()> {
    let file: PathBuf = place.join(format!("{}.pdf", model.stem()));
    private::folder(place)
        .and_then(|()| private::write(&file, pdf))
        .with_context(|| format!("{} could not be written", file.display()))
}

/// What the profile knows, and over it what the file says.
fn filled(
    profile: &Profile,
    community: &Community,
    folder: &Folder,
    values: Option<&Path>,
) -> anyhow::Result<ModelValues> {
    let line = |at: usize| community.letterhead.get(at).cloned().unwrap_or_default();
    let of_another = (community.owner != community.name).then(|| community.owner.clone());
    let known = ModelValues {
        community: community.name.clone(),
        katottg: community.katottg.clone(),
        centre: line(1),
        address: line(2),
        phone: community.telephone.clone(),
        data_owner: of_another.unwrap_or_default(),
        administrators: profile
            .administrators
            .iter()
            .map(|one| one.name.clone())
            .collect(),
        kit: folder.kit_label(profile.kit),
        depot_place: profile.depot.address.clone(),
        ..ModelValues::default()
    };
    let Some(file) = values else {
        return Ok(known);
    };
    let text = fs::read_to_string(file)
        .with_context(|| format!("{} cannot be read; nothing was written", file.display()))?;
    let unlike = || {
        format!(
            "{} holds no such values; nothing was written",
            file.display()
        )
    };
    let said: toml::Table = toml::from_str(&text).with_context(unlike)?;
    let mut all = toml::Table::try_from(&known).with_context(unlike)?;
    if let Some(key) = said.keys().find(|key| !all.contains_key(*key)) {
        bail!(
            "{}: no document asks for {key}; nothing was written",
            file.display()
        );
    }
    all.extend(said);
    all.try_into().with_context(unlike)
}
