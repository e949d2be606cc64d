"""One photo, where no list is known."""

from listings.extraction.names.idea import Idea

# fmt: off
MAIN_IMAGE = Idea(
    fact="main_image",
    keys=(
        "mainimage", "mainimageurl", "mainimg", "mainphoto", "mainphotourl", "mainpicture", "primaryimage",
        "primaryphoto", "primaryphotourl", "primaryimageurl", "coverimage", "coverphoto", "cover", "coverurl",
        "coverimageurl", "heroimage", "herophoto", "featuredimage", "featuredimageurl", "firstimage", "firstphoto",
        "firstphotourl", "leadimage", "leadingimage", "headerimage", "defaultimage", "defaultphoto", "defaultpicture",
        "thumbnail", "thumbnailurl", "thumb", "thumburl", "thumbnailimage", "previewimage", "previewphoto",
        "titleimage", "titlepicture", "teaserimage", "imagethumb", "listingimage", "propertyimage", "fotoprincipal",
        "imagenprincipal", "imagemprincipal", "capa", "photoprincipale", "imageprincipale", "titelbild", "hauptbild",
        "immagineprincipale", "hoofdfoto", "zdjecieglowne", "hlavniobrazek", "hlavnafoto", "imagineprincipala",
        "fokep", "glavnafoto", "glavnaslika", "kapakresmi", "paakuva", "anhdaidien", "avatar", "fotoutama", "ogimage",
    ),
    weak_keys=(
        "preview", "poster",
    ),
    marks=(
        "main-image", "main-photo", "hero", "cover", "featured-image", "primary-image", "primary-photo",
        "wp-post-image", "titelbild", "main-picture", "cover-image", "principal-image",
    ),
)
# fmt: on
