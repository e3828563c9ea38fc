//! Reading XPath 1.0: from text to a tree of expressions. What they mean is not known here.

/// An expression.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Expr {
    Or(Box<Expr>, Box<Expr>),
    And(Box<Expr>, Box<Expr>),
    Compare(Box<Expr>, Relation, Box<Expr>),
    /// The second is taken from the first.
    Minus(Box<Expr>, Box<Expr>),
    Union(Vec<Expr>),
    Number(f64),
    Literal(String),
    Call(String, Vec<Expr>),
    Path(Path),
}

/// How two values compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Relation {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// Where to start, and the steps from there.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Path {
    pub(super) start: Start,
    pub(super) steps: Vec<Step>,
}

/// Where a path starts.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Start {
    /// At the document: `/a`, `//a`.
    Root,
    /// Where one is: `a`, `./a`.
    Here,
    /// At what an expression in parentheses or a function gives, perhaps filtered.
    At(Box<Expr>, Vec<Expr>),
}

/// One step of a path.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Step {
    pub(super) axis: Axis,
    pub(super) test: Test,
    pub(super) predicates: Vec<Expr>,
}

/// Where a step leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Axis {
    Child,
    Descendant,
    /// `descendant-or-self`, which `//` stands for.
    Below,
    Itself,
    Parent,
    Ancestor,
    AncestorOrSelf,
    FollowingSibling,
    PrecedingSibling,
    Following,
    Preceding,
    Attribute,
}

const AXES: &[(&str, Axis)] = &[
    ("child", Axis::Child),
    ("descendant", Axis::Descendant),
    ("descendant-or-self", Axis::Below),
    ("self", Axis::Itself),
    ("parent", Axis::Parent),
    ("ancestor", Axis::Ancestor),
    ("ancestor-or-self", Axis::AncestorOrSelf),
    ("following-sibling", Axis::FollowingSibling),
    ("preceding-sibling", Axis::PrecedingSibling),
    ("following", Axis::Following),
    ("preceding", Axis::Preceding),
    ("attribute", Axis::Attribute),
];

/// What a step may lead to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Test {
    /// Elements or attributes of this name.
    Name(String),
    /// `*`
    Any,
    /// `node()`
    Node,
    /// `text()`
    Text,
    /// `comment()` and such.
    Other,
}

/// How deep expressions may nest: more than anybody writes.
const MAX_DEPTH: usize = 50;

/// Reads a whole expression; the error says what is wrong and where.
pub(super) fn parse(text: &str) -> Result<Expr, String> {
    let mut reader = Reader { text, at: 0, depth: 0 };
    let expr = reader.or()?;
    reader.skip_space();
    if reader.at < text.len() { Err(reader.wrong("an operator or the end")) } else { Ok(expr) }
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    depth: usize,
}

type Read<T> = Result<T, String>;

