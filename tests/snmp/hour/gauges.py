"""Memory, descriptors, threads and processor time of a process over hours."""

import os
import time
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Sample:
    """One look."""

    at: float  # seconds, monotonic
    resident_kb: int
    most_kb: int
    threads: int
    descriptors: int
    cpu: float  # seconds


def look(pid):
    """A sample of a process."""
    process = Path(f"/proc/{pid}")
    lines = (process / "status").read_text(encoding="ascii", errors="replace")
    values = dict(line.split(":", 1) for line in lines.splitlines())
    fields = (process / "stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return Sample(time.monotonic(), int(values["VmRSS"].split()[0]),
                  int(values["VmHWM"].split()[0]), int(values["Threads"]),
                  len(list((process / "fd").iterdir())),
                  (int(fields[11]) + int(fields[12])) / TICKS)


def is_sanitized(pid):
    """True for a process whose memory is kept by a sanitizer."""
    maps = Path(f"/proc/{pid}/maps").read_text(encoding="utf-8", errors="replace")
    return any(f"lib{one}san" in maps for one in "at")


def slope(points):
    """How fast y grows with x, by least squares over pairs."""
    count = len(points)
    mean_x = sum(x for x, _ in points) / count
    mean_y = sum(y for _, y in points) / count
    spread = sum((x - mean_x) ** 2 for x, _ in points)
    if not spread:
        return 0.0
    return sum((x - mean_x) * (y - mean_y) for x, y in points) / spread


def growth_kb_per_hour(samples):
    """Of the resident memory, over the samples given."""
    return slope([(one.at, one.resident_kb) for one in samples]) * 3600
