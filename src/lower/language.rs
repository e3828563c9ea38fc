//! The info string of a fence: which language a page says that its code is in.

use super::Lowering;
use super::whitespace::collapse;
use crate::html::NodeId;

/// Class prefixes before a language's name, on the code itself.
const PREFIXES: &[&str] =
    &["language-", "lang-", "highlight-source-", "brush:", "sourceCode-", "src-", "lang:"];

/// The same on what stands around it; `lang-en` there is the language of the text.
const WRAPPER_PREFIXES: &[&str] = &["language-", "highlight-source-", "highlight-", "brush:"];

/// Attributes that hold it.
const ATTRIBUTES: &[&str] = &["data-lang", "data-language", "data-enlighter-language"];

/// What highlighters write when they do not know.
const UNKNOWN: &[&str] = &["undefined", "none", "null", "default", "nohighlight", "auto", "source", "*"];

/// What names of languages have beside letters and digits. What comes after is told to a highlighter, as in
/// `js{1,3}`; a name in braces, as in `{r}`, would make other programs run the code.
const MARKS_IN_NAMES: &str = "+-#._;:/*'";

/// Characters of a name.
const LONGEST_NAME: usize = 40;

/// Classes beside `hljs` that are not the language.
const HLJS_MODIFIERS: &[&str] =
    &["hljs", "code", "copyable", "wrap", "highlight", "has-numbering", "notranslate"];

/// Names of languages that say the same, in lower case.
#[rustfmt::skip]
const ALIASES: &[&[&str]] = &[
    &["javascript", "js", "node"],     &["typescript", "ts"],             &["python", "py", "python3"],
    &["bash", "shell", "sh", "console", "terminal", "shell-session"],     &["c++", "cpp", "cc"],
    &["c#", "csharp", "cs"],           &["f#", "fsharp"],                 &["objective-c", "objectivec", "objc"],
    &["html", "xml", "markup"],        &["yaml", "yml"],                  &["markdown", "md"],
    &["ruby", "rb"],                   &["rust", "rs"],                   &["kotlin", "kt"],
    &["go", "golang"],                 &["powershell", "ps1", "posh"],    &["visual basic", "vb", "vbnet", "vb.net"],
    &["text", "plaintext", "plain text", "txt", "plain"],                 &["dockerfile", "docker"],
];

/// More languages, that have one name.
#[rustfmt::skip]
const LANGUAGES: &[&str] = &[
    "asm", "awk", "batch", "clojure", "cmake", "css", "dart", "diff", "elixir", "elm", "erlang", "fortran", "graphql", "groovy",
    "haskell", "hcl", "http", "ini", "java", "json", "jsx", "julia", "latex", "less", "lisp", "lua", "makefile", "matlab", "nginx", "nim",
    "nix", "ocaml", "pascal", "perl", "php", "prolog", "properties", "protobuf", "sass", "scala", "scheme", "scss", "solidity", "sql",
    "svelte", "swift", "tcl", "terraform", "toml", "tsx", "vim", "vue", "wasm", "zig",
];

/// Whether a word that may be anything is the name of a language. Plain text is none.
pub(super) fn is_language(word: &str) -> bool {
    let is_it = |name: &&&str| name.eq_ignore_ascii_case(word);
    let aliases = ALIASES.iter().filter(|names| names[0] != "text").flat_map(|names| names.iter());
    LANGUAGES.iter().chain(aliases).any(|name| is_it(&name))
}

/// Whether a text is the name of a language, as people or as highlighters write it.
pub(super) fn is_name_of(text: &str, language: &str) -> bool {
    let is_alias = |name: &str, names: &[&str]| names.iter().any(|own| own.eq_ignore_ascii_case(name));
    text.eq_ignore_ascii_case(language)
        || ALIASES.iter().any(|names| is_alias(text, names) && is_alias(language, names))
}

