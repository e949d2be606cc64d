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
    watch = Watch.objects.select_for_update().filter(pk=scrape.watch_id).first()
    if watch is None:
        return
    watch.last_scrape_at, watch.last_outcome = timezone.now(), scrape.outcome
    is_good = scrape.outcome in GOOD
    watch.failures = 0 if is_good else watch.failures + 1
    watch.save(update_fields=["last_scrape_at", "last_outcome", "failures"])
    if not is_good:
        _pause_if_it_fails(watch, scrape)


def _pause_if_it_fails(watch: Watch, scrape: Scrape) -> None:
    reason = _reason_to_pause(watch, scrape)
    if reason is None or watch.state == Watch.State.PAUSED:
        return
    watch.state, watch.paused_reason = Watch.State.PAUSED, reason
    watch.save(update_fields=["state", "paused_reason"])
    publish_events(
        client_id=watch.client_id,
        key=None,
        happenings=[news_of_paused_watch(watch, scrape)],
        facts=Facts(portal=watch.portal),
    )


def _reason_to_pause(watch: Watch, scrape: Scrape) -> Watch.Reason | None:
    if Listing.objects.filter(canonical_url=watch.canonical_url, gone_at__isnull=False).exists():
        return Watch.Reason.GONE
    return Watch.Reason.FAILING if watch.failures >= MAX_FAILURES else None
