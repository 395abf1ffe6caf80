from django.urls import path

from complaints.control_room import views

urlpatterns = [
    path("", views.control_room, name="control-room"),
    path("tables.csv", views.control_room_csv, name="control-room-csv"),
    path("rows/", views.control_room_rows, name="control-room-rows"),
    path("rows.csv", views.control_room_rows_csv, name="control-room-rows-csv"),
]
