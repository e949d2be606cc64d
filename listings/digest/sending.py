"""Sending what is due: gathered, written and sent without a transaction, then noted.

A worker that dies between the sending and the noting sends again; a mail has the same Message-ID then.
"""

from datetime import timedelta
from email.utils import parseaddr
from smtplib import SMTPException

import structlog
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone

from listings.digest.addresses import Addresses, addresses_for
from listings.digest.contents import Contents
from listings.digest.gathering import contents_for
from listings.digest.queueing import MAX_ATTEMPTS, claim_digest, end_digest
from listings.digest.slack import NotPosted, post_to_slack
from listings.digest.unsubscribing import unsubscribe_headers, unsubscribe_url
from listings.digest.writing import as_html, as_slack, as_text
from listings.models import Digest
from propscrape.sealing import SealBroken

logger = structlog.get_logger(__name__)
State, Channel = Digest.State, Digest.Channel
# After the first, second, ... attempt
GAPS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360))


def send_due_digests(*, limit: int) -> int:
    """Send up to `limit` digests that are due; how many were taken up."""
    for taken in range(limit):
        digest = claim_digest()
        if digest is None:
            return taken
        send_digest(digest)
    return limit


def send_digest(digest: Digest) -> None:
    """Send a claimed digest and note what became of it."""
    token = digest.lease_token
    try:
        addresses = addresses_for(digest.client_id, digest.channel)
    except SealBroken as error:
        _note_failure(digest, NotPosted(f"the webhook's address: {error}", is_final=True))
        return
    if not addresses.has(digest.channel):
        end_digest(digest, token, state=State.OFF)
        return
    contents = contents_for(client_id=digest.client_id, day=digest.day)
    if contents.is_empty:
        end_digest(digest, token, state=State.EMPTY)
        return
    try:
        _send(digest, addresses, contents)
    except NotPosted as error:
        _note_failure(digest, error)
    except (SMTPException, OSError) as error:
        _note_failure(digest, NotPosted(f"{type(error).__name__}: {error}"))
    else:
        end_digest(digest, token, state=State.SENT, sent_at=timezone.now(), subject=contents.subject[:255], error="")


def _send(digest: Digest, addresses: Addresses, contents: Contents) -> None:
    if digest.channel == Channel.SLACK:
        post_to_slack(addresses.slack_url, as_slack(contents), is_trusted=addresses.is_trusted)
        return
    message = mail_of(digest, addresses, contents)
    message.send()


def mail_of(digest: Digest, addresses: Addresses, contents: Contents) -> EmailMultiAlternatives:
    """The mail: text, and HTML beside it; a client's with the headers by which it is ended."""
    link = unsubscribe_url(digest.client_id, addresses.emails[0]) if digest.client_id else None
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    headers = {"Message-ID": f"<digest.{digest.pk}@{domain}>", "Auto-Submitted": "auto-generated"}
    message = EmailMultiAlternatives(
        subject=contents.subject,
        body=as_text(contents, unsubscribe_url=link),
        to=list(addresses.emails),
        headers=headers | (unsubscribe_headers(link) if link else {}),
    )
    message.attach_alternative(as_html(contents, unsubscribe_url=link), "text/html")
    return message


def _note_failure(digest: Digest, error: NotPosted) -> None:
    is_over = error.is_final or digest.attempts >= MAX_ATTEMPTS
    gap = max(error.wait, GAPS[min(digest.attempts, len(GAPS)) - 1])
    end_digest(
        digest,
        digest.lease_token,
        state=State.DEAD if is_over else State.FAILED,
        next_attempt_at=timezone.now() + gap,
        error=error.reason[:255],
    )
    logger.warning("digest_not_sent", digest=str(digest.pk), reason=error.reason, is_over=is_over)
