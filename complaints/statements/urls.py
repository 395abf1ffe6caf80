from django.urls import path

from complaints.statements.views import statement

urlpatterns = [
    path("<slug:complaint_id>/state/<slug:door>/", statement, name="statement"),
]
