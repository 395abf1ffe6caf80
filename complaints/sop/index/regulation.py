"""The regulation on complaint timeframes: 42 CFR 422.125 (MA), 423.129 (Part D), 460.119 (PACE)."""

from complaints.sop.index.step import Kind, Step

REGULATIONS = "42 CFR 422.125, 423.129, 460.119"

REGULATION = (
    Step("CFR.resolve.immediate", Kind.TIMER, REGULATIONS, ("CLOCK",),
         "An Immediate Need complaint is resolved within 2 calendar days of its assignment date.",
         by="complaints.deadlines.clock"),
    Step("CFR.resolve.urgent", Kind.TIMER, REGULATIONS, ("CLOCK",),
         "An Urgent complaint is resolved within 7 calendar days of its assignment date.",
         by="complaints.deadlines.clock"),
    Step("CFR.resolve.other", Kind.TIMER, REGULATIONS, ("CLOCK",),
         "Every other complaint is resolved within 30 calendar days of its assignment date.",
         by="complaints.deadlines.clock"),
    Step("CFR.contact.7d", Kind.TIMER, REGULATIONS, ("CLOCK",),
         "Whoever filed the complaint is contacted within 7 calendar days of the assignment date.",
         by="complaints.deadlines.clock"),
)  # fmt: skip

_BY_PLAN_TYPE = {
    "PDP": "42 CFR 423.129",
    "PACE": "42 CFR 460.119",
    "MAO": "42 CFR 422.125",
    "COST": "42 CFR 422.125",
    "DEMO": "42 CFR 422.125",
    "MMP": "42 CFR 422.125, 423.129",
}


def regulation_for(plan_type: str) -> str:
    """The section that governs a plan type; all three while the plan type is not set."""
    return _BY_PLAN_TYPE.get(plan_type, REGULATIONS)
