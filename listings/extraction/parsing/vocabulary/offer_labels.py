"""Labels that tell a sale from a letting, folded."""

# Labels that only a sale or only a letting has, and for lettings those that are rare elsewhere.
OFFER_OF_LABEL = {
    "sale": (
        "kaufpreis", "asking price", "prix de vente", "vraagprijs", "販売価格", "sale price", "purchase price", "list price",
        "precio de venta", "preco de venda", "prezzo di vendita", "cena sprzedazy", "売買価格", "kjopesum", "prisantydning",
        "utropspris", "kontantpris", "myyntihinta", "prodajna cena", "listing price",
    ),
    "rent": (
        "kaltmiete", "kaltmiete (netto)", "nettokaltmiete", "gesamtmiete", "warmmiete", "monthly rent", "loyer", "huurprijs",
        "賃料", "rent per month", "canone mensile", "gesamtmiete (brutto)", "grundmiete", "loyer charges comprises",
        "manedsleie", "hyra", "husleje", "vuokra", "敷金", "礼金", "敷金/礼金", "miete", "mietdauer", "lease term",
        "czynsz najmu", "canone", "valor do aluguel",
    ),
    "deposit": (
        "kaution", "kaucja", "deposit", "security deposit", "depot de garantie", "fianza", "waarborgsom", "kauce", "cauzione",
        "borg", "rent",
    ),
}  # fmt: skip
