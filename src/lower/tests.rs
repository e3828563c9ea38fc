//! What becomes of HTML, seen as outlines of the Markdown tree.
#![allow(clippy::unwrap_used)]

use super::outline::{outline, outline_and_rules};

macro_rules! lowers {
    ($($name:ident: $html:expr => $outline:expr;)*) => {
        $(#[test]
        fn $name() {
            assert_eq!(outline($html), $outline);
        })*
    };
}

// Inline content.
lowers! {
    space_at_inline_borders: "<p>a<b> b </b>c <i> d</i> </p>" => "p a[b:  b ]c [e: d]";
    spaces_around_a_break: "<p>a <br> b<br></p>" => "p a/b";
    no_break_space_is_text: "<p>&nbsp;a</p><p>&nbsp;</p>" => "p \u{a0}a\np \u{a0}";
    emphasis_in_emphasis: "<p><em>a <em>b</em></em></p>" => "p [e: a ][e e: b]";
    marks_beyond_counting: &format!("<p>{}x</p>", "<b>".repeat(40)) => "p [b b b: x]";
    block_in_bold: "<b>a<p>x</p>y</b>" => "p [b: a]\np [b: x]\np [b: y]";
    link_around_blocks: "<a href=u><h2>T</h2><p>x<img src=i></p></a>" => "h2 [a=u: T]\np [a=u: x][a=u: !(i|)]";
    link_without_address: "<p><a>x</a> <a name=n></a>y</p>" => "p x y";
    empty_link: "<p><a href=u></a></p>" => "p [a=u: ]";
    link_around_nothing: "<p>x <a href=u><span> </span></a>y</p>" => "p x y";
    space_in_front_of_a_link: "<p>see<a href=u> link </a>now</p>" => "p see[a=u:  link ]now";
    code_keeps_its_edge_spaces: "<p><code> a\n b </code></p>" => "p ` a b `";
    code_with_marks_in_it: "<p><i><code>a<b>b</b></code></i></p>" => "p [e: `ab`]";
    code_with_a_link: "<p><code>f(<a href=u>X</a>)</code></p>" => "p `f(`[a=u: `X`]`)`";
    code_with_a_break: "<p><code>a<br>b</code></p>" => "p `a`/`b`";
    code_beside_code: "<p><code>a</code><kbd>b</kbd></p>" => "p `a``b`";
    raised_and_lowered: "<p>Ca<sup>2+</sup> H<sub>2</sub>O 4<sup>th</sup> x<sup>[1]</sup></p>"
        => "p Ca²⁺ H₂O 4th x[1]";
    ruby_with_parentheses: "<p><ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby></p>" => "p 漢(kan)";
    ruby_without_parentheses: "<p><ruby>漢<rt>kan</rt></ruby></p>" => "p 漢(kan)";
    quotation: "<p><q>a</q></p>" => "p “a”";
    image_without_address: "<p>a <img alt=' b\n c'> <img></p>" => "p a b c";
    image_with_empty_address: "<p><img src='' alt=a></p>" => "p !(|a)";
    wrapper_of_the_clipboard: "<b style='font-weight: normal'>a</b>" => "p a";
    text_typed_as_a_tag: "<p>-o <output_dir> x</p>" => "p -o x";
    unknown_with_blocks: "a<secyion><p>b</p>c</secyion>d" => "p a\np b\np c\np d";
}

