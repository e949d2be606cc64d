"""docs/webhook-receivers.md: it shows what the code does, and its programs take right requests and no others."""

import hashlib
import hmac
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx2
import orjson
import pytest
from django.core.management import call_command

from propscrape.embedded.ports import find_free_port
from webhooks.services.schedule import GAPS_S, JITTER
from webhooks.services.signing import generate_secret, signature_headers

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "webhook-receivers.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
EXAMPLE_SECRET = "whsec_" + b64encode(b"an example key, not for real use").decode()
SENT_AT = 1_767_225_600
START_S = 60


def block(language: str, containing: str = "") -> str:
    """The one block of the guide in this language that has these words."""
    (found,) = (text for name, text in BLOCKS if name == language and containing in text)
    return str(found)


EXAMPLE_BODY = block("body").rstrip("\n").encode()


@dataclass(frozen=True)
class Signed:
    """A request to a receiver."""

    body: bytes
    headers: dict[str, str]

    def having(self, **headers: str) -> "Signed":
        """With other headers."""
        return replace(self, headers=self.headers | {name.replace("_", "-"): value for name, value in headers.items()})


def signed(*secrets: str, body: bytes = EXAMPLE_BODY, sent_at: float | None = None) -> Signed:
    moment = int(time.time() if sent_at is None else sent_at)
    headers = signature_headers(
        event_id="event-1", event_type="listing.price_changed", body=body, secrets=secrets, sent_at=moment
    )
    return Signed(body=body, headers=headers)


SECRET, OTHER = generate_secret(), generate_secret()
ACCEPTED: dict[str, Callable[[], Signed]] = {
    "as it was sent": lambda: signed(SECRET),
    "in a rotation, as the new secret": lambda: signed(SECRET, OTHER),
    "in a rotation, as the old secret": lambda: signed(OTHER, SECRET),
    "at the edge of the tolerance": lambda: signed(SECRET, sent_at=time.time() - 240),
    "beside a signature of another version": lambda: signed(SECRET).having(
        webhook_signature="v1a,AAAA " + signed(SECRET).headers["webhook-signature"]
    ),
}
REFUSED: dict[str, Callable[[], Signed]] = {
    "a changed body": lambda: replace(signed(SECRET), body=EXAMPLE_BODY.replace(b"315000", b"115000")),
    "the body written again": lambda: replace(signed(SECRET), body=orjson.dumps(orjson.loads(EXAMPLE_BODY)) + b"\n"),
    "another id": lambda: signed(SECRET).having(webhook_id="event-2"),
    "another time": lambda: signed(SECRET).having(webhook_timestamp=str(int(time.time()) + 9)),
    "another secret": lambda: signed(OTHER),
    "sent long ago": lambda: signed(SECRET, sent_at=time.time() - 400),
    "sent in the future": lambda: signed(SECRET, sent_at=time.time() + 400),
    "a time that is no number": lambda: signed(SECRET).having(webhook_timestamp="now"),
    "no signature": lambda: signed(SECRET).having(webhook_signature=""),
    "a signature of no content": lambda: signed(SECRET).having(webhook_signature="v1,"),
    "another version": lambda: signed(SECRET).having(
        webhook_signature=signed(SECRET).headers["webhook-signature"].replace("v1,", "v2,")
    ),
    "no headers": lambda: replace(signed(SECRET), headers={}),
    "the older signature alone": lambda: replace(
        signed(SECRET), headers={"X-Webhook-Signature": signed(SECRET).headers["X-Webhook-Signature"]}
    ),
}


def python_receiver(folder: Path, port: int) -> list[str]:
    (folder / "receiver.py").write_text(block("python", "# receiver.py"), encoding="utf-8")
    shutil.copy(ROOT / "webhooks" / "verify.py", folder)
    return [sys.executable, "-I", "-c", "import sys; sys.path.insert(0, '.'); import receiver"]


def node_receiver(folder: Path, port: int) -> list[str]:
    for name in ("verify.mjs", "receiver.mjs"):
        (folder / name).write_text(block("js", f"// {name}\n"), encoding="utf-8")
    return ["node", "receiver.mjs"]


def php_receiver(folder: Path, port: int) -> list[str]:
    (folder / "receiver.php").write_text(block("php"), encoding="utf-8")
    return ["php", "-S", f"127.0.0.1:{port}", "receiver.php"]


RECEIVERS = {"python": python_receiver, "node": node_receiver, "php": php_receiver}
NEEDED = {"node": "node", "php": "php"}


@contextmanager
def receiving(language: str, folder: Path, secret: str) -> Iterator[str | None]:
    """The guide's receiver in a language, listening; its address, or None where it refused to start."""
    needed = NEEDED.get(language)
    if needed and not shutil.which(needed):
        pytest.skip(f"{needed} is not installed")
    port = find_free_port()
    command = RECEIVERS[language](folder, port)
    environment = {"PATH": os.environ["PATH"], "PORT": str(port), "WEBHOOK_SECRET": secret}
    with (folder / "output.txt").open("wb") as output:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=output, stderr=output)
        try:
            yield f"http://127.0.0.1:{port}/webhooks" if listens(process, port) else None
        finally:
            process.kill()
            process.wait()


def listens(process: subprocess.Popen[bytes], port: int) -> bool:
    """Whether it does in the end; False once the process is over."""
    until = time.monotonic() + START_S
    while process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return True
        assert time.monotonic() < until, "the receiver neither listens nor ends"
        time.sleep(0.05)
    return False


def answer_to(address: str, request: Signed) -> int:
    with httpx2.Client(trust_env=False, timeout=START_S) as client:
        return client.post(address, content=request.body, headers=request.headers).status_code


