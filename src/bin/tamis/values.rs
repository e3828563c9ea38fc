//! What a value on the command line or in `tamis.toml` means, and what is wrong with one that means nothing.

use std::time::Duration;
use url::Url;

pub(crate) fn base_url(url: &str) -> Result<(), String> {
    let advice = "give the whole address, such as https://example.org/post/";
    match Url::parse(url) {
        Ok(parsed) if parsed.cannot_be_a_base() => {
            Err(format!("nothing is relative to such a URL: {advice}"))
        }
        Ok(_) => Ok(()),
        Err(error) => Err(format!("{error}: {advice}")),
    }
}

/// `32M` → 33554432.
pub(crate) fn parse_size(size: &str) -> Result<u64, String> {
    let (digits, unit) = match size.to_ascii_uppercase().strip_suffix(['K', 'M', 'G']) {
        Some(digits) => (digits.to_owned(), size.as_bytes()[size.len() - 1].to_ascii_uppercase()),
        None => (size.to_owned(), b' '),
    };
    let shift = match unit {
        b'K' => 10,
        b'M' => 20,
        b'G' => 30,
        _ => 0,
    };
    let number = digits.parse::<u64>().ok().and_then(|number| number.checked_mul(1 << shift));
    number.filter(|number| *number > 0).ok_or_else(|| "give a size, such as 500K, 32M or 1G".to_owned())
}

pub(crate) fn parse_seconds(seconds: &str) -> Result<Duration, String> {
    let parsed = seconds.parse().ok().and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    parsed.ok_or_else(|| "give seconds, such as 10 or 0.5; 0 is any time".to_owned())
}

pub(crate) fn encoding(label: &str) -> Result<(), String> {
    let known = encoding_rs::Encoding::for_label_no_replacement(label.as_bytes()).is_some();
    let advice = "no such charset: use a label of the WHATWG Encoding Standard, such as gb18030";
    if known { Ok(()) } else { Err(advice.to_owned()) }
}