// Blocks.
lowers! {
    text_between_blocks: "<div>a<div>b</div>c</div>d" => "p a\np b\np c\np d";
    lone_break: "<p>a</p><br><p><br></p><p></p>" => "p a";
    heading_with_paragraphs: "<h2><p>a</p><p>b</p></h2>" => "h2 a/b";
    heading_with_a_list: "<h2>a<ul><li>b</ul>c</h2>" => "h2 a\nul\n-\n  p b\nh2 c";
    empty_heading: "<h3></h3>" => "h3";
    quote_in_quote: "<blockquote>a<blockquote><p>b</blockquote></blockquote>" => "quote\n  p a\n  quote\n    p b";
    empty_quote: "<blockquote></blockquote>" => "quote";
    details: "<details><summary>S</summary>x</details>" => "p [b: S]\np x";
    definitions: "<dl><dt>T<dd>a<dd><p>b<p>c</dl>" => "p [b: T]\np a\np b\np c";
    figure: "<figure><img src=i alt=a><figcaption>C</figcaption></figure>" => "p !(i|a)\np C";
    frame_from_elsewhere: "<p>a<iframe src=https://v.x/1></iframe>b" => "p a\np [a=https://v.x/1: https://v.x/1]\np b";
    film_without_address: "<video src=blob:1><p>fallback</video>" => "p fallback";
    film_with_sources: "<video><source src=https://v.x/1.mp4>no</video>" => "p [a=https://v.x/1.mp4: https://v.x/1.mp4]";
    picture_without_text: "<p>x<svg><title>t</title><path d=M0 /></svg>y" => "p xy";
    text_in_a_picture: "<svg><g>no<text>a<tspan>b</tspan></text></g><foreignObject><p>c</p></foreignObject></svg>"
        => "p ab\np c";
    text_drawn_for_the_eye: "<svg aria-hidden=true><g><text>a</text></g><foreignObject>b</foreignObject></svg>" => "p b";
    choices: "<select><option>a<option>b</select>" => "p a b";
}

// Call-outs.
lowers! {
    callout_of_github: "<div class='markdown-alert markdown-alert-tip'><p class=markdown-alert-title>Tip</p><p>x</p></div>"
        => "quote Tip\n  p x";
    callout_of_sphinx: "<div class='admonition warning'><p class=admonition-title>Mind the gap</p><p>x</p></div>"
        => "quote Warning\n  p [b: Mind the gap]\n  p x";
    callout_typed: "<blockquote><p>[!CAUTION]\nx</p></blockquote>" => "quote Caution\n  p x";
    not_a_callout: "<blockquote><p>[!NOTED] x</p></blockquote>" => "quote\n  p [!NOTED] x";
}

// Lists.
lowers! {
    tight_and_loose: "<ul><li>a</ul><ul><li><p>a</ul>" => "ul\n-\n  p a\nul loose\n-\n  p a";
    list_in_list: "<ul><li>a<ul><li>b</ul></ul>" => "ul\n-\n  p a\n  ul\n  -\n    p b";
    list_directly_in_list: "<ol><li>a</li><ul><li>b</li></ul><li>c</ol>"
        => "ol 1\n-\n  p a\n  ul\n  -\n    p b\n-\n  p c";
    text_in_a_list: "<ul>x<li>a</li>y <b>z</b><li>b</ul>" => "p x\nul loose\n-\n  p a\n  p y [b: z]\n-\n  p b";
    items_in_a_wrapper: "<ul><div><li>a</li><li>b</li></div></ul>" => "ul\n-\n  p a\n-\n  p b";
    empty_item: "<ul><li></li><li>b</ul>" => "ul\n-\n-\n  p b";
    start_and_value: "<ol start=3><li>a<li>b<li value=9>c</ol>" => "ol 3\n-\n  p a\n-\n  p b\nol 9\n-\n  p c";
    count_down: "<ol reversed><li>a<li>b</ol>" => "ol 2\n-\n  p a\nol 1\n-\n  p b";
    tasks: "<ul><li><input type=checkbox checked> a<li><p><label><input type=checkbox>b</label></ul>"
        => "ul loose\n- [x]\n  p a\n- [ ]\n  p b";
}

