"""A digest tells a day once, to who wants it, and is not lost when nobody takes it."""

import json
import re
import threading
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from cryptography.fernet import Fernet
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from clients.models import Client
from listings.digest.contents import Contents, Line, Section, one_line
from listings.digest.gathering import contents_for
from listings.digest.queueing import MAX_ATTEMPTS, claim_digest, queue_digests
from listings.digest.sending import send_due_digests
from listings.digest.unsubscribing import unsubscribe_url
from listings.digest.writing import MAX_SLACK_CHARACTERS, as_html, as_slack, as_text
from listings.digest_tasks import queue_nightly_digests, send_digests
from listings.models import Digest, Listing, PortalHealth, Scrape, Watch
from listings.services.portals import sync_portals
from pricehistory.models import Movement
from propscrape.models import PurgeRun, StorageReport
from propscrape.sealing import seal, unseal
from propscrape.tenancy import client_scope, staff_scope
from tests.factories import make_client, make_key

pytestmark = pytest.mark.django_db

DAY = date(2026, 5, 4)
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
State = Digest.State


@pytest.fixture
def reader():
    """A client with an address, to which something happened on DAY."""
    account = make_client("Otley Homes", digest_email="reader@example.com")
    moved(account, "reduced", title="A house by the mill", before_amount=250_000, amount=240_000)
    return account


def moved(account, kind, *, title=None, at=NOON, **values):
    url = f"example.com/{kind}/{title}"
    with staff_scope():
        if title:
            Listing.objects.create(
                client=account, canonical_url=url, title=title, import_url=f"https://example.com/{len(title)}"
            )
        return Movement.objects.create(client=account, canonical_url=url, kind=kind, at=at, currency="GBP", **values)


def looked(account, portal, outcome, count=1, at=NOON):
    with staff_scope():
        Scrape.objects.bulk_create(
            Scrape(
                client=account, url="https://example.com", canonical_url="example.com", source="url", state="done",
                portal=portal, outcome=outcome, created_at=at,
            )
            for _ in range(count)
        )  # fmt: skip


def rows():
    with staff_scope():
        return list(Digest.objects.order_by("channel", "created_at"))


def later(**span):
    """Put all digests' next attempt into the past."""
    with staff_scope():
        Digest.objects.update(next_attempt_at=datetime.now(UTC) - timedelta(seconds=1))


def headings(contents):
    return {section.heading: [(line.words, line.note) for line in section.lines] for section in contents.sections}


def queries_of(account):
    with CaptureQueriesContext(connection) as queries:
        contents_for(client_id=account.pk, day=DAY)
    return len(queries)


