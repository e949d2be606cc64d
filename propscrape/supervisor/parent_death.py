"""Processes that end when the one that started them is killed (Linux; elsewhere the next start cleans up)."""

import ctypes
import signal
import sys
from collections.abc import Callable

PR_SET_PDEATHSIG = 1  # prctl(2)

_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def signal_on_parent_death(number: signal.Signals) -> Callable[[], None] | None:
    """What a new child must run before exec to receive this signal when its parent dies, even by SIGKILL.

    The kernel watches the *thread* that forked: start children from one that lives as long as the process.
    It forgets the wish when the child changes its user, which `subprocess` does before this runs.
    """
    if _libc is None:
        return None
    prctl = _libc.prctl

    def ask_for_signal() -> None:
        prctl(PR_SET_PDEATHSIG, int(number))

    return ask_for_signal
