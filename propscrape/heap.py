"""How often a working process looks for garbage.

The extraction of a page makes many short-lived objects and no cycles among them, so all of them are freed at once and a
collection finds nothing; yet by Python's defaults it would look after every 700 new objects.
"""

import gc

YOUNG_OBJECTS = 20_000
GENERATIONS = (20, 50)


def settle_heap() -> None:
    """Call once all is loaded: leaves what there is out of collections, and has the new looked through less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS, *GENERATIONS)