class TestContents:
    def test_a_client_is_told_of_prices_new_and_gone_listings_of_the_day_alone(self, reader):
        moved(reader, "new", title="A flat", amount=100_000)
        moved(reader, "gone", title="A barn")
        moved(reader, "new", title="Too early", at=NOON - timedelta(days=1))
        moved(reader, "new", title="Too late", at=NOON + timedelta(days=1))
        moved(make_client(), "new", title="Another's")
        told = headings(contents_for(client_id=reader.pk, day=DAY))
        assert told["Prices down"] == [("A house by the mill", "250,000 → 240,000 GBP (-4.0 %)")]
        assert [words for words, _ in told["New"]] == ["A flat"]
        assert [words for words, _ in told["Gone"]] == ["A barn"]

    def test_the_farthest_moves_come_first_and_the_rest_are_counted(self, reader):
        for number in range(15):
            moved(reader, "raised", title=f"Home {number}", before_amount=100, amount=101 + number)
        section = contents_for(client_id=reader.pk, day=DAY).sections[-1]
        assert (section.lines[0].words, len(section.lines), section.more) == ("Home 14", 10, 5)

    def test_a_portal_of_which_nothing_was_read_is_named_with_what_came_instead(self, reader):
        looked(reader, "uk_zoopla", "blocked", 4)
        looked(reader, "uk_zoopla", "timeout", 1)
        looked(reader, "uk_rightmove", "blocked", 4)
        looked(reader, "uk_rightmove", "ok")
        looked(reader, "ie_daft", "blocked", 2)
        told = headings(contents_for(client_id=reader.pk, day=DAY))
        assert told["Portals that gave nothing"] == [("uk_zoopla", "5 looks, none read: blocked 4, timeout 1")]

    def test_staff_are_told_of_every_sick_scraper_and_a_client_of_those_it_watches(self, reader):
        sync_portals()
        for portal, state in (("uk_zoopla", "broken"), ("uk_rightmove", "blocked"), ("ie_daft", "watch")):
            PortalHealth.objects.create(portal_id=portal, state=state, since=NOON, reason="no price on 9 of 10 pages")
        values = {"client": reader, "slot": 1, "url": "https://a.example", "canonical_url": "a.example"}
        with staff_scope():
            Watch.objects.create(portal="uk_zoopla", **values)
        told = headings(contents_for(client_id=None, day=DAY))["Scrapers that are sick"]
        assert {portal for portal, _ in told} == {"uk_zoopla", "uk_rightmove"}
        told = headings(contents_for(client_id=reader.pk, day=DAY))["Scrapers that are sick"]
        assert told == [("uk_zoopla", "Broken since 2026-05-04 12:00: no price on 9 of 10 pages")]

    def test_watches_that_fail_are_named(self, reader):
        values = {"client": reader, "portal": "uk_rightmove"}
        with staff_scope():
            paused = {"state": "paused", "paused_reason": "client"}
            for slot, failures, more in ((1, 0, {}), (2, 3, {}), (3, 4, paused)):
                url = f"example.com/{slot}"
                Watch.objects.create(
                    slot=slot,
                    url=f"https://{url}",
                    canonical_url=url,
                    failures=failures,
                    last_outcome="blocked",
                    **values | more,
                )
        told = headings(contents_for(client_id=reader.pk, day=DAY))
        assert told["Watches that fail"] == [("example.com/2", "3 looks failed, last: blocked")]

    def test_staff_are_told_of_all_clients_of_retention_and_of_storage(self, reader):
        looked(make_client(), "uk_zoopla", "blocked", 2)
        looked(reader, "uk_zoopla", "blocked", 2)
        PurgeRun.objects.create(policy="scrapes", state="done", rows=1_200, asked_at=NOON, bytes_freed=1024**2)
        PurgeRun.objects.create(policy="events", state="failed", note="ProgrammingError: no", asked_at=NOON)
        StorageReport.objects.create(month=date(2026, 5, 1), taken_at=NOON, database_bytes=5 * 1024**2)
        told = headings(contents_for(client_id=None, day=DAY))
        assert told["Portals that gave nothing"] == [("uk_zoopla", "4 looks, none read: blocked 4")]
        assert told["Listings"] == [("Prices down", "1")]
        assert told["Retention"] == [("events", "ProgrammingError: no"), ("Rows removed", "1,200, about 1.0 MB")]
        assert told["Storage"] == [("The whole database", "5.0 MB")]

    def test_gathering_costs_the_same_queries_however_much_happened(self, reader):
        moved(reader, "new", title="Home", amount=100)
        few = queries_of(reader)
        for number in range(30):
            moved(reader, "new", title=f"Home {number}", amount=100)
            moved(reader, "reduced", title=f"House {number}", before_amount=110, amount=100)
        assert queries_of(reader) == few


