"""Words of buttons and menus, by which a text is told from a name or a place; to be looked for in folded text."""

import re

NO_NAME = re.compile(
    r"\b(?:contact|message|send|view|see|call|show|more|enquir|inquir|request|e-?mail|phone|share|save|report|ask|about|"
    r"kontakt|anfrage|nachricht|senden|anzeigen|mehr|anrufen|contacter|envoyer|voir|question|demande|contattare?|invia|"
    r"messaggio|mostra|chiedi|contactar|enviar|ver|llamar|mensaje|mensagem|ligar|napisz|wyslij|zadzwon|pokaz|bericht|"
    r"stuur|bekijk|visit|profile|login|log in|sign|register|listings?|properties|immobilien angebote|annunci|anuncios|"
    r"information|details|agent info|loading|website|undefined|null)\b"
)


NO_PLACE = re.compile(
    r"\b(?:maps?|mapa|mappa|karte|carte|kaart|street view|directions|view|ver|voir|anzeigen|show|estimat\w+|estimer|select|choose|search|"
    r"approxim\w+|approssimativ\w+|aproximad\w+|ungefahre?|zoom|mostra|pokaz|bekijk|kartta|kort|harta|contact|similar|mortgage|send|copy|login)\b"
)

# What data calls a "state" that is none of a country
STATES_OF_LISTINGS = frozenset(
    {
        "active",
        "inactive",
        "published",
        "unpublished",
        "draft",
        "sold",
        "available",
        "unavailable",
        "enabled",
        "disabled",
        "pending",
        "new",
        "used",
        "open",
        "closed",
        "visible",
        "hidden",
        "approved",
        "online",
        "offline",
        "live",
        "expired",
    }
)

# What people in the trade are, and who may offer a home: texts of such words alone name nobody
KINDS_OF_PEOPLE = frozenset(
    {
        "agent", "agents", "agency", "broker", "brokers", "realtor", "owner", "landlord", "seller", "vendor",
        "developer", "professional", "real", "estate", "property", "sales", "lettings", "letting", "rental", "leasing",
        "listing", "listed", "offered", "by", "senior", "junior", "director", "manager", "consultant", "advisor",
        "adviser", "negotiator", "specialist", "associate", "partner", "licensed", "certified", "the", "your", "an",
        "privat", "private", "privatperson", "gewerblich", "anbieter", "makler", "immobilienmakler", "maklerin",
        "verwaltung", "eigentumer", "vermieter", "verkaufer", "particulier", "professionnel", "proprietaire",
        "bailleur", "conseiller", "conseillere", "immobilier", "agence", "particular", "profesional", "propietario",
        "inmobiliaria", "agente", "inmobiliario", "asesor", "privato", "agenzia", "proprietario", "imobiliaria",
        "corretor", "anunciante", "makelaar", "verhuurder", "agencja", "biuro", "wlasciciel", "posrednik", "majitel",
        "ugynok", "tulajdonos", "maklare", "fastighetsmaklare", "ansvarig", "megler", "eiendomsmegler", "mnef",
        "ejendomsmaegler", "maegler", "valittaja", "kiinteistonvalittaja", "lkv", "emlak", "ofisi", "ofisinden",
        "sahibinden", "emlakci", "собственник", "агентство", "агент", "риелтор", "владелец", "посредник",
    }
)  # fmt: skip
