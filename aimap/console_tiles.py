"""What the console's first page says of proposals. One indexed query."""

from django.db.models import Count, Q
from django.urls import reverse

from aimap.models import Proposal
from propscrape.console_tiles import Tile


def waiting_proposals() -> Tile:
    """Proposals that wait for staff, and how many of them repair a portal that changed."""
    waiting = Proposal.objects.filter(state=Proposal.State.DONE).order_by()
    counts = waiting.aggregate(all=Count("pk"), repairs=Count("pk", filter=Q(origin=Proposal.Origin.REPAIR)))
    note = f"{counts['repairs']} to repair a portal" if counts["repairs"] else "none to repair a portal"
    tone = "bad" if counts["repairs"] else "fair" if counts["all"] else "plain"
    return Tile("Mappings to decide", f"{counts['all']:,}", note, reverse("ai_map:index"), position=7, tone=tone)
