"""The drill of scrapes finds what it is there to find: each fault planted here shows in its verdict."""

import json
import random
import socket
import threading
import time
from collections import Counter
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from uuid import UUID

import httpx2
import pytest

from bench.drills.scrapes.asker import Asker
from bench.drills.scrapes.breakers import trips_of
from bench.drills.scrapes.facts import BreakerNote, Request, Row, Snapshot, Told
from bench.drills.scrapes.pages import GONE, WALL, listing_page
from bench.drills.scrapes.plan import (
    ENDS,
    FAILING_FIRST,
    OK_END,
    PORTALS,
    SHARES,
    SLOW_PORTALS,
    Kind,
    PlannedPage,
    batches_of,
    plan_pages,
)
from bench.drills.scrapes.politeness import judge_manners, most_at_once
from bench.drills.scrapes.portal_server import PortalServer
from bench.drills.scrapes.verdict import COMPLETED, FAILED, Fault, Stored, judge
from listings.extraction.engine import extract
from listings.extraction.page import Page
from listings.extraction.portals import find_portal

PORT, PORTAL = 8123, PORTALS[3]
GOOD = PlannedPage(1, Kind.OK, PORTAL)
LOST = PlannedPage(2, Kind.GONE, PORTAL)
PAGES = [GOOD, LOST]


def row(page, state=None, outcome=None, **values):
    values = {"id": UUID(int=page.number), "error_code": None, "attempts": 1, "crashes": 0} | values
    return Row(url=page.url(PORT), state=state or page.end[0], outcome=outcome or page.end[1], **values)


def price(page, amount=None):
    url = f"https://{page.portal.host}:{PORT}{page.path}"
    return Snapshot(url, (amount or page.price) * 100, page.portal.currency)


def told(page, kind):
    return Told(kind, UUID(int=page.number))


def verdict_of(rows=None, prices=None, events=None, pages=PAGES):
    stored = Stored(
        rows=[row(GOOD), row(LOST)] if rows is None else rows,
        snapshots=[price(GOOD)] if prices is None else prices,
        events=[told(GOOD, COMPLETED), told(LOST, FAILED)] if events is None else events,
    )
    return judge(pages=pages, port=PORT, stored=stored)


def faults(verdict):
    return tuple(verdict.faults[fault] for fault in Fault)


def test_what_ended_as_planned_and_is_stored_once_is_clean():
    verdict = verdict_of()
    assert verdict.is_clean
    assert verdict.by_outcome == {"ok": 1, "gone": 1}
    assert verdict.as_planned == {Kind.OK: 1, Kind.GONE: 1}
    assert (faults(verdict), verdict.examples) == ((0, 0, 0, 0), [])


def test_nothing_stored_is_not_clean():
    assert not verdict_of([], [], [], pages=[]).is_clean


@pytest.mark.parametrize("rows", [[row(LOST)], [row(GOOD, state="running"), row(LOST)]], ids=["no row", "not ended"])
def test_a_page_without_a_scrape_that_ended_is_lost(rows):
    verdict = verdict_of(rows, prices=[], events=[told(LOST, FAILED)])
    assert faults(verdict) == (1, 0, 0, 0)
    assert GOOD.path in verdict.examples[0]
    assert not verdict.is_clean


@pytest.mark.parametrize("missing", ["price", "event", "event of a failure"])
def test_a_scrape_whose_price_or_event_is_not_there_is_lost(missing):
    prices = [] if missing == "price" else None
    events = {"event": [told(LOST, FAILED)], "event of a failure": [told(GOOD, COMPLETED)]}.get(missing)
    assert faults(verdict_of(prices=prices, events=events)) == (1, 0, 0, 0)


@pytest.mark.parametrize("of", ["row", "price", "event"])
def test_what_is_there_twice_is_doubled(of):
    rows = [row(GOOD), row(GOOD, id=UUID(int=9)), row(LOST)] if of == "row" else None
    prices = [price(GOOD), price(GOOD)] if of == "price" else None
    events = [told(GOOD, COMPLETED), told(GOOD, COMPLETED), told(LOST, FAILED)] if of == "event" else None
    assert faults(verdict_of(rows, prices, events)) == (0, 1, 0, 0)