impl Lowering<'_> {
    /// The language of code in `id`, empty for none.
    pub(super) fn language(&self, id: NodeId) -> String {
        let codes = || self.dom.descendants(id).filter(|&node| self.dom.is(node, "code"));
        let inner = codes().find_map(|code| self.own_language(code));
        let own = || self.own_language(id);
        let around = || self.dom.ancestors(id).take(5).find_map(|node| self.wrapper_language(node));
        let found = inner.or_else(own).or_else(around).map(|written| name(&written)).unwrap_or_default();
        if UNKNOWN.contains(&found.as_str()) { String::new() } else { found }
    }

    fn own_language(&self, id: NodeId) -> Option<String> {
        let named = self.prefixed(id, PREFIXES);
        let named = named.or_else(|| self.hljs_class(id)).or_else(|| self.pandoc_class(id));
        let named = named.or_else(|| if self.is_guess(id) { None } else { self.attribute(id) });
        named.or_else(|| self.bare_name(id))
    }

    /// `<code class="json">`, `<pre lang="ruby">`: a word that says nothing else.
    fn bare_name(&self, id: NodeId) -> Option<String> {
        if !matches!(self.dom.name(id), "pre" | "code") {
            return None;
        }
        let attributes = ["lang", "language"].into_iter().filter_map(|name| self.dom.attr(id, name));
        self.dom.classes(id).chain(attributes).find(|word| is_language(word)).map(str::to_owned)
    }

    /// Pandoc writes `<code class="sourceCode bash">`.
    fn pandoc_class(&self, id: NodeId) -> Option<String> {
        let mut classes = self.dom.classes(id);
        classes.find(|&class| class == "sourceCode")?;
        classes.next().map(str::to_owned)
    }

    fn wrapper_language(&self, id: NodeId) -> Option<String> {
        match self.dom.name(id) {
            "div" => self.prefixed(id, WRAPPER_PREFIXES).or_else(|| self.attribute(id)),
            // Hexo writes `<figure class="highlight js">`.
            "figure" if self.dom.has_class(id, "highlight") => {
                self.dom.classes(id).find(|&class| class != "highlight").map(str::to_owned)
            }
            "figure" => self.prefixed(id, WRAPPER_PREFIXES).or_else(|| self.attribute(id)),
            _ => None,
        }
    }

    fn prefixed(&self, id: NodeId, prefixes: &[&str]) -> Option<String> {
        let mut classes = self.dom.classes(id);
        while let Some(class) = classes.next() {
            for prefix in prefixes {
                match class.strip_prefix(prefix) {
                    // `brush: js; toolbar: false` has a space in it.
                    Some("") if prefix.ends_with(':') => return classes.next().map(first_word),
                    Some(rest) if prefix.ends_with(':') => return Some(first_word(rest)),
                    Some(rest) if !rest.is_empty() => return Some(rest.to_owned()),
                    _ => {}
                }
            }
        }
        None
    }

    /// Older highlight.js pages have `<code class="hljs javascript">`.
    fn hljs_class(&self, id: NodeId) -> Option<String> {
        if !self.dom.has_class(id, "hljs") {
            return None;
        }
        let is_name = |class: &&str| {
            !HLJS_MODIFIERS.contains(class)
                && class.chars().all(|c| c.is_ascii_alphanumeric() || "+#".contains(c))
        };
        self.dom.classes(id).find(is_name).map(str::to_owned)
    }

    fn attribute(&self, id: NodeId) -> Option<String> {
        let value = ATTRIBUTES.iter().find_map(|name| self.dom.attr(id, name))?;
        let word = collapse(value);
        (!word.is_empty() && !word.contains(' ')).then_some(word)
    }

    /// WeChat guesses the language of a snippet, mostly wrongly. Its snippets are known by one `code`
    /// for each line or by the column of numbers before them.
    fn is_guess(&self, id: NodeId) -> bool {
        if !self.dom.is(id, "pre") {
            return false;
        }
        let lines = self.dom.children(id).filter(|&child| self.dom.is(child, "code")).take(2).count();
        let mut before = std::iter::successors(self.dom.previous(id), |&node| self.dom.previous(node));
        let numbered =
            before.find(|&node| self.dom.is_element(node)).is_some_and(|node| self.is_gutter(node));
        let in_section = self.dom.parent(id).is_some_and(|parent| self.dom.is(parent, "section"));
        lines > 1 || numbered || in_section
    }
}

/// The name at the start of what a page says; none if that is too long for one.
fn name(written: &str) -> String {
    let is_of_name = |c: &char| c.is_alphanumeric() || MARKS_IN_NAMES.contains(*c);
    let name: String = written.chars().take_while(is_of_name).collect();
    if name.chars().count() > LONGEST_NAME { String::new() } else { name }
}

fn first_word(text: &str) -> String {
    text.split([';', ',']).next().unwrap_or("").to_owned()
}
