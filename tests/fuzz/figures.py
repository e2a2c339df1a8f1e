"""Writes the table of docs/fuzzing.md.

    figures.py --log LOG.TSV --coverage DIR

LOG.TSV is what run.py appends to; DIR holds a build with
-fprofile-instr-generate -fcoverage-mapping, in which every harness replays the corpus.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

from parsers import PARSERS

SOURCE = Path(__file__).resolve().parent
PAGE = SOURCE.parents[1] / "docs/fuzzing.md"
BEGIN, END = "<!-- figures -->\n", "<!-- end of figures -->\n"


def totals(log):
    """Executions and CPU seconds by harness."""
    sums = defaultdict(lambda: [0, 0.0])
    for line in Path(log).read_text(encoding="utf-8").splitlines():
        name, executions, seconds = line.split("\t")[:3]
        sums[name][0] += int(executions)
        sums[name][1] += float(seconds)
    return sums


def coverage(build, name):
    """Lines and regions of the parser's own files: reached, all; of both."""
    program = build / "tests/fuzz" / f"fuzz_{name}"
    with tempfile.TemporaryDirectory() as folder:
        raw, data = f"{folder}/raw", f"{folder}/data"
        subprocess.run([program, SOURCE / "corpus" / name], check=True,
                       stdout=subprocess.DEVNULL,
                       env={**os.environ, "LLVM_PROFILE_FILE": raw})
        subprocess.run(["llvm-profdata", "merge", "-o", data, raw], check=True)
        exported = subprocess.run(
            ["llvm-cov", "export", "-summary-only", f"-instr-profile={data}",
             str(program)], check=True, capture_output=True, text=True).stdout
    found = [0, 0, 0, 0]
    wanted = PARSERS[name][1].split()
    for entry in json.loads(exported)["data"][0]["files"]:
        if any(entry["filename"].endswith("/" + path) for path in wanted):
            for i, kind in enumerate(("lines", "regions")):
                found[2 * i] += entry["summary"][kind]["covered"]
                found[2 * i + 1] += entry["summary"][kind]["count"]
    return found


def share(reached, count):
    """A percentage."""
    return f"{100 * reached / count:.0f} %" if count else "-"


def table(sums, build):
    """The lines of the table, with a sum of all."""
    yield "| harness | what it reads | executions | CPU min | seeds | lines | regions |"
    yield "| --- | --- | ---: | ---: | ---: | ---: | ---: |"
    for name, (what, _) in PARSERS.items():
        executions, seconds = sums.get(name, (0, 0))
        lines = coverage(build, name)
        seeds = len(list((SOURCE / "corpus" / name).iterdir()))
        yield (f"| `{name}` | {what} | {executions:,} | {seconds / 60:.1f} | {seeds} | "
               f"{share(*lines[:2])} | {share(*lines[2:])} |")
    yield (f"| all | | {sum(both[0] for both in sums.values()):,} | "
           f"{sum(both[1] for both in sums.values()) / 60:.0f} | | | |")


def main():
    """Puts the table between its two marks."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--log", required=True)
    parser.add_argument("--coverage", type=Path, required=True)
    options = parser.parse_args()
    page = PAGE.read_text(encoding="utf-8")
    head, _, rest = page.partition(BEGIN)
    tail = rest.partition(END)[2]
    if not tail:
        sys.exit(f"{PAGE}: no {END.strip()}")
    lines = "\n".join(table(totals(options.log), options.coverage))
    PAGE.write_text(f"{head}{BEGIN}{lines}\n{END}{tail}", encoding="utf-8")


if __name__ == "__main__":
    main()
