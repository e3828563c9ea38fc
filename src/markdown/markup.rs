//! The table of what is markup: every character that a CommonMark or GFM parser, or a site generator
//! behind one, would read as more than text, at which place, and under which condition.

/// A character that is markup at a place under a condition.
pub(super) struct Unsafe {
    pub(super) char: u8,
    pub(super) place: Where,
    pub(super) when: When,
}

/// Where a row of the table applies.
#[derive(Clone, Copy)]
pub(super) enum Where {
    Anywhere,
    /// First on a line of a paragraph.
    LineStart,
    /// First on the first line of the whole text.
    DocumentStart,
    /// First in a list item.
    ItemStart,
    /// Inside the brackets of a link.
    Brackets,
    Cell,
    Heading,
    /// Right after a footnote's mark.
    AfterFootnote,
}

/// Under which condition a row of the table applies; "next" is the character after this one.
#[derive(Clone, Copy)]
pub(super) enum When {
    Always,
    /// Next is one of these.
    Before(&'static str),
    /// It stands right behind this character.
    After(char),
    /// Next is a letter or one of these.
    BeforeLetterOr(&'static str),
    /// Next is ASCII punctuation, the end of the line, or what may be written as a character reference.
    BeforePunctuationOrEnd,
    /// Next is a space or the end of the line.
    BeforeBlank,
    /// A run of one to this many of it, then a space or the end of the line.
    RunThenBlank(usize),
    /// Three or more of it.
    RunOfThree,
    /// Nothing but these characters is on the line.
    LineIsOnly(&'static str),
    /// Nothing but these is on the line, which is not the first and holds a `-`.
    IsDelimiterRow,
    /// One to nine digits stand before it and open the line, and next is a blank.
    AfterNumber,
    /// It stands between one of these words and this text, in what GFM makes a link of, and the link
    /// would swallow markup or a backslash of ours.
    GreedyUrl(&'static [&'static str], &'static str),
    /// It begins something that reads as a character reference.
    IsReference,
    /// It can open or close emphasis and the run has another that it could pair with.
    CanDelimit,
    /// It is the first or last character of its piece of text, with another piece beside it.
    AtPieceEdge,
    /// The run has another run of backticks.
    CanFence,
    /// It closes a bracket of the text, and next is one of these.
    ClosesBracketBefore(&'static str),
    /// It closes a bracket that opened the line, and next is one of these.
    ClosesFirstBracketBefore(&'static str),
    /// It is `[ ]` or `[x]` with a blank behind it.
    IsCheckBox,
    /// It opens a run that ends the heading.
    IsClosingSequence,
    /// The run ends with this character.
    RunEndsWith(char),
    /// The document has formulas.
    HasMath,
}

const fn row(char: u8, place: Where, when: When) -> Unsafe {
    Unsafe { char, place, when }
}

/// Every character that can be markup, where, and when. Block constructs first, in the order of the standard.
#[rustfmt::skip]
pub(super) const UNSAFE: &[Unsafe] = &[
    row(b'-',  Where::LineStart,     When::BeforeBlank),                    // bullet list
    row(b'-',  Where::LineStart,     When::LineIsOnly("- ")),               // thematic break, setext heading
    row(b'-',  Where::LineStart,     When::IsDelimiterRow),                 // table
    row(b'+',  Where::LineStart,     When::BeforeBlank),                    // bullet list
    row(b'*',  Where::LineStart,     When::BeforeBlank),                    // bullet list
    row(b'*',  Where::LineStart,     When::LineIsOnly("* ")),               // thematic break
    row(b'_',  Where::LineStart,     When::LineIsOnly("_ ")),               // thematic break
    row(b'=',  Where::LineStart,     When::LineIsOnly("=")),                // setext heading
    row(b'#',  Where::LineStart,     When::RunThenBlank(6)),                // ATX heading
    row(b'#',  Where::Heading,       When::IsClosingSequence),              // the end of one
    row(b'{',  Where::Heading,       When::RunEndsWith('}')),               // heading attributes (goldmark, pandoc)
    row(b'>',  Where::LineStart,     When::Always),                         // block quote
    row(b'.',  Where::Anywhere,      When::AfterNumber),                    // ordered list
    row(b')',  Where::Anywhere,      When::AfterNumber),                    // ordered list
    row(b'`',  Where::LineStart,     When::RunOfThree),                     // fence
    row(b'~',  Where::LineStart,     When::RunOfThree),                     // fence
    row(b'|',  Where::Cell,          When::Always),                         // the next cell
    row(b'|',  Where::LineStart,     When::IsDelimiterRow),                 // table
    row(b':',  Where::LineStart,     When::IsDelimiterRow),                 // table
    row(b'[',  Where::ItemStart,     When::IsCheckBox),                     // task
    row(b'[',  Where::LineStart,     When::Before("!")),                    // alert in a quote
    row(b'+',  Where::DocumentStart, When::LineIsOnly("+")),                // TOML front matter
    row(b'{',  Where::DocumentStart, When::Always),                         // JSON front matter
    row(b'\\', Where::Anywhere,      When::BeforePunctuationOrEnd),         // escape, hard break
    row(b'&',  Where::Anywhere,      When::IsReference),                    // character reference
    row(b'<',  Where::Anywhere,      When::BeforeLetterOr("/!?")),          // raw HTML, autolink
    row(b'`',  Where::Anywhere,      When::CanFence),                       // code span
    row(b'*',  Where::Anywhere,      When::CanDelimit),                     // emphasis
    row(b'_',  Where::Anywhere,      When::CanDelimit),                     // emphasis
    row(b'~',  Where::Anywhere,      When::CanDelimit),                     // strikethrough
    row(b'~',  Where::Anywhere,      When::AtPieceEdge),                    // what parsers look past beside delimiters
    row(b'[',  Where::Brackets,      When::Always),                         // link in a link
    row(b']',  Where::Brackets,      When::Always),                         // the end of the link
    row(b'[',  Where::Anywhere,      When::Before("^")),                    // footnote
    row(b'[',  Where::Anywhere,      When::Before("[")),                    // wiki link
    row(b']',  Where::Anywhere,      When::ClosesBracketBefore("([")),      // link, reference
    row(b']',  Where::Anywhere,      When::ClosesFirstBracketBefore(":")),  // reference definition
    row(b'!',  Where::Anywhere,      When::Before("[")),                    // image
    row(b'(',  Where::AfterFootnote, When::Always),                         // link
    row(b'[',  Where::AfterFootnote, When::Always),                         // reference
    row(b':',  Where::AfterFootnote, When::Always),                         // footnote definition
    row(b'{',  Where::Anywhere,      When::After('{')),                     // template call (Hugo, Jekyll, Jinja):
    row(b'%',  Where::Anywhere,      When::After('{')),                     // these look for both characters, and not
    row(b'#',  Where::Anywhere,      When::After('{')),                     // for a backslash before them
    row(b':',  Where::Anywhere,      When::GreedyUrl(&["http", "https", "ftp"], "//")), // bare URL (GFM 6.9)
    row(b'.',  Where::Anywhere,      When::GreedyUrl(&["www"], "")),        // bare URL (GFM 6.9)
    row(b'$',  Where::Anywhere,      When::HasMath),                        // formula
];

/// The rows of a character.
pub(super) fn rows(char: u8) -> impl Iterator<Item = &'static Unsafe> {
    let mut left = ROWS[char as usize];
    std::iter::from_fn(move || {
        let row = UNSAFE.get(left.trailing_zeros() as usize)?;
        left &= left - 1;
        Some(row)
    })
}

/// Whether a byte is a character of the table.
pub(super) const fn is_row(byte: u8) -> bool {
    ROWS[byte as usize] != 0
}

/// For each byte the rows that are about it, as bits.
static ROWS: [u64; 256] = {
    let mut rows = [0; 256];
    let mut at = 0;
    while at < UNSAFE.len() {
        rows[UNSAFE[at].char as usize] |= 1 << at;
        at += 1;
    }
    rows
};
