"""Named complaints, each made for one thing a plan's software has to get right."""

# ruff: noqa: RUF001 (texts as they are written by people)

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

IMMEDIATE, URGENT, NO_LEVEL = "Immediate Need", "Urgent", "No Issue Level"


@dataclass(frozen=True)
class SpecialCase:
    """assigned, received, resolved: days before today; received None = as assigned. In the texts
    {today} and {day} stand for today and the day of assignment, {stamp} for a note's stamp."""

    name: str
    scenario: str  # letter of the SOP
    description: str
    contract: str = "H1234"
    level: str = NO_LEVEL
    assigned: int = 3
    received: int | None = None
    resolved: int | None = None
    columns: Mapping[str, str] = field(default_factory=dict)


# What a case has unless its columns say otherwise, beside a person of its own.
PLAIN = {
    "CASEWORKER": "Dana Whitfield",
    "COMPLAINT_CATEGORY": "Premiums and Costs",
    "COMPLAINT_SUBCATEGORY": "Premium amount or billing",
    "COMPLAINT_SUMMARY": "Beneficiary received two premium bills for the same month and paid both. "
    "The plan agreed by phone to refund one payment of $41.30. The refund has not arrived.",
    "COMMENTS": "{day} 08:12 AM System: Complaint assigned to contract {contract}.",
}

