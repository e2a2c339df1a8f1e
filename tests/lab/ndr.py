"""The little of NDR 2.0 that the simulated interfaces need, and their faults."""

import struct


class Fault(Exception):
    """A call that is answered by a fault PDU."""

    def __init__(self, status, flags=0x03):
        super().__init__(f"fault 0x{status:08x}")
        self.status = status
        self.flags = flags


class Reader:
    """Reads a request stub; raises the given fault where it ends too early or late."""

    def __init__(self, stub, fault):
        self.stub = stub
        self.fault = fault
        self.at = 0

    def take(self, length):
        """The next bytes."""
        data = self.stub[self.at : self.at + length]
        if len(data) != length:
            raise self.fault
        self.at += length
        return data

    def _numbers(self, count, size, code):
        self.take(-self.at % size)
        return struct.unpack(f"<{count}{code}", self.take(count * size))

    def longs(self, count):
        """So many numbers of 32 bits."""
        return self._numbers(count, 4, "L")

    def shorts(self, count):
        """So many numbers of 16 bits."""
        return self._numbers(count, 2, "H")

    def string(self):
        """A conformant varying string, without its NUL."""
        most, offset, actual = self.longs(3)
        text = self.take(actual)
        if offset or most != actual or not text.endswith(b"\0"):
            raise self.fault
        return text[:-1].decode("latin-1")

    def end(self):
        """Nothing may follow."""
        if self.at != len(self.stub):
            raise self.fault


def string(text):
    """A conformant varying string with its NUL."""
    data = text.encode("latin-1") + b"\0"
    return struct.pack("<LLL", len(data), 0, len(data)) + data


def align(data, unit):
    """The data, padded to a multiple of unit for what follows."""
    return data + bytes(-len(data) % unit)
