"""URLs that somebody registers in order to be let in, and the name service that their authors run.

A name has a list of answers, one per question; after the last it begins anew. So a rebinding name is one with more
than one answer.
"""

from dataclasses import dataclass

PUBLIC = "8.8.8.8"
PUBLIC_V6 = "2001:4860:4860::8888"
# Whatever else is connected to is forbidden: a list, so that the count does not rest on the rules it is to prove
PUBLIC_ADDRESSES = frozenset({PUBLIC, PUBLIC_V6, "1.1.1.1"})
LOOPBACK = "127.0.0.1"
METADATA = "169.254.169.254"


@dataclass(frozen=True, slots=True)
class Hostile:
    """A URL, the class of trick, and whether a public server leads to it by a redirect."""

    trick: str
    url: str
    is_redirect: bool = False

    def __str__(self) -> str:
        arrow = "302 -> " if self.is_redirect else ""
        return arrow + self.url.encode("ascii", "backslashreplace").decode().replace("\n", "\\n").replace("\t", "\\t")


NAMES: dict[str, list[list[str]]] = {
    "public.example": [[PUBLIC]],
    "localhost": [[LOOPBACK, "::1"]],
    "redis": [["172.18.0.3"]],
    "metadata": [[METADATA]],
    "metadata.google.internal": [[METADATA]],
    "printer.local": [["192.168.1.20"]],
    "kubernetes.default.svc": [["10.96.0.1"]],
    "localhost.localdomain": [[LOOPBACK]],
    "app.localhost": [[LOOPBACK]],
    # Names that lead inside
    "loopback.evil.example": [[LOOPBACK]],
    "loopback6.evil.example": [["::1"]],
    "private.evil.example": [["10.0.0.7"]],
    "shared.evil.example": [["100.64.0.9"]],
    "metadata.evil.example": [[METADATA]],
    "metadata6.evil.example": [["fd00:ec2::254"]],
    "azure.evil.example": [["168.63.129.16"]],
    "mapped.evil.example": [["::ffff:127.0.0.1"]],
    "nat64.evil.example": [["64:ff9b::7f00:1"]],
    "6to4.evil.example": [["2002:7f00:1::1"]],
    "teredo.evil.example": [["2001:0:7f00:1::1"]],
    "zero.evil.example": [["0.0.0.0"]],
    "127.0.0.1.nip.example": [[LOOPBACK]],
    "127.0.0.1.public.example": [[LOOPBACK]],
    # An alias (CNAME) of an inner name: the answer is the inner name's address
    "alias-of-localhost.evil.example": [[LOOPBACK, "::1"]],
    "alias-of-a-database.evil.example": [["172.31.5.5"]],
    # One public and one inner answer
    "public-first.evil.example": [[PUBLIC, LOOPBACK]],
    "public-last.evil.example": [[LOOPBACK, PUBLIC]],
    "public-around.evil.example": [[PUBLIC, "10.1.1.1", "1.1.1.1"]],
    "public-v6-private-v4.evil.example": [[PUBLIC_V6, "192.168.0.1"]],
    "public-v4-private-v6.evil.example": [[PUBLIC, "fd00::1"]],
    # Rebinding
    "rebinds-in.evil.example": [[PUBLIC], [LOOPBACK]],
    "rebinds-out.evil.example": [[LOOPBACK], [PUBLIC]],
    "rebinds-late.evil.example": [[PUBLIC], [PUBLIC], [PUBLIC], [METADATA]],
    "rebinds-twice.evil.example": [[PUBLIC], [LOOPBACK], [METADATA]],
    "rebinds-to-v6.evil.example": [[PUBLIC], ["::1"]],
    "rebinds-to-a-mix.evil.example": [[PUBLIC], [PUBLIC, LOOPBACK], [LOOPBACK, PUBLIC]],
}

