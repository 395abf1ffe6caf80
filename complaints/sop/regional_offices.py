"""CMS's Home Regional Offices with their mailboxes and states. Source: CTM Plan SOP, scenario N.

The SOP prints AR under offices 6 and 9 and AZ under none. Here AR is with 6 and AZ with 9; `note_on`
says so beside either state.
"""

from dataclasses import dataclass

CORRECTED = "corrected, confirm with CMS"
_CORRECTED_STATES = frozenset({"AR", "AZ"})


@dataclass(frozen=True)
class RegionalOffice:
    """`states` are the two-letter codes of its states and territories."""

    number: int
    mailbox: str
    states: tuple[str, ...]


def _office(number: int, states: str) -> RegionalOffice:
    mailbox = f"PartDComplaints_RO{number}@cms.hhs.gov"
    return RegionalOffice(number, mailbox, tuple(states.split()))


OFFICES = (
    _office(1, "CT MA ME NH RI VT"),
    _office(2, "NJ NY PR VI"),
    _office(3, "DC DE MD PA VA WV"),
    _office(4, "AL FL GA KY MS NC SC TN"),
    _office(5, "IL IN MI MN OH WI"),
    _office(6, "AR LA NM OK TX"),
    _office(7, "IA KS MO NE"),
    _office(8, "CO MT ND SD UT WY"),
    _office(9, "AS AZ CA GU HI MP NV"),
    _office(10, "AK ID OR WA"),
)


def home_office(state: str) -> RegionalOffice | None:
    """The office of a state or territory by its two letters; None where none or several have it."""
    found = [office for office in OFFICES if state in office.states]
    return found[0] if len(found) == 1 else None


def home_office_mailbox(state: str) -> str:
    """N.2.to: where the BAE worksheet of a beneficiary of that state goes; "" where no office has it."""
    office = home_office(state)
    return office.mailbox if office else ""


def note_on(state: str) -> str:
    """What to know about a state's office: "corrected, confirm with CMS" where the SOP misprints it."""
    return CORRECTED if state in _CORRECTED_STATES else ""
