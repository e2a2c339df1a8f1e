"""The fault matrix: every program, every phase, every fault.

A `Stand` runs one program through relays, first whole, which tells the units of its
conversation, and then with one fault each.  A case is named CONVERSATION:ROLE@N/KIND.
"""

import contextlib
import re
import socket
import time

import checks
from faultdns import FaultDns
from faultrelay import FaultRelay
from faults import Fault, faults_of
from lab import Lab

TIMEOUT_S = 3
# Of the runs that wait for their own end.
WAITING_S = 1
# A relay has so long to note what it passed on.
PATIENCE_S = 3
STRIDE = 29
STRANGE_LEAVES = ("untrusted", "self-signed", "other-name", "expired")
GOOD_LEAVES = ("second",)
MAILBOX = "/o=LAB/ou=Exchange/cn=Recipients/cn=alice"
CALLED = {"A3", "C2", "bind", "call"}
MANY = {"session_limit": 1000000}
ALONE = ("--no-autodiscover", "--no-mapihttp")


class Conversation:
    """A program, where it runs, what must have come whole for an OK, and what is cut at
    every byte here, for it is not cut so elsewhere."""

    def __init__(self, program, scenario, proof, cuts, *words, **tables):
        self.program, self.scenario, self.proof = program, scenario, set(proof)
        self.cuts, self.words, self.tables = set(cuts), words, tables


CONVERSATIONS = {
    "tunnel": Conversation(
        "check_oa_tunnel", "healthy", CALLED, {"OUT", *CALLED}, "--auth", "basic"),
    "tunnel-ntlm": Conversation(
        "check_oa_tunnel", "healthy", {"401-rpc", *CALLED}, {"401-rpc", "bind", "call"},
        "--auth", "ntlm", "--rpc-auth", "ntlm", "--rpc-level", "privacy"),
    "logon": Conversation(
        "check_oa_tunnel", "healthy", CALLED, {"call"}, "--auth", "basic",
        "--depth", "logon", "--mailbox-dn", MAILBOX, mailbox=MANY),
    "rpcproxy": Conversation(
        "check_oa_rpcproxy", "healthy", {"echo"}, {"echo", "http"}),
    "auth": Conversation("check_oa_auth", "healthy", {"echo", "401-rpc"}, ()),
    "cert": Conversation("check_oa_cert", "healthy", {"tls"}, ()),
    "cert-tls": Conversation("check_oa_cert", "healthy", {"tls"}, {"tls"}),
    "tunnel-tls": Conversation(
        "check_oa_tunnel", "healthy", {"tls"}, (), "--auth", "basic"),
    "autodiscover": Conversation(
        "check_oa_autodiscover", "autodiscover-healthy", {"autodiscover"},
        {"401-autodiscover", "autodiscover", "dns", "dns-other"}),
    "mapihttp": Conversation(
        "check_oa_mapihttp", "mapihttp-healthy", {"mapi"}, {"401-mapi", "mapi"},
        "--connect", "--mailbox-dn", MAILBOX),
    "backend": Conversation(
        "check_oa_backend", "backend-healthy", {"echo", "backend:401-rpc"},
        {"backend:401-rpc", "backend:echo"}),
    "chain": Conversation("check_oa", "chain-healthy", CALLED, (), mailbox=MANY),
    "chain-tls": Conversation("check_oa", "healthy", {"tls"}, (), *ALONE),
}


class Stand(contextlib.ExitStack):
    """A conversation that can be had again and again, each time with a fault."""

    def __init__(self, name, seed):
        super().__init__()
        self.name, self.plan, self.seed = name, CONVERSATIONS[name], seed
        self.is_opaque = name.endswith("-tls")

    def __enter__(self):
        super().__enter__()
        self.lab = lab = self.enter_context(
            Lab(self.plan.scenario, **self.plan.tables))
        store = lab._store
        self.leaf = store.leaf
        leaf = None if self.is_opaque else store.leaf("good")
        self.relays = {lab.https: self.enter_context(
            FaultRelay(f"127.0.0.1:{lab.https}", leaf, seed=self.seed))}
        if lab.backend:
            self.relays[lab.backend] = self.enter_context(FaultRelay(
                f"127.0.0.1:{lab.backend}", store.leaf("backend"), "backend:",
                self.seed))
        records = lab._filled_all(lab.scenario["dns"]["records"])
        self.dns = self.enter_context(FaultDns(records, self.seed))
        self.closed = self.enter_context(socket.socket())
        self.closed.bind(("127.0.0.1", 0))
        return self

    def words(self, fault, timeout):
        """The command line, which leads through the relays."""
        words = ["-t", str(timeout), *checks.options(self.plan.program, self.lab),
                 *self.plan.words]
        ports = {lab: relay.port for lab, relay in self.relays.items()}
        ports[self.lab.dns] = self.dns.port
        if fault and fault.kind == "refuse":
            closed = self.closed.getsockname()[1]
            victims = [port for port, relay in self.relays.items()
                       if fault.role == relay.prefix + "tcp"] or [self.lab.dns]
            ports.update(dict.fromkeys(victims, closed))
        swap = re.compile(r"\b(?:" + "|".join(map(str, ports)) + r")\b")
        return [word if "/" in word else
                swap.sub(lambda found: str(ports[int(found[0])]), word)
                for word in words]

    def run(self, fault, *words):
        """Runs the program once; returns what it said, to be judged."""
        leaf, is_strange = None, True
        if fault and fault.kind == "certificate":
            leaf, is_strange = self.leaf(fault.at), fault.at in STRANGE_LEAVES
        for relay in self.relays.values():
            relay.begin(fault, leaf, is_strange)
        self.dns.begin(fault)
        timeout = WAITING_S if fault and fault.waits else TIMEOUT_S
        run = checks.Run(self.plan.program, [*self.words(fault, timeout), *words],
                         timeout, self.lab.password)
        self.timeout = timeout
        return run

    def clear(self):
        """Ends what a run has left behind."""
        for relay in self.relays.values():
            relay.clear()

    @property
    def parts(self):
        """The relays and the name server."""
        return [*self.relays.values(), self.dns]

    @property
    def is_proven(self):
        """Whether the client got whole what its OK would be about.

        A relay may note it a moment after the client has ended.
        """
        patience = time.monotonic() + PATIENCE_S
        while not self.plan.proof <= set().union(
                *(relay.proven for relay in self.relays.values())):
            if time.monotonic() > patience:
                return False
            time.sleep(0.01)
        return True

    @property
    def has_leaked(self):
        """Whether a logon went to a stranger."""
        return any(relay.has_leaked for relay in self.relays.values())


def units_of(stand):
    """What a good run says, unit by unit."""
    found = [unit for part in stand.parts for unit in part.units]
    if stand.is_opaque:
        found = [unit for unit in found if unit.role == "tls" and unit.number < 9]
    return found


def faults_in(stand):
    """All faults of a conversation."""
    units = units_of(stand)
    for unit in units:
        step = 1 if unit.role in stand.plan.cuts else STRIDE
        yield from faults_of(unit, range(1, len(unit.data), step))
    tcp = sorted({unit.role for unit in units if unit.role.endswith("tcp")})
    names = sorted({unit.role for unit in units if unit.role == "dns"})
    yield from (Fault(role, 1, "refuse") for role in tcp + names)
    for role in tcp:
        last = max(unit.number for unit in units if unit.role == role)
        for number in range(1, last + 1):
            for leaf in STRANGE_LEAVES + GOOD_LEAVES:
                yield Fault(role.replace("tcp", "tls"), number, "certificate", leaf)
