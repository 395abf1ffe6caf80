"""Headings as the layouts spell them, however an older release or a damaged print has them."""

import re
from functools import lru_cache

# Older names, and one tolerated spelling. Blanks where underscores belong need no entry.
ALIASES = {
    "AGENT_BROKER_INFORMATION": "AGENT_BROKER_NOTES",
    "CMS_ISSUE_CHANGE_REQUESTS": "CMS_LEAD_CHANGE_REQUESTS",
    "ASSIGNMENT_REASSIGNMENT_DATE": "ASSIGNMENT/REASSIGNMENT_DATE",
    # Announced nowhere; a fragment of Appendix A may be its trace. Kept among the extra columns.
    "CATEGORY/SUBCATEGORY_CHANGE_REQUESTS": "CATEGORY_CHANGE_REQUESTS",
}


@lru_cache(maxsize=1024)
def heading(raw: str) -> str:
    """BOM and blanks off, upper case, runs of blanks one underscore, the slash kept; still by the name
    its release gave it."""
    return re.sub(r"\s+", "_", raw.strip("\ufeff \t\r\n").upper())


@lru_cache(maxsize=1024)
def column_name(raw: str) -> str:
    """A heading by the name the present layout gives its column."""
    plain = heading(raw)
    return ALIASES.get(plain, plain)
