"""Puts the laboratory and the readers of the results on the path of imports."""

import sys
from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent
for folder in (TESTS / "lab", TESTS / "e2e"):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