impl<'t> Reader<'t> {
    fn or(&mut self) -> Read<Expr> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err("it nests too deep".to_owned());
        }
        let mut left = self.and()?;
        while self.take_word("or") {
            left = Expr::Or(Box::new(left), Box::new(self.and()?));
        }
        self.depth -= 1;
        Ok(left)
    }

    fn and(&mut self) -> Read<Expr> {
        let mut left = self.compare()?;
        while self.take_word("and") {
            left = Expr::And(Box::new(left), Box::new(self.compare()?));
        }
        Ok(left)
    }

    fn compare(&mut self) -> Read<Expr> {
        const SIGNS: [(&str, Relation); 6] = [
            ("!=", Relation::NotEqual),
            ("<=", Relation::LessOrEqual),
            (">=", Relation::GreaterOrEqual),
            ("=", Relation::Equal),
            ("<", Relation::Less),
            (">", Relation::Greater),
        ];
        let mut left = self.minus()?;
        while let Some((_, relation)) = SIGNS.iter().find(|(sign, _)| self.take(sign)) {
            left = Expr::Compare(Box::new(left), *relation, Box::new(self.minus()?));
        }
        Ok(left)
    }

    fn minus(&mut self) -> Read<Expr> {
        let mut left = self.union()?;
        while self.take("-") {
            left = Expr::Minus(Box::new(left), Box::new(self.union()?));
        }
        Ok(left)
    }

    fn union(&mut self) -> Read<Expr> {
        let mut all = vec![self.path()?];
        while self.take("|") {
            all.push(self.path()?);
        }
        Ok(if all.len() == 1 { all.swap_remove(0) } else { Expr::Union(all) })
    }

    fn path(&mut self) -> Read<Expr> {
        self.skip_space();
        let next = self.rest().chars().next().ok_or_else(|| self.wrong("an expression"))?;
        let start = match next {
            '"' | '\'' => return self.literal().map(Expr::Literal),
            '0'..='9' => return self.number(),
            '(' => {
                self.take("(");
                let inner = self.or()?;
                self.expect(")")?;
                self.filtered(inner)?
            }
            _ if self.is_call() => {
                let call = self.call()?;
                self.filtered(call)?
            }
            _ => Start::Here,
        };
        if let Start::At(inner, predicates) = &start
            && predicates.is_empty()
            && !self.is_next("/")
        {
            return Ok((**inner).clone());
        }
        self.steps(start)
    }

    fn filtered(&mut self, inner: Expr) -> Read<Start> {
        Ok(Start::At(Box::new(inner), self.predicates()?))
    }

    fn steps(&mut self, mut start: Start) -> Read<Expr> {
        let mut steps = Vec::new();
        let mut wants_step = start == Start::Here;
        loop {
            if self.take("//") {
                steps.push(Step { axis: Axis::Below, test: Test::Node, predicates: Vec::new() });
            } else if !self.take("/") {
                if !wants_step {
                    break;
                }
                steps.push(self.step()?);
                wants_step = false;
                continue;
            }
            if wants_step && start == Start::Here && steps.iter().all(|step| step.axis == Axis::Below) {
                start = Start::Root;
            }
            wants_step = false;
            steps.push(self.step()?);
        }
        Ok(Expr::Path(Path { start, steps }))
    }

    fn step(&mut self) -> Read<Step> {
        let plain = |axis, test| Step { axis, test, predicates: Vec::new() };
        let mut step = if self.take("..") {
            plain(Axis::Parent, Test::Node)
        } else if self.take(".") {
            plain(Axis::Itself, Test::Node)
        } else if self.take("@") {
            plain(Axis::Attribute, self.test()?)
        } else {
            let before = self.at;
            match self.name() {
                Some(name) if self.take("::") => {
                    let known = AXES.iter().find(|(known, _)| *known == name);
                    let (_, axis) = known.ok_or_else(|| format!("there is no axis `{name}`"))?;
                    plain(*axis, self.test()?)
                }
                _ => {
                    self.at = before;
                    plain(Axis::Child, self.test()?)
                }
            }
        };
        step.predicates = self.predicates()?;
        Ok(step)
    }

    fn test(&mut self) -> Read<Test> {
        if self.take("*") {
            return Ok(Test::Any);
        }
        let name = self.name().ok_or_else(|| self.wrong("a name"))?;
        if !self.take("(") {
            return Ok(Test::Name(name.to_lowercase()));
        }
        if !self.is_next(")") {
            self.literal()?;
        }
        self.expect(")")?;
        match name {
            "node" => Ok(Test::Node),
            "text" => Ok(Test::Text),
            "comment" | "processing-instruction" => Ok(Test::Other),
            _ => Err(format!("`{name}()` cannot stand there")),
        }
    }

    fn predicates(&mut self) -> Read<Vec<Expr>> {
        let mut found = Vec::new();
        while self.take("[") {
            found.push(self.or()?);
            self.expect("]")?;
        }
        Ok(found)
    }

    /// Whether a function is called here; tests of nodes look alike.
    fn is_call(&mut self) -> bool {
        let before = self.at;
        let name = self.name();
        let is_call = name.is_some() && self.take("(");
        self.at = before;
        is_call && !matches!(name, Some("node" | "text" | "comment" | "processing-instruction"))
    }

    fn call(&mut self) -> Read<Expr> {
        let name = self.name().ok_or_else(|| self.wrong("a function"))?.to_owned();
        self.expect("(")?;
        let mut arguments = Vec::new();
        if self.take(")") {
            return Ok(Expr::Call(name, arguments));
        }
        loop {
            arguments.push(self.or()?);
            if self.take(")") {
                return Ok(Expr::Call(name, arguments));
            }
            self.expect(",")?;
        }
    }

    fn literal(&mut self) -> Read<String> {
        self.skip_space();
        let quote = self.rest().chars().next().filter(|c| matches!(c, '"' | '\''));
        let quote = quote.ok_or_else(|| self.wrong("a text in quotes"))?;
        let inner = &self.rest()[1..];
        let end = inner.find(quote).ok_or("a quote does not end")?;
        self.at += end + 2;
        Ok(inner[..end].to_owned())
    }

    fn number(&mut self) -> Read<Expr> {
        let rest = self.rest();
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
        let number = rest[..end].parse().map_err(|_| self.wrong("a number"))?;
        self.at += end;
        Ok(Expr::Number(number))
    }

    /// A name, which may hold `-`, `.` and one `:` but not start with them.
    fn name(&mut self) -> Option<&'t str> {
        self.skip_space();
        let rest = self.rest();
        let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
        let end = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
        let name = &rest[..end];
        if !name.starts_with(|c: char| c.is_alphabetic() || c == '_') {
            return None;
        }
        self.at += end;
        Some(name)
    }

    fn take(&mut self, sign: &str) -> bool {
        let is_next = self.is_next(sign);
        if is_next {
            self.at += sign.len();
        }
        is_next
    }

    fn is_next(&mut self, sign: &str) -> bool {
        self.skip_space();
        self.rest().starts_with(sign)
    }

    fn take_word(&mut self, word: &str) -> bool {
        let before = self.at;
        let found = self.name() == Some(word);
        if !found {
            self.at = before;
        }
        found
    }

    fn expect(&mut self, sign: &str) -> Read<()> {
        if self.take(sign) { Ok(()) } else { Err(self.wrong(&format!("`{sign}`"))) }
    }

    fn skip_space(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start().len();
    }

    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn wrong(&self, wanted: &str) -> String {
        let place = self.text[..self.at].chars().count() + 1;
        format!("{wanted} is missing at character {place}")
    }
}

