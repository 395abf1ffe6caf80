"""What the sync keeps: API keys, download runs, records that could not be read, what went out
of view, files, alerts."""

from hpms_sync.models.alerts import SyncAlert
from hpms_sync.models.exports import ExportedUpload, UploadExport
from hpms_sync.models.keys import ApiKey, KeyChange, KeyCredential
from hpms_sync.models.out_of_view import LedgerEntry, Miss
from hpms_sync.models.plan_files import PlanFile, PlanFilePortion
from hpms_sync.models.quarantine import QuarantinedRecord
from hpms_sync.models.runs import DownloadRun
from hpms_sync.models.tokens import TokenDesignation, TokenIssue

__all__ = [
    "ApiKey",
    "DownloadRun",
    "ExportedUpload",
    "KeyChange",
    "KeyCredential",
    "LedgerEntry",
    "Miss",
    "PlanFile",
    "PlanFilePortion",
    "QuarantinedRecord",
    "SyncAlert",
    "TokenDesignation",
    "TokenIssue",
    "UploadExport",
]
