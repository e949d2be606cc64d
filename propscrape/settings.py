"""Django's settings. What differs between two machines comes from `propscrape.environment`; the rest is fixed here."""

import logging

import django_stubs_ext
from celery.schedules import crontab

from propscrape.brokers import broker_options
from propscrape.databases import database_settings
from propscrape.environment import PROJECT_ROOT, read_environment, share_with_prometheus
from propscrape.file_storages import export_storage
from propscrape.logs import configure_structlog, logging_settings
from propscrape.model_prices import SHIPPED_PRICES
from propscrape.sealing import derive_development_key

# Lets admin and forms name the model they are for, as their type stubs do
django_stubs_ext.monkeypatch()

ENV = read_environment()
share_with_prometheus(ENV)

DEBUG = ENV.DEBUG
SECRET_KEY = ENV.SECRET_KEY.get_secret_value()
ALLOWED_HOSTS = ENV.ALLOWED_HOSTS
CSRF_TRUSTED_ORIGINS = ENV.CSRF_TRUSTED_ORIGINS
IN_PRODUCTION = ENV.ENVIRONMENT != "development"

INSTALLED_APPS = [
    "django_celery_beat",  # before ours, which takes its admin over
    "propscrape",
    "clients",
    "pricehistory",
    "webhooks",
    "listings",
    "aimap",
    "propscrape.console.ConsoleConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "rest_framework",
    "django_prometheus",
    "django_structlog",
]

MIDDLEWARE = [
    "django_prometheus.middleware.PrometheusBeforeMiddleware",
    "propscrape.request_ids.RequestIdMiddleware",
    "propscrape.request_log.RequestLogMiddleware",
    "propscrape.nul_guard.NulGuardMiddleware",
    "propscrape.body_bound.BodyBoundMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "propscrape.page_policy.PagePolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_prometheus.middleware.PrometheusAfterMiddleware",
]

ROOT_URLCONF = "propscrape.urls"
WSGI_APPLICATION = "propscrape.wsgi.application"
APPEND_SLASH = True
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PROJECT_ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

DATABASES = {"default": database_settings(ENV)}
HAS_DATABASE = bool(ENV.DATABASE_URL)  # for commands that work without one, too
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PROMETHEUS_EXPORT_MIGRATIONS = False
PROMETHEUS_LATENCY_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.2, 0.3, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)

REDIS_URL = ENV.REDIS_URL or "redis://127.0.0.1:6379/0"
CACHES = {
    "default": {
        "BACKEND": "propscrape.shared_cache.SharedCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "propscrape",
        "OPTIONS": {"socket_timeout": 0.5, "socket_connect_timeout": 0.5},
    }
}
# django-ratelimit knows backends by name; ours is Redis with an in-process limit behind it
SILENCED_SYSTEM_CHECKS = ["django_ratelimit.E003", "django_ratelimit.W001"]

LANGUAGE_CODE = "en"
USE_I18N = False
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
# In development files are served from where the packages have them; elsewhere collectstatic gathers them first
STATIC_ROOT = ENV.PROPSCRAPE_HOME / "static" if IN_PRODUCTION else None
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
    "exports": export_storage(ENV),
}
WHITENOISE_USE_FINDERS = not IN_PRODUCTION

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = IN_PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^health$", r"^ready$", r"^metrics$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IN_PRODUCTION else None
SECURE_HSTS_SECONDS = 31_536_000 if IN_PRODUCTION else 0
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IN_PRODUCTION
SESSION_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"

