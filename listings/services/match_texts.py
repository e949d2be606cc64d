"""What words weigh among a client's listings, and what its agents write everywhere.

Each worker keeps it for ten minutes. Both are worked out of samples: the newest listings of a client and of an agent.
"""

import time
from uuid import UUID

from listings.matching.boilerplate import boilerplate_of
from listings.matching.comparing import Texts, text_of
from listings.matching.property_facts import COMPARED_FIELDS, facts_of
from listings.matching.texts import WordWeights, words_of
from listings.models import Listing
from listings.services.match_candidates import facts_of_agent

SAMPLE = 300
KEPT_FOR_S = 600
MAX_CLIENTS, MAX_AGENTS = 32, 2_000
Sentences = frozenset[tuple[str, ...]]


class ClientTexts:
    """What is known of one client's texts."""

    def __init__(self, client_id: UUID) -> None:
        self.made_at = time.monotonic()
        self._client_id = client_id
        self._agents: dict[str, Sentences] = {}
        newest = Listing.objects.filter(client_id=client_id).order_by("-updated_at", "-pk").values(*COMPARED_FIELDS)
        self.weights = WordWeights(words_of(text_of(facts_of(row))) for row in newest[:SAMPLE])

    def boilerplate(self, agent: str) -> Sentences:
        """What an agent writes everywhere. Call it in a scope of the client."""
        found = self._agents.get(agent)
        if found is None:
            if len(self._agents) >= MAX_AGENTS:
                self._agents.clear()
            found = self._agents[agent] = boilerplate_of(facts_of_agent(self._client_id, agent))
        return found


_kept: dict[UUID, ClientTexts] = {}


def texts_of(client_id: UUID) -> Texts:
    """A client's texts, to be compared in a scope of the client. Call it in one, too."""
    kept = _kept.get(client_id)
    if kept is None or time.monotonic() - kept.made_at > KEPT_FOR_S:
        while len(_kept) >= MAX_CLIENTS:
            _kept.pop(next(iter(_kept)))
        kept = _kept[client_id] = ClientTexts(client_id)
    return Texts(kept.weights, kept.boilerplate)
