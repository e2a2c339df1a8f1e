"""CPU of check_oa_cert beside check_curl, against one server.

`check_curl -C 30` looks at the dates and verifies nothing; with `-D` it verifies too,
and parses the whole bundle of trusted certificates for that.  check_oa_cert always
verifies, and looks trusted certificates up by the hash of their name.  `curl -V` is
the floor: what it costs to load libcurl and all that hangs on it.

The runs take turns, so that a busy machine is busy for all of them.  Fails when
check_oa_cert costs more than half of the one, or more than 1.1 times the other.
"""

import sys
import tempfile
from pathlib import Path

from ground import find_other, judge, program, row, serving, skip, take_turns

RUNS = 41
HALF = 0.5
PARITY = 1.1
BUNDLES = ("/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt")


def write_bundle(file, ca):
    """The system's trusted certificates and the laboratory's root, as one file."""
    for name in (*(name for name in BUNDLES if Path(name).exists()), ca):
        file.write(Path(name).read_text(encoding="utf-8"))
    file.flush()


def commands(lab, bundle, check_curl):
    """What is compared: name and command."""
    target = ["-H", lab["host"], "-I", lab["address"], "-p", str(lab["https"])]
    curl = [*check_curl, *target, "-S", "-C", "30"]
    return {
        "curl -V": [*find_other("curl"), "-V"],
        "check_curl -C 30": curl,
        "check_curl -C 30 -D": [*curl, "-D", f"--ca-cert={bundle}"],
        "check_oa_cert": [program("check_oa_cert"), *target,
                          "--ca-file", lab["ca"]],
    }


def main():
    """Exit status 1 when a limit is broken."""
    check_curl = find_other("check_curl")
    if not check_curl or not find_other("curl"):
        skip("check_curl", "not found, or without its libraries")
        return 0
    with serving("serve", "healthy") as lab, tempfile.NamedTemporaryFile("w") as file:
        write_bundle(file, lab["ca"])
        costs = take_turns(commands(lab, file.name, check_curl), RUNS)
    for name, cost in costs.items():
        row(f"{name}: cpu", f"{cost.cpu * 1000:.1f}", "ms", f"median of {RUNS}")
    results = [judge(f"check_oa_cert / {name}",
                     costs["check_oa_cert"].cpu / costs[name].cpu, limit)
               for name, limit in (("check_curl -C 30 -D", HALF),
                                   ("check_curl -C 30", PARITY))]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
