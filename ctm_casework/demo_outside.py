"""What stands beside the complaints: contacts at CMS, access to HPMS, a question, cases CTM does not hold."""

from datetime import timedelta

from django.utils import timezone

from complaints.models import CmsContacts, Complaint, DirectCase
from complaints.services.report_only import report_only_enter
from ctm_casework.accounts.models import Contract, User
from plan_requests.models import AccessRequest
from plan_requests.models.choices import QuestionType
from plan_requests.services.question import question_compose

DAY = timedelta(days=1)


def make_contacts() -> None:
    for contract in Contract.objects.all():
        CmsContacts.objects.get_or_create(
            contract=contract,
            defaults={
                "account_manager": "Robin Castellano",
                "account_manager_email": "robin.castellano@cms.example",
                "account_manager_phone": "(617) 555-0120",
                "lead_caseworker": "Devon Marsh",
                "lead_caseworker_email": "devon.marsh@cms.example",
                "lead_caseworker_phone": "(617) 555-0121",
                "regional_office": "Regional Office 1, Boston",
                "regional_office_email": "ro1.casework@cms.example",
                "verified_on": contract.today - 20 * DAY,
            },
        )


def make_outside(casey: User, priya: User, avery: User) -> None:
    contract = Contract.objects.get(pk="H1234")
    _direct_case(contract, casey)
    _report_only(contract, priya)
    _access(priya, avery)
    asked = Complaint.objects.open().filter(contract=contract, swift=True)[:1]
    question_compose(
        casey,
        contract,
        QuestionType.PROCESS,
        list(asked),
        "We have resolved this SWIFT case. Do you want the letter to the office attached in CTM?",
    )


def _direct_case(contract: Contract, author: User) -> None:
    DirectCase.objects.create(
        contract=contract,
        kind=DirectCase.Kind.RETRO_DISENROLLMENT,
        received_on=contract.today - 4 * DAY,
        first_name="Leonard",
        last_name="Ostrowski",
        phone="(603) 555-0188",
        bene_id="7SH7HH7HH07",
        requested_effective_date=(contract.today - 40 * DAY).replace(day=1),
        summary="Called our member line: kept his employer's plan and wants this enrollment undone.",
        plan_system_updated_on=contract.today - 2 * DAY,
        author=author,
    )


def _report_only(contract: Contract, author: User) -> None:
    report_only_enter(
        author,
        "C2530000001",
        contract=contract,
        received_date=contract.today - 6 * DAY,
        contact_first_name="Vera",
        contact_last_name="Lindholm",
        contact_phone="(603) 555-0177",
        complaint_category="Enrollment Exception",
        complaint_subcategory="Alleged Marketing Misrepresentation (RO Action Needed)",
        complaint_summary="Beneficiary says an agent at a senior center told her that the plan "
        "covers every dentist in the state. It does not.",
    )


def _access(person: User, author: User) -> None:
    today = timezone.localdate()
    AccessRequest.objects.create(
        person=person,
        author=author,
        form_completed_on=today - 12 * DAY,
        mailed_on=today - 11 * DAY,
        tracking_number="TRACK-0042",
    )
