from django.urls import path

from complaints.api.urls import CASE
from hpms_sync.ledger import api

urlpatterns = [
    path("ledger/", api.LedgerList.as_view(), name="api-ledger"),
    path(f"{CASE}ledger/", api.LedgerAnswerView.as_view(), name="api-ledger-answer"),
]