#[cfg(test)]
mod tests {
    use super::{Axis, Expr, Start, parse};

    fn steps(text: &str) -> (Start, Vec<Axis>) {
        match parse(text) {
            Ok(Expr::Path(path)) => (path.start, path.steps.iter().map(|step| step.axis).collect()),
            other => panic!("{text} is no path: {other:?}"),
        }
    }

    #[test]
    fn paths_start_at_the_document_or_here() {
        assert_eq!(steps("//a/b"), (Start::Root, vec![Axis::Below, Axis::Child, Axis::Child]));
        assert_eq!(steps("/html"), (Start::Root, vec![Axis::Child]));
        assert_eq!(steps("a//@href"), (Start::Here, vec![Axis::Child, Axis::Below, Axis::Attribute]));
        assert_eq!(steps("./a"), (Start::Here, vec![Axis::Itself, Axis::Child]));
        assert_eq!(steps(".."), (Start::Here, vec![Axis::Parent]));
        assert_eq!(steps("following-sibling::p"), (Start::Here, vec![Axis::FollowingSibling]));
    }

    #[test]
    fn what_is_no_xpath_is_told_with_its_place() {
        for (text, message) in [
            ("", "an expression is missing at character 1"),
            ("//div[@class='a'", "`]` is missing at character 17"),
            ("//div[@class='a]", "a quote does not end"),
            ("//div]", "an operator or the end is missing at character 6"),
            ("//div[contains(@a, 'b']", "`,` is missing at character 23"),
            ("//div[@]", "a name is missing at character 8"),
            ("//div/upwards::p", "there is no axis `upwards`"),
        ] {
            assert_eq!(parse(text), Err(message.to_owned()), "{text}");
        }
        assert!(parse(&"(".repeat(10_000)).is_err());
    }
}
