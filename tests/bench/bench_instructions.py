"""Instructions of one check by callgrind, beside those kept in instructions.tsv.

They hardly depend on the machine and on what else it does, and so show what a change
costs.  What is in our own code depends on the compiler, the rest on the libraries; the
file says with which of them it was taken, and only like is compared with like.  Fails
when more than TOLERANCE above what is kept; `make bench-keep` writes the file anew.
"""

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

import callgrind
from ground import IS_SMOKE, program, row, skip
from scenes import all_scenes

KEPT = Path(__file__).resolve().parent / "instructions.tsv"
TOLERANCE = 0.05
SMOKE_SCENES = 2


def first_line(*command):
    """What a command says first, or nothing."""
    if not shutil.which(command[0]):
        return ""
    return subprocess.run(command, capture_output=True, text=True,
                          check=False).stdout.partition("\n")[0]


def circumstances():
    """What the figures depend on: the compiler for ours, the libraries for all."""
    compiler = os.environ.get("CC", "cc").split()
    libraries = [word for word in first_line("curl", "-V").split()
                 if word.startswith(("libcurl/", "OpenSSL/"))]
    libc = first_line("ldd", "--version").rpartition(" ")[2]
    return {"compiler": first_line(*compiler, "--version"),
            "libraries": " ".join([*libraries, f"libc/{libc}"])}


def measure():
    """Yields the name and the Count of each scene, that of starting first."""
    command = [program("check_oa_tunnel"), "--version"]
    yield "check_oa_tunnel --version", callgrind.count(command)
    for number, scene in enumerate(all_scenes()):
        if IS_SMOKE and number == SMOKE_SCENES:
            return
        yield scene.name, callgrind.count(scene.command, scene.environment)


def read_kept():
    """What is kept: circumstances, and own and total by name."""
    given, kept = {}, {}
    for line in KEPT.read_text(encoding="utf-8").splitlines():
        if line.startswith("# ") and ": " in line:
            name, _, value = line[2:].partition(": ")
            given[name] = value
        elif line and not line.startswith("#"):
            name, own, total = line.split("\t")
            kept[name] = {"own": int(own), "total": int(total)}
    return given, kept


def write_kept(counts):
    """Keeps these."""
    lines = ["# Instructions of one check: scene, in our own code, in all; see",
             "# bench_instructions.py.  Written by make bench-keep.  Taken with:",
             *(f"# {name}: {value}" for name, value in circumstances().items())]
    lines += [f"{name}\t{count.own}\t{count.total}" for name, count in counts.items()]
    KEPT.write_text("\n".join(lines) + "\n", encoding="utf-8")


def compare(name, what, now, before, is_alike):
    """Prints a figure beside the one kept; false if it has grown too much."""
    if not before:
        row(f"{name}: {what}", now, "", "not kept")
        return True
    change = now / before - 1
    is_good = change <= TOLERANCE or not is_alike or IS_SMOKE
    verdict = "ok" if is_alike else "kept with others"
    row(f"{name}: {what}", now, "",
        f"{change * 100:+.1f} %: {verdict if is_good else 'GROWN'}")
    return is_good


def main():
    """Exit status 1 when an instruction count has grown."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--keep", action="store_true")
    keeps = parser.parse_args().keep
    if not callgrind.VALGRIND:
        skip("callgrind", "valgrind is not installed")
        return 0
    given, kept = read_kept() if KEPT.exists() else ({}, {})
    now = circumstances()
    alike = {"own": given.get("compiler") == now["compiler"],
             "total": all(given.get(name) == now[name] for name in now)}
    results, counts = [], {}
    for name, count in measure():
        if not count:
            skip(name, "cannot be counted here (sanitizers)")
            continue
        counts[name] = count
        before = kept.get(name, {})
        row(f"{name}: in the loader", count.loader, "",
            f"{count.loader / count.total * 100:.0f} % of all")
        for what in ("own", "total"):
            results.append(compare(name, what, getattr(count, what), before.get(what),
                                   alike[what]))
    if keeps:
        write_kept(counts)
    return 0 if all(results) or keeps else 1


if __name__ == "__main__":
    sys.exit(main())
