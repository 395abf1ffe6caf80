"""Part D complaint steps and home infusion: guidance of 2006 and 2007, shown as such.

Sources: CMS's memorandum to all Part D sponsors of March 10, 2006, with its two attachments; CMS's
tip sheet on Part D complaints of August 2006, both as New Hampshire sent them on in January 2007.
"""

from complaints.sop.index.step import Kind, Step

MEMO = "CMS memo on home infusion, March 10, 2006"
TIPS = "CMS tip sheet on Part D complaints, August 2006"

HOME_INFUSION: tuple[Step, ...] = (
    Step("HI.24h", Kind.TIMER, f"{TIPS}, step 1", ("INTAKE", "CLOCK"),
         "A complaint about a coverage decision on a drug not yet in hand is answered within "
         "24 hours."),
    Step("HI.id5", Kind.GUIDANCE, f"{TIPS}, step 1", ("INTAKE", "LOG_CONTACT"),
         "Have five points of identification ready: name, address, member id, date of birth, "
         "Medicare number, subsidy, telephone."),
    Step("HI.rep", Kind.WARNING, f"{TIPS}, during resolution", ("LOG_CONTACT",),
         "Whoever complains for a beneficiary is called back only as the authorized "
         "representative, or when no other number exists."),
    Step("HI.expect", Kind.GUIDANCE, f"{TIPS}, step 1", ("LOG_CONTACT",),
         "Tell the beneficiary or representative when a resolution can be expected."),
    Step("HI.norepeat", Kind.GUIDANCE, f"{TIPS}, step 3", ("LOG_CONTACT",),
         "A complaint that 1-800-MEDICARE has taken is not reported there again."),
    Step("HI.usable", Kind.GUIDANCE, f"{MEMO}, usable form", ("CLOSE",),
         "Infused drugs reach the home in a form that can be administered there."),
    Step("HI.ancillary", Kind.GUIDANCE, f"{MEMO}, ancillary services; 42 CFR 423.153(c)",
         ("CLOSE",),
         "Before dispensing, the pharmacy has assurance that professional services and supplies "
         "are in place."),
    Step("HI.expedite", Kind.GUIDANCE, f"{MEMO}, time sensitive", ("INTAKE",),
         "Home infusion often lets a hospital discharge: offer the expedited determination."),
    Step("HI.payer", Kind.GUIDANCE, f"{MEMO}, attachment I", ("VIEW",),
         "Who pays for professional fees, equipment and drug depends on the program."),
)  # fmt: skip
