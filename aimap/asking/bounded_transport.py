"""What a provider may send back: so many bytes, from the address it was configured with, and nothing after a redirect.

Endpoints that staff configure are exempt from the policy of propscrape.outgoing: they may be on this machine.
"""

from collections.abc import Iterator

import httpx2

MAX_ANSWER_BYTES = 1_000_000
CONNECT_S = 5.0


class BoundedTransport(httpx2.HTTPTransport):
    """A transport whose answers end, by an error, once they are longer than MAX_ANSWER_BYTES."""

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """The response, bounded as it is read."""
        response = super().handle_request(request)
        if response.headers.get("content-encoding", "identity") != "identity":  # a small answer may inflate without end
            response.close()
            raise httpx2.ReadError("the answer is compressed, though it was asked not to be", request=request)
        assert isinstance(response.stream, httpx2.SyncByteStream)
        response.stream = _Bounded(response.stream, request)
        return response


class _Bounded(httpx2.SyncByteStream):
    def __init__(self, stream: httpx2.SyncByteStream, request: httpx2.Request) -> None:
        self._stream, self._request = stream, request

    def __iter__(self) -> Iterator[bytes]:
        left = MAX_ANSWER_BYTES
        for chunk in self._stream:
            left -= len(chunk)
            if left < 0:
                raise httpx2.ReadError("the answer is too long", request=self._request)
            yield chunk

    def close(self) -> None:
        self._stream.close()


def bounded_client() -> httpx2.Client:
    """A client that takes no proxy and no key from the environment, and follows no redirect."""
    return httpx2.Client(
        transport=BoundedTransport(),
        headers={"Accept-Encoding": "identity"},
        follow_redirects=False,
        trust_env=False,
    )


def time_limits(timeout_s: float) -> httpx2.Timeout:
    """For connecting less than for the answer."""
    return httpx2.Timeout(timeout_s, connect=min(CONNECT_S, timeout_s))
