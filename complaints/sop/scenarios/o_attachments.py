"""O. The plan has supporting documentation. Source: CTM Plan SOP, scenario O."""

import re
import unicodedata

from complaints.sop.facts import CaseFacts
from complaints.sop.rule import Action, At, Severity, rule
from complaints.sop.words import listed

ATTACH = (Action.ATTACH,)
ERROR, WARNING = Severity.ERROR, Severity.WARNING

EXTENSIONS = ("pdf", "jpg", "txt", "docx", "xlsx", "zip")
_PLAIN_NAME = re.compile(r"[A-Za-z0-9 _-]+(\.[A-Za-z0-9]+)?")


@rule(
    "O.1.name",
    severity=ERROR,
    actions=ATTACH,
    citation="SOP O, step 1",
    headline="File name without special characters",
    field="filename",
    facts=("attachment.filename",),
)
def filename_is_plain(facts: CaseFacts) -> str | None:
    """The SOP does not say which are special: letters, digits, blank, hyphen and underscore are none,
    nor is the one dot before the ending."""
    name = facts.attachment.filename if facts.attachment else ""
    if not name or _PLAIN_NAME.fullmatch(name):
        return None
    return (
        f"Attach it as {cleaned_name(name)}: HPMS takes letters, digits, spaces, hyphens, underscores "
        "and one dot in a file name."
    )


@rule(
    "O.1.ext",
    severity=ERROR,
    actions=ATTACH,
    citation="SOP O, step 1",
    headline="A kind of file HPMS takes",
    field="filename",
    facts=("attachment.content_matches", "attachment.filename"),
)
def kind_is_one_hpms_takes(facts: CaseFacts) -> str | At | None:
    """By the ending, in capitals or not, and by what is inside where somebody looked."""
    document = facts.attachment
    if document is None or not document.filename:
        return None
    ending = extension_of(document.filename)
    if ending == "jpeg":
        return f"Attach it as {cleaned_name(document.filename)}: HPMS knows the ending .jpg alone."
    if ending not in EXTENSIONS:
        return f"Print or save it as a PDF and attach that: HPMS takes {listed(EXTENSIONS)} files."
    if document.content_matches is False:
        return At(
            "file",
            f"What is inside is no {ending} file, or a damaged, macro or password-protected one. "
            "Open it and save it anew in a kind HPMS takes; renaming it is not enough.",
        )
    return None


@rule(
    "O.1.email",
    severity=WARNING,
    actions=ATTACH,
    citation="SOP O, step 1",
    headline="No e-mail with the beneficiary",
    field="is_email",
    facts=("attachment.is_email",),
)
def document_is_no_email(facts: CaseFacts) -> str | None:
    """The SOP's examples leave e-mail out, printed or not."""
    if facts.attachment is None or not facts.attachment.is_email:
        return None
    return (
        "CMS does not count e-mail with the beneficiary as documentation. Tell what it says in a "
        "casework note, or attach a letter."
    )


@rule(
    "O.2.type",
    severity=ERROR,
    actions=ATTACH,
    citation="SOP O, step 2",
    headline="Document type chosen",
    field="document_type",
    facts=("attachment.document_type",),
)
def document_type_is_chosen(facts: CaseFacts) -> str | None:
    """CMS's list is not public; ours is mapped when the document is put into HPMS."""
    if facts.attachment is None or facts.attachment.document_type:
        return None
    return "Choose what kind of document it is."


@rule(
    "O.2.other",
    severity=ERROR,
    actions=ATTACH,
    citation="SOP O, step 2",
    headline="Other type named",
    field="document_type_other",
    facts=("attachment.document_type", "attachment.document_type_other"),
)
def other_type_is_named(facts: CaseFacts) -> str | None:
    """Blanks are no name."""
    document = facts.attachment
    if (
        document is None
        or document.document_type != "OTHER"
        or document.document_type_other.strip()
    ):
        return None
    return "Say in a few words what the document is: HPMS wants it with Other."


@rule(
    "O.2.other.only",
    severity=WARNING,
    actions=ATTACH,
    citation="SOP O, step 2 (inferred)",
    headline="Other type named with Other alone",
    field="document_type_other",
    facts=("attachment.document_type", "attachment.document_type_other"),
)
def other_type_is_named_with_other_alone(facts: CaseFacts) -> str | None:
    """HPMS's text box belongs to Other; beside another type what was written would be lost."""
    document = facts.attachment
    if document is None or document.document_type in ("", "OTHER"):
        return None
    if not document.document_type_other.strip():
        return None
    return "Choose Other, or take the text away: HPMS keeps it with Other alone."


def extension_of(filename: str) -> str:
    """What follows the last dot, in small letters: `pdf`; "" without a dot."""
    return filename.rpartition(".")[2].lower() if "." in filename else ""


def cleaned_name(filename: str) -> str:
    """The nearest name HPMS takes: `notice#1 (final)&.pdf` becomes `notice_1_final.pdf`."""
    stem, dot, ending = filename.rpartition(".") if "." in filename else (filename, "", "")
    ending = "jpg" if ending.lower() == "jpeg" else _plain(ending)
    return (_plain(stem) or "document") + (dot + ending if ending else "")


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    runs = re.sub(r"[^A-Za-z0-9 _-]+", "_", letters)
    return re.sub(r" *_[ _]*", "_", runs).strip(" _-")
