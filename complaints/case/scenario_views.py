"""Accepting and dismissing the SOP's scenarios on a complaint."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from complaints.case.scenarios import reason_for
from complaints.case.views import visible_complaint
from complaints.models import Refused, ScenarioChoice
from complaints.models.scenario_choice import LETTERS
from complaints.requests import SignedInRequest
from complaints.selectors.facts import facts_of
from complaints.sop.index import SCENARIOS
from ctm_casework.accounts.access import Action, requires

_ANSWERS = {"accept": True, "dismiss": False}


@requires(Action.CASEWORK)
@require_POST
def scenario_choose(request: SignedInRequest, complaint_id: str) -> HttpResponse:
    """Follows a scenario or not: `scenario` is its code, `answer` is accept or dismiss."""
    complaint = visible_complaint(request, complaint_id)
    code, answer = request.POST.get("scenario", ""), request.POST.get("answer", "")
    try:
        if code not in LETTERS or answer not in _ANSWERS:
            raise ValidationError("Choose a scenario, and accept or dismiss it.")
        ScenarioChoice.enter(
            complaint.pk,
            request.user,
            code,
            accepted=_ANSWERS[answer],
            reason=reason_for(code, facts_of(complaint.pk)),
        )
    except Refused as refused:
        told = [f"{f.message} ({f.citation})" for f in refused.findings]
        messages.error(request, " ".join(told or refused.messages))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        scenario = SCENARIOS[LETTERS[code]]
        done = "is followed now" if _ANSWERS[answer] else "is not followed"
        messages.success(request, f"Scenario {scenario.letter}, {scenario.title}, {done}.")
    return redirect(f"{reverse('complaint', args=[complaint.pk])}#scenarios")
