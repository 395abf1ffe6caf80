"""A plan download on its way to staging: records to it, lines that make none to whoever keeps them."""

from collections.abc import Callable, Collection, Iterator

from hpms_sync.download.arrived import Arrived
from hpms_sync.files.plan_download import FileRecord, LooseLines, PlanDownload

Keep = Callable[[LooseLines], None]


def records_of(download: PlanDownload, keep: Keep) -> Iterator[Arrived]:
    """The file's records as staging takes them; `keep` gets the other lines as they come."""
    for item in download:
        if isinstance(item, LooseLines):
            keep(item)
        else:
            yield Arrived.of_columns(item.columns)


def lines_of(download: PlanDownload, digests: Collection[bytes]) -> dict[bytes, int]:
    """On which line the records of these digests begin: staging knows a record by its digest alone. Of a
    record that stands there twice, the first."""
    found: dict[bytes, int] = {}
    if not digests:
        return found
    for item in download:
        if isinstance(item, FileRecord):
            digest = Arrived.of_columns(item.columns).digest
            if digest in digests:
                found.setdefault(digest, item.line)
    return found
