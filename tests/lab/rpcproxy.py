"""The RPC proxy: pairs OUT and IN channels and speaks RTS ([MS-RPCH] 3.2)."""

import asyncio
import struct

from impacket.dcerpc.v5 import rpch

import bridge
import eeinfo
from bridge import read_pdu
from http1 import build_head, common_headers
from idle import IdleLimit
from interfaces import Endpoint
from listener import reset
from rpcserver import RpcSession
from store import Store

RTS = 20
GIGABYTE = 0x40000000
NOT_A_PDU = (ValueError, EOFError, OSError, asyncio.TimeoutError)


def rts(flags, *commands):
    """An RTS PDU made by impacket from these commands."""
    packet = rpch.RTSHeader()
    packet["Flags"] = flags
    packet["NumberOfCommands"] = len(commands)
    packet["pduData"] = b"".join(command.getData() for command in commands)
    return packet.getData()


def connection_timeout(value):
    """ConnectionTimeout command, in ms."""
    command = rpch.ConnectionTimeout()
    command["ConnectionTimeout"] = value
    return command


def receive_window(value):
    """ReceiveWindowSize command, in bytes."""
    command = rpch.ReceiveWindowSize()
    command["ReceiveWindowSize"] = value
    return command


def echo_reply():
    """The body of the answer to an echo request."""
    return rts(rpch.RTS_FLAG_ECHO)


def destination(value):
    """Destination command."""
    command = rpch.Destination()
    command["Destination"] = value
    return command


class Gone(EOFError):
    """A channel was ended on purpose."""


class OutChannel:
    """The response body of RPC_OUT_DATA, framed and disturbed as asked for."""

    def __init__(self, writer, tunnel, server, idle):
        self.writer = writer
        self.idle = idle
        self.tunnel = tunnel
        self.server = server
        self.sent = 0
        self.held = b""
        self.lock = asyncio.Lock()

    async def start(self):
        """Send the head of the answer."""
        headers = [("Content-Type", "application/rpc")]
        framing = self.tunnel["framing"]
        if framing == "length":
            headers.append(("Content-Length", GIGABYTE))
        elif framing == "chunked":
            headers.append(("Transfer-Encoding", "chunked"))
        headers += common_headers(self.server)
        version = "HTTP/1.0" if framing == "http10" else "HTTP/1.1"
        await self._put(build_head(200, "Success", headers, version))

    async def send(self, data):
        """Send a PDU."""
        if self.tunnel["ping_before"]:
            data = rpch.hPing() + data
        async with self.lock:
            end = self.tunnel["close_out_after"]
            if end >= 0 and self.sent + len(data) >= end:
                await self._body(data[: end - self.sent])
                await asyncio.sleep(self.tunnel["close_delay"])
                if self.tunnel["close_by_reset"]:
                    reset(self.writer)
                else:
                    self.writer.close()
                raise Gone("OUT closed")
            await self._body(data)

    async def raw(self, data):
        """Send bytes that are no PDU."""
        async with self.lock:
            await self._body(data)

    async def _body(self, data):
        if not data:
            return
        await self.idle.passes("out")
        self.sent += len(data)
        if self.tunnel["framing"] == "chunked":
            data = b"%x\r\n%s\r\n" % (len(data), data)
        await self._put(data)

    async def _put(self, data):
        if self.tunnel["glue"] and self.sent < 72:
            self.held += data
            return
        data, self.held = self.held + data, b""
        split = self.tunnel["split"] or len(data)
        for start in range(0, len(data), split):
            self.writer.write(data[start : start + split])
            await self.writer.drain()
            if split < len(data):
                await asyncio.sleep(0.001)


class VirtualConnection:
    """What one virtual connection cookie binds together."""

    def __init__(self, tunnel):
        loop = asyncio.get_running_loop()
        self.idle = IdleLimit(tunnel)
        self.out = loop.create_future()
        self.inward = loop.create_future()
        self.session = loop.create_future()
        self.closed = asyncio.Event()
        self.window = 0
        self.sent = 0
        self.acknowledged = 0
        self.window_grew = asyncio.Event()


