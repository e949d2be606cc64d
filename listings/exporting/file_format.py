"""What makes up a file of listings, written record by record so that memory stays constant."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from listings.exporting.records import Record


@dataclass(frozen=True, slots=True)
class FileFormat:
    """A format: what stands before, between and after its records, and how one record is written."""

    media_type: str
    extension: str
    opening: bytes
    between: bytes
    closing: bytes
    write: Callable[[Record], bytes]


def chunks_of(file_format: FileFormat, pages: Iterable[Iterable[Record]]) -> Iterator[bytes]:
    """A whole file of the records on `pages`, in one chunk for each page, with the opening and the closing."""
    yield file_format.opening
    is_first = True
    for page in pages:
        written = file_format.between.join(map(file_format.write, page))
        if written:
            yield written if is_first else file_format.between + written
            is_first = False
    yield file_format.closing
