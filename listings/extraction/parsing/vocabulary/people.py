"""Keys of the objects that describe who offers a home, in lower case, and of what is in them."""

import re

# Keys of objects that describe a person or a company, and what their name is.
PEOPLE = {
    **dict.fromkeys(
        ("agent", "agents", "lister", "listers", "listingagents", "agentinfo", "agentdetails", "contacts", "contact", "contactperson", "contact_person", "user", "owner", "author", "realtor", "ansprechpartner", "makler",
         "advisor", "salesperson", "listingagent", "primaryagent", "seller", "consultant", "vendedor", "corretor", "contacto",
         "contactinfo", "contactdetails", "telephonenumbers", "phonenumbers"),
        "agent_name",
    ),
    **dict.fromkeys(
        ("agency", "publisher", "advertiser", "office", "store", "company", "branch", "customer", "customers", "dealer", "brand", "broker", "brokerage",
         "organization", "anbieter", "inmobiliaria", "agence", "agenzia", "imobiliaria", "estateagent", "developer", "provider", "account",
         "realestateagency", "listingoffice", "shop", "bureau", "vendor", "offeredby"),
        "agent_company",
    ),
}  # fmt: skip
CONTACTS = {
    **dict.fromkeys(
        ("phone", "telephone", "phonenumber", "mobile", "tel", "telefon", "telefono", "phones", "phonenumbers", "contactphone", "mobilephone",
         "telefone", "telephonenumber", "phone1", "cell", "landline", "localnumber", "nationalnumber"),
        "agent_phone",
    ),
    **dict.fromkeys(("email", "emailaddress", "mail"), "agent_email"),
    **dict.fromkeys(("logo", "logourl", "logosrc"), "agent_logo_url"),
    **dict.fromkeys(("companyname", "agencyname", "brandname", "tradename"), "agent_company"),
}  # fmt: skip

# What companies of the trade and their legal forms are called, in short texts as written
COMPANY = re.compile(
    r"\b(?:GmbH|AG|KG|e\.K\.|OHG|OG|Ltd|Limited|LLP|LLC|Inc|Corp|Co\.|Pty|S\.?L\.?U?|S\.A\.|SARL|SAS|S\.?r\.?l\.?|S\.p\.A|Lda|Ltda|B\.?V|N\.?V|"
    r"ApS|A/S|AB|AS|Oy|OÜ|SIA|UAB|Kft|Zrt|s\.r\.o|a\.s|d\.o\.o|Sp\. z o\.o|S\.A|Realty|Realtors?|Real Estate|Properties|Estates?|Estate Agents?|"
    r"Lettings|Homes|Property Group|Brokerage|Immobilien\w*|Immobiliare|Immobilier\w*|Inmobiliaria|Imobiliária|Imóveis|Inmuebles|Makelaars?|"
    r"Vastgoed|Nieruchomości|Reality|Realitní|Ingatlan\w*|Imobiliare|Nekretnine|Nepremičnine|Недвижимость|Агентство|Emlak|Gayrimenkul|"
    r"Fastighet\w*|Mäklar\w*|Eiendom\w*|Kiinteistö\w*|Kinnisvara|RE/MAX|Century 21|Engel & Völkers|Coldwell Banker|Keller Williams)\b"
    r"|不動産|株式会社|リハウス|センター|房产|地產|부동산|공인중개사|ΜΕΣΙΤΙΚΟ|נדל|عقارات"
)
# The legal form that a firm's name ends with
LEGAL_FORM = re.compile(
    r"(?:\b(?:GmbH(?: & Co\.? KG)?|OHG|Ltd\.?|Limited|LLP|LLC|SARL|ApS|A/S|OÜ|UAB|Kft\.?|Zrt\.?|SIA|Ltda\.?|Lda\.?)"
    r"|\b(?:e\. ?K|S\.L|S\.L\.U|S\.A|S\.r\.l|s\.r\.o|a\.s|d\.o\.o|B\.V|N\.V|Sp\. z o\.o|S\.p\.A)\.?|株式会社|有限会社)$"
)
# Two to four words with capitals, perhaps with a title before or behind: "Dr. Anna Linde", "Max Muster, MBA"
PERSON = re.compile(
    r"(?:(?:(?:van|von|de|der|den|het|ten|ter|da|di|du|del|della|dos|bin|binti) ){0,3}"
    r"[A-ZÀ-ÞŁŚŻČŠŽ][\w.'’-]{0,20},? ?){2,4}"
)

# A word or a part of one in each of the next
CONTACT_WORDS = (
    "telef", "phone", "num", "puhelin", "cislo", "whatsapp", "mess", "melding", "bericht", "mens", "contact", "call",
    "nachricht", "mail", "tel", "телефон", "номер",
)  # fmt: skip
# Folded: what buttons say by which who offers the home is reached
CONTACT_ACTION = re.compile(
    r"(?:ver|mostrar|ligar|show|view|reveal|call|zobacz|pokaz|zobrazit|zobraz|vis|visa|nayta|afficher|voir|mostra|vedi|toon|bekijk"
    r"|arata|mutasd|goster|prikazi|pokazi|показать|показати|покажи)\b.{0,16}\b(?:tel|telefonos?|telefone|phone|number|numero|nummer|numer|cislo"
    r"|telefon\w*|telephone|puhelin\w*|телефон|номер)\b"
    r"|^(?:call|whatsapp|send (?:a )?message|send melding|stuur bericht|enviar mensaje|enviar mensagem|contactar|contacter"
    r"|telefon(?:nummer)? anzeigen|nachricht (?:schreiben|senden)|contact (?:agent|agency|seller|owner|landlord)|e-?mail agent)$"
)

# What the part of an address is called that leads to the page of an agent or an agency
PROFILE_WORDS = (
    "agent", "agenc", "agenz", "agencij", "makler", "mäklar", "maklar", "makelaar", "mediador", "megler", "maegler",
    "broker", "realtor", "inmobiliaria", "imobiliaria", "biuro", "corretor", "konsultant", "pro/", "posrednik",
)  # fmt: skip
PROFILE = re.compile(
    rf"/(?=[a-z0-9-]{{0,30}}(?:{'|'.join(re.escape(word) for word in PROFILE_WORDS)}))[a-z0-9-]{{0,40}}/([^?#]{{3,160}})"
)
