"""What the subagent must say of a target, from what its runs met: a second opinion on
attempts, flapping and certificates, written down from docs/design.md."""

import copy
from dataclasses import dataclass, replace

OK, WARNING, CRITICAL, UNKNOWN, NOT_TESTED = 1, 2, 3, 4, 5
TARGET, PROBE, FLAPS, SETTLES, CERT, EXPIRY, AGENT = range(1, 8)

REFUSED, SKIPPED = "auth-rejected", "auth-budget-used"
FLAPPING, STALE = "state-flapping", "result-stale"

# The heavier one shows.
WEIGHT = {OK: 0, UNKNOWN: 1, WARNING: 2, CRITICAL: 3}

FLAP_RESULTS, FLAPS_FROM, SETTLES_AT = 10, 4, 1
KNOWN_S, CERTS_KNOWN, COARSE_S = 3600, 4, 600


@dataclass(frozen=True)
class Finding:
    """What a run that met a fault must find."""

    status: int
    code: str
    certificate: str = "good"    # that it sees; "" for none
    sends_password: bool = True  # gets as far as a logon


FINDINGS = {
    "healthy": Finding(OK, "ok"),
    "slow": Finding(OK, "ok"),
    "503": Finding(CRITICAL, "http-app-pool-stopped", sends_password=False),
    "401": Finding(UNKNOWN, REFUSED),
    "nak": Finding(CRITICAL, "bind-refused"),
    "cut": Finding(CRITICAL, "out-channel-closed"),
    "soon": Finding(WARNING, "cert-expires-soon", "soon"),
    "other": Finding(CRITICAL, "cert-untrusted", "other", False),
    "silent": Finding(CRITICAL, "tls-timeout", "", False),
    "reset": Finding(CRITICAL, "tls-closed", "", False),
    "refused": Finding(CRITICAL, "tcp-refused", "", False),
    "unknown": Finding(CRITICAL, "dns-no-record", "", False),
    "dark": Finding(UNKNOWN, "dns-resolver-failed", "", False),
}


@dataclass(frozen=True)
class Said:
    """One event that must come."""

    type: int
    code: str
    before: int = 0  # status; 0 where it does not matter
    after: int = 0
    is_quiet: bool = False       # no notification
    is_suppressed: bool = False  # and counted as suppressed


@dataclass(frozen=True)
class Result:
    """What a run comes to."""

    status: int
    code: str
    certificate: str
    is_refusal: bool


def is_skipped(run):
    """True for a run that would have sent a password, but did not: one that was refused
    is not sent again for a while."""
    return FINDINGS[run.fault].sends_password and not run.proofs


class Course:
    """One target."""

    def __init__(self, attempts):
        self.attempts = attempts
        self.result = None  # that counts
        self.shown = None   # pair of status and code, with the flapping
        self.failures = 0
        self.codes = ()
        self.is_flapping = False
        self.is_stale = False  # the result has grown too old
        self.certificates = ()  # pairs of name and moment, the newest first
        self.is_expiry_told = False

    def key(self):
        """Equal for two courses that will go on alike, but for a few seconds of when a
        certificate was seen."""
        certificates = tuple((name, now // COARSE_S) for name, now in self.certificates)
        return (self.result, self.shown, self.failures, self.codes, self.is_flapping,
                self.is_stale, certificates, self.is_expiry_told)

    def copy(self):
        """Another one that may go on differently."""
        return copy.copy(self)

    def find(self, run):
        """What a run finds, seen from here."""
        finding = FINDINGS[run.fault]
        status, code = finding.status, finding.code
        is_refusal = code == REFUSED
        if is_skipped(run):
            is_refusal = self.result is not None and self.result.is_refusal
            if run.fault != "soon":
                status, code = UNKNOWN, REFUSED if is_refusal else SKIPPED
        return Result(status, code, finding.certificate, is_refusal)

    def add(self, run):
        """Takes a run in; the events that it must make."""
        before = self.shown
        result = self.find(run)
        turn = self._flap(result.code)
        if self._counts(result):
            self.result, self.is_stale = result, False
        if self.result is None:
            return [self._turned(turn, before)] if turn else []
        self.shown = self._wear()
        said = self._target(before, turn) + self._certificate(run.begun)
        return said + ([self._turned(turn, before)] if turn else [])

    def age(self):
        """No run was counted for too long; the events that it must make."""
        before, self.is_stale = self.shown, True
        if before is None or before[0] != OK:
            return []
        self.result = replace(self.result, status=UNKNOWN, code=STALE)
        self.shown = UNKNOWN, STALE
        return self._target(before, None)

    def _flap(self, code):
        self.codes = (*self.codes, code)[-FLAP_RESULTS:]
        changes = sum(one != other for one, other in zip(self.codes, self.codes[1:]))
        if not self.is_flapping and changes >= FLAPS_FROM:
            self.is_flapping = True
            return FLAPS
        if self.is_flapping and len(self.codes) == FLAP_RESULTS \
                and changes <= SETTLES_AT:
            self.is_flapping = False
            return SETTLES
        return None

    def _counts(self, result):
        if result.status == OK or result.is_refusal or self.is_stale \
                or (self.result and self.result.status != OK):
            self.failures = 0
            return True
        self.failures += 1
        if self.failures < self.attempts:
            return False
        self.failures = 0
        return True

    def _wear(self):
        if self.is_flapping and WEIGHT[self.result.status] < WEIGHT[WARNING]:
            return WARNING, FLAPPING
        return self.result.status, self.result.code

    def _target(self, before, turn):
        status, code = self.shown
        was = before[0] if before else NOT_TESTED
        if status == was and (status == OK or code == before[1]):
            return []
        is_quiet = self.is_flapping or bool(turn)
        return [Said(TARGET, code, was, status,
                     is_quiet or (not before and status == OK),
                     is_quiet and not turn)]

    def _turned(self, turn, before):
        status, code = self.shown or (NOT_TESTED, "")
        return Said(turn, code, before[0] if before else NOT_TESTED, status)

    def _certificate(self, now):
        name = self.result.certificate
        if not name:
            return []
        known = dict(self.certificates)
        is_new = self.certificates and self.certificates[0][0] != name and not (
            name in known and now - known[name] < KNOWN_S)
        others = [one for one in self.certificates if one[0] != name]
        self.certificates = ((name, now), *others)[:CERTS_KNOWN]
        said = [Said(CERT, "")] if is_new else []
        if name == "soon" and not self.is_expiry_told:
            self.is_expiry_told = True
            said.append(Said(EXPIRY, ""))
        return said
