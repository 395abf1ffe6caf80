"""Small made-up documents on the cases of the demonstration (SOP O)."""

from django.core.files.base import ContentFile

from complaints.models import Attachment, Complaint
from ctm_casework.demo_stories import Cases


def make_documents(cases: Cases) -> None:
    """On three cases, one document put into HPMS already. Outside any transaction: a stored file is final."""
    if case := cases.taken(complaint_subcategory__contains="best available evidence"):
        attach(case, "medicaid_award_letter.pdf", "BENEFICIARY_LETTER", AWARD).put_into_hpms(
            case.assignee
        )
        attach(case, "bae_worksheet.pdf", "BAE_WORKSHEET", WORKSHEET)
    if case := cases.taken(complaint_subcategory="Retroactive enrollment"):
        attach(case, "enrollment_form_receipt.pdf", "BENEFICIARY_LETTER", RECEIPT)
    if case := cases.taken(complaint_category="Marketing"):
        attach(case, "agent_call.txt", "CALL_SUMMARY", CALL)


def attach(case: Complaint, filename: str, kind: str, text: str) -> Attachment:
    content = pdf(text) if filename.endswith(".pdf") else text.encode()
    return Attachment.enter(
        case.pk, case.assignee, file=ContentFile(content, filename), document_type=kind
    )


def pdf(text: str) -> bytes:
    """One page of plain text."""
    lines = "".join(f"({line}) Tj T*\n" for line in text.splitlines())
    drawn = f"BT /F1 12 Tf 16 TL 72 720 Td\n{lines}ET"
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    objects = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        f"/Resources << /Font << /F1 {font} >> >> >>",
        f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream",
    )
    made, places = "%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(made))
        made += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    end = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R >>\n"
    return f"{made}{end}startxref\n{len(made)}\n%%EOF\n".encode()


AWARD = """MADE UP FOR THE DEMONSTRATION
State Medicaid Office
You qualify for full Medicaid from the first of last month.
This letter is evidence for the low-income subsidy."""

WORKSHEET = """MADE UP FOR THE DEMONSTRATION
Best Available Evidence Assistance Worksheet
Part 1, plan: complete. Part 2, Regional Office: open."""

RECEIPT = """MADE UP FOR THE DEMONSTRATION
Enrollment form, received by certified mail.
Stamped in time for the effective date asked for."""

CALL = """MADE UP FOR THE DEMONSTRATION
Summary of the recorded sales call: the agent said that every doctor is in the network.
The agent was retrained and signed the training record.
"""
