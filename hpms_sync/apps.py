from django.apps import AppConfig


class HpmsSyncConfig(AppConfig):
    name = "hpms_sync"
