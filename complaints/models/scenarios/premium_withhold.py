from complaints import sop
from complaints.models.scenario_record import ScenarioRecord
from complaints.models.scenarios import fields as f


class PremiumWithholdReview(ScenarioRecord):
    """The plan's review of a premium withhold complaint (SOP J)."""

    fact, fact_kind = "withhold", sop.WithholdFacts

    premium_checked_on = f.day("Premium and payment option checked", "SOP J, step 1")
    premium_corrected_on = f.day("Corrected", "SOP J, step 1")
    last_withhold_transaction_date = f.day("Last withhold transaction", "SOP J, step 2")
    told_90_days = f.tick("Told: up to 90 days", "SOP J, step 1.a")
    told_callback = f.tick("Told to call back after 90 days", "SOP J, step 1.b")
    billed_in_withhold = f.tick("Billed while in premium withhold", "SOP J, note 2")
    plan_premium_problem = f.tick("Plan premium payment problem too", "SOP J, note 2")
    beneficiary_made_whole = f.tick("The beneficiary is made whole", "SOP J, note 2")

    class Meta(ScenarioRecord.Meta):
        verbose_name = "premium withhold review"
