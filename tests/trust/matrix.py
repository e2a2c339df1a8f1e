"""The fault matrix: every program, every phase, every fault.

A `Stand` runs one program through relays, first whole, which tells the units of its
conversation, and then with one fault each.  A case is named CONVERSATION:ROLE@N/KIND.
"""

import collections
import contextlib
import json
import re
import socket
import time

import checks
import subagent
from plans import CONVERSATIONS
from faultdns import FaultDns
from faultrelay import FaultRelay
from faults import Fault, faults_of
from lab import Lab

TIMEOUT_S = 3
# Of the runs that wait for their own end.
WAITING_S = 2
# Of the good run, whose pace is not judged.
LEARNING_S = 20
# A relay has so long to note what it passed on.
PATIENCE_S = 3
STRIDE = 29
RECORDS = 8
STRANGE_LEAVES = ("untrusted", "self-signed", "other-name", "expired")
GOOD_LEAVES = ("second",)


class Stand(contextlib.ExitStack):
    """A conversation that can be had again and again, each time with a fault."""

    def __init__(self, name, seed):
        super().__init__()
        self.name, self.plan, self.seed = name, CONVERSATIONS[name], seed
        self.wanted = collections.Counter()

    def __enter__(self):
        super().__enter__()
        self.lab = lab = self.enter_context(
            Lab(self.plan.scenario, **self.plan.tables))
        store = lab._store
        self.leaf = store.leaf
        self.relays = {lab.http: self._relay(lab.http, "web:")}
        store.web = f"http://127.0.0.1:{self.relays[lab.http].port}"
        self.relays[lab.https] = self._relay(lab.https, "", self.plan.leaf)
        if lab.backend:
            self.relays[lab.backend] = self._relay(lab.backend, "backend:", "backend")
        records = json.dumps(lab._filled_all(lab.scenario["dns"]["records"]))
        records = json.loads(swapped(records, self.ports(None)))
        self.dns = self.enter_context(FaultDns(records, self.seed))
        self.closed = self.enter_context(socket.socket())
        self.closed.bind(("127.0.0.1", 0))
        return self

    def _relay(self, port, prefix, leaf=None):
        is_plain = leaf is None
        if leaf and prefix not in self.plan.opaque:
            leaf = self.leaf(leaf)
        else:
            leaf = None
        return self.enter_context(FaultRelay(
            f"127.0.0.1:{port}", leaf, prefix, self.seed, is_plain=is_plain))

    def words(self, fault, timeout):
        """The command line, which leads through the relays."""
        words = ["-t", str(timeout), *checks.options(self.plan.program, self.lab),
                 *self.plan.words]
        ports = {**self.ports(fault), self.lab.dns: self.dns.port}
        if fault and fault.kind == "refuse" and fault.role == "dns":
            ports[self.lab.dns] = self.closed.getsockname()[1]
        return [word if "/" in word else swapped(word, ports) for word in words]

    def ports(self, fault):
        """Where the relays are, by the ports that they stand for."""
        return {port: self.closed.getsockname()[1] if fault is not None
                and fault.kind == "refuse" and fault.role == relay.prefix + "tcp"
                else relay.port for port, relay in self.relays.items()}

    def run(self, fault, *words, patience=1):
        """Runs the program once, in so many times the usual time; returns what it
        said, to be judged."""
        leaf, is_strange = None, True
        if fault and fault.kind == "certificate":
            leaf, is_strange = self.leaf(fault.at), fault.at in STRANGE_LEAVES
        for relay in self.relays.values():
            relay.begin(fault, leaf, is_strange)
        self.dns.begin(fault)
        self.timeout = timeout = LEARNING_S if fault is None else patience * (
            WAITING_S if fault.waits else TIMEOUT_S)
        if self.plan.program == subagent.NAME:
            return subagent.start(
                self.lab, timeout, port=self.ports(fault)[self.lab.https])
        return checks.Run(self.plan.program, [*self.words(fault, timeout), *words],
                          timeout, self.lab.password)

    def learn(self):
        """Keeps what the good run that has just ended has proven.

        A relay that passes records on knows of a handshake by what comes after it,
        and on an IN channel that is chance.
        """
        self.settle()
        self.wanted = collections.Counter(
            {role: 1 if self.plan.opaque else count
             for role, count in self.proven.items() if role in self.plan.proof})

    def settle(self):
        """Waits until the relays have noted what the program got: it may end first."""
        for relay in self.relays.values():
            relay.settle()

    def clear(self):
        """Ends what a run has left behind."""
        for relay in self.relays.values():
            relay.clear()

    @property
    def parts(self):
        """The relays and the name server."""
        return [*self.relays.values(), self.dns]

    @property
    def proven(self):
        """How often the client got which role whole."""
        return sum((relay.proven for relay in self.relays.values()),
                   collections.Counter())

    @property
    def is_sure(self):
        """Whether that came with nothing spoilt before it on the same connection."""
        self.settle()
        return self.wanted <= sum((relay.sure for relay in self.relays.values()),
                                  collections.Counter())

    @property
    def is_proven(self):
        """Whether the client got whole what its OK would be about.

        A relay may note it a moment after the client has ended.
        """
        patience = time.monotonic() + PATIENCE_S
        while not self.wanted <= self.proven:
            if time.monotonic() > patience:
                return False
            time.sleep(0.01)
        return bool(self.wanted)

    @property
    def has_struck(self):
        """Whether the fault was met."""
        return any(part.has_struck for part in self.parts)

    @property
    def has_leaked(self):
        """Whether a logon went to a stranger."""
        return any(relay.has_leaked for relay in self.relays.values())


def swapped(text, ports):
    """The text with other ports."""
    pattern = r"\b(?:" + "|".join(map(str, ports)) + r")\b"
    return re.sub(pattern, lambda found: str(ports[int(found[0])]), text)


def faults_in(stand):
    """All faults of a conversation that has been learnt."""
    units = [unit for part in stand.parts for unit in part.units
             if re.match(stand.plan.only, unit.role)
             and not (unit.form == "record" and unit.number > RECORDS)]
    for unit in units:
        step = 1 if unit.role in stand.plan.cuts else STRIDE
        yield from faults_of(unit, range(1, len(unit.data), step))
    tcp = collections.Counter(
        unit.role for unit in units if unit.role.endswith("tcp"))
    names = {unit.role for unit in units if unit.role == "dns"}
    yield from (Fault(role, 1, "refuse") for role in sorted({*tcp, *names}))
    secure = {relay.prefix + "tcp": relay.prefix + "tls"
              for relay in stand.relays.values() if relay.leaf}
    for role, count in sorted(tcp.items()):
        for number in range(1, count + 1) if role in secure else ():
            for leaf in STRANGE_LEAVES + GOOD_LEAVES:
                yield Fault(secure[role], number, "certificate", leaf)
