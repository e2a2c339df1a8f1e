"""What a broken or hostile peer can do with one unit of what a server says.

A unit is a TLS record, an answer of HTTP with its body, a PDU, or an answer of the
DNS; `spoil` says what goes out in its place, and what follows.
"""

import random
import struct
import zlib
from dataclasses import dataclass

# What follows the bytes: the rest of the conversation; the same, but its end soon;
# FIN or RST at once; nothing, with the connection open; a byte now and then.
PASS, SOON, FIN, RESET, SILENCE, SLOW, ALERT = (
    "pass", "soon", "fin", "reset", "silence", "slow", "alert")
MUCH = 1 << 20
KINDS = ("silence", "slow", "reset", "fin", "garbage", "noise", "oversized", "twice",
         "alert")
HTTP_LENGTHS = ("0", "1", "-1", "+5", "99999999999999999999", "x", "less", "more",
                "both")
LENGTHS = {
    "record": ("0", "less", "more", "most"),
    "pdu": ("0", "less", "more", "most", "auth"),
    "http": HTTP_LENGTHS, "head": (),
    "dns": ("0", "less", "more", "most", "counts"),
}


@dataclass(frozen=True)
class Unit:
    """Something that a server says: its part, which of these, its form, the bytes."""

    role: str
    number: int
    form: str
    data: bytes


@dataclass(frozen=True)
class Fault:
    """What happens to a unit; `at` is a place or a variant."""

    role: str
    number: int
    kind: str
    at: str = ""

    @property
    def name(self):
        """How the fault is named in reports."""
        at = f"-{self.at}" if self.at else ""
        return f"{self.role}@{self.number}/{self.kind}{at}"

    @property
    def waits(self):
        """Whether a run has to wait for its own end."""
        return self.kind in ("silence", "slow", "stall")


def faults_of(unit, cuts):
    """All faults of a unit, which is cut at these places."""
    kinds = KINDS if unit.form != "dns" else [
        kind for kind in KINDS if kind not in ("reset", "fin", "alert")]
    if not unit.data:
        kinds = [kind for kind in kinds if kind != "twice"]
    yield from (Fault(unit.role, unit.number, kind) for kind in kinds)
    if not unit.data:
        return
    for at in LENGTHS[unit.form]:
        if unit.form != "http" or _declared(unit.data, at) is not None:
            yield Fault(unit.role, unit.number, "length", at)
    size = len(unit.data)
    for at in sorted({1, size // 2, size - 1} - {0}):
        yield Fault(unit.role, unit.number, "stall", str(at))
    for at in cuts:
        yield Fault(unit.role, unit.number, "cut", str(at))


def spoil(fault, unit, seed):
    """The bytes that go out in the place of the unit, and what follows them."""
    chance = random.Random(zlib.crc32(f"{seed}/{fault.name}".encode()))
    data, kind = unit.data, fault.kind
    if kind in ("reset", "fin", "silence", "alert"):
        return b"", kind
    if kind == "slow":
        return data or b"\x00", SLOW
    if kind == "garbage":
        return chance.randbytes(len(data) or 64), SOON
    if kind == "noise":
        return _noisy(data, chance), SOON
    if kind == "oversized":
        return _oversized(unit, chance), SOON
    if kind == "twice":
        return data + data, PASS
    if kind == "length":
        return _with_length(unit, fault.at), SOON
    return data[:int(fault.at)], FIN if kind == "cut" else SILENCE


def _noisy(data, chance):
    """One bit in each 16 bytes is wrong."""
    noisy = bytearray(data or bytes(32))
    for start in range(0, len(noisy), 16):
        at = chance.randrange(start, min(start + 16, len(noisy)))
        noisy[at] ^= 1 << chance.randrange(8)
    return bytes(noisy)


def _oversized(unit, chance):
    data = unit.data
    if unit.form == "record":
        return (data[:3] + b"\xff\xff" + chance.randbytes(65535)) * 4
    if unit.form == "dns":
        return data[:6] + b"\xff\xff" + data[8:] + data[12:] * 200
    if unit.form == "pdu":
        return (data[:8] + b"\xff\xff" + data[10:] + bytes(65535 - len(data))) * 16
    head, _, body = data.partition(b"\r\n\r\n")
    if not head:
        return b"x" * MUCH
    if chance.random() < 0.5 or unit.form == "head":
        return head + b"\r\nX-Filler: " + b"x" * MUCH + b"\r\n\r\n" + body
    lines = [line for line in head.split(b"\r\n")
             if not line.lower().startswith(b"content-length")]
    lines.append(b"Content-Length: %d" % (8 * MUCH))
    return b"\r\n".join(lines) + b"\r\n\r\n" + body + b"x" * (8 * MUCH)


def _with_length(unit, variant):
    data = unit.data
    if unit.form == "record":
        size = _number(struct.unpack_from(">H", data, 3)[0], variant)
        return data[:3] + struct.pack(">H", size) + data[5:]
    if unit.form == "dns":
        return _dns_length(data, variant)
    if unit.form == "pdu":
        at = 10 if variant == "auth" else 8
        size = 0x7fff if variant == "auth" else _number(len(data), variant)
        return data[:at] + struct.pack("<H", size) + data[at + 2:]
    return _http_length(data, variant)


def _number(size, variant):
    return {"0": 0, "less": max(size - 1, 0), "more": min(size + 1, 65535),
            "most": 65535}[variant]


def _dns_length(data, variant):
    if variant == "counts":
        return data[:4] + b"\xff\xff" * 4 + data[12:]
    at = len(data) - 6  # of an A record at the end
    size = _number(struct.unpack_from(">H", data, at)[0], variant)
    return data[:at] + struct.pack(">H", size) + data[at + 2:]


def _declared(data, variant):
    """The length that a head announces, or None if it would be true."""
    size = len(data.partition(b"\r\n\r\n")[2])
    if variant == "both":
        return str(size)
    value = {"less": str(size - 1), "more": str(size + 1)}.get(variant, variant)
    return None if value == str(size) else value


def _http_length(data, variant):
    head, _, body = data.partition(b"\r\n\r\n")
    value = _declared(data, variant)
    lines = [line for line in head.split(b"\r\n")
             if not line.lower().startswith(b"content-length")]
    lines.append(b"Content-Length: " + value.encode())
    if variant == "both":
        lines += [b"Content-Length: 3", b"Transfer-Encoding: chunked"]
    return b"\r\n".join(lines) + b"\r\n\r\n" + body
