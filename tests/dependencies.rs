//! What `deny.toml` says of dependencies, held without `cargo deny`: where they come from, and their licences.
//! Advisories need a database that is not here; for them, and for all the rest, run `cargo deny check`.
#![allow(clippy::unwrap_used)]

use serde_json::Value;
use std::process::Command;

#[test]
fn every_dependency_comes_from_the_registry() {
    for package in packages() {
        let (name, source) = (&package["name"], package["source"].as_str());
        let ours = (name == "tamis" || name == "scoreboard") && source.is_none();
        let known = source == Some("registry+https://github.com/rust-lang/crates.io-index");
        assert!(ours || known, "{name} comes from {source:?}: depend on a released version");
    }
}

#[test]
fn every_licence_is_one_that_deny_toml_allows() {
    let deny: toml::Table = std::fs::read_to_string("deny.toml").unwrap().parse().unwrap();
    let words = |value: &toml::Value| -> Vec<String> {
        value.as_array().unwrap().iter().map(|word| word.as_str().unwrap().to_owned()).collect()
    };
    let allowed = words(&deny["licenses"]["allow"]);
    let exceptions = deny["licenses"]["exceptions"].as_array().unwrap();
    for package in packages() {
        let name = package["name"].as_str().unwrap();
        let licence = package["license"].as_str().unwrap_or("none");
        let mut own = allowed.clone();
        let excepted = exceptions.iter().filter(|entry| entry["crate"].as_str() == Some(name));
        own.extend(excepted.flat_map(|entry| words(&entry["allow"])));
        assert!(
            is_allowed(licence, &own),
            "{name} is licensed {licence}, which deny.toml does not allow: use another crate"
        );
    }
}

/// An SPDX expression of `AND` over `OR`, as crates write them; a slash stands for `OR`.
fn is_allowed(expression: &str, allowed: &[String]) -> bool {
    let plain = expression.replace(['(', ')'], "").replace('/', " OR ");
    plain.split(" AND ").all(|part| part.split(" OR ").any(|one| allowed.iter().any(|own| own == one.trim())))
}

#[test]
fn expressions_are_read_as_spdx_does() {
    let allowed = ["MIT".to_owned(), "Zlib".to_owned()];
    for (expression, expected) in [
        ("MIT", true),
        ("GPL-3.0", false),
        ("GPL-3.0 OR MIT", true),
        ("MIT/Apache-2.0", true),
        ("(MIT OR Apache-2.0) AND Zlib", true),
        ("(MIT OR Apache-2.0) AND GPL-2.0", false),
        ("none", false),
    ] {
        assert_eq!(is_allowed(expression, &allowed), expected, "{expression}");
    }
}

fn packages() -> Vec<Value> {
    let arguments = ["metadata", "--format-version=1", "--all-features", "--locked"];
    let output = Command::new(env!("CARGO")).args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    metadata["packages"].as_array().unwrap().clone()
}
