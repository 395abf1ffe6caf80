from django.urls import path

from hpms_sync.ledger import views

urlpatterns = [
    path("ledger/", views.ledger, name="ledger"),
    path("ledger/<slug:complaint_id>/", views.ledger_answer, name="ledger-answer"),
]
