"""How pages say that a home has what a row is called: "Lift: yes", "Keller | Ja", "エレベーター　有"."""

from listings.extraction.parsing.words import fold

# fmt: off
YES = frozenset(
    fold(word)
    for word in (
        "yes", "ja", "oui", "sí", "si", "sì", "sim", "tak", "ano", "áno", "da", "да", "так", "igen", "evet", "var", "ναι",
        "kyllä", "jah", "olemas", "jā", "ir", "taip", "yra", "ya", "ada", "có", "כן", "יש", "نعم", "あり",
        "有", "有り", "はい", "예", "있음", "มี", "vorhanden", "available", "incluido", "incluso", "✓", "✔", "✔️", "☑", "√",
    )
)
# fmt: on
