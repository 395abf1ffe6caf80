"""The casework upload's fields in order, by release: the file's columns and the API's keys.

Source: CMS memo of September 22, 2025, Appendix B and C 1.5."""

import datetime as dt
from typing import NamedTuple

SIX_MORE_SINCE = dt.date(2025, 10, 31)


class UploadField(NamedTuple):
    """`name` as Appendix B prints it; `length` in characters at most."""

    name: str
    key: str
    length: int


UPLOAD_FIELDS = (
    UploadField("Complaint ID", "complaintId", 11),
    UploadField("Casework Notes", "caseworkNotes", 4_000),
    UploadField("Resolve Complaint Y/N", "resolveComplaintYN", 1),
    UploadField("Comments", "comments", 4_000),
    UploadField("Complainant Satisfied?", "complainantSatisfied", 1),
    UploadField("HPI Related?", "hpiRelated", 1),
    UploadField("Resolution Notification", "resolutionNotification", 1),
    UploadField("Agent/Broker Complaint", "agentBrokerComplaint", 1),
    UploadField("Agent/Broker First Name", "agentBrokerFirstName", 50),
    UploadField("Agent/Broker Last Name", "agentBrokerLastName", 50),
    UploadField("Agent/Broker National Producer Number", "agentBrokerNPN", 15),
    UploadField("Agent/Broker Field Marketing Organizations", "agentBrokerFMO", 125),
    UploadField("Agent/Broker Notes", "agentBrokerNotes", 250),
)
_BEFORE = 7


def upload_fields(day: dt.date) -> tuple[UploadField, ...]:
    """The fields of a file or call of that day: 13 since October 31, 2025, the first 7 before."""
    return UPLOAD_FIELDS if day >= SIX_MORE_SINCE else UPLOAD_FIELDS[:_BEFORE]
