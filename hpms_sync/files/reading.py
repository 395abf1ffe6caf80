"""A plan download on its way to staging: records to it, lines that make none to whoever keeps them."""

from collections.abc import Callable, Collection, Iterator

from ctm_casework.accounts.models import Contract
from hpms_sync.download.arrived import Arrived
from hpms_sync.files.plan_download import FileRecord, LooseLines, PlanDownload
from hpms_sync.layouts import column_name

Keep = Callable[[LooseLines], None]


class Others:
    """Contracts known here that a file is not brought for. What is of them is left out and counted: the
    file stays with whoever has it, and other people's casework is no record to look after."""

    def __init__(self, asked: Collection[str]) -> None:
        self._contracts = frozenset(
            Contract.objects.exclude(pk__in=asked).values_list("pk", flat=True)
        )
        self.count = 0

    def have(self, item: FileRecord | LooseLines) -> bool:
        """Whether it is theirs; it is counted then."""
        theirs = contract_in(item) in self._contracts
        self.count += theirs
        return theirs


def records_of(download: PlanDownload, others: Others, keep: Keep) -> Iterator[Arrived]:
    """The file's records as staging takes them; `keep` gets the other lines as they come. Neither gets
    what `others` have."""
    for item in download:
        if others.have(item):
            continue
        if isinstance(item, LooseLines):
            keep(item)
        else:
            yield Arrived.of_columns(item.columns)


def contract_in(item: FileRecord | LooseLines) -> str:
    """As it came; "" where there is none."""
    if isinstance(item, LooseLines):
        return item.contract_id
    named = (value for name, value in item.columns.items() if column_name(name) == "CONTRACT_ID")
    return next(named, "").strip()


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
