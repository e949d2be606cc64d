"""Toilets, counted apart from bathrooms."""

from listings.extraction.names.idea import Idea

# fmt: off
TOILETS = Idea(
    fact="count_toilets",
    keys=(
        "toilets", "toiletcount", "toiletscount", "numtoilets", "numberoftoilets", "nooftoilets", "toiletsnumber",
        "toilettotal", "totaltoilets", "toilet", "wc", "wcs", "nbwc", "nbrewc", "nombrewc", "wccount", "toilettes",
        "nbtoilettes", "nombretoilettes", "aseos", "numaseos", "naseos", "aseo", "lavabos", "numlavabos", "lavabo",
        "anzahlwc", "anzahltoiletten", "aantaltoiletten", "toiletten", "toalety", "pocetwc", "kloset", "tualet",
        "separatewc", "gaestewcanzahl", "partialbathrooms",
    ),
    labels=(
        "toilets", "toilet", "number of toilets", "no. of toilets", "toilet(s)", "separate toilets",
        "separate toilet", "wc", "total toilets", "w.c.", "separate wc",
        "aseos", "aseo", "número de aseos", "nº aseos", "núm. aseos", "lavabos", "lavabo", "nº de aseos",
        "sanitarios", "lavabos (wc)", "medios baños", "medio baño", "toilettes", "nombre de toilettes",
        "nombre de wc", "nb de wc", "nb wc", "toilettes séparées", "wc séparé", "wc séparés", "nb de toilettes",
        "nombre de wcs", "nombre de toilette",
        "toiletten", "anzahl wc", "anzahl toiletten", "anzahl gäste-wc", "separate wcs", "anzahl der wcs",
        "anzahl wcs", "separate toiletten", "aantal toiletten", "aparte toiletten", "aantal toilet", "toilet(ten)",
        "separaat toilet", "aantal wc's", "aantal wc",
        "toalety", "toaleta", "liczba toalet", "ilość toalet", "wc oddzielne", "počet wc", "počet toalet", "záchody",
        "număr toalete", "grupuri sanitare", "nr. grupuri sanitare", "număr grupuri sanitare", "wc-k száma",
        "mellékhelyiségek", "wc száma", "külön wc",
        "туалеты", "туалет", "количество туалетов", "туалети", "кількість туалетів", "тоалетни", "брой тоалетни",
        "тоалетна", "toaleti", "broj toaleta", "broj wc-a", "stranišča", "število stranišč", "τουαλέτες",
        "wc (τουαλέτα)", "αριθμός wc", "tuvalet sayısı", "tuvalet", "שירותים", "מספר שירותים", "תאי שירותים",
        "مراحيض", "عدد المراحيض", "مرحاض",
        "toaletter", "antal toaletter", "antal wc", "antall toaletter", "antall wc", "antal toiletter", "toiletter",
        "wc:t", "erillinen wc", "wc-tilojen määrä", "tualetid", "wc arv", "wc-de arv", "tualetes", "tualešu skaits",
        "tualetai", "tualetų skaičius", "wc skaičius", "salerni", "fjöldi salerna",
        "トイレ", "トイレ数", "廁所", "洗手間", "马桶", "화장실", "화장실 수", "จำนวนสุขา", "toa-lét", "tandas",
        "toilet tamu", "शौचालय",
    ),
    behind=(
        "toilets", "toilet", "toilet(s)", "wc", "wcs", "wc's", "w.c.", "w.c", "wc(s)", "separate toilets",
        "separate toilet", "separate wc", "aseos", "aseo", "lavabos", "lavabo", "medios baños", "medio baño",
        "toilettes", "toilette", "wc séparé", "wc séparés", "toiletten", "gäste-wc", "gäste-wcs", "aparte toiletten",
        "apart toilet", "toalety", "toaleta", "toalet", "toalete", "grupuri sanitare", "grup sanitar", "туалета",
        "туалет", "туалетов", "туалети", "тоалетни", "тоалетна", "stranišča", "τουαλέτες", "τουαλέτα", "tuvalet",
        "שירותים", "مراحيض", "toaletter", "toalett", "toiletter", "tualetes", "tualetai", "トイレ", "화장실", "สุขา",
        "tandas",
    ),
    before=(
        "wc", "トイレ",
    ),
    marks=(
        "toilets", "toilet", "wc", "wcs", "aseos", "lavabos", "toilettes", "toiletten", "toalety",
    ),
)
# fmt: on
