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
