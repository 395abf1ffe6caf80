from django.http import HttpRequest

from ctm_casework.accounts.models import User


class SignedInRequest(HttpRequest):
    """A request behind `requires(…)`: there is a person. For annotations only."""

    user: User
