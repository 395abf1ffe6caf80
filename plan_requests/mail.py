"""E-mails to CMS, composed for the user's own mail program; nothing is ever sent from here."""

from urllib.parse import quote, urlencode

from complaints.sop import EmailFacts


def mailto(email: EmailFacts) -> str:
    """A link that opens the user's mail program with the e-mail in it."""
    parts = {"cc": email.email_cc, "subject": email.email_subject, "body": email.body}
    asked = urlencode({name: text for name, text in parts.items() if text}, quote_via=quote)
    return f"mailto:{quote(email.email_to, safe='@,')}?{asked}"