def test_a_price_of_a_page_that_states_none_shows():
    assert faults(verdict_of(prices=[price(GOOD), price(LOST)])) == (0, 1, 0, 0)


def test_another_price_than_the_page_states_is_wrong():
    assert faults(verdict_of(prices=[price(GOOD, amount=GOOD.price + 1)])) == (0, 0, 1, 0)


@pytest.mark.parametrize(("state", "outcome"), [("done", "blocked"), ("dead", "ok"), ("dead", "failed")])
def test_another_end_than_planned_is_wrong(state, outcome):
    verdict = verdict_of([row(GOOD, state, outcome, crashes=2), row(LOST)])
    assert (faults(verdict), verdict.is_clean) == ((0, 0, 1, 0), False)


def test_a_scrape_whose_workers_were_all_killed_is_counted_apart():
    verdict = verdict_of(
        [row(GOOD, "dead", "failed", crashes=3), row(LOST)], [], [told(GOOD, FAILED), told(LOST, FAILED)]
    )
    assert (verdict.worn_out, verdict.is_clean) == (1, True)


def test_what_nobody_asked_for_shows():
    stranger = PlannedPage(7, Kind.OK, PORTAL)
    verdict = verdict_of(
        rows=[row(GOOD), row(LOST), row(stranger)],
        prices=[price(GOOD), price(stranger)],
        events=[told(GOOD, COMPLETED), told(LOST, FAILED), told(stranger, COMPLETED)],
    )
    assert faults(verdict) == (0, 0, 0, 3)


def fetch(arrived, ended=None, **values):
    noted = Request(PORTAL.slug, "/property/1", arrived, starts_fetch=True, answer="200")
    return replace(noted, ended=arrived + 0.1 if ended is None else ended, **values)


def manners_of(requests, notes=(), kills=()):
    return judge_manners(PORTAL, requests=requests, trips=trips_of(notes), kills=kills)


def note(breaker, at, **values):
    return BreakerNote(PORTAL.slug, breaker, at, **values)


def test_fetches_a_delay_apart_are_polite():
    manners = manners_of([fetch(0), fetch(PORTAL.min_delay_s), fetch(9)])
    assert (manners.are_good, manners.fetches, manners.min_gap_s) == (True, 3, PORTAL.min_delay_s)


def test_two_fetches_too_close_together_show():
    manners = manners_of([fetch(0), fetch(PORTAL.min_delay_s - 0.1)])
    assert (manners.short_gaps, manners.are_good) == (1, False)


def test_robots_txt_and_the_end_of_a_redirect_belong_to_the_fetch_of_their_page():
    rest = {"starts_fetch": False}
    manners = manners_of([fetch(0, path="/robots.txt", **rest), fetch(0.2), fetch(0.4, path="/home/1", **rest)])
    assert (manners.are_good, manners.fetches, manners.requests) == (True, 1, 3)


def test_more_at_once_than_allowed_shows():
    requests = [fetch(n, ended=60) for n in range(PORTAL.max_concurrency + 1)]
    assert manners_of(requests[:-1]).are_good
    assert not manners_of(requests).are_good


def test_what_ends_when_another_arrives_is_not_at_once():
    assert most_at_once([fetch(0, ended=1), fetch(1, ended=2), fetch(1.5, ended=3)]) == 2


OPENED = [note("open", 10), note("half_open", 13), note("closed", 13.2, open_for_s=3.2)]


def test_while_a_breaker_is_open_only_what_was_on_its_way_and_the_probe_may_come():
    assert manners_of([fetch(9), fetch(10.5), fetch(13.1), fetch(14)], OPENED).are_good


@pytest.mark.parametrize("requests", [[fetch(12)], [fetch(13.05), fetch(13.1)]], ids=["open", "second probe"])
def test_a_fetch_of_a_broken_portal_shows(requests):
    assert manners_of(requests, OPENED).while_open == 1


