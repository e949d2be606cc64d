"""What a look at a watched page means for its watch: failures in a row pause it, and so does a listing that is gone."""

from django.utils import timezone

from listings.models import Listing, Scrape, Watch
from listings.services.news import news_of_paused_watch
from webhooks.services.publishing import Facts, publish_events

# Looks in a row that read nothing
MAX_FAILURES = 5
GOOD = frozenset({Scrape.Outcome.OK, Scrape.Outcome.UNCHANGED, Scrape.Outcome.MOVED})


def note_watch(scrape: Scrape) -> None:
    """Note a scrape's end with its watch, if it has one. Call it in a scope of the client, after the row is written."""
    if scrape.watch_id is None:
        return
    watch = Watch.objects.standing().select_for_update().filter(pk=scrape.watch_id).first()
    if watch is None:
        return
    watch.last_scrape_at, watch.last_outcome = timezone.now(), scrape.outcome
    page = Listing.objects.filter(client_id=watch.client_id, canonical_url=watch.canonical_url).first()
    if _was_read(scrape):
        watch.failures = 0
    elif scrape.outcome != Scrape.Outcome.GONE or page is None or page.gone_seen_at is None:
        watch.failures += 1
    watch.save(update_fields=["last_scrape_at", "last_outcome", "failures"])
    reason = _reason_to_pause(watch, page)
    if reason is not None and watch.state == Watch.State.ACTIVE:
        _pause(watch, scrape, reason)


def _was_read(scrape: Scrape) -> bool:
    """A search page that leads to no listing was, too: there may be none for now."""
    is_empty_search = scrape.outcome == Scrape.Outcome.NOT_A_LISTING and scrape.links_found is not None
    return scrape.outcome in GOOD or is_empty_search


def _reason_to_pause(watch: Watch, page: Listing | None) -> Watch.Reason | None:
    """A page that one look found gone is looked at on; a second look decides."""
    if page is not None and page.gone_at is not None:
        return Watch.Reason.GONE
    return Watch.Reason.FAILING if watch.failures >= MAX_FAILURES else None


def _pause(watch: Watch, scrape: Scrape, reason: Watch.Reason) -> None:
    watch.state, watch.paused_reason = Watch.State.PAUSED, reason
    watch.save(update_fields=["state", "paused_reason"])
    publish_events(
        client_id=watch.client_id,
        key=None,
        happenings=[news_of_paused_watch(watch, scrape)],
        facts=Facts(portal=watch.portal),
    )
