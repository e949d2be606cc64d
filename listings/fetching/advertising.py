"""Hosts of advertisements, audience measurement and recordings of visits: of no use to a page's facts."""

# Domains of the services, each with all its subdomains
DOMAINS = frozenset(
    {
        # Advertisements, and auctions of them
        "2mdn.net", "3lift.com", "33across.com", "adform.net", "adnxs.com", "adroll.com", "ads-twitter.com",
        "adsafeprotected.com", "adsrvr.org", "adservice.google.com", "adtechus.com", "amazon-adsystem.com",
        "bidswitch.net", "casalemedia.com", "contextweb.com", "criteo.com", "criteo.net", "doubleclick.net",
        "everesttech.net", "flashtalking.com", "googleadservices.com", "googlesyndication.com", "indexww.com",
        "lijit.com", "media.net", "moatads.com", "mathtag.com", "openx.net", "outbrain.com", "pubmatic.com",
        "rlcdn.com", "rubiconproject.com", "sharethrough.com", "smartadserver.com", "taboola.com", "teads.tv",
        "tradedoubler.com", "yieldlab.net", "yieldlove.com", "zedo.com",
        # Audience measurement
        "2o7.net", "adobedtm.com", "amplitude.com", "analytics.google.com", "analytics.tiktok.com", "atinternet.com",
        "bat.bing.com", "chartbeat.com", "chartbeat.net", "comscore.com", "connect.facebook.net", "demdex.net",
        "emxdgt.com", "google-analytics.com", "googletagmanager.com", "googletagservices.com", "heapanalytics.com",
        "ioam.de", "iocnt.net", "krxd.net", "mixpanel.com", "mc.yandex.ru", "nr-data.net", "omtrdc.net", "parsely.com",
        "permutive.com", "px.ads.linkedin.com", "quantserve.com", "scorecardresearch.com", "segment.com", "segment.io",
        "snap.licdn.com", "sc-static.net", "top-fwz1.mail.ru", "ct.pinterest.com", "xiti.com",
        # Recordings of visits
        "clarity.ms", "contentsquare.net", "crazyegg.com", "fullstory.com", "hotjar.com", "hotjar.io", "inspectlet.com",
        "logrocket.com", "mouseflow.com", "smartlook.com",
    }
)  # fmt: skip


def is_advertising(host: str) -> bool:
    """Whether a host, in lower case, belongs to one of them."""
    labels = host.split(".")
    return any(".".join(labels[start:]) in DOMAINS for start in range(len(labels) - 1))
