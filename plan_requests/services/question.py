"""Composing a question to CMS (SOP S): to whom it goes, what it names, and that it names no person."""

import re
from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction

from complaints import sop
from complaints.models import CmsContacts, Complaint, Refused
from complaints.sop.scenarios.s_general_question import CTM_MAILBOX
from ctm_casework.accounts.models import Contract, User
from plan_requests.models import CmsQuestion
from plan_requests.models.choices import QuestionType
from plan_requests.selectors import facts_without_case

_SHORTEST_NAME = 3  # a shorter last name is part of too many words


def question_email(
    contract: Contract, kind: str, complaints: Sequence[Complaint], text: str
) -> sop.EmailFacts:
    """The e-mail as it would open: contract and complaint ids stand before the question."""
    ids = tuple(complaint.pk for complaint in complaints)
    to, cc = _addresses(contract, kind)
    named = ", ".join((contract.pk, *ids))
    return sop.EmailFacts(
        kind="QUESTION",
        question_type=kind,
        email_to=to,
        email_cc=cc,
        email_subject=f"CTM question, contract {contract.pk}",
        body=f"Contract and complaints: {named}\n\n{text.strip()}",
        contract_id=contract.pk,
        complaint_ids=ids,
    )


@transaction.atomic
def question_compose(
    user: User, contract: Contract, kind: str, complaints: Sequence[Complaint], text: str
) -> CmsQuestion:
    """Keeps the question as it is put to CMS. Raises Refused."""
    email = question_email(contract, kind, complaints, text)
    facts = replace(facts_without_case(contract), email=email)
    findings = sop.evaluate(facts, sop.Action.COMPOSE_EMAIL)
    wrong = _wrong(email, complaints, text)
    if findings or wrong:
        raise Refused(findings, wrong)
    made = CmsQuestion.objects.create(
        contract=contract,
        question_type=kind,
        email_to=email.email_to,
        email_cc=email.email_cc,
        email_subject=email.email_subject,
        body=email.body,
        author=user,
    )
    made.complaints.set(complaints)
    return made


def _addresses(contract: Contract, kind: str) -> tuple[str, str]:
    """To and copy, by SOP S and the SOP's introduction."""
    known = CmsContacts.objects.filter(contract=contract).first()
    manager = known.account_manager_email if known else ""
    if kind != QuestionType.PROCESS:
        return CTM_MAILBOX, manager
    return (known.lead_caseworker_email if known else "") or manager, ""


def _wrong(
    email: sop.EmailFacts, complaints: Sequence[Complaint], text: str
) -> dict[str, list[str]]:
    wrong: dict[str, list[str]] = {}
    if not text.strip():
        wrong["text"] = ["Write the question."]
    elif any(_names(complaint, text) for complaint in complaints):
        wrong["text"] = [
            "Take the person's name and Medicare number out: the complaint id tells CMS who is meant."
        ]
    if not email.email_to:
        wrong["contract"] = [
            f"Nobody is named at CMS for {email.contract_id}: enter the Account Manager in CMS contacts."
        ]
    return wrong


def _names(complaint: Complaint, text: str) -> bool:
    """Whether the text names the person a complaint is about."""
    last, number = complaint.contact_last_name.strip(), complaint.bene_id.strip()
    named = len(last) >= _SHORTEST_NAME and re.search(
        rf"\b{re.escape(last)}\b", text, re.IGNORECASE
    )
    plain = re.sub(r"[\s-]", "", text).casefold()
    return bool(named) or bool(number and number.casefold() in plain)
