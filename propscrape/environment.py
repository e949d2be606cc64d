"""What differs between two machines, read once from the environment and checked (I7, A1).

Nothing else in the project reads `os.environ` for a setting; `.env.example` lists every name.
"""

import ipaddress
import os
import sys
from base64 import urlsafe_b64decode
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from propscrape.address_policy import ALLOWED_PORTS
from propscrape.model_prices import SHIPPED_PRICES, ModelPrice, parse_prices

PROJECT_ROOT = Path(__file__).resolve().parent.parent
SECRET_KEY_MIN_LENGTH = 32
SEALING_KEY_BYTES = 32
LISTS = (
    "AI_PRICES", "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "FETCH_ALLOWED_ADDRESSES", "FETCH_NAMES", "SEALING_KEYS",
    "STAFF_ALERT_EMAILS", "STAFF_DIGEST_EMAILS", "WEBHOOK_PORTS", "WEBHOOK_ALLOWED_ADDRESSES",
)  # fmt: skip
DEVELOPMENT_KEY = "for-development-only-" + "0" * 32


def _database_url(value: str) -> str:
    if value and not value.startswith(("postgres://", "postgresql://")):
        raise ValueError("must start with postgresql://")
    return value


def _redis_url(value: str) -> str:
    if value and not value.startswith(("redis://", "rediss://", "unix://")):
        raise ValueError("must start with redis://, rediss:// or unix://")
    return value


def _http_url(value: str) -> str:
    if value and not value.startswith(("http://", "https://")):
        raise ValueError("must start with http:// or https://")
    return value


def _broker_url(value: str) -> str:
    if value and not value.startswith(("redis://", "rediss://", "amqp://", "amqps://")):
        raise ValueError("must start with redis://, rediss://, amqp:// or amqps://")
    return value


def _sealing_key(value: SecretStr) -> SecretStr:
    """Refused without being shown: 32 bytes in URL-safe base64, as Fernet wants them."""
    try:
        is_key = len(urlsafe_b64decode(value.get_secret_value())) == SEALING_KEY_BYTES
    except ValueError:
        is_key = False
    if not is_key:
        raise ValueError("must be keys of 32 bytes in URL-safe base64")
    return value


def _port_numbers(parts: list[str]) -> frozenset[int]:
    """Of `80`, `443`, `8000-9000`."""
    ports: set[int] = set()
    for part in parts:
        first, _, last = part.partition("-")
        if not (first.isdigit() and (last or first).isdigit()):
            raise ValueError("WEBHOOK_PORTS: must be ports and ranges of ports, such as 443,8000-9000")
        ports.update(range(int(first), int(last or first) + 1))
    return frozenset(ports)


def _known_addresses(parts: list[str]) -> dict[str, str]:
    """Of `www.example.com=127.0.0.1`."""
    pairs = [(host.strip().lower(), address.strip()) for host, _, address in (part.partition("=") for part in parts)]
    if not all(host and _is_address(address) for host, address in pairs):
        raise ValueError("FETCH_NAMES: must be hosts with their addresses, such as www.example.com=127.0.0.1")
    return dict(pairs)


def _is_address(text: str) -> bool:
    try:
        return bool(ipaddress.ip_address(text))
    except ValueError:
        return False


