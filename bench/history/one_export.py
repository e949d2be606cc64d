"""`python -m bench.history.one_export ID`: writes one queued export as a worker does, and says what that took, as JSON.

A process of its own, so that its memory is the export's: it does what Celery would call, without Celery.
"""

import json
import sys
from time import perf_counter
from uuid import UUID

import django

from bench.resident_memory import peak_bytes

BYTES_PER_MB = 1_000_000


def main() -> int:
    """Exit status: 0 once it is done, 1 when nothing was due or it failed."""
    django.setup()
    # Models are there to be imported only now
    from listings.services.export_claiming import claim_export
    from listings.services.export_writing import run_export

    before_mb = peak_bytes() / BYTES_PER_MB
    export = claim_export(only=UUID(sys.argv[1]))
    if export is None:
        return 1
    started = perf_counter()
    run_export(export)
    seconds = perf_counter() - started
    print(json.dumps({"seconds": seconds, "before_mb": before_mb, "peak_mb": peak_bytes() / BYTES_PER_MB}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
