"""How long proposals are kept: pages that were sent in 30 days, proposals 180, those that were approved 365."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from aimap.models import Proposal, ProposalPage

PAGES_FOR, PROPOSALS_FOR, APPROVED_FOR = timedelta(days=30), timedelta(days=180), timedelta(days=365)
BATCH = 500


def purge_proposals() -> dict[str, int]:
    """Remove what is older than it is kept for; how many of each. A proposal that is underway stays."""
    now = timezone.now()
    pages = ProposalPage.objects.filter(html_zstd__isnull=False, proposal__created_at__lt=now - PAGES_FOR)
    ids = list(pages.exclude(proposal__state__in=Proposal.UNFINISHED).values_list("pk", flat=True)[:BATCH])
    emptied = ProposalPage.objects.filter(pk__in=ids).update(html_zstd=None)
    decided = Q(state=Proposal.State.APPROVED)
    old = Proposal.objects.filter(
        (~decided & Q(created_at__lt=now - PROPOSALS_FOR)) | (decided & Q(created_at__lt=now - APPROVED_FOR))
    ).exclude(state__in=Proposal.UNFINISHED)
    gone = list(old.values_list("pk", flat=True)[:BATCH])
    Proposal.objects.filter(pk__in=gone).delete()
    return {"pages": emptied, "proposals": len(gone)}