// Code.
lowers! {
    code_block: "<pre><code class='language-c++'>a\n  b\n</code></pre>" => "code(c++) \"a\\n  b\"";
    code_block_blank_lines: "<pre><code>\n\na\n\n</code></pre>" => "code() \"\\n\\na\\n\"";
    code_block_empty: "<pre><code></code></pre><pre></pre>" => "code() \"\"";
    code_block_of_hljs: "<pre><code class='hljs lang-js'>a</code></pre>" => "code(js) \"a\"";
    code_block_of_hljs_by_name: "<pre><code class='hljs python'>a</code></pre>" => "code(python) \"a\"";
    code_block_with_brush: "<pre class='brush: python; gutter: false'>a</pre>" => "code(python) \"a\"";
    code_block_of_github: "<div class='highlight highlight-source-ruby'><pre>a</pre></div>" => "code(ruby) \"a\"";
    code_block_by_attribute: "<div><pre data-language=go>a</pre></div>" => "code(go) \"a\"";
    code_block_of_hugo: "<div class=highlight><pre class=chroma><code class=language-go data-lang=go><span class=line><span class=ln>1</span><span class=cl>a\n</span></span><span class=line><span class=ln>2</span><span class=cl>b\n</span></span></code></pre></div>"
        => "code(go) \"a\\nb\"";
    code_lines_by_break: "<pre><code>a<br>b<br></code></pre>" => "code() \"a\\nb\"";
    code_lines_by_div: "<pre><code><div class=line>a</div>\n<div class=line></div><div class=line>b</div></code></pre>"
        => "code() \"a\\n\\nb\"";
    code_lines_by_code: "<section><ul><li><li><li></ul><pre data-lang=apache><code>a</code><code><br></code><code> b</code></pre></section>"
        => "code() \"a\\n\\n b\"";
    code_lines_end_in_no_space: "<pre><code>a  </code><code> b</code></pre>" => "code() \"a\\n b\"";
    code_lines_by_item: "<pre><ol><li><p><code>a</code></p></li>\n<li><p><code>b</code></p></li></ol></pre>" => "code() \"a\\nb\"";
    code_with_several_spans_of_code: "<pre>a <code>b</code> <code>c</code></pre>" => "code() \"a b c\"";
    code_with_an_image: "<pre><code>a<img src=i></code></pre>" => "code() \"a\"\np !(i|)";
    code_in_a_table: "<figure class='highlight js'><table><tr><td class=gutter><pre><span class=line>1</span><br><span class=line>2</span></pre></td><td class=code><pre><span class=line>a</span><br><span class=line>b</span><br></pre></td></tr></table></figure>"
        => "code(js) \"a\\nb\"";
    code_in_rows: "<table class=hljs-ln><tr><td class='hljs-ln-numbers' data-line-number=1></td><td class=hljs-ln-code>a</td></tr><tr><td class='hljs-ln-numbers'></td><td class=hljs-ln-code>b</td></tr></table>"
        => "code() \"a\\nb\"";
    box_of_text: "<pre>a\nb<p>c<img src=i></p></pre>" => "p a/b\np c!(i|)";
    raw_text: "<xmp><b>x</b></xmp>" => "code() \"<b>x</b>\"";
}

// Tables.
lowers! {
    table_plain: "<table><thead><tr><th align=left>a<th style='color:red; text-align: right'>b</thead><tr><td>1<td><code>x|y</code></table>"
        => "table [Left, Right]\n| a | b |\n| 1 | `x|y` |";
    table_without_header: "<table><tr><td>a<td>b<tr><td>c<td>d</table>" => "table [None, None]\n| a | b |\n| c | d |";
    table_with_header_only: "<table><tr><th>a<th></table>" => "table [None, None]\n| a |  |";
    table_with_spans: "<table><tr><th colspan=2>A<th>B<tr><td rowspan=2>1<td>2<td>3<tr><td>4<td>5</table>"
        => "table [None, None, None]\n| A |  | B |\n| 1 | 2 | 3 |\n|  | 4 | 5 |";
    table_with_huge_spans: "<table><tr><th colspan=99999999 rowspan=99999999>A<th>B<tr><td>1</table>"
        => "table [None, None]\n| A | B |\n|  | 1 |";
    table_ragged: "<table><tr><th>a<th>b<tr><td>1<tr><td>1<td>2<td>3</table>"
        => "table [None, None, None]\n| a | b |  |\n| 1 |  |  |\n| 1 | 2 | 3 |";
    table_with_breaks: "<table><tr><th>a<th>b<tr><td>x<br><b>y</b><td><p>p<p>q</table>"
        => "table [None, None]\n| a | b |\n| x [b: y] | p q |";
    table_with_caption: "<table><caption>C</caption><tr><th>a<tr><td>b</table>" => "p C\ntable [None]\n| a |\n| b |";
    table_foot_last: "<table><tfoot><tr><td>f</tfoot><thead><tr><th>h</thead><tbody><tr><td>b</table>"
        => "table [None]\n| h |\n| b |\n| f |";
    table_with_lists: "<table><tr><th>a<th>b<tr><td>1<td><ul><li>x<li>y</ul><tr><td>2<td>z</table>"
        => "ul\n-\n  p [b: a]: 1/[b: b]:\n  ul\n  -\n    p x\n  -\n    p y\n-\n  p [b: a]: 2/[b: b]: z";
    table_with_row_headers_and_code: "<table><tr><th>a<td><pre>x\ny</pre><tr><th>b<td>z</table>"
        => "ul\n-\n  p [b: a]:\n  code() \"x\\ny\"\n-\n  p [b: b]: z";
    table_with_a_header_without_values: "<table><tr><th>a<th>b<tr><td><pre>x\ny</pre><td></table>"
        => "p [b: b]\nul\n-\n  p [b: a]:\n  code() \"x\\ny\"";
    table_of_one_column: "<table><tr><td>a<tr><td><p>b</table>" => "p a\np b";
    table_with_one_useful_column: "<table><tr><td> <td>a<tr><td></td><td>b</table>" => "p a\np b";
    table_as_a_staircase: "<table><tr><td><td>a<tr><td>b<td></table>" => "p a\np b";
    table_for_layout: "<table><tr><td><h2>T</h2><p>x<td>y</table>" => "h2 T\np x\np y";
    table_by_role: "<table role=presentation><tr><td>x<td>y</table>" => "p x\np y";
    table_in_table: "<table><tr><td>o<table><tr><td>1<td>2</table><td>p</table>" => "p o\ntable [None, None]\n| 1 | 2 |\np p";
    table_of_nothing: "<table><tr><td> <td></table><table></table>x" => "p x";
}

