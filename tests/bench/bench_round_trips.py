"""Wall time behind a slow line, beside the round trips that it cannot avoid.

Both channels connect, and are challenged, at the same time, so each of these waits
counts once.  The relay delays what is sent on a connection, but its kernel answers
the SYN at once: the round trip of TCP is unavoidable, and not in the sum.  The names
are given as addresses: a far resolver would be a round trip more.  What a round trip
takes behind the relay is measured by an echo first, the fastest of some.

Fails when a run takes more than LIMIT times the sum, apart from the time of the same
run without a delay; and when it takes less than the sum, for then the line was not
slow, or the sum is wrong.
"""

import contextlib
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import away
from ground import IS_SMOKE, program, repeats, row, run_once, serving, skip

ROUND_TRIPS_MS = (20,) if IS_SMOKE else (20, 100, 300)
# Other work on the machine only adds time: the best of so many runs, and again where
# that is not good enough.
RUNS = {20: 5, 100: 3, 300: 1}
SERIES = 3
LIMIT = 1.10
MAILBOX = "/o=LAB/ou=Exchange/cn=Recipients/cn=alice"

NAMES = {"anonymous": [], "basic": [], "basic, TLS 1.2": [], "ntlm": ["challenge"],
         "ntlm as negotiate": ["refusal", "challenge"], "kerberos": []}
LOGON = {"basic": ["--auth", "basic"], "basic, TLS 1.2": ["--auth", "basic"],
         "ntlm": ["--auth", "ntlm"], "ntlm as negotiate": ["--auth", "ntlm"],
         "kerberos": ["--auth", "negotiate"]}
TUNNEL = ["OUT to A3", "IN to C2"]
BEHIND = {
    "echo": ["echo"],
    "tunnel": TUNNEL,
    "bind": [*TUNNEL, "bind"],
    "call": [*TUNNEL, "bind", "call"],
    "referral": [*TUNNEL, "bind", "RfrGetNewDSA"],
    "addressbook": [*TUNNEL, "bind", "NspiBind", "NspiResolveNamesW", "NspiUnbind"],
    "logon": [*TUNNEL, "bind", "EcDoConnectEx", "EcDoDisconnect"],
}
MORE = {"logon": ["--mailbox-dn", MAILBOX], "addressbook": ["--check-name", "Alice"]}


@dataclass(frozen=True)
class Case:
    """One line of the table: a command, and what it has to wait for."""

    name: str
    place: away.Place
    program: str
    words: list
    trips: list

    def command(self, place):
        """The command line for the near or the far place."""
        return [program(self.program), *place.words("-t", "30", *self.words)]


def handshake(logon):
    """The round trips of TLS, and the options that force them."""
    if "TLS 1.2" in logon:
        return ["TLS", "TLS"], ["--tls-max", "1.2"]
    return ["TLS"], ["--tls-min", "1.3"]


def tunnel_case(place, logon, depth):
    """check_oa_tunnel to a depth."""
    tls, words = handshake(logon)
    who = ["-S", place.lab["server"], *LOGON[logon], "-u", place.lab["user"]]
    return Case(f"tunnel, {depth}, {logon}", place, "check_oa_tunnel",
                [*words, *who, "--depth", depth, *MORE.get(depth, [])],
                [*tls, *NAMES[logon], *BEHIND[depth]])


def other_cases(place):
    """The other programs, where the way is not a matter of depth."""
    asked = ["GET", "OUT", "IN", "health"]
    who = ["-S", place.lab["server"], "-u", place.lab["user"]]
    call = BEHIND["call"]
    further = [*call[:-1], "MGMT", "call"]
    yield Case("cert", place, "check_oa_cert", ["--tls-min", "1.3"], ["TLS", "GET"])
    yield Case("rpcproxy, anonymous", place, "check_oa_rpcproxy",
               ["--tls-min", "1.3"], ["TLS", *asked, "TLS", "announcement"])
    yield Case("mapihttp, ntlm", place, "check_oa_mapihttp",
               ["--tls-min", "1.3", "--auth", "ntlm", "-u", place.lab["user"]],
               ["TLS", "challenge", "PING", "PING", "health"])
    for logon in ("basic", "ntlm"):
        first = ["TLS", *NAMES[logon]]
        yield Case(f"tunnel, 6001 6002 6004, {logon}", place, "check_oa_tunnel",
                   ["--tls-min", "1.3", *LOGON[logon], *who, "-e", "6001,6002,6004"],
                   [*first, *call, *first, *further, *first, *further])
        yield Case(f"chain without branches, {logon}", place, "check_oa",
                   ["--tls-min", "1.3", *LOGON[logon], *who, "--no-autodiscover",
                    "--no-mapihttp"],
                   ["TLS", "GET", "health", *first, *call])


