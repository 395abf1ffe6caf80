"""HPMS's record layouts as data: columns and how they are read, releases, headings, the upload's fields."""

from hpms_sync.layouts.columns import COLUMNS, EVIDENCE, FIELDS, REQUIRED, WHEN_ABSENT, Column
from hpms_sync.layouts.headings import column_name, heading
from hpms_sync.layouts.readings import Reading, Unreadable
from hpms_sync.layouts.upload import UPLOAD_FIELDS, UploadField, upload_fields
from hpms_sync.layouts.versions import LAYOUTS, Layout, layout_of

__all__ = [
    "COLUMNS",
    "EVIDENCE",
    "FIELDS",
    "LAYOUTS",
    "REQUIRED",
    "UPLOAD_FIELDS",
    "WHEN_ABSENT",
    "Column",
    "Layout",
    "Reading",
    "Unreadable",
    "UploadField",
    "column_name",
    "heading",
    "layout_of",
    "upload_fields",
]
