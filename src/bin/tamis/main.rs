//! The command line: what is asked for, and which of the four ways to work answers it.
//! Pages are cleaned by the library; here are only files, streams and messages.

mod args;
mod batch;
mod binary;
mod config;
mod explain;
mod filter;
mod ftr;
mod inputs;
mod jsonl;
mod keys;
mod layers;
mod manual;
mod outputs;
mod panics;
mod parallel;
mod report;
mod row;
mod rules;
mod settings;
mod stats;
mod stdout;

use args::{Args, Command, Format, ImportCommand, RulesCommand};
use report::{Report, Usage};
use std::io::IsTerminal;
use std::process::ExitCode;
use std::slice;
use stdout::Stdout;

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
    let report = args.control.report();
    match &args.command {
        None => clean(args, report),
        Some(Command::Explain(explain)) => {
            let settings = args.cleaning.settings(slice::from_ref(&explain.path))?;
            Ok(explain::explain(&settings, explain, report))
        }
        Some(Command::Config(config)) => {
            let mut stdout = Stdout::new();
            stdout.write(&args.cleaning.show(config)?);
            stdout.flush();
            Ok(report)
        }
        Some(Command::Rules(rules)) => match &rules.command {
            RulesCommand::Test { files } => rules::test(files, args.cleaning.file()?, report),
            RulesCommand::Import(ImportCommand::Ftr { folder, output }) => {
                ftr::import(folder, output.as_deref(), report)
            }
        },
        Some(Command::Completions { shell }) => {
            manual::completions(*shell);
            Ok(report)
        }
        Some(Command::Man) => manual::man().map(|()| report).map_err(Usage::new),
    }
}

fn clean(args: &Args, report: Report) -> Result<Report, Usage> {
    let settings = args.cleaning.settings(&args.paths)?;
    let jobs = args.control.jobs();
    if args.output.jsonl {
        return Ok(jsonl::filter(&settings, args.only_path(), jobs, report));
    }
    match (&args.output.output, args.output.format) {
        (Some(folder), _) => batch::to_folder(&settings, &args.paths, folder, jobs, report),
        (None, Format::Jsonl) => Ok(batch::to_jsonl(&settings, &args.paths, jobs, report)),
        (None, Format::Md) => Ok(filter::filter(&settings, args.only_path(), report)),
    }
}
