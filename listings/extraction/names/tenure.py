"""How the home is held: freehold, leasehold, and the ownership forms of the markets."""

from listings.extraction.names.idea import Idea

# fmt: off
TENURE = Idea(
    fact="tenure",
    keys=(
        "tenure", "tenuretype", "propertytenure", "tenurename", "tenuretext", "landtenure", "ownership",
        "ownershiptype", "ownershipform", "typeofownership", "formofownership", "titletype", "landtitle",
        "propertyownership",
        "formawlasnosci", "rodzajwlasnosci", "typvlastnictvi", "vlastnictvi", "vlastnictvo", "formadeproprietate",
        "eigendomsvorm", "eigendom", "eigendomssituatie", "soorteigendom", "upplatelseform", "eieform", "eierform",
        "ejerform", "hallintamuoto", "omistusmuoto", "omandivorm", "omandiliik", "ipasumaforma", "tipsobstvennosti",
        "sertifikat", "jenissertifikat", "phaply", "quyensohuu", "chanquan", "tapudurumu", "oblikvlasnistva",
        "regimepropriete", "eigentumsform",
    ),
    labels=(
        "tenure", "tenure type", "property tenure", "tenure of property", "ownership", "ownership type",
        "type of ownership", "form of ownership", "land tenure", "title type", "ownership/title", "freehold/leasehold",
        "freehold or leasehold", "lease type", "land title type", "legal tenure",
        "régimen de propiedad", "tipo de propiedad (régimen)", "régimen", "tipo de titularidad", "titularidad",
        "regime de propriedade", "régime de propriété", "type de propriété (régime)", "régime juridique",
        "eigentumsform", "eigentumsart", "art des eigentums", "titolo di proprietà", "proprietà",
        "eigendomssituatie", "eigendomsvorm", "soort eigendom", "eigendom", "erfpacht of eigendom", "forma własności",
        "rodzaj własności", "forma prawna", "stan prawny", "typ własności", "tytuł prawny",
        "vlastnictví", "forma vlastnictví", "druh vlastnictví", "typ vlastnictví", "vlastníctvo", "forma vlastníctva",
        "typ vlastníctva", "druh vlastníctva", "formă de proprietate", "tip proprietate (drept)",
        "drept de proprietate",
        "tulajdonjog", "tulajdoni forma", "jogi forma", "форма собственности", "тип собственности",
        "вид собственности", "право собственности", "собственность", "форма власності", "тип власності", "вид права",
        "форма на собственост",
        "oblik vlasništva", "vrsta vlasništva", "tip vlasništva", "lastništvo", "vrsta lastništva",
        "μορφή ιδιοκτησίας", "τύπος ιδιοκτησίας", "tapu durumu", "tapu tipi", "mülkiyet", "mülkiyet tipi", "סוג בעלות",
        "בעלות", "نوع الملكية", "الملكية", "ملكية",
        "upplåtelseform", "äganderätt", "eieform", "eierform", "eierforhold", "ejerform", "ejerforhold",
        "hallintamuoto", "omistusmuoto", "omistus", "tontin omistus", "eignarform", "eignarhald", "omandivorm",
        "omandiliik", "omandi liik", "īpašuma forma", "nuosavybės forma", "nuosavybės tipas", "nuosavybė",
        "土地権利", "権利形態", "所有権", "敷地の権利形態", "土地の権利形態", "敷地権利", "产权", "產權", "产权性质",
        "产权类型", "交易权属", "房屋产权", "产权所属", "業權", "소유권", "소유형태", "소유 형태",
        "กรรมสิทธิ์", "ประเภทกรรมสิทธิ์", "การถือครอง", "รูปแบบการถือครอง", "pháp lý", "giấy tờ pháp lý",
        "tình trạng pháp lý", "quyền sở hữu", "loại hình sở hữu", "sertifikat", "jenis sertifikat", "kepemilikan",
        "jenis hak milik", "hak milik", "pegangan", "jenis pegangan", "स्वामित्व", "स्वामित्व प्रकार",
    ),
    marks=(
        "tenure", "tenure-type", "property-tenure", "ownership", "ownership-type", "eigendom", "upplatelseform",
        "eieform", "ejerform", "hallintamuoto", "forma-wlasnosci", "vlastnictvi", "sertifikat", "phap-ly", "leasehold",
        "freehold",
    ),
    headings=(
        "tenure", "tenure details", "tenure information", "ownership details", "leasehold information",
        "lease information", "leasehold details", "tenure & charges", "tenure and charges",
    ),
)
# fmt: on
