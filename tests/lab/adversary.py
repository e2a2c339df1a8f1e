"""Hostile or broken listeners in the place of the TLS front end.

`start(NAME, ...)` puts one of BEHAVIOURS on an ephemeral port.  Some never get
through TLS, others are the ordinary front end with one deadly rule or switch.
"""

import asyncio
import contextlib
import copy
import os
import random
import socket
import ssl
import subprocess
import threading

from front import Front, tls_context
from listener import listen, reset
from mutating import MutatingProxy
from relay import Relay
from rpcproxy import RpcProxy

_HELD = []


async def start(name, address, scenario, account, log, proxy, store, **options):
    """Start the adversary of this name; returns its port."""
    if name not in BEHAVIOURS:
        raise ValueError(f"no such adversary: {name}; known: {', '.join(BEHAVIOURS)}")
    setting = _Setting(address, scenario, account, log, store)
    return await BEHAVIOURS[name](setting, **options)


class _Setting:
    """What the behaviours need."""

    def __init__(self, address, scenario, account, log, store):
        self.address = address
        self.scenario = scenario
        self.account = account
        self.log = log
        self.store = store

    async def front(self, **changes):
        """The ordinary front end with tables merged over the scenario."""
        table = copy.deepcopy(self.scenario)
        for key, value in changes.items():
            table[key] = value if isinstance(value, list) else dict(table[key], **value)
        proxy = RpcProxy(table, self.account, self.log)
        front = Front(table, self.account, self.log, proxy, self.store, is_tls=True)
        return await front.start(self.address)

    async def listen(self, talk, context=None):
        """A listener whose connections are handled by talk(reader, writer)."""

        async def serve(reader, writer):
            try:
                await talk(reader, writer)
            except (OSError, EOFError):
                pass
            finally:
                writer.close()

        return await listen(serve, self.address, ssl=context)


async def _closed(setting):
    """A port on which nothing listens; it stays reserved."""
    sock = socket.socket()
    sock.bind((setting.address, 0))
    _HELD.append(sock)
    return sock.getsockname()[1]


async def _full_queue(setting):
    """A listener whose accept queue is full: SYNs are dropped."""
    sock = socket.socket()
    sock.bind((setting.address, 0))
    sock.listen(0)
    _HELD.append(sock)
    for _ in range(3):
        filler = socket.socket()
        filler.setblocking(False)
        filler.connect_ex(sock.getsockname())
        _HELD.append(filler)
    await asyncio.sleep(0.05)
    return sock.getsockname()[1]


async def _silent(setting):
    async def talk(reader, _writer):
        while await reader.read(4096):
            pass

    return await setting.listen(talk)


async def _slow(setting, interval=1.0, data="1603030040"):
    """Speak one byte per interval; the first ones look like a TLS record."""

    async def talk(_reader, writer):
        rest = bytes.fromhex(data)
        while True:
            writer.write(rest[:1] or b"\x02")
            rest = rest[1:]
            await writer.drain()
            await asyncio.sleep(interval)

    return await setting.listen(talk)


async def _slow_http(setting, interval=1.0):
    """One byte of a response head per interval, inside TLS."""
    context = _context(setting)

    async def talk(reader, writer):
        await reader.read(1)
        head = b"HTTP/1.1 401 Unauthorized\r\nServer: Microsoft-IIS/10.0\r\n"
        head += b"X: y\r\n" * 99
        for byte in head:
            writer.write(bytes([byte]))
            await writer.drain()
            await asyncio.sleep(interval)

    return await setting.listen(talk, context)


async def _random(setting, seed=1, size=4096):
    async def talk(reader, writer):
        await reader.read(1)
        writer.write(random.Random(seed).randbytes(size))
        await writer.drain()
        await asyncio.sleep(0.2)

    return await setting.listen(talk)


async def _random_http(setting, seed=1, size=4096):
    async def talk(reader, writer):
        await reader.read(1)
        writer.write(random.Random(seed).randbytes(size))
        await writer.drain()
        await asyncio.sleep(0.2)

    return await setting.listen(talk, _context(setting))


