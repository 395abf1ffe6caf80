from django.apps import AppConfig


class PlanRequestsConfig(AppConfig):
    name = "plan_requests"
