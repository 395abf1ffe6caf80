"""Which records there are, under which word of the address, and what a person fills in of each."""

from dataclasses import dataclass
from typing import Any

from django.db import models

from complaints.models.scenario_record import ScenarioRecord
from complaints.models.scenarios import (
    AccessGrant,
    BaeRequest,
    CmsDirection,
    GoodCauseReview,
    IntakeReview,
    MarketingInvestigation,
    PremiumWithholdReview,
    RepeatLink,
    RetroRequest,
    RpcRejection,
    RpcSubmission,
)
from complaints.models.sop_record import SopRecord

_NOT_ENTERED = {"id", "complaint", "assignment", "author", "created_at"}


@dataclass(frozen=True)
class Door:
    """`scenarios` are the letters it belongs to, the first one its home on the SOP pages."""

    word: str
    kind: type[SopRecord]
    scenarios: str

    @property
    def name(self) -> str:
        return str(self.kind._meta.verbose_name)

    @property
    def replaces(self) -> bool:
        """Whether a new one replaces the one before, so that its form begins with that one's values."""
        return issubclass(self.kind, ScenarioRecord)


DOORS: dict[str, Door] = {
    door.word: door
    for door in (
        Door("intake", IntakeReview, "H"),
        Door("retro", RetroRequest, "DE"),
        Door("rpc-submissions", RpcSubmission, "DEN"),
        Door("rpc-rejections", RpcRejection, "DE"),
        Door("access", AccessGrant, "HDP"),
        Door("bae-requests", BaeRequest, "N"),
        Door("good-cause", GoodCauseReview, "P"),
        Door("marketing", MarketingInvestigation, "L"),
        Door("premium-withhold", PremiumWithholdReview, "J"),
        Door("repeat", RepeatLink, "M"),
        Door("cms-directions", CmsDirection, "B"),
    )
}


def entered(kind: type[SopRecord]) -> list["models.Field[Any, Any]"]:
    """The fields a person fills, in the order of the model."""
    return [f for f in kind._meta.fields if f.editable and f.name not in _NOT_ENTERED]
