//! The command line: what is asked for, and which of the four ways to work answers it.
//! Pages are cleaned by the library; here are only files, streams and messages.

mod args;
mod batch;
mod binary;
mod explain;
mod filter;
mod inputs;
mod jsonl;
mod outputs;
mod panics;
mod parallel;
mod report;
mod row;
mod settings;
mod stats;
mod stdout;

use args::{Args, Command, Format};
use report::{Report, Usage};
use std::io::IsTerminal;
use std::process::ExitCode;

fn main() -> ExitCode {
    panics::keep_quiet_when_caught();
    match run(&args::read()) {
        Ok(report) => report.exit_code(),
        Err(usage) => usage.exit_code(),
    }
}

fn run(args: &Args) -> Result<Report, Usage> {
    if args.asks_for_nothing() && std::io::stdin().is_terminal() {
        return Err(Usage::help());
    }
    args.check()?;
    let settings = args.cleaning.settings()?;
    let report = args.report();
    if let Some(Command::Explain(explain)) = &args.command {
        return Ok(explain::explain(&settings, explain, report));
    }
    if args.jsonl {
        return Ok(jsonl::filter(&settings, args.only_path(), args.jobs(), report));
    }
    match (&args.output, args.format) {
        (Some(folder), _) => batch::to_folder(&settings, &args.paths, folder, args.jobs(), report),
        (None, Format::Jsonl) => Ok(batch::to_jsonl(&settings, &args.paths, args.jobs(), report)),
        (None, Format::Md) => Ok(filter::filter(&settings, args.only_path(), report)),
    }
}