MAX_HTML_BYTES = 10 * 1024 * 1024
MAX_BODY_BYTES = 1024 * 1024
# A page grows when it is quoted as JSON: \u0431 is six bytes for two. It is measured again after decoding
MAX_PAGE_BODY_BYTES = 3 * MAX_HTML_BYTES + MAX_BODY_BYTES
DATA_UPLOAD_MAX_MEMORY_SIZE = MAX_HTML_BYTES + MAX_BODY_BYTES
FILE_UPLOAD_MAX_MEMORY_SIZE = MAX_HTML_BYTES

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["clients.api.authentication.ApiKeyAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_PARSER_CLASSES": ["propscrape.api.parsers.BoundedJSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["propscrape.api.renderers.OrjsonRenderer"],
    "EXCEPTION_HANDLER": "propscrape.api.errors.answer_error",
    "DEFAULT_METADATA_CLASS": None,
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "propscrape.api.renderers.AlwaysJSON",
    "UNAUTHENTICATED_USER": None,
}

RATE_LIMITS = {
    "post_html": ENV.RATE_LIMIT_POST_HTML,
    "post_url": ENV.RATE_LIMIT_POST_URL,
    "get": ENV.RATE_LIMIT_GET,
    "webhooks": ENV.RATE_LIMIT_WEBHOOKS,
    "search": ENV.RATE_LIMIT_SEARCH,
    "exports": ENV.RATE_LIMIT_EXPORTS,
    "watches": ENV.RATE_LIMIT_WATCHES,
    "staff": ENV.RATE_LIMIT_STAFF,
}

FETCH_TIMEOUT_S = ENV.FETCH_TIMEOUT_S
FETCH_ALLOWED_ADDRESSES = ENV.FETCH_ALLOWED_ADDRESSES
FETCH_NAMES = ENV.FETCH_NAMES
FETCH_CONTACT_URL = ENV.FETCH_CONTACT_URL
RENDER_TIMEOUT_S = ENV.RENDER_TIMEOUT_S
BROWSER_PATH = ENV.BROWSER_PATH
BROWSER_MEMORY_MB = ENV.BROWSER_MEMORY_MB
BROWSER_ALLOW_NO_SANDBOX = (
    ENV.BROWSER_ALLOW_NO_SANDBOX if ENV.BROWSER_ALLOW_NO_SANDBOX is not None else not IN_PRODUCTION
)
BREAKER_FAILURES, BREAKER_OPEN_S = ENV.BREAKER_FAILURES, ENV.BREAKER_OPEN_S
REST_FIRST_S = ENV.REST_FIRST_S
SCRAPE_RETRY_FIRST_S = ENV.SCRAPE_RETRY_FIRST_S

# The first seals, all open; in development one follows from SECRET_KEY, which `up` makes and keeps
SEALING_KEYS = [key.get_secret_value() for key in ENV.SEALING_KEYS] or [derive_development_key(SECRET_KEY)]
WEBHOOK_ALLOW_HTTP = ENV.WEBHOOK_ALLOW_HTTP if ENV.WEBHOOK_ALLOW_HTTP is not None else not IN_PRODUCTION
WEBHOOK_SCHEMES = frozenset({"https", "http"} if WEBHOOK_ALLOW_HTTP else {"https"})
WEBHOOK_PORTS = ENV.WEBHOOK_PORTS
WEBHOOK_ALLOWED_ADDRESSES = ENV.WEBHOOK_ALLOWED_ADDRESSES
WEBHOOK_RATE_PER_S = ENV.WEBHOOK_RATE_PER_S

# In the order they are asked; a secret stays wrapped until it is sent
GEMINI_API_KEY, GEMINI_MODEL = ENV.GEMINI_API_KEY, ENV.GEMINI_MODEL
OPENAI_API_KEY, OPENAI_MODEL = ENV.OPENAI_API_KEY, ENV.OPENAI_MODEL
AI_BASE_URL, AI_API_KEY, AI_MODEL = ENV.AI_BASE_URL, ENV.AI_API_KEY, ENV.AI_MODEL
AI_PRICES = {**SHIPPED_PRICES, **ENV.AI_PRICES}
AI_TIMEOUT_S = ENV.AI_TIMEOUT_S
AI_MAX_OUTPUT_TOKENS = ENV.AI_MAX_OUTPUT_TOKENS
BUDGET_CLIENT_DAILY_USD = ENV.BUDGET_CLIENT_DAILY_USD
BUDGET_STAFF_DAILY_USD = ENV.BUDGET_STAFF_DAILY_USD
BUDGET_TOTAL_DAILY_USD = ENV.BUDGET_TOTAL_DAILY_USD
BUDGET_STOPPED = ENV.BUDGET_STOPPED
REPAIR_ACTIVATES = ENV.REPAIR_ACTIVATES

EMAIL_HOST, EMAIL_PORT = ENV.EMAIL_HOST, ENV.EMAIL_PORT
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = ENV.EMAIL_USER, ENV.EMAIL_PASSWORD.get_secret_value()
EMAIL_USE_TLS, EMAIL_USE_SSL = ENV.EMAIL_TLS == "starttls", ENV.EMAIL_TLS == "tls"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = ENV.EMAIL_FROM
STAFF_ALERT_EMAILS = ENV.STAFF_ALERT_EMAILS
STAFF_ALERT_WEBHOOK_URL = ENV.STAFF_ALERT_WEBHOOK_URL.get_secret_value()
# Without a mail server, mails are files
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = ENV.PROPSCRAPE_HOME / "mail"

PUBLIC_URL = ENV.PUBLIC_URL or f"http://localhost:{ENV.PORT}"
DIGESTS = ENV.DIGESTS
STAFF_DIGEST_EMAILS = ENV.STAFF_DIGEST_EMAILS
STAFF_DIGEST_SLACK_URL = ENV.STAFF_DIGEST_SLACK_URL.get_secret_value()

CELERY_BROKER_URL = ENV.BROKER_URL or REDIS_URL
# Beside the module `tasks` of each app
CELERY_IMPORTS = (
    "listings.digest_tasks", "listings.export_tasks", "listings.health_tasks", "listings.mapping_tasks",
    "listings.match_tasks",
)  # fmt: skip
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_DEFAULT_QUEUE = "upkeep"
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = broker_options(CELERY_BROKER_URL)
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
CELERY_BEAT_SCHEDULE = {
    "sweep due scrapes": {"task": "listings.tasks.sweep_scrapes", "schedule": 5.0},
    "sweep due watches": {"task": "listings.tasks.sweep_watches", "schedule": 15.0},
    "sweep due deliveries": {"task": "webhooks.tasks.sweep_deliveries", "schedule": 5.0},
    "tidy held deliveries": {"task": "webhooks.tasks.tidy_deliveries", "schedule": 30.0},
    "fold health figures": {"task": "listings.health_tasks.fold_figures", "schedule": 60.0},
    "judge scrapers' health": {"task": "listings.health_tasks.judge_health", "schedule": 3600.0},
    "read released pages again": {"task": "listings.health_tasks.reread_released_pages", "schedule": 60.0},
    "sum up scrapers' health": {"task": "listings.health_tasks.sum_up_health", "schedule": crontab("0", "7", "1")},
    "sweep due exports": {"task": "listings.export_tasks.sweep_exports", "schedule": 15.0},
    "sweep due matching": {"task": "listings.match_tasks.sweep_matching", "schedule": 15.0},
    "queue monthly archives": {"task": "listings.export_tasks.queue_monthly_archives", "schedule": 3600.0},
    "remove expired export files": {"task": "listings.export_tasks.expire_export_files", "schedule": 3600.0},
    "sweep mappings": {"task": "listings.mapping_tasks.sweep_mappings", "schedule": 30.0},
    "check contracts": {"task": "listings.mapping_tasks.check_contracts", "schedule": 3600.0},
    "make price partitions ahead": {"task": "pricehistory.tasks.make_partitions_ahead", "schedule": 6 * 3600.0},
    "refresh market figures": {"task": "pricehistory.tasks.refresh_market_figures", "schedule": 3600.0},
    "watch held prices": {"task": "pricehistory.tasks.watch_held_prices", "schedule": 60.0},
    "lapse abandoned calls": {"task": "clients.tasks.lapse_abandoned_calls", "schedule": 30.0},
    "repair portals": {"task": "aimap.tasks.repair_portals", "schedule": 900.0},
    "sweep proposals": {"task": "aimap.tasks.sweep_proposals", "schedule": 15.0},
    "forget pages of proposals": {"task": "aimap.tasks.forget_pages", "schedule": 3600.0},
    "purge what is old": {"task": "propscrape.tasks.purge_old", "schedule": crontab(minute=15, hour=3)},
    "purge what staff asked for": {"task": "propscrape.tasks.purge_asked", "schedule": 60.0},
    "queue digests": {"task": "listings.digest_tasks.queue_nightly_digests", "schedule": crontab(minute=30, hour=5)},
    "send due digests": {"task": "listings.digest_tasks.send_digests", "schedule": 60.0},
    "report storage": {"task": "propscrape.tasks.report_storage", "schedule": crontab(minute=45, hour=4)},
}

configure_structlog()
LOGGING = logging_settings(as_json=ENV.LOG_JSON, level=ENV.LOG_LEVEL)
DJANGO_STRUCTLOG_CELERY_ENABLED = True
DJANGO_STRUCTLOG_TRUST_UPSTREAM_REQUEST_ID = True  # RequestIdMiddleware has settled what the header says
DJANGO_STRUCTLOG_STATUS_4XX_LOG_LEVEL = logging.INFO

if ENV.SENTRY_DSN:
    import sentry_sdk

    sentry_sdk.init(
        dsn=ENV.SENTRY_DSN,
        environment=ENV.ENVIRONMENT,
        traces_sample_rate=ENV.SENTRY_TRACES_SAMPLE_RATE,
        send_default_pii=False,
        include_local_variables=False,  # keys are among them
        max_request_body_size="never",
    )
