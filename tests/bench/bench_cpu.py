"""CPU and wall time of a run on loopback, beside what curl takes.

`curl -V` loads the libraries and does nothing, `curl https://...` is one TLS
connection and one request: between them lies the floor for any such check.
"""

import shutil
import sys

from ground import median_cost, row, serving, tunnel_command

RUNS = 21


def show(name, cost, floor=None):
    """Prints wall and CPU, as ratios to the floor as well if there is one."""
    for what in ("cpu", "wall"):
        seconds = getattr(cost, what)
        note = f"median of {RUNS}"
        if floor:
            ratio = seconds / max(getattr(floor, what), 1e-6)
            note = f"{ratio:.2f} times curl https"
        row(f"{name}: {what}", f"{seconds * 1000:.1f}", "ms", note)


def main():
    """Prints the table; there is no limit to break."""
    with serving("serve", "healthy") as lab:
        floor = None
        curl = shutil.which("curl")
        if curl:
            url = f"https://{lab['host']}:{lab['https']}/rpc/rpcproxy.dll"
            show("curl -V", median_cost([curl, "-V"], RUNS))
            resolve = f"{lab['host']}:{lab['https']}:{lab['address']}"
            floor = median_cost([curl, "-q", "-s", "--resolve", resolve, "--cacert",
                                 lab["ca"], url], RUNS)
            show("curl https", floor)
        else:
            row("curl", "-", "", "not found, so there is nothing to compare with")
        for auth in ("basic", "ntlm"):
            command, environment = tunnel_command(lab, lab["https"], "--auth", auth)
            show(f"tunnel, {auth}", median_cost(command, RUNS, environment), floor)
    return 0


if __name__ == "__main__":
    sys.exit(main())
