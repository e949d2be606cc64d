"""manage.py ai_map --model: asks where a key is set, never more than it may cost, with a database or without."""

import json
import os
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from clients.models import BudgetDay, LedgerEntry
from clients.services.budget_upkeep import lapse_reservations
from clients.services.spending import spending_between
from propscrape.environment import PROJECT_ROOT
from propscrape.tenancy import staff_scope
from tests.aimap.asking.askers import KEY
from tests.aimap.asking.homes import HOST, captures
from tests.model_server import Sent, error, model_server, rules

AGENT = {"field": "agent_name", "source": "css", "where": '[data-slot="zq3"]'}


@pytest.fixture
def index(tmp_path):
    """An index of the pages."""
    lines = []
    for capture in captures():
        file = tmp_path / f"{capture.id}.html"
        file.write_text(str(capture.html))
        lines.append(json.dumps({"id": capture.id, "url": capture.url, "file": str(file)}))
    path = tmp_path / "index.jsonl"
    path.write_text("\n".join(lines))
    return path


def command_of(index, *more):
    """The command line."""
    out = index.parent / "mapping.json"
    return [sys.executable, "manage.py", "ai_map", "--host", HOST, "--pages", index, "--out", out, *more]


def run(index, *more, **environment):
    """The command in a process of its own that knows no database, Redis or key but those that are given."""
    command, out = command_of(index, *more), index.parent / "mapping.json"
    environ = {"PATH": os.environ["PATH"], "REDIS_URL": "redis://127.0.0.1:9/0"} | environment
    done = subprocess.run(command, cwd=PROJECT_ROOT, env=environ, capture_output=True, text=True, check=False)
    return done, json.loads(out.read_text())["fields"] if out.exists() else {}


def own(server):
    """Settings by which the server is asked."""
    return {"AI_BASE_URL": server.base_url, "AI_MODEL": "some-model", "AI_API_KEY": KEY, "AI_PRICES": "some-model=1/10"}


def test_without_a_key_induction_alone_runs_and_that_is_said(index):
    done, fields = run(index, "--model")
    assert done.returncode == 0, done.stderr
    assert "no model is configured, induction alone ran; 0.0000 of 0.50 USD" in done.stdout
    assert fields["title"]


def test_with_a_key_and_no_database_gaps_are_filled_and_the_cost_is_told(index):
    with model_server(rules(AGENT, {"field": "city", "source": "css", "where": ".nowhere"})) as server:
        done, fields = run(index, "--model", "--max-cost", "0.25", **own(server))
    assert done.returncode == 0, done.stderr
    assert "some-model of own was asked for " in done.stdout
    assert "and added agent_name; 0.0019 of 0.25 USD" in done.stdout
    assert "dropped, finds nothing on any page: city {'css': '.nowhere'}" in done.stdout
    assert {"css": '[data-slot="zq3"]'} in fields["agent_name"]
    assert KEY not in done.stdout + done.stderr
    assert "2004" not in done.stderr, "no page is in the log"


def test_what_could_cost_more_than_is_allowed_is_not_asked(index):
    with model_server(rules(AGENT)) as server:
        done, fields = run(index, "--model", "--max-cost", "0.01", **own(server))
    assert done.returncode == 0, done.stderr
    assert "no model was asked further, over budget: max_cost; 0.0000 of 0.01 USD" in done.stdout
    assert server.asked == []
    assert fields["title"]


def test_a_model_that_fails_costs_the_mapping_nothing(index):
    with model_server(error(401)) as server:
        done, fields = run(index, "--model", **own(server))
    assert done.returncode == 0, done.stderr
    assert "no model gave an answer that can be used: own: rejected" in done.stdout
    assert KEY not in done.stdout + done.stderr
    assert fields["title"]


def test_no_model_is_asked_unless_that_is_asked_for(index):
    with model_server(rules(AGENT)) as server:
        done, _ = run(index, **own(server))
        refused, _ = run(index, "--max-cost", "1", **own(server))
    assert done.returncode == 0
    assert server.asked == []
    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)


def test_a_ledger_that_is_away_refuses_in_one_line(index):
    with model_server(rules(AGENT)) as server:
        done, fields = run(index, "--model", DATABASE_URL="postgresql://nobody@127.0.0.1:9/none", **own(server))
    assert (done.returncode, fields, server.asked) == (2, {}, [])
    assert "the ledger of paid calls is away" in done.stderr


@pytest.mark.django_db(transaction=True)
def test_with_a_database_staffs_budget_pays(index, settings, tmp_path, capsys):
    with model_server(rules(AGENT)) as server:
        settings.AI_BASE_URL, settings.AI_MODEL = server.base_url, "gemini-3.6-flash"
        call_command("ai_map", "--host", HOST, "--pages", str(index), "--out", str(tmp_path / "m.json"), "--model")
        settings.BUDGET_STAFF_DAILY_USD = Decimal(0)
        call_command("ai_map", "--host", HOST, "--pages", str(index), "--out", str(tmp_path / "n.json"), "--model")
    said = capsys.readouterr().out
    assert "and added agent_name; 0.0021 of 0.50 USD" in said
    assert "over budget: staff" in said
    assert len(server.asked) == 1
    with staff_scope():
        entry = LedgerEntry.objects.get()
    assert (entry.client_id, entry.state, entry.purpose) == (None, "settled", "ai_map")
    assert (entry.tokens_in, entry.tokens_out, entry.cost_usd) == (900, 100, Decimal("0.0021"))
    today = datetime.now(UTC).date()
    assert [(row.provider, row.outcome) for row in spending_between(today, today)] == [("own", "answered")]


@pytest.mark.django_db(transaction=True)
def test_a_process_that_is_killed_while_it_asks_is_booked_at_the_worst(index):
    database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    with model_server(Sent(wait_s=20)) as server:
        environ = {"PATH": os.environ["PATH"], "DATABASE_URL": database, "REDIS_URL": os.environ["REDIS_URL"]}
        asking = subprocess.Popen(command_of(index, "--model"), cwd=PROJECT_ROOT, env=environ | own(server))
        deadline = time.monotonic() + 60
        while not server.asked and time.monotonic() < deadline:
            time.sleep(0.05)
        asking.kill()
        asking.wait()
    assert len(server.asked) == 1
    with staff_scope():
        entry = LedgerEntry.objects.get(state="reserved")
        assert BudgetDay.objects.get().reserved_usd == entry.worst_usd
        LedgerEntry.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    assert lapse_reservations(limit=10) == 1
    with staff_scope():
        day = BudgetDay.objects.get()
    assert (day.reserved_usd, day.spent_usd) == (0, entry.worst_usd)
