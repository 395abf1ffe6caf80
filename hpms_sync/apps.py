from django.apps import AppConfig


class HpmsSyncConfig(AppConfig):
    name = "hpms_sync"

    def ready(self) -> None:
        from hpms_sync.keys import access_lost  # noqa: F401  listens to changes of people's access
