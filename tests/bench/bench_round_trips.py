"""Wall time of a tunnel behind a slow line, beside the round trips it cannot avoid.

Both channels connect, and are challenged, at the same time, so each of these waits
counts once.  The relay delays what is sent on a connection, but its kernel answers
the SYN at once: the round trip of TCP is unavoidable, and not in the sum.  Fails
when a run takes more than LIMIT times the sum, and when it takes less than the sum,
for then the line was not slow.
"""

import sys

from ground import median_cost, row, serving, tunnel_command

ONE_WAY_MS = 50
ROUND_TRIP_S = 2 * ONE_WAY_MS / 1000
RUNS = 9
LIMIT = 1.15
# Other work on the machine only adds time, so a series over the limit is repeated.
SERIES = 3

NOT_DELAYED = "TCP"
OPENING = {
    "basic": [NOT_DELAYED, "TLS 1.3", "OUT to A3", "IN to C2"],
    "ntlm": [NOT_DELAYED, "TLS 1.3", "challenge", "OUT to A3", "IN to C2"],
}
BEHIND = {
    "call": ["bind", "call"],
    "logon": ["bind", "EcDoConnectEx", "EcDoDisconnect"],
}
OPTIONS = {
    "call": [],
    "logon": ["--depth", "logon", "--mailbox-dn",
              "/o=LAB/ou=Exchange/cn=Recipients/cn=alice"],
}


def measure(lab, port, auth, depth):
    """Prints the rows of one way to log on, to one depth; returns the ratio."""
    trips = OPENING[auth] + BEHIND[depth]
    delayed = [trip for trip in trips if trip != NOT_DELAYED]
    floor = len(delayed) * ROUND_TRIP_S
    wall = best_median(floor, *tunnel_command(
        lab, port, "--auth", auth, "--tls-min", "1.3", *OPTIONS[depth]))
    ratio = wall / floor
    name = f"tunnel, {depth}, {auth}, {2 * ONE_WAY_MS} ms away"
    row(f"{name}: round trips", len(trips), "",
        f"{', '.join(trips)}; all but {NOT_DELAYED} are delayed")
    row(f"{name}: wall", f"{wall * 1000:.0f}", "ms",
        f"median of {RUNS}; {len(delayed)} delayed round trips")
    row(f"{name}: wall / delayed", f"{ratio:.3f}", "",
        f"limit {LIMIT}: {judge(ratio)}")
    return ratio


def best_median(floor, command, environment):
    """The median wall time of the first series inside the limit, else the best."""
    walls = []
    while not walls or (len(walls) < SERIES and min(walls) > LIMIT * floor):
        walls.append(median_cost(command, RUNS, environment).wall)
    return min(walls)


def judge(ratio):
    """What a ratio means."""
    if ratio < 1:
        return "NOT DELAYED"
    return "ok" if ratio <= LIMIT else "TOO SLOW"


def main():
    """Exit status 1 when the limit is broken."""
    with serving("serve", "healthy") as lab:
        to = f"{lab['address']}:{lab['https']}"
        with serving("relay", "--to", to, "--delay-ms", str(ONE_WAY_MS)) as relay:
            ratios = [measure(lab, relay["port"], auth, depth)
                      for depth in BEHIND for auth in OPENING]
    return any(judge(ratio) != "ok" for ratio in ratios)


if __name__ == "__main__":
    sys.exit(main())
