"""`gunicorn ctm_casework.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ctm_casework.settings")

from django.core.management import call_command

from ctm_casework import env

env.hold_engines()
application = get_wsgi_application()

from ctm_casework.accounts.tables import embedded_tables_ready

call_command("check")  # gunicorn asks nobody: a misconfigured deployment must not serve
embedded_tables_ready()
