//! The command line.
use std::io::{BufRead, Read, Write};
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let scope =
        if args.iter().any(|a| a == "everything") { tamis::Scope::Everything } else { tamis::Scope::Auto };
    let cleaner = tamis::Cleaner::new(tamis::Options { scope, ..Default::default() }).expect("x");
    if args.iter().any(|a| a == "--jsonl") {
        for line in std::io::stdin().lock().lines() {
            let line = line.expect("x");
            let mut v: serde_json::Value = serde_json::from_str(&line).expect("x");
            let md = cleaner.clean(&tamis::Page::new(v["html"].as_str().unwrap_or(""))).to_string();
            v["markdown"] = md.into();
            v.as_object_mut().expect("x").remove("html");
            println!("{v}");
        }
    } else if let Some(f) = args.get(1).filter(|a| !a.starts_with("-")) {
        let b = std::fs::read(f).expect("x");
        print!("{}", cleaner.clean(&tamis::Page::post(&b)));
    } else {
        let mut b = Vec::new();
        std::io::stdin().read_to_end(&mut b).expect("x");
        std::io::stdout().write_all(cleaner.clean(&tamis::Page::new(&b)).to_string().as_bytes()).expect("x");
    }
}
