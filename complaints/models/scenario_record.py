"""Records of the SOP's scenarios: each a full statement of the facts, the newest one counts."""

from collections.abc import Iterable
from dataclasses import fields, replace
from typing import Any, ClassVar, Self

from complaints import sop
from complaints.models.sop_record import SopRecord


class ScenarioRecord(SopRecord):
    """`fact` names the record in `CaseFacts`, `fact_kind` its shape: fields of the same name are copied.

    To change what was stated, state it again: a new row, which is judged anew."""

    action = sop.Action.SAVE_COMPLAINT
    fact: ClassVar[str]
    fact_kind: ClassVar[type[Any]]
    read_with: ClassVar[tuple[str, ...]] = ()  # relations its facts are read from

    class Meta(SopRecord.Meta):
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk} of {self.complaint_id}"

    @classmethod
    def newest_of(cls, complaint_ids: Iterable[str]) -> dict[str, Self]:
        """The statement that counts, by complaint id. One query."""
        rows: Any = cls.objects.filter(complaint__in=list(complaint_ids))
        newest = rows.order_by("complaint_id", "-pk").distinct("complaint_id")
        if cls.read_with:
            newest = newest.select_related(*cls.read_with)
        return {record.complaint_id: record for record in newest}

    def as_facts(self) -> Any:
        """The record as the SOP reads it."""
        named = {field.name for field in self._meta.get_fields()}
        copied = {f.name: getattr(self, f.name) for f in fields(self.fact_kind) if f.name in named}
        return self.fact_kind(**copied)

    def facts(self, case: sop.CaseFacts) -> sop.CaseFacts:
        return replace(case, **{self.fact: self.as_facts()})


class TellsInNote(SopRecord):
    """A record that is told in a casework note, saved with it in one transaction: both or neither."""

    class Meta(SopRecord.Meta):
        abstract = True

    def note_text(self) -> str:
        """The note to be saved with the record; "" for none."""
        raise NotImplementedError

    def findings(self) -> tuple[sop.Finding, ...]:
        """What the SOP says to the record, and to its note."""
        return (*super().findings(), *self._of_the_note())

    def enact(self) -> None:
        from complaints.models.casework import CaseworkNote

        if text := self.note_text():
            CaseworkNote.enter(self.complaint_id, self.author, self.acknowledgements, text=text)

    def _of_the_note(self) -> tuple[sop.Finding, ...]:
        from complaints.models.casework import CaseworkNote

        text = self.note_text()
        if not text:
            return ()
        note = CaseworkNote(complaint_id=self.complaint_id, author=self.author, text=text)
        return tuple(replace(finding, field="note") for finding in note.findings())
