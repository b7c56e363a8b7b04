#!/usr/bin/env python
"""The way in for operators and developers."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "patrol_ops.settings")
    execute_from_command_line(sys.argv)
