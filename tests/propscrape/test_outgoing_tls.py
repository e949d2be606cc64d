"""TLS names and verifies the host that was asked for, on a connection to the address that was checked."""

import asyncio
import ssl
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import aiohttp
import httpx2
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from propscrape.outgoing import AddressPolicy, GuardedTransport
from propscrape.outgoing_async import guarded_session
from tests.portal_server import HTML, serving
from tests.propscrape.hostile_attempts import counted_connects, name_service
from tests.propscrape.hostile_urls import LOOPBACK

HOST, OTHER = "receiver.example", "other.example"
POLICY = AddressPolicy(allowed=frozenset({HOST, OTHER}))
NAMES = {HOST: [[LOOPBACK]], OTHER: [[LOOPBACK]]}


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A file with a key and a certificate for HOST, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    encoding = serialization.Encoding.PEM
    plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    file = tmp_path_factory.mktemp("tls") / "receiver.pem"
    file.write_bytes(key.private_bytes(encoding, *plain) + signed.public_bytes(encoding))
    return file


@contextmanager
def serving_tls(certificate):
    """A server on loopback, and the names that clients said they were looking for (SNI)."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    said = []
    context.sni_callback = lambda _, name, __: said.append(name)
    with serving({"/": (200, HTML, b"")}) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        yield server, said


@pytest.fixture
def trusting(certificate):
    """What a client trusts: that certificate alone."""
    return ssl.create_default_context(cafile=certificate)


def get_sync(url, trusting, monkeypatch):
    monkeypatch.setattr("propscrape.outgoing._ssl_context", lambda: trusting)
    with httpx2.Client(transport=GuardedTransport(deadline_s=5, policy=POLICY)) as client:
        return client.get(url).status_code


def get_async(url, trusting, monkeypatch):
    async def get():
        session = guarded_session(policy=POLICY, connect_timeout_s=5, total_timeout_s=5)
        async with session, session.get(url, ssl=trusting) as answer:
            return answer.status

    return asyncio.run(get())


not_accepted = pytest.raises((httpx2.ConnectError, aiohttp.ClientConnectorCertificateError), match="certificate")
both = pytest.mark.parametrize("get", [get_sync, get_async])


@both
def test_the_name_goes_into_tls_and_the_host_header_while_the_address_is_connected_to(
    get, certificate, trusting, monkeypatch
):
    with name_service(NAMES), serving_tls(certificate) as (server, said), counted_connects() as connects:
        assert get(f"https://{HOST}:{server.port}/", trusting, monkeypatch) == 200
    assert said == [HOST]
    assert server.requests[0][1]["Host"] == f"{HOST}:{server.port}"
    assert connects.seen == [(LOOPBACK, server.port)]


@both
def test_a_certificate_for_another_name_is_not_accepted(get, certificate, trusting, monkeypatch):
    with name_service(NAMES), serving_tls(certificate) as (server, _), not_accepted:
        get(f"https://{OTHER}:{server.port}/", trusting, monkeypatch)
    assert server.requests == []


@both
def test_a_certificate_that_nobody_vouches_for_is_not_accepted(get, certificate, monkeypatch):
    with name_service(NAMES), serving_tls(certificate) as (server, _), not_accepted:
        get(f"https://{HOST}:{server.port}/", ssl.create_default_context(), monkeypatch)
    assert server.requests == []
