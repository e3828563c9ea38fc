//! Expressions of our own, and what they are in CSS.

use super::css::{Wanted, translate};

#[test]
fn xpath_becomes_css() {
    for (xpath, css) in [
        ("//article", "article"),
        ("//*[@id='main']", "[id=\"main\"]"),
        ("/html/body/div", "html:root > body > div"),
        ("//div[@class=\"a b\"]//p", "div[class=\"a b\"] p"),
        ("//div[contains(@class, 'post')]", "div[class*=\"post\"]"),
        ("//div[contains(concat(' ',normalize-space(@class),' '),' post ')]", "div.post"),
        ("//div[contains(concat(' ', @class, ' '), ' a b ')]", "div[class*=\"a b\"]"),
        ("//div[starts-with(@id, 'post-')]", "div[id^=\"post-\"]"),
        ("//a[@href and not(@rel='tag')]", "a[href]:not([rel=\"tag\"])"),
        ("//div[@id='a' or @id='b']", "div:is([id=\"a\"], [id=\"b\"])"),
        ("//h1 | //h2", "h1, h2"),
        ("//div[2]", "div:nth-of-type(2)"),
        ("//*[last()]", ":nth-last-child(1)"),
        ("//p[@class='a'][1]", "p[class=\"a\"]:nth-child(1 of p[class=\"a\"])"),
        ("//p[position()<3]", "p:nth-of-type(-n+2)"),
        ("//p[position()=last()]", "p:nth-last-of-type(1)"),
        ("//p[position()>1]", "p:nth-of-type(n+2)"),
        ("//div[h2]", "div:has(> h2)"),
        ("//div[.//img[@src]]", "div:has(img[src])"),
        ("//div[a/@href='x']", "div:has(> a[href=\"x\"])"),
        ("//img/parent::a", "a:has(> img)"),
        ("//img/..", ":has(> img)"),
        ("//b/ancestor::div[@class='x']", "div[class=\"x\"]:has(b)"),
        ("//h2/following-sibling::p", "h2 ~ p"),
        ("//h2/following-sibling::*[1]", "h2 + *"),
        ("//h2/following-sibling::p[1]", "h2 ~ p:not(h2 ~ p ~ p)"),
        ("//p[preceding-sibling::h2]", "p:is(h2 ~ *)"),
        ("//p[ancestor::aside]", "p:is(aside *)"),
        ("//*[self::p or self::ul]", ":is(:is(p), :is(ul))"),
        ("(//div | //p)[@a]//b", ":is(div, p)[a] b"),
        ("//div[count(a)>0]", "div:has(> a)"),
        ("//div[not(*)]", "div:not(:has(> *))"),
        ("//b/parent::i/parent::p", "p:has(> i > b)"),
        ("//b/ancestor::div[1]", "div:has(b):not(:has(div b))"),
        ("(//p)[1]", "p:not(p *, :is(p, :has(p)) ~ *, :is(p, :has(p)) ~ * *)"),
        ("(//p)[last()]", "p:not(:has(p), :is(:has(~ p), :has(~ * p)), :is(:has(~ p), :has(~ * p)) *)"),
        ("id('x')/p", "[id=\"x\"] > p"),
        ("//A[@HREF='\"']", "a[href=\"\\\"\"]"),
    ] {
        assert_eq!(translate(xpath, Wanted::Elements), Ok(vec![css.to_owned()]), "{xpath}");
    }
}

#[test]
fn texts_may_be_attributes_and_alternatives() {
    for (xpath, css) in [
        ("//h1", vec!["h1"]),
        ("//h1/text()", vec!["h1"]),
        ("//meta[@name='date']/@content", vec!["meta[name=\"date\"][content]@content"]),
        ("//time//@datetime", vec![":is(time, time *)[datetime]@datetime"]),
        ("(//h1)[1]", vec!["h1"]),
        ("string(//h1)", vec!["h1"]),
        ("'Li Wei'", vec!["\"Li Wei\""]),
        ("string(\"Li Wei\")", vec!["\"Li Wei\""]),
        ("//h1 | //time/@title", vec!["h1", "time[title]@title"]),
    ] {
        let css: Vec<String> = css.into_iter().map(str::to_owned).collect();
        assert_eq!(translate(xpath, Wanted::Text), Ok(css), "{xpath}");
    }
}

#[test]
fn what_css_cannot_say_has_its_reason() {
    for (xpath, reason) in [
        ("//p[contains(text(), 'Advert')]", "CSS does not see text"),
        ("//p[.='Advert']", "CSS does not see text"),
        ("//div/text()", "CSS does not see text"),
        ("(//p)[3]", "CSS counts siblings, not all that a page has of a kind"),
        ("//div/descendant::p[2]", "CSS counts siblings, and nothing else"),
        ("div[@id='a']", "it starts nowhere: paths start with / or //"),
        ("substring-after(//h1, ':')", "`substring-after()` finds no elements"),
        ("//div[@class='a'", "`]` is missing at character 17"),
    ] {
        assert_eq!(translate(xpath, Wanted::Elements), Err(reason.to_owned()), "{xpath}");
    }
}
