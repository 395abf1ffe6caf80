"""What a plan asks of CMS: Plan Requests, HPMS access (SOP R), questions (SOP S).

Until they have records of their own, the state of a complaint's requests is what the download shows
(`Complaint.pending_requests`)."""
