"""Ctrl-C and SIGTERM as a flag, so that they never interrupt a half-made step."""

import signal
import time
from types import FrameType


class StopRequested(Exception):
    """Somebody asked us to stop."""


class StopRequest:
    """Set by SIGINT, SIGTERM or a closed terminal; looked at in every wait."""

    def __init__(self) -> None:
        self.signal: signal.Signals | None = None

    def listen(self) -> None:
        """Take over the signals. An ignored SIGHUP (nohup) stays ignored; an ignored SIGINT (`&` in a script) not."""
        signal.signal(signal.SIGINT, self._receive)
        signal.signal(signal.SIGTERM, self._receive)
        if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
            signal.signal(signal.SIGHUP, self._receive)

    def pause(self, seconds: float) -> None:
        """Sleep. Raises StopRequested when somebody asked."""
        if self.signal is None:
            time.sleep(seconds)
        if self.signal is not None:
            raise StopRequested(self.signal.name)

    def _receive(self, number: int, frame: FrameType | None) -> None:
        self.signal = signal.Signals(number)
