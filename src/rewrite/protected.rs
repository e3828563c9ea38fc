//! Mail addresses that Cloudflare writes so that only a script reads them: the page has them all the same, as numbers in
//! hexadecimal, each but the first combined with that by exclusive or. What only looks like an address, such as
//! `pkg@1.2` in code, is written so too.

use super::Context;
use crate::html::{Dom, NodeId};
use crate::notes::{Action, Note};

const PLACE: &str = "/cdn-cgi/l/email-protection";
const NUMBERS: &str = "data-cfemail";
/// A longer address is none, in bytes.
const LONGEST: usize = 512;

/// Whether an address is that of Cloudflare's page about such.
pub(super) fn is_protected(raw: &str) -> bool {
    raw.starts_with(PLACE)
}

/// Writes all such addresses of a page out.
pub(super) fn restore(dom: &mut Dom, links: &[NodeId], context: &mut Context<'_>) {
    let written = dom.descendants(dom.root());
    let written = written.filter_map(|id| Some((id, address(dom.attr(id, NUMBERS)?)?)));
    for (id, address) in written.collect::<Vec<_>>() {
        tell(dom, id, &address, context);
        let text = dom.create_text(&address);
        dom.replace(id, text);
    }
    for &link in links {
        let numbers = dom.attr(link, "href").and_then(|href| href.split_once(PLACE)?.1.strip_prefix('#'));
        if let Some(address) = numbers.and_then(address) {
            dom.set_attr(link, "href", &format!("mailto:{address}"));
        }
    }
}

fn tell(dom: &Dom, id: NodeId, address: &str, context: &mut Context<'_>) {
    let (before, why) = (dom.text_content(id), "a mail address that was written for a script to read");
    let note = Note::new(Action::Rewritten, "protected-address", why).with_change(&before, address);
    let chars = dom.visible_chars(id);
    context.tell(dom, id, note.with_chars(chars).with_added(crate::visible::count(address)));
}

/// The address in such numbers, if there is one.
fn address(numbers: &str) -> Option<String> {
    let numbers = numbers.as_bytes();
    if numbers.len() > 2 * LONGEST || !numbers.len().is_multiple_of(2) {
        return None;
    }
    let number = |pair: &[u8]| u8::from_str_radix(str::from_utf8(pair).ok()?, 16).ok();
    let mut bytes = numbers.chunks(2).map(number);
    let key = bytes.next()??;
    let address: Vec<u8> = bytes.map(|byte| Some(byte? ^ key)).collect::<Option<_>>()?;
    let address = String::from_utf8(address).ok()?;
    let is_fine = |c: char| !c.is_control() && !c.is_whitespace() && !matches!(c, '<' | '>' | '"');
    (address.contains('@') && address.chars().all(is_fine)).then_some(address)
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn addresses_are_read() {
        assert_eq!(address("2a4b4e4b6a48584f4b4e044f524b475a464f").as_deref(), Some("ada@bread.example"));
        for numbers in ["", "2", "2a", "2a4b4", "zz4b", "2a4b4e4b", "00400a", "00403c", "00é0"] {
            assert_eq!(address(numbers), None, "{numbers}");
        }
    }
}
