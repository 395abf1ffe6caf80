"""Signing in and out. Who may not see complaints is taken to the sync's page."""

from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth import views
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse

from ctm_casework.accounts.access import Action, may, requires


class SignInForm(AuthenticationForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["class"] = "usa-input"
            if self.is_bound and self.non_field_errors():
                field.widget.attrs |= {"aria-invalid": "true", "aria-describedby": "sign-in-error"}


class SignIn(views.LoginView):
    template_name = "registration/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """A live part of an open page that comes here finds nobody signed in: the page says so in place
        of what was asked for, and what is being typed on it stays."""
        if request.headers.get("HX-Request") == "true":
            told = render(request, "frame/signed_out.html")
            told["HX-Retarget"], told["HX-Reswap"] = "#signed-out", "innerHTML"
            return told
        return super().dispatch(request, *args, **kwargs)

    def get_success_url(self) -> str:
        """The page that was asked for, unless this person's role closes it."""
        asked = self.get_redirect_url()
        return asked if asked and _opens(asked, self.request) else self.get_default_redirect_url()

    def get_default_redirect_url(self) -> str:
        sees_complaints = may(self.request.user, Action.COMPLAINT_VIEW)
        return reverse("worklist" if sees_complaints else "sync")


def _opens(address: str, request: HttpRequest) -> bool:
    """Whether the route at the address lets this person in, as far as its action tells."""
    try:
        view = resolve(urlsplit(address).path).func
    except Resolver404:
        return True
    access = getattr(view, "access", None)
    return access is None or may(request.user, access)


sign_in = requires(Action.PUBLIC)(SignIn.as_view())
sign_out = requires(Action.PUBLIC)(views.LogoutView.as_view())
