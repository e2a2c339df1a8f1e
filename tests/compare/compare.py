#!/usr/bin/python3
"""Puts the same faults before three tools and writes the table of what each notices.

    compare.py [--write FILE]

Tools: check_oa_cert, `check_curl -C 30` with and without -D, and `openssl s_client
-verify_return_error`.  Each runs against the same laboratory, with the laboratory's
root as its trusted certificate.  Without --write the table goes to standard output;
with it, it replaces what stands in FILE between the two marks.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "lab"))

from faults import FAULTS  # noqa: E402
from lab import Lab  # noqa: E402

PLUGIN_DIR = Path(os.environ.get("OA_PLUGIN_DIR", ROOT / "build" / "plugins"))
PLACES = "/usr/lib/nagios/plugins:/usr/lib64/nagios/plugins"
BEGIN, END = "<!-- table: begin -->", "<!-- table: end -->"
LIMIT_S = 6


def run(command, text=""):
    """Exit status and output; a tool that does not end is ended."""
    try:
        done = subprocess.run(command, input=text, capture_output=True, text=True,
                              timeout=LIMIT_S, check=False)
    except subprocess.TimeoutExpired:
        return None, "does not end"
    return done.returncode, done.stdout + done.stderr


def check_oa_cert(lab):
    """State and code."""
    words = lab.options("check_oa_cert")
    _, out = run([str(PLUGIN_DIR / "check_oa_cert"), "-t", "5", *words])
    match = re.match(r"OA CERT (\w+)(?: \[([a-z0-9-]+)\])?", out)
    return f"{match[1]} `{match[2]}`" if match[2] else match[1]


def check_curl(lab, *more):
    """State, and of its words those that tell something."""
    tool = shutil.which("check_curl", path=PLACES + os.pathsep + os.environ["PATH"])
    if not tool:
        return "not installed"
    status, out = run([tool, "-H", lab.host, "-I", "127.0.0.1", "-p", str(lab.https),
                       "-S", "-t", "5", "-C", "30", *more])
    states = {0: "OK", 1: "WARNING", 2: "CRITICAL", 3: "UNKNOWN"}
    state = states.get(status, "does not end")
    return state if state == "OK" else f"{state}: {shorten(out)}"


def s_client(lab):
    """Good, or the reason that OpenSSL gives."""
    status, out = run(
        ["openssl", "s_client", "-connect", f"127.0.0.1:{lab.https}", "-servername",
         lab.host, "-verify_return_error", "-verify_hostname", lab.host, "-CAfile",
         lab.ca], "Q\n")
    reason = re.search(r"verify error:num=\d+:([^\n]+)", out)
    alert = re.search(r"alert ([a-z0-9 ]+)", out)
    if status == 0:
        return "good"
    if status is None:
        return "does not end"
    if reason:
        return f"fails: {reason[1]}"
    return f"fails: alert {alert[1].strip()}" if alert else "fails: no handshake"


def shorten(out):
    """The words of check_curl without what every line of it has."""
    line = out.splitlines()[0] if out else ""
    line = re.sub(r"^(HTTP )?(OK|WARNING|CRITICAL|UNKNOWN) - ", "", line)
    line = re.sub(r"^Invalid HTTP response received from host on port \d+: ", "", line)
    line = re.sub(r"on port \d+", "on the port", line).split("|")[0]
    line = re.sub(r"[A-Z][a-z]{2} [A-Z][a-z]{2} +\d+ .* \+0000", "a date", line)
    return line.strip()[:90]


def row(fault):
    """One line of the table."""
    cells = []
    with Lab(fault.scenario) as lab:
        cells.append(check_oa_cert(lab))
    with Lab(fault.scenario) as lab:
        cells.append(check_curl(lab))
    with Lab(fault.scenario) as lab:
        cells.append(check_curl(lab, "-D", f"--ca-cert={lab.ca}"))
    with Lab(fault.scenario) as lab:
        cells.append(s_client(lab))
    if fault.code != "ok" and f"`{fault.code}`" not in cells[0]:
        raise SystemExit(f"{fault.scenario}: check_oa_cert says {cells[0]}")
    return "| " + " | ".join([fault.text, *cells]) + " |"


def table():
    """The whole table, in Markdown."""
    head = ["what is wrong", "check_oa_cert", "check_curl -C 30", "check_curl -C 30 -D",
            "openssl s_client"]
    lines = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    return "\n".join(lines + [row(fault) for fault in FAULTS])


def main():
    """Entry point."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--write", type=Path, metavar="FILE")
    target = parser.parse_args().write
    text = table()
    if not target:
        print(text)
        return 0
    old = target.read_text(encoding="utf-8")
    before, _, rest = old.partition(BEGIN)
    after = rest.partition(END)[2]
    target.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
