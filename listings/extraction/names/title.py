"""The listing's own headline."""

from listings.extraction.names.idea import Idea

# fmt: off
TITLE = Idea(
    fact="title",
    keys=(
        "title", "headline", "adtitle", "listingtitle", "propertytitle", "subject", "displaytitle", "pagetitle",
        "fulltitle", "longtitle", "heading", "seotitle", "metatitle", "titletext", "localizedtitle", "titlelocalized",
        "titleen", "titulo", "titre", "titreannonce", "titel", "titolo", "tytul", "nadpis", "naslov", "titlu", "cim",
        "zagolovok", "baslik", "ilanbasligi", "kop", "rubrik", "otsikko", "pealkiri", "antraste", "virsraksts",
        "judul", "tieude", "titulek", "nazev", "naziv", "objekttitel", "uberschrift", "ueberschrift", "propertyname",
        "listingname", "adname", "advertname", "annonceheading", "headlinetext", "titulotexto", "tituloanuncio",
        "encabezado", "jushonamae", "yingmingcheng", "listingheading", "headingtext", "h1",
    ),
    weak_keys=(
        "name", "subtitle", "caption", "shorttitle", "label", "displayname", "nom", "nombre", "nome",
    ),
    labels=(
        "title", "headline", "título", "titre", "titel", "titolo", "tytuł", "název", "titlu", "cím", "заголовок",
        "название", "назва", "naslov", "τίτλος", "başlık", "ilan başlığı", "כותרת", "العنوان الرئيسي",
        "عنوان الإعلان", "rubrik", "overskrift", "otsikko", "pealkiri", "virsraksts", "antraštė", "物件名", "タイトル",
        "标题",
        "標題", "제목", "หัวข้อ", "ชื่อประกาศ", "tiêu đề", "judul", "tajuk", "शीर्षक", "überschrift", "objekttitel",
        "nome do imóvel", "property name", "property title", "nombre del inmueble", "マンション名", "物件名称",
    ),
    marks=(
        "title", "headline", "listing-title", "property-title", "ad-title", "page-title", "main-title",
        "listingtitle", "propertytitle", "adtitle", "entry-title", "item-title", "heading", "h1", "titulo", "titre",
        "titel", "titolo", "tytul", "nadpis", "naslov", "baslik", "otsikko", "rubrik", "detail-title",
        "property-name", "product-title", "product-name", "post-title", "offer-title", "details-title",
        "header-title", "titulo-principal",
    ),
)
# fmt: on
