"""Memory of one check: blocks and bytes allocated, the most at one time, what is
resident; and the libraries that are loaded.  There is no limit to break: resident
memory is mostly that of libraries, which all processes share.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from ground import BUILD_DIR, DEVNULL, find_other, program, row, skip
from scenes import all_scenes

COUNTER = BUILD_DIR / "tests" / "bench" / "countalloc.so"
OTHERS = ("curl", "check_curl", "check_http")


def libraries(path):
    """How many shared libraries a program loads, without the loader and the vDSO."""
    environment = {**os.environ, "LD_TRACE_LOADED_OBJECTS": "1"}
    said = subprocess.run([path], env=environment, stdin=DEVNULL, capture_output=True,
                          text=True, check=False).stdout
    return sum("=>" in line for line in said.splitlines())


def count(command, environment=None):
    """What a run allocates, by name, or None where the counter cannot be preloaded."""
    with tempfile.TemporaryDirectory(prefix="oa-bench-") as folder:
        file = Path(folder) / "counts"
        more = {"LD_PRELOAD": str(COUNTER), "OA_COUNTALLOC": str(file)}
        subprocess.run(command, env={**(environment or os.environ), **more},
                       stdin=DEVNULL, stdout=DEVNULL, stderr=DEVNULL, check=False)
        if not file.exists():
            return None
        counts = {name: int(value) for name, value in (
            word.split("=") for word in file.read_text(encoding="ascii").split())}
        return counts if counts["blocks"] else None


def show(name, counts):
    """The rows of one run."""
    if not counts:
        skip(f"{name}: allocated", "nothing can be preloaded here (sanitizers)")
        return
    row(f"{name}: allocated", f"{counts['bytes'] / 1024:.0f}", "kB",
        f"in {counts['blocks']} blocks; {counts['peak'] / 1024:.0f} kB at most at a "
        "time")
    row(f"{name}: resident", f"{counts['rss_kb'] / 1024:.1f}", "MB", "at most")


def main():
    """Prints the table."""
    for name in ("check_oa", "check_oa_tunnel", "check_oa_proxylog"):
        row(f"{name}: libraries", libraries(program(name)), "")
    for name in OTHERS:
        found = find_other(name)
        if found:
            row(f"{name}: libraries", libraries(found[0]), "")
        else:
            skip(name)
    if not COUNTER.exists():
        skip("allocations", f"no {COUNTER.name}: another C library")
        return 0
    command = [program("check_oa_tunnel"), "--version"]
    show("check_oa_tunnel --version", count(command))
    for scene in all_scenes():
        show(scene.name, count(scene.command, scene.environment))
    curl = find_other("curl")
    if curl:
        show("curl -V", count([*curl, "-V"]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
