"""Instructions of a run as callgrind counts them, and whose they are."""

import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from ground import DEVNULL

VALGRIND = shutil.which("valgrind")
LOADER = "ld-linux"


@dataclass(frozen=True)
class Count:
    """Instructions: all, those of the dynamic loader, and those of our own code."""

    total: int
    loader: int
    own: int


def self_costs(lines):
    """Yields the object and the instructions of each line of a callgrind file, without
    those of calls, which are told once more where they happen."""
    names, current, is_call = {}, "", False
    for line in lines:
        if line.startswith("ob="):
            number, _, name = line[3:].strip().partition(" ")
            current = names.setdefault(number, name) if name else names[number]
        elif line.startswith("cob="):
            number, _, name = line[4:].strip().partition(" ")
            if name:
                names[number] = name
        elif line.startswith("calls="):
            is_call = True
        elif line[:1].isdigit() or line[:1] in "+-*":
            words = line.split()
            if not is_call and len(words) > 1:
                yield current, int(words[1])
            is_call = False


def count(command, environment=None):
    """The Count of a run, or None if it cannot be counted (sanitizers)."""
    with tempfile.TemporaryDirectory(prefix="oa-bench-") as folder:
        file = Path(folder) / "out"
        subprocess.run(
            [VALGRIND, "--tool=callgrind", f"--callgrind-out-file={file}", *command],
            env=environment, stdin=DEVNULL, stdout=DEVNULL, stderr=DEVNULL, check=False)
        if not file.exists():
            return None
        total = loader = own = 0
        with open(file, encoding="utf-8", errors="replace") as lines:
            for place, instructions in self_costs(lines):
                total += instructions
                loader += instructions if LOADER in place else 0
                own += instructions if place == command[0] else 0
        return Count(total, loader, own) if total else None
