"""What a document really is: its bytes against the ending of its name.

A name says little: a phone's photo is called .pdf, a web page .docx. HPMS's reader, who is somebody else
at CMS, opens by the ending, so content and ending must agree (SOP O, step 1 names the kinds)."""

import hashlib
import re
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

import puremagic
from django.conf import settings
from django.core.files.base import File

from complaints.sop.scenarios.o_attachments import extension_of

Test = Callable[["File[bytes]"], bool]

MEGABYTE = 1024 * 1024
HEAD = 4096
UNKNOWN = "application/octet-stream"
OFFICE = "application/vnd.openxmlformats-officedocument"
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "txt": "text/plain",
    "docx": f"{OFFICE}.wordprocessingml.document",
    "xlsx": f"{OFFICE}.spreadsheetml.sheet",
    "zip": "application/zip",
}
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
_DIRECTORY_MAX = 4 * MEGABYTE  # of a zip: some 50,000 names, more than anybody sends


@dataclass(frozen=True)
class Content:
    """`matches` is None where the ending is none that HPMS takes; `objection` says what forbids the file
    whatever its kind ("" for nothing)."""

    size: int
    sha256: str
    content_type: str
    matches: bool | None
    objection: str


def content_of(file: "File[bytes]", filename: str) -> Content:
    """Looks into a file whole and leaves it at its beginning. Archives are listed, never unpacked."""
    file.seek(0)
    size = file.size or 0
    too_large = size > settings.ATTACHMENT_MAX_MB * MEGABYTE
    digest = hashlib.sha256()
    for chunk in () if too_large else file.chunks():
        digest.update(chunk)
    ending = extension_of(filename)
    # Nobody reads on in what is refused anyway.
    matches = _matches(file, ending) if size and not too_large else None
    content_type = CONTENT_TYPES[ending] if matches else UNKNOWN
    objection = _size_objection(size) or _unpacked_objection(file)
    file.seek(0)
    return Content(size, digest.hexdigest(), content_type, matches, objection)


def _size_objection(size: int) -> str:
    most = settings.ATTACHMENT_MAX_MB
    if not size:
        return "This file is empty. Choose the one that holds the document."
    if size > most * MEGABYTE:
        return (
            f"This file has {size / MEGABYTE:,.1f} MB; we take {most} MB. Scan it more coarsely or part it. "
            "(The limit is ours, CMS names none.)"
        )
    return ""


def _unpacked_objection(file: "File[bytes]") -> str:
    """A small archive can unpack to a disk full of zeros."""
    most = settings.ATTACHMENT_UNPACKED_MAX_MB
    if not _is_zip(file) or sum(entry.file_size for entry in _entries(file)) <= most * MEGABYTE:
        return ""
    return f"Unpacked, this file would have more than {most} MB. Send its documents one by one."


def _matches(file: "File[bytes]", ending: str) -> bool | None:
    test = _TESTS.get(ending)
    return test(file) if test else None


def _is_pdf(file: "File[bytes]") -> bool:
    """Readers allow a little before the header; scanners put it there."""
    return b"%PDF-" in _head(file)[:1024]


def _is_jpg(file: "File[bytes]") -> bool:
    return CONTENT_TYPES["jpg"] in _kinds(_head(file))


def _is_txt(file: "File[bytes]") -> bool:
    """Text of any usual encoding without control characters, and none of the other kinds."""
    if _is_pdf(file) or {CONTENT_TYPES["jpg"], CONTENT_TYPES["zip"]} & _kinds(_head(file)):
        return False
    file.seek(0)
    data = file.read()
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp1252"):
        try:
            return _CONTROLS.search(data.decode(encoding)) is None
        except UnicodeDecodeError:
            continue
    return False


def _is_zip(file: "File[bytes]") -> bool:
    """A whole one; encrypted or not, its names can be read."""
    return bool(_entries(file))


def _is_office(folder: str) -> Test:
    """Word and Excel files are zips with a folder of their own. Those with macros have another ending."""

    def test(file: "File[bytes]") -> bool:
        names = {entry.filename for entry in _entries(file)}
        is_office = "[Content_Types].xml" in names and any(
            name.startswith(folder) for name in names
        )
        return is_office and not any(name.endswith("vbaProject.bin") for name in names)

    return test


_TESTS: dict[str, Test] = {
    "pdf": _is_pdf,
    "jpg": _is_jpg,
    "txt": _is_txt,
    "docx": _is_office("word/"),
    "xlsx": _is_office("xl/"),
    "zip": _is_zip,
}


def _head(file: "File[bytes]") -> bytes:
    file.seek(0)
    return file.read(HEAD)


def _kinds(head: bytes) -> set[str]:
    """The content types that the first bytes allow."""
    try:
        return {found.mime_type for found in puremagic.magic_string(head)}
    except (puremagic.PureError, ValueError):
        return set()


def _entries(file: "File[bytes]") -> list[zipfile.ZipInfo]:
    """What a zip holds, none when it is no zip or lists more than anybody sends."""
    if file.file is None or _directory_size(file) > _DIRECTORY_MAX:
        return []
    file.seek(0)
    try:
        with zipfile.ZipFile(file.file) as archive:
            return archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        return []


def _directory_size(file: "File[bytes]") -> int:
    """Bytes of a zip's list of names, as its last record declares: to know before reading it."""
    size = file.size or 0
    file.seek(max(0, size - 65_557))  # the record and the longest comment after it
    tail = file.read()
    place = tail.rfind(b"PK\x05\x06")
    record = tail[place + 12 : place + 16]
    return struct.unpack("<I", record)[0] if place >= 0 and len(record) == 4 else 0
