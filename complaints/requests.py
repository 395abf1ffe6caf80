from django.http import HttpRequest

from ctm_casework.accounts.models import User


class SignedInRequest(HttpRequest):
    """A request that passed `requires`: somebody is signed in. For type checkers only."""

    user: User
