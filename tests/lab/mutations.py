"""Every way in which one PDU of a server can be wrong, generated from its fields."""

import struct
from dataclasses import dataclass

BIND_ACK, BIND_NAK, ALTER_ACK, RESPONSE, FAULT, RTS = 12, 13, 15, 2, 3, 20
KINDS = {BIND_ACK: "bind_ack", BIND_NAK: "bind_nak", ALTER_ACK: "alter_ack",
         RESPONSE: "response", FAULT: "fault", RTS: "rts"}
# RTS PDUs by flags and length, [MS-RPCH] 2.2.4.
RTS_KINDS = {(0, 28): "conn-a3", (0, 44): "conn-c2", (1, 20): "ping",
             (2, 56): "flow-ack", (2, 48): "flow-ack"}
HEADER = [("version", 1), ("minor", 1), ("type", 1), ("flags", 1), ("drep", 1),
          ("drep-float", 1), ("drep-pad", 2), ("frag-len", 2), ("auth-len", 2),
          ("call-id", 4)]
# What follows the number of a command, [MS-RPCH] 2.2.3.5.
COMMANDS = {
    0: [("window", 4)], 1: [("acked", 4), ("window", 4), ("cookie", 16)],
    2: [("timeout", 4)], 3: [("cookie", 16)], 4: [("lifetime", 4)],
    5: [("keepalive", 4)], 6: [("number", 4)], 13: [("destination", 4)],
    14: [("traffic", 4)],
}
FIRST_FRAGMENT = 24
VERIFIER = [("auth-type", 1), ("auth-level", 1), ("auth-pad", 1), ("auth-reserved", 1),
            ("auth-context", 4)]
CHUNK = 4


@dataclass(frozen=True)
class Field:
    """A run of bytes with a name."""

    name: str
    offset: int
    size: int


@dataclass(frozen=True)
class Mutation:
    """One thing done to one PDU; `data` is what goes out in its place."""

    name: str
    data: bytes
    ends: bool = False  # the stream ends behind it


def kind_of(pdu):
    """Name of the type of a PDU."""
    if pdu[2] == RTS:
        return RTS_KINDS.get((pdu[16], len(pdu)), "rts")
    return KINDS[pdu[2]]


def fields(pdu):
    """All fields of a PDU, in order and without a gap."""
    cut = _Cutter(pdu)
    cut.take(HEADER)
    auth_len = struct.unpack_from("<H", pdu, 10)[0]
    body_end = len(pdu) - (auth_len + 8 if auth_len else 0)
    body = {RTS: _rts, BIND_ACK: _bind_ack, ALTER_ACK: _bind_ack, BIND_NAK: _bind_nak,
            RESPONSE: _response, FAULT: _fault}[pdu[2]]
    body(cut, body_end)
    cut.rest("stub" if pdu[2] in (RESPONSE, FAULT) else "tail", body_end)
    if auth_len:
        cut.take(VERIFIER)
        cut.rest("token", len(pdu))
    return cut.found


class _Cutter:
    """Takes fields off the front of a PDU."""

    def __init__(self, pdu):
        self.pdu = pdu
        self.at = 0
        self.found = []

    def take(self, named):
        """Fields of these names and sizes; long ones in pieces."""
        for name, size in named:
            end = self.at + size
            if size <= CHUNK:
                self.found.append(Field(name, self.at, size))
                self.at = end
            else:
                self.rest(name, end)

    def rest(self, name, end):
        """Everything up to `end`, in pieces."""
        while self.at < end:
            size = min(CHUNK, end - self.at)
            self.found.append(Field(name, self.at, size))
            self.at += size

    def number(self, size):
        """The number that comes next."""
        return int.from_bytes(self.pdu[self.at : self.at + size], "little")


def _rts(cut, body_end):
    cut.take([("rts-flags", 2), ("commands", 2)])
    while cut.at < body_end:
        command = cut.number(4)
        cut.take([(f"command{command}", 4)])
        cut.take([(f"command{command}-{name}", size)
                  for name, size in COMMANDS.get(command, [])])


def _bind_ack(cut, _body_end):
    cut.take([("max-xmit", 2), ("max-recv", 2), ("group", 4)])
    length = cut.number(2)
    cut.take([("address-len", 2), ("address", length)])
    cut.take([("address-pad", -cut.at % 4)] if cut.at % 4 else [])
    count = cut.number(1)
    cut.take([("results", 1), ("reserved", 3)])
    for _ in range(count):
        cut.take([("result", 2), ("reason", 2), ("syntax", 16), ("syntax-version", 4)])


def _bind_nak(cut, _body_end):
    cut.take([("reason", 2), ("versions", 1)])


def _response(cut, _body_end):
    cut.take([("alloc-hint", 4), ("context", 2), ("cancels", 1), ("reserved", 1)])


def _fault(cut, body_end):
    _response(cut, body_end)
    cut.take([("status", 4), ("status-pad", 4)])


def _values(old, size):
    """The numbers to try in a field, by name."""
    top = (1 << (8 * size)) - 1
    sign = 1 << (8 * size - 1)
    return {"0": 0, "1": 1, "max": top, "sign": sign, "positive": sign - 1,
            "more": (old + 1) & top, "less": (old - 1) & top, "flip": old ^ sign}


def _with_length(data):
    return data[:8] + struct.pack("<H", len(data)) + data[10:]


def _of_fields(pdu):
    for field in fields(pdu):
        end = field.offset + field.size
        old = int.from_bytes(pdu[field.offset : end], "little")
        for name, value in _values(old, field.size).items():
            data = pdu[: field.offset] + value.to_bytes(field.size, "little")
            yield Mutation(f"{field.name}@{field.offset}/{name}", data + pdu[end:])


def _of_length(pdu):
    for size in range(len(pdu)):
        yield Mutation(f"cut/{size}", pdu[:size], ends=True)
        if size >= 16:
            yield Mutation(f"short/{size}", _with_length(pdu[:size]))
    for extra in (1, 4, 16):
        yield Mutation(f"long/{extra}", _with_length(pdu + bytes(extra)))
        yield Mutation(f"behind/{extra}", pdu + bytes(extra))


def mutations(pdu):
    """All mutations of a PDU, in an order that its numbers have no part in, as these
    may differ from one conversation to the next; some may change nothing."""
    found = list(_of_fields(pdu)) + list(_of_length(pdu))
    found.append(Mutation("twice", pdu + pdu))
    found.append(Mutation("nothing", b"", ends=True))
    found.append(Mutation("zeros", bytes(len(pdu))))
    return found
