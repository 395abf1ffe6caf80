"""What HPMS gets for one note or resolution: the 13 keys of the October 2025 casework upload.

Source: CMS memo of September 22, 2025, Appendix C 1.5. Blank is None; every value is text."""

from collections.abc import Mapping

Payload = dict[str, str | None]

KEYS = (
    "complaintId",
    "caseworkNotes",
    "resolveComplaintYN",
    "comments",
    "complainantSatisfied",
    "hpiRelated",
    "resolutionNotification",
    "agentBrokerComplaint",
    "agentBrokerFirstName",
    "agentBrokerLastName",
    "agentBrokerNPN",
    "agentBrokerFMO",
    "agentBrokerNotes",
)


def payload(complaint_id: str, values: Mapping[str, str | None]) -> Payload:
    """All 13 keys in layout order from those given by name; what is missing or "" becomes None."""
    unknown = set(values) - set(KEYS)
    if unknown:
        raise KeyError(f"not in the upload layout: {', '.join(sorted(unknown))}")
    given = {**values, "complaintId": complaint_id}
    return {key: given.get(key) or None for key in KEYS}
