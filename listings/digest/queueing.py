"""Queueing a day's digests, each once, and claiming them."""

from datetime import date, timedelta
from uuid import UUID, uuid4

from celery import signature
from django.utils import timezone

from listings.digest.addresses import readers
from listings.models import Digest
from propscrape.announcing import announce
from propscrape.tenancy import staff_scope

# By name: the task's own module imports the services that call this
SEND_DIGESTS = signature("listings.digest_tasks.send_digests", queue="upkeep", immutable=True)
MAX_ATTEMPTS = 6
LEASE = timedelta(minutes=5)
WORKER_LOST = "The worker was lost in the last attempt."


def yesterday() -> date:
    """The last day that is over, UTC."""
    return timezone.now().date() - timedelta(days=1)


def queue_digests(day: date) -> int:
    """Queue the digest of a day for everybody who wants one and has none yet; how many. Safe to run twice."""
    wanted = [Digest(client_id=client_id, channel=channel, day=day) for client_id, channel in readers()]
    with staff_scope():
        there = Digest.objects.filter(day=day).count()
        Digest.objects.bulk_create(wanted, ignore_conflicts=True, batch_size=1_000)
        queued = Digest.objects.filter(day=day).count() - there
        announce(SEND_DIGESTS)
    return queued


def claim_digest() -> Digest | None:
    """Lease the digest that has been due for longest, counting the attempt before it is made.

    Rows that another worker is just claiming are passed over (SKIP LOCKED).
    """
    now = timezone.now()
    with staff_scope():
        due = Digest.objects.due(now).filter(attempts__lt=MAX_ATTEMPTS)
        digest = due.select_for_update(skip_locked=True).first()
        if digest is None:
            return None
        digest.state, digest.attempts = Digest.State.SENDING, digest.attempts + 1
        digest.lease_token, digest.next_attempt_at = uuid4(), now + LEASE
        digest.save(update_fields=["state", "attempts", "lease_token", "next_attempt_at"])
    return digest


def bury_spent_digests() -> int:
    """Give up due digests that have no attempt left: their worker died each time. How many."""
    with staff_scope():
        spent = Digest.objects.due(timezone.now()).filter(attempts__gte=MAX_ATTEMPTS)
        ids = list(spent.select_for_update(skip_locked=True).values_list("pk", flat=True))
        return Digest.objects.filter(pk__in=ids).update(state=Digest.State.DEAD, error=WORKER_LOST)


def end_digest(digest: Digest, token: UUID | None, **values: object) -> bool:
    """Write down how an attempt ended; not where the lease is another worker's by now."""
    with staff_scope():
        held = Digest.objects.filter(pk=digest.pk, lease_token=token, state=Digest.State.SENDING)
        return bool(held.update(lease_token=None, **values))
