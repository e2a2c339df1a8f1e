"""What managers were told: the notifications that came, and the table of events."""

import calendar
import re
from dataclasses import dataclass

from course import AGENT, CERT, EXPIRY, FLAPS, PROBE, SETTLES, TARGET
from programs import ROOT_OID

SUMMARY = 0

# Types of notifications, as types of events.
NOTICES = {1: TARGET, 2: PROBE, 3: FLAPS, 4: SETTLES, 5: EXPIRY, 6: CERT, 7: AGENT,
           8: SUMMARY}
TRAP_OID = "1.3.6.1.6.3.1.1.4.1.0"

EVENT_ROW = f"{ROOT_OID}.1.7.1.1"
DESCR, FROM, TO, CODE, NOTIFIED, TYPE, TIME = 5, 6, 7, 9, 11, 12, 2
COLUMNS = (DESCR, FROM, TO, CODE, NOTIFIED, TYPE, TIME)
ROWS = 40

TARGET_NAME, TARGET_RUNS = 2, 18

# Name, before, after and code in the row that a notification is about.
TARGET_COLUMNS = {"name": "1.2.1.1.2", "before": "1.2.1.1.7", "after": "1.2.1.1.6",
                  "code": "1.2.1.1.12"}
LAST_EVENT = f"{ROOT_OID}.1.1.28.0"
SUPPRESSED = f"{ROOT_OID}.1.1.23.0"


@dataclass(frozen=True)
class Event:
    """A row of the table of events."""

    number: int
    time: int  # seconds since 1970
    name: str  # of the target, and after a / of the part
    type: int
    before: int
    after: int
    code: str

    @property
    def target(self):
        """The number of the front end; 0 for the agent."""
        digits = re.match(r"oa(\d+)", self.name)
        return int(digits[1]) if digits else 0


@dataclass(frozen=True)
class Trap:
    """A notification."""

    event: int  # number
    type: int
    name: str
    before: int
    after: int
    code: str
    suppressed: int  # so far, in a summary


def _seconds(date):
    """Seconds since 1970 of a DateAndTime in hexadecimal, which is in UTC."""
    digits = bytes.fromhex(date.replace(" ", ""))
    year = digits[0] << 8 | digits[1]
    sign = -1 if len(digits) > 8 and digits[8:9] == b"-" else 1
    offset = sign * (digits[9] * 60 + digits[10]) * 60 if len(digits) > 10 else 0
    return calendar.timegm((year, *digits[2:7])) - offset


class Events:
    """Reads the table of events as a manager does: on from the last row it knows."""

    def __init__(self, snmpd):
        self.snmpd = snmpd
        self.rows = []
        self.notified = {}  # by number, as read last

    def poll(self):
        """Reads what is new."""
        while self._read(self.rows[-1].number if self.rows else 0, self.rows):
            pass

    def look_again(self, first):
        """Reads the rows from a number on anew, for what became of them."""
        again = []
        at = first - 1
        while self._read(at, again):
            at = again[-1].number

    def _read(self, last, rows):
        values = self.snmpd.ask(
            "snmpbulkget", *(f"{EVENT_ROW}.{column}.{last}" for column in COLUMNS),
            options=("-v2c", "-cpublic", "-Cn0", f"-Cr{ROWS}"))
        # A message that is full ends in the midst of a row.
        numbers = sorted(int(oid.rpartition(".")[2]) for oid in values
                         if oid.startswith(f"{EVENT_ROW}.{COLUMNS[-1]}."))
        count = 0
        for number in numbers:
            if number <= last:
                continue
            rows.append(self._row(number, values))
            count += 1
        return count

    def _row(self, number, values):
        def cell(column):
            return values[f"{EVENT_ROW}.{column}.{number}"]

        self.notified[number] = cell(NOTIFIED) == "1"
        return Event(number, _seconds(cell(TIME)), cell(DESCR).strip('"'),
                     int(cell(TYPE)), int(cell(FROM)), int(cell(TO)),
                     cell(CODE).strip('"'))


class Counts:
    """Reads how many runs of each target were counted."""

    def __init__(self, snmpd):
        self.snmpd = snmpd
        self.names = {}

    def _column(self, number, rows):
        column = f"{ROOT_OID}.1.2.1.1.{number}"
        values = self.snmpd.ask("snmpbulkget", f"{column}.0", options=(
            "-v2c", "-cpublic", "-Cn0", f"-Cr{rows}"))
        return {int(oid.rpartition(".")[2]): value.strip('"')
                for oid, value in values.items() if oid.startswith(column + ".")}

    def poll(self, targets):
        """Numbers of the front ends, and how many runs each has had."""
        if len(self.names) < targets:
            self.names = self._column(TARGET_NAME, targets)
        return [(int(self.names[index].removeprefix("oa")), int(runs))
                for index, runs in self._column(TARGET_RUNS, targets).items()
                if index in self.names]


def read_trap(variables):
    """A notification out of its variables."""
    number = int(variables[TRAP_OID].rpartition(".")[2])
    found = {}
    for oid, value in variables.items():
        for name, column in TARGET_COLUMNS.items():
            if oid.startswith(f"{ROOT_OID}.{column}."):
                found[name] = value.strip('"')
    return Trap(int(variables[LAST_EVENT]), NOTICES[number], found.get("name", ""),
                int(found.get("before", 0)), int(found.get("after", 0)),
                found.get("code", ""), int(variables.get(SUPPRESSED, 0)))


def traps(receiver):
    """All that are ours, in the order of arrival."""
    return [read_trap(one) for one in receiver.notifications()
            if one.get(TRAP_OID, "").startswith(f".{ROOT_OID}.0.")]
