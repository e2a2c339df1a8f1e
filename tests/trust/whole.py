"""What the whole matrices take, and what they say at their end.

Each test says what it ran; `conftest.py` sums it up when all have ended.
"""

import os

SEED = int(os.environ.get("OA_MATRIX_SEED", "1"))
ONE = os.environ.get("OA_MATRIX_CASE", "")
TAKES_ALL = bool(os.environ.get("OA_MATRIX") or ONE)
WORKERS = int(os.environ.get("OA_MATRIX_WORKERS", "3"))
RUNS, COMPLAINTS = "oa-runs", "oa-complaints"
RECORD = os.environ.get("OA_MATRIX_RECORD", "")


def tell(record_property, name, count, complaints, states):
    """Says what one test has run."""
    record_property(RUNS, count)
    record_property(COMPLAINTS, len(complaints))
    ends = ", ".join(f"{state} {number}" for state, number in states.most_common())
    line = f"{name}: {count} runs, {len(complaints)} complaints; {ends}"
    print(line)
    record([line, *complaints])


def record(lines):
    """Adds lines to the file OA_MATRIX_RECORD, which grows while a matrix runs."""
    if RECORD:
        with open(RECORD, "a", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")


def summary(reports, seconds):
    """The line that ends a whole matrix."""
    runs = failures = 0
    for report in reports:
        told = dict(getattr(report, "user_properties", ()))
        runs += told.get(RUNS, 0)
        # A test may fail before it has a complaint.
        failures += told.get(COMPLAINTS, 0) or report.failed
    return f"{runs} runs, {failures} failures, seed {SEED}, {seconds:.0f} s"
