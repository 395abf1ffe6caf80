from django.urls import path

from complaints.resolve import views

urlpatterns = [
    path("<slug:complaint_id>/resolve/", views.resolve, name="resolve"),
    path("<slug:complaint_id>/resolve/check/", views.resolve_check, name="resolve-check"),
]