_TABLE = {
    "loopback": ["http://127.0.0.1/", "http://127.255.255.254/", "http://[::1]/", "http://[0:0:0:0:0:0:0:1]:8080/"],
    "this host": ["http://0.0.0.0/", "http://0.1.2.3/", "http://[::]/"],
    "private": ["http://10.0.0.1/", "http://172.16.0.1/", "http://192.168.0.1:8080/", "https://[fc00::1]/"],
    "carrier-grade NAT": ["http://100.64.0.1/", "http://100.100.100.200/latest/meta-data/"],
    "link-local": ["http://169.254.0.1/", "http://[fe80::1]/"],
    "site-local": ["http://[fec0::1]/"],
    "cloud metadata": [
        "http://169.254.169.254/latest/meta-data/iam/",
        "http://[fd00:ec2::254]/latest/meta-data/",
        "http://[fd20:ce::254]/",
        "http://192.0.0.192/opc/v2/instance/",
        "http://168.63.129.16/machine?comp=goalstate",
        "http://metadata.google.internal/computeMetadata/v1/",
        "http://metadata/computeMetadata/v1/",
    ],
    "multicast, broadcast": ["http://224.0.0.1/", "http://239.255.255.250/", "http://[ff02::1]/", "http://255.255.255.255/"],
    "reserved": [
        "http://192.0.2.1/", "http://198.18.0.1/", "http://198.51.100.1/", "http://203.0.113.1/", "http://240.0.0.1/",
        "http://192.88.99.1/", "http://[2001:db8::1]/", "http://[3fff::1]/", "http://[100::1]/", "http://[4000::1]/",
    ],
    "IPv4 inside IPv6": [
        "http://[64:ff9b::7f00:1]/", "http://[64:ff9b:1::7f00:1]/", "http://[2002:7f00:1::1]/",
        "http://[2001:0:7f00:1::1]/", "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/",
        "http://[0:0:0:0:0:ffff:a9fe:a9fe]/", "http://[::127.0.0.1]/", "http://[::7f00:1]/",
        "http://[::ffff:0:127.0.0.1]/",
    ],
    "odd spelling": [
        "http://2130706433/", "http://017700000001/", "http://0x7f000001/", "http://0X7F.1/", "http://127.1/",
        "http://127.0.1/", "http://0/", "http://0177.0.0.1/", "http://0x7f.0x0.0x0.0x1/", "http://127.0.0.0x1/",
        "http://127.0.0.01/", "http://00000127.0.0.1/", "http://4294967295/", "http://2852039166/",
        "http://134744072/", "http://8.8.2056/",
    ],
    "other scripts": [
        "http://127。0。0。1/", "http://127．0．0．1/", "http://127｡0｡0｡1/", "http://１２７.０.０.１/",
        "http://①②⑦.⓪.⓪.①/", "http://ｌｏｃａｌｈｏｓｔ/", "http://ⓛocalhost/", "http://local\u00adhost/",
        "http://127.0.0.1\u200b/", "http://0x7f.1。/", "http://public.example／@127.0.0.1/",
    ],
    "percent-encoded host": ["http://%31%32%37.0.0.1/", "http://127.0.0.1%2f@public.example/", "http://loc%61lhost/",
        "http://127%2e0%2e0%2e1/", "http://127.0.0.1%00.public.example/"],
    "zone": ["http://[fe80::1%25eth0]/", "http://[fe80::1%eth0]/", "http://[::1%25lo]/", "http://[2001:4860:4860::8888%25eth0]/"],
    "local name": [
        "http://localhost/", "http://LOCALHOST:8000/", "http://app.localhost/", "http://localhost.localdomain/",
        "http://redis:8000/", "http://printer.local/",
    ],
    "trailing dot": ["http://localhost./", "http://127.0.0.1./", "http://127.1./", "http://loopback.evil.example./",
        "http://public.example./", "http://127.0.0.1../"],
    "credentials": [
        "http://user:secret@public.example/", "http://user@public.example/", "http://:@public.example/",
        "http://public.example@127.0.0.1/", "http://public.example:80@127.0.0.1/",
        "http://a@b@127.0.0.1/", "http://127.0.0.1@public.example/", "http://user%40public.example@127.0.0.1/",
    ],
    "confusion": [
        "http://127.0.0.1\\@public.example/", "http://public.example\\@127.0.0.1/", "http:\\\\127.0.0.1\\",
        "http://127.0.0.1#@public.example/", "http://127.0.0.1?@public.example/", "http://127.0.0.1;public.example/",
        "http://127.0.0.1:80:80/", "http://[::1]public.example/", "http://127.0.0.1[::1]/", "http://[[::1]]/",
        "http:127.0.0.1/", "http:/127.0.0.1/", "http:///127.0.0.1/", "http://127.0.0.1,public.example/", "http://",
        "http://127.0.0.1\t.public.example/", "\thttp://127.0.0.1/", "http://127.0.0\n.1/", "http://127.0.0.1 /",
        "http://127.0.0.1:80\r\nX-Injected: 1/", "http://[v1.127.0.0.1]/", "http://:80/",
    ],
    "port": [
        "http://public.example:22/", "http://public.example:25/", "http://public.example:6379/",
        "http://public.example:5432/", "http://public.example:0/", "http://public.example:65536/",
        "http://public.example:9001/", "http://8.8.8.8:53/", "http://public.example:-1/", "http://public.example:8e1/",
    ],
    "scheme": [
        "file:///etc/passwd", "file://public.example/etc/passwd", "gopher://public.example:80/_GET", "ftp://public.example/",
        "dict://public.example:80/", "ws://public.example/", "wss://127.0.0.1/", "unix:///var/run/docker.sock",
        "javascript:alert(1)", "data:text/plain,x", "//127.0.0.1/", "127.0.0.1", "httpx://public.example/", "",
        "tcp://public.example:80/",
    ],
}  # fmt: skip
_LED_TO_BY_A_REDIRECT = [
    "http://127.0.0.1/", "//127.0.0.1/", "https://[::1]/", "http://169.254.169.254/latest/meta-data/", "http://2130706433/",
    "http://loopback.evil.example/", "http://public-first.evil.example/", "http://rebinds-out.evil.example/",
    "http://public.example:6379/", "http://user:secret@public.example/", "file:///etc/passwd", "gopher://127.0.0.1:80/",
]  # fmt: skip


def _names_that_lead_inside() -> list[Hostile]:
    evil = [name for name in NAMES if ".evil." in name or ".nip." in name or name.endswith(".svc")]
    return [
        Hostile("rebinding" if len(NAMES[name]) > 1 else "name that leads inside", f"{scheme}://{name}/")
        for name in evil
        for scheme in ("http", "https")
    ]


HOSTILE: list[Hostile] = [
    *(Hostile(trick, url) for trick, urls in _TABLE.items() for url in urls),
    *_names_that_lead_inside(),
    *(Hostile("redirect", url, is_redirect=True) for url in _LED_TO_BY_A_REDIRECT),
]
