from dataclasses import replace

from complaints import sop
from complaints.models.scenarios import fields as f
from complaints.models.sop_record import SopRecord


class AccessGrant(SopRecord):
    """Access to care or medication was given or restored, and how, or withdrawn again."""

    action = sop.Action.RECORD_ACCESS

    access_granted_on = f.day("Access given", "SOP D, note 4; H, note 3; P, note 4")
    withdrawn_on = f.day("Access withdrawn", "SOP P, note 4: while Part D-IRMAA is owed")
    remark = f.text("How")

    class Meta(SopRecord.Meta):
        verbose_name = "access to care"

    def __str__(self) -> str:
        return f"access {self.pk} of {self.complaint_id}"

    def as_facts(self) -> sop.AccessFacts:
        return sop.AccessFacts(self.access_granted_on, self.withdrawn_on)

    def facts(self, case: sop.CaseFacts) -> sop.CaseFacts:
        return replace(case, access=self.as_facts())


class CmsDirection(SopRecord):
    """CMS's own word that allows what the SOP does not, such as B.note.2: who said what, where, when."""

    action = sop.Action.SAVE_COMPLAINT

    reference = f.text("Where CMS said so", "Such as: Regional Office 2, e-mail of 11/14")
    directed_on = f.day("When")
    text = f.text("What CMS directs")

    class Meta(SopRecord.Meta):
        verbose_name = "direction by CMS"

    def __str__(self) -> str:
        return f"direction {self.pk} on {self.complaint_id}"

    def facts(self, case: sop.CaseFacts) -> sop.CaseFacts:
        return case
