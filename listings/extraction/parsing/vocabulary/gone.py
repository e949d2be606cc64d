"""How pages say, language by language, that a listing is gone or was never there: regular expressions in lower case.

Every repeat is bounded, and what begins with a Latin, Cyrillic or Greek letter begins with a whole word.  Sentences name the page, the listing or its state; a bare "sold" is a state of a listing that is shown.
"""

_THING = r"(?:page|property|listing|ad|advert|advertisement|announcement|home|house|apartment|flat|room|offer|post|vacancy|unit|content|url)"

GONE_SENTENCES: dict[str, tuple[str, ...]] = {
    "en": (
        rf"(?:this|the|that|your) (?:requested )?{_THING}(?: (?:that )?you(?:['’]re| are| were|r)? (?:looking|searching) for| you requested)? (?:is|are|was|has|isn['’]t|wasn['’]t|does|doesn['’]t|cannot|can not|could|may have|might have) (?:not |no longer |been |already |sadly |unfortunately |be ){{0,4}}(?:available|exists?|found|listed|active|online|on the market|advertised|removed|withdrawn|deleted|expired|inactive|unavailable|deactivated|moved)",
        rf"\b{_THING} (?:not found|no longer (?:available|exists?|listed|active|advertised|on the market)|expired|inactive|unavailable|removed|withdrawn|deleted)\b",
        r"no longer (?:available|exists?|listed|on the market|advertised)",
        r"(?:has|have) been (?:removed|withdrawn|deleted|taken down)",
        r"(?:can['’]?t|cannot|could(?:n['’]?t| not)|unable to) find (?:that|the|this|your) (?:page|property|listing|ad|home)",
        r"(?:isn|is no|wasn)['’]?t (?:available|here) any ?more",
    ),
    "de": (
        # also as the last part of a word: "Kleinanzeige", "Mietwohnung"
        r"[a-zäöüß-]{0,24}(?:anzeige|immobilie|objekt|angebot|seite|inserat|expos[eé]|wohnung|unterkunft).{0,40}(?:nicht (?:mehr )?(?:verfügbar|gefunden|vorhanden|online|aktiv|erreichbar|angeboten)|deaktiviert|gelöscht|entfernt|abgelaufen|existiert nicht)",
        r"nicht mehr (?:verfügbar|vorhanden|online|aktiv|im angebot)", r"nicht (?:gefunden|vorhanden)", r"bereits gelöscht",
        r"wurde (?:bereits |leider )?(?:gelöscht|deaktiviert|entfernt)", r"existiert nicht",
    ),
    "es": (
        r"ya no (?:está|existe|se encuentra)", r"no (?:está|se encuentra) disponible",
        r"no (?:se )?(?:ha |hemos |pudo |puede )?encontra(?:do|da|r)", r"página no (?:encontrada|existe)",
        r"(?:anuncio|inmueble|propiedad|aviso) (?:caducad[oa]|eliminad[oa]|desactivad[oa]|no disponible|retirad[oa]|finalizad[oa]|dad[oa] de baja)",
    ),
    "ca": (r"ja no (?:està|existeix)",),
    "pt": (
        r"já não (?:está|existe)", r"não (?:está mais|existe mais|(?:foi )?encontrad[oa]|(?:está )?disponível)",
        r"(?:anúncio|imóvel) (?:expirado|removido|desativado|inativo|indisponível)",
    ),
    "fr": (
        r"n['’](?:est|existe) (?:malheureusement |hélas )?plus", r"introuvable", r"page non trouvée",
        r"annonce (?:expirée|désactivée|supprimée|inexistante|retirée)", r"a été (?:supprimée?|retirée?|désactivée?)",
    ),
    "it": (
        r"non (?:è più|più|è) disponibile", r"non (?:è stat[oa] )?trovat[oa]", r"non esiste",
        r"annuncio (?:scaduto|rimosso|non disponibile|disattivato|eliminato)", r"è stato rimosso",
    ),
    "ro": (
        r"nu mai este (?:disponibil|activ|valabil)", r"anunț(?:ul)? (?:a|nu mai) (?:expirat|este|fost (?:șters|dezactivat))", r"nu a fost găsit",
    ),
    "nl": (r"niet (?:meer )?(?:beschikbaar|gevonden|online|actief)", r"bestaat niet", r"is verwijderd"),
    "sv": (r"finns inte (?:längre|kvar)", r"är (?:borttagen|inte längre)", r"kunde inte hittas", r"hittades inte"),
    "da, no": (
        r"ikke længere", r"ikke lenger", r"fin(?:de)?s ikke", r"finnes ikke", r"ble(?:v)? ikke fun(?:net|det)",
        r"\ber (?:fjernet|slettet|utløpt|udløbet)", r"(?:bolig|ejendom|eiendom|annonse)\w{0,3} er (?:desværre |dessverre )?solgt",
        r"den er (?:desværre|dessverre) solgt", r"\ber (?:desværre|dessverre) (?:ikke|taget|tatt)",
    ),
    "fi": (r"ei ole enää", r"on poistettu", r"ei löyd(?:y|etty)"),
    "et": (r"ei leitud", r"ei ole enam", r"kuulutus on (?:aegunud|kustutatud)"),
    "lv, lt": (
        r"nav (?:vairs )?(?:pieejams|atrast)", r"skelbimas (?:neaktyvus|nebegalioja|nerastas|pašalintas)", r"puslapis nerastas",
    ),
    "pl": (
        r"nieaktualn[ea]", r"nie (?:istnieje|znaleziono|jest już (?:dostępn|aktualn))",
        r"ogłoszenie (?:wygasło|zakończone|usunięte|archiwalne|nieaktywne)", r"zakończone",
    ),
    "cs, sk": (
        r"není (?:již )?(?:dostupn|aktuáln|k dispozici)", r"nebyla? nalezen", r"nie je (?:už )?(?:dostupn|aktuáln)",
        r"nebol[ao]? nájden", r"inzerát (?:byl|bol) (?:smazán|zmazaný|odstraněn)",
    ),
    "ru": (
        r"снят[оаы]? с публикации", r"не найден[оаы]?", r"больше не (?:доступн|актуальн|существует)",
        r"(?:объявление|страница) (?:удален[оа]|не существует|в архиве|неактивно|закрыто)",
    ),
    "uk": (r"не знайден[оа]", r"більше не (?:доступн|актуальн)", r"знято з публікації"),
    "bg, mk": (r"не е намерен", r"вече не е (?:активн|наличн)", r"обявата е (?:изтрита|неактивна)"),
    "hr, sr, sl": (
        r"nije (?:pronađen|više (?:aktivan|dostupan))", r"oglas (?:je istekao|nije aktivan|ne postoji)", r"više ne postoji",
        r"oglas ni (?:več )?aktiven", r"ni (?:več )?na voljo", r"више не постоји", r"није пронађен",
    ),
    "hu": (r"nem (?:található|elérhető|aktív)", r"hirdetés (?:lejárt|törölve|inaktív)"),
    "el": (r"δεν (?:βρέθηκε|είναι (?:πλέον|πια)|υπάρχει)", r"η αγγελία έχει (?:λήξει|διαγραφεί|αφαιρεθεί)"),
    "tr": (
        r"(?:ilan|sayfa)(?:ı|n)? (?:yayında değil|yayından kaldırıl|bulunamadı|kaldırıl|mevcut değil)",
        r"yayından kaldırılmıştır", r"aradığınız (?:ilan|sayfa)",
    ),
    "ar": (r"لم يعد متاح", r"غير (?:متاح|متوفر|موجود)", r"تم حذف", r"انتهت صلاحية"),
    "he": (r"אינ(?:ה|ו) (?:זמינ|קיימ|פעיל)", r"לא נמצא", r"המודעה (?:הוסרה|לא)", r"כבר לא (?:זמינ|קיימ)"),
    "ja": (
        r"見つかりません", r"掲載(?:が|は|を)?終了", r"公開(?:が|は|を)?終了", r"(?:ページ|物件)は(?:存在しません|ありません|削除され)",
    ),
    "zh": (r"已(?:下架|删除|刪除|失效|过期)", r"(?:页面|頁面|房源|物件)不存在", r"找不到(?:页面|頁面|该|該|您)"),
    "ko": (r"존재하지 않", r"찾을 수 없", r"삭제된", r"거래(?:가 )?완료된 매물"),
    "vi, id, th": (
        r"không (?:tồn tại|tìm thấy|còn)", r"đã (?:hết hạn|bị xóa|gỡ)", r"tidak (?:ditemukan|tersedia lagi|wujud)",
        r"sudah tidak (?:tersedia|aktif)", r"telah dihapus", r"ไม่พบ(?:หน้า|ประกาศ)", r"หมดอายุ", r"ถูกลบ",
    ),
}  # fmt: skip

# What stands with an error's number: "404", "Error 404 - Page not found", but not "404 Main Street"
ERROR_WORDS = (
    "error", "fehler", "erreur", "errore", "erro", "fel", "virhe", "błąd", "chyba", "ошибка", "hata", "hiba", "σφάλμα",
)  # fmt: skip
NOT_FOUND_WORDS = ("not found", "gone", "error page", "page not found", "introuvable")
