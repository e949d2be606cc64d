"""Looking for likes as work: claimed some at a time under a lease, tried again, and given up after three attempts.

The row counts an attempt before it is made, so a listing that kills its worker is given up instead of never. While one
runs, `next_attempt_at` is the end of its lease.
"""

from collections.abc import Sequence
from datetime import timedelta
from uuid import uuid4

from django.db.models import F, QuerySet
from django.utils import timezone

from listings.models import MatchWork
from propscrape.tenancy import client_scope, staff_scope

MAX_ATTEMPTS = 3
LEASE = timedelta(minutes=5)  # longer than a task may run
RETRY_AFTER = timedelta(minutes=1)


def claim_matching(*, limit: int) -> list[MatchWork]:
    """Lease the work that has been due for longest to the caller, all of one client; empty when none is.

    What failed before, or killed its worker, comes by itself, so that it takes no others with it. Rows that another
    worker is just claiming are passed over (SKIP LOCKED).
    """
    now = timezone.now()
    with staff_scope():
        due = MatchWork.objects.due(now).filter(attempts__lt=MAX_ATTEMPTS).select_for_update(skip_locked=True)
        first = list(due[:limit])
        works = _together(first)
        token, until = uuid4(), now + LEASE
        MatchWork.objects.filter(pk__in=[work.pk for work in works]).update(
            state=MatchWork.State.RUNNING, attempts=F("attempts") + 1, next_attempt_at=until, lease_token=token
        )
    for work in works:
        work.lease_token = token
        work.attempts += 1
    return works


def _together(due: list[MatchWork]) -> list[MatchWork]:
    if not due or due[0].attempts:
        return due[:1]
    return [work for work in due if work.client_id == due[0].client_id and not work.attempts]


def end_matching(work: MatchWork, *, candidates: int) -> bool:
    """Write down that a listing was compared; whether the lease was still ours. Call it in a scope of the client."""
    now = timezone.now()
    return bool(
        _held(work).update(
            state=MatchWork.State.DONE, lease_token=None, attempts=0, candidates=candidates, matched_at=now
        )
    )


def note_failed_matching(work: MatchWork) -> None:
    """Have a listing tried again in a while; what has no attempt left is given up by the sweep."""
    with client_scope(work.client_id):
        again_at = timezone.now() + RETRY_AFTER * work.attempts
        _held(work).update(state=MatchWork.State.FAILED, lease_token=None, next_attempt_at=again_at)


def give_back_matching(works: Sequence[MatchWork]) -> None:
    """Give back what was claimed and not begun; it costs no attempt."""
    for work in works:
        with client_scope(work.client_id):
            _held(work).update(
                state=MatchWork.State.QUEUED,
                lease_token=None,
                next_attempt_at=timezone.now(),
                attempts=work.attempts - 1,
            )


def has_due_matching() -> bool:
    """Whether a worker should be woken."""
    with staff_scope():
        return MatchWork.objects.due(timezone.now()).filter(attempts__lt=MAX_ATTEMPTS).exists()


def bury_spent_matching(*, limit: int) -> int:
    """Give up due work that has no attempt left; how many."""
    with staff_scope():
        spent = MatchWork.objects.due(timezone.now()).filter(attempts__gte=MAX_ATTEMPTS)
        keys = list(spent.select_for_update(skip_locked=True).values_list("pk", flat=True)[:limit])
        return MatchWork.objects.filter(pk__in=keys).update(state=MatchWork.State.DEAD, lease_token=None)


def _held(work: MatchWork) -> QuerySet[MatchWork]:
    """The row of a piece of work, as long as it is the caller's."""
    return MatchWork.objects.filter(pk=work.pk, state=MatchWork.State.RUNNING, lease_token=work.lease_token)