#[test]
fn each_step_of_the_ladder_is_noted() {
    let rules = |html| outline_and_rules(html).1;
    assert_eq!(rules("<table><tr><td>a<td>b</table>"), [""; 0]);
    assert_eq!(rules("<table><tr><td>a<br>b<td>c</table>"), ["table-flattened"]);
    assert_eq!(
        rules("<table><tr><th>a<tr><td><ul><li>x<li>y</ul></table>"),
        ["table-to-list", "repeated-header"]
    );
    assert_eq!(rules("<table><tr><td>a</table>"), ["layout-table"]);
}

#[test]
fn a_table_of_holes_is_small() {
    let wide = "<td>x".repeat(3000);
    let html = format!("<table><tr>{wide}{}</table>", "<tr><td>y".repeat(3000));
    assert_eq!(outline(&html).lines().count(), 6000);
}

// Formulas.
lowers! {
    formula_of_katex: "<p>x <span class=katex><span class=katex-mathml><math><semantics><mrow><mi>x</mi></mrow><annotation encoding='application/x-tex'>x^2</annotation></semantics></math></span><span class=katex-html aria-hidden=true>x2</span></span></p>"
        => "p x $x^2$";
    formula_on_its_own_line: "<p>a <span class=katex-display><span class=katex><math display=block><semantics><mi>x</mi><annotation encoding='application/x-tex'>x\n\ny</annotation></semantics></math><span class=katex-html>x</span></span></span> b</p>"
        => "p a\nmath \"x\\ny\"\np b";
    formula_of_mathjax_2: "<p>a <span class=MathJax_Preview>?</span><span class=MathJax>x1</span><script type='math/tex'>x_1</script> <script type='math/tex; mode=display'>E</script></p>"
        => "p a $x_1$\nmath \"E\"";
    formula_of_mathjax_3: "<mjx-container display=true jax=CHTML><mjx-math>x</mjx-math><mjx-assistive-mml><math display=block><mi>x</mi></math></mjx-assistive-mml></mjx-container>"
        => "math \"x\"";
    formula_of_wechat: "<p>a <span data-formula='k_{on}'><span data-formula='k_{on}'><svg><text>?</text></svg></span></span></p>" => "p a $k_{on}$";
    formula_as_image: "<p><img eeimg=1 src=i alt='a\n+b'> <img class=latex src=i alt=c></p>" => "p $a +b$ $c$";
    formula_of_wikipedia: "<span class=mwe-math-element><span><math alttext='{\\displaystyle x}'><mi>x</mi></math></span><img src=i class=mwe-math-fallback-image-inline alt='{\\displaystyle x}'></span>"
        => "p $x$";
    formula_in_delimiters: "<p><span class='math inline'>\\(a_1\\)</span></p><div class=arithmatex>\\[b\\]</div>"
        => "p $a_1$\nmath \"b\"";
    formula_of_mathml: "<math><mfrac><msup><mi>x</mi><mn>2</mn></msup><msqrt><mi>sin</mi><mo>&ApplyFunction;</mo><mi>y</mi></msqrt></mfrac><mover><mi>a</mi><mo>¯</mo></mover></math>"
        => "p $\\frac{x^{2}}{\\sqrt{\\mathrm{sin}y}}\\bar{a}$";
    not_a_formula: "<p>$5 and $6, \\(x\\)</p><script>x</script>" => "p $5 and $6, \\(x\\)";
}

