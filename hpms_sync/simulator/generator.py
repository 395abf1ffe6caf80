"""Makes up complaints: the same seed and day give the same ones, whatever their number."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

from .clock import us_date
from .data import people
from .data.people import LISTS
from .data.special_cases import SPECIAL_CASES
from .layout import ASSIGNMENT_DATE, DEFAULTS, REQUEST_COLUMNS, Record
from .records import Complaint
from .special import special_case

CONTRACTS = ("H1234", "H5678", "S4802", "H9999")
CONTRACT_WEIGHTS = (42, 25, 23, 10)
LEVEL_NAMES = {"I": "Immediate Need", "U": "Urgent", "N": "No Issue Level"}
DAYS_TO_RESOLVE = {"I": 2, "U": 7, "N": 30}
# Days from today to the due date of an open complaint, by level. The most overdue of all is a
# special case that can be closed without further ado, so that a worklist begins with plain work.
DUE_IN = {"I": (-1, 2), "U": (-1, 7), "N": (-2, 30)}
OPEN_SHARE = 0.45
FIRST_ID = 2_510_000_000

RESOLUTIONS = (
    "Issue: see summary. Action: account reviewed and corrected on {day}. Decision: request "
    "granted. Called the member, who is satisfied.",
    "Refund approved and mailed on {day}. Called the member and gave the check date.",
    "Claim reprocessed on {day} and paid to the provider. Letter sent to the member.",
    "Member called on {day}, explained the decision and the reason. Member understands it and has "
    "no further questions.",
    "Three calls on three days and a letter, no answer. Enrollment system updated on {day} as "
    "asked in the complaint.",
)
INTERIM = (
    "Called member at the number on file, left voicemail with our toll free number.",
    "Spoke with the member on {day}. Told what we will do and that we call again within the week.",
    "Asked the pharmacy help desk for the claim history. Answer expected tomorrow.",
    "Reviewed enrollment and billing history. Escalated to the enrollment department on {day}.",
)


@dataclass(frozen=True)
class Dates:
    received: date
    assigned: date
    resolved: date | None


def complaints(count: int, seed: int, today: date) -> Iterator[Complaint]:
    """`count` complaints (fewer only if count is below the number of special cases): the special
    cases first, then made-up ones over all scenarios A to T."""
    for number, case in enumerate(SPECIAL_CASES[:count]):
        yield special_case(case, number, today)
    for index in range(max(0, count - len(SPECIAL_CASES))):
        yield made_up(index, seed, today)


def made_up(index: int, seed: int, today: date) -> Complaint:
    rng = Random(f"{seed}:{index}")
    by_scenario = intakes()
    scenarios = sorted(by_scenario)
    scenario = scenarios[index % 20] if index < 40 else rng.choice(scenarios)
    intake = rng.choice(by_scenario[scenario])
    level = rng.choice(intake["levels"])
    dates = _dates(rng, level, intake, today)
    who = _person(rng, index, seed, intake)
    words = _words(rng, who, level, dates)
    record = DEFAULTS | _head(rng, index, intake, level, dates, words) | _contact(rng, who, intake)
    record |= _flags(rng, intake, words)
    record |= _casework(rng, intake, dates, record["CONTRACT_ID"], words)
    return Complaint(record, contract=record["CONTRACT_ID"], scenario=scenario)


@cache
def intakes() -> dict[str, list[dict[str, Any]]]:
    """The intake texts by scenario letter."""
    text = (files(__package__) / "data" / "scenarios.toml").read_text(encoding="utf-8")
    found: dict[str, list[dict[str, Any]]] = {}
    for intake in tomllib.loads(text)["intake"]:
        found.setdefault(intake["scenario"], []).append(intake)
    return found


def _dates(rng: Random, level: str, intake: dict[str, Any], today: date) -> Dates:
    days = timedelta(days=DAYS_TO_RESOLVE[level])
    resolved = None
    if rng.random() < OPEN_SHARE or intake.get("reopened"):
        due = today + timedelta(days=rng.randint(*DUE_IN[level]))
        assigned = min(due - days, today)
    else:
        assigned = today - timedelta(days=rng.randint(days.days + 1, 110))
        late = 3 if rng.random() < 0.08 else 0
        resolved = assigned + timedelta(days=rng.randint(0, days.days) + late)
    moved = intake.get("reassigned") or intake.get("reopened") or rng.random() < 0.04
    received = assigned - timedelta(days=rng.randint(3, 60) if moved else 0)
    return Dates(received, assigned, min(resolved, today) if resolved else None)


def _person(rng: Random, index: int, seed: int, intake: dict[str, Any]) -> people.Person:
    """One in twenty, and every repeat complaint, is somebody who complained before."""
    again = index > 20 and (intake.get("repeat") or rng.random() < 0.05)
    who = rng.randrange(index) if again else index
    return people.person(Random(f"{seed}:person:{who}"))


def _words(rng: Random, who: people.Person, level: str, dates: Dates) -> dict[str, Any]:
    """What the braces of an intake text are filled with."""
    days_left = {"I": rng.randint(0, 2), "U": rng.randint(3, 14), "N": rng.randint(15, 40)}
    doctor = rng.choice(LISTS["last"])
    agent = f"{rng.choice(LISTS['first'])} {rng.choice(LISTS['last'])}"
    recent = dates.received - timedelta(days=rng.randint(1, 14))
    pronoun, other = rng.choice((("she", "her"), ("he", "him"), ("the caller", "the caller")))
    return {
        "first": who.first,
        "last": who.last,
        "pronoun": pronoun,
        "object": other,
        "amount": f"{rng.randint(12, 900)}.{rng.choice(('00', '40', '75', '90'))}",
        "month": f"{dates.received - timedelta(days=rng.randint(20, 90)):%B}",
        "month_start": us_date(dates.received.replace(day=1)),
        "recent": us_date(recent),
        "day": us_date(dates.resolved or dates.assigned),
        "doctor": f"Dr. {doctor}",
        "drug": rng.choice(LISTS["drugs"]),
        "pharmacy": rng.choice(LISTS["pharmacies"]),
        "city": rng.choice(LISTS["cities"]),
        "agent": agent,
        "days_left": days_left[level],
        "reference": rng.randint(100_000, 999_999),
        "other_plan": rng.choice(("Summit Health Plan", "Harborview Rx", "Unity Choice PPO")),
        "member_of_congress": rng.choice(LISTS["members_of_congress"]),
    }


def _head(
    rng: Random, index: int, intake: dict[str, Any], level: str, dates: Dates, words: dict[str, Any]
) -> Record:
    return {
        "COMPLAINT_ID": f"C{FIRST_ID + index * 7}",
        "RECEIVED_DATE": us_date(dates.received),
        "CASEWORKER": rng.choice(LISTS["caseworkers"]),
        "COMPLAINT_TYPE": intake.get("type", "Beneficiary"),
        "CONTRACT_ID": rng.choices(CONTRACTS, CONTRACT_WEIGHTS)[0],
        "COMPLAINT_CATEGORY": intake["category"],
        "COMPLAINT_SUBCATEGORY": intake["subcategory"],
        "COMPLAINT_SUBCAT_OTHER": intake.get("other", ""),
        "COMPLAINT_SUMMARY": intake["summary"].format(**words),
        "ISSUE_LEVEL": LEVEL_NAMES[level],
        ASSIGNMENT_DATE: us_date(dates.assigned),
    }


def _contact(rng: Random, who: people.Person, intake: dict[str, Any]) -> Record:
    provider = intake.get("type") == "Provider"
    language = who.language
    if intake.get("language") and language == "English":
        language = rng.choice(LISTS["languages"])
    return {
        "CONTACT_FNAME": who.first,
        "CONTACT_LNAME": who.last,
        "CONTACT_PHONE": who.phone,
        "ALT_PHONE": who.alt_phone,
        "BENE_ID": "" if provider else who.bene_id,
        "PREFERRED_CALL_TIME": who.call_time,
        "PREFERRED_LANGUAGE": "English" if provider else language,
        "ACCESSIBLE_FORMAT": who.accessible,
        "CONTACT_PLAN_BEFORE_COMPLAINT_ENTERED": rng.choice(("Yes", "Yes", "No")),
    }


def _flags(rng: Random, intake: dict[str, Any], words: dict[str, Any]) -> Record:
    flags: Record = {"ATTACHMENTS_YN": "Y" if intake.get("attachment") else "N"}
    if intake.get("swift"):
        flags |= {"SWIFT": "Yes", "SWIFT_CONTROL_NUMBER": f"0{rng.randint(10**10, 10**11 - 1)}"}
    if intake.get("congressional"):
        office = f"{words['member_of_congress']}, district office, constituent services"
        flags |= {"CONGRESSIONAL": "Yes", "CONGRESSIONAL_INFORMATION": office}
    if intake.get("agent"):
        first, _, last = words["agent"].partition(" ")
        flags |= {
            "AGENT_BROKER": "Yes",
            "AGENT_BROKER_FNAME": first,
            "AGENT_BROKER_LNAME": last,
            "AGENT_BROKER_NPN": people.npn(rng) if rng.random() < 0.6 else "",
            "AGENT_BROKER_FMO": rng.choice(LISTS["fmos"]) if rng.random() < 0.5 else "",
        }
    return flags


def _casework(
    rng: Random, intake: dict[str, Any], dates: Dates, contract: str, words: dict[str, Any]
) -> Record:
    """Notes, comments, requests and resolution, newest entry first as HPMS shows them."""
    comments = [
        _stamp(dates.received, rng, "System", f"Complaint assigned to contract {contract}.")
    ]
    if dates.assigned != dates.received:
        what = "reopened" if intake.get("reopened") else f"reassigned to contract {contract}"
        comments.insert(0, _stamp(dates.assigned, rng, "System", f"Complaint {what}."))
    if intake.get("cms_comment"):
        comments.insert(0, _stamp(dates.assigned, rng, "CMS", intake["cms_comment"]))
    notes = []
    if intake.get("note") or rng.random() < 0.4:
        text = (intake.get("note") or rng.choice(INTERIM)).format(**words)
        notes.append(_stamp(dates.assigned, rng, f"{contract} API", text))
    found: Record = {}
    for kind, column in REQUEST_COLUMNS.items():
        status = intake.get(kind, "")
        # A request that was pending has been answered by the time its complaint is resolved.
        found[column] = "Rejected" if status == "Pending" and dates.resolved else status
    if dates.resolved:
        summary = rng.choice(RESOLUTIONS).format(**words)
        notes.insert(0, _stamp(dates.resolved, rng, f"{contract} API", summary))
        found |= _resolution(rng, dates.resolved, summary)
    return found | {"COMMENTS": "\n".join(comments), "PLAN_CASEWORK_NOTES": "\n".join(notes)}


def _resolution(rng: Random, day: date, summary: str) -> Record:
    satisfied = rng.choices(("Yes", "No", "Unknown/Unable to Reach"), (60, 20, 20))[0]
    told = ["Telephone", "Written", "Telephone and Written"]
    if satisfied.startswith("Unknown"):
        told = ["Written", "None", "Unknown"]
    return {
        "RESOLUTION_DATE": us_date(day),
        "RESOLUTION_SUMMARY": summary,
        "COMPLAINANT_SATISFIED": satisfied,
        "RESOLUTION_NOTIFICATION": rng.choice(told),
        "HPI_RELATED": rng.choices(("No", "Yes", "Unknown/Unsure"), (80, 8, 12))[0],
    }


def _stamp(day: date, rng: Random, author: str, text: str) -> str:
    hour, minute = rng.randint(1, 11), rng.randrange(60)
    return f"{us_date(day)} {hour:02}:{minute:02} {rng.choice(('AM', 'PM'))} {author}: {text}"
