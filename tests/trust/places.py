"""The places at which a program allocates, and runs in which one of them gets nothing.

A crash whose last frame outside of the C library lies in a library that is not ours is
that library's.
"""

import os
import re
from dataclasses import dataclass

FRAME = re.compile(r"^([^\s(]+)(?:\(([^)]*)\))?\[0x", re.MULTILINE)
NOT_TO_BLAME = ("libc.so", "failalloc.so", "ld-linux", "linux-vdso", "libpthread")


@dataclass(frozen=True)
class Place:
    """Where allocations come from, and whether the program asks for them itself."""

    origin: str
    is_own: bool


class Places:
    """Runs of one program, each begun by start()."""

    def __init__(self, shim, start, folder):
        self.shim, self.start = str(shim), start
        self.trace, self.place = folder / "trace", folder / "place"

    def _start(self, **environment):
        saved = dict(os.environ)
        os.environ.update(environment, LD_PRELOAD=self.shim)
        try:
            return self.start()
        finally:
            os.environ.clear()
            os.environ.update(saved)

    def find(self):
        """All places, in order."""
        self._start(OA_FAIL_TRACE=str(self.trace)).end()
        found = {}
        for line in self.trace.read_text("ascii").splitlines():
            origin, is_own = line.split()
            found.setdefault(origin, Place(origin, is_own == "1"))
        return list(found.values())

    @staticmethod
    def sample(found, count, offset):
        """Some of the program's own places, and some of the libraries'."""
        taken = []
        for is_own in (True, False):
            part = [place for place in found if place.is_own == is_own]
            stride = max(2 * len(part) // count, 1)
            taken += part[offset % stride::stride]
        return taken

    def run(self, place):
        """A run in which the first allocation of this place fails."""
        return self._start(OA_FAIL_ORIGIN=place.origin, OA_FAIL_PLACE=str(self.place))

    def stack(self):
        """What was called where the last run was given nothing, innermost first."""
        if not self.place.exists():
            return "nothing failed"
        text = self.place.read_text("ascii")
        self.place.unlink()
        return " < ".join(f"{path.rpartition('/')[2]} {name}"
                          for path, name in FRAME.findall(text)[2:12])


def theirs(text):
    """The library that has crashed by itself, or writes where we do not, or None."""
    _, _, crash = text.partition("crash:\n")
    for path, symbol in FRAME.findall(crash):
        name = path.rpartition("/")[2]
        if name.startswith(NOT_TO_BLAME):
            continue
        return f"{name} {symbol.partition('+')[0]}" if ".so" in name else None
    return None
