"""Floor plans, apart from the photos."""

from listings.extraction.names.idea import Idea

# fmt: off
FLOOR_PLANS = Idea(
    fact="floor_plans",
    keys=(
        "floorplans", "floorplan", "floorplanurl", "floorplanurls", "floorplanimage", "floorplanimages",
        "floorplanlist", "floorplanmedia", "floorplansimages", "layoutplan", "layoutplans", "layoutimage",
        "layoutimages", "layouts", "floorlayout", "floorplandata", "plans", "plan", "planurl", "planimage",
        "planimages", "unitplan", "unitplans", "buildingplan", "plano", "planos", "planosurl", "plantas",
        "plantaimagem", "plantasimovel", "plandeletage", "plansbien", "grundriss", "grundrisse", "grundrissbilder",
        "planimetria", "planimetrie", "piantina", "piantine", "plattegrond", "plattegronden", "plattegrondurl",
        "rzut", "rzuty", "rzutmieszkania", "pudorys", "pudorysy", "podorys", "plansuri", "schita", "alaprajz",
        "alaprajzok", "planirovka", "planirovki", "layoutphoto", "planuvannya", "razpredelenie", "tlocrt", "tloris",
        "tlorisi", "katoplan", "katopsi", "katopseis", "katplani", "katplanlari", "tochnit", "planritning",
        "planlosning", "planskisse", "plantegning", "plantegninger", "pohjakuva", "pohjapiirros", "plaanid",
        "korruseplaan", "planojums", "plano1", "madorizu", "madorizuurl", "huxingtu", "fangxingtu", "pingmiantu",
        "pyeongmyeondo", "plantfloor", "denahrumah", "denah", "matbang", "faveplanimage", "favefloorplans",
    ),
    labels=(
        "floor plan", "floor plans", "floorplan", "floorplans", "floor plan(s)", "layout plan", "plano", "planos",
        "planta (imagem)", "planta do imóvel", "plan", "plan du bien", "grundriss", "grundrisse",
        "planimetria", "planimetrie", "piantina", "plattegrond", "plattegronden", "rzut", "rzut mieszkania", "rzuty",
        "půdorys", "pôdorys", "schiță", "planul locuinței", "alaprajz", "план", "планировка (план)", "план квартиры",
        "план поверху", "tlocrt", "tloris", "κάτοψη", "κατόψεις", "kat planı", "תוכנית", "תכנית דירה", "مخطط الطابق",
        "مخططات الطوابق", "المخطط", "planritning", "planskisse", "plantegning", "pohjakuva", "pohjapiirros", "plaan",
        "korruseplaan", "plānojums (attēls)", "間取り図", "间取图", "户型图", "平面圖", "格局圖", "평면도", "배치도",
        "แปลนห้อง", "ผังห้อง",
        "แบบแปลน", "mặt bằng", "denah", "denah rumah", "pelan lantai", "फ्लोर प्लान",
    ),
    marks=(
        "floorplan", "floorplans", "floor-plan", "floor-plans", "layout-plan", "plano", "planos", "plantas",
        "grundriss", "grundrisse", "planimetria", "planimetrie", "piantina", "plattegrond", "plattegronden", "rzut",
        "rzuty", "pudorys", "podorys", "alaprajz", "tlocrt", "tloris", "katopsi", "planritning", "plantegning",
        "planskisse", "pohjakuva", "pohjapiirros", "planirovka", "kat-plani", "denah", "madori-zu", "huxing",
        "unit-plan",
    ),
    headings=(
        "floor plan", "floor plans", "floorplan", "floorplans", "floor plans & pricing", "floor plans and pricing",
        "floor plan & layout", "layout", "2d floor plan", "3d floor plan", "plans", "plano", "planos",
        "planos de la vivienda", "plano de planta", "ver plano", "plànol", "planta", "plantas", "planta do imóvel",
        "plantas do imóvel", "plan", "plan du bien", "plans du bien", "plan du logement", "grundriss", "grundrisse",
        "grundrisse & pläne", "pläne", "grundrissplan", "planimetria", "planimetrie", "planimetria immobile",
        "piantina", "plattegrond", "plattegronden", "plattegrond(en)", "plannen", "rzut", "rzut mieszkania", "rzuty",
        "plan mieszkania", "rzut lokalu", "plan nieruchomości", "půdorys", "půdorysy", "pôdorys", "pôdorysy",
        "schița", "plan apartament", "compartimentare (plan)", "alaprajz", "alaprajzok", "планировка", "планировки",
        "план квартиры", "план", "планування", "план поверху", "разпределение", "tlocrt", "tlocrti", "tloris",
        "tlorisi", "κάτοψη", "κατόψεις", "κάτοψη ακινήτου", "kat planı", "kat planları", "plan resimleri", "תוכנית",
        "תכנית דירה", "תוכנית דירה", "تصميم الطابق", "مخطط الطابق", "مخططات", "المخططات", "planritning",
        "planlösning", "planskisse", "plantegning", "plantegninger", "pohjakuva", "pohjapiirros", "pohjapiirrokset",
        "teikningar", "teikning", "korruseplaan", "plaan", "plaanid", "plānojums", "plānojumi", "planas", "planai",
        "buto planas", "間取り図", "間取図", "平面图", "户型图", "平面圖", "格局圖", "樓層平面圖", "평면도",
        "단지 평면도", "แปลน", "แปลนห้อง",
        "ผังโครงการ", "mặt bằng", "bản vẽ mặt bằng", "denah", "denah rumah", "denah lantai", "pelan lantai",
        "फ्लोर प्लान",
    ),
)
# fmt: on
