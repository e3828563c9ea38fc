//! Every way to spell an address that runs × every construct that an address can stand in; every payload ×
//! every place that a text can stand in. Deterministic, unlike its neighbours, and small enough for each run.

use crate::promises;

/// `%` stands for the scheme's colon.
#[rustfmt::skip]
const SPELLINGS: &[&str] = &[
    "javascript%alert(1)", "JaVaScRiPt%alert(1)", " javascript%alert(1)", "\tjavascript%alert(1)", "\njavascript%alert(1)",
    "java\tscript%alert(1)", "java\nscript%alert(1)", "java\rscript%alert(1)", "javascript\t%alert(1)", "javascript\n%alert(1)",
    "\u{1}javascript%alert(1)", "\u{1f}javascript%alert(1)", "\u{a0}javascript%alert(1)", "\u{2028}javascript%alert(1)",
    "\u{2003}javascript%alert(1)", "\u{3000}javascript%alert(1)", "\u{feff}javascript%alert(1)", "\u{200b}javascript%alert(1)",
    "\u{202e}javascript%alert(1)", "java\u{ad}script%alert(1)", "java\u{200d}script%alert(1)", "javascript&colon;alert(1)",
    "javascript&#58;alert(1)", "javascript&#x3A;alert(1)", "javascript&#x3aalert(1)", "&#106;avascript%alert(1)",
    "&#x6a;avascript%alert(1)", "java&Tab;script%alert(1)", "&NewLine;javascript%alert(1)", "javascript%//%0aalert(1)",
    "javascript%alert('x')", "javascript%alert(\"x\")", "javascript%alert(`x`)", "javascript%a)](b", "javascript%[x](y)",
    "vbscript%msgbox(1)", "livescript%x", "mocha%x", "jscript%x", "feed%javascript%x", "view-source%javascript%x",
    "data%text/html,<script>alert(1)</script>", "data%text/html;base64,PHNjcmlwdD4=", "data%,x", "DATA%image/svg+xml,<svg>",
    "data%application/xhtml+xml,x", "javascript\\:alert(1)", "javascript%\\u0061lert(1)", "%javascript%alert(1)",
];

/// `{}` stands for the address, escaped as an attribute is.
#[rustfmt::skip]
const CONSTRUCTS: &[&str] = &[
    "<a href=\"{}\">x</a>", "<p><a href=\"{}\" title=t>x</a></p>", "<a href=\"{}\"><img src=a.png></a>", "<a href=\"{}\"><p>x</p><p>y</p></a>",
    "<img src=\"{}\" alt=x>", "<img data-src=\"{}\" src=a.png>", "<img srcset=\"{} 2x\">", "<picture><source srcset=\"{}\"><img></picture>",
    "<map><area href=\"{}\" alt=x></map>", "<base href=\"{}\"><a href=y>x</a>", "<iframe src=\"{}\"></iframe>", "<embed src=\"{}\">",
    "<object data=\"{}\">x</object>", "<video src=\"{}\" poster=\"{}\"></video>", "<svg><a xlink:href=\"{}\"><text>x</text></a></svg>",
    "<math><mi href=\"{}\">x</mi></math>", "<table><tr><td><a href=\"{}\">x</a><td>y</table>", "<ul><li><a href=\"{}\">x</a></ul>",
    "<h2><a href=\"{}\">x</a></h2>", "<blockquote cite=\"{}\">x</blockquote>", "<form action=\"{}\"><a href=\"{}\">x</a></form>",
    "<input type=image src=\"{}\" alt=x>", "<p>[x]({})</p>", "<p>&lt;{}&gt;</p>", "<p>[x]: {}</p><p>[x]</p>", "<p>{}</p>",
    "<code>[x]({})</code>", "<script type='math/tex'>[x]({})</script>", "<p title=\"{}\">x</p>", "<!DOCTYPE html><title>{}</title><a href=\"{}\">x</a>",
];

#[test]
fn no_spelling_of_an_address_runs() {
    for spelling in SPELLINGS {
        let address =
            spelling.replace('%', ":").replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;");
        for raw in [&address, &address.replace("&amp;", "&")] {
            for construct in CONSTRUCTS {
                promises::nothing_can_run(&construct.replace("{}", raw));
            }
        }
    }
}

#[rustfmt::skip]
const PAYLOADS: &[&str] = &[
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "</p><svg onload=alert(1)>", "<!-- x -->", "<![CDATA[x]]>", "<?php x ?>",
    "[x](https://e.example)", "![x](https://e.example/i.png)", "[x]: https://e.example", "[^1]: note", "text[^1]", "[[wiki]]", "![[embed]]",
    "# heading", "###### six", "- item", "* item", "+ item", "1. item", "2) item", "> quote", "> [!NOTE]", "---", "***", "===", "```", "~~~",
    "| a | b |", "|---|---|", ":-: | -", "**bold**", "__bold__", "*em*", "_em_", "~~struck~~", "`code`", "``", "\\", "a\\", "\\*", "&lt;b&gt;", "&copy;",
    "&#60;script&#62;", "\\<b>", "\\&copy;", "https://e.example/\\<img src=x>", "http://e.example/*a*", "www.e.example/_a_", "a@e.example",
    "{{< x >}}", "{{% x %}}", "{{ x }}", "{% x %}", "{# x #}", "{#id .class}", "Title {onclick=x}", "%%hidden%%", "$x$", "$$x$$", "\\(x\\)", ":smile:",
    "- [ ] task", "[ ] task", "[x] task", "!", "![", "](", "](x)", "<https://e.example>", "<a@e.example>", "+++", "{\"a\": 1}", "=x", "~", "^x^", "==mark==",
];

#[test]
fn no_payload_becomes_markup() {
    PAYLOADS.iter().for_each(|payload| promises::text_is_read_back(payload));
}

#[test]
fn no_pair_of_payloads_becomes_markup() {
    for (at, first) in PAYLOADS.iter().enumerate() {
        let second = PAYLOADS[(at * 7 + 3) % PAYLOADS.len()];
        promises::text_is_read_back(&format!("{first}{second}"));
        promises::text_is_read_back(&format!("{first} {second}"));
    }
}
