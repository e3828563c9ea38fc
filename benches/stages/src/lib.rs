//! The pages that are measured: the same that other programs are compared on.

#[path = "../../peers/src/pages.rs"]
pub mod pages;
