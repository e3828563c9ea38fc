//! The words of an image, where it has no others to show: its alternative text and its title.

use super::Context;
use crate::html::{AttrNames, Dom, NodeId, is_space, text_of};
use crate::notes::{Action, Note};
use crate::rules::trim;

/// Takes words off an image that say nothing, such as the name of its file, `image` or a title that repeats them, and
/// markup off the words that stay. `raw` is the address that the page has for it.
pub(super) fn mend(dom: &mut Dom, image: NodeId, raw: &str, context: &mut Context<'_>) {
    const WORDS: AttrNames = AttrNames::of(&["alt", "title"]);
    if !dom.may_have(image, WORDS) {
        return;
    }
    let holds_tags =
        |name| dom.attr(image, name).is_some_and(|words| memchr::memchr(b'<', words.as_bytes()).is_some());
    if holds_tags("alt") || holds_tags("title") {
        strip_markup(dom, image, context);
    }
    let says_nothing = |words: &str| {
        let words = trim(words);
        words.is_empty()
            || context.rules.built_in.images.is_noise(words)
            || is_file_name(words)
            || words.starts_with("f:id:")
            || words == raw
            || dom.attr(image, "src") == Some(words)
    };
    let alt = dom.attr(image, "alt").filter(|alt| !says_nothing(alt));
    let title = dom.attr(image, "title").filter(|title| !says_nothing(title) && Some(*title) != alt);
    let (no_alt, no_title) = (alt.is_none(), title.is_none());
    if no_alt {
        dom.remove_attr(image, "alt");
    }
    if no_title {
        dom.remove_attr(image, "title");
    }
}

#[inline(never)]
fn strip_markup(dom: &mut Dom, image: NodeId, context: &mut Context<'_>) {
    for name in ["alt", "title"] {
        let Some(words) = dom.attr(image, name).filter(|words| has_markup(words)).map(str::to_owned) else {
            continue;
        };
        let text = trim(&text_of(&words)).to_owned();
        // One word in plain tags may be an example of them.
        if !text.contains(is_space) && !words.contains('=') {
            continue;
        }
        let why = "the words of an image are shown as they stand, and these are HTML";
        let note = Note::new(Action::Rewritten, "markup-in-words", why).with_change(&words, &text);
        context.tell(dom, image, note);
        dom.set_attr(image, name, &text);
    }
}

/// Elements that captions are written with.
const OF_CAPTIONS: &[&str] = &[
    "a", "b", "cite", "div", "em", "font", "i", "nobr", "p", "q", "small", "span", "strong", "sub", "sup",
    "u",
];

/// Whether words are HTML: one of those elements opens in them and closes. What only opens may be what they are about.
fn has_markup(words: &str) -> bool {
    let number = |tag: &str| {
        let name = tag.split(['>', ' ']).next()?;
        OF_CAPTIONS.iter().position(|own| *own == name)
    };
    let mut open = 0_u32;
    words.split('<').skip(1).any(|tag| match tag.strip_prefix('/') {
        Some(end) => number(end).is_some_and(|number| open >> number & 1 == 1),
        None => {
            open |= number(tag).map_or(0, |number| 1 << number);
            false
        }
    })
}

/// `640.jpg`, `Screenshot 2024-01-01.png`: a name with the ending of an image.
pub(super) fn is_file_name(words: &str) -> bool {
    const ENDINGS: &[&str] =
        &["png", "jpg", "jpeg", "gif", "webp", "svg", "bmp", "avif", "tif", "tiff", "heic"];
    let Some((stem, ending)) = words.rsplit_once('.') else { return false };
    let is_ending = ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known));
    is_ending && !stem.is_empty() && !stem.contains(['\n', '。', '，', ','])
}
