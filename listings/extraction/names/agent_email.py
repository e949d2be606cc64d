"""The address to write to about the home."""

from listings.extraction.names.idea import Idea

# fmt: off
AGENT_EMAIL = Idea(
    fact="agent_email",
    keys=(
        "email", "emailaddress", "emails", "mail", "mailaddress", "agentemail", "agentemailaddress", "contactemail",
        "contactemailaddress", "selleremail", "owneremail", "officeemail", "branchemail", "agencyemail",
        "companyemail", "enquiryemail", "inquiryemail", "leademail", "listagentemail", "listingagentemail",
        "brokeremail", "realtoremail", "emailcontact", "publicemail", "primaryemail", "replyemail", "emailto",
        "emaildirekt", "emailzentrale", "emailfeedback", "advertiseremail",
        "correo", "correoelectronico", "emailcontacto", "correocontacto", "emailcontato", "courriel", "adressemail",
        "mailagence", "emailagence", "mailcontact", "mailadresse", "emailadresse", "indirizzoemail", "emailadres",
        "adresemail", "mejl", "epost", "epostadress", "epostadresse", "mailmaklare", "sahkoposti", "emailcim",
        "epostaadresi", "eposta", "elpasts", "elpastas", "epasts", "elektronnayapochta", "pochta", "imeyl", "netfang",
        "dianziyouxiang", "youxiang", "alamatemail", "emel",
    ),
    labels=(
        "email", "e-mail", "email address", "e-mail address", "mail", "contact email", "email us", "agent email",
        "office email", "email agent", "e-mail us", "e mail", "email id", "email contact", "send email",
        "email office", "agency email",
        "correo", "correo electrónico", "email de contacto", "dirección de correo", "mail de contacto",
        "correo de contacto", "correo-e", "e-mail de contacto", "correu electrònic", "adreça electrònica",
        "endereço de email", "e-mail para contato", "email para contacto", "endereço de e-mail",
        "courriel", "adresse e-mail", "adresse email", "adresse mail", "par e-mail", "mél", "e-mail agence",
        "adresse courriel", "adresse électronique", "par email",
        "e-mail-adresse", "emailadresse", "mailadresse", "e-mail adresse", "mail-adresse", "email-adresse",
        "e-mail direkt", "e-mail zentrale", "e-mail (zentrale)", "e-mail (direkt)", "elektronische post",
        "indirizzo email", "indirizzo e-mail", "posta elettronica", "email agenzia", "indirizzo mail",
        "e-mail agenzia", "e-mailadres", "emailadres", "e-mail adres", "mailadres", "e-mail kantoor",
        "adres e-mail", "adres email", "adres mailowy", "poczta elektroniczna", "e-mailová adresa", "emailová adresa",
        "e-mailový kontakt", "mailová adresa", "adresă de email", "adresă email", "adresă e-mail", "e-mail cím",
        "email cím", "emailcím", "e-mail-cím", "drótposta",
        "электронная почта", "эл. почта", "почта", "электронный адрес", "e-mail адрес", "адрес электронной почты",
        "електронна пошта", "ел. пошта", "пошта", "електронна адреса", "имейл", "ел. поща", "електронна поща",
        "имейл адрес", "e-mail адреса",
        "e-pošta", "e-adresa", "elektronska pošta", "e-mail adresa", "elektronička pošta", "email adresa", "е-пошта",
        "имејл", "e-naslov", "elektronski naslov", "e-poštni naslov", "mejl", "имејл адреса",
        "ηλεκτρονικό ταχυδρομείο", "ηλ. ταχυδρομείο", "διεύθυνση email", "ηλεκτρονική διεύθυνση", "e-posta adresi",
        "eposta", "mail adresi", "אימייל", 'דוא"ל', "דואר אלקטרוני", "מייל", "כתובת מייל", "דואל", "البريد الإلكتروني",
        "البريد", "بريد إلكتروني", "إيميل", "الايميل",
        "e-post", "e-postadress", "mejladress", "epost", "mailadress", "e-postadresse", "epostadresse",
        "e-post megler", "mail adresse", "sähköposti", "sähköpostiosoite", "s-posti", "s.posti", "netfang",
        "tölvupóstur", "tölvupóstfang", "e-posti aadress", "meil", "e-kiri", "e-posti", "e-pasts", "e-pasta adrese",
        "el. pasts", "epasts", "el. paštas", "el. pašto adresas", "elektroninis paštas", "el.paštas",
        "メール", "メールアドレス", "eメール", "電子メール", "e-mailアドレス", "邮箱", "电子邮箱", "電郵", "電子郵件",
        "电子邮件", "電郵地址", "信箱", "電子信箱", "이메일", "이메일 주소", "전자우편", "메일",
        "อีเมล", "อีเมล์", "อีเมลติดต่อ", "thư điện tử", "email liên hệ", "địa chỉ email", "alamat email", "surel",
        "emel", "alamat emel", "e-mel", "ईमेल", "ई-मेल", "ईमेल आईडी",
    ),
    before=(
        "email", "e-mail", "mail", "email address", "correo", "correo electrónico", "courriel", "mejl", "e-post",
        "sähköposti", "эл. почта", "e-pošta", "メール", "이메일", "邮箱",
    ),
    marks=(
        "email", "e-mail", "mail", "mailto", "email-address", "email-link", "agent-email", "agency-email",
        "contact-email", "office-email", "branch-email", "seller-email", "broker-email", "email-agent", "email-button",
        "agent-mail", "correo", "courriel", "emailadresse", "epost", "e-post", "sahkoposti", "fa-envelope", "envelope",
        "icon-mail", "icon-email",
    ),
)
# fmt: on
