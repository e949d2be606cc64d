"""Simple XPaths become selectors that find the same; the others are refused."""

import pytest

from listings.mapping_import.findings import NotExpressibleError
from listings.mapping_import.xpath import Selection, css_of_xpath


@pytest.mark.parametrize(
    ("xpath", "selector", "attribute"),
    [
        ("//h1", "h1", None),
        ("//h1/text()", "h1", None),
        ("/html/body/div[2]", "html > body > div:nth-of-type(2)", None),
        ("//div[@id='facts']/ul/li[2]", "div[id='facts'] > ul > li:nth-of-type(2)", None),
        ("//*[@class='y']/z", "*[class='y'] > z", None),
        ("//*[@class='y']//*[3]", "*[class='y'] *:nth-child(3)", None),
        ("//meta[@property='og:title']/@content", "meta[property='og:title']", "content"),
        ('//a[@data-x="it\'s"]', 'a[data-x="it\'s"]', None),
        ("//div[contains(@class, 'price')]", "div[class*='price']", None),
        ("//div[starts-with(@id,'p-') and @lang]", "div[id^='p-'][lang]", None),
        ("//ul/li[last()]", "ul > li:last-of-type", None),
        ("//ul/li[position()=2]", "ul > li:nth-of-type(2)", None),
    ],
)
def test_a_simple_xpath_is_a_selector(xpath, selector, attribute):
    assert css_of_xpath(xpath) == Selection(selector, attribute)


@pytest.mark.parametrize(
    "xpath",
    [
        "", "/", "h1", "/div", "//a | //b", "//li[@class='x'][2]", "//td[.='Price']/following-sibling::td",
        "//a[text()='x']", "//a[@b='x' or @c]", "count(//li)", "//a//@href", "//a/@href/b", "//a[[1]]", "//@content",
        "/a" * 2_000,
    ],
)  # fmt: skip
def test_what_css_has_no_words_for_is_refused(xpath):
    with pytest.raises(NotExpressibleError):
        css_of_xpath(xpath)
