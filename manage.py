#!/usr/bin/env python3
"""Django's command line for SI Portal. `python3 dev.py manage …` runs it with the embedded database."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "siportal.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as wrong:  # a sentence about a variable needs no traceback
        sys.exit(str(wrong))


if __name__ == "__main__":
    main()
