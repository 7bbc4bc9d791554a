//! The virtual case: counterparts of every device, speaking the real protocols on real transports.
//!
//! Must never be a shortcut past a driver: what runs against these in training and in tests is the production code.
//! All of them listen on loopback or on a pty, on addresses that the system chooses.
