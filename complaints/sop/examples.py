"""Our own examples of good resolution notes (SOP Q, step 2.a), all of them made up.

Each tells the issue, the actions, the decision and how the person was told, in the characters HPMS
takes. No name, number or date in them belongs to anybody.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Example:
    """`shows` is what to look at in it; `scenario` the letter it belongs to."""

    key: str
    scenario: str
    title: str
    shows: str
    note: str


EXAMPLES = (
    Example(
        "refund",
        "Q",
        "Billed twice, refunded, told by phone",
        "The refund is issued, which is enough to close: its arrival need not be awaited.",
        "Issue: beneficiary was billed the August premium of $42.50 twice. Actions: 8/22/2026 "
        "billing review found the second payment posted on 8/6/2026. Refund of $42.50 issued "
        "8/23/2026 by check 20417. 8/24/2026 10:15 AM called the beneficiary, reached, explained "
        "the error and that the check takes 7 to 10 days. Decision: founded, plan error, account "
        "corrected so that it does not recur. Notification: told by phone 8/24/2026, satisfied.",
    ),
    Example(
        "unreachable",
        "Q",
        "Three attempts, then a letter",
        "Three attempts on three days at three times of day, and the date of the letter.",
        "Issue: beneficiary stated that the plan refused a dental claim. Actions: claim of "
        "7/14/2026 reviewed, it was denied for a missing tooth number. Dentist sent it 8/19/2026, "
        "claim paid 8/20/2026. Called the beneficiary 8/20/2026 9:10 AM, no answer. 8/21/2026 "
        "1:30 PM, left message. 8/22/2026 5:45 PM, no answer. Resolution letter mailed 8/22/2026 "
        "to the address on file. Decision: founded, claim paid. Notification: by letter of "
        "8/22/2026 after three attempts by phone.",
    ),
    Example(
        "retro-enrollment",
        "D",
        "Retroactive enrollment through the RPC",
        "Access first, then the RPC with the date of its submission, then the counsel on claims.",
        "Issue: beneficiary enrolled by paper on 6/20/2026 for 7/1/2026, and the application was "
        "keyed for 8/1/2026. Actions: signed application found with receipt stamp 6/20/2026. "
        "Coverage opened in the plan's system from 7/1/2026 on 8/24/2026, claims can pay. Request "
        "with application and statement of the error sent to the RPC 8/24/2026. Beneficiary "
        "counseled that July claims will be processed again and that July premium is owed. "
        "Decision: founded, plan error. Notification: told by phone 8/24/2026 2:05 PM.",
    ),
    Example(
        "retro-disenrollment",
        "E",
        "Retroactive disenrollment that is not valid",
        "A refusal with its ground, and what the person can do next.",
        "Issue: beneficiary asked to be disenrolled back to 5/1/2026 because a neighbor recommended "
        "another plan. Actions: enrollment of 5/1/2026 reviewed, application signed, confirmation "
        "letter mailed 4/21/2026, claims paid in May and June. No basis for retroactive action in "
        "the enrollment guidance. Explained the next election period and 1-800-MEDICARE. Decision: "
        "unfounded, request not valid. Notification: told by phone 8/23/2026 11:20 AM, understood.",
    ),
    Example(
        "swift",
        "I",
        "SWIFT case, ready for CMS to take (interim note)",
        "An interim note: the plan does not close a SWIFT case but asks CMS to take it.",
        "Issue: congressional inquiry on a denied power wheelchair. Actions: 8/21/2026 9:40 AM "
        "called the beneficiary, told what will be done and that an answer comes by 8/26/2026. "
        "8/22/2026 medical director reviewed new notes of the physician and approved the chair. "
        "Authorization entered 8/22/2026, supplier confirmed delivery for 8/29/2026. 8/23/2026 "
        "3:15 PM beneficiary told by phone. The plan's work is complete. Asking CMS by Plan Request "
        "to take the case as a CMS Issue and close it.",
    ),
    Example(
        "withhold",
        "J",
        "Premium withhold, 90 days not yet over",
        "The date of the last submittal, the days passed, and what the person was told.",
        "Issue: beneficiary pays by coupon since June, and premium is still withheld from the "
        "Social Security benefit. Actions: request to stop withholding sent to CMS 6/28/2026, "
        "accepted 6/30/2026. 57 days have passed since the last submittal, the plan's and CMS's "
        "records agree. Explained that a change can take up to 90 days and that what was withheld "
        "is refunded by Social Security. Advised to call back if nothing changed by 9/26/2026. "
        "Decision: systems are right, education given. Notification: told by phone 8/24/2026 4:00 "
        "PM.",
    ),
    Example(
        "provider",
        "K",
        "Provider complaint about a payment",
        "The provider is told; no beneficiary had to wait for care.",
        "Issue: clinic states that two infusion claims of May were paid below the contracted rate. "
        "Actions: contract and claims reviewed 8/20/2026, fee schedule of 2025 was applied in "
        "error. Both claims reprocessed 8/21/2026, difference of $318.20 paid by remittance "
        "of 8/22/2026. Fee schedule corrected for the clinic. Care of the beneficiary was not "
        "affected. Decision: founded, payment corrected. Notification: clinic's billing manager "
        "told by phone 8/24/2026 9:30 AM, written confirmation sent by fax the same day.",
    ),
    Example(
        "marketing",
        "L",
        "Marketing allegation, unfounded, agent named",
        "The agent is named, both sides were heard, and the ground of the finding is given.",
        "Issue: beneficiary alleges that agent Robin Sample said the plan has no copayments. "
        "Actions: 8/20/2026 beneficiary interviewed, 8/21/2026 agent Robin Sample interviewed, "
        "recording of the enrollment call of 3/12/2026 heard. The agent read the copayments aloud "
        "and the beneficiary confirmed them. Signed scope of appointment on file. Decision: "
        "allegation unfounded, no action against the agent. Beneficiary was told of the election "
        "periods. Notification: told by phone 8/22/2026 1:10 PM, letter mailed 8/22/2026.",
    ),
    Example(
        "repeat",
        "M",
        "Repeat complaint with nothing new",
        "The earlier complaint's id and what was decided there.",
        "Issue: beneficiary asks again for the refund of complaint C2600000101. Actions: earlier "
        "complaint reviewed, refund of $42.50 was issued 8/23/2026 and cashed 8/30/2026. No new "
        "issue is raised. 9/2/2026 10:00 AM called, explained where the payment shows on the bank "
        "statement. Decision: same issue as C2600000101, resolved there. Notification: told by "
        "phone 9/2/2026, satisfied.",
    ),
    Example(
        "bae",
        "N",
        "Best Available Evidence",
        "When the worksheet came back, when the person was called, and how long CMS's record takes.",
        "Issue: beneficiary was charged $98.00 for a drug though Medicaid pays the premium. "
        "Actions: no document at hand, BAE worksheet sent to the CMS regional office 8/19/2026, "
        "returned 8/21/2026 confirming the subsidy from 7/1/2026. Copayment level set in the plan's "
        "system 8/21/2026, pharmacy reran the claim at $4.90, difference refunded. Told that CMS's "
        "record can take up to 30 days to show it. Decision: founded, access restored. "
        "Notification: told by phone 8/21/2026 3:40 PM.",
    ),
    Example(
        "good-cause",
        "P",
        "Good cause approved",
        "The decision closes the case: repayment and reinstatement are not awaited.",
        "Issue: beneficiary was disenrolled 7/31/2026 for not paying and asks for reinstatement. "
        "Actions: request received 8/10/2026. Beneficiary was in hospital 5/28/2026 to 7/25/2026, "
        "records received 8/14/2026. Good cause found 8/15/2026. 8/15/2026 9:50 AM called the "
        "beneficiary, reached, told of the approval, of the $127.50 owed and that cover returns "
        "without a break once it is paid by 10/31/2026. Decision: good cause approved. "
        "Notification: told by phone 8/15/2026, approval letter mailed 8/15/2026.",
    ),
)
