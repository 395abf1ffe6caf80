from django.urls import path

from complaints.categories import views

urlpatterns = [
    path("", views.categories, name="categories"),
    path("<int:category_id>/", views.category, name="category"),
    path("<int:category_id>/change/", views.category_change, name="category-change"),
]
