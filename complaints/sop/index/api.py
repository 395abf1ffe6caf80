"""Rules of the CTM API (memos of September 2024 and 2025), and what else changed in October 2025."""

from complaints.sop.index.step import Kind, Step

ERROR, WARNING, DERIVED, GUIDANCE = Kind.ERROR, Kind.WARNING, Kind.DERIVED, Kind.GUIDANCE

MEMO = "Memo of September 22, 2025, Appendix C"
KEYS = "Memo of September 6, 2024, API keys"
OTHER = "Memo of September 22, 2025"
CALL, VIEW = ("API_CALL",), ("VIEW",)
MADE = "held where the call to HPMS is made"
DOWNLOAD = "hpms_sync.client.HpmsClient.download"
WINDOWS = "hpms_sync.download.windows.windows_of"
UPLOAD = "hpms_sync.client.HpmsClient.upload"

API = (
    Step("API.token", DERIVED, f"{MEMO}, token", CALL,
         "A token comes from the AMM token call and lives 3600 seconds; it is renewed in good time.",
         by="hpms_sync.client.HpmsClient.token"),
    Step("API.headers", ERROR, f"{MEMO}, headers", CALL,
         "Each call carries the bearer token, JSON as its content type and X-API-CONSUMER-ID.",
         MADE, DOWNLOAD),
    Step("API.401", DERIVED, f"{MEMO}, errors", CALL,
         "Authorization failed means a bad or expired token or a wrong key: one fresh token, then the key's "
         "calls stop.", by=DOWNLOAD),
    Step("API.download.complaintStatus", ERROR, f"{MEMO}, download", CALL,
         "complaintStatus is there: blank, 0 (open), 1 (resolved) or both.", MADE, DOWNLOAD),
    Step("API.download.contracts", ERROR, f"{MEMO}, download", CALL,
         "contracts lists contract ids of the key, as text.", MADE, WINDOWS),
    Step("API.download.dates", ERROR, f"{MEMO}, download", CALL,
         "dateFrom and dateTo are yyyy-mm-dd.", MADE, DOWNLOAD),
    Step("API.download.window", WARNING, f"{MEMO}, download", CALL,
         "Blank dates mean the last 90 days, which leaves older open cases out: both are always given.",
         MADE, WINDOWS),
    Step("API.download.flags", ERROR, f"{MEMO}, download", CALL,
         "limitToAttachment and limitToRequests are true, false or blank text.", MADE, DOWNLOAD),
    Step("API.upload.keys", ERROR, f"{MEMO}, upload", CALL,
         "Each item has all 13 keys; blank is null.", MADE, "complaints.casework_payload.payload"),
    Step("API.upload.strings", ERROR, f"{MEMO}, upload", CALL,
         "Values are text or null.", MADE, "complaints.casework_payload.payload"),
    Step("API.upload.batch", DERIVED, f"{MEMO}, upload", CALL,
         "A call carries several items; whether bare or under a key is a setting.", by=UPLOAD),
    Step("API.upload.status", DERIVED, f"{MEMO}, upload", CALL,
         "HTTP 200 holds a result for each line; each is read, and only Casework Saved means saved.",
         by=UPLOAD),
    Step("API.upload.match", DERIVED, f"{MEMO}, upload (inferred)", CALL,
         "Results are matched by line and complaint id, in any order; where they disagree nothing is sure.",
         by="hpms_sync.upload.send.uploads_send"),
    Step("API.errors", DERIVED, f"{MEMO}, errors", CALL,
         "After a 500 or a time-out it is not known what HPMS did: nothing is sent again without evidence.",
         by="hpms_sync.upload.judge.uploads_judge"),
    Step("API.key.contracts", ERROR, KEYS, CALL,
         "A key covers a defined set of contracts and belongs to one responsible party.",
         "held where keys are kept", WINDOWS),
    Step("API.key.secret", GUIDANCE, KEYS, CALL,
         "The secret is for the responsible party alone; others get tokens through a service. A compromised "
         "key is deactivated at once."),
)  # fmt: skip

OCTOBER_2025 = (
    Step("M25.multi", DERIVED, f"{OTHER}, documents", ("ATTACH",),
         "Several documents can be uploaded at once, each with a type of its own.",
         by="complaints.attachments.rows.rows_sent"),
    Step("M25.agent_panel", ERROR, f"{OTHER}, agent and broker fields", ("SAVE_COMPLAINT",),
         "Agent or broker details are given only where the agent or broker flag is Yes.",
         "UP.agentBroker.blank_if_n and UP.agentBroker.blank_if_blank hold it"),
    Step("M25.search", DERIVED, f"{OTHER}, search", VIEW,
         "In HPMS complaints can be searched by an agent's name and number and by resolution date.",
         "a page of HPMS; here complaints are found by id, name and phone number"),
    Step("M25.request_report", DERIVED, f"{OTHER}, Plan Request report", VIEW,
         "HPMS's Plan Request report shows the complaint id of a contract request without a link.",
         "a page of HPMS; here a request of a case that left stays with the part the plan may see"),
)  # fmt: skip
