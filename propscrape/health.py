"""Is it alive, and can it work: /health and /ready (A6, I5)."""

import time
from collections.abc import Callable
from typing import Any

import structlog
from celery import current_app
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from propscrape import __version__

logger = structlog.get_logger(__name__)
BROKER_TIMEOUT_S = 2
BROKEN = 503


def check_database() -> None:
    """A query is answered."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def check_cache() -> None:
    """Redis itself answers; the in-process fallback does not count."""
    cache._cache.get_client().ping()  # type: ignore[attr-defined]


def check_broker() -> None:
    """The broker takes a connection."""
    with current_app.connection_for_write(connect_timeout=BROKER_TIMEOUT_S) as broker:
        broker.ensure_connection(max_retries=1, timeout=BROKER_TIMEOUT_S)


# Apps add theirs from AppConfig.ready(): name -> a function that raises when the dependency is broken
READINESS_CHECKS: dict[str, Callable[[], None]] = {
    "database": check_database,
    "cache": check_cache,
    "broker": check_broker,
}


# The same for what is not needed everywhere; without it this is ready all the same
OPTIONAL_CHECKS: dict[str, Callable[[], None]] = {}


@csrf_exempt
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """200 as long as this process answers; asks nothing of anybody else."""
    return JsonResponse({"status": "ok", "version": __version__})


@csrf_exempt
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """200 when every dependency answers, else 503; each with its latency in ms. Details are in the log alone."""
    results = {name: _measure(name, check) for name, check in READINESS_CHECKS.items()}
    optional = {name: _measure(name, check, otherwise="missing") for name, check in OPTIONAL_CHECKS.items()}
    is_ready = all(result["status"] == "ok" for result in results.values())
    status = "ok" if is_ready else "broken"
    body = {"status": status, "version": __version__, "checks": results, "optional": optional}
    return JsonResponse(body, status=200 if is_ready else BROKEN)


def _measure(name: str, check: Callable[[], None], *, otherwise: str = "broken") -> dict[str, Any]:
    started = time.perf_counter()
    status = "ok"
    try:
        check()
    except Exception as error:  # noqa: BLE001  a probe reports whatever is wrong with what it probes
        status = otherwise
        if otherwise == "broken":
            logger.warning("not_ready", check=name, error=repr(error))
    return {"status": status, "latency_ms": round((time.perf_counter() - started) * 1000, 2)}
