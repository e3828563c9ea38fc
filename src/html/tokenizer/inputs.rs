//! What the tokenizer is judged with: for each state of the standard, text that leads into it; for each of
//! those, what may come next; and pieces that generated soup is made of.

/// A state, by its name in the standard, and texts after which the tokenizer is in it. The sink of the tests
/// switches as a tree builder would: `title` is RCDATA, `style` RAWTEXT, and `svg` allows CDATA.
#[rustfmt::skip]
pub(super) const STATES: &[(&str, &[&str])] = &[
    ("data", &["", "x", "<p>", "\n", "x<p></p>y"]),
    ("RCDATA", &["<title>", "<title>x", "<TEXTAREA>", "<title a='b'>x\n"]),
    ("RAWTEXT", &["<style>", "<style>x", "<xmp>a<b>&amp;"]),
    ("script data", &["<script>", "<script>x", "<SCRIPT type=a>x\n", "<script><!-x"]),
    ("PLAINTEXT", &["<plaintext>", "<plaintext></plaintext>x"]),
    ("tag open", &["<", "x<", "<p><"]),
    ("end tag open", &["</", "x</", "<p></"]),
    ("tag name", &["<a", "<A", "<aB", "</a", "</bC", "<abcdefgh", "<blockquote", "<a\0", "<a中", "<a-"]),
    ("RCDATA less-than sign", &["<title><", "<title>x<"]),
    ("RCDATA end tag open", &["<title></", "<title>x</"]),
    ("RCDATA end tag name", &[
        "<title></t", "<title></title", "<title></TiTle", "<title></titles", "<title></titl", "<title></title></title",
        "<title></p></title",
    ]),
    ("RAWTEXT less-than sign", &["<style><", "<style>x<"]),
    ("RAWTEXT end tag open", &["<style></", "<style><</"]),
    ("RAWTEXT end tag name", &["<style></s", "<style></style", "<style></STYLE", "<style></styles", "<style></p>x</style"]),
    ("script data less-than sign", &["<script><", "<script>x<"]),
    ("script data end tag open", &["<script></", "<script>x</"]),
    ("script data end tag name", &["<script></s", "<script></script", "<script></SCRIPT", "<script></scripts"]),
    ("script data escape start", &["<script><!", "<script>x<!"]),
    ("script data escape start dash", &["<script><!-"]),
    ("script data escaped dash dash", &["<script><!--", "<script><!---", "<script><!-- x --", "<script><!--x---"]),
    ("script data escaped", &["<script><!--x", "<script><!-- ", "<script><!--\0", "<script><!--<a>"]),
    ("script data escaped dash", &["<script><!--x-", "<script><!--<a>-"]),
    ("script data escaped less-than sign", &["<script><!--<", "<script><!--x-<", "<script><!--x--<"]),
    ("script data escaped end tag open", &["<script><!--</", "<script><!--x-</"]),
    ("script data escaped end tag name", &[
        "<script><!--</s", "<script><!--</script", "<script><!--</SCRIPT", "<script><!--</scripts", "<script><!--</p",
    ]),
    ("script data double escape start", &[
        "<script><!--<s", "<script><!--<script", "<script><!--<SCRIPT", "<script><!--<scripts", "<script><!--<p",
    ]),
    ("script data double escaped", &[
        "<script><!--<script ", "<script><!--<script>", "<script><!--<script/x", "<script><!--<script>\0",
        "<script><!--<script></p>",
    ]),
    ("script data double escaped dash", &["<script><!--<script>-"]),
    ("script data double escaped dash dash", &["<script><!--<script>--", "<script><!--<script>---"]),
    ("script data double escaped less-than sign", &["<script><!--<script><", "<script><!--<script>-<", "<script><!--<script>--<"]),
    ("script data double escape end", &[
        "<script><!--<script></", "<script><!--<script></s", "<script><!--<script></script",
        "<script><!--<script></SCRIPT", "<script><!--<script></scripts",
    ]),
    ("script data after both", &["<script><!--<script></script>", "<script><!--<script></script>-->", "<script><!-- -->"]),
    ("before attribute name", &["<a ", "<a\t", "<a\n", "<a\x0c", "<a\r", "<a  ", "<a b='' ", "</a "]),
    ("attribute name", &["<a b", "<a B", "<a bC", "<a =", "<a \"", "<a '", "<a <", "<a \0", "<a b\0", "<a 中", "<a ,b", "<a data-long-name"]),
    ("after attribute name", &["<a b ", "<a b\n", "<a b\r\n"]),
    ("before attribute value", &["<a b=", "<a b =", "<a b= ", "<a b=\n", "<a b=\r\n", "<a b=\r"]),
    ("attribute value (double-quoted)", &["<a b=\"", "<a b=\"x", "<a b=\"x&amp;y", "<a b=\"x\0", "<a b=\"x\r\n", "<a b=\"中"]),
    ("attribute value (single-quoted)", &["<a b='", "<a b='x", "<a b='x&amp;y", "<a b='x\0", "<a b='x\r", "<a b='\""]),
    ("attribute value (unquoted)", &["<a b=x", "<a b=x&amp;y", "<a b=x\0", "<a b=/", "<a b=\0", "<a b==", "<a b=<", "<a b=`", "<a b=&"]),
    ("after attribute value (quoted)", &["<a b=\"\"", "<a b='x'", "<a b='&lt;'"]),
    ("self-closing start tag", &["<a/", "<a /", "<a b/", "<a b /", "<a b=''/", "<a b='' /", "</a/"]),
    ("bogus comment", &["<?", "<?x", "<!x", "<!", "<!-", "<!-x", "</ ", "</1", "</\0", "<!x\0", "<?x -", "<!do", "<![CDATA", "<![CDATA[x]]"]),
    ("comment start", &["<!--"]),
    ("comment start dash", &["<!---"]),
    ("comment", &["<!--x", "<!-- ", "<!--\0", "<!--x>", "<!---x", "<!--x\r\n"]),
    ("comment less-than sign", &["<!--<", "<!--x<", "<!--<<"]),
    ("comment less-than sign bang", &["<!--<!", "<!--x<!"]),
    ("comment less-than sign bang dash", &["<!--<!-", "<!--x<!-"]),
    ("comment less-than sign bang dash dash", &["<!--<!--", "<!--x<!--"]),
    ("comment end dash", &["<!--x-", "<!---x-", "<!--x--!-"]),
    ("comment end", &["<!--x--", "<!----", "<!--x---", "<!--x--!--", "<!-----"]),
    ("comment end bang", &["<!--x--!", "<!----!", "<!--x---!", "<!--x--!--!"]),
    ("DOCTYPE", &["<!doctype", "<!DOCTYPE", "<!DocType"]),
    ("before DOCTYPE name", &["<!doctype ", "<!doctype\n", "<!doctype \r\n"]),
    ("DOCTYPE name", &["<!doctype h", "<!doctype HTML", "<!doctypehtml", "<!doctype \0", "<!doctype h\0", "<!doctype 中"]),
    ("after DOCTYPE name", &["<!doctype a ", "<!doctype a\n", "<!doctype a p", "<!doctype a publi", "<!doctype a systex", "<!doctype a\r\n"]),
    ("after DOCTYPE public keyword", &["<!doctype a public", "<!doctype a PUBLIC", "<!doctype a\rpublic"]),
    ("before DOCTYPE public identifier", &["<!doctype a public ", "<!doctype a public\n"]),
    ("DOCTYPE public identifier (double-quoted)", &["<!doctype a public \"", "<!doctype a public\"x", "<!doctype a public \"\0"]),
    ("DOCTYPE public identifier (single-quoted)", &["<!doctype a public '", "<!doctype a public'x", "<!doctype a public '\r\n"]),
    ("after DOCTYPE public identifier", &["<!doctype a public \"\"", "<!doctype a public 'x'"]),
    ("between DOCTYPE public and system identifiers", &["<!doctype a public '' ", "<!doctype a public 'x'\n"]),
    ("after DOCTYPE system keyword", &["<!doctype a system", "<!doctype a SyStEm"]),
    ("before DOCTYPE system identifier", &["<!doctype a system ", "<!doctype a system\t"]),
    ("DOCTYPE system identifier (double-quoted)", &["<!doctype a system \"", "<!doctype a system\"x", "<!doctype a public '' \"x", "<!doctype a public''\""]),
    ("DOCTYPE system identifier (single-quoted)", &["<!doctype a system '", "<!doctype a system'x\0", "<!doctype a public '' 'x"]),
    ("after DOCTYPE system identifier", &["<!doctype a system ''", "<!doctype a public '' \"x\"", "<!doctype a system '' "]),
    ("bogus DOCTYPE", &["<!doctype a x", "<!doctype a public x", "<!doctype a system x", "<!doctype a system '' x", "<!doctype a x\0", "<!doctype a public '' x"]),
    ("CDATA section", &["<svg><![CDATA[", "<svg><![CDATA[x", "<svg><![CDATA[<a>&amp;", "<svg><![CDATA[x\0y", "<svg><![CDATA[\r\n"]),
    ("CDATA section bracket", &["<svg><![CDATA[]", "<svg><![CDATA[x]"]),
    ("CDATA section end", &["<svg><![CDATA[]]", "<svg><![CDATA[x]]]", "<svg><![CDATA[]]x]]"]),
    ("no CDATA section", &["<svg></svg><![CDATA[", "<svg><![cdata[", "<svg><![CDATA", "<![CDATA[x]]>"]),
    ("character reference", &["&", "x&", "<title>&", "<style>&", "<script>&", "<a b='&", "<a b=\"x&", "<!--&"]),
    ("named character reference", &[
        "&a", "&am", "&amp", "&AMP", "&amp;", "&amp&", "&no", "&not", "&noti", "&notin", "&notit", "&notin;", "&nGt;", "&fjlig;",
        "&CounterClockwiseContourIntegral", "&CounterClockwiseContourIntegralx", "&nosuchnameatallofthelengththatisneeded",
        "&frac12", "&frac123", "&sup1", "&lt", "&ltx", "<title>&not", "<title>&amp", "<a b='&amp", "<a b=&amp", "<a b=\"&not",
        "<a b='&noti", "<a b='?x&copy", "<a b='&copy;", "<a b='&lt&gt",
    ]),
    ("ambiguous ampersand", &["&x", "&x1", "&1", "&中", "<a b='&x", "<a b=&x1", "<title>&x"]),
    ("numeric character reference", &["&#", "x&#", "<a b='&#", "<title>&#"]),
    ("hexadecimal character reference start", &["&#x", "&#X", "<a b='&#x", "<title>&#x"]),
    ("hexadecimal character reference", &["&#x4", "&#x41", "&#xAf", "&#x0", "&#x80", "&#xD800", "&#x110000", "&#xFFFFFFFFF41", "<a b='&#x41", "&#x00000041"]),
    ("decimal character reference", &["&#6", "&#65", "&#0", "&#128", "&#159", "&#129", "&#55296", "&#1114112", "&#99999999999999", "<a b=&#65", "&#13", "&#10", "&#12", "&#65535", "&#127"]),
    ("numeric character reference end", &["&#65;", "&#x41;", "<a b='&#65;", "<title>&#x41;"]),
    ("many attributes", &[
        "<a a a", "<a a=1 A=2", "<a b=1 c=2 b=3", "<a b b=1 /", "</a a a",
        "<a 1 2 3 4 5 6 7 8 9 a b c d e f g h i j k l m n o p q", "<a 1 2 3 4 5 6 7 8 9 a b c d e f g 1=x g=y h h=z i",
    ]),
];

