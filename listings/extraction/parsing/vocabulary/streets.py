"""What a street is called: words in front of its name, words behind it, and endings of one-word names; all folded."""

from listings.extraction.parsing.words import fold

# fmt: off
# "Calle del Olmo", "ul. Lipowa", "Jalan Melati": without the stop an abbreviation may carry.
_BEFORE = """
rue avenue av ave boulevard bd bld blvd place allee allees chemin impasse route quai cours square passage sentier
ruelle faubourg calle c cl cll carrer carrera cra kr avenida avda plaza plaça placa pza
paseo pº passeig camino cami carretera
ctra ronda travesia glorieta pasaje jiron jr callejon calzada urbanizacion autopista
via viale v.le piazza piazzale p.zza corso largo vicolo strada contrada lungomare
rua r travessa tv praca alameda al estrada rodovia beco ladeira praceta calcada
ul ulica aleja aleje pl plac os osiedle rondo skwer ulice namesti nam trida tr nabrezi
str bulevardul bd-ul b-dul bdul bulevard calea sos soseaua aleea intrarea splaiul piata drumul
ул улица пр-т просп проспект пр-кт пер переулок бул бульвар б-р ш шоссе наб набережная пл площадь проезд
пр-д тупик аллея
вул вулиця провулок пров площа набережна улиця
ulica улица bul булевард булевар trg obala setaliste cesta put
οδος λεωφορος λεωφ λ πλατεια
רחוב רח שדרות שד דרך סמטת
شارع طريق
jalan jl jln lorong lrg gang persiaran lebuh duong đuong pho ngo hem soi ถนน ซอย
triq misrah
"""
# "Elm Road", "Atatürk Caddesi", "Fő utca".
_BEHIND = """
street st road rd avenue ave av lane ln drive dr close cl way court ct place pl crescent cres gardens gdns grove gr
terrace tce ter parade pde boulevard blvd highway hwy parkway pkwy circle cir trail trl square sq walk mews hill rise
row path view loop green vale esplanade esp drift mount wharf quay bend crossing marg nagar-road expressway
strasse str weg gasse platz allee ring damm ufer steig zeile chaussee promenade
straat laan plein weg gracht kade singel dreef steenweg baan markt
gatan vagen gata vag grand vej gade alle vei veien gate plass katu tie kuja polku
utca u ut utja ter tere korut krt setany koz sor fasor rakpart
iela prospekts bulvaris gatve g prospektas pr al tanav tn mnt maantee tee puiestee pst
sokak sokagi sok sk cadde caddesi cad cd bulvari blv bulv
ulica cesta trg ulice
"""
# "Lindenweg", "Kerkstraat", "Storgatan", "Mannerheimintie".
ENDINGS = (
    "strasse", "str", "str.", "weg", "gasse", "platz", "allee", "damm", "ufer", "steig", "zeile", "chaussee", "ring",
    "stieg", "pfad", "graben", "promenade", "gurtel", "kai", "straat", "laan", "plein", "gracht", "kade", "singel",
    "dreef", "steenweg", "gatan", "vagen", "gata", "vag", "grand", "vej", "vejen", "gade", "gaden", "straede", "veien",
    "vei", "gate", "gaten", "gt", "katu", "tie", "kuja", "polku", "kaari", "vegur", "gotu", "stigur",
)
# fmt: on
BEFORE = frozenset(fold(word) for word in _BEFORE.split())
BEHIND = frozenset(fold(word) for word in _BEHIND.split())
