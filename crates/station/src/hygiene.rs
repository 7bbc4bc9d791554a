//! What the process does so that its memory stays its own: no core dumps, no debuggers, nothing swapped out.
//!
//! Never fails: a kit on a system that offers less still takes applications (I15), and the answer says what is lacking. Papers and pages never become work files; they go through pipes.

/// What the system does not offer. Said at the start, so that somebody can mend it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Weakness {
    /// A crash may write the memory to disk.
    #[error("core dumps could not be switched off")]
    CoreDumps,
    /// Programs of the same account may read the memory.
    #[error("this process stays visible to debuggers")]
    Visible,
    /// Memory may be written to a disk for swapping.
    #[error(
        "memory may be swapped to a disk: switch swap off, use zram, or allow the account to lock memory (LimitMEMLOCK=infinity)"
    )]
    Swapped,
}

/// Keeps this process out of core dumps, other processes' reach and swap, as far as the system offers it.
pub fn harden() -> Vec<Weakness> {
    #[cfg(target_os = "linux")]
    {
        linux::harden()
    }
    #[cfg(not(target_os = "linux"))]
    Vec::new()
}

#[cfg(target_os = "linux")]
mod linux {
    use super::Weakness;
    use rustix::mm::MlockAllFlags;
    use rustix::process::{
        DumpableBehavior, Resource, Rlimit, getrlimit, set_dumpable_behavior, setrlimit,
    };

    pub(super) fn harden() -> Vec<Weakness> {
        let none = Rlimit {
            current: Some(0),
            maximum: Some(0),
        };
        let mut weak = Vec::new();
        if setrlimit(Resource::Core, none).is_err() {
            weak.push(Weakness::CoreDumps);
        }
        if set_dumpable_behavior(DumpableBehavior::NotDumpable).is_err() {
            weak.push(Weakness::Visible);
        }
        if !lock_memory() && swaps_to_disk() {
            weak.push(Weakness::Swapped);
        }
        weak
    }

    /// Locks what is touched, now and later. Only where there is no limit: under one, memory would be refused in the
    /// middle of a visit.
    fn lock_memory() -> bool {
        let limit = getrlimit(Resource::Memlock);
        limit.current.is_none()
            && rustix::mm::mlockall(
                MlockAllFlags::CURRENT | MlockAllFlags::FUTURE | MlockAllFlags::ONFAULT,
            )
            .is_ok()
    }

    /// Whether a swap area is anything but compressed memory.
    fn swaps_to_disk() -> bool {
        let areas = std::fs::read_to_string("/proc/swaps").unwrap_or_default();
        super::names_a_disk(&areas)
    }
}

/// Reads `/proc/swaps`: a heading, then an area a line.
#[cfg(any(target_os = "linux", test))]
fn names_a_disk(areas: &str) -> bool {
    areas
        .lines()
        .skip(1)
        .any(|area| !area.trim().is_empty() && !area.starts_with("/dev/zram"))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
mod tests {
    use super::names_a_disk;

    #[cfg(target_os = "linux")]
    #[test]
    fn a_hardened_process_leaves_no_core_and_is_not_looked_into() {
        let weak = super::harden();
        assert!(!weak.contains(&super::Weakness::CoreDumps), "{weak:?}");
        assert_eq!(
            rustix::process::dumpable_behavior().unwrap(),
            rustix::process::DumpableBehavior::NotDumpable
        );
        let limits = std::fs::read_to_string("/proc/self/limits").unwrap();
        let core = limits
            .lines()
            .find(|line| line.starts_with("Max core file size"));
        let core: Vec<_> = core.unwrap().split_whitespace().rev().take(3).collect();
        assert_eq!(core, ["bytes", "0", "0"]);
    }

    #[test]
    fn compressed_memory_is_no_disk() {
        let heading = "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n";
        assert!(!names_a_disk(heading));
        assert!(!names_a_disk(&format!(
            "{heading}/dev/zram0 partition 1 0 100\n"
        )));
        assert!(names_a_disk(&format!(
            "{heading}/dev/zram0 partition 1 0 100\n/swapfile file 2097148 0 -2\n"
        )));
    }
}
