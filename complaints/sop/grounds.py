"""Grounds of a CMS Issue request that hold in any scenario, whatever its own steps say."""

from complaints.sop.facts import RequestFacts

_ANY_SCENARIO = frozenset({"FLAGGED_CASE_CLOSURE", "CMS_DIRECTED", "PRIOR_PLAN_DOCUMENTS"})

# Grounds of a retroactive change or an exception (D, E, F), which a case may need besides.
OF_ENROLLMENT = frozenset({"RPC_APPROVAL", "ENROLLMENT_EXCEPTION", "CRITICAL_RETRO_DISENROLLMENT"})


def asks_cms_to_resolve(request: RequestFacts | None) -> bool:
    """A CMS Issue request whose ground the scenario has to give: the closing of a flagged case (I.4),
    CMS's own direction and documents of another plan (O, note 2) are asked for in every scenario."""
    if request is None or request.request_type != "CMS_ISSUE":
        return False
    return request.reason_code not in _ANY_SCENARIO
