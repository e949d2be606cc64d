"""Leading from a proposal of a host that nobody registered to the page that registers it, with what was learned."""

import json
from urllib.parse import urlencode

from django.urls import reverse

from aimap.models import Proposal
from listings.services.portal_index import host_portal


def registered_slug(proposal: Proposal) -> str | None:
    """The portal of the proposal's host, also where it was registered since the proposal was made."""
    if proposal.portal_id is not None:
        return str(proposal.portal_id)
    found = host_portal(f"https://{proposal.host}/")
    return found.slug if found else None


def register_url(proposal: Proposal) -> str:
    """The console's form for a new portal, filled with the host and the market that its pages speak of."""
    market = json.loads(proposal.mapping_text or "{}").get("market", {})
    query = {"host": proposal.host, **{name: value for name, value in market.items() if isinstance(value, str)}}
    return f"{reverse('admin:listings_portal_add')}?{urlencode(query)}"