@pytest.fixture(scope="module", params=RECEIVERS)
def receiver(request, tmp_path_factory) -> Iterator[tuple[str, Path]]:
    """Each language's receiver in turn: its address and the file of what it prints."""
    folder = tmp_path_factory.mktemp(request.param)
    with receiving(request.param, folder, SECRET) as address:
        assert address, (folder / "output.txt").read_text()
        yield address, folder / "output.txt"


@pytest.mark.parametrize("name", ACCEPTED)
def test_a_receiver_of_the_guide_accepts_a_right_request(receiver, name):
    address, output = receiver
    told_before = output.read_text().count("accepted: listing.price_changed")
    assert answer_to(address, ACCEPTED[name]()) == 204
    assert output.read_text().count("accepted: listing.price_changed") == told_before + 1


@pytest.mark.parametrize("name", REFUSED)
def test_a_receiver_of_the_guide_refuses_a_wrong_request(receiver, name):
    address, output = receiver
    told_before = output.read_text().count("accepted")
    assert answer_to(address, REFUSED[name]()) == 400
    assert output.read_text().count("accepted") == told_before


def test_a_receiver_of_the_guide_outlives_a_request_that_breaks_off(receiver):
    address, _ = receiver
    port = httpx2.URL(address).port
    for _ in range(3):
        with socket.create_connection(("127.0.0.1", port)) as connection:
            connection.sendall(b"POST /webhooks HTTP/1.1\r\nHost: receiver\r\nContent-Length: 100\r\n\r\n{")
    assert answer_to(address, signed(SECRET)) == 204


@pytest.mark.parametrize("language", RECEIVERS)
def test_a_receiver_of_the_guide_accepts_nothing_without_a_secret(language, tmp_path):
    with receiving(language, tmp_path, "") as address:
        assert address is None or answer_to(address, signed_with_no_key()) >= 400


def signed_with_no_key() -> Signed:
    request = signed(SECRET)
    content = f"{request.headers['webhook-id']}.{request.headers['webhook-timestamp']}.".encode() + request.body
    digest = hmac.new(b"", content, hashlib.sha256).digest()
    return request.having(webhook_signature=f"v1,{b64encode(digest).decode()}")


@pytest.fixture
def by_hand() -> Callable[..., bool]:
    """The guide's function for those who do not copy the file."""
    names: dict[str, Any] = {}
    exec(block("python", "# by hand"), names)

    def ask(request: Signed, secret: str = SECRET) -> bool:
        headers = {name.lower(): value for name, value in request.headers.items()}
        return bool(names["is_genuine"](request.body, headers, secret))

    return ask


@pytest.mark.parametrize("name", ACCEPTED)
def test_the_function_by_hand_accepts_a_right_request(by_hand, name):
    assert by_hand(ACCEPTED[name]())


@pytest.mark.parametrize("name", REFUSED)
def test_the_function_by_hand_refuses_a_wrong_request(by_hand, name):
    assert not by_hand(REFUSED[name]())


@pytest.mark.parametrize("secret", ["", "whsec_"])
def test_the_function_by_hand_does_not_do_without_a_secret(by_hand, secret):
    with pytest.raises(ValueError, match="no webhook secret"):
        by_hand(signed_with_no_key(), secret)


def test_the_function_by_hand_is_as_short_as_it_looks():
    lines = block("python", "# by hand").partition("def is_genuine")[2].strip().splitlines()
    assert len(lines) <= 15


def test_the_example_is_what_the_code_sends():
    headers = signature_headers(
        event_id="01a200c9-f214-74a9-a354-530a623e3eb2",
        event_type="listing.price_changed",
        body=EXAMPLE_BODY,
        secrets=[EXAMPLE_SECRET],
        sent_at=SENT_AT,
    )
    assert block("headers") == "".join(f"{name}: {value}\n" for name, value in headers.items())
    assert EXAMPLE_SECRET in GUIDE


@pytest.fixture
def doctor(tmp_path, capsys, monkeypatch) -> Callable[..., str]:
    """What the doctor says of the guide's request with this body."""

    def ask(body: bytes, *more: str) -> str:
        (tmp_path / "body.json").write_bytes(body)
        (tmp_path / "headers.txt").write_text(block("headers"))
        monkeypatch.setenv("WEBHOOK_SECRET", EXAMPLE_SECRET)
        files = ["--body", str(tmp_path / "body.json"), "--headers", str(tmp_path / "headers.txt")]
        with pytest.raises(SystemExit) as ended:
            call_command("webhook_doctor", *files, "--now", str(SENT_AT + 1), *more)
        assert ended.value.code == 1
        return str(capsys.readouterr().out)

    return ask


def test_what_the_doctor_says_is_what_the_guide_shows(doctor):
    assert block("doctor") == doctor(json.dumps(json.loads(EXAMPLE_BODY)).encode())


def test_what_the_doctor_says_of_a_calculated_signature_is_what_the_guide_shows(doctor):
    (calculated,) = re.findall(r"--calculated (\S+) <", GUIDE)
    assert doctor(EXAMPLE_BODY, "--calculated", calculated).startswith(block("calculated"))


def test_the_schedule_is_the_one_deliveries_follow():
    (told,) = re.findall(r"attempts come after (.*?), each counted", GUIDE.replace("\n", " "))
    seconds = {"minute": 60, "hour": 3600}
    gaps = [
        int(number) * seconds.get(unit, 0)
        for number, unit in re.findall(r"(\d+)(?: (minute|hour)s?)?(?:,| and|$)", told)
    ]
    assert tuple(gaps) == GAPS_S
    assert f"each {JITTER:.0%}".replace("%", " %") in GUIDE.replace("\n", " ")
