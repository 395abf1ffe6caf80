"""Whether HPMS still sends the layout that is known here, judged over a whole run."""

from typing import Any

from hpms_sync.alerts import alert_end, alert_raise
from hpms_sync.download.staging import NO_LAYOUT, Staging
from hpms_sync.layouts import LAYOUTS
from hpms_sync.models import DownloadRun, SyncAlert

# More than this share of a run odd in one column is a change of layout, not a typing error.
LAYOUT_CHANGE_SHARE = 0.05
KIND = SyncAlert.Kind.LAYOUT_CHANGED
# So many columns are named in an alert.
NAMED = 4


def layout_watch(run: DownloadRun, staging: Staging) -> dict[str, Any]:
    """What the run's counts tell of its layout: `layout`, the version most records came in, and
    `layout_change`, rule ids of columns that many lacked or had odd. A key's run raises the alert or ends it;
    of a file whoever brought it sees the counts."""
    if not staging.seq:
        return {}
    version = _version(staging)
    odd = _odd_columns(staging, version)
    if run.key and (odd or version == NO_LAYOUT):
        alert_raise(KIND, _words(version, odd), key=run.key)
    elif run.key:
        alert_end(KIND, key=run.key)
    return {"layout": version} | ({"layout_change": odd} if odd else {})


def _version(staging: Staging) -> str:
    """That of most records, or none when more than the odd one is of none."""
    unknown = staging.layouts[NO_LAYOUT]
    if unknown > max(LAYOUT_CHANGE_SHARE * staging.layouts.total(), 1) or not staging.layouts:
        return NO_LAYOUT
    return staging.layouts.most_common(1)[0][0]


def _odd_columns(staging: Staging, version: str) -> list[str]:
    """Without the columns that an older layout never had."""
    odd = staging.columns_odd_in_more_than(LAYOUT_CHANGE_SHARE)
    known = next((layout for layout in LAYOUTS if layout.version == version), LAYOUTS[0])
    newer = {column.rule for column in LAYOUTS[0].columns} - {c.rule for c in known.columns}
    return [rule for rule in odd if rule not in newer]


def _words(version: str, odd: list[str]) -> str:
    names = [rule.removeprefix("DL.") for rule in odd]
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    wrong = (
        f"these columns are missing or unreadable in many records: {', '.join(names[:NAMED])}{more}"
    )
    what = wrong if odd else "the records' columns are of no layout known here"
    return (
        f"In the last download {what}. Compare them with CMS's newest memo on the layout, and ask the HPMS "
        "Help Desk. What could be read was applied."
    )
