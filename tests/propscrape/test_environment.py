"""A bad or missing setting stops the start with one line that names the variable."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from propscrape.environment import PROJECT_ROOT, Environment, read_environment

PRODUCTION = {
    "ENVIRONMENT": "production",
    "SECRET_KEY": "k" * 50,
    "DATABASE_URL": "postgresql://app@db.example/propscrape",
    "REDIS_URL": "redis://redis.example/0",
    "SEALING_KEYS": "A" * 43 + "=",
    "PUBLIC_URL": "https://listings.example",
}


def start(**values):
    """Run `manage.py help` with only these variables set."""
    environ = {"PATH": os.environ["PATH"]} | values
    return subprocess.run(
        [sys.executable, "manage.py", "help", "migrate"], cwd=PROJECT_ROOT, env=environ, capture_output=True, text=True
    )


@pytest.fixture
def refusal(monkeypatch):
    """What a process with only these variables set is ended with."""

    def _refusal(**values):
        for name in Environment.model_fields:
            monkeypatch.delenv(name, raising=False)
        for name, value in values.items():
            monkeypatch.setenv(name, value)
        with pytest.raises(SystemExit) as ended:
            read_environment()
        return str(ended.value.code)

    return _refusal


def test_a_bad_value_ends_the_start_with_one_line():
    run = start(PORT="eighty")
    assert run.returncode == 1
    assert run.stderr.count("\n") == 1
    assert "PORT: " in run.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "eighty"),
        ("PORT", "70000"),
        ("DATABASE_URL", "mysql://root@db/x"),
        ("REDIS_URL", "http://redis"),
        ("BROKER_URL", "kafka://x"),
        ("ENVIRONMENT", "prod"),
        ("DEBUG", "perhaps"),
        ("LOG_LEVEL", "LOUD"),
        ("RATE_LIMIT_GET", "0"),
        ("WEBHOOK_PORTS", "https"),
        ("FETCH_NAMES", "www.example.com"),
        ("FETCH_NAMES", "www.example.com=localhost"),
        ("WEBHOOK_RATE_PER_S", "0"),
        ("EMAIL_TLS", "yes"),
        ("EXPORT_S3_ENDPOINT_URL", "minio.example:9000"),
        ("AI_PRICES", "some-model"),
        ("AI_PRICES", "some-model=-1/2"),
        ("AI_PRICES", "some-model=0.3"),
        ("AI_TIMEOUT_S", "61"),
        ("AI_BASE_URL", "localhost:11434"),
        ("BUDGET_CLIENT_DAILY_USD", "-1"),
        ("BUDGET_TOTAL_DAILY_USD", "NaN"),
    ],
)
def test_a_bad_value_is_named_in_one_line(refusal, name, value):
    said = refusal(**{name: value})
    assert "\n" not in said
    assert f"{name}: " in said


@pytest.mark.parametrize("name", ["SECRET_KEY", "DATABASE_URL", "REDIS_URL", "SEALING_KEYS", "PUBLIC_URL"])
def test_production_does_not_start_without_what_it_stands_on(refusal, name):
    assert f"{name}: " in refusal(**{key: value for key, value in PRODUCTION.items() if key != name})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "short"),
        ("DEBUG", "true"),
        ("FETCH_NAMES", "www.example.com=127.0.0.1"),
        ("PUBLIC_URL", "http://listings.example"),
    ],
)
def test_production_does_not_start_unsafe(refusal, name, value):
    said = refusal(**(PRODUCTION | {name: value}))
    assert f"{name}: " in said
    assert "short" not in said


def test_production_starts_with_what_it_needs():
    assert start(**PRODUCTION).returncode == 0


def test_production_without_digests_needs_no_public_address():
    assert start(**(PRODUCTION | {"PUBLIC_URL": "", "DIGESTS": "false"})).returncode == 0


def test_an_empty_value_counts_as_unset(monkeypatch):
    monkeypatch.setenv("PORT", "")
    assert Environment().PORT == 8000


def test_names_with_addresses_are_pairs(monkeypatch):
    monkeypatch.setenv("FETCH_NAMES", "WWW.a.example=127.0.0.1, b.example=::1")
    assert Environment().FETCH_NAMES == {"www.a.example": "127.0.0.1", "b.example": "::1"}


def test_lists_are_separated_by_commas(monkeypatch):
    monkeypatch.setenv("ALLOWED_HOSTS", "a.example, b.example,")
    assert Environment().ALLOWED_HOSTS == ["a.example", "b.example"]


def test_ports_are_numbers_and_ranges(monkeypatch):
    monkeypatch.setenv("WEBHOOK_PORTS", "443, 8000-8002")
    assert {443, 8000, 8001, 8002} == Environment().WEBHOOK_PORTS


def test_a_model_whose_price_nobody_knows_is_not_asked(refusal):
    said = refusal(OPENAI_API_KEY="sk-secret", OPENAI_MODEL="some-model")
    assert "AI_PRICES: must say what some-model costs" in said
    assert "sk-secret" not in said
    assert start(OPENAI_API_KEY="sk-secret", OPENAI_MODEL="some-model", AI_PRICES="some-model=0.3/2.5").returncode == 0


def test_an_endpoint_of_ones_own_needs_a_model(refusal):
    assert "AI_MODEL: " in refusal(AI_BASE_URL="http://127.0.0.1:11434/v1")


def test_a_sealing_key_that_is_none_is_refused_without_being_shown(refusal):
    said = refusal(SEALING_KEYS="A" * 43 + "=,tooshort")
    assert "SEALING_KEYS" in said
    assert "tooshort" not in said


def test_the_example_file_lists_every_setting_and_no_other():
    listed = re.findall(r"^([A-Z0-9_]+)=", Path(PROJECT_ROOT, ".env.example").read_text("utf-8"), re.MULTILINE)
    assert sorted(listed) == sorted(Environment.model_fields)


def test_no_other_module_reads_a_setting_from_the_environment():
    readers = {
        path.relative_to(PROJECT_ROOT).as_posix()
        for app in ("propscrape", "clients", "listings", "pricehistory", "webhooks", "aimap")
        for path in (PROJECT_ROOT / app).rglob("*.py")
        if re.search(r"os\.environ(\.get\(|\[)|os\.getenv", path.read_text("utf-8"))
    }
    # A secret that is handed to a command, and that a command line would show to everybody on the machine
    assert readers == {"webhooks/management/commands/webhook_doctor.py"}
