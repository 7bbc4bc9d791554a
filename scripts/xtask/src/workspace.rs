//! What cargo says about this workspace: its crates, what they depend on directly, the programs they build.

use cargo_metadata::{DependencyKind, MetadataCommand, Package, TargetKind};
use std::path::{Path, PathBuf};

/// Why the workspace could not be read.
#[derive(Debug, thiserror::Error)]
pub enum WorkspaceError {
    /// `cargo metadata` did not answer.
    #[error("cargo metadata did not answer: {0}")]
    Metadata(#[from] cargo_metadata::Error),
}

/// The workspace as cargo sees it.
#[derive(Debug)]
pub struct Workspace {
    /// Its folder.
    pub root: PathBuf,
    /// Where cargo builds; the environment may have moved it.
    pub target: PathBuf,
    /// Its crates, in no order.
    pub crates: Vec<Crate>,
}

/// One crate of ours.
#[derive(Debug)]
pub struct Crate {
    /// The package's name.
    pub name: String,
    /// What it depends on directly, for the program itself and its build; what only tests need is left out.
    pub needs: Vec<Need>,
    /// The programs it builds.
    pub programs: Vec<String>,
}

/// One direct dependency.
#[derive(Debug)]
pub struct Need {
    /// The package that is depended on.
    pub name: String,
    /// The features that are asked for.
    pub features: Vec<String>,
}

impl Workspace {
    /// Asks cargo, without the network.
    ///
    /// # Errors
    /// Cargo is missing or a manifest has a mistake.
    pub fn read() -> Result<Self, WorkspaceError> {
        let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
        let metadata = MetadataCommand::new()
            .manifest_path(manifest)
            .no_deps()
            .other_options(vec!["--offline".to_owned()])
            .exec()?;
        Ok(Self {
            root: metadata.workspace_root.into_std_path_buf(),
            target: metadata.target_directory.into_std_path_buf(),
            crates: metadata.packages.iter().map(Crate::of).collect(),
        })
    }

    /// Every program that the workspace builds.
    pub fn programs(&self) -> impl Iterator<Item = &str> {
        self.crates
            .iter()
            .flat_map(|one| one.programs.iter().map(String::as_str))
    }
}

impl Crate {
    fn of(package: &Package) -> Self {
        let needs = package
            .dependencies
            .iter()
            .filter(|need| need.kind != DependencyKind::Development)
            .map(|need| Need {
                name: need.name.clone(),
                features: need.features.clone(),
            });
        let programs = package
            .targets
            .iter()
            .filter(|target| target.is_kind(TargetKind::Bin))
            .map(|target| target.name.clone());
        Self {
            name: package.name.to_string(),
            needs: needs.collect(),
            programs: programs.collect(),
        }
    }
}
