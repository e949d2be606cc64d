"""Mails that lie in files, where no mail server is set: they hold addresses, and go after 30 days."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from propscrape.retention.policies import Dropped

KEPT_FOR = timedelta(days=30)
# As Django's filebased backend names them
FILES = "*.log"


def remove_old_mails(now: datetime, include_backfill: bool, is_dry_run: bool) -> Iterator[Dropped]:
    """Remove the files of mails that were written long enough ago, each as it is asked for; those of this machine."""
    before = (now - KEPT_FOR).timestamp()
    for file in sorted(Path(settings.EMAIL_FILE_PATH).glob(FILES)):
        try:
            found = file.lstat()
        except FileNotFoundError:  # somebody else was faster
            continue
        if found.st_mtime >= before:
            continue
        if not is_dry_run:
            file.unlink(missing_ok=True)
        yield Dropped(name=file.name, rows=1, bytes=found.st_size)
