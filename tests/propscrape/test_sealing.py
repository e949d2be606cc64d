"""Secrets at rest: only the keys of the environment open them, and keys can be changed."""

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured

from propscrape.sealing import SealBroken, derive_development_key, reseal, seal, unseal

TEXT = "whsec_a secret €"


@pytest.fixture
def keys(settings) -> list[str]:
    """Two keys, the second of which is the one in use."""
    made = [Fernet.generate_key().decode() for _ in range(2)]
    settings.SEALING_KEYS = made[1:]
    return made


def test_what_is_sealed_comes_back_and_does_not_show(keys):
    sealed = seal(TEXT)
    assert unseal(sealed) == TEXT
    assert b"whsec_" not in sealed
    assert seal(TEXT) != sealed


@pytest.mark.parametrize("text", ["", "\0", "x" * 10_000, "Straße 🏠"])
def test_any_text_comes_back(keys, text):
    assert unseal(seal(text)) == text


def test_the_first_key_seals_and_all_keys_open(keys, settings):
    new, old = keys
    sealed_before = seal(TEXT)
    settings.SEALING_KEYS = [new, old]
    assert unseal(sealed_before) == TEXT
    sealed_since = seal(TEXT)
    settings.SEALING_KEYS = [new]
    assert unseal(sealed_since) == TEXT
    with pytest.raises(SealBroken):
        unseal(sealed_before)


def test_after_resealing_the_old_key_may_go(keys, settings):
    new, old = keys
    sealed = seal(TEXT)
    settings.SEALING_KEYS = [new, old]
    resealed = reseal(sealed)
    settings.SEALING_KEYS = [new]
    assert unseal(resealed) == TEXT


@pytest.mark.parametrize("broken", [b"", b"not sealed", b"\x80" * 100, "changed"])
@pytest.mark.parametrize("opening", [unseal, reseal])
def test_what_no_key_opens_is_refused(keys, broken, opening):
    if broken == "changed":
        broken = seal(TEXT)[:-9] + b"AAAAAAAAA"
    with pytest.raises(SealBroken):
        opening(broken)


def test_what_cannot_be_opened_cannot_be_resealed_with_other_keys(keys, settings):
    sealed = seal(TEXT)
    settings.SEALING_KEYS = [keys[0]]
    with pytest.raises(SealBroken):
        reseal(sealed)


@pytest.mark.parametrize("unusable", [[], ["short"], ["ü"], [Fernet.generate_key().decode(), ""]])
def test_unusable_keys_name_the_setting(settings, unusable):
    settings.SEALING_KEYS = unusable
    with pytest.raises(ImproperlyConfigured, match="SEALING_KEYS"):
        seal(TEXT)


def test_a_development_key_follows_from_the_secret_key_and_is_another(settings):
    derived = derive_development_key("a secret key of development")
    assert derived == derive_development_key("a secret key of development")
    assert derived != derive_development_key("a secret key of developmenu")
    settings.SEALING_KEYS = [derived]
    assert unseal(seal(TEXT)) == TEXT