class TestWriting:
    HOSTILE = "<script>alert(1)</script>\r\nBcc: all@example.com"

    def contents(self, words):
        line = Line(one_line(words), note="<b>", url='https://example.com/"><script>')
        return Contents(DAY, "Otley & Sons", (Section("New", (line,), more=3),))

    def test_what_pages_say_stays_text_in_each_form(self):
        contents = self.contents(self.HOSTILE)
        html, text, slack = as_html(contents), as_text(contents), as_slack(contents)["text"]
        assert "<script>" not in html
        assert "&lt;script&gt;alert(1)" in html
        assert "Otley &amp; Sons" in html
        assert "<script>alert(1)</script> Bcc: all@example.com" in text
        assert "<script" not in slack

    @given(st.text(max_size=200))
    def test_any_title_is_one_line_and_no_markup(self, words):
        contents = self.contents(words)
        assert "\n" not in contents.subject
        assert len(one_line(words).splitlines()) <= 1
        assert as_slack(contents)["text"].count("<") == as_slack(self.contents("x"))["text"].count("<")

    def test_a_long_message_ends_with_a_whole_line(self):
        lines = tuple(Line("A flat", "100 GBP", f"https://a.example/{'x' * 2_000}") for _ in range(10))
        text = as_slack(Contents(DAY, "Otley", (Section("New", lines),)))["text"]
        assert len(text) <= MAX_SLACK_CHARACTERS
        assert text.endswith("|A flat>: 100 GBP\n…")

    def test_the_text_is_readable_by_itself(self):
        text = as_text(
            Contents(DAY, "Otley", (Section("New", (Line("A flat", "100 GBP", "https://a.example/1"),), 2),))
        )
        assert text.strip().splitlines() == [
            "propscrape, 2026-05-04: new 3",
            "For Otley, all times in UTC.",
            "",
            "New",
            "- A flat: 100 GBP",
            "  https://a.example/1",
            "  ... and 2 more",
        ]


class TestSending:
    def test_a_client_with_an_address_gets_one_mail_a_day_however_often_it_is_asked_for(self, reader):
        make_client()
        make_client(digest_email="off@example.com", digest_off=True)
        make_client(digest_email="inactive@example.com", is_active=False)
        assert (queue_digests(DAY), queue_digests(DAY)) == (1, 0)
        assert (send_digests(), send_digests()) == (1, 0)
        queue_digests(DAY)
        send_digests()
        (message,) = mail.outbox
        assert (message.to, message.subject) == (["reader@example.com"], "propscrape, 2026-05-04: prices down 1")
        assert [(row.state, row.attempts, row.subject) for row in rows()] == [(State.SENT, 1, message.subject)]

    def test_a_mail_has_text_and_html_and_the_headers_of_one_click_unsubscribing(self, reader):
        queue_digests(DAY)
        send_digests()
        (message,) = mail.outbox
        ((html, kind),) = message.alternatives
        assert (kind, "A house by the mill" in html, "A house by the mill" in message.body) == ("text/html", True, True)
        link = message.extra_headers["List-Unsubscribe"].strip("<>")
        assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert link in message.body
        assert message.message()["Message-ID"].startswith(f"<digest.{rows()[0].pk}@")

    def test_nothing_is_sent_of_a_day_on_which_nothing_happened(self):
        make_client(digest_email="reader@example.com")
        queue_digests(DAY)
        send_digests()
        assert ([row.state for row in rows()], mail.outbox) == ([State.EMPTY], [])

    def test_a_client_that_switched_it_off_meanwhile_gets_none(self, reader):
        queue_digests(DAY)
        with staff_scope():
            Client.objects.update(digest_off=True)
        send_digests()
        assert ([row.state for row in rows()], mail.outbox) == ([State.OFF], [])

    def test_the_setting_switches_all_digests_off(self, reader, settings):
        settings.DIGESTS = False
        assert queue_digests(DAY) == 0

    def test_staff_have_theirs_by_setting(self, reader, settings):
        settings.STAFF_DIGEST_EMAILS = ["boss@example.com", "deputy@example.com"]
        assert queue_digests(DAY) == 2
        send_digests()
        to_staff = next(message for message in mail.outbox if "boss@example.com" in message.to)
        assert "List-Unsubscribe" not in to_staff.extra_headers
        assert "Listings" in to_staff.body

    def test_a_mail_server_that_is_away_is_tried_again_and_given_up_in_the_end(self, reader, settings):
        settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = SMTP, "127.0.0.1", 1
        queue_digests(DAY)
        for attempt in range(1, MAX_ATTEMPTS + 1):
            assert send_due_digests(limit=5) == 1
            (row,) = rows()
            assert (row.attempts, row.error.startswith("ConnectionRefusedError")) == (attempt, True)
            assert send_due_digests(limit=5) == 0  # not before its time
            later()
        assert row.state == State.DEAD
        assert send_due_digests(limit=5) == 0

    def test_a_worker_that_dies_each_time_is_given_up_and_not_tried_for_ever(self, reader):
        queue_digests(DAY)
        for _ in range(MAX_ATTEMPTS):
            assert claim_digest() is not None
            later()
        assert send_digests() == 0
        assert [row.state for row in rows()] == [State.DEAD]

    def test_a_digest_that_is_being_sent_is_not_claimed_by_another(self, reader):
        queue_digests(DAY)
        assert claim_digest() is not None
        assert claim_digest() is None

    def test_the_nightly_task_queues_yesterdays(self, reader):
        assert queue_nightly_digests() == 1
        assert rows()[0].day == datetime.now(UTC).date() - timedelta(days=1)


