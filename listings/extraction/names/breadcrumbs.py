"""The trail of links from the front page to the listing."""

from listings.extraction.names.idea import Idea

# fmt: off
BREADCRUMBS = Idea(
    fact="breadcrumbs",
    keys=(
        "breadcrumb", "breadcrumbs", "breadcrumblist", "breadcrumbsdata", "breadcrumbitems", "breadcrumbslist",
        "crumbs", "breadcrumblinks", "breadcrumbtrail", "filariane", "filsariane", "migas", "migasdepan", "brotkrumen",
        "kruimelpad", "okruszki", "pankuzu", "topicpath", "navigationpath", "drobeckovanavigace", "krochy",
    ),
    labels=(
        "breadcrumb", "breadcrumbs", "you are here", "fil d'ariane", "vous êtes ici", "sie befinden sich hier",
        "sie sind hier", "estás en", "está en", "está aquí", "você está em", "você está aqui", "ti trovi in",
        "sei qui", "sei in", "u bent hier", "je bent hier", "kruimelpad", "jesteś tutaj", "nacházíte se",
        "nachádzate sa", "ești aici", "ön itt áll", "вы здесь", "вы находитесь", "хлебные крошки", "ви тут",
        "вие сте тук", "nalazite se", "βρίσκεστε εδώ", "buradasınız", "אתה נמצא כאן", "אתם כאן", "أنت هنا",
        "du är här", "du er her", "olet tässä", "asute siin", "jūs esate čia", "パンくずリスト", "パンくず",
        "現在位置", "当前位置", "您的位置", "當前位置", "現在地", "현재 위치", "현재위치", "คุณอยู่ที่นี่",
        "bạn đang ở đây", "anda di sini",
    ),
    marks=(
        "breadcrumb", "breadcrumbs", "breadcrumblist", "bread-crumb", "bread-crumbs", "crumb", "crumbs",
        "breadcrumb-list", "breadcrumb-item", "breadcrumb-nav", "breadcrumbs-container", "breadcrumb-trail", "pankuzu",
        "brotkrumen", "brotkrume", "brodkrumen", "path-nav", "pathway", "fil-ariane", "filariane", "ariane",
        "fil-d-ariane", "migas", "migas-de-pan", "migas-pan", "migaspan", "miga", "briciole", "briciola", "kruimelpad",
        "kruimelspoor", "okruszki", "drobecky", "drobeckova-navigace", "morzsa", "morzsamenu", "kroshki",
        "hlebnye-kroshki", "brodsmuler", "brodsmulor", "brodkrummer", "murupolku", "topicpath", "topic-path",
        "page-path", "nav-path", "rank-math-breadcrumb", "yoast-breadcrumbs", "you-are-here",
    ),
)
# fmt: on
