from django.apps import AppConfig


class CtmCaseworkConfig(AppConfig):
    """The wiring as an app: it holds management commands, no models."""

    name = "ctm_casework"
