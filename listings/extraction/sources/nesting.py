"""Bounds on a page's tree, kept before it is parsed: a page of 50 KB can ask a parser for gigabytes, or for minutes.

A parser's time grows with the square of the depth, because it looks through all open elements for one that a tag
closes. And it opens every formatting element that was never closed (<font>, <b> ...) again in each block that follows.
It compares each attribute of an element with all others, too.
"""

import re
from collections.abc import Iterator
from itertools import islice

MAX_DEPTH = 1_000  # browsers stop at 512
MAX_TAGS = 100_000  # and comments
MAX_ATTRIBUTES = 256  # of one tag
MAX_ATTRIBUTES_OF_PAGE = 900_000  # some 300 MB of them
MIN_ATTRIBUTE_BYTES = 2
MAX_REOPENED = 600_000  # elements; some 250 MB of them
FEW_TAGS = 10_000  # too few to nest deep enough to matter
FEW_REOPENED_TAGS = 1_500  # too few to open many again: half of them, in each of the other half
_ALIKE = 3  # so many formatting elements of one name and attributes a parser keeps (HTML Standard, 13.2.4.3)

_FORMATTING = frozenset(
    {b"b", b"big", b"code", b"em", b"font", b"i", b"s", b"small", b"strike", b"strong", b"tt", b"u"}
)
# Formatting elements with attributes, the only ones of which there can be more than _ALIKE
_TOLD_APART = re.compile(
    rb"<(?=[bcefinstuBCEFINSTU][\s/iIoOmMtT])[bcefinstuBCEFINSTU](?:|[iI][gG]|[oO][dD][eE]|[mM]|[oO][nN][tT]|[mM][aA][lL][lL]|[tT][rR][iI][kK][eE]|"
    rb"[tT][rR][oO][nN][gG]|[tT])[\s/]"
)


def cut_to_bounds(markup: bytes) -> bytes:
    """The HTML up to where it leaves the bounds; all of it, where people made it."""
    if len(markup) > MIN_ATTRIBUTE_BYTES * MAX_ATTRIBUTES_OF_PAGE:
        markup = markup[: _end_of_attributes(markup)]
    tags = markup.count(b"<")
    if tags <= FEW_TAGS and not _may_crowd_a_tag(markup):
        kinds = len(_FORMATTING) * _ALIKE
        if tags <= FEW_REOPENED_TAGS or tags * (kinds + len(_TOLD_APART.findall(markup))) <= MAX_REOPENED:
            return markup
    return markup[: _Walk(markup).end()]


_EMPTY = frozenset(b"area base br col embed hr img input link meta param source track wbr frame keygen bgsound".split())
# Elements that close themselves, or that a sibling closes: outside of svg they only nest through others.
_UNCOUNTED = _EMPTY | frozenset(
    b"p li dt dd tr td th thead tbody tfoot option optgroup colgroup html head body".split()
)
_CELLS = frozenset(b"td th tr tbody thead tfoot".split())
# What an end tag inside does not close beyond
_BARRIERS = frozenset(
    b"table caption template object marquee applet select foreignobject desc mtext annotation-xml".split()
)
_SPECIAL = _BARRIERS | frozenset(
    b"address article aside blockquote button center details dialog dir div dl fieldset figcaption figure footer form "
    b"frameset h header hgroup iframe listing main menu nav noembed noframes noscript ol plaintext pre script search "
    b"section style summary textarea title ul xmp".split()
)
_RAW = frozenset(b"script style textarea title xmp iframe noembed noframes noscript".split())
_CDATA_END = b"]]>"
_MARKS = {mark: re.compile(re.escape(mark), re.IGNORECASE) for mark in (_CDATA_END, *(b"</" + name for name in _RAW))}
_FOREIGN = (b"svg", b"math")
_HTML_IN_FOREIGN = (b"foreignobject", b"desc", b"mtext", b"annotation-xml", b"title")
_LEAVES_FOREIGN = frozenset(
    b"b big blockquote body br center code dd div dl dt em embed h head hr i img li listing menu meta nobr ol p pre "
    b"ruby "
    b"s small span strong strike sub sup table tt u ul var".split()
)
_NAMES = {name: b"h" for number in range(1, 7) for name in (b"h%d" % number, b"H%d" % number)}
# A tag as the HTML Standard's tokenizer delimits it (13.2.5), or what opens a comment.
_ATTRIBUTE = rb"[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>\"'][^\s>]*+)?+)?+"
_TOKEN = re.compile(rb"<(?:(/?)([a-zA-Z][^\s/>]*+)(?:%b)*+[\s/]*+>?|(!--|!\[CDATA\[|[!?/]))" % _ATTRIBUTE)


_CROWDED = re.compile(rb"<[a-zA-Z][^\s/>]*+(?:%b){%d}" % (_ATTRIBUTE, MAX_ATTRIBUTES + 1))
_TAG = re.compile(rb"<([a-zA-Z][^\s/>]*+)(?:%b)*+" % _ATTRIBUTE)
_ONE_ATTRIBUTE = re.compile(_ATTRIBUTE)
MAX_LOOKS = 4  # at the whole page, by tags that run on into each other
_LONG = 3 * MAX_ATTRIBUTES + 1


def _end_of_attributes(markup: bytes) -> int:
    """Where all tags together have more than MAX_ATTRIBUTES_OF_PAGE; behind MAX_TAGS the page ends anyway."""
    left = MAX_ATTRIBUTES_OF_PAGE
    for tag in islice(_TAG.finditer(markup), MAX_TAGS):
        left -= len(_ONE_ATTRIBUTE.findall(markup, tag.end(1), tag.end()))
        if left < 0:
            return tag.start()
    return len(markup)


