"""GET of SNMPv2c with as little around it as can be, to measure how long one takes."""

import socket
import statistics
import time

GET, RESPONSE = 0xA0, 0xA2
COMMUNITY = b"public"


def tlv(tag, data):
    """An element of BER."""
    size = len(data)
    if size < 128:
        return bytes([tag, size]) + data
    digits = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(digits)]) + digits + data


def integer(value):
    """INTEGER; not negative."""
    return tlv(2, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def identifier(text):
    """OBJECT IDENTIFIER of a text with dots."""
    first, second, *rest = (int(part) for part in text.strip(".").split("."))
    data = bytearray()
    for part in [first * 40 + second, *rest]:
        digits = [part & 0x7F]
        while part := part >> 7:
            digits.append(0x80 | part & 0x7F)
        data += bytes(reversed(digits))
    return tlv(6, bytes(data))


def elements(data):
    """Pairs of tag and content of a sequence of elements."""
    at = 0
    while at < len(data):
        tag, size = data[at], data[at + 1]
        at += 2
        if size & 0x80:
            count = size & 0x7F
            size = int.from_bytes(data[at : at + count], "big")
            at += count
        yield tag, data[at : at + size]
        at += size


class Client:
    """Asks one agent on loopback."""

    def __init__(self, port, timeout=5):
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.connect(("127.0.0.1", port))
        self.socket.settimeout(timeout)
        self.number = 0

    def __enter__(self):
        return self

    def __exit__(self, *_exc):
        self.socket.close()

    def get(self, oid):
        """Tag and content of one object; None when there is no such object."""
        self.number += 1
        binding = tlv(0x30, identifier(oid) + tlv(5, b""))
        pdu = integer(self.number) + integer(0) + integer(0) + tlv(0x30, binding)
        self.socket.send(tlv(0x30, integer(1) + tlv(4, COMMUNITY) + tlv(GET, pdu)))
        while True:
            (_, message), = elements(self.socket.recv(65536))
            tag, answer = list(elements(message))[2]
            number, status, _, bindings = (item for _, item in elements(answer))
            # An answer to a question that was given up is passed over.
            if tag == RESPONSE and int.from_bytes(number, "big") == self.number:
                break
        if int.from_bytes(status, "big"):
            raise OSError(f"error-status {int.from_bytes(status, 'big')}")
        (_, first), = elements(bindings)
        value = list(elements(first))[1]
        return None if value[0] in (0x80, 0x81, 0x82) else value

    def number_of(self, oid):
        """The value of a number, or None."""
        value = self.get(oid)
        return None if value is None else int.from_bytes(value[1], "big")

    def latencies(self, oid, count, pause):
        """Seconds that each of `count` GETs took, with pauses between them."""
        taken = []
        for _ in range(count):
            start = time.monotonic()
            if self.get(oid) is None:
                raise OSError(f"nothing at {oid}")
            taken.append(time.monotonic() - start)
            time.sleep(pause)
        return taken


def percentile(values, share):
    """The value below which a share of them lies."""
    return statistics.quantiles(values, n=100, method="inclusive")[share - 1]