SMTP = "django.core.mail.backends.smtp.EmailBackend"


class SlackServer(ThreadingHTTPServer):
    """A webhook on loopback: what was posted to it, and the status it answers with."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Slack)
        self.bodies: list[dict[str, object]] = []
        self.status = 200


class Slack(BaseHTTPRequestHandler):
    """Takes what is posted, and answers with the server's status."""

    server: SlackServer

    def do_POST(self):
        self.server.bodies.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(self.server.status)
        if self.server.status == 429:
            self.send_header("Retry-After", "3600")
        self.end_headers()

    def log_message(self, *args):
        """Quiet."""


@pytest.fixture
def slack(settings):
    """A webhook on loopback, which the settings allow."""
    server = SlackServer()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.WEBHOOK_ALLOWED_ADDRESSES = ["127.0.0.1"]
    yield server
    server.shutdown()
    server.server_close()


def address_of(server):
    return f"http://127.0.0.1:{server.server_port}/services/T1/B1/secret"


class TestSlack:
    @pytest.fixture
    def channel(self, reader, slack):
        with staff_scope():
            Client.objects.update(digest_email=None, digest_slack_sealed=seal(address_of(slack)))
        queue_digests(DAY)
        return slack

    def test_it_is_posted_as_slack_reads_it(self, channel):
        send_digests()
        (body,) = channel.bodies
        assert body["text"].startswith("*propscrape, 2026-05-04: prices down 1*")
        assert "• <https://example.com/19|A house by the mill>: 250,000 → 240,000 GBP (-4.0 %)" in body["text"]
        assert [row.state for row in rows()] == [State.SENT]

    def test_a_webhook_that_was_taken_away_is_given_up_at_once(self, channel):
        channel.status = 404
        send_digests()
        assert [(row.state, row.error) for row in rows()] == [(State.DEAD, "HTTP 404")]

    def test_a_webhook_that_asks_for_time_gets_it(self, channel):
        channel.status = 429
        send_digests()
        (row,) = rows()
        assert row.state == State.FAILED
        assert row.next_attempt_at - datetime.now(UTC) > timedelta(minutes=55)

    def test_an_address_within_our_network_is_never_posted_to(self, channel, settings):
        settings.WEBHOOK_ALLOWED_ADDRESSES = []
        send_digests()
        assert [(row.state, row.error) for row in rows()] == [(State.DEAD, "the address is refused")]
        assert channel.bodies == []

    def test_an_address_that_no_key_opens_is_given_up_and_stops_nobody_elses(self, channel, settings):
        with staff_scope():
            Client.objects.update(digest_email="reader@example.com")
        settings.SEALING_KEYS = [Fernet.generate_key().decode()]
        queue_digests(DAY)
        send_digests()
        assert [(row.channel, row.state) for row in rows()] == [("email", State.SENT), ("slack", State.DEAD)]
        assert "SEALING_KEYS" in rows()[1].error

    def test_staffs_own_may_be_there(self, reader, slack, settings):
        settings.WEBHOOK_ALLOWED_ADDRESSES = []
        settings.STAFF_DIGEST_SLACK_URL = address_of(slack)
        queue_digests(DAY)
        send_digests()
        assert len(slack.bodies) == 1


