"""The list of processes, as everybody on the machine can see it."""

import contextlib
from pathlib import Path


def command_line(program, word):
    """The words of a process that runs this program with this word; None without."""
    for folder in Path("/proc").glob("[0-9]*"):
        # processes end while they are looked at
        with contextlib.suppress(OSError):
            text = (folder / "cmdline").read_bytes().decode(errors="replace")
            words = text.split("\0")[:-1]
            if word in words and Path(words[0]).name == program:
                return words
    return None
