#!/usr/bin/env python
"""Django's command line; starts the embedded engines for whichever URL is unset."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ctm_casework.settings")
    from django.core.management import execute_from_command_line

    from ctm_casework import env

    env.hold_engines()
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
