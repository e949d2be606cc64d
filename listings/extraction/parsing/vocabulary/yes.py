"""How pages say that a home has, or has not, what a row is called: "Lift: yes", "Keller | Nein", "エレベーター　有"."""

from listings.extraction.parsing.words import fold

# fmt: off
YES = frozenset(
    fold(word)
    for word in (
        "yes", "ja", "oui", "sí", "si", "sì", "sim", "tak", "ano", "áno", "da", "да", "так", "igen", "van", "evet", "var", "ναι",
        "kyllä", "jah", "olemas", "jā", "ir", "taip", "yra", "ya", "ada", "có", "כן", "יש", "نعم", "あり",
        "有", "有り", "はい", "예", "있음", "มี", "vorhanden", "available", "incluido", "incluso", "✓", "✔", "✔️", "☑", "√", "true",
    )
)
NO = frozenset(
    fold(word)
    for word in (
        "no", "none", "false", "nein", "non", "não", "nao", "nie", "ne", "nej", "nei", "nem", "nincs", "nu", "нет", "ні",
        "не", "όχι", "ei", "ingen", "nē", "nav", "nėra", "hayır", "yok", "tidak", "không", "לא", "אין", "لا", "なし",
        "無", "없음", "아니오", "ไม่มี", "nicht vorhanden", "keine", "not available", "n/a", "✗", "✘", "✕", "×",
    )
)
# fmt: on