SPECIAL_CASES: tuple[SpecialCase, ...] = (
    SpecialCase(
        "overdue_immediate",
        "Q",
        "Immediate Need, due six days ago; plain, can be closed. The earliest due date of all.",
        level=IMMEDIATE,
        assigned=8,
        columns={
            "CONTACT_FNAME": "Bernice",
            "CONTACT_LNAME": "Tolliver",
            "CONTACT_PHONE": "(603) 555-0101",
            "BENE_ID": "2SB2BB2BB02",
            "COMPLAINT_CATEGORY": "Pharmacy Access",
            "COMPLAINT_SUBCATEGORY": "Prior authorization delay",
            "COMPLAINT_SUMMARY": "Beneficiary has no apixaban left. The pharmacy says the plan wants "
            "a prior authorization, the doctor says it was faxed twice. Caller is worried about "
            "going without a blood thinner over the weekend and asks for a call today.",
        },
    ),
    SpecialCase(
        "due_today_plain",
        "Q",
        "Urgent, due today; reached by phone it closes without any flag or request in the way.",
        level=URGENT,
        assigned=7,
        columns={
            "CONTACT_FNAME": "Harold",
            "CONTACT_LNAME": "Vance",
            "CONTACT_PHONE": "(603) 555-0102",
            "BENE_ID": "3SC3CC3CC03",
            "COMPLAINT_CATEGORY": "Benefits and Access",
            "COMPLAINT_SUBCATEGORY": "Access to a provider",
            "COMPLAINT_SUMMARY": "Beneficiary's cardiologist dropped out of the network and the plan "
            "has not named another one. Next visit was to be this month. No chest pain now.",
        },
    ),
    SpecialCase(
        "due_today_immediate",
        "N",
        "Immediate Need on the drug plan, due today, one day of medication left.",
        contract="S4802",
        level=IMMEDIATE,
        assigned=2,
        columns={
            "CONTACT_FNAME": "Ida",
            "CONTACT_LNAME": "Pruitt",
            "CONTACT_PHONE": "(207) 555-0103",
            "BENE_ID": "4SD4DD4DD04",
            "COMPLAINT_CATEGORY": "Premiums and Costs",
            "COMPLAINT_SUBCATEGORY": "Low income subsidy - best available evidence",
            "COMPLAINT_SUMMARY": "Beneficiary has Medicaid and was asked for $214 for insulin. Sent "
            "the award letter to the plan last week. Has one day of medication left.",
        },
    ),
    SpecialCase("due_tomorrow_no_level", "J", "No Issue Level, due tomorrow.", assigned=29),
    SpecialCase(
        "received_far_in_past_open",
        "T",
        "Received 400 days ago and still open, reassigned 25 days ago. A blank dateFrom misses it.",
        contract="H5678",
        assigned=25,
        received=400,
        columns={
            "COMPLAINT_SUMMARY": "Beneficiary disputes a late enrollment penalty. Passed between two "
            "plans and the prior carrier for more than a year; the union's letter was lost twice."
        },
    ),
    SpecialCase(
        "swift",
        "I",
        "SWIFT with control number: the plan can't resolve it, CMS does.",
        level=IMMEDIATE,
        assigned=1,
        columns={"SWIFT": "Yes", "SWIFT_CONTROL_NUMBER": "092620251042"},
    ),
    SpecialCase(
        "swift_number_without_flag",
        "I",
        "SWIFT No, yet a control number is filled in.",
        level=URGENT,
        columns={"SWIFT_CONTROL_NUMBER": "092620251043"},
    ),
    SpecialCase(
        "congressional",
        "I",
        "Congressional, Urgent. The office is told by CMS, not by the plan.",
        level=URGENT,
        columns={
            "CONGRESSIONAL": "Yes",
            "CONGRESSIONAL_INFORMATION": "Senator A. Example, Manchester office, (603) 555-0150",
        },
    ),
    SpecialCase(
        "congressional_y_for_yes",
        "I",
        "CONGRESSIONAL reads Y, which means Yes.",
        level=URGENT,
        columns={"CONGRESSIONAL": "Y", "CONGRESSIONAL_INFORMATION": "Representative B. Sample"},
    ),
    SpecialCase(
        "congressional_no_level",
        "I",
        "Congressional but No Issue Level: against the SOP, happens all the same.",
        columns={"CONGRESSIONAL": "Yes"},
    ),
    SpecialCase(
        "pending_contract_change",
        "A",
        "Contract change request pending: can't be resolved until CMS answers.",
        columns={"CONTRACT_CHANGE_REQUESTS": "Pending"},
    ),
    SpecialCase(
        "pending_issue_level",
        "H",
        "Issue level request pending: the clock is disputed.",
        level=URGENT,
        columns={"ISSUE_LEVEL_CHANGE_REQUESTS": "Pending"},
    ),
    SpecialCase(
        "pending_cms_lead",
        "B",
        "CMS Lead (CMS Issue) request pending.",
        columns={"CMS_LEAD_CHANGE_REQUESTS": "Pending"},
    ),
    SpecialCase(
        "rejected_cms_lead",
        "B",
        "CMS Lead request rejected, with CMS's instructions in the comments.",
        columns={
            "CMS_LEAD_CHANGE_REQUESTS": "Rejected",
            "COMMENTS": "{day} 02:40 PM CMS: Not a CMS Issue. Submit to the RPC and tell the "
            "beneficiary that it may take up to one month.\n"
            "{day} 08:12 AM System: Complaint assigned to contract {contract}.",
        },
    ),
    SpecialCase(
        "approved_issue_level",
        "H",
        "Issue level request approved; the clock starts anew at the assignment date.",
        level=URGENT,
        assigned=4,
        received=6,
        columns={"ISSUE_LEVEL_CHANGE_REQUESTS": "Approved"},
    ),
    SpecialCase(
        "cms_lead_visible",
        "B",
        "CATEGORY_LEAD is CMS and the record is still downloaded, as in the memo's sample.",
        columns={"CATEGORY_LEAD": "CMS", "CMS_LEAD_CHANGE_REQUESTS": "Approved"},
    ),
    SpecialCase(
        "no_category",
        "G",
        "Neither category nor subcategory: can't be resolved.",
        columns={"COMPLAINT_CATEGORY": "", "COMPLAINT_SUBCATEGORY": ""},
    ),
    SpecialCase(
        "no_subcategory",
        "G",
        "Category without subcategory: can't be resolved either.",
        columns={"COMPLAINT_SUBCATEGORY": ""},
    ),
    SpecialCase("blank_bene_id", "M", "No beneficiary id.", columns={"BENE_ID": ""}),
    SpecialCase(
        "blank_bene_id_second",
        "M",
        "Another person without beneficiary id: blank is not a match.",
        columns={"BENE_ID": "", "CONTACT_FNAME": "Wendell", "CONTACT_LNAME": "Ortiz"},
    ),
    SpecialCase(
        "repeat_pair_earlier",
        "M",
        "The first of two complaints of one person about one issue.",
        assigned=12,
        columns={"CONTACT_FNAME": "Nadia", "CONTACT_LNAME": "Petrov", "BENE_ID": "5SE5EE5EE05"},
    ),
    SpecialCase(
        "repeat_pair",
        "M",
        "The second of the pair, same person, same issue.",
        assigned=2,
        columns={
            "CONTACT_FNAME": "Nadia",
            "CONTACT_LNAME": "Petrov",
            "BENE_ID": "5SE5EE5EE05",
            "COMPLAINT_SUMMARY": "Calls again about the same refund. Says the plan promised it "
            "by phone, then by letter, and she is still waiting.",
        },
    ),
    SpecialCase(
        "level_unrecognised",
        "H",
        "An issue level nobody knows: counts as Immediate Need until somebody looks.",
        assigned=1,
        columns={"ISSUE_LEVEL": "Expedited Review"},
    ),
    SpecialCase(
        "level_long_wording",
        "H",
        "Immediate Need with an explanation behind it.",
        contract="S4802",
        assigned=1,
        columns={"ISSUE_LEVEL": "Immediate Need - two or fewer days of medication left"},
    ),
    SpecialCase(
        "html_entities_in_summary",
        "C",
        "Entities and markup in the summary are text and stay text.",
        columns={
            "COMPLAINT_SUMMARY": "Caller says &quot;nobody listens&quot; &amp; the copay is &lt;b&gt;"
            "wrong&lt;/b&gt;: <script>alert('bill')</script> was printed on the letter; 5 < 6 & 7 > 2."
        },
    ),
    SpecialCase(
        "embedded_newlines_and_tabs",
        "C",
        "Line breaks, carriage returns and tabs inside long texts.",
        columns={
            "COMPLAINT_SUMMARY": "Paid:\tMarch\t$41.30\r\n\tApril\t$41.30\n\nBoth withdrawn on one "
            "day.\rWants one back.\x0bCall after lunch.",
            "PLAN_CASEWORK_NOTES": "{stamp} Called.\n\n\tNo answer.\n\tNo machine.",
        },
    ),
    SpecialCase(
        "accents",
        "R",
        "Accents and other scripts in names, comments and summary.",
        columns={
            "CONTACT_FNAME": "Zoë-Łucja",
            "CONTACT_LNAME": "Núñez Hồ Çelik",
            "PREFERRED_LANGUAGE": "Español",
            "COMPLAINT_SUMMARY": "La señora Núñez dice que el plan no contestó. Ей ответили по-русски. "
            "Preisänderung für Mai, “smart quotes”, en–dash, ½ tablet, 5 µg.",
        },
    ),
    SpecialCase(
        "null_unicode",
        "C",
        "A NUL character, zero-width and right-to-left marks inside texts.",
        columns={
            "COMPLAINT_SUMMARY": "Typed on an old terminal:\x00 the rest \u200bis\u202e readable\u202c, "
            "and 🙂 was added.",
            "CASEWORKER": "Dana\x00 Whitfield",
        },
    ),
    SpecialCase(
        "slash_names",
        "K",
        "Slashes, apostrophes and commas in names.",
        columns={"CONTACT_FNAME": "Ann/Annie", "CONTACT_LNAME": "O'Brien-Smith, Jr. c/o D'Angelo"},
    ),
    SpecialCase(
        "no_first_name",
        "K",
        "First name and call time blank, an extension and a remark in the phone number.",
        columns={
            "CONTACT_FNAME": "",
            "PREFERRED_CALL_TIME": "",
            "CONTACT_PHONE": "(603) 555-0142 ext. 12, ask for daughter",
        },
    ),
    SpecialCase(
        "max_lengths", "C", "Every text column filled to its greatest length.", level=URGENT
    ),
    SpecialCase(
        "notes_near_10000",
        "Q",
        "PLAN_CASEWORK_NOTES 60 characters below its cut: the next note pushes old text off the end.",
    ),
    SpecialCase(
        "identical_notes",
        "Q",
        "The same note three times, on purpose.",
        columns={
            "PLAN_CASEWORK_NOTES": "{stamp} Left voicemail\n{stamp} Left voicemail\n"
            "{stamp} Left voicemail"
        },
    ),
    SpecialCase(
        "agent_broker_full",
        "L",
        "Marketing complaint with all agent/broker fields filled.",
        columns={
            "COMPLAINT_CATEGORY": "Marketing",
            "COMPLAINT_SUBCATEGORY": "Agent/Broker conduct",
            "COMPLAINT_SUMMARY": "Agent promised dental implants at no cost. The plan covers two "
            "cleanings a year. Beneficiary kept the flyer.",
            "AGENT_BROKER": "Yes",
            "AGENT_BROKER_FNAME": "Jane",
            "AGENT_BROKER_LNAME": "Roe",
            "AGENT_BROKER_NPN": "000123456",
            "AGENT_BROKER_FMO": "Smith & Sons Senior Benefits",
            "AGENT_BROKER_NOTES": "Second complaint about this agent this quarter.",
        },
    ),
    SpecialCase(
        "agent_broker_empty",
        "L",
        "Alleged marketing misrepresentation, agent flag Yes, nobody named.",
        columns={
            "COMPLAINT_CATEGORY": "Enrollment/Disenrollment",
            "COMPLAINT_SUBCATEGORY": "Enrollment Exception – Alleged Marketing Misrepresentation "
            "(No RO Action Needed)",
            "AGENT_BROKER": "Yes",
        },
    ),
    SpecialCase(
        "agent_broker_not_taken",
        "L",
        "Speaks of an agent, but the category takes no agent/broker data: uploads of it are ignored.",
        columns={
            "COMPLAINT_SUMMARY": "Beneficiary says the agent quoted a premium of $0. The bill "
            "is $41.30."
        },
    ),
    SpecialCase(
        "resolved_yesterday", "Q", "Resolved yesterday, satisfied, by telephone.", resolved=1
    ),
    SpecialCase(
        "resolved_notification_none",
        "Q",
        "Resolved; RESOLUTION_NOTIFICATION is the word None, which is a value.",
        assigned=20,
        resolved=5,
        columns={
            "COMPLAINANT_SATISFIED": "Unknown/Unable to Reach",
            "RESOLUTION_NOTIFICATION": "None",
        },
    ),
    SpecialCase(
        "reopened",
        "T",
        "Reopened by CMS: no resolution date, the earlier summary still there, a later assignment.",
        level=URGENT,
        assigned=2,
        received=34,
        columns={
            "RESOLUTION_SUMMARY": "Refund approved. Called the member.",
            "COMMENTS": "{day} 10:05 AM System: Complaint reopened.",
        },
    ),
    SpecialCase(
        "reassigned_from_other_plan",
        "T",
        "Came over from another plan: the clock runs from the assignment date.",
        level=URGENT,
        assigned=1,
        received=18,
        columns={
            "COMMENTS": "{day} 09:30 AM System: Complaint reassigned from contract H9999 to contract "
            "{contract}."
        },
    ),
    SpecialCase(
        "provider",
        "K",
        "Provider complaint about unpaid claims; no beneficiary id.",
        columns={
            "COMPLAINT_TYPE": "Provider",
            "CONTACT_FNAME": "Billing",
            "CONTACT_LNAME": "Granite Orthopedics",
            "BENE_ID": "",
            "COMPLAINT_CATEGORY": "Payment/Claims",
            "COMPLAINT_SUBCATEGORY": "Provider - claim payment",
            "COMPLAINT_SUMMARY": "Eleven clean claims unpaid for more than 60 days, $8,412 in all.",
        },
    ),
    SpecialCase(
        "mmp_state_reviewer",
        "B",
        "Entered by a state reviewer for a member with Medicare and Medicaid; the state reads along.",
        contract="H5678",
        columns={
            "CASEWORKER": "State contract management team",
            "COMPLAINT_SUMMARY": "Entered by state reviewer. Member with Medicare and Medicaid was "
            "billed for a wheelchair repair. Please answer in the casework notes, state staff "
            "will read them there.",
        },
    ),
    SpecialCase(
        "ship_entered",
        "P",
        "Entered by a SHIP counselor, who is the contact.",
        columns={
            "CONTACT_FNAME": "Gail",
            "CONTACT_LNAME": "Moreno, SHIP counselor",
            "COMPLAINT_CATEGORY": "Enrollment/Disenrollment",
            "COMPLAINT_SUBCATEGORY": "Good cause reinstatement",
            "COMPLAINT_SUMMARY": "Entered by SHIP counselor for a client who lost the plan for unpaid "
            "premiums while in the hospital. Client has signed an authorization. Please call the "
            "counselor first.",
        },
    ),
    SpecialCase(
        "attachments_yes_word",
        "O",
        "ATTACHMENTS_YN says Yes where most records say Y.",
        columns={"ATTACHMENTS_YN": "Yes"},
    ),
    SpecialCase(
        "accessible_format",
        "R",
        "Wants large print: ACCESSIBLE_FORMAT is Yes.",
        columns={"ACCESSIBLE_FORMAT": "Yes", "PREFERRED_LANGUAGE": "Vietnamese"},
    ),
    SpecialCase("other_plan", "S", "Belongs to the other plan, on the second key.", "H9999"),
)
