"""What words weigh among a client's listings, from a sample of them that each worker keeps for ten minutes."""

import time
from uuid import UUID

from listings.matching.comparing import Texts, text_of
from listings.matching.property_facts import COMPARED_FIELDS, PropertyFacts, facts_of
from listings.matching.texts import WordWeights, words_of
from listings.models import Listing
from listings.services.match_candidates import facts_of_agent

SAMPLE = 300
KEPT_FOR_S = 600
MAX_KEPT = 32
_kept: dict[UUID, tuple[float, WordWeights]] = {}


def texts_of(client_id: UUID) -> Texts:
    """Texts of a client, with the weights of its words and nothing known of its agents yet.

    Call it in a scope of the client.
    """
    now = time.monotonic()
    kept = _kept.get(client_id)
    if kept is None or now - kept[0] > KEPT_FOR_S:
        while len(_kept) >= MAX_KEPT:
            _kept.pop(next(iter(_kept)))
        kept = _kept[client_id] = now, _weights(client_id)
    return Texts(kept[1])


def learn_agents(texts: Texts, client_id: UUID, listings: list[PropertyFacts]) -> None:
    """Learn what the agents of these listings write everywhere. Call it in a scope of the client."""
    for agent in {facts.agent for facts in listings if facts.agent is not None}:
        if not texts.knows_agent(agent):
            texts.add_agent(agent, facts_of_agent(client_id, agent))


def _weights(client_id: UUID) -> WordWeights:
    newest = Listing.objects.filter(client_id=client_id).order_by("-updated_at", "-pk").values(*COMPARED_FIELDS)
    return WordWeights(words_of(text_of(facts_of(row))) for row in newest[:SAMPLE])