def _may_crowd_a_tag(markup: bytes) -> bool:
    """Whether some tag seems to have more than MAX_ATTRIBUTES; not seen is one with a "<" in every few of them."""
    left = MAX_LOOKS * len(markup)
    for start in _long_runs(markup):
        tag = _TAG.match(markup, start)
        chars = tag.end() - start if tag else 0
        left -= chars
        if left < 0 or (chars > MIN_ATTRIBUTE_BYTES * MAX_ATTRIBUTES and _CROWDED.match(markup, start)):
            return True
    return False


def _long_runs(markup: bytes) -> Iterator[int]:
    """Where a "<" stands that has no other within _LONG bytes behind it: long tags, texts and programs.

    It looks from the end of that reach backwards, and so passes over all short ones in one step.
    """
    find_last, end, reach = markup.rfind, len(markup) - _LONG, 1 + _LONG
    at = markup.find(b"<")
    while 0 <= at < end:
        last = find_last(b"<", at + 1, at + reach)
        if last < 0:
            yield at
            last = markup.find(b"<", at + 1)
        at = last


class _Walk:
    """Follows the tags as a parser does; where it cannot tell, it takes an element to stay open."""

    def __init__(self, markup: bytes) -> None:
        self.markup = markup
        self.open: list[bytes] = []
        self.places: dict[bytes, list[int]] = {}
        self.special: list[int] = []
        self.barriers: list[int] = []
        self.formatting: dict[bytes, list[bytes]] = {}
        self.active = 0
        self.deaf_until = 0  # end tags before it may be text
        self.ahead: dict[bytes, int] = {}  # where each mark that was looked for begins next

    def end(self) -> int:
        """Where the page leaves the bounds, or its length."""
        at, tags, reopened = 0, 0, 0
        while token := _TOKEN.search(self.markup, at):
            is_end, written, comment = token.groups()
            at = token.end()
            tags += 1
            if comment and tags <= MAX_TAGS:
                at = self._behind_comment(at, comment)
                continue
            reopened += self.active
            if tags > MAX_TAGS or reopened > MAX_REOPENED or len(self.open) > MAX_DEPTH:
                return token.start()
            if at - token.start() > 3 * MAX_ATTRIBUTES and _CROWDED.match(self.markup, token.start()):
                return token.start()
            name = _NAMES.get(written) or written.lower()
            if not is_end:
                self._open(name, token)
                at = self._behind_text(name, at) if name in _RAW else at
            elif token.start() >= self.deaf_until:
                self._close(name)
        return len(self.markup)

    def _behind_comment(self, end: int, comment: bytes) -> int:
        if comment == b"![CDATA[" and self._is_foreign():
            self.deaf_until = self._next(_CDATA_END, end) + len(_CDATA_END)
            return end
        mark, start = (b"-->", end - 2) if comment == b"!--" else (b">", end - 1)
        found = self.markup.find(mark, start)
        return len(self.markup) if found < 0 else found + len(mark)

    def _behind_text(self, name: bytes, start: int) -> int:
        """Where the text of a script and the like ends; within svg, where it may be markup, nothing is skipped."""
        end = self._next(b"</" + name, start)
        if not any(self.places.get(foreign) for foreign in _FOREIGN):
            return end
        self.deaf_until = end
        return start

    def _next(self, mark: bytes, start: int) -> int:
        """Where a mark, one of _MARKS, begins next; searched for again only once the place found last is passed."""
        at = self.ahead.get(mark, -1)
        if at < start:
            found = _MARKS[mark].search(self.markup, start)
            at = self.ahead[mark] = found.start() if found else len(self.markup)
        return at

    def _is_foreign(self) -> bool:
        foreign = self._last(_FOREIGN)
        return foreign >= 0 and foreign > self._last(_HTML_IN_FOREIGN)

    def _last(self, names: tuple[bytes, ...]) -> int:
        return max((places[-1] for name in names if (places := self.places.get(name))), default=-1)

    def _open(self, name: bytes, token: re.Match[bytes]) -> None:
        if name in _FORMATTING:
            alike = self.formatting.setdefault(name, [])
            if alike.count(token[0]) < _ALIKE:
                alike.append(token[0])
                self.active += 1
        is_foreign = self._is_foreign()
        if is_foreign and name in _LEAVES_FOREIGN:
            self._close(b"svg" if self.places.get(b"svg") else b"math")
            is_foreign = False
        if not is_foreign and name in _CELLS:
            self._close_cell()
        if token[0].endswith(b"/>") if is_foreign else name in _UNCOUNTED:
            return
        if name in (b"a", b"button"):  # never within another
            self._close(name)
        self.places.setdefault(name, []).append(len(self.open))
        if name in _SPECIAL:
            self.special.append(len(self.open))
        if name in _BARRIERS:
            self.barriers.append(len(self.open))
        self.open.append(name)

    def _close(self, name: bytes) -> None:
        if alike := self.formatting.get(name):
            alike.pop()
            self.active -= 1
        places = self.places.get(name)
        if not places:
            return
        blocks = self.barriers if name in _SPECIAL and name != b"form" else self.special
        if name not in (*_FOREIGN, b"template") and blocks and blocks[-1] > places[-1]:
            return
        self._cut(places[-1])

    def _close_cell(self) -> None:
        """A cell or a row ends the one before it, with all that was left open in that."""
        if (tables := self.places.get(b"table")) and self.barriers[-1] == tables[-1]:
            self._cut(tables[-1] + 1)

    def _cut(self, depth: int) -> None:
        while len(self.open) > depth:
            self.places[self.open.pop()].pop()
        for marked in (self.special, self.barriers):
            while marked and marked[-1] >= depth:
                marked.pop()
