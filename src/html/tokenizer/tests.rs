//! On every input the tokenizer and its referee, html5ever's own, must give the same tokens.
//! The pages of a folder are compared too, if `TAMIS_CORPUS` names one.

use super::inputs::{ENDS, NEXT, PIECES, STATES};
use super::normalize_newlines;
use crate::html::oracle::{config, corpus};
use crate::html::token_referee::assert_equal;
use proptest::prelude::*;

#[test]
fn tokens_equal_in_every_state_whatever_comes_next() {
    for (_, texts) in STATES {
        for text in *texts {
            for next in NEXT {
                for end in ENDS {
                    assert_equal(&[*text, next, end].concat());
                }
            }
        }
    }
}

#[test]
fn tokens_equal_for_every_name_of_a_character_in_text_and_in_values() {
    for (name, _) in html5ever::data::NAMED_ENTITIES.entries() {
        for after in ["", ";", "=", "x", " "] {
            assert_equal(&format!("a&{name}{after}b<i t='&{name}{after}' u=&{name}{after}>"));
        }
    }
}

#[test]
fn tokens_equal_for_every_number_of_a_character_up_to_a_bound() {
    for number in (0..0x300).chain(0xd7f0..0xd810).chain(0xdff0..0xe010).chain(0xfdc0..0x1_0010) {
        assert_equal(&format!("&#{number};&#x{number:x}&#X{number:X};"));
    }
    for number in [0x1_fffd, 0x1_fffe, 0x10_fffd, 0x10_ffff, 0x11_0000, u32::MAX] {
        assert_equal(&format!("<a b='&#{number};&#x{number:X}'>&#000{number}"));
    }
}

#[test]
fn tokens_equal_across_the_windows_of_slices() {
    let words = "中文 words that make a run of text ";
    for len in [65_400, 65_500, 65_536, 65_600, 131_000, 200_000] {
        let filler: String = words.chars().cycle().take(len / 2).collect();
        for rest in
            ["<p class='a long value with &amp; in it'>x &lt; y", "<!-- c --><b>z", "<title>q</title>"]
        {
            assert_equal(&format!("{filler}{rest}{filler}{rest}"));
            assert_equal(&format!("<i t=\"{filler}\">{rest}<script>{filler}</script>{rest}"));
        }
    }
}

#[test]
fn tokens_equal_on_the_pages_of_a_folder() {
    for path in corpus() {
        let bytes = std::fs::read(&path).expect("the page can be read");
        let text = String::from_utf8_lossy(&bytes);
        println!("{}", path.display());
        assert_equal(&text);
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn tokens_equal_on_soup(pieces in proptest::collection::vec(proptest::sample::select(PIECES), 0..30)) {
        assert_equal(&pieces.concat());
    }

    #[test]
    fn tokens_equal_on_noise(html in "[<>/!?=&;#'\"`\\-\\[\\]a-cA-C0-2 \\n\\r\\x00é]{0,40}") {
        assert_equal(&html);
    }
}

#[test]
fn newlines_are_normalized_once() {
    for (written, normal) in [
        ("", ""),
        ("a\nb", "a\nb"),
        ("a\r\nb\rc\n\rd\r\r\n\r", "a\nb\nc\n\nd\n\n\n"),
        ("\r\n", "\n"),
        ("中\r文", "中\n文"),
    ] {
        assert_eq!(normalize_newlines(written), normal);
    }
}