def measure(case, place, round_trip_ms, enough_s):
    """The best wall time of one case at one distance, in seconds."""
    walls = []
    while not walls or (min(walls) > enough_s and not IS_SMOKE
                        and len(walls) < SERIES * RUNS[round_trip_ms]):
        walls += [run_once(case.command(place), place.environment).wall
                  for _ in range(repeats(RUNS[round_trip_ms]))]
    return min(walls)


def judge(case, near_s, wall, round_trip_ms, round_trip_s):
    """Prints the row of one distance; true if it is inside the limit."""
    floor = len(case.trips) * round_trip_s
    ratio = (wall - near_s) / floor
    is_good = IS_SMOKE or (ratio <= LIMIT and wall >= floor)
    row(f"{case.name}: {round_trip_ms} ms away", f"{ratio:.3f}", "",
        f"{wall * 1000:.0f} ms, {wall / floor:.2f} of the round trips alone"
        f"{'' if is_good else ': BROKEN'}")
    return is_good


def measure_all(case, relays, round_trips):
    """The rows of one case; how many of them are outside the limit.  All distances
    are measured at the same time: most of it is waiting."""
    near_s = min(run_once(case.command(case.place), case.place.environment).wall
                 for _ in range(repeats(5)))
    row(f"{case.name}: round trips", len(case.trips), "",
        f"{', '.join(case.trips)}; {near_s * 1000:.0f} ms without them")
    with ThreadPoolExecutor() as pool:
        walls = list(pool.map(
            lambda ms: measure(case, case.place.behind(relays[ms]), ms, near_s
                               + LIMIT * len(case.trips) * round_trips[ms]), relays))
    return sum(not judge(case, near_s, wall, ms, round_trips[ms])
               for wall, ms in zip(walls, relays))


def run_at(place, cases, round_trips):
    """All cases of one place; how many rows are outside the limit."""
    to = f"{place.lab['address']}:{place.port}"
    with contextlib.ExitStack() as stack:
        relays = {ms: stack.enter_context(serving(
            "relay", "--to", to, "--delay-ms", str(ms / 2))) for ms in ROUND_TRIPS_MS}
        return sum(measure_all(case, relays, round_trips) for case in cases)


def main():
    """Exit status 1 when the limit is broken."""
    round_trips = {ms: away.round_trip(ms / 2, repeats(9)) for ms in ROUND_TRIPS_MS}
    for ms, seconds in round_trips.items():
        row(f"relay: {ms} ms away", f"{seconds * 1000:.1f}", "ms", "an echo takes")
    broken = 0
    with away.laboratory() as place:
        logons = ("basic", "ntlm")
        cases = [tunnel_case(place, logon, depth)
                 for logon in logons for depth in BEHIND]
        cases.append(tunnel_case(place, "basic, TLS 1.2", "call"))
        broken += run_at(place, [*cases, *other_cases(place)], round_trips)
    with away.laboratory("negotiate-alone") as place:
        broken += run_at(place, [tunnel_case(place, "ntlm as negotiate", depth)
                                 for depth in ("echo", "call")],
                         round_trips)
    with away.kerberos() as place:
        if place:
            broken += run_at(place, [tunnel_case(place, "kerberos", depth)
                                     for depth in ("echo", "call")],
                         round_trips)
        else:
            skip("tunnel, kerberos", "no KDC, or no Apache with mod_auth_gssapi")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