// Footnotes.
lowers! {
    footnotes_of_github: "<p>T<sup><a href='#user-content-fn-1' id='user-content-fnref-1' data-footnote-ref>1</a></sup>.</p><section data-footnotes class=footnotes><h2 class=sr-only id=footnote-label>Footnotes</h2><ol><li id='user-content-fn-1'><p>Note <a href='#user-content-fnref-1' data-footnote-backref>↩</a></p></li></ol></section>"
        => "p T^1.\nfootnote 1\n  p Note";
    footnotes_of_goldmark: "<p>T<sup id='fnref:1'><a href='#fn:1' class=footnote-ref role=doc-noteref>1</a></sup></p><div class=footnotes role=doc-endnotes><hr><ol><li id='fn:1'><p>N&#160;<a href='#fnref:1' class=footnote-backref role=doc-backlink>↩︎</a></p></li></ol></div>"
        => "p T^1\nfootnote 1\n  p N\u{a0}";
    footnotes_of_mediawiki: "<p>T<sup id=cite_ref-a_1-0 class=reference><a href='#cite_note-a-1'>[1]</a></sup></p><ol class=references><li id=cite_note-a-1><span class=mw-cite-backlink><b><a href='#cite_ref-a_1-0'>^</a></b></span> N</li></ol>"
        => "p T^1\nfootnote 1\n  p N";
    footnotes_of_word: "<p>T<a href='#_ftn1' name=_ftnref1>[1]</a></p><div id=ftn1><p><a href='#_ftnref1' name=_ftn1>[1]</a> N</p></div>"
        => "p T^1\nfootnote 1\n  p N";
    footnote_used_twice: "<p>a<sup><a href='#fn1'>1</a></sup> b<sup>[<a href='#fn1'>1</a>]</sup></p><ol class=footnotes><li id=fn1>N</ol>"
        => "p a^1 b^1\nfootnote 1\n  p N";
    footnote_without_note: "<p>T<sup><a href='#fn9'>9</a></sup></p><p id=x>N</p>" => "p T[a=#fn9: 9]\np N";
    note_without_mark: "<p>T</p><div class=footnotes><hr><ol><li id=fn1>N</ol></div>" => "p T\nhr\nol 1\n-\n  p N";
    raised_link_to_a_section: "<p>T<sup><a href='#intro'>1</a></sup></p><div id=intro><h2>I</h2></div>" => "p T[a=#intro: 1]\nh2 I";
}

#[test]
fn line_numbers_are_noted() {
    let html = "<pre><code><span class=lineno>1 </span>a</code></pre>";
    assert_eq!(outline_and_rules(html), ("code() \"a\"".to_owned(), vec!["line-numbers".to_owned()]));
}

#[test]
fn dropped_titles_of_callouts_are_noted() {
    let html = "<div class='admonition note'><p class=admonition-title>Note</p>x</div>";
    assert_eq!(outline_and_rules(html).1, ["call-out-title"]);
}

/// Every element, nested as deeply as the parser allows, in the stack of an ordinary thread.
#[test]
fn nesting_to_the_limit_fits_the_stack() {
    let nested = |tags: &[&str]| format!("{}x", tags.concat().repeat(600));
    let pages = [
        nested(&["<div>"]),
        nested(&["<b>"]),
        nested(&["<blockquote>"]),
        nested(&["<ul><li>"]),
        nested(&["<table><tr><td>"]),
        nested(&["<h2><div>"]),
        nested(&["<div class='admonition note'>"]),
        nested(&["<svg><foreignObject>"]),
        nested(&["<math><mrow>"]),
        nested(&["<pre><div>"]),
        nested(&["<details><summary>"]),
        nested(&["<a href=u><div>"]),
    ];
    let pages_count = pages.len();
    let small = std::thread::Builder::new().stack_size(2 << 20);
    let walk = move || pages.iter().map(|page| outline(page).lines().count()).sum::<usize>();
    assert!(small.spawn(walk).unwrap().join().unwrap() > pages_count);
}