class RpcProxy:
    """All tunnels of one laboratory."""

    def __init__(self, scenario, account, log):
        self.scenario = scenario
        self.tunnel = scenario["tunnel"]
        self.account = account
        self.log = log
        self.connections = {}
        self.refused = {}
        self.store = Store(scenario["mailbox"])

    def target(self, query):
        """The endpoint table for "server:port", or a reason why there is none."""
        server, _, port = query.rpartition(":")
        names = [name.lower() for name in self.scenario["servers"]]
        for entry in self.scenario["endpoint"]:
            if str(entry["port"]) != port:
                continue
            own = [name.lower() for name in entry.get("servers", names)]
            if server.lower() in own:
                return entry
        return "port" if server.lower() in names else "server"

    def _connection(self, cookie):
        if cookie not in self.connections:
            self.connections[cookie] = VirtualConnection(self.tunnel)
        return self.connections[cookie]

    async def serve_out(self, request, reader, writer, endpoint):
        """Carry one OUT channel until either side ends."""
        first = await reader.readexactly(76)
        opening = rpch.CONN_A1_RTS_PDU(rpch.RTSHeader(first)["pduData"])
        cookie = opening["VirtualConnectionCookie"]["Cookie"].getData()
        await asyncio.sleep(endpoint.get("delay", 0))
        if self._is_refused(endpoint):
            await self._refuse(writer, endpoint)
            return
        connection = self._connection(cookie)
        channel = self._channel(writer, connection, endpoint)
        connection.idle.watch("out", writer)
        connection.window = opening["ReceiveWindowSize"]["ReceiveWindowSize"]
        watch = asyncio.ensure_future(self._watch(reader, connection))
        try:
            await self._open(connection, channel, endpoint)
            await connection.closed.wait()
        except NOT_A_PDU:
            pass
        finally:
            watch.cancel()
            connection.closed.set()
            self.connections.pop(cookie, None)
            if not connection.inward.done():
                connection.inward.cancel()
            if connection.session.done() and not connection.session.cancelled():
                await connection.session.result().close()

    def _is_refused(self, endpoint):
        """Whether a tunnel is: all are, or the first ones only."""
        port = endpoint["port"]
        self.refused[port] = self.refused.get(port, 0) + 1
        most = endpoint.get("error_count", self.refused[port])
        return "error" in endpoint and self.refused[port] <= most

    def _channel(self, writer, connection, _endpoint):
        server = self.scenario["front"]["server"]
        return OutChannel(writer, self.tunnel, server, connection.idle)

    async def _watch(self, reader, connection):
        try:
            while await reader.read(4096):
                pass
        except OSError:
            pass
        connection.closed.set()

    async def _refuse(self, writer, endpoint):
        text = f"RPC Error: {endpoint['error']}"
        info = eeinfo.encode(endpoint.get("eeinfo", ""))
        body = b""
        if info and endpoint.get("eeinfo_in_page"):
            body = f"RPC EEInfo:{info}\r\n".encode()
        elif info:
            text += f", EEInfo: {info}"
        headers = common_headers(self.scenario["front"]["server"])
        headers += [("Content-Length", len(body)), ("Connection", "close")]
        version = endpoint.get("version", "HTTP/1.0")
        writer.write(build_head(503, text, headers, version) + body)
        await writer.drain()

    async def _open(self, connection, channel, endpoint):
        tunnel = self.tunnel
        await asyncio.sleep(tunnel["head_delay"])
        if not tunnel["head"]:
            await connection.closed.wait()
            return
        await channel.start()
        connection.out.set_result(channel)
        asyncio.ensure_future(self._ping(connection, channel))
        c2 = self._c2()
        if tunnel["order"] == "c2-first":
            await channel.send(c2)
        await asyncio.sleep(tunnel["a3_delay"])
        if not tunnel["a3"]:
            await connection.closed.wait()
            return
        await channel.send(self._a3())
        await self._midstream(channel, "a3")
        if not tunnel["pair"]:
            await connection.closed.wait()
            return
        await _or_closed(connection.inward, connection, tunnel["pair_timeout"])
        connection.session.set_result(
            await self._session(connection, channel, endpoint)
        )
        await asyncio.sleep(tunnel["c2_delay"])
        if not tunnel["c2"]:
            await connection.closed.wait()
            return
        if tunnel["order"] != "c2-first":
            await channel.send(c2)
        await self._midstream(channel, "c2")
        if tunnel["recycle"]:
            await channel.send(rts(rpch.RTS_FLAG_RECYCLE_CHANNEL, destination(0)))

    def _a3(self):
        if self.tunnel["a3_raw"]:
            return bytes.fromhex(self.tunnel["a3_raw"])
        return rts(0, connection_timeout(self.tunnel["connection_timeout"]))

    def _c2(self):
        tunnel = self.tunnel
        if tunnel["c2_raw"]:
            return bytes.fromhex(tunnel["c2_raw"])
        timeout = connection_timeout(tunnel["connection_timeout"])
        return rts(0, rpch.Version(), receive_window(tunnel["window"]), timeout)

    async def _midstream(self, channel, after):
        if self.tunnel["raw_after"] == after:
            await channel.raw(self.tunnel["raw"].encode("latin-1"))
            if self.tunnel["raw_ends"]:
                channel.writer.close()
                raise Gone("stream ended by an error")

    async def _ping(self, connection, channel):
        interval = self.tunnel["ping_interval"]
        try:
            while interval and not connection.closed.is_set():
                await asyncio.sleep(interval)
                await channel.raw(rpch.hPing())
        except NOT_A_PDU:
            connection.closed.set()

    async def _session(self, connection, channel, endpoint):
        async def send(pdu):
            if pdu is None:
                connection.closed.set()
                return
            await self._send(connection, channel, pdu)

        if "bridge" in endpoint:
            return await bridge.connect(endpoint["bridge"], send)
        rpc = dict(self.scenario["rpc"], **endpoint.get("rpc", {}))
        server = Endpoint(endpoint["interfaces"], self.scenario, rpc, self.store)
        return RpcSession(server, self.account, self.log, endpoint["port"], send)

    async def _send(self, connection, channel, pdu):
        """Flow control counts RPC PDUs only ([MS-RPCH] 3.2.1.1.4)."""
        end = connection.sent + len(pdu)
        while end - connection.acknowledged > connection.window:
            connection.window_grew.clear()
            await connection.window_grew.wait()
        connection.sent = end
        await channel.send(pdu)

    async def serve_in(self, request, reader, writer):
        """Carry one IN channel until either side ends."""
        if self.tunnel["wants_whole_body"]:
            reader = await _whole_body(request, reader)
        first = await reader.readexactly(104)
        opening = rpch.CONN_B1_RTS_PDU(rpch.RTSHeader(first)["pduData"])
        cookie = opening["VirtualConnectionCookie"]["Cookie"].getData()
        in_cookie = opening["INChannelCookie"]["Cookie"].getData()
        if await self._disturb_in(reader, writer):
            return
        connection = self._connection(cookie)
        connection.idle.watch("in", writer)
        if not connection.inward.done():
            connection.inward.set_result(True)
        try:
            timeout = self.tunnel["pair_timeout"]
            session = await _or_closed(connection.session, connection, timeout)
            await self._pump(reader, connection, session, in_cookie)
        except NOT_A_PDU:
            pass
        finally:
            connection.closed.set()

    async def _disturb_in(self, reader, writer):
        """True when the scenario ends the IN channel right after CONN/B1."""
        tunnel = self.tunnel
        if not tunnel["in_end"]:
            return False
        await asyncio.sleep(tunnel["in_delay"])
        if tunnel["in_end"] == "answer":
            writer.write(tunnel["in_answer"].encode("latin-1"))
            await writer.drain()
            await asyncio.sleep(0.2)
        elif tunnel["in_end"] == "reset":
            reset(writer)
        return True

    async def _pump(self, reader, connection, session, in_cookie):
        received = acknowledged = 0
        while not connection.closed.is_set():
            pdu = await _or_closed(read_pdu(reader), connection, None)
            await connection.idle.passes("in")
            if pdu[2] == RTS:
                _take_rts(connection, pdu)
                continue
            received += len(pdu)
            if received - acknowledged > self.tunnel["window"] // 2:
                acknowledged = received
                channel = await connection.out
                window = self.tunnel["window"]
                await channel.raw(
                    rpch.hFlowControlAckWithDestination(0, received, window, in_cookie)
                )
            await session.receive(pdu)


async def _whole_body(request, reader):
    """A reader of the body, once all of it is there, as a device hands it on."""
    collected = asyncio.StreamReader()
    collected.feed_data(await reader.readexactly(request.length))
    return collected


def _take_rts(connection, pdu):
    """Of the RTS PDUs of a client only the acknowledgement matters here."""
    flags, count = struct.unpack_from("<HH", pdu, 16)
    if flags == rpch.RTS_FLAG_OTHER_CMD and count == 2 and len(pdu) == 56:
        acknowledged, window = struct.unpack_from("<LL", pdu, 32)
        connection.acknowledged = acknowledged
        connection.window = window
        connection.window_grew.set()


async def _or_closed(awaitable, connection, timeout):
    """Wait for something, or for the end of the virtual connection."""
    wanted = asyncio.ensure_future(awaitable)
    closed = asyncio.ensure_future(connection.closed.wait())
    first = asyncio.FIRST_COMPLETED
    try:
        both = {wanted, closed}
        done, _ = await asyncio.wait(both, timeout=timeout, return_when=first)
        if wanted not in done:
            raise Gone("virtual connection ended")
        return wanted.result()
    finally:
        closed.cancel()
        if not wanted.done() and asyncio.iscoroutine(awaitable):
            wanted.cancel()
