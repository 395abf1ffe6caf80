"""Who acts in a command about files."""

from django.core.exceptions import ValidationError

from ctm_casework.accounts.models import User


def person_named(username: str) -> User:
    """Raises ValidationError when nobody active has this user name."""
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        raise ValidationError(
            f"Nobody active has the user name {username}. Give that of whoever handles the file."
        )
    return user
