"""What tests of scrapes do: ask for pages, run what may run, and read the rows again."""

from datetime import timedelta

from django.utils import timezone

from listings.models import PortalState, Scrape, Watch
from listings.services.claiming import claim_scrape
from listings.services.queueing import queue_scrape
from listings.services.scraping import run_scrape
from propscrape.tenancy import client_scope, staff_scope
from tests.sample_pages import sample
from webhooks.models import Event

PAGE = sample("rightmove")[1].encode()
PATH = "/properties/900000101"
RIGHTMOVE = "uk_rightmove"


def queue(account, url, **options):
    """A queued scrape of the client's."""
    return queue_scrape(client_id=account.pk, url=url, **options)


def reload(scrape):
    """The scrape as it is now."""
    with client_scope(scrape.client_id):
        return Scrape.objects.select_related("listing").get(pk=scrape.pk)


def run_due(limit=20):
    """What workers do until nothing may run; how many they ran."""
    for done in range(limit):
        if (scrape := claim_scrape()) is None:
            return done
        run_scrape(scrape)
    return limit


def claim(**options):
    """What may run next, as one worker takes it."""
    scrape = claim_scrape(**options)
    assert scrape is not None
    return scrape


def come_due(scrape):
    """Its next attempt's time has come."""
    with staff_scope():
        Scrape.objects.filter(pk=scrape.pk).update(next_attempt_at=timezone.now())


def let_pass(**duration):
    """The clock of every scrape, watch and portal, moved on."""
    past = timedelta(**duration)
    with staff_scope():
        for scrape in Scrape.objects.all():
            scrape.next_attempt_at -= past
            scrape.leased_until = scrape.leased_until and scrape.leased_until - past
            scrape.save()
        for watch in Watch.objects.all():
            watch.next_due_at -= past
            watch.last_scrape_at = watch.last_scrape_at and watch.last_scrape_at - past
            watch.save()
        for state in PortalState.objects.exclude(last_success_at=None, last_failure_at=None):
            for name in ("next_fetch_at", "rest_until", "probe_at", "opened_at", "last_success_at"):
                if (moment := getattr(state, name)) is not None:
                    setattr(state, name, moment - past)
            state.save()


def events_of(account):
    """The types of a client's events, in order."""
    with client_scope(account.pk):
        return list(Event.objects.order_by("occurred_at", "sequence").values_list("type", flat=True))


def state_of(portal=RIGHTMOVE):
    """How fetching a portal goes."""
    return PortalState.objects.get(portal_id=portal)
