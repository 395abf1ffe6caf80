"""SOP K. Provider or pharmacy complaint."""

from complaints.sop.index.step import Kind, Step

WARNING = Kind.WARNING
DERIVED = Kind.DERIVED
GUIDANCE = Kind.GUIDANCE

STEPS = (
    Step("K.1", GUIDANCE, "SOP K, step 1", ("INTAKE",),
         "Review, ask the provider/pharmacy for more if needed."),
    Step("K.2.ack", WARNING, "SOP K, step 2", ("CLOSE",),
         "Resolution summary acknowledges the complaint and the steps taken."),
    Step("K.2.close", GUIDANCE, "SOP K, step 2", ("CLOSE",),
         "Then close in CTM."),
    Step("K.3", DERIVED, "SOP K, step 3", ("CLOSE",),
         "Q's notification practice applies to providers too."),
)  # fmt: skip
