"""Candidates from label/value pairs, by the names that portals give a fact in their languages."""

from collections.abc import Iterator

from listings.extraction.candidates import Candidate, generic_candidate
from listings.extraction.page import Page

# As sources/labels.py writes labels: lower case, no colon.  Of the names of one fact the more exact stand first.
LABELS: dict[str, tuple[str, ...]] = {
    "price": (
        "kaufpreis", "kaltmiete", "kaltmiete (netto)", "nettokaltmiete", "gesamtmiete", "warmmiete", "miete", "preis",
        "asking price", "price", "rent", "monthly rent", "property price", "precio del inmueble", "precio", "alquiler",
        "preço do imóvel", "preço", "prezzo", "canone", "prix", "loyer", "prix de vente", "cena", "čena", "cijena",
        "vraagprijs", "huurprijs", "hind", "цена", "価格", "賃料", "販売価格",
    ),
    "offer": (
        "operation type", "transaction type", "contratto", "contrato", "operación", "transakcija", "transaktionstyp",
        "vermarktungsart", "type de transaction", "取引種別",
    ),
    "property_type": (
        "property type", "type of property", "immobilienart", "objekttyp", "objektart", "wohnungstyp", "haustyp",
        "tipologia", "tipo de inmueble", "tipo de imóvel", "type de bien", "typ nieruchomości", "rodzaj zabudowy",
        "kategorija", "soort woonhuis", "物件種別",
    ),
    "constructed_area": (
        "wohnfläche", "wohnfläche ca.", "wohnungsgröße", "wohnungsgrösse", "living area", "floor area", "floor size",
        "built area", "size", "superficie", "superficie construida", "sup. commerciale", "surface habitable", "surface",
        "área bruta", "área útil", "powierzchnia", "powierzchnia użytkowa", "kvadratura", "woonoppervlakte", "üldpind",
        "общая площадь", "площадь", "建物面積", "専有面積", "fläche", "gesamtfläche", "sq. ft", "sq ft", "square feet",
    ),
    "plot_area": (
        "grundstücksfläche", "grundstück", "plot area", "plot size", "land area", "lot size", "superficie terreno",
        "surface du terrain", "powierzchnia działki", "površina zemljišta", "perceeloppervlakte", "土地面積",
    ),
    "count_bedrooms": (
        "bedrooms", "beds", "schlafzimmer", "dormitorios", "habitaciones", "camere da letto", "chambres", "quartos",
        "slaapkamers", "sypialnie", "magamistoad", "спальни",
    ),
    "count_bathrooms": (
        "bathrooms", "baths", "badezimmer", "anzahl badezimmer", "baños", "bagni", "salles de bain", "banheiros",
        "casas de banho", "badkamers", "łazienki", "broj kupatila", "санузел",
    ),
    "count_rooms": (
        "zimmer", "zimmeranzahl", "anzahl zimmer", "locali", "pièces", "liczba pokoi", "pokoje", "ukupan broj soba",
        "sobe", "broj soba", "tube", "tubade arv", "kamers", "количество комнат",
    ),
    "address": (
        "adresse", "anschrift", "address", "dirección", "indirizzo", "endereço", "adres", "aadress", "адрес", "所在地",
    ),
    "postal_code": ("postcode", "postal code", "zip code", "plz", "código postal", "code postal"),
    "reference": (
        "reference", "ref", "ref.", "referencia", "referência", "référence", "riferimento", "objektnummer",
        "objekt-nr.", "property id", "listing id", "mls #", "mls number", "物件番号",
    ),
    "year_construction": (
        "baujahr", "year built", "built in", "año de construcción", "anno di costruzione", "année de construction",
        "rok budowy", "godina izgradnje", "bouwjaar", "ehitusaasta", "год постройки", "築年月",
    ),
    "floor": (
        "etage", "stockwerk", "stock", "floor", "planta", "piano", "étage", "piętro", "poziom", "sprat", "所在階",
    ),
    "available_from": ("verfügbar ab", "bezugsfrei ab", "available from", "date available", "disponible desde"),
    "energy_certificate_grade": (
        "energieeffizienzklasse", "energy rating", "epc rating", "certificación energética", "classe energetica", "dpe",
    ),
    "energy_performance": (
        "energieverbrauchkennwert", "energieverbrauchskennwert", "energiebedarf", "energieverbrauch", "energiekennwert",
        "energy performance", "consumption",
    ),
    "tenure": ("tenure",),
    "council_tax_band": ("council tax band", "council tax"),
    "furnished": ("furnished", "furnishing", "amueblado", "möbliert", "arredato", "umeblowane", "meublé"),
}  # fmt: skip


_OFFER_OF_PRICE_LABEL = {
    "sale": ("kaufpreis", "asking price", "prix de vente", "vraagprijs", "販売価格"),
    "rent": (
        "kaltmiete", "kaltmiete (netto)", "nettokaltmiete", "gesamtmiete", "warmmiete", "monthly rent", "alquiler",
        "canone", "loyer", "huurprijs", "賃料",
    ),
}  # fmt: skip


def label_candidates(page: Page) -> Iterator[Candidate]:
    """For each fact what its labels state, the more exact names first; a label such as "Kaltmiete" states the offer."""
    for offer, names in _OFFER_OF_PRICE_LABEL.items():
        for name in names:
            if name in page.labels:
                yield generic_candidate("offer", offer, "label", name)
    for fact, names in LABELS.items():
        for name in names:
            if name in page.labels:
                yield generic_candidate(fact, page.labels[name], "label", name)
