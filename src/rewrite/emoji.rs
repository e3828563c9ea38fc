//! Images of single signs: emoji and the faces of chat programs become the sign that they stand for.

use super::Context;
use crate::html::{Dom, NodeId};
use crate::notes::{Action, Note};
use crate::rules::trim;
use crate::visible;

/// Longer words are no name of a sign.
const LONGEST: usize = 24;

/// Writes signs in the place of their images.
pub(super) fn rewrite(dom: &mut Dom, images: &[NodeId], context: &mut Context<'_>) {
    let is_sign = |&id: &NodeId| context.rules.built_in.images.is_emoji(dom, id);
    let signs = images.iter().copied().filter(is_sign);
    let found: Vec<(NodeId, String)> = signs.filter_map(|id| Some((id, sign(dom, id, context)?))).collect();
    if found.is_empty() {
        return;
    }
    let mut note = Note::new(Action::Rewritten, "emoji", "an image of a sign became the sign");
    note.text = format!("{} of them", found.len());
    for (image, sign) in &found {
        note.added += visible::count(sign);
        let text = dom.create_text(sign);
        dom.replace(*image, text);
    }
    context.notes.push(note);
}

/// What an image says that it shows, or what the name of its file says.
fn sign(dom: &Dom, image: NodeId, context: &Context<'_>) -> Option<String> {
    let attributes = ["data-emoji", "alt", "title"];
    let mut words = attributes.iter().filter_map(|name| dom.attr(image, name)).map(trim);
    let is_sign = |words: &&str| {
        !words.is_empty()
            && words.chars().count() <= LONGEST
            && !words.contains(['.', '/', '\n'])
            && !context.rules.built_in.images.is_noise(words)
    };
    let url = || dom.attr(image, "src").and_then(code_points);
    words.find(is_sign).map(str::to_owned).or_else(url)
}

/// `…/1f468-200d-1f469.png`: the names that emoji have in the sets of WordPress, Twitter and GitHub.
fn code_points(url: &str) -> Option<String> {
    let path = url.split(['?', '#']).next()?;
    let (stem, _) = path.rsplit('/').next()?.split_once('.')?;
    let sign: String = stem
        .split(['-', '_'])
        .map(|hex| hex.strip_prefix('u').unwrap_or(hex))
        .map(|hex| u32::from_str_radix(hex, 16).ok().and_then(char::from_u32))
        .collect::<Option<_>>()?;
    // Anything else is a name that happens to be made of the digits of hexadecimal numbers.
    sign.chars().all(|c| matches!(c, '\u{A9}' | '\u{AE}' | '\u{200D}' | '\u{20E3}' | '\u{2100}'..='\u{2BFF}' | '\u{FE0F}' | '\u{1F000}'..='\u{1FAFF}' | '0'..='9' | '#' | '*')).then_some(sign)
}

#[cfg(test)]
mod tests {
    use super::code_points;

    #[test]
    fn files_are_named_by_code_points() {
        assert_eq!(code_points("https://a.example/emoji/72x72/1f600.png").as_deref(), Some("😀"));
        assert_eq!(code_points("/emoji/1f468-200d-1f469.svg?v=1").as_deref(), Some("👨\u{200D}👩"));
        assert_eq!(code_points("/emoji/u2764.png").as_deref(), Some("❤"));
        assert_eq!(code_points("/emoji/cafe.png"), None);
        assert_eq!(code_points("/emoji/smile.png"), None);
    }
}
