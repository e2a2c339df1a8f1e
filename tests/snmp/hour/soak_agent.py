"""An hour of the subagent at intervals of a second, with faults by seed.

  soak_agent.py [TIME [SEED [TARGETS]]]    3600, 1 and 36 unless given

Ends with 1 if something was reported that did not happen, did happen and was not
reported, or was reported twice, or if the subagent grew.  OA_SOAK_KEEP names a new
directory where all files of it stay, with the record, one JSON object on a line.
"""

import dataclasses
import json
import os
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

sys.dont_write_bytecode = True
HERE = Path(__file__).resolve().parent
for folder in (HERE, HERE.parent, HERE.parents[1] / "lab", HERE.parents[1] / "load"):
    sys.path.insert(0, str(folder))

import drive  # noqa: E402

GROWTH_KB_PER_HOUR = 2048
SHOWN = 20


def complaints(soaked):
    """What the process itself did wrong."""
    first, last = soaked.rests
    if last.descriptors != first.descriptors:
        yield f"descriptors at rest: {first.descriptors}, then {last.descriptors}"
    if last.threads > first.threads:
        yield f"threads at rest: {first.threads}, then {last.threads}"
    growth = drive.growth(soaked)
    if growth is not None and growth > GROWTH_KB_PER_HOUR:
        yield f"memory grows by {growth:.0f} kB an hour"


def tell(wish, soaked, figures):
    """The figures."""
    for name, value in sorted(figures.items()):
        print(f"{name}: {value}")
    first, last = soaked.rests
    samples = drive.steady(soaked)
    if len(samples) < 2:
        return
    cpu = (samples[-1].cpu - samples[0].cpu) / (samples[-1].at - samples[0].at)
    resident = [one.resident_kb for one in samples]
    print(f"at rest before and after: {first.resident_kb} and {last.resident_kb} kB, "
          f"{first.descriptors} and {last.descriptors} descriptors, "
          f"{first.threads} and {last.threads} threads")
    print(f"resident: {min(resident)} to {max(resident)} kB, most ever "
          f"{last.most_kb} kB; descriptors at most "
          f"{max(one.descriptors for one in samples)}; "
          f"{100 * cpu:.0f} % of a core")
    growth = drive.growth(soaked)
    if growth is not None:
        runs = figures["runs"] / wish.seconds * 3600
        print(f"growth: {growth:+.0f} kB an hour, {growth * 1024 / runs:+.1f} bytes "
              f"a run (limit {GROWTH_KB_PER_HOUR} kB an hour)")


def keep(soaked, directory):
    """Writes the record."""
    for name, items in soaked.record().items():
        with open(directory / f"{name}.jsonl", "w", encoding="utf-8") as out:
            for item in items:
                out.write(json.dumps(dataclasses.asdict(item)) + "\n")


def main(seconds=3600, seed=1, targets=36):
    """Soaks, and says how it went."""
    wish = drive.Wish(seed, seconds, targets)
    with ExitStack() as stack:
        kept = os.environ.get("OA_SOAK_KEEP")
        directory = kept or stack.enter_context(tempfile.TemporaryDirectory())
        Path(directory).mkdir(parents=True, exist_ok=True)
        soaked = drive.soak(wish, Path(directory))
        if kept:
            keep(soaked, Path(directory))
    verdict = soaked.verdict()
    tell(wish, soaked, verdict.figures)
    found = verdict.complaints + list(complaints(soaked))
    for complaint in found[:SHOWN]:
        print(f"wrong: {complaint}")
    if found:
        print(f"{len(found)} complaints; again by: make agent-soak TIME={seconds} "
              f"SEED={seed} TARGETS={targets}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(*(int(argument) for argument in sys.argv[1:])))
