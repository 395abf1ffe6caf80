"""Documents for tests: small files of each kind HPMS takes, made here."""

import io
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
JPG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00" + b"\x00" * 40
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 40
TXT = "Dear Ms. Whitaker, your enrollment begins 11/1. — Évelyn".encode()
OLD_WORD = bytes.fromhex("d0cf11e0a1b11ae1") + b"\x00" * 600
PROGRAM = b"MZ\x90\x00\x03\x00\x00\x00" + b"\x00" * 200


def zipped(*names: str, size: int = 4) -> bytes:
    """A zip with these members of `size` zeros each."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, b"\x00" * size)
    return made.getvalue()


DOCX = zipped("[Content_Types].xml", "word/document.xml")
XLSX = zipped("[Content_Types].xml", "xl/workbook.xml")
ZIP = zipped("letter.pdf", "premiums.xlsx")


def file(name: str = "letter.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, content)
