"""Long forms in groups, each with a heading."""

from django import forms

from complaints.models import IntakeReview
from complaints.models.sop_record import SopRecord

GROUPS: dict[type[SopRecord], tuple[tuple[str, tuple[str, ...]], ...]] = {
    IntakeReview: (
        (
            "Access and urgency",
            (
                "has_access_to_care",
                "immediate_need_exists",
                "days_of_medication_left",
                "coverage_determination",
            ),
        ),
        ("Who is concerned", ("beneficiary_state", "notify_party", "press_hill_interest")),
        (
            "Disenrollment",
            (
                "disenrollment_reason",
                "disenrollment_effective_date",
                "irmaa_owed",
                "good_cause_requested",
            ),
        ),
        ("Refund", ("refund_issued_on", "refund_due")),
    ),
}


def grouped(kind: type[SopRecord], form: forms.Form) -> list[tuple[str, list[forms.BoundField]]]:
    """Heading and fields of each group; fields of no group come last, without a heading."""
    groups = [(heading, [form[name] for name in names]) for heading, names in GROUPS.get(kind, ())]
    placed = {field.name for _, fields in groups for field in fields}
    rest = [field for field in form if field.name not in placed]
    return [*groups, ("", rest)] if rest else groups
