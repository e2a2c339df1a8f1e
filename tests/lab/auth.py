"""HTTP authentication of the simulated front end: Basic and NTLM.

Every logon attempt is written down, so that tests can count bad passwords.
"""

import base64
import binascii
import json
import threading
import time

from ntlmserver import NtlmRefused, NtlmServer


class Account:
    """The one account that the laboratory knows."""

    def __init__(self, settings):
        self.domain, _, self.name = settings["user"].partition("\\")
        self.dns_domain = settings["dns_domain"]
        self.password = settings["password"]

    def is_known(self, user, domain):
        """True when user and domain, as sent, name this account."""
        if "@" in user and not domain:
            user, domain = user.split("@", 1)
        known = ("", self.domain.lower(), self.dns_domain.lower())
        return user.lower() == self.name.lower() and domain.lower() in known

    def accepts(self, user, password):
        """Judge a Basic logon."""
        domain = ""
        if "\\" in user:
            domain, user = user.split("\\", 1)
        return self.is_known(user, domain) and password == self.password


class LogonLog:
    """One JSON object per attempt: result good, bad (the password), binding, or
    refused (a good password that the scenario refuses)."""

    def __init__(self, path):
        self.path = path
        self._lock = threading.Lock()
        open(path, "w", encoding="utf-8").close()

    def add(self, result, scheme, where, user=None, reason=""):
        """Append one attempt."""
        record = {
            "time": round(time.time(), 3), "result": result, "scheme": scheme,
            "where": where, "user": user, "reason": reason,
        }
        with self._lock, open(self.path, "a", encoding="utf-8") as file:
            file.write(json.dumps(record) + "\n")

    def read(self):
        """All attempts so far."""
        with open(self.path, encoding="utf-8") as file:
            return [json.loads(line) for line in file]


def is_negotiate_message(value):
    """Whether the token is an NTLM type 1, which proves no password."""
    try:
        return base64.b64decode(value, validate=True)[:9] == b"NTLMSSP\0\x01"
    except binascii.Error:
        return False


class Outcome:
    """What the Authorization header of one request came to.

    result is none, challenge, accepted or rejected; token goes into the 401.
    """

    def __init__(self, result, scheme="", token=None):
        self.result = result
        self.scheme = scheme
        self.token = token


class HttpAuth:
    """Authentication state of one HTTP connection."""

    def __init__(self, settings, account, log, binding, number=0):
        self.settings = settings
        self.account = account
        self.log = log
        self.binding = binding
        self.is_accepted = False
        self._exchange = None
        self._exchanges = number if settings["spread"] else 0

    def judge(self, request):
        """Outcome for this request."""
        header = request.headers.get("authorization")
        if header is None:
            done = self.is_accepted or self.settings["anonymous"]
            return Outcome("accepted" if done else "none")
        scheme, _, value = header.partition(" ")
        name = scheme.lower()
        where = f"{request.method} {request.kind} {request.path}"
        offers = [offer.split(" ")[0].lower() for offer in self.settings["schemes"]]
        if name not in offers:
            if name == "basic" or not is_negotiate_message(value):
                self.log.add("bad", name, where, reason="scheme not offered")
            return Outcome("rejected", name)
        if name == "basic":
            return self._basic(value, where)
        return self._ntlm(scheme, value, where)

    def _basic(self, value, where):
        try:
            text = base64.b64decode(value, validate=True).decode("utf-8")
        except (binascii.Error, UnicodeDecodeError):
            text = ""
        user, _, password = text.partition(":")
        good = self.account.accepts(user, password)
        if good and "basic" in self.settings["refuse"]:
            self.log.add("refused", "basic", where, user)
            return Outcome("rejected", "basic")
        self.log.add("good" if good else "bad", "basic", where, user)
        return Outcome("accepted" if good else "rejected", "basic")

    def _ntlm(self, scheme, value, where):
        name = scheme.lower()
        try:
            token = base64.b64decode(value, validate=True)
        except binascii.Error:
            return Outcome("rejected", name)
        if token[:8] != b"NTLMSSP\0" or len(token) < 12:
            self.log.add("bad", name, where, reason="not an NTLM token")
            return Outcome("rejected", name)
        if token[8] == 1:
            return self._answer_type1(scheme, token)
        return self._answer_type3(scheme, token, where)

    def _new_exchange(self):
        computers = self.settings["computers"]
        computer = computers[self._exchanges % len(computers)]
        self._exchanges += 1
        policy = self.settings["channel_binding"]
        offset = self.settings["clock_offset"]
        return NtlmServer(self.account, computer, self.binding, policy, offset)

    def _answer_type1(self, scheme, token):
        self.is_accepted = False
        self._exchange = self._new_exchange()
        try:
            answer = self._exchange.challenge(token)
        except NtlmRefused:
            return Outcome("rejected", scheme.lower())
        if self.settings["bad_challenge"]:
            answer = answer[:20]
        return Outcome("challenge", scheme.lower(), f"{scheme} {_text(answer)}")

    def _answer_type3(self, scheme, token, where):
        name = scheme.lower()
        if self.settings["not_pinned"]:
            self.log.add("binding", name, where, reason="connection not pinned")
            fresh = self._new_exchange().challenge(_TYPE1)
            return Outcome("rejected", name, f"{scheme} {_text(fresh)}")
        exchange, self._exchange = self._exchange, None
        try:
            if exchange is None:
                raise NtlmRefused("type 3 without a challenge")
            exchange.authenticate(token)
        except NtlmRefused as refused:
            result = "binding" if refused.binding else "bad"
            user = exchange.user if exchange else None
            self.log.add(result, name, where, user, str(refused))
            return Outcome("rejected", name)
        if name in self.settings["refuse"]:
            self.log.add("refused", name, where, exchange.user)
            return Outcome("rejected", name)
        self.is_accepted = True
        self.log.add("good", name, where, exchange.user)
        return Outcome("accepted", name)


_TYPE1 = b"NTLMSSP\0" + bytes.fromhex("01000000078208a2") + bytes(24)


def _text(token):
    return base64.b64encode(token).decode("ascii")