class TestUnsubscribing:
    @pytest.fixture
    def path(self, reader):
        return re.sub("^https?://[^/]+", "", unsubscribe_url(reader.pk, reader.digest_email))

    def off(self):
        with staff_scope():
            return Client.objects.get().digest_email_off

    def test_following_the_link_asks_and_changes_nothing(self, path):
        page = Browser().get(path)
        assert (page.status_code, "Otley Homes" in page.content.decode(), self.off()) == (200, True, False)

    def test_one_post_without_login_or_cookie_ends_it(self, path):
        http = Browser(enforce_csrf_checks=True)
        assert http.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
        assert self.off()
        assert http.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200

    @pytest.mark.parametrize(
        "spoil", [lambda path: path[:-2], lambda path: f"{path}x", lambda path: path[:-5] + "abcde"]
    )
    def test_a_link_that_was_not_signed_by_us_does_nothing(self, path, spoil):
        assert Browser().post(spoil(path)).status_code == 404
        assert not self.off()

    def test_the_link_of_a_former_address_does_nothing_and_says_so_in_words(self, path):
        with staff_scope():
            Client.objects.update(digest_email="other@example.com")
        answer = Browser().post(path)
        assert (answer.status_code, "does not hold" in answer.content.decode()) == (404, True)
        assert not self.off()

    def test_it_ends_mails_alone_and_not_what_others_of_the_client_read(self, path, slack):
        with staff_scope():
            Client.objects.update(digest_slack_sealed=seal(address_of(slack)))
        Browser().post(path)
        assert queue_digests(DAY) == 1
        send_digests()
        assert (mail.outbox, len(slack.bodies)) == ([], 1)

    def test_a_mail_that_was_queued_before_is_not_sent(self, path):
        queue_digests(DAY)
        Browser().post(path)
        send_digests()
        assert ([row.state for row in rows()], mail.outbox) == ([State.OFF], [])


class TestClientsChoice:
    URL = "https://hooks.slack.com/services/secret"

    def test_a_client_sees_where_its_digests_go_and_never_the_webhooks_address(self, call):
        assert call("get", "/digest").json()["digest"] == {
            "off": False, "email": None, "email_off": False, "has_slack": False,
        }  # fmt: skip
        answer = call("patch", "/digest", {"slack_url": self.URL}, content_type="application/json")
        assert (answer.status_code, answer.json()["digest"]["has_slack"]) == (200, True)
        assert "secret" not in answer.content.decode() + call("get", "/digest").content.decode()
        with staff_scope():
            assert unseal(bytes(Client.objects.get().digest_slack_sealed or b"")) == self.URL
        answer = call("patch", "/digest", {"slack_url": None}, content_type="application/json")
        assert answer.json()["digest"]["has_slack"] is False

    def test_it_switches_them_off_and_mails_on_again(self, call, client_account):
        with staff_scope():
            Client.objects.update(digest_email="reader@example.com", digest_email_off=True)
        assert queue_digests(DAY) == 0
        call("patch", "/digest", {"email_off": False}, content_type="application/json")
        assert queue_digests(DAY) == 1
        call("patch", "/digest", {"off": True}, content_type="application/json")
        assert queue_digests(DAY - timedelta(days=1)) == 0

    @pytest.mark.parametrize(
        "body",
        [
            {"slack_url": "https://169.254.169.254/latest"}, {"slack_url": "https://127.0.0.1/"},
            {"slack_url": "http://hooks.slack.com/x"}, {"slack_url": "file:///etc/passwd"}, {"slack_url": ""},
            {"slack_url": "https://hooks.slack.com:22/x"}, {"slack_url": f"https://a.example/{'x' * 2048}"},
            {"email": "stranger@example.com"}, {"off": "yes"}, {"digest_off": True}, {"off": None},
        ],
    )  # fmt: skip
    def test_what_may_not_be_is_refused_and_changes_nothing(self, call, body, settings):
        settings.WEBHOOK_SCHEMES = ["https"]
        answer = call("patch", "/digest", body, content_type="application/json")
        assert (answer.status_code, answer.json()["error"]["code"]) == (400, "VALIDATION_ERROR")
        with staff_scope():
            assert not Client.objects.get().digest_slack_sealed

    def test_a_client_changes_its_own_alone_and_not_with_a_key_that_may_only_read(self, call, client_account):
        other = make_client("Another")
        call("patch", "/digest", {"off": True}, content_type="application/json")
        with staff_scope():
            assert not Client.objects.get(pk=other.pk).digest_off
        read_only = make_key(client_account, scopes=["read"])
        answer = call("patch", "/digest", {"off": False}, key=read_only, content_type="application/json")
        assert answer.status_code == 403