def test_a_breaker_that_never_closed_is_open_to_the_end():
    (trip,) = trips_of(OPENED[:1])
    assert not trip.is_healed
    assert manners_of([fetch(99)], OPENED[:1]).while_open == 1


def test_the_record_of_a_breaker_is_read_as_trips():
    notes = [*OPENED[:2], note("open", 14), note("half_open", 17), *OPENED[2:], note("open", 30)]
    first, second = trips_of(notes)
    assert (first.opened_at, first.probes, first.open_for_s) == (10, 2, 3.2)
    assert first.open_spans == [(10, 13), (14, 17)]
    assert (second.opened_at, second.is_healed) == (30, False)


def test_a_record_that_no_breaker_has_is_refused():
    with pytest.raises(ValueError, match="without having been open"):
        trips_of([note("half_open", 1)])


RESTED = fetch(0, answer="429", asked_rest_s=5)


def test_a_fetch_within_the_rest_that_was_asked_for_shows():
    assert manners_of([RESTED, fetch(5.2)]).are_good
    assert manners_of([RESTED, fetch(3)]).while_resting == 1


def test_who_was_killed_with_the_answer_need_not_have_heard_it():
    assert manners_of([RESTED, fetch(3)], kills=[0.5]).are_good
    assert manners_of([RESTED, fetch(3)], kills=[-1]).while_resting == 1


def test_a_page_that_robots_txt_disallows_shows():
    assert manners_of([fetch(0, path="/private/1", starts_fetch=False)]).disallowed == 1


def test_the_plan_has_every_kind_in_its_share_and_a_good_page_of_each_portal_at_the_end():
    pages = plan_pages(random.Random(1), scrapes=1_000)
    assert len({page.url(PORT) for page in pages}) == len({page.price for page in pages}) == 1_000
    counts = Counter(page.kind for page in pages)
    assert sum(abs(counts[kind] - share) for kind, share in SHARES.items()) < 10
    assert [page.portal for page in pages[-len(PORTALS) :]] == list(PORTALS)
    assert {page.kind for page in pages[-len(PORTALS) :]} == {Kind.OK}
    assert [len(batch) for batch in batches_of(pages, size=100)] == [*[100] * 9, 92, 8]


def test_no_page_fails_by_itself_where_an_outage_takes_attempts_too():
    pages = plan_pages(random.Random(2), scrapes=400)
    assert not any(page.portal.outage for page in pages if page.kind in FAILING_FIRST)
    assert all(page.portal in SLOW_PORTALS for page in pages if page.kind is Kind.SLOW)


def test_ends_are_planned_for_all_that_does_not_come_to_a_listing():
    assert {page.end for page in PAGES} == {OK_END, ENDS[Kind.GONE]}
    assert {PlannedPage(1, kind, PORTAL).states_price for kind in FAILING_FIRST} == {True}


@pytest.mark.parametrize("portal", PORTALS, ids=lambda portal: portal.slug)
def test_the_pages_are_read_as_the_plan_says(portal):
    page = PlannedPage(5, Kind.OK, portal)
    url = page.url(PORT)
    found = extract(Page(url=url, html=listing_page(page)), portal=find_portal(url))
    assert (found.status, found.values["price_cents"], found.values["currency"]) == (
        "ok", page.price * 100, portal.currency,
    )  # fmt: skip


def test_the_wall_and_the_place_of_a_gone_listing_are_read_as_such():
    url = GOOD.url(PORT)
    assert [extract(Page(url=url, html=html)).status for html in (WALL, GONE)] == ["blocked", "gone"]


@pytest.fixture
def portals():
    """The portals with a page of each kind, each of which fails once if it fails first."""
    steady = PORTALS[0]
    pages = [PlannedPage(number, kind, steady, failures=int(kind in FAILING_FIRST)) for number, kind in enumerate(Kind)]
    pages += [PlannedPage(100 + number, Kind.OK, portal) for number, portal in enumerate(PORTALS)]
    with PortalServer(pages) as server:
        yield server


