"""States, provinces and counties by country: what stands behind the city in an address, or before it, and is none.

Each name folded as places are compared (parsing/cities/names.py).  "region" is the larger division, "province" the
one below it, as the vocabulary's fields say; where a country has one division only it is the region.
"""

# fmt: off
REGIONS: dict[str, str] = {
    "AR": "buenos aires|catamarca|chaco|chubut|cordoba|corrientes|entre rios|formosa|jujuy|la pampa|la rioja|mendoza|"
          "misiones|neuquen|rio negro|salta|san juan|san luis|santa cruz|santa fe|santiago del estero|"
          "tierra del fuego|tucuman|provincia de buenos aires|gba norte|gba sur|gba oeste|gran buenos aires",
    "AT": "burgenland|karnten|niederosterreich|oberosterreich|steiermark|tirol|vorarlberg|carinthia|"
          "lower austria|upper austria|styria|tyrol|salzburg land|land salzburg|salzburg",
    "AU": "new south wales|queensland|south australia|tasmania|victoria|western australia|"
          "australian capital territory|northern territory",
    "BE": "antwerpen|anvers|antwerp|oost vlaanderen|flandre orientale|east flanders|west vlaanderen|"
          "flandre occidentale|west flanders|vlaams brabant|brabant flamand|flemish brabant|waals brabant|"
          "brabant wallon|walloon brabant|henegouwen|hainaut|luik|liege|limburg|limbourg|luxemburg|luxembourg|namen|"
          "namur|vlaanderen|flandre|flanders|wallonie|wallonia|vlaams gewest|region wallonne|"
          "brussels hoofdstedelijk gewest|region de bruxelles capitale|brussels capital region|"
          "region bruxelles capitale",
    "BR": "acre|alagoas|amapa|amazonas|bahia|ceara|distrito federal|espirito santo|goias|maranhao|mato grosso|"
          "mato grosso do sul|minas gerais|para|paraiba|parana|pernambuco|piaui|rio de janeiro|rio grande do norte|"
          "rio grande do sul|rondonia|roraima|santa catarina|sao paulo|sergipe|tocantins",
    "CA": "alberta|british columbia|manitoba|new brunswick|newfoundland and labrador|newfoundland|nova scotia|ontario|"
          "prince edward island|quebec|saskatchewan|northwest territories|nunavut|yukon|colombie britannique|"
          "nouveau brunswick|nouvelle ecosse",
    "CH": "aargau|appenzell ausserrhoden|appenzell innerrhoden|basel landschaft|basel stadt|bern|berne|freiburg|"
          "fribourg|geneve|genf|geneva|glarus|graubunden|grisons|jura|luzern|lucerne|neuchatel|neuenburg|nidwalden|"
          "obwalden|schaffhausen|schwyz|solothurn|sankt gallen|saint gallen|thurgau|ticino|tessin|uri|vaud|"
          "waadt|valais|wallis|zug|zurich",
    "CL": "arica y parinacota|tarapaca|antofagasta|atacama|coquimbo|valparaiso|metropolitana|metropolitana de santiago|"
          "rm metropolitana|region metropolitana|region metropolitana de santiago|o higgins|maule|nuble|biobio|bio bio|"
          "la araucania|araucania|los rios|los lagos|aysen|magallanes",
    "CO": "amazonas|antioquia|arauca|atlantico|bolivar|boyaca|caldas|caqueta|casanare|cauca|cesar|choco|cordoba|"
          "cundinamarca|guainia|guaviare|huila|la guajira|magdalena|meta|narino|norte de santander|putumayo|quindio|"
          "risaralda|san andres y providencia|santander|sucre|tolima|valle del cauca|vaupes|vichada",
    "CZ": "jihocesky|jihomoravsky|karlovarsky|kralovehradecky|liberecky|moravskoslezsky|olomoucky|pardubicky|plzensky|"
          "stredocesky|ustecky|vysocina|zlinsky",
    "DE": "baden wurttemberg|bayern|brandenburg|hessen|mecklenburg vorpommern|niedersachsen|nordrhein westfalen|"
          "rheinland pfalz|saarland|sachsen|sachsen anhalt|schleswig holstein|thuringen|bavaria|hesse|lower saxony|"
          "north rhine westphalia|rhineland palatinate|saxony|saxony anhalt|thuringia|nrw",
    "DO": "distrito nacional|la altagracia|la romana|la vega|puerto plata|samana|san cristobal|san pedro de macoris|"
          "santiago|santo domingo|santo domingo este|espaillat|duarte|peravia|azua|barahona",
    "EC": "azuay|bolivar|canar|carchi|chimborazo|cotopaxi|el oro|esmeraldas|galapagos|guayas|imbabura|loja|los rios|"
          "manabi|morona santiago|napo|orellana|pastaza|pichincha|santa elena|santo domingo de los tsachilas|sucumbios|"
          "tungurahua|zamora chinchipe",
    "EE": "harjumaa|hiiumaa|ida virumaa|jarvamaa|jogevamaa|laane virumaa|laanemaa|parnumaa|polvamaa|raplamaa|saaremaa|"
          "tartumaa|valgamaa|viljandimaa|vorumaa|harju maakond|tartu maakond|parnu maakond|saare maakond",
    "EG": "cairo governorate|giza governorate|alexandria governorate|north coast|red sea|south sinai|القاهرة الكبرى",
    "ES": "andalucia|aragon|asturias|principado de asturias|islas baleares|illes balears|baleares|balears|canarias|"
          "islas canarias|cantabria|castilla la mancha|castilla y leon|cataluna|catalunya|comunidad de madrid|"
          "comunidad valenciana|comunitat valenciana|extremadura|galicia|la rioja|murcia|region de murcia|navarra|"
          "pais vasco|euskadi|madrid|catalonia|andalusia|balearic islands|canary islands|basque country",
    "FI": "uusimaa|nyland|pirkanmaa|varsinais suomi|satakunta|kanta hame|paijat hame|kymenlaakso|etela karjala|"
          "etela savo|pohjois savo|pohjois karjala|keski suomi|etela pohjanmaa|pohjanmaa|keski pohjanmaa|"
          "pohjois pohjanmaa|kainuu|lappi|ahvenanmaa",
    "FR": "auvergne rhone alpes|bourgogne franche comte|bretagne|centre val de loire|corse|grand est|hauts de france|"
          "ile de france|normandie|nouvelle aquitaine|occitanie|pays de la loire|provence alpes cote d azur|paca|"
          "aquitaine|alsace|lorraine|champagne ardenne|languedoc roussillon|midi pyrenees|rhone alpes|auvergne|"
          "bourgogne|franche comte|limousin|picardie|poitou charentes|nord pas de calais|haute normandie|"
          "basse normandie|guadeloupe|martinique|guyane|la reunion|mayotte",
    "GB": "england|scotland|wales|northern ireland|east midlands|west midlands|east of england|south east|south west|"
          "north east|north west|yorkshire and the humber|east anglia|home counties",
    "GH": "greater accra|greater accra region|ashanti|ashanti region|central region|eastern region|western region|"
          "volta region|northern region|bono region",
    "GR": "attica|αττικη|κεντρικη μακεδονια|κρητη|θεσσαλια|πελοποννησος|στερεα ελλαδα|ηπειρος|ιονια νησια|"
          "βορειο αιγαιο|νοτιο αιγαιο|δυτικη ελλαδα|δυτικη μακεδονια|κυκλαδες|δωδεκανησα|χαλκιδικη|crete|thessaly|"
          "peloponnese|central macedonia|cyclades|dodecanese|ionian islands|epirus|halkidiki",
    "HK": "hong kong island|kowloon|new territories|香港島|九龍|新界",
    "HR": "grad zagreb|zagrebacka|krapinsko zagorska|sisacko moslavacka|karlovacka|varazdinska|koprivnicko krizevacka|"
          "bjelovarsko bilogorska|primorsko goranska|licko senjska|viroviticko podravska|pozesko slavonska|"
          "brodsko posavska|zadarska|osjecko baranjska|sibensko kninska|vukovarsko srijemska|splitsko dalmatinska|"
          "istarska|istra|dubrovacko neretvanska|medimurska|dalmacija|kvarner|istria|dalmatia",
    "HU": "bacs kiskun|baranya|bekes|borsod abauj zemplen|csongrad csanad|csongrad|fejer|gyor moson sopron|"
          "hajdu bihar|heves|jasz nagykun szolnok|komarom esztergom|nograd|pest|somogy|szabolcs szatmar bereg|tolna|"
          "vas|veszprem|zala",
    "ID": "aceh|bali|banten|bengkulu|gorontalo|jambi|jawa barat|jawa tengah|jawa timur|kalimantan barat|"
          "kalimantan selatan|kalimantan tengah|kalimantan timur|kalimantan utara|bangka belitung|kepulauan riau|"
          "lampung|maluku|nusa tenggara barat|nusa tenggara timur|papua|riau|sulawesi selatan|sulawesi tengah|"
          "sulawesi tenggara|sulawesi utara|sumatera barat|sumatera selatan|sumatera utara|di yogyakarta|"
          "daerah istimewa yogyakarta|dki jakarta|west java|central java|east java",
    "IE": "leinster|munster|connacht|ulster|carlow|cavan|clare|cork|donegal|dublin|galway|kerry|kildare|kilkenny|laois|"
          "leitrim|limerick|longford|louth|mayo|meath|monaghan|offaly|roscommon|sligo|tipperary|waterford|westmeath|"
          "wexford|wicklow",
    "IN": "andhra pradesh|arunachal pradesh|assam|bihar|chhattisgarh|goa|gujarat|haryana|himachal pradesh|jharkhand|"
          "karnataka|kerala|madhya pradesh|maharashtra|manipur|meghalaya|mizoram|nagaland|odisha|orissa|punjab|"
          "rajasthan|sikkim|tamil nadu|tamilnadu|telangana|tripura|uttar pradesh|uttarakhand|west bengal|"
          "jammu and kashmir|jammu & kashmir|ladakh|ncr|delhi ncr|delhi / ncr",
    "IT": "abruzzo|basilicata|calabria|campania|emilia romagna|friuli venezia giulia|lazio|liguria|lombardia|marche|"
          "molise|piemonte|puglia|sardegna|sicilia|toscana|trentino alto adige|umbria|valle d aosta|veneto|lombardy|"
          "piedmont|tuscany|sicily|sardinia|apulia",
    "KE": "nairobi county|mombasa county|kiambu|kiambu county|kajiado|kajiado county|machakos county|nakuru county|"
          "kilifi county|kwale county|kisumu county|uasin gishu|laikipia",
    "LT": "vilniaus apskritis|kauno apskritis|klaipedos apskritis|siauliu apskritis|panevezio apskritis",
    "LV": "rigas rajons|jurmala un rigas rajons|pieriga|kurzeme|vidzeme|zemgale|latgale",
    "MX": "aguascalientes|baja california|baja california sur|campeche|chiapas|chihuahua|coahuila|"
          "coahuila de zaragoza|colima|durango|guanajuato|guerrero|hidalgo|jalisco|estado de mexico|edo de mexico|"
          "edo mexico|edomex|mexico|michoacan|michoacan de ocampo|morelos|nayarit|nuevo leon|oaxaca|puebla|queretaro|"
          "quintana roo|san luis potosi|sinaloa|sonora|tabasco|tamaulipas|tlaxcala|veracruz|"
          "veracruz de ignacio de la llave|yucatan|zacatecas",
    "MY": "johor|kedah|kelantan|melaka|malacca|negeri sembilan|pahang|penang|pulau pinang|perak|perlis|sabah|sarawak|"
          "selangor|terengganu",
    "NG": "abia|adamawa|akwa ibom|anambra|bauchi|bayelsa|benue|borno|cross river|delta|ebonyi|edo|ekiti|enugu|gombe|"
          "imo|jigawa|kaduna|kano|katsina|kebbi|kogi|kwara|nasarawa|niger|ogun|ondo|osun|oyo|plateau|rivers|"
          "sokoto|taraba|yobe|zamfara|fct|federal capital territory",
    "NL": "drenthe|flevoland|friesland|fryslan|gelderland|groningen|limburg|noord brabant|north brabant|noord holland|"
          "north holland|overijssel|utrecht|zeeland|zuid holland|south holland",
    "NO": "agder|akershus|buskerud|finnmark|innlandet|more og romsdal|nordland|ostfold|rogaland|telemark|troms|"
          "trondelag|vestfold|vestland|viken|hordaland|hedmark|oppland|vest agder|aust agder|sogn og fjordane|"
          "vestfold og telemark|troms og finnmark",
    "NZ": "northland|auckland region|waikato|bay of plenty|gisborne|hawkes bay|hawke s bay|taranaki|manawatu|whanganui|"
          "manawatu whanganui|wellington region|tasman|nelson bays|nelson tasman|marlborough|west coast|canterbury|"
          "otago|central otago lakes district|southland|coromandel|wairarapa|central north island",
    "PE": "amazonas|ancash|apurimac|arequipa|ayacucho|cajamarca|callao|cusco|huancavelica|huanuco|ica|junin|"
          "la libertad|lambayeque|loreto|madre de dios|moquegua|pasco|piura|puno|san martin|tacna|tumbes|ucayali",
    "PH": "metro manila|ncr|national capital region|bulacan|cavite|laguna|batangas|rizal|quezon|pampanga|tarlac|"
          "zambales|bataan|cebu|bohol|negros occidental|negros oriental|iloilo|aklan|palawan|davao del sur|"
          "davao del norte|misamis oriental|benguet|pangasinan|la union|nueva ecija|leyte|albay|central luzon|"
          "calabarzon|central visayas|western visayas",
    "PK": "punjab|sindh|khyber pakhtunkhwa|kpk|balochistan|azad kashmir|gilgit baltistan|islamabad capital territory|"
          "islamabad capital",
    "PL": "dolnoslaskie|kujawsko pomorskie|lubelskie|lubuskie|lodzkie|malopolskie|mazowieckie|opolskie|podkarpackie|"
          "podlaskie|pomorskie|slaskie|swietokrzyskie|warminsko mazurskie|wielkopolskie|zachodniopomorskie",
    "PT": "aveiro|beja|braga|braganca|castelo branco|coimbra|evora|faro|guarda|leiria|lisboa|portalegre|porto|"
          "santarem|setubal|viana do castelo|vila real|viseu|ilha da madeira|madeira|acores|azores|algarve|"
          "ilha de sao miguel|ilha terceira|alentejo",
    "RO": "alba|arad|arges|bacau|bihor|bistrita nasaud|botosani|braila|brasov|buzau|calarasi|caras severin|cluj|"
          "constanta|covasna|dambovita|dolj|galati|giurgiu|gorj|harghita|hunedoara|ialomita|iasi|ilfov|maramures|"
          "mehedinti|mures|neamt|olt|prahova|salaj|satu mare|sibiu|suceava|teleorman|timis|tulcea|valcea|vaslui|"
          "vrancea",
    "RS": "vojvodina|sumadija|zlatibor|grad beograd|juzna backa|srem|macva",
    "RU": "татарстан|башкортостан|крым|дагестан|адыгея|карелия|коми|чувашия|удмуртия|мордовия|якутия|бурятия|хакасия|"
          "ингушетия|чечня|северная осетия",
    "SA": "riyadh region|makkah region|eastern province|eastern region|madinah region|asir region|منطقة الرياض",
    "SE": "blekinge|dalarna|gotland|gavleborg|halland|jamtland|norrbotten|skane|sodermanland|varmland|vasterbotten|"
          "vasternorrland|vastmanland|vastra gotaland",
    "SI": "gorenjska|goriska|dolenjska|stajerska|prekmurje|primorska|savinjska|podravska|koroska|zasavska|posavska|"
          "notranjska|juzna primorska|severna primorska|osrednja slovenija|lj mesto|lj okolica",
    "TH": "central thailand|southern thailand|northern thailand",
    "TR": "",
    "US": "alabama|alaska|arizona|arkansas|california|colorado|connecticut|delaware|florida|georgia|hawaii|idaho|"
          "illinois|indiana|iowa|kansas|kentucky|louisiana|maine|maryland|massachusetts|michigan|minnesota|mississippi|"
          "missouri|montana|nebraska|nevada|new hampshire|new jersey|new mexico|new york|north carolina|north dakota|"
          "ohio|oklahoma|oregon|pennsylvania|puerto rico|rhode island|south carolina|south dakota|tennessee|texas|utah|"
          "vermont|virginia|washington|west virginia|wisconsin|wyoming|district of columbia",
    "UY": "artigas|canelones|cerro largo|colonia|durazno|flores|florida|lavalleja|maldonado|paysandu|rio negro|rivera|"
          "rocha|salto|san jose|soriano|tacuarembo|treinta y tres",
    "ZA": "eastern cape|free state|gauteng|kwazulu natal|kwa zulu natal|limpopo|mpumalanga|north west|northern cape|"
          "western cape",
}
PROVINCES: dict[str, str] = {
    "BE": "",
    "CR": "san jose|alajuela|cartago|heredia|guanacaste|puntarenas|limon",
    "ES": "alava|araba|albacete|alicante|alacant|almeria|avila|badajoz|barcelona|bizkaia|vizcaya|burgos|caceres|cadiz|"
          "castellon|castello|ciudad real|cordoba|cuenca|gipuzkoa|guipuzcoa|girona|gerona|granada|guadalajara|huelva|"
          "huesca|jaen|a coruna|la coruna|las palmas|leon|lleida|lerida|lugo|malaga|ourense|orense|palencia|"
          "pontevedra|salamanca|santa cruz de tenerife|tenerife|segovia|sevilla|soria|tarragona|teruel|toledo|valencia|"
          "valladolid|zamora|zaragoza|mallorca|menorca|ibiza|gran canaria|fuerteventura|lanzarote|costa del sol",
    "FR": "ain|aisne|allier|alpes de haute provence|hautes alpes|alpes maritimes|ardeche|ardennes|ariege|aube|aude|"
          "aveyron|bouches du rhone|calvados|cantal|charente|charente maritime|cher|correze|corse du sud|haute corse|"
          "cote d or|cotes d armor|creuse|dordogne|doubs|drome|eure|eure et loir|finistere|gard|haute garonne|gers|"
          "gironde|herault|ille et vilaine|indre|indre et loire|isere|jura|landes|loir et cher|loire|haute loire|"
          "loire atlantique|loiret|lot|lot et garonne|lozere|maine et loire|manche|marne|haute marne|mayenne|"
          "meurthe et moselle|meuse|morbihan|moselle|nievre|nord|oise|orne|pas de calais|puy de dome|"
          "pyrenees atlantiques|hautes pyrenees|pyrenees orientales|bas rhin|haut rhin|rhone|haute saone|"
          "saone et loire|sarthe|savoie|haute savoie|seine maritime|seine et marne|yvelines|deux sevres|somme|tarn|"
          "tarn et garonne|var|vaucluse|vendee|vienne|haute vienne|vosges|yonne|territoire de belfort|essonne|"
          "hauts de seine|seine saint denis|val de marne|val d oise",
    "GB": "avon|bedfordshire|berkshire|buckinghamshire|cambridgeshire|cheshire|cleveland|cornwall|cumbria|derbyshire|"
          "devon|dorset|durham|county durham|co durham|east sussex|east yorkshire|east riding of yorkshire|essex|"
          "gloucestershire|greater london|greater manchester|hampshire|herefordshire|hertfordshire|humberside|"
          "isle of wight|kent|lancashire|leicestershire|lincolnshire|merseyside|middlesex|norfolk|northamptonshire|"
          "north yorkshire|northumberland|nottinghamshire|oxfordshire|rutland|shropshire|somerset|north somerset|"
          "south yorkshire|staffordshire|suffolk|surrey|sussex|tyne and wear|tyne & wear|warwickshire|west sussex|"
          "west yorkshire|wiltshire|worcestershire|yorkshire|south gloucestershire|anglesey|isle of anglesey|clwyd|"
          "conwy|dyfed|glamorgan|south glamorgan|mid glamorgan|west glamorgan|vale of glamorgan|gwent|gwynedd|"
          "ceredigion|powys|rhondda cynon taf|monmouthshire|pembrokeshire|carmarthenshire|denbighshire|flintshire|"
          "angus|argyll|argyll and bute|borders|scottish borders|dumfries and galloway|east lothian|fife|highland|"
          "highlands|lanarkshire|north lanarkshire|south lanarkshire|midlothian|moray|perth and kinross|west lothian|"
          "ayrshire|east ayrshire|north ayrshire|south ayrshire|aberdeenshire|renfrewshire|dunbartonshire|"
          "stirlingshire|"
          "county antrim|county armagh|county down|county fermanagh|county londonderry|county tyrone|co antrim|"
          "co armagh|co down|co fermanagh|co londonderry|co tyrone|berks|bucks|cambs|hants|herts|lancs|leics|lincs|"
          "northants|notts|oxon|salop|staffs|warks|wilts|worcs|yorks|beds|glos|middx",
    "IT": "agrigento|alessandria|ancona|aosta|arezzo|ascoli piceno|asti|avellino|bari|barletta andria trani|belluno|"
          "benevento|bergamo|biella|bologna|bolzano|brescia|brindisi|cagliari|caltanissetta|campobasso|caserta|catania|"
          "catanzaro|chieti|como|cosenza|cremona|crotone|cuneo|enna|fermo|ferrara|firenze|foggia|forli cesena|"
          "frosinone|genova|gorizia|grosseto|imperia|isernia|l aquila|la spezia|latina|lecce|lecco|livorno|lodi|lucca|"
          "macerata|mantova|massa carrara|matera|messina|milano|modena|monza e brianza|monza brianza|monza|napoli|"
          "novara|nuoro|oristano|padova|palermo|parma|pavia|perugia|pesaro e urbino|pescara|piacenza|pisa|pistoia|"
          "pordenone|potenza|prato|ragusa|ravenna|reggio calabria|reggio emilia|rieti|rimini|roma|rovigo|salerno|"
          "sassari|savona|siena|siracusa|sondrio|sud sardegna|taranto|teramo|terni|torino|trapani|trento|treviso|"
          "trieste|udine|varese|venezia|verbano cusio ossola|vercelli|verona|vibo valentia|vicenza|viterbo",
    "TR": "adana|adiyaman|afyonkarahisar|agri|aksaray|amasya|ankara|antalya|ardahan|artvin|aydin|balikesir|bartin|"
          "batman|bayburt|bilecik|bingol|bitlis|bolu|burdur|bursa|canakkale|cankiri|corum|denizli|diyarbakir|duzce|"
          "edirne|elazig|erzincan|erzurum|eskisehir|gaziantep|giresun|gumushane|hakkari|hatay|igdir|isparta|"
          "izmir|kahramanmaras|karabuk|karaman|kars|kastamonu|kayseri|kilis|kirikkale|kirklareli|kirsehir|kocaeli|"
          "konya|kutahya|malatya|manisa|mardin|mersin|mugla|mus|nevsehir|nigde|ordu|osmaniye|rize|sakarya|samsun|"
          "sanliurfa|siirt|sinop|sirnak|sivas|tekirdag|tokat|trabzon|tunceli|usak|van|yalova|yozgat|zonguldak",
}
# Codes in capitals, the United Kingdom's and Germany's postal ones aside.
STATE_CODES: dict[str, str] = {
    "AU": "NSW QLD SA TAS VIC WA ACT NT",
    "BR": "AC AL AP AM BA CE DF ES GO MA MT MS MG PA PB PR PE PI RJ RN RS RO RR SC SP SE TO",
    "CA": "AB BC MB NB NL NS ON PE QC SK NT NU YT",
    "CH": "AG AR AI BL BS BE FR GE GL GR JU LU NE NW OW SG SH SZ SO TG TI UR VD VS ZG ZH",
    "US": "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH "
          "OK OR PA PR RI SC SD TN TX UT VT VA WA WV WI WY",
}
PROVINCE_CODES: dict[str, str] = {
    "IT": "AG AL AN AO AR AP AT AV BA BT BL BN BG BI BO BZ BS BR CA CL CB CE CT CZ CH CO CS CR KR CN EN FM FE FI FG FC "
          "FR GE GO GR IM IS SP LT LE LC LI LO LU MC MN MS MT ME MI MO MB NA NO NU OR PD PA PR PV PG PU PE PC PI PT PN "
          "PZ PO RG RA RC RE RI RN RM RO SA SS SV SI SR SO SU TA TE TR TO TP TN TV TS UD VA VE VB VC VR VV VI VT",
}
# "Co. Meath", "jud. Cluj"; "Московская область", "Harju maakond": what says that a name is a division's.
REGION_KINDS_BEFORE: dict[str, str] = {
    "co": "province", "county": "province", "jud": "province", "judetul": "province", "provincia": "province",
    "province": "province", "provincie": "province", "prov": "province", "powiat": "province", "pow": "province",
    "okres": "province", "woj": "region", "wojewodztwo": "region", "kraj": "region", "estado": "region",
    "region": "region", "kanton": "region", "canton": "region", "область": "region", "land": "region",
    "nomos": "region", "νομος": "region", "περιφερεια": "region", "oblast": "region",
}
REGION_KINDS_BEHIND: dict[str, str] = {
    "обл": "region", "область": "region", "краи": "region", "республика": "region", "oblast": "region",
    "county": "province", "maakond": "region", "apskritis": "region", "megye": "region",
    "varmegye": "region", "kraj": "region", "zupanija": "region", "lan": "region", "fylke": "region",
    "novads": "region",
    "governorate": "region", "province": "province", "region": "region", "state": "region", "voivodeship": "region",
    "okres": "province", "okrug": "region",
}
# Cities that are their own state: "Coyoacán, Ciudad de México" is in the city, not in a state of its name.
CITY_STATES: dict[str, str] = {
    "AE": "dubai|دبي", "AR": "capital federal|ciudad autonoma de buenos aires|caba", "AT": "wien|vienna",
    "CO": "bogota|bogota d c|bogota dc", "CZ": "praha|prague|hlavni mesto praha",
    "DE": "berlin|hamburg|bremen", "HU": "budapest", "MX": "ciudad de mexico|cdmx|mexico city|df|distrito federal",
    "RO": "bucuresti|bucharest|bucurest", "RU": "москва|санкт петербург|moscow", "UA": "київ|киев|kyiv",
    "IN": "delhi|new delhi|chandigarh", "TR": "istanbul", "ID": "jakarta", "SG": "singapore", "CL": "santiago",
    "PE": "lima", "NG": "lagos|abuja",
}
# fmt: on
