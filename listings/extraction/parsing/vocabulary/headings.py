"""What headings say in many words, by the few that tell."""

import re

# Folded: of what visitors of this page looked at as well
SEEN_BY_OTHERS = re.compile(
    r"^recently sold (?:in|near|nearby|around|close)\b|\b(?:tambien (?:vieron|vio|visitaron|consultaron)|tambem (?:viram|viu|visitaram)"
    r"|also (?:viewed|saw|visited|looked at)|(?:ont|a) (?:aussi|egalement) (?:vu|consulte|regarde)"
    r"|(?:sahen|suchten|besuchten) auch|auch (?:angesehen|gesehen|besucht)|anche (?:visto|guardato|visitato)"
    r"|ook (?:bekeken|gezien)|rowniez (?:ogladali|zobaczyli|przegladali)|(?:take|tiez) (?:zobrazili|prohlizeli|pozreli)"
    r"|(?:sag|sa|tittade|kiggede|kikket) (?:ocksa|ogsa)|katsoivat myos|ezt is megneztek|au vazut si|bunlara da bakti"
    r"|tako(?:d|dj)er? gledali)\b"
    r"|также (?:смотрели|просматривали)|також (?:дивилися|переглядали)|見た人は|還看了|还看了"
)
