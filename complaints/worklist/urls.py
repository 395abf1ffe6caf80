from django.urls import path

from complaints.worklist import views

urlpatterns = [
    path("", views.worklist, name="worklist"),
    path("complaints/search/", views.complaints_search, name="complaints-search"),
    path("complaints/assign/", views.assign, name="complaints-assign"),
    path("single-keys/", views.single_keys, name="single-keys"),
]
