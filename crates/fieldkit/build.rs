//! Links the kit so that what a modem must carry is smaller.

#[expect(
    clippy::disallowed_methods,
    reason = "cargo tells a build script the target by its environment"
)]
fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let target = |what: &str| std::env::var(format!("CARGO_CFG_TARGET_{what}")).unwrap_or_default();
    // Relocations as a bitmap: four megabytes less. Needs glibc 2.36, which Debian 12 has.
    if target("OS") == "linux" && target("ENV") == "gnu" {
        println!("cargo::rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
    }
}