async def _big_head(setting, size=20_000_000):
    async def talk(reader, writer):
        await reader.read(1)
        writer.write(b"HTTP/1.1 401 Unauthorized\r\n")
        line = b"X-Filler: " + b"x" * 1000 + b"\r\n"
        await _pour(writer, line, size)

    return await setting.listen(talk, _context(setting))


async def _big_line(setting, size=20_000_000):
    async def talk(reader, writer):
        await reader.read(1)
        writer.write(b"HTTP/1.1 401 ")
        await _pour(writer, b"x" * 1000, size)

    return await setting.listen(talk, _context(setting))


async def _tls_cut(setting, after=100, how="fin"):
    """The handshake of the real front, cut after some bytes of the server."""
    inner = await setting.front()
    relay = Relay(f"{setting.address}:{inner}", cut_after=after, cut=how)
    return await relay.start(setting.address)


async def _tls_reset(setting, when="after-hello"):
    """RST on accept, or after the ClientHello."""

    async def talk(reader, writer):
        if when == "after-hello":
            await reader.read(65536)
        else:
            # Earlier, the client would see a connect that fails now and then.
            await asyncio.sleep(0.05)
        reset(writer)

    return await setting.listen(talk)


async def _tls_alert(setting, number=40):
    """A fatal alert as the answer to the ClientHello."""

    async def talk(reader, writer):
        await reader.read(65536)
        writer.write(bytes([21, 3, 3, 0, 2, 2, number]))
        await writer.drain()
        await asyncio.sleep(0.2)

    return await setting.listen(talk)


async def _plain_on_tls(setting):
    """A plain web server, which answers the ClientHello by 400."""
    body = b"<html><body>Bad Request</body></html>"
    head = b"HTTP/1.1 400 Bad Request\r\nServer: nginx\r\nContent-Length: %d\r\n\r\n"

    async def talk(reader, writer):
        await reader.read(65536)
        writer.write(head % len(body) + body)
        await writer.drain()
        await asyncio.sleep(0.2)

    return await setting.listen(talk)


async def _h2_only(setting, how="alert"):
    """Alert 120 to a ClientHello that does not offer h2, or HTTP/2 frames."""
    if how == "alert":
        return await _tls_alert(setting, 120)
    settings_frame = bytes.fromhex("00000604000000000000030000006400")
    go_away = bytes.fromhex("0000080700000000000000000000000001")

    async def talk(reader, writer):
        writer.write(settings_frame[:15])
        await reader.read(1)
        writer.write(go_away)
        await writer.drain()
        await asyncio.sleep(0.2)

    return await setting.listen(talk, _context(setting))


async def _client_certificate(setting):
    """A server that wants a client certificate."""
    context = _context(setting)
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_verify_locations(setting.store.ca_file)
    return await setting.listen(lambda *streams: _handshake(context, *streams))


async def _tls_version(setting, lowest="1.3", highest="1.3"):
    """A server of these versions only, which ends after the handshake."""
    tls = dict(setting.scenario["tls"], min=lowest, max=highest)
    context = tls_context(tls, setting.store.leaf("good"))
    return await setting.listen(lambda *streams: _handshake(context, *streams))


async def _stapling(setting, status="good", certificate="good"):
    """OpenSSL's own server, which can staple an OCSP response."""
    leaf = setting.store.leaf(certificate)
    staple = setting.store.staple(certificate, status)
    return await _openssl_server(
        setting, leaf, "-www", "-status_file", staple)


async def _renegotiating(setting):
    """TLS 1.2, and a request for a client certificate behind the first request."""
    leaf = setting.store.leaf(setting.scenario["tls"]["certificate"])
    return await _openssl_server(
        setting, leaf, "-tls1_2", "-no_cache", "-no_ticket", command=b"R\n")


