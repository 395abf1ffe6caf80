"""What a download's records are, in force from October 31, 2025: one step for each of the 42 columns.

ERROR on the identity or on a date keeps the record aside; ERROR on SWIFT, Congressional and the request
indicators takes the worst case and flags it; WARNING keeps the value whole and flags it."""

from complaints.sop.index.step import Kind, Step

ERROR, WARNING, DERIVED = Kind.ERROR, Kind.WARNING, Kind.DERIVED

LAYOUT = "Download layout, October 2025"
ON_IMPORT = ("IMPORT",)
READER = "hpms_sync.download.record.read_record"
ASIDE = "held where a download is read; the record is kept aside, and the last good copy stays"
WORST_YES = "held where a download is read; an unreadable value counts as Yes and is flagged"
WORST_PENDING = (
    "held where a download is read; an unreadable value counts as Pending and is flagged"
)
FLAGGED = "held where a download is read; the value is kept and flagged"
FLAG, ANSWER = "Yes or No", "blank, Pending, Approved or Rejected"

_FILE = (
    ("format", ERROR, "The plan download is tab-delimited text, one record a line; text that is no UTF-8 is "
     "read as cp1252.", "held where a file is read", "hpms_sync.files.plan_download.PlanDownload"),
    ("header", ERROR, "The first line holds the headings, and columns are read by name; by position only "
     "when a person chose the layout.", "held where a file is read",
     "hpms_sync.files.plan_download.PlanDownload"),
    ("line", ERROR, "A record that line breaks or tabs inside a text split is joined again where that is "
     "safe, and kept aside where it is not.", "held where a file is read",
     "hpms_sync.files.plan_download.PlanDownload"),
    ("unknown", WARNING, "Unknown columns are kept, and a column that does not come overwrites nothing.",
     FLAGGED, READER),
    ("upsert", DERIVED, "A complaint is known by its id. What was asked for last wins, and what the plan "
     "wrote is never overwritten.", "", "hpms_sync.download.apply.apply_changes"),
)  # fmt: skip
# Column, most characters, what it holds, and what becomes of a value that is something else.
_COLUMNS = (
    ("COMPLAINT_ID", "exactly 11 characters, C and 10 digits", ASIDE),
    ("RECEIVED_DATE", "10 characters, MM/DD/YYYY", ASIDE),
    ("CASEWORKER", "at most 70 characters", FLAGGED),
    ("COMPLAINT_TYPE", "at most 11 characters, Beneficiary or Provider", FLAGGED),
    ("CONTACT_FNAME", "at most 50 characters", FLAGGED),
    ("CONTACT_LNAME", "at most 50 characters", FLAGGED),
    ("CONTACT_PHONE", "at most 50 characters", FLAGGED),
    ("CONTRACT_ID", "exactly 5 characters, a letter and 4 more, of a contract asked for", ASIDE),
    ("CATEGORY_LEAD", "at most 4 characters, CMS or Plan", FLAGGED),
    ("COMPLAINT_CATEGORY", "at most 250 characters", FLAGGED),
    ("COMPLAINT_SUBCATEGORY", "at most 250 characters", FLAGGED),
    ("COMPLAINT_SUBCAT_OTHER", "at most 400 characters", FLAGGED),
    ("COMPLAINT_SUMMARY", "at most 4,000 characters", FLAGGED),
    ("RESOLUTION_DATE", "10 characters, MM/DD/YYYY or blank", ASIDE),
    ("RESOLUTION_SUMMARY", "at most 10,000 characters", FLAGGED),
    ("ISSUE_LEVEL", "at most 100 characters; a level not recognized counts as Immediate Need", FLAGGED),
    ("BENE_ID", "at most 13 characters, HICN or MBI", FLAGGED),
    ("ALT_PHONE", "at most 50 characters", FLAGGED),
    ("PREFERRED_CALL_TIME", "at most 250 characters", FLAGGED),
    ("PREFERRED_LANGUAGE", "at most 50 characters", FLAGGED),
    ("CONGRESSIONAL", f"at most 3 characters, {FLAG}", WORST_YES),
    ("CONGRESSIONAL_INFORMATION", "at most 250 characters", FLAGGED),
    ("SWIFT", f"at most 3 characters, {FLAG}", WORST_YES),
    ("SWIFT_CONTROL_NUMBER", "at most 20 characters", FLAGGED),
    ("AGENT_BROKER", f"at most 3 characters, {FLAG}", FLAGGED),
    ("AGENT_BROKER_FNAME", "at most 50 characters", FLAGGED),
    ("AGENT_BROKER_LNAME", "at most 50 characters", FLAGGED),
    ("AGENT_BROKER_NPN", "at most 15 characters, digits", FLAGGED),
    ("AGENT_BROKER_FMO", "at most 125 characters", FLAGGED),
    ("AGENT_BROKER_NOTES", "at most 250 characters", FLAGGED),
    ("ASSIGNMENT/REASSIGNMENT_DATE", "10 characters, MM/DD/YYYY; it drives the clock", ASIDE),
    ("COMMENTS", "at most 10,000 characters", FLAGGED),
    ("PLAN_CASEWORK_NOTES", "at most 10,000 characters", FLAGGED),
    ("ATTACHMENTS_YN", f"at most 3 characters, {FLAG}", FLAGGED),
    ("CONTACT_PLAN_BEFORE_COMPLAINT_ENTERED", f"at most 3 characters, {FLAG}", FLAGGED),
    ("CONTRACT_CHANGE_REQUESTS", f"at most 8 characters, {ANSWER}", WORST_PENDING),
    ("ISSUE_LEVEL_CHANGE_REQUESTS", f"at most 8 characters, {ANSWER}", WORST_PENDING),
    ("CMS_LEAD_CHANGE_REQUESTS", f"at most 8 characters, {ANSWER}", WORST_PENDING),
    ("COMPLAINANT_SATISFIED", "at most 23 characters, Yes, No or Unknown/Unable to Reach", FLAGGED),
    ("RESOLUTION_NOTIFICATION", "at most 21 characters, Unknown, Telephone, Written, Telephone and Written, "
     "None or blank; the word None is a value", FLAGGED),
    ("HPI_RELATED", "at most 14 characters, Yes, No or Unknown/Unsure", FLAGGED),
    ("ACCESSIBLE_FORMAT", f"at most 3 characters, {FLAG}, or blank", FLAGGED),
)  # fmt: skip


def _file_step(name: str, kind: Kind, text: str, elsewhere: str, by: str) -> Step:
    inferred = "" if name == "format" else " (inferred)"
    return Step(
        f"DL.file.{name}", kind, f"{LAYOUT}, file{inferred}", ON_IMPORT, text, elsewhere, by
    )


def _column_step(place: int, name: str, holds: str, elsewhere: str) -> Step:
    kind = WARNING if elsewhere == FLAGGED else ERROR
    text = f"Column {place}: {holds}."
    return Step(f"DL.{name}", kind, f"{LAYOUT}, {name}", ON_IMPORT, text, elsewhere, READER)


DOWNLOAD_LAYOUT = (
    *(_file_step(*one) for one in _FILE),
    *(_column_step(place, *one) for place, one in enumerate(_COLUMNS, 1)),
)
