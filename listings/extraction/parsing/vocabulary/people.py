"""Keys of the objects that describe who offers a home, in lower case, and of what is in them."""

# Keys of objects that describe a person or a company, and what their name is.
PEOPLE = {
    **dict.fromkeys(
        ("agent", "agents", "contact", "contactperson", "contact_person", "user", "owner", "author", "realtor", "ansprechpartner", "makler",
         "advisor", "salesperson", "listingagent", "primaryagent", "seller", "consultant", "vendedor", "corretor", "contacto"),
        "agent_name",
    ),
    **dict.fromkeys(
        ("agency", "publisher", "advertiser", "office", "store", "company", "branch", "customer", "dealer", "brand", "broker", "brokerage",
         "organization", "anbieter", "inmobiliaria", "agence", "agenzia", "imobiliaria", "estateagent", "developer", "provider", "account",
         "realestateagency", "listingoffice", "shop", "bureau", "vendor", "offeredby"),
        "agent_company",
    ),
}  # fmt: skip
CONTACTS = {
    **dict.fromkeys(
        ("phone", "telephone", "phonenumber", "mobile", "tel", "telefon", "telefono", "phones", "phonenumbers", "contactphone", "mobilephone",
         "telefone", "telephonenumber", "phone1", "cell", "landline"),
        "agent_phone",
    ),
    **dict.fromkeys(("email", "emailaddress", "mail"), "agent_email"),
    **dict.fromkeys(("logo", "logourl", "logosrc"), "agent_logo_url"),
    **dict.fromkeys(("companyname", "agencyname", "brandname", "tradename"), "agent_company"),
}  # fmt: skip