class Environment(BaseSettings):
    """Every setting by the name of its environment variable; an empty value counts as unset."""

    model_config = SettingsConfigDict(env_file=PROJECT_ROOT / ".env", env_ignore_empty=True, extra="ignore")

    # Where this instance runs
    ENVIRONMENT: Literal["development", "staging", "production"] = "development"
    DEBUG: bool = False
    SECRET_KEY: SecretStr = SecretStr(DEVELOPMENT_KEY)
    ALLOWED_HOSTS: Annotated[list[str], NoDecode] = ["localhost", "127.0.0.1", "[::1]"]
    CSRF_TRUSTED_ORIGINS: Annotated[list[str], NoDecode] = []
    PORT: Annotated[int, Field(ge=1, le=65535)] = 8000
    PROPSCRAPE_HOME: Path = PROJECT_ROOT / ".propscrape"

    # What it stands on; unset DATABASE_URL / REDIS_URL means embedded servers, started by `manage.py up`
    DATABASE_URL: Annotated[str, AfterValidator(_database_url)] = ""
    DATABASE_POOL: bool = False
    DATABASE_POOL_SIZE: Annotated[int, Field(ge=1, le=200)] = 20
    DATABASE_POOL_TIMEOUT_S: Annotated[float, Field(gt=0, le=60)] = 10
    REDIS_URL: Annotated[str, AfterValidator(_redis_url)] = ""
    BROKER_URL: Annotated[str, AfterValidator(_broker_url)] = ""
    PG_BIN: Path | None = None
    VALKEY_BIN: Path | None = None
    WEB_PROCESSES: Annotated[int, Field(ge=1, le=64)] = 2
    WEB_THREADS: Annotated[int, Field(ge=1, le=64)] = 4
    WORKER_PROCESSES: Annotated[int, Field(ge=1, le=64)] = 2

    # What it tells others
    SENTRY_DSN: str = ""
    SENTRY_TRACES_SAMPLE_RATE: Annotated[float, Field(ge=0, le=1)] = 0.0
    LOG_JSON: bool = False
    LOG_LEVEL: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    PROMETHEUS_MULTIPROC_DIR: str = ""

    # What clients may do (CONTRACTS.md 5); requests per minute
    RATE_LIMIT_POST_HTML: Annotated[int, Field(ge=1)] = 60
    RATE_LIMIT_POST_URL: Annotated[int, Field(ge=1)] = 20
    RATE_LIMIT_GET: Annotated[int, Field(ge=1)] = 100
    RATE_LIMIT_WEBHOOKS: Annotated[int, Field(ge=1)] = 10
    RATE_LIMIT_SEARCH: Annotated[int, Field(ge=1)] = 20
    RATE_LIMIT_EXPORTS: Annotated[int, Field(ge=1)] = 10
    RATE_LIMIT_WATCHES: Annotated[int, Field(ge=1)] = 10
    RATE_LIMIT_STAFF: Annotated[int, Field(ge=1)] = 50

    # Fetching
    FETCH_TIMEOUT_S: Annotated[float, Field(gt=0, le=120)] = 20
    FETCH_ALLOWED_ADDRESSES: Annotated[list[str], NoDecode] = []
    FETCH_NAMES: Annotated[dict[str, str], NoDecode] = {}
    FETCH_CONTACT_URL: str = ""
    RENDER_TIMEOUT_S: Annotated[float, Field(gt=0, le=100)] = 30
    BROWSER_PATH: Path | None = None
    BROWSER_MEMORY_MB: Annotated[int, Field(ge=256, le=65536)] = 1024
    BROWSER_ALLOW_NO_SANDBOX: bool | None = None
    BREAKER_FAILURES: Annotated[int, Field(ge=1, le=1000)] = 5
    BREAKER_OPEN_S: Annotated[float, Field(gt=0, le=3600)] = 60
    REST_FIRST_S: Annotated[float, Field(gt=0, le=3600)] = 60
    SCRAPE_RETRY_FIRST_S: Annotated[float, Field(gt=0, le=3600)] = 30

    # Webhooks
    SEALING_KEYS: Annotated[list[Annotated[SecretStr, AfterValidator(_sealing_key)]], NoDecode] = []
    WEBHOOK_ALLOW_HTTP: bool | None = None
    WEBHOOK_PORTS: Annotated[frozenset[int], NoDecode] = ALLOWED_PORTS
    WEBHOOK_ALLOWED_ADDRESSES: Annotated[list[str], NoDecode] = []
    WEBHOOK_RATE_PER_S: Annotated[int, Field(ge=1, le=10_000)] = 100

    # Exported files; without a bucket they lie in PROPSCRAPE_HOME
    EXPORT_S3_BUCKET: str = ""
    EXPORT_S3_PREFIX: str = ""
    EXPORT_S3_ENDPOINT_URL: Annotated[str, AfterValidator(_http_url)] = ""
    EXPORT_S3_REGION: str = ""
    EXPORT_S3_ACCESS_KEY: SecretStr = SecretStr("")
    EXPORT_S3_SECRET_KEY: SecretStr = SecretStr("")

    # Language models that may be asked where a mapping has gaps; without a key none is
    GEMINI_API_KEY: SecretStr = SecretStr("")
    GEMINI_MODEL: str = "gemini-3.6-flash"
    OPENAI_API_KEY: SecretStr = SecretStr("")
    OPENAI_MODEL: str = "gpt-5.6-luna"
    AI_BASE_URL: Annotated[str, AfterValidator(_http_url)] = ""
    AI_API_KEY: SecretStr = SecretStr("")
    AI_MODEL: str = ""
    AI_PRICES: Annotated[dict[str, ModelPrice], NoDecode] = {}
    AI_TIMEOUT_S: Annotated[float, Field(gt=0, le=60)] = 60
    AI_MAX_OUTPUT_TOKENS: Annotated[int, Field(ge=256, le=32_000)] = 8_000

    # What paid calls may cost a day (UTC), USD
    BUDGET_CLIENT_DAILY_USD: Annotated[Decimal, Field(ge=0, le=100_000)] = Decimal(1)
    BUDGET_STAFF_DAILY_USD: Annotated[Decimal, Field(ge=0, le=100_000)] = Decimal(5)
    BUDGET_TOTAL_DAILY_USD: Annotated[Decimal, Field(ge=0, le=100_000)] = Decimal(20)
    BUDGET_STOPPED: bool = False

    # Whether a mapping that repairs a portal may become active without staff
    REPAIR_ACTIVATES: bool = False

    # Mail; without a host none is sent
    EMAIL_HOST: str = ""
    EMAIL_PORT: Annotated[int, Field(ge=1, le=65535)] = 587
    EMAIL_USER: str = ""
    EMAIL_PASSWORD: SecretStr = SecretStr("")
    EMAIL_TLS: Literal["starttls", "tls", "none"] = "starttls"
    EMAIL_FROM: str = "propscrape@localhost"

    # Digests of the day; links in them begin with PUBLIC_URL
    PUBLIC_URL: Annotated[str, AfterValidator(_http_url)] = ""
    DIGESTS: bool = True
    STAFF_DIGEST_EMAILS: Annotated[list[str], NoDecode] = []
    STAFF_DIGEST_SLACK_URL: SecretStr = SecretStr("")
    # Whom to tell when a portal's scraper falls sick: by mail, and by a Slack-compatible webhook
    STAFF_ALERT_EMAILS: Annotated[list[str], NoDecode] = []
    STAFF_ALERT_WEBHOOK_URL: SecretStr = SecretStr("")

    # The demo that `manage.py up` prepares; generated when unset
    DEMO_API_KEY: SecretStr | None = None
    DEMO_STAFF_PASSWORD: SecretStr | None = None

    @model_validator(mode="before")
    @classmethod
    def _split_lists(cls, values: dict[str, object]) -> dict[str, object]:
        for name in LISTS:
            if isinstance(given := values.get(name), str):
                values[name] = [part.strip() for part in given.split(",") if part.strip()]
        if isinstance(ports := values.get("WEBHOOK_PORTS"), list):
            values["WEBHOOK_PORTS"] = _port_numbers(ports)
        if isinstance(names := values.get("FETCH_NAMES"), list):
            values["FETCH_NAMES"] = _known_addresses(names)
        if isinstance(prices := values.get("AI_PRICES"), list):
            values["AI_PRICES"] = parse_prices(prices)
        return values

    @model_validator(mode="after")
    def _models_have_prices(self) -> "Environment":
        if self.AI_BASE_URL and not self.AI_MODEL:
            raise ValueError("AI_MODEL: must name the model that is asked at AI_BASE_URL")
        asked = (
            (self.GEMINI_API_KEY.get_secret_value(), self.GEMINI_MODEL),
            (self.OPENAI_API_KEY.get_secret_value(), self.OPENAI_MODEL),
            (self.AI_BASE_URL, self.AI_MODEL),
        )
        known = {*SHIPPED_PRICES, *self.AI_PRICES}
        if unknown := [model for is_asked, model in asked if is_asked and model not in known]:
            raise ValueError(f"AI_PRICES: must say what {unknown[0]} costs")
        return self

    @model_validator(mode="after")
    def _production_is_safe(self) -> "Environment":
        if self.ENVIRONMENT == "development":
            return self
        key = self.SECRET_KEY.get_secret_value()
        if key == DEVELOPMENT_KEY or len(key) < SECRET_KEY_MIN_LENGTH:
            raise ValueError(
                f"SECRET_KEY: must be set to {SECRET_KEY_MIN_LENGTH} or more characters outside development"
            )
        if not self.DATABASE_URL or not self.REDIS_URL:
            missing = "DATABASE_URL" if not self.DATABASE_URL else "REDIS_URL"
            raise ValueError(f"{missing}: must be set outside development")
        if not self.SEALING_KEYS:
            raise ValueError("SEALING_KEYS: must be set outside development; .env.example says how to make one")
        if self.DEBUG:
            raise ValueError("DEBUG: must be off outside development")
        if self.DIGESTS and not self.PUBLIC_URL.startswith("https://"):
            raise ValueError("PUBLIC_URL: must be an https address outside development, unless DIGESTS is false")
        if self.FETCH_NAMES:
            raise ValueError("FETCH_NAMES: must be unset outside development")
        return self


def read_environment() -> Environment:
    """The checked environment; a bad or missing value ends the process with one line that names the variable."""
    try:
        return Environment()
    except ValidationError as error:
        sys.exit(describe(error))


def share_with_prometheus(environment: Environment) -> None:
    """prometheus_client looks for its folder in the environment at its import, and takes an empty name for one."""
    os.environ.pop("PROMETHEUS_MULTIPROC_DIR", None)
    if environment.PROMETHEUS_MULTIPROC_DIR:
        os.environ.update(PROMETHEUS_MULTIPROC_DIR=environment.PROMETHEUS_MULTIPROC_DIR)


def describe(error: ValidationError) -> str:
    """One line naming the first bad variable; the value itself stays out, it may be a secret."""
    first = error.errors(include_url=False, include_input=False)[0]
    name = ".".join(str(part) for part in first["loc"])
    message = first["msg"].removeprefix("Value error, ")
    return f"propscrape cannot start: {f'{name}: ' if name else ''}{message} (see .env.example)"
