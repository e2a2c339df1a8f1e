"""Everything that takes part: responder, snmpd, receiver of notifications, subagent."""

import os
import time

import load
from agentd import Agent, Configuration
from book import Book, Count, Switch, read_run
from gauges import look
from programs import wait_for
from receiver import Receiver
from reports import Counts, Events
from snmpd import Snmpd

FIRST = 101
NEVER_S = 86_400
OKS, RUNNING, ERRORS = "1.1.8.0", "1.1.12.0", "1.1.20.0"
SENT, SUPPRESSED, LOST, LAST = "1.1.22.0", "1.1.23.0", "1.1.24.0", "1.1.28.0"
MANY = 60_000
ATTEMPTS = 2


class Stage:
    """A context manager; `numbers` are the front ends."""

    def __init__(self, stack, directory, wish, environment):
        self.numbers = list(range(FIRST, FIRST + wish.targets))
        self.book = Book()
        self.wish = wish
        self.responder = stack.enter_context(load.Responder())
        self.responder.keep_runs()
        self.receiver = stack.enter_context(Receiver(directory).start())
        self.snmpd = stack.enter_context(Snmpd(
            directory, lines=(f"trap2sink 127.0.0.1:{self.receiver.port} public",)
        ).start())
        self.events = Events(self.snmpd)
        self.counts = Counts(self.snmpd)
        self.configuration = Configuration(
            directory, socket=self.snmpd.agentx, attempts=ATTEMPTS)
        self.password = self.configuration.password(load.PASSWORD)
        self.configure()
        for number in self.numbers:
            self.put("healthy", number)
        self.agent = stack.enter_context(Agent(
            self.configuration, env={**os.environ, **environment}))

    def configure(self, interval=1, per_minute=MANY, notify="targets"):
        """Writes the file of the subagent."""
        own = self.configuration
        own.agent.update({"interval": interval, "retry": 1, "notify": notify,
                          "notify-per-minute": per_minute})
        base = {**self.responder.settings(), "password-file": self.password,
                "timeout": self.wish.timeout, "lockout-interval": self.wish.lockout,
                "warning": 1000, "cert-warning": 10, "cert-critical": 2}
        base = {name: None if value == "" else value for name, value in base.items()}
        own.write(base=base, **{f"oa{number:04}": {
            "use": "base", "hostname": load.host(number)} for number in self.numbers})

    def reconfigure(self, **how):
        """The same, and has it read; the moment before."""
        count = self.agent.said().count("configuration read")
        begin = time.time()
        self.configure(**how)
        self.agent.hang_up()
        self.agent.wait_for("configuration read", count + 1)
        return begin

    def put(self, fault, number):
        """Switches a fault on, and writes it down."""
        asked = time.time()
        self.responder.put(fault, number)
        self.book.switches.append(Switch(number, fault, asked, time.time()))

    def put_all(self, fault):
        """The same for all."""
        for number in self.numbers:
            self.put(fault, number)

    def collect_runs(self):
        """Fetches what is new of the runs."""
        self.book.runs += [read_run(word) for word in self.responder.runs()]

    def collect(self):
        """The same of the runs and the events; and counts the runs."""
        asked = time.time()
        counts = self.counts.poll(len(self.numbers))
        done = time.time()
        self.book.counts += [Count(number, asked, done, runs)
                             for number, runs in counts]
        self.collect_runs()
        self.events.poll()

    def number_of(self, oid):
        """The value of an object; None if it cannot be had at the moment."""
        value = self.snmpd.value(oid)
        return None if value is None else int(value)

    def wait_until_well(self, seconds):
        """Waits until all targets are ok."""
        def look_again():
            self.collect()
            return self.number_of(OKS) == len(self.numbers)
        wait_for(look_again, f"{len(self.numbers)} targets that are ok", seconds)

    def look(self):
        """A sample of the subagent."""
        return look(self.agent.process.pid)

    def rest(self, seconds):
        """A sample while no run is under way; all must be well."""
        self.reconfigure(interval=NEVER_S)

        def is_quiet():
            count = len(self.book.runs)
            time.sleep(2)
            self.collect()
            return self.number_of(RUNNING) == 0 and len(self.book.runs) == count
        wait_for(is_quiet, "rest", seconds)
        sample = self.look()
        self.reconfigure()
        return sample

    def counters(self):
        """What the subagent says of itself."""
        return {name: self.number_of(oid) for name, oid in {
            "errors": ERRORS, "sent": SENT, "suppressed": SUPPRESSED, "lost": LOST,
            "last": LAST}.items()}
