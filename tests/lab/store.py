"""The store of the simulated Exchange: EMSMDB ([MS-OXCRPC] 3.1.4).

Sessions outlive their association, as nobody looks after them: a client that does not
disconnect uses the sessions up that its user has.
"""

import struct

from ndr import Fault, Reader, align, string

BAD_STUB = 0x6F7
HANDLE_LEN = 20
AUX_CLIENTINFO, MODE_CACHED = 2, 2
UNKNOWN_USER, CACHED_MODE_REQUIRED, VERSION_DISALLOWED = 0x3EB, 0x4E1, 0x4DF
NOT_ENCRYPTED, TOO_MANY_SESSIONS, INVALID_HANDLE = 0x970, 0x80040112, 0xA2E
PRIVACY = 6


class Store:
    """Mailboxes and the sessions that are open."""

    def __init__(self, mailbox):
        self.mailbox = mailbox
        self.sessions = set()
        self.opened = mailbox["sessions"]

    def connect(self, stub, level):
        """EcDoConnectEx."""
        request = _read_connect(stub)
        code = self._judge(request, level)
        handle = bytes(HANDLE_LEN)
        if code == 0:
            self.opened += 1
            handle = struct.pack("<LQQ", 0, self.opened, 0x0123456789ABCDEF)
            self.sessions.add(handle)
        return handle + self._session(request, code)

    def disconnect(self, stub):
        """EcDoDisconnect."""
        code = self.mailbox["disconnect_code"]
        if stub not in self.sessions:
            return bytes(HANDLE_LEN) + struct.pack("<L", INVALID_HANDLE)
        if code == 0:
            self.sessions.remove(stub)
        return bytes(HANDLE_LEN) + struct.pack("<L", code)

    def _judge(self, request, level):
        box = self.mailbox
        if box["code"]:
            return box["code"]
        if box["encrypted"] and level < PRIVACY:
            return NOT_ENCRYPTED
        if request["dn"].lower() != box["dn"].lower():
            return UNKNOWN_USER
        if request["version"] < _numbers(box["min_version"]):
            return VERSION_DISALLOWED
        if box["cached_only"] and not request["is_cached"]:
            return CACHED_MODE_REQUIRED
        if len(self.sessions) + box["sessions"] >= box["session_limit"]:
            return TOO_MANY_SESSIONS
        return 0

    def _session(self, request, code):
        box = self.mailbox
        out = struct.pack("<LLLHxx", 60000, 6, 10000, 0)
        out += struct.pack("<L", 0x20000) + string(box["prefix"])
        out = align(out, 4) + struct.pack("<L", 0x20004) + string(box["name"])
        out = align(out, 2) + _words(_numbers(box["version"])) + request["words"]
        aux = bytes(box["aux"])
        out = align(out, 4) + struct.pack("<L", 0x5F5E100)
        out = out + struct.pack("<LLL", len(aux), 0, len(aux)) + aux
        return align(out, 4) + struct.pack("<LL", len(aux), code)


def _read_connect(stub):
    """What matters of the request; raises Fault unless it is exactly one."""
    reader = Reader(stub, Fault(BAD_STUB))
    dn = reader.string()
    _flags, _mod, limit, _page, _locale, _sort, _link = reader.longs(7)
    reader.shorts(1)
    words = reader.shorts(3)
    reader.longs(1)
    aux = reader.take(reader.longs(1)[0])
    aux_len, aux_max = reader.longs(2)
    reader.end()
    if limit or aux_len != len(aux) or aux_max > 0x1008:
        raise Fault(BAD_STUB)
    version = (words[0] >> 8, words[0] & 0xFF, words[1] & 0x7FFF, words[2])
    return {
        "dn": dn, "words": struct.pack("<3H", *words), "version": version,
        "is_cached": _is_cached(aux),
    }


def _is_cached(aux):
    """Whether a block of the auxiliary buffer says so ([MS-OXCRPC] 2.2.2.2.4)."""
    if len(aux) < 8:
        return False
    version, flags, size, whole = struct.unpack_from("<4H", aux)
    if (version, flags) != (0, 4) or size != whole or size != len(aux) - 8:
        raise Fault(BAD_STUB)
    at = 8
    while at + 4 <= len(aux):
        size, _version, kind = struct.unpack_from("<HBB", aux, at)
        if kind == AUX_CLIENTINFO and size >= 32:
            return struct.unpack_from("<H", aux, at + 28)[0] == MODE_CACHED
        at += max(size, 4)
    return False


def _numbers(version):
    """A version as numbers that can be compared."""
    return tuple(int(part) for part in version.split("."))


def _words(numbers):
    """A version as on the wire."""
    major, minor, build, revision = numbers
    return struct.pack("<3H", major << 8 | minor, 0x8000 | build, revision)
