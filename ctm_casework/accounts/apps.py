from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "ctm_casework.accounts"
    label = "accounts"

    def ready(self) -> None:
        from ctm_casework.accounts import checks  # noqa: F401  registers the system checks
