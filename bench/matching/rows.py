"""Listings for the bench: of 500 agents who write the same two sentences everywhere, each tenth one on a second portal.

What is on a second portal is told in other words, and often lacks its area, or is a little cheaper there.
"""

import random
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from bench.history.listing_rows import RowMaker
from listings.matching.block_keys import agent_key, stored_keys
from listings.matching.property_facts import facts_of
from listings.models import MatchKey
from listings.services.search_columns import search_columns
from propscrape.ids import new_id
from propscrape.tenancy import staff_scope

AGENTS, ONE_IN = 500, 10
SENTENCE_WORDS = 14
TABLE = MatchKey._meta.db_table


class TwinMaker(RowMaker):
    """Makes rows as RowMaker does, with agents and, after each tenth, its twin; `twins` are pairs of their ids."""

    def __init__(self) -> None:
        super().__init__()
        self.twins: list[tuple[UUID, UUID]] = []
        self._pick = random.Random(7)
        self._own_words = [self._prose_of(40) for _ in range(AGENTS)]

    def rows(self, client_id: UUID, count: int) -> list[dict[str, Any]]:
        """Values by column, twins included; keys are stored with them."""
        made: list[dict[str, Any]] = []
        while len(made) < count:
            row = self._of_agent(super().rows(client_id, 1)[0])
            made.append(row)
            if len(made) % ONE_IN == 0 and len(made) < count:
                made.append(self._twin(row))
        return made

    def _of_agent(self, row: dict[str, Any]) -> dict[str, Any]:
        agent = self._skewed(AGENTS)
        words = row["description"].split()
        sentences = [" ".join(words[at : at + SENTENCE_WORDS]) for at in range(0, len(words), SENTENCE_WORDS)]
        described = ". ".join([*sentences, self._own_words[agent]]) + "."
        street = f"{self._pick.choice(self.words).capitalize()} Lane"
        period = "total" if row["for_sale"] else "month"
        return self._searched(
            row
            | {"agent_company": f"agent {agent}", "description": described, "price_period": period}
            | {"street_name": street, "count_bathrooms": float(self._pick.randint(1, 3)), "locale_code": "en-GB"}
        )

    def _twin(self, row: dict[str, Any]) -> dict[str, Any]:
        pick, pk = self._pick, new_id()
        self.twins.append((row["id"], pk))
        words = row["description"].split()
        told = [word if pick.random() < 0.5 else pick.choice(self.words) for word in words[:-40]]
        url = f"https://second.example/homes/{pk}"
        cheaper = 0.97 if pick.random() < 0.2 else 1
        return self._searched(
            row
            | {"id": pk, "canonical_url": url, "import_url": url, "portal": "second", "agent_company": "agent other"}
            | {"description": " ".join(told), "price_float": row["price_float"] * cheaper}
            | {"price_cents": int(row["price_cents"] * cheaper)}
            | {"constructed_area": None if pick.random() < 0.2 else row["constructed_area"]}
            | {"latitude": row["latitude"] + pick.uniform(-0.001, 0.001)}
        )

    def _searched(self, row: dict[str, Any]) -> dict[str, Any]:
        return row | search_columns(row)

    def _prose_of(self, count: int) -> str:
        return " ".join(self._prose().split()[:count])


def store_keys(rows: Sequence[dict[str, Any]]) -> int:
    """Store the keys of listings as matching does, many at once; how many they are."""
    keys = []
    for row in rows:
        facts = facts_of(row)
        found = stored_keys(facts) | ({agent_key(facts.agent)} if facts.agent else set())
        keys += [(new_id(), row["client_id"], key, row["id"]) for key in found]
    columns = "id, client_id, key, listing_id"
    with staff_scope(), connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE made_keys ON COMMIT DROP AS SELECT {columns} FROM {TABLE} WITH NO DATA")
        with cursor.cursor.copy(f"COPY made_keys ({columns}) FROM STDIN") as copy:
            for key in keys:
                copy.write_row(key)
        cursor.execute(f"INSERT INTO {TABLE} ({columns}) SELECT {columns} FROM made_keys")
    return len(keys)
