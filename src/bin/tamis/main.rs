//! The command line: what is asked for, and which of the ways to work answers it.
//! Pages are cleaned by the library; here are only files, streams and messages.

mod args;
mod assets;
mod clock;
mod config;
mod explain;
mod files;
mod ftr;
mod inputs;
mod keys;
mod layers;
mod lock;
mod manifest;
mod manual;
mod one;
mod outputs;
mod panics;
mod parallel;
mod progress;
mod regular;
mod report;
mod row;
mod rows;
mod rules;
mod settings;
mod shard;
mod signals;
mod stats;
mod stdout;
mod tally;
mod values;
mod watch;

use args::{Args, Command, ImportCommand, RulesCommand, Way};
use inputs::Inputs;
use outputs::plan::Target;
use report::{Report, Usage};
use settings::Settings;
use std::io::IsTerminal;
use std::process::ExitCode;
use std::slice;
use stdout::Stdout;
use tamis::TitlePlace;

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
            let mut settings = args.cleaning.settings(slice::from_ref(&explain.path), TitlePlace::Auto)?;
            settings.write_nothing();
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
    report.stop.listen(args.reads_a_page_from_stdin());
    let mut settings = args.cleaning.settings(&args.input.paths, args.output.title())?;
    if args.output.jsonl {
        settings.reading.kind = Some(inputs::kinds::Kind::Jsonl);
    }
    if args.control.mode() != files::Mode::Write {
        settings.write_nothing();
    }
    let way = args.way();
    let only_posts = matches!(way, Way::Files(Target::InPlace));
    let wanted = args.input.wanted(only_posts, args.output.output.as_deref());
    match way {
        Way::Files(target) if args.control.watch => watch::watch(args, &settings, &wanted, &target, report),
        Way::Files(target) => {
            files::run(job(args, &settings, inputs::collect(&wanted), target, args.control.resume), report)
        }
        Way::Rows => {
            let (jobs, shard) = (args.control.jobs(), args.control.shard());
            Ok(rows::write(&settings, &inputs::collect(&wanted), shard, jobs, report))
        }
        Way::Text => Ok(one::write(&settings, &inputs::collect(&wanted), args.output.format, report)),
    }
}

/// The work on these inputs, if they are to become files.
fn job<'a>(
    args: &Args,
    settings: &'a Settings,
    inputs: Inputs,
    target: Target,
    resume: bool,
) -> files::Job<'a> {
    files::Job {
        settings,
        inputs,
        target,
        format: args.output.format,
        template: args.output.name.clone(),
        on_exists: args.output.on_exists,
        backup: args.output.backup.clone(),
        mode: args.control.mode(),
        resume,
        shard: args.control.shard(),
        jobs: args.control.jobs(),
    }
}