class TestConsoleAndCommand:
    @pytest.fixture
    def boss(self):
        browser = Browser()
        browser.force_login(get_user_model().objects.create_superuser("boss", password="a-long-password"))
        return browser

    def form(self, **values):
        given = {"name": "Otley Homes", "is_active": "on", "watch_cadence": "daily", "digest_email": "a@example.com"}
        return given | values

    def test_staff_set_a_clients_addresses_and_the_secret_one_is_not_shown_again(self, boss, reader):
        page, url = reverse("admin:clients_client_change", args=[reader.pk]), "https://hooks.slack.com/services/secret"
        assert boss.post(page, self.form(digest_slack_url=url)).status_code == 302
        with staff_scope():
            assert unseal(bytes(Client.objects.get().digest_slack_sealed or b"")) == url
        shown = boss.get(page).content.decode()
        assert ("services/secret" in shown, "One is set." in shown) == (False, True)
        boss.post(page, self.form())
        with staff_scope():
            assert Client.objects.get().digest_slack_sealed
        boss.post(page, self.form(forget_digest_slack_url="on"))
        with staff_scope():
            assert Client.objects.get().digest_slack_sealed is None

    def test_an_address_of_our_network_is_refused_in_the_form(self, boss, reader):
        page = reverse("admin:clients_client_change", args=[reader.pk])
        answer = boss.post(page, self.form(digest_slack_url="https://169.254.169.254/latest"))
        assert "Nothing may be sent to this address" in answer.content.decode()

    def test_staff_have_a_digest_sent_again(self, boss, reader):
        queue_digests(DAY)
        send_digests()
        page = reverse("admin:listings_digest_changelist")
        boss.post(page, {"action": "send_again", "_selected_action": str(rows()[0].pk)})
        send_digests()
        assert len(mail.outbox) == 2

    def test_the_command_prints_a_clients_digest_and_staffs(self, reader, capsys):
        call_command("digest", "--client", "Otley Homes", "--date", "2026-05-04", "--print")
        assert "A house by the mill" in capsys.readouterr().out
        call_command("digest", "--date", "2026-05-04", "--print", "--html")
        assert "<h2" in capsys.readouterr().out
        with client_scope(reader.pk):
            assert not Digest.objects.exists()
        with pytest.raises(CommandError, match="there is no client"):
            call_command("digest", "--client", "Nobody", "--print")

    def test_the_command_queues_everybodys(self, reader, capsys):
        call_command("digest", "--date", "2026-05-04")
        assert capsys.readouterr().out == "Digests queued of 2026-05-04: 1\n"
