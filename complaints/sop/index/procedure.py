"""The SOP's scenarios: their letter, the code a complaint is tagged with, and their steps in order."""

from dataclasses import dataclass

from complaints.sop.index.scenarios import (
    a,
    b,
    c,
    d,
    e,
    f,
    g,
    general,
    h,
    i,
    j,
    k,
    l,
    m,
    n,
    o,
    p,
    q,
    r,
    s,
    t,
)
from complaints.sop.index.step import Step


@dataclass(frozen=True)
class Scenario:
    """`applies` says in a sentence when the scenario is the one to follow."""

    letter: str
    code: str
    title: str
    applies: str


SCENARIOS: dict[str, Scenario] = {
    scenario.letter: scenario
    for scenario in (
        Scenario(
            "A",
            "WRONG_CONTRACT",
            "Complaint belongs to another organization",
            "The complaint should have gone to a subsidiary or to another organization.",
        ),
        Scenario(
            "B",
            "CMS_ASSISTANCE",
            "Plan needs CMS assistance",
            "The plan cannot take the complaint further by itself.",
        ),
        Scenario(
            "C",
            "CANNOT_CLOSE",
            "Complaint cannot be saved or closed",
            "HPMS does not save or close the complaint after notes or a Resolution Date were entered.",
        ),
        Scenario(
            "D",
            "RETRO_ENROLLMENT",
            "Retroactive enrollment",
            "The complaint asks for an enrollment that begins in the past.",
        ),
        Scenario(
            "E",
            "RETRO_DISENROLLMENT",
            "Retroactive disenrollment",
            "The complaint asks for a disenrollment that takes effect in the past.",
        ),
        Scenario(
            "F",
            "ENROLLMENT_EXCEPTION",
            "Enrollment change outside guidance",
            "The beneficiary seeks an enrollment change for which CMS guidance has no provision.",
        ),
        Scenario(
            "G",
            "CATEGORY",
            "Wrong or missing category",
            "The complaint is in the wrong category, or in none.",
        ),
        Scenario(
            "H",
            "ISSUE_LEVEL",
            "Issue level disputed",
            "The plan disagrees with the issue level.",
        ),
        Scenario(
            "I",
            "FLAGGED",
            "SWIFT, Congressional, Press or Hill interest",
            "One of these indicators is set.",
        ),
        Scenario(
            "J",
            "PREMIUM_WITHHOLD",
            "Premium withhold",
            "The complaint is about premiums withheld from Social Security or railroad benefits.",
        ),
        Scenario(
            "K",
            "PROVIDER",
            "Provider or pharmacy complaint",
            "A provider or a pharmacy complains.",
        ),
        Scenario(
            "L",
            "MARKETING_MISREP",
            "Alleged marketing misrepresentation",
            "The complaint alleges that a plan, agent or broker misled somebody.",
        ),
        Scenario(
            "M",
            "REPEAT",
            "Second complaint from the same person",
            "The complainant has another complaint within the organization.",
        ),
        Scenario(
            "N",
            "BAE",
            "Best Available Evidence",
            "CMS's help is needed to secure evidence of a low-income subsidy.",
        ),
        Scenario(
            "O",
            "DOCUMENTS",
            "Supporting documents",
            "The plan has documents that relate to the complaint.",
        ),
        Scenario(
            "P",
            "GOOD_CAUSE",
            "Good cause reinstatement",
            "The beneficiary asks to be reinstated for good cause after a disenrollment for not paying.",
        ),
        Scenario(
            "Q",
            "RESOLUTION",
            "Approaching resolution",
            "The plan is about to resolve the complaint.",
        ),
        Scenario(
            "R",
            "HPMS_ACCESS",
            "HPMS access",
            "Somebody of the plan needs access to HPMS or CTM.",
        ),
        Scenario("S", "QUESTION", "General question", "The plan has a question about CTM."),
        Scenario(
            "T",
            "ASSIGNMENT_RESET",
            "Assignment date reset",
            "HPMS dates the assignment of a complaint anew.",
        ),
    )
}

PROCEDURE: tuple[Step, ...] = (
    *general.STEPS,
    *a.STEPS,
    *b.STEPS,
    *c.STEPS,
    *d.STEPS,
    *e.STEPS,
    *f.STEPS,
    *g.STEPS,
    *h.STEPS,
    *i.STEPS,
    *j.STEPS,
    *k.STEPS,
    *l.STEPS,
    *m.STEPS,
    *n.STEPS,
    *o.STEPS,
    *p.STEPS,
    *q.STEPS,
    *r.STEPS,
    *s.STEPS,
    *t.STEPS,
)
