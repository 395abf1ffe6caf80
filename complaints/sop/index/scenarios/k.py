"""SOP K. Provider or pharmacy complaint."""

from complaints.sop.index.step import Kind, Step

WARNING = Kind.WARNING
DERIVED = Kind.DERIVED
GUIDANCE = Kind.GUIDANCE

STEPS = (
    Step("K.1", GUIDANCE, "SOP K, step 1", ("INTAKE",),
         "Review the complaint, and ask the provider or pharmacy for more if needed."),
    Step("K.2.ack", WARNING, "SOP K, step 2", ("CLOSE",),
         "The Resolution Summary acknowledges the provider's complaint and notes the steps taken."),
    Step("K.2.close", GUIDANCE, "SOP K, step 2", ("CLOSE",),
         "Take the steps that are needed, then close the complaint in CTM."),
    Step("K.3", DERIVED, "SOP K, step 3", ("CLOSE",),
         "Providers and pharmacies are notified as beneficiaries are (scenario Q).",
         by="complaints.sop.contact_log.with_complainant"),
)  # fmt: skip
