//! Whether an element stands in a sentence: words run up to it, and go on behind it. So a manual names what is to be
//! pressed: "Press the Save button." Labels, bylines and questions have their controls at an end.

use crate::html::{Dom, NodeId, is_space};

/// Elements that hold sentences.
const BLOCKS: [&str; 4] = ["p", "li", "dd", "blockquote"];

/// Elements around words in a line.
const IN_LINE: [&str; 8] = ["b", "code", "em", "i", "kbd", "mark", "span", "strong"];

/// In the line, so many elements around one and texts beside it are looked at.
const MOST: usize = 4;

pub(super) fn stands_in_sentence(dom: &Dom, id: NodeId) -> bool {
    let around = std::iter::once(id).chain(dom.ancestors(id)).take(MOST);
    let mut line = around.skip(1).skip_while(|&above| IN_LINE.contains(&dom.name(above)));
    let is_in_block = line.next().is_some_and(|block| BLOCKS.contains(&dom.name(block)));
    is_in_block
        && text_beside(dom, id, Dom::previous).is_some_and(runs_on)
        && text_beside(dom, id, Dom::next).is_some_and(goes_on)
        && dom
            .descendants(id)
            .filter_map(|node| dom.text(node))
            .any(|text| text.contains(char::is_alphabetic))
}

/// The text next to an element in its line, on one side.
fn text_beside(dom: &Dom, id: NodeId, step: fn(&Dom, NodeId) -> Option<NodeId>) -> Option<&str> {
    let mut node = id;
    for _ in 0..MOST {
        match step(dom, node) {
            Some(beside) if dom.text(beside).is_some_and(|text| text.chars().all(is_space)) => node = beside,
            Some(beside) => return dom.text(beside),
            None => node = dom.parent(node).filter(|&above| IN_LINE.contains(&dom.name(above)))?,
        }
    }
    None
}

/// Whether a text does not end where it does.
fn runs_on(text: &str) -> bool {
    let last = text.trim_end_matches(is_space).chars().next_back();
    last.is_some_and(|c| c.is_alphabetic() || matches!(c, ',' | '，' | '、' | '“' | '"' | '「' | '„' | '«'))
}

/// Whether a text is the rest of a sentence: a capital or a number may be a label of its own.
fn goes_on(text: &str) -> bool {
    let first = text.trim_start_matches(is_space).chars().next();
    first.is_some_and(|c| {
        c.is_alphabetic() && !c.is_uppercase()
            || matches!(
                c,
                '.' | ',' | ';' | ')' | '!' | '?' | '”' | '"' | '」' | '“' | '»' | '。' | '，' | '、'
            )
    })
}

#[cfg(test)]
mod tests {
    use super::stands_in_sentence;
    use crate::html::parse_fragment;

    #[test]
    fn what_is_named_in_a_sentence_stands_in_it() {
        for (html, expected) in [
            ("<p>Press the <button>Save</button> button.", true),
            ("<p>Press <b><button>Save</button></b>.", true),
            ("<li>点击<button>保存</button>按钮。", true),
            ("<p>Was this helpful? <button>Yes</button> or no", false),
            ("<p>May 6 <button>Follow</button> 5 min", false),
            ("<p>Subscribe <button>Now</button>", false),
            ("<p>Ada <button>Follow</button> Engineer", false),
            ("<p>a word<button>1</button> and more", false),
            ("<div>Press <button>Save</button> to go on</div>", false),
        ] {
            let dom = parse_fragment(html, &mut Vec::new());
            let button = dom.descendants(dom.root()).find(|&id| dom.is(id, "button")).expect("a button");
            assert_eq!(stands_in_sentence(&dom, button), expected, "{html}");
        }
    }
}