def ask(portals, page, path=None):
    """The status that the portal answers with; None for a connection that is cut."""
    url = f"http://127.0.0.1:{portals.port}{path or page.path}"
    try:
        return httpx2.get(url, headers={"Host": f"www.{page.portal.host}"}, timeout=0.5, trust_env=False).status_code
    except httpx2.HTTPError:
        return None


@pytest.mark.parametrize(
    ("kind", "answers"),
    [
        (Kind.OK, [200, 200]), (Kind.THROTTLED_FIRST, [429, 200]), (Kind.ERROR_FIRST, [500, 200]),
        (Kind.ERROR_ALWAYS, [500, 500]), (Kind.RESET_FIRST, [None, 200]), (Kind.RESET_ALWAYS, [None, None]),
        (Kind.SILENT, [None]), (Kind.MOVED, [301]), (Kind.ELSEWHERE, [302]), (Kind.LEAVES, [302]),
        (Kind.NOT_HTML, [200]),
    ],
)  # fmt: skip
def test_a_portal_answers_as_the_plan_says(portals, kind, answers):
    page = PlannedPage(list(Kind).index(kind), kind, PORTALS[0])
    assert [ask(portals, page) for _ in answers] == answers


def test_a_portal_that_is_out_fails_whatever_is_asked_and_then_answers_again(portals):
    page = next(PlannedPage(100 + number, Kind.OK, portal) for number, portal in enumerate(PORTALS) if portal.outage)
    assert ask(portals, page) == 200
    portals.begin()
    portals._began -= page.portal.outage.from_s
    assert [ask(portals, page), ask(portals, page, "/robots.txt")] == [500, 500]
    portals._began -= page.portal.outage.until_s - page.portal.outage.from_s
    assert ask(portals, page) == 200


def test_a_portal_remembers_what_came_and_when_it_was_over(portals):
    silent = PlannedPage(list(Kind).index(Kind.SILENT), Kind.SILENT, PORTALS[0])
    for path in ("/robots.txt", None):
        ask(portals, silent, path)
    robots, page = portals.requests
    assert (robots.starts_fetch, robots.answer, page.starts_fetch) == (False, "200", True)
    deadline = time.monotonic() + 10
    while page.ended == float("inf") and time.monotonic() < deadline:
        time.sleep(0.01)
    assert page.arrived < page.ended < page.arrived + 10
    assert page.answer == ""


class Api(BaseHTTPRequestHandler):
    """Answers requests for batches as `script` says, by status; `None` drops the connection."""

    script: ClassVar[list[tuple[int | None, dict[str, Any]]]] = []
    keys: ClassVar[list[str | None]] = []

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.keys.append(self.headers["Idempotency-Key"])
        status, body = self.script.pop(0)
        if status is None:
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, *args):
        """Nothing is logged."""


def taken(batch_id, *, was_repeated=False):
    return 202, {"batch": {"id": batch_id, "size": 1}, "was_repeated": was_repeated}


@pytest.fixture
def asked_with():
    """An asker that has asked for one batch of an API that answers by a script."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Api)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()

    def run(*script):
        Api.script[:], Api.keys[:] = script, []
        asker = Asker(base_url=f"http://127.0.0.1:{server.server_port}", api_key="key")
        asker.run([["http://www.property24.com/1"]], over_s=0)
        return asker

    yield run
    server.shutdown()
    server.server_close()


def test_a_batch_is_sent_until_it_is_taken_always_under_one_key(asked_with):
    asker = asked_with((503, {}), (None, {}), taken("a"), taken("a", was_repeated=True))
    assert asker.answers == {"503": 1, "none": 1, "202": 2}
    assert [batch.batch_id for batch in asker.asked] == ["a"]
    assert (len(Api.keys), len(set(Api.keys))) == (4, 1)
    assert (asker.repeats, asker.faults) == (1, [])


@pytest.mark.parametrize("again", [taken("b"), taken("a")], ids=["another batch", "not told that it is a repeat"])
def test_a_batch_that_is_taken_twice_shows(asked_with, again):
    assert len(asked_with(taken("a"), again).faults) == 1
