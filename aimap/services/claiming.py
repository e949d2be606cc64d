"""Proposals as work: claimed under a lease, tried again until they are done, or given up.

The row is the truth. It counts an attempt before the attempt is made, so a page that kills its worker is given up after
MAX_ATTEMPTS instead of never. While one runs, `next_attempt_at` is the end of its lease: an expired lease is simply due
again.
"""

import random
from datetime import timedelta
from typing import Any
from uuid import uuid4

import structlog
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from aimap.metrics import PROPOSALS
from aimap.models import Proposal
from propscrape.errors import Internal, ServiceError

logger = structlog.get_logger(__name__)
MAX_ATTEMPTS = 3
TIME_LIMIT_S = 600
LEASE = timedelta(seconds=TIME_LIMIT_S + 30)  # longer than a task may run
FIRST_RETRY_S = 20
JITTER = 0.2
WORKER_LOST = "The worker was lost in every attempt."
State = Proposal.State


class ProposalLeaseLost(Exception):
    """Another worker has the proposal by now, or somebody ended it."""


@transaction.atomic
def claim_proposal() -> Proposal | None:
    """Lease the proposal that has been due for longest to the caller, counting the attempt about to be made.

    Rows that another worker is just claiming are passed over (SKIP LOCKED).
    """
    now = timezone.now()
    due = Proposal.objects.due(now).filter(attempts__lt=MAX_ATTEMPTS)
    proposal = due.select_for_update(skip_locked=True).first()
    if proposal is None:
        return None
    proposal.state, proposal.attempts, proposal.started_at = State.RUNNING, proposal.attempts + 1, now
    proposal.lease_token = uuid4()
    proposal.leased_until = proposal.next_attempt_at = now + LEASE
    proposal.save(update_fields=["state", "attempts", "started_at", "lease_token", "leased_until", "next_attempt_at"])
    return proposal


def has_due_proposals() -> bool:
    """Whether a worker should be woken."""
    return Proposal.objects.due(timezone.now()).filter(attempts__lt=MAX_ATTEMPTS).exists()


@transaction.atomic
def bury_spent_proposals() -> int:
    """Give up due proposals that have no attempt left: their worker died each time. Returns how many."""
    due = Proposal.objects.due(timezone.now()).filter(attempts__gte=MAX_ATTEMPTS, state=State.RUNNING)
    spent = list(due.select_for_update(skip_locked=True))
    for proposal in spent:
        give_up(proposal, Internal(WORKER_LOST))
    return len(spent)


def note_step(proposal: Proposal, step: int, of: int, name: str) -> None:
    """Say how far it is. Raises ProposalLeaseLost."""
    _write(proposal, step=step, steps=of, step_name=name)


def end_proposal(proposal: Proposal, **result: Any) -> None:
    """Write down what came of it; staff decide. Raises ProposalLeaseLost."""
    ended = {"state": State.DONE, "finished_at": timezone.now(), "error_code": None, "error_message": None}
    _write(proposal, **ended, leased_until=None, lease_token=None, **result)
    PROPOSALS.labels(proposal.origin, State.DONE).inc()


def note_failure(proposal: Proposal, error: ServiceError) -> None:
    """Try it again later, or give it up after the last attempt; what its own pages are to blame for at once."""
    if error.status < Internal.status or proposal.attempts >= MAX_ATTEMPTS:
        give_up(proposal, error)
        return
    wait_s = FIRST_RETRY_S * 2 ** (proposal.attempts - 1) * random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311
    due_at = timezone.now() + timedelta(seconds=wait_s)
    _write(proposal, state=State.QUEUED, next_attempt_at=due_at, leased_until=None, lease_token=None, **_told(error))


def give_up(proposal: Proposal, error: ServiceError) -> None:
    """End it without a result."""
    ended = {"state": State.FAILED, "finished_at": timezone.now(), "leased_until": None, "lease_token": None}
    _write(proposal, **ended, **_told(error))
    PROPOSALS.labels(proposal.origin, State.FAILED).inc()
    logger.warning(
        "proposal_failed", category="ai_mapping", proposal=str(proposal.pk), host=proposal.host, code=error.code
    )


def _told(error: ServiceError) -> dict[str, str]:
    return {"error_code": error.code, "error_message": error.message[:500]}


def _write(proposal: Proposal, **values: Any) -> None:
    if not _held(proposal).update(**values):
        raise ProposalLeaseLost
    for name, value in values.items():
        setattr(proposal, name, value)


def _held(proposal: Proposal) -> QuerySet[Proposal]:
    """The row, as long as it is the caller's."""
    return Proposal.objects.filter(pk=proposal.pk, state=State.RUNNING, lease_token=proposal.lease_token)
