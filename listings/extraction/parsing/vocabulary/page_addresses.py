"""What the first parts of a page's address are called where it is no listing's, language by language, folded."""

# fmt: off
READING = frozenset({
    "blog", "blogs", "news", "newsroom", "magazine", "magazin", "magazyn", "magazyny", "journal", "guides", "advice", "insights",
    "press", "stories", "wiki", "faq", "faqs", "help", "legal", "noticias", "revista", "consejos", "guias", "preguntas-frecuentes",
    "ayuda", "actualites", "actualite", "actus", "conseils", "aide", "guide-immobilier", "ratgeber", "nachrichten", "aktuelles",
    "hilfe", "impressum", "notizie", "rivista", "guida", "aiuto", "nieuws", "advies", "hulp", "aktualnosci", "porady", "poradnik",
    "poradnia", "clanky", "clanek", "magazin-bydleni", "stiri", "sfaturi", "hirek", "cikkek", "novosti", "vijesti", "vesti", "novice",
    "savjeti", "stati", "statyi", "novyny", "journal-de-l-immobilier", "nyheter", "nyheder", "artikler", "uutiset", "artikkelit", "uudised",
    "zinas", "naujienos", "haberler", "rehber", "tin-tuc", "phong-thuy", "kien-thuc", "berita", "panduan", "column", "kiji", "zixun",
    "toutiao",
})
FIGURES = frozenset({
    "house-prices", "sold-prices", "sold-house-prices", "property-prices", "property-values", "home-values", "market-trends",
    "market-report", "market-reports", "suburb-profile", "suburb-profiles", "area-guides", "area-guide",
    "valuation", "valuations", "estimates", "estimate", "prix-immobilier", "prix-m2", "prix-au-m2", "estimation-immobiliere", "estimation",
    "immobilienpreise", "immobilienbewertung", "mietspiegel", "preisatlas", "precio-vivienda", "precios-vivienda", "valoracion",
    "quotazioni", "quotazioni-immobiliari", "prezzi-case", "mercato-immobiliare", "valutazione", "huizenprijzen", "woningwaarde",
    "ceny-mieszkan", "ceny-nieruchomosci", "slutpriser", "boligpriser",
    "mortgage", "mortgages", "mortgage-calculator", "calculators", "calculator", "affordability", "baufinanzierung", "finanzierung",
    "hypothekenrechner", "hipotecas", "mutui", "credit-immobilier", "hypotheek", "kredyty", "hypoteky",
})
KEPT = frozenset({
    "compare", "comparison", "comparator", "comparar", "comparador", "comparer", "comparateur", "vergleich", "vergleichen", "confronta",
    "confronto", "vergelijk", "vergelijken", "porownaj", "porownanie", "porovnani", "porovnanie", "sravnenie", "favourites", "favorites",
    "favoris", "favoritos", "favoriten", "preferiti", "favorieten", "ulubione", "oblibene", "wishlist", "shortlist",
})
# fmt: on
