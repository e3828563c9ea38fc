//! Texts about the command line that are made from it: shell completions and the manual page.

use crate::args;
use crate::stdout::Stdout;
use clap_complete::Shell;
use std::io;

const NAME: &str = "tamis";

/// Writes the script that completes options in a shell.
pub(crate) fn completions(shell: Shell) {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut args::command(), NAME, &mut script);
    write(&script);
}

/// Writes the manual page, in roff.
pub(crate) fn man() -> io::Result<()> {
    let mut page = Vec::new();
    clap_mangen::Man::new(args::command()).render(&mut page)?;
    write(&page);
    Ok(())
}

fn write(text: &[u8]) {
    let mut stdout = Stdout::new();
    stdout.write(&String::from_utf8_lossy(text));
    stdout.flush();
}

#[cfg(test)]
mod tests {
    use crate::args;
    use clap::{Arg, Command};
    use std::env;
    use std::fmt::Write;
    use std::fs;

    const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/options.md");
    const HEAD: &str = "# Options\n\nAll that `tamis --help` says, in one table for each group. It is made from the options \
        themselves: `TAMIS_DOCS=write cargo test --bin tamis table_of_options` writes it anew.\n";

    #[test]
    fn the_table_of_options_is_up_to_date() {
        let mut text = HEAD.to_owned();
        let command = args::command();
        tables(&mut text, &command, "tamis");
        for command in command.get_subcommands().filter(|command| !command.is_hide_set()) {
            subcommand(&mut text, command, "tamis");
        }
        let codes = command.get_after_help().map(ToString::to_string).unwrap_or_default();
        let codes = codes.split_once("Exit codes:\n").map(|(_, codes)| codes.to_owned()).unwrap_or_default();
        text += "\n## Exit codes\n\n| code | what it means |\n|---|---|\n";
        for (code, meaning) in codes.lines().filter_map(|line| line.trim_ascii().split_once("  ")) {
            let _ = writeln!(text, "| {code} | {} |", meaning.trim_ascii());
        }
        if env::var_os("TAMIS_DOCS").is_some() {
            fs::write(PATH, &text).expect("docs/options.md can be written");
        }
        let written = fs::read_to_string(PATH).unwrap_or_default();
        assert!(
            written == text,
            "docs/options.md is not what the options say: TAMIS_DOCS=write cargo test --bin tamis table_of_options"
        );
    }

    #[test]
    fn every_option_has_a_transcript() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cli");
        let files = ["", "/linux"].map(|below| fs::read_dir(format!("{folder}{below}")).expect("a folder"));
        let asked: Vec<String> = files
            .into_iter()
            .flatten()
            .filter_map(|entry| fs::read_to_string(entry.ok()?.path()).ok())
            .flat_map(|text| {
                text.lines().filter(|line| line.starts_with("$ ")).map(str::to_owned).collect::<Vec<_>>()
            })
            .collect();
        let mut command = args::command();
        command.build();
        let mut commands = vec![&command];
        while let Some(command) = commands.pop() {
            commands.extend(command.get_subcommands());
            for option in command.get_arguments().filter_map(Arg::get_long) {
                let option = format!("--{option}");
                let has = |line: &String| line.split([' ', '=']).any(|word| word == option);
                assert!(asked.iter().any(has), "{option} has no transcript in tests/cli");
            }
        }
    }

    fn subcommand(text: &mut String, command: &Command, above: &str) {
        let name = format!("{above} {}", command.get_name());
        let about =
            command.get_long_about().or(command.get_about()).map(ToString::to_string).unwrap_or_default();
        let _ = writeln!(text, "\n## `{name}`\n\n{about}");
        tables(text, command, &name);
        for command in command.get_subcommands() {
            subcommand(text, command, &name);
        }
    }

    /// A table for each group of options.
    fn tables(text: &mut String, command: &Command, name: &str) {
        let mut groups: Vec<(&str, Vec<&Arg>)> = Vec::new();
        for arg in command.get_arguments().filter(|arg| !arg.is_hide_set()) {
            let heading = arg.get_help_heading().unwrap_or("Arguments");
            match groups.iter_mut().find(|(known, _)| *known == heading) {
                Some((_, group)) => group.push(arg),
                None => groups.push((heading, vec![arg])),
            }
        }
        for (heading, group) in groups {
            let level = if name == "tamis" { "##" } else { "###" };
            let _ = write!(text, "\n{level} {heading}\n\n| option | what it does |\n|---|---|\n");
            for arg in group {
                let _ = writeln!(text, "| {} | {} |", synopsis(arg), meaning(arg));
            }
        }
    }

    /// `-o`, `--output DIR`
    fn synopsis(arg: &Arg) -> String {
        let takes_values =
            arg.get_num_args().is_none_or(|number| number.takes_values()) && arg.get_action().takes_values();
        let names: Vec<String> =
            arg.get_value_names().unwrap_or_default().iter().map(ToString::to_string).collect();
        let value = if takes_values { names.join(" ") } else { String::new() };
        if arg.is_positional() {
            return format!("`{value}`");
        }
        let short = arg.get_short().map(|short| format!("`-{short}`, ")).unwrap_or_default();
        let separator = match (value.is_empty(), arg.is_require_equals_set()) {
            (true, _) => "",
            (_, true) => "=",
            _ => " ",
        };
        format!("{short}`--{}{separator}{value}`", arg.get_long().unwrap_or_default())
    }

    fn meaning(arg: &Arg) -> String {
        let help = arg.get_long_help().or(arg.get_help()).map(ToString::to_string).unwrap_or_default();
        let mut meaning =
            help.split("\n\n").map(|text| text.replace('\n', " ")).collect::<Vec<_>>().join(". ");
        let values = arg.get_possible_values();
        if arg.get_action().takes_values() && !values.is_empty() {
            let values = values.iter().map(|value| match value.get_help() {
                Some(help) => format!("`{}`: {help}", value.get_name()),
                None => format!("`{}`", value.get_name()),
            });
            let _ = write!(meaning, ". {}", values.collect::<Vec<_>>().join("; "));
        }
        let default: Vec<String> =
            arg.get_default_values().iter().map(|value| value.display().to_string()).collect();
        if arg.get_action().takes_values() && !default.is_empty() && !arg.is_hide_default_value_set() {
            let _ = write!(meaning, ". Default: `{}`", default.join(" "));
        }
        meaning.replace('|', "\\|")
    }
}
