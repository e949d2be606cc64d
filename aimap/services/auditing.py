"""Who asked for what, and who decided: Django's own record of staff's work, shown as the history of a row."""

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

from aimap.models import Proposal

Staff = AbstractBaseUser | AnonymousUser


def note_asked(user: Staff, proposal: Proposal) -> None:
    """Somebody asked for a proposal."""
    _note(user, proposal, ADDITION, f"Asked for: {proposal.get_origin_display()}")


def note_done(user: Staff, proposal: Proposal, what: str) -> None:
    """Somebody did this to a proposal."""
    _note(user, proposal, CHANGE, what)


def _note(user: Staff, proposal: Proposal, flag: int, what: str) -> None:
    assert user.pk is not None  # nobody comes here without having logged in
    LogEntry.objects.log_actions(user_id=user.pk, queryset=[proposal], action_flag=flag, change_message=what)
