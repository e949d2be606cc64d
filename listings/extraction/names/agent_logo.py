"""The firm's logo, which is not the portal's."""

from listings.extraction.names.idea import Idea

# fmt: off
AGENT_LOGO = Idea(
    fact="agent_logo_url",
    keys=(
        "agencylogo", "agencylogourl", "agencylogosrc", "agentlogo", "agentlogourl", "companylogo", "companylogourl",
        "branchlogo", "branchlogourl", "brokerlogo", "brokerlogourl", "brokeragelogo", "brokeragelogourl",
        "officelogo", "officelogourl", "customerlogo", "customerlogourl", "clientlogo", "clientlogourl", "sellerlogo",
        "sellerlogourl", "advertiserlogo", "advertiserlogourl", "publisherlogo", "publisherlogourl", "providerlogo",
        "providerlogourl", "dealerlogo", "dealerlogourl", "developerlogo", "developerlogourl", "agencyimage",
        "agencypicture", "agencyphoto", "estateagentlogo", "estateagencylogo", "realestateagencylogo", "contactlogo",
        "contactlogourl", "partnerlogo", "vendorlogo", "logoagency", "logocompany", "organizationlogo",
        "organisationlogo", "listingofficelogo", "ownerlogo", "realtorlogo", "firmlogo", "accountlogo", "shoplogo",
        "brandlogo", "brandlogourl",
        "logoinmobiliaria", "logoagencia", "logoempresa", "logoanunciante", "logoimobiliaria", "logoagence",
        "urllogoagence", "agencelogo", "logosociete", "anbieterlogo", "anbieterlogourl", "firmenlogo", "maklerlogo",
        "logoagenzia", "agenzialogo", "logomakelaar", "kantoorlogo", "logobiura", "logoagencji", "logokancelare",
        "logorealitky", "logoagentie", "irodalogo", "logoagentstva", "logoagencije", "firmalogo", "maklarlogo",
        "meglerlogo", "maeglerlogo", "valitysliikelogo", "yrityslogo",
    ),
    weak_keys=(
        "logo", "logourl", "logoimage", "logoimageurl", "logosrc", "logosmall", "logopath", "imagelogo",
    ),
    labels=(
        "agency logo", "company logo", "agent logo", "logo de la agencia", "logo agence", "firmenlogo", "logo agenzia",
        "logo biura",
    ),
    marks=(
        "agency-logo", "company-logo", "branch-logo", "agent-logo", "broker-logo", "brokerage-logo", "office-logo",
        "advertiser-logo", "seller-logo", "publisher-logo", "provider-logo", "dealer-logo", "developer-logo",
        "customer-logo", "client-logo", "agencylogo", "agentlogo", "companylogo", "estate-agent-logo", "listing-logo",
        "contact-logo", "realtor-logo", "firm-logo", "owner-logo", "partner-logo", "logo-agency", "logo-agent",
        "logo-company", "logo-agence", "agence-logo", "logo-agencia", "logo-inmobiliaria", "logo-anunciante",
        "logo-imobiliaria", "anbieter-logo", "anbieterlogo", "firmenlogo", "logo-agenzia", "agenzia-logo",
        "kantoor-logo", "makelaar-logo", "logo-biura", "maklar-logo", "megler-logo",
    ),
)
# fmt: on
