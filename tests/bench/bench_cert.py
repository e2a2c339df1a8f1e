"""CPU of check_oa_cert beside check_curl, against one server.

`check_curl -C 30` looks at the dates and verifies nothing; with `-D` it verifies too,
and parses the whole bundle of trusted certificates for that.  check_oa_cert always
verifies, and looks trusted certificates up by the hash of their name.  `curl -V` is
the floor: what it costs to load libcurl and all that hangs on it.

The runs take turns, so that a busy machine is busy for all of them.  Fails when
check_oa_cert costs more than half of the one, or more than 1.1 times the other.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from ground import PLUGIN_DIR, row, run_once, serving

RUNS = 41
HALF = 0.5
PARITY = 1.1
BUNDLES = ("/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt")
PLACES = ("/usr/lib/nagios/plugins", "/usr/lib64/nagios/plugins",
          "/usr/lib/monitoring-plugins")


def find_check_curl():
    """The path of a check_curl that starts, or None."""
    path = shutil.which("check_curl", path=os.pathsep.join(
        [*PLACES, os.environ.get("PATH", "")]))
    # The package may be there without a library that it only recommends.
    if path and subprocess.run([path, "--version"], capture_output=True,
                               check=False).returncode == 127:
        return None
    return path


def write_bundle(file, ca):
    """The system's trusted certificates and the laboratory's root, as one file."""
    for name in (*(name for name in BUNDLES if Path(name).exists()), ca):
        file.write(Path(name).read_text(encoding="utf-8"))
    file.flush()


def commands(lab, bundle, check_curl):
    """What is compared: name and command."""
    target = ["-H", lab["host"], "-I", lab["address"], "-p", str(lab["https"])]
    curl = [check_curl, *target, "-S", "-C", "30"]
    return {
        "curl -V": [shutil.which("curl"), "-V"],
        "check_curl -C 30": curl,
        "check_curl -C 30 -D": [*curl, "-D", f"--ca-cert={bundle}"],
        "check_oa_cert": [str(PLUGIN_DIR / "check_oa_cert"), *target,
                          "--ca-file", lab["ca"]],
    }


def measure(table):
    """Medians of CPU, in seconds, of runs that take turns."""
    costs = {name: [] for name in table}
    for number in range(RUNS + 1):
        for name, command in table.items():
            cost = run_once(command)
            # The first one warms the caches.
            if number:
                costs[name].append(cost.cpu)
    return {name: statistics.median(values) for name, values in costs.items()}


def judge(name, ratio, limit):
    """Prints a ratio beside its limit; true if it holds."""
    is_good = ratio <= limit
    row(f"check_oa_cert / {name}", f"{ratio:.2f}", "",
        f"limit {limit}: {'ok' if is_good else 'TOO MUCH'}")
    return is_good


def main():
    """Exit status 1 when a limit is broken."""
    check_curl = find_check_curl()
    if not check_curl or not shutil.which("curl"):
        row("check_curl", "-", "",
            "not found or without its libraries: nothing to compare with")
        return 0
    with serving("serve", "healthy") as lab, tempfile.NamedTemporaryFile("w") as file:
        write_bundle(file, lab["ca"])
        cpu = measure(commands(lab, file.name, check_curl))
    for name, seconds in cpu.items():
        row(f"{name}: cpu", f"{seconds * 1000:.1f}", "ms", f"median of {RUNS}")
    ours = cpu["check_oa_cert"]
    results = [judge("check_curl -C 30 -D", ours / cpu["check_curl -C 30 -D"], HALF),
               judge("check_curl -C 30", ours / cpu["check_curl -C 30"], PARITY)]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