/// What may come next: at least one of each class that any state tells apart, and nothing.
#[rustfmt::skip]
pub(super) const NEXT: &[&str] = &[
    "", "\t", "\n", "\x0c", " ", "\r", "\r\n", "/", ">", "/>", "=", "\"", "'", "`", "<", "</", "&", "&amp;", "#", ";", "!",
    "-", "--", "-->", "--!>", "->", "?", "]", "]]>", "]>", "a", "A", "x", "X", "p", "S", "0", "9", "f", "\0", "é", "中", "😀",
];

/// What follows upon that: nothing, or all that could close what is open, and more.
#[rustfmt::skip]
pub(super) const ENDS: &[&str] = &[
    "",
    "y",
    " b=c>d",
    "'\"> ]]> --> </title></style></xmp></textarea></script>x<p q=r>&lt;</p>",
    "</script><!-- --></script>",
];

/// What soup is made of.
#[rustfmt::skip]
pub(super) const PIECES: &[&str] = &[
    "<", ">", "</", "/>", "<!", "<?", "<!--", "-->", "--!>", "-", "--", "!", "=", "'", "\"", "`", "&", ";", "#", " ", "\n", "\r",
    "\r\n", "\t", "\x0c", "\0", "a", "b", "B", "x", "1", "é", "中", "😀", "&amp;", "&amp", "&lt;", "&notit;", "&copy=", "&#65;",
    "&#x80;", "&#0", "&nosuch;", "<p>", "</p>", "<p a=b c='d' e=\"f\">", "<br/>", "<title>", "</title>", "</TITLE ", "<style>",
    "</style>", "<script>", "</script>", "</SCRIPT\n", "<script", "</script", "<plaintext", "<textarea>", "</textarea>", "<svg>", "</svg>",
    "<![CDATA[", "]]>", "]", "]]", "<!doctype", "<!DOCTYPE html", " public", " SYSTEM", "<a href=", "<a b", " b=c", " data-long-name='x y z'",
    "some words of text", "<blockquote class=\"one two three\">", "</blockquote>", "\u{feff}",
];
