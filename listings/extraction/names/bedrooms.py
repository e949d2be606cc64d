"""Bedrooms, where a market counts them."""

from listings.extraction.names.idea import Idea

# fmt: off
BEDROOMS = Idea(
    fact="count_bedrooms",
    keys=(
        "bedrooms", "beds", "bedroomcount", "numberofbedrooms", "numbedrooms", "bedroomsnumber", "bedroomstotal",
        "totalbedrooms", "nbedrooms", "bedroom", "nbchambres", "chambres", "dormitorios", "habitaciones", "quartos",
        "slaapkamers", "schlafzimmer", "camere", "sypialnie",
    ),
    labels=(
        "bedrooms", "beds", "bedroom", "number of bedrooms", "no. of bedrooms", "schlafzimmer", "dormitorios",
        "habitaciones", "chambres", "nombre de chambres", "camere da letto", "quartos", "slaapkamers", "sypialnie",
        "magamistoad", "спальни", "sovrum", "soverom", "makuuhuoneet", "hálószobák", "υπνοδωμάτια", "yatak odası",
        "חדרי שינה", "غرف نوم", "寝室",
    ),
    behind=(
        "bedrooms", "bedroom", "beds", "bed", "bdrm", "bdrms", "bd", "bds", "br", "schlafzimmer", "dormitorios",
        "dormitorio", "habitaciones", "habitacion", "hab", "habs", "chambres", "chambre", "camere da letto", "camere",
        "quartos", "quarto", "slaapkamers", "slaapkamer", "sypialnie", "sypialni",
    ),
    marks=("bedrooms", "bedroom", "beds", "bed", "chambres", "dormitorios", "habitaciones", "quartos"),
)
# fmt: on
