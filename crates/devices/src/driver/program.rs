//! A foreign program that drives a device: started in a process group of its own, so that it can be ended with all that it
//! started.
//!
//! Must never outlive its owner: dropping it kills the group and waits for it.

use std::{
    io::ErrorKind,
    os::unix::process::CommandExt as _,
    process::{Child, Command, ExitStatus, Stdio},
};

use rustix::process::{Pid, Signal, kill_process_group};

use crate::error::DeviceError;

/// A running program.
#[derive(Debug)]
pub(super) struct Program {
    child: Child,
    ended: Option<ExitStatus>,
}

impl Program {
    /// Starts it with English words and no output; its input and output may be set before.
    pub(super) fn start(command: &mut Command) -> Result<Self, DeviceError> {
        let child = command
            .env("LC_ALL", "C")
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .map_err(|error| {
                if error.kind() == ErrorKind::NotFound {
                    DeviceError::Gone
                } else {
                    DeviceError::NotPermitted
                }
            })?;
        Ok(Self { child, ended: None })
    }

    /// Its pipes.
    pub(super) fn child(&mut self) -> &mut Child {
        &mut self.child
    }

    /// How it ended, if it has.
    pub(super) fn ended(&mut self) -> Result<Option<ExitStatus>, DeviceError> {
        if self.ended.is_none() {
            self.ended = self.child.try_wait().map_err(|_lost| DeviceError::Gone)?;
        }
        Ok(self.ended)
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        if self.ended.is_some() {
            return;
        }
        // The whole group: a program of the program's may hold a pipe or the device open.
        if kill_process_group(Pid::from_child(&self.child), Signal::KILL).is_err() {
            drop(self.child.kill());
        }
        drop(self.child.wait());
    }
}
