"""What it costs to start: --version and --help, beside programs that do alike.

Nearly all of it is the dynamic loader: libcurl brings thirty libraries along.  `curl
-V` loads the same and does nothing either.
"""

import sys

from ground import (
    PROGRAMS,
    find_other,
    judge,
    program,
    row,
    skip,
    take_turns,
)

RUNS = 21
# Of curl -V, which loads what libcurl brings along, too.
LIMIT = 1.5
OTHERS = ("curl", "check_curl", "check_http", "check_ssl_cert", "rpcmap.py")
# Whose --version wants more than to say it.
HELP = {"rpcmap.py": "-h"}


def main():
    """Exit status 1 when the limit is broken."""
    commands = {name: [program(name), "--version"] for name in PROGRAMS}
    commands["check_oa --help"] = [program("check_oa"), "--help"]
    commands["check_oa_tunnel --help"] = [program("check_oa_tunnel"), "--help"]
    for name in OTHERS:
        found = find_other(name)
        if found:
            commands[name] = [*found, HELP.get(name, "--version")]
        else:
            skip(name)
    costs = take_turns(commands, RUNS, status=None)
    ours = costs["check_oa_tunnel"].cpu
    for name, cost in costs.items():
        note = f"wall {cost.wall * 1000:.1f} ms"
        if name in OTHERS:
            note += f"; check_oa_tunnel takes {ours / cost.cpu:.2f} times"
        row(f"start of {name}: cpu", f"{cost.cpu * 1000:.1f}", "ms", note)
    if "curl" not in costs:
        return 0
    return 0 if judge("start of check_oa_tunnel / curl", ours / costs["curl"].cpu,
                      LIMIT) else 1


if __name__ == "__main__":
    sys.exit(main())
