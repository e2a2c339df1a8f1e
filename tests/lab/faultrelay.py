"""A relay before a laboratory that knows what is said, and spoils one unit of it.

It ends TLS and speaks TLS to the laboratory; or, `opaque`, it passes records on and
knows those of the server's first flight alone; or, `plain`, there is no TLS.  Between
runs `begin` sets the fault; `units` is what a run has said, `proven` how often the
client got which role whole, `sure` how often with nothing spoilt before it.
"""

import asyncio
import base64
import collections
import os
import ssl
import threading

from faults import ALERT, FIN, PASS, RESET, SILENCE, SLOW, SOON, Unit, spoil
from listener import PATIENCE_S, listen, reset, shut_down

SOON_S = 0.25
SLOW_S = 0.1
FOREVER_S = 3600
HEAD_MAX = 128 * 1024
ENDLESS = 1 << 20
FATAL_ALERT = bytes([21, 3, 3, 0, 2, 2, 40])
GREETING = b"NTLMSSP\0\1\0\0\0"
GONE = (OSError, EOFError, ssl.SSLError, asyncio.LimitOverrunError)


class Over(Exception):
    """The conversation has ended as the fault wants it."""


class FaultRelay:
    """A context manager; `port` is where to connect."""

    def __init__(self, to, leaf=None, prefix="", seed=1, address="127.0.0.1",
                 is_plain=False):
        self.to, self.prefix, self.seed, self.address = to, prefix, seed, address
        self.leaf, self.is_plain = leaf, is_plain
        self.is_opaque = leaf is None and not is_plain
        self.port = 0
        self._outward = ssl._create_unverified_context()
        self.begin(None)

    def begin(self, fault, other_leaf=None, is_strange=True):
        """Forgets the last run; `other_leaf` is for the fault `certificate`, and is one
        that the client must not trust if `is_strange`."""
        self.fault, self.other_leaf, self.is_strange = fault, other_leaf, is_strange
        self.units, self.counts = [], {}
        self.proven, self.sure = collections.Counter(), collections.Counter()
        self.has_struck = self.has_leaked = False

    def __enter__(self):
        self._loop = asyncio.new_event_loop()
        self._loop.set_exception_handler(lambda _loop, _context: None)
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self.port = self._wait(listen(self._serve, self.address, limit=HEAD_MAX))
        return self

    def __exit__(self, *_exc):
        self._wait(shut_down())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE_S)
        self._loop.close()

    def clear(self):
        """Ends the connections that are left of the last run, and listens again."""
        async def again():
            await shut_down()
            return await listen(self._serve, self.address, self.port, limit=HEAD_MAX)

        if self.has_struck:
            self._wait(again())

    def settle(self):
        """Returns when all that a client has got has been noted."""
        self._wait(asyncio.sleep(0))

    def _wait(self, routine):
        return asyncio.run_coroutine_threadsafe(routine, self._loop).result(PATIENCE_S)

    async def _serve(self, reader, writer):
        try:
            await Connection(self, reader, writer).run()
        except GONE + (Over, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    def number(self, role):
        """The number of the next unit of this role."""
        self.counts[role] = self.counts.get(role, 0) + 1
        return self.counts[role]

    def context(self, leaf):
        """The server's side of TLS with this certificate."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(leaf.chain, leaf.key)
        context.set_alpn_protocols(["http/1.1"])
        context.num_tickets = 0
        return context


class Connection:
    """One client, and the way from it to the laboratory."""

    def __init__(self, relay, reader, writer):
        self.relay, self.reader, self.writer = relay, reader, writer
        self.asks = asyncio.Queue()
        self.flights = 0
        self.is_strange = self.is_spoilt = False

    async def run(self):
        """Speaks until one side ends."""
        relay = self.relay
        number = await self.tell(Unit(relay.prefix + "tcp", 0, "none", b""))
        secure = {}
        if relay.leaf is not None:
            await self._secure(number)
            secure = {"ssl": relay._outward}
        host, _, port = relay.to.rpartition(":")
        self.far, self.outward = await asyncio.open_connection(
            host, int(port), limit=HEAD_MAX, **secure)
        ways = (self._opaque_up(), self._opaque_down()) if relay.is_opaque else (
            self._up(), self._down())
        tasks = [asyncio.ensure_future(way) for way in ways]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            self.outward.close()

    async def _secure(self, number):
        relay, leaf = self.relay, self.relay.leaf
        fault = relay.fault
        if (fault and fault.kind == "certificate" and number >= fault.number
                and fault.role == relay.prefix + "tls"):
            leaf, self.is_strange = relay.other_leaf, relay.is_strange
            relay.has_struck = True
        await self.writer.start_tls(relay.context(leaf))
        self._prove(relay.prefix + "tls")

    async def tell(self, unit):
        """Says a unit to the client, or what has become of it; returns its number."""
        relay = self.relay
        number = relay.number(unit.role)
        unit = Unit(unit.role, number, unit.form, unit.data)
        relay.units.append(unit)
        fault = relay.fault
        if (fault is None or (fault.role, fault.number) != (unit.role, number)
                or fault.kind == "certificate"):
            self.writer.write(unit.data)
            await self.writer.drain()
            self._prove(unit.role)
            return number
        relay.has_struck = True
        data, what = spoil(fault, unit, relay.seed)
        self.is_spoilt = fault.kind != "twice"
        if not self.is_spoilt:
            self._prove(unit.role)
        await self._follow(data, what)
        return number

    def _prove(self, role):
        if not self.is_strange:
            self.relay.proven[role] += 1
            self.relay.sure[role] += not self.is_spoilt

    async def _follow(self, data, what):
        if what == SLOW:
            for byte in data:
                self.writer.write(bytes([byte]))
                await self.writer.drain()
                await asyncio.sleep(SLOW_S)
            data, what = b"", SILENCE
        self.writer.write(data)
        if what in (SOON, PASS):
            if what == SOON:
                asyncio.get_running_loop().call_later(SOON_S, self.writer.close)
            return await self.writer.drain()
        await self.writer.drain()
        if what == SILENCE:
            await asyncio.sleep(FOREVER_S)
        elif what == ALERT:
            self._alert()
        elif what == RESET:
            reset(self.writer)
        elif what == FIN:
            self.writer.close()
        raise Over()

    def _alert(self):
        """As plain text, whatever was agreed on: a device that gives up does that."""
        os.write(self.writer.get_extra_info("socket").fileno(), FATAL_ALERT)

    async def _opaque_up(self):
        while data := await self.reader.read(65536):
            self.flights += 1
            self.outward.write(data)
            await self.outward.drain()

    async def _opaque_down(self):
        is_agreed = False
        while True:
            head = await self.far.readexactly(5)
            data = head + await self.far.readexactly(int.from_bytes(head[3:], "big"))
            if self.flights > 1:
                if not is_agreed and not self.is_spoilt:
                    self._prove(self.relay.prefix + "tls")
                is_agreed = True
                self.writer.write(data)
                await self.writer.drain()
            else:
                await self.tell(Unit(self.relay.prefix + "record", 0, "record", data))

    async def _up(self):
        while True:
            head = await self.reader.readuntil(b"\r\n\r\n")
            method, target = head.split(b" ", 2)[:2]
            fields = headers_of(head)
            length = int(fields.get("content-length", 0))
            if self.is_strange and is_proof(fields.get("authorization", "")):
                self.relay.has_leaked = True
            self.asks.put_nowait((method.decode(), target.decode().lower(), length))
            self.outward.write(head)
            while length:
                data = await self.reader.read(min(length, 65536))
                if not data:
                    return
                length -= len(data)
                self.outward.write(data)
                await self.outward.drain()
                if method == b"RPC_IN_DATA" and length > ENDLESS:
                    await self._in_begun()

    async def _in_begun(self):
        """The IN channel says nothing when all is well, so any word is a fault."""
        if not getattr(self, "is_in", False):
            self.is_in = True
            await self.tell(Unit(self.relay.prefix + "IN", 0, "none", b""))

    async def _down(self):
        while True:
            head = await self.far.readuntil(b"\r\n\r\n")
            method, target, length = await self.asks.get()
            fields, status = headers_of(head), int(head[9:12])
            is_stream = (method == "RPC_OUT_DATA" and status == 200
                         and length == 76)
            role = self.relay.prefix + role_of(method, target, status, is_stream)
            if is_stream:
                await self.tell(Unit(role, 0, "head", head))
                await self._stream()
            body = b""
            if method != "HEAD":
                body = await self.far.readexactly(int(fields.get("content-length", 0)))
            await self.tell(Unit(role, 0, "http", head + body))

    async def _stream(self):
        has_a3 = False
        while True:
            head = await self.far.readexactly(16)
            size = int.from_bytes(head[8:10], "little")
            data = head + await self.far.readexactly(size - 16)
            role = {2: "call", 3: "call", 12: "bind", 13: "bind", 15: "bind"}.get(
                data[2], "rts")
            if data[2] == 20 and len(data) in (28, 44):
                role = "C2" if has_a3 else "A3"
                has_a3 = True
            await self.tell(Unit(self.relay.prefix + role, 0, "pdu", data))


def headers_of(head):
    """Mapping of lower-case names to values."""
    fields = {}
    for line in head.decode("latin-1").split("\r\n")[1:]:
        name, _, value = line.partition(":")
        fields[name.lower()] = value.strip()
    return fields


def is_proof(authorization):
    """Whether a password or ticket is behind a header, not only a first greeting."""
    scheme, _, token = authorization.partition(" ")
    if not scheme:
        return False
    try:
        return base64.b64decode(token)[:12] != GREETING
    except ValueError:
        return True


def role_of(method, target, status, is_stream):
    """The part of an answer by what was asked."""
    if is_stream:
        return "OUT"
    place = next((word for word in ("autodiscover", "mapi", "ews", "rpc")
                  if target.startswith("/" + word)), "http")
    if status == 401:
        return f"401-{place}"
    if place == "rpc":
        return {"RPC_OUT_DATA": "echo", "RPC_IN_DATA": "echo"}.get(method, "http")
    return place
