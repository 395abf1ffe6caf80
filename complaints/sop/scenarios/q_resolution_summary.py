"""Q. The plan is approaching a resolution: the notification that fits the contacts.

Source: upload layout, resolutionNotification.
"""

from complaints.sop.contact_log import WRITTEN, told, with_complainant
from complaints.sop.facts import CaseFacts


def suggested_notification(facts: CaseFacts) -> str:
    """UP.resolutionNotification.electronic: the digit that fits the contacts about the resolution.

    1 by telephone, 2 in writing (letter, e-mail, fax, other electronic), 3 both, 4 nobody told. A
    visit has no code of its own: 0.
    """
    methods = {
        contact.method
        for contact in with_complainant(facts)
        if contact.purpose == "RESOLUTION" and told(contact)
    }
    by_phone, in_writing = "PHONE" in methods, not methods.isdisjoint(WRITTEN)
    if by_phone or in_writing:
        return {(True, False): "1", (False, True): "2"}.get((by_phone, in_writing), "3")
    return "0" if methods else "4"
