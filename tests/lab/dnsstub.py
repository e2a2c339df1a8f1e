"""A DNS server on loopback that says what the scenario wants, over UDP and TCP.

Records: `name = {A = [...], AAAA = [...], CNAME = "...", SRV = [...], rcode = "...",
delay = seconds}`.  rcode is NOERROR, NXDOMAIN, SERVFAIL, REFUSED or SILENT.  A name
that is not there is NXDOMAIN; `*` speaks for every such name.
"""

import asyncio
import ipaddress
import struct

from listener import listen

TYPES = {"A": 1, "NS": 2, "CNAME": 5, "AAAA": 28, "SRV": 33}
RCODES = {"NOERROR": 0, "SERVFAIL": 2, "NXDOMAIN": 3, "REFUSED": 5}
ANY = 255
TTL = 60


class DnsStub:
    """The records of one scenario."""

    def __init__(self, records):
        self.records = {name.lower(): dict(entry) for name, entry in records.items()}
        self.transport = None

    async def start(self, address):
        """Listen on UDP and TCP with the same port; returns it."""
        loop = asyncio.get_running_loop()
        for _ in range(20):
            self.transport, _ = await loop.create_datagram_endpoint(
                lambda: _Datagrams(self), local_addr=(address, 0)
            )
            port = self.transport.get_extra_info("sockname")[1]
            try:
                await listen(self._serve_tcp, address, port)
                return port
            except OSError:
                self.transport.close()
        raise OSError("no port free for both UDP and TCP")

    async def _serve_tcp(self, reader, writer):
        try:
            while True:
                size = struct.unpack(">H", await reader.readexactly(2))[0]
                answer = await self.answer(await reader.readexactly(size))
                if answer is not None:
                    writer.write(struct.pack(">H", len(answer)) + answer)
        except (OSError, EOFError):
            writer.close()

    async def answer(self, query):
        """The answer to one query, or None for silence."""
        name, kind, question = _parse(query)
        rcode, answers = self._look_up(name, kind)
        entry = self.records.get(name, self.records.get("*", {}))
        await asyncio.sleep(entry.get("delay", 0))
        if rcode == "SILENT":
            return None
        flags = 0x8580 | RCODES[rcode]
        head = query[:2] + struct.pack(">HHHHH", flags, 1, len(answers), 0, 0)
        return head + question + b"".join(answers)

    def _look_up(self, name, kind):
        answers = []
        for _ in range(8):
            entry = self.records.get(name, self.records.get("*"))
            if entry is None:
                return "NXDOMAIN", answers
            if "rcode" in entry:
                return entry["rcode"], answers
            if "CNAME" not in entry or kind == TYPES["CNAME"]:
                break
            answers.append(_record(name, "CNAME", entry["CNAME"]))
            name = entry["CNAME"].lower()
        for text, number in TYPES.items():
            if kind in (number, ANY) and text in entry:
                values = entry[text] if isinstance(entry[text], list) else [entry[text]]
                answers += [_record(name, text, value) for value in values]
        return "NOERROR", answers


class _Datagrams(asyncio.DatagramProtocol):
    def __init__(self, stub):
        self.stub = stub

    def datagram_received(self, data, addr):
        """One query."""
        asyncio.ensure_future(self._answer(data, addr))

    async def _answer(self, data, addr):
        try:
            answer = await self.stub.answer(data)
        except (IndexError, struct.error):
            return
        if answer is not None:
            self.stub.transport.sendto(answer, addr)


def _parse(query):
    labels = []
    offset = 12
    while query[offset]:
        size = query[offset]
        labels.append(query[offset + 1 : offset + 1 + size].decode("ascii", "replace"))
        offset += 1 + size
    kind = struct.unpack_from(">H", query, offset + 1)[0]
    return ".".join(labels).lower(), kind, query[12 : offset + 5]


def _name(text):
    out = b""
    for label in text.rstrip(".").split("."):
        if label:
            out += bytes([len(label)]) + label.encode("ascii")
    return out + b"\0"


def _record(name, kind, value):
    if kind in ("A", "AAAA"):
        data = ipaddress.ip_address(value).packed
    elif kind == "SRV":
        priority, weight, port, target = value.split(" ")
        data = struct.pack(">HHH", int(priority), int(weight), int(port))
        data += _name(target)
    else:
        data = _name(value)
    return _name(name) + struct.pack(">HHLH", TYPES[kind], 1, TTL, len(data)) + data