async def _openssl_server(setting, leaf, *words, command=b""):
    """`openssl s_server`; the command follows the first line that a client sends."""
    # Only to a terminal does it write line by line.
    terminal, its_end = os.openpty()
    process = subprocess.Popen(
        ["openssl", "s_server", "-accept", f"{setting.address}:0", "-cert", leaf.chain,
         "-cert_chain", setting.store.intermediate_file, "-key", leaf.key, *words],
        stdin=subprocess.PIPE, stdout=its_end, stderr=subprocess.DEVNULL)
    os.close(its_end)
    lines = open(terminal, "rb")
    _HELD.append(asyncio.ensure_future(_until_cancelled(process)))
    port = await asyncio.to_thread(_read_port, lines)
    threading.Thread(target=_feed, args=(process, lines, command), daemon=True).start()
    return port


async def _until_cancelled(process):
    try:
        await asyncio.Event().wait()
    finally:
        process.kill()
        process.wait()


def _read_port(lines):
    for line in lines:
        if line.startswith(b"ACCEPT"):
            return int(line.rpartition(b":")[2])
    raise OSError("openssl s_server does not start")


def _feed(process, lines, command):
    """Ends with the process, whose terminal is then gone."""
    with lines, process.stdin, contextlib.suppress(OSError):
        for line in lines:
            if command and line.startswith(b"GET "):
                process.stdin.write(command)
                process.stdin.flush()


async def _reset_after_head(setting):
    """RST in the middle of the first response head."""
    async def talk(reader, writer):
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 401 Unauthorized\r\nServer: Microsoft-IIS/10.0\r\n")
        writer.write(b"Content-Length: 5000\r\n\r\n")
        await writer.drain()
        await asyncio.sleep(0.05)
        reset(writer)

    return await setting.listen(talk, _context(setting))


async def _half_pdu(setting):
    """The OUT stream falls silent in the middle of CONN/C2."""
    half = "05001403100000002c000000000000000000"
    return await setting.front(tunnel={"c2_raw": half})


async def _endless_pings(setting):
    """Pings without end and no CONN/C2."""
    return await setting.front(tunnel={"c2": False, "ping_interval": 0.002})


async def _mutating(setting, record="", is_silent=False):
    """The ordinary front end without TLS, whose RPC proxy spoils PDUs."""
    proxy = MutatingProxy(setting.scenario, setting.account, setting.log)
    proxy.record, proxy.is_silent = record, is_silent
    front = Front(setting.scenario, setting.account, setting.log, proxy, setting.store,
                  is_tls=False)
    return await front.start(setting.address)


def _context(setting):
    leaf = setting.store.leaf(setting.scenario["tls"]["certificate"])
    return tls_context(setting.scenario["tls"], leaf)


async def _pour(writer, piece, size):
    """Write a piece again and again while somebody reads."""
    for _ in range(size // len(piece)):
        if writer.is_closing():
            return
        writer.write(piece)
        await writer.drain()


async def _handshake(context, reader, writer):
    """A handshake whose fatal alert does go out, which asyncio's own swallows."""
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    tls = context.wrap_bio(incoming, outgoing, server_side=True)
    is_done = False
    while not is_done:
        try:
            tls.do_handshake()
            is_done = True
        except ssl.SSLWantReadError:
            pass
        except ssl.SSLError:
            is_done = True
        writer.write(outgoing.read())
        await writer.drain()
        if not is_done:
            data = await reader.read(65536)
            if not data:
                return
            incoming.write(data)
    await asyncio.sleep(0.2)


BEHAVIOURS = {
    "closed": _closed,
    "full-queue": _full_queue,
    "silent": _silent,
    "slow": _slow,
    "slow-http": _slow_http,
    "random": _random,
    "random-http": _random_http,
    "big-head": _big_head,
    "big-line": _big_line,
    "tls-cut": _tls_cut,
    "tls-reset": _tls_reset,
    "tls-alert": _tls_alert,
    "plain-on-tls": _plain_on_tls,
    "h2-only": _h2_only,
    "tls-version": _tls_version,
    "client-certificate": _client_certificate,
    "stapling": _stapling,
    "renegotiating": _renegotiating,
    "reset-after-head": _reset_after_head,
    "half-pdu": _half_pdu,
    "endless-pings": _endless_pings,
    "mutating": _mutating,
}
