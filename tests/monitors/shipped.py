"""Where the files lie that the project ships for monitoring systems."""

import os
from pathlib import Path

import checks

SOURCE = Path(os.environ.get("OA_SRCDIR", Path(__file__).resolve().parents[2]))
PACKAGING = SOURCE / "packaging"
ICINGA = PACKAGING / "icinga2"
NAGIOS = PACKAGING / "nagios"
PLUGIN_DIR = str(checks.PLUGIN_DIR.resolve())
