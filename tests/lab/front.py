"""The front end: a TLS or plain listener that answers by rules, else healthily."""

import asyncio
import socket
import ssl

from auth import HttpAuth
from autodiscover import TYPE, Autodiscover
from http1 import MAX_HEAD, build_head, common_headers, exchange_headers
from http1 import read_request
from listener import listen, reset
from mapi import MapiServer
from ntlmserver import binding_token
from rpcproxy import echo_reply
from rules import RuleSet

RPC_PATHS = ("/rpc/rpcproxy.dll", "/rpcwithcert/rpcproxy.dll")
GONE = (OSError, EOFError, asyncio.CancelledError)
VERSIONS = {"1.0": "TLSv1", "1.1": "TLSv1_1", "1.2": "TLSv1_2", "1.3": "TLSv1_3"}


def tls_context(settings, leaf):
    """The server's TLS settings; TLS 1.3 has tickets only where a scenario wants them,
    because Samba's client hangs on them."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    if settings["ciphers"]:
        context.set_ciphers(settings["ciphers"])
    context.load_cert_chain(leaf.chain, leaf.key)
    context.minimum_version = ssl.TLSVersion[VERSIONS[settings["min"]]]
    context.maximum_version = ssl.TLSVersion[VERSIONS[settings["max"]]]
    context.num_tickets = settings["tickets"]
    context.set_alpn_protocols(settings["alpn"])
    if settings["client_certificate"] == "require":
        context.verify_mode = ssl.CERT_REQUIRED
    elif settings["client_certificate"] == "request":
        context.verify_mode = ssl.CERT_OPTIONAL
    return context


class Connection:
    """One client connection."""

    def __init__(self, front, reader, writer):
        self.front = front
        self.reader = reader
        self.writer = writer
        front.connections += 1
        self.auth = HttpAuth(
            front.settings, front.account, front.log, front.binding, front.connections
        )

    async def run(self):
        """Serve requests until one of them ends the connection."""
        try:
            await asyncio.sleep(self.front.settings["accept_delay"])
            while True:
                request = await read_request(self.reader)
                if request is None or not await self._answer(request):
                    break
        except GONE:
            pass
        finally:
            self.writer.close()

    async def _answer(self, request):
        """True when the connection may carry another request."""
        outcome = []

        def judge():
            if not outcome:
                outcome.append(self.auth.judge(request))
            return outcome[0]

        await asyncio.sleep(self.front.settings["delay"])
        table = self.front.rules.find(request, judge)
        if table is not None and not table.get("pass", False):
            return await self._answer_by_rule(request, table, judge)
        if table is not None:
            await asyncio.sleep(table.get("delay", 0))
        return await self._answer_healthily(request, judge)

    async def _answer_by_rule(self, request, table, judge):
        if table.get("read_body"):
            await self._drain(request)
        await asyncio.sleep(table.get("delay", 0))
        action = table.get("action", "answer")
        if action == "reset":
            reset(self.writer)
            return False
        if action == "close":
            return False
        if action == "hang":
            await self._until_closed()
            return False
        if action == "raw":
            self.writer.write(table["raw"].encode("latin-1"))
            self.writer.write(b"x" * table.get("filler", 0))
            await self.writer.drain()
            await asyncio.sleep(table.get("linger", 0))
            return False
        headers = self._headers(table.get("server"))
        if table.get("exchange"):
            headers += exchange_headers(self.front.settings)
        headers += list(table.get("headers", {}).items())
        if table.get("offer"):
            headers += self._offers(judge())
        if table.get("body_type"):
            headers.append(("Content-Type", table["body_type"]))
        body = table.get("body", "").encode("utf-8")
        reason = table.get("reason")
        close = table.get("close", False)
        version = table.get("version", "HTTP/1.1")
        status = table["status"]
        return await self._reply(
            request, status, headers, body, reason, close, version
        )

    async def _answer_healthily(self, request, judge):
        path = request.path.lower()
        if path == "/rpc/healthcheck.htm":
            body = f"200 OK<br/>{self.front.scenario['server']}".encode()
            headers = self._headers()
            return await self._reply(request, 200, headers, body)
        if path == "/mapi/healthcheck.htm" and self.front.mapi.settings["enabled"]:
            status = self.front.mapi.settings["health"]
            return await self._reply(request, status, self._headers(), b"")
        if path.startswith("/mapi/") and not self.front.mapi.settings["enabled"]:
            return await self._reply(request, 404, self._headers(), b"")
        if path.startswith("/pki/"):
            return await self._file(request)
        moved = self.front.autodiscover.redirect(request)
        if moved:
            return await self._simple(request, 302, [("Location", moved)])
        if path in RPC_PATHS or path.startswith(("/autodiscover/", "/mapi/", "/ews/")):
            outcome = judge()
            if outcome.result != "accepted":
                return await self._refuse(request, outcome)
            if path in RPC_PATHS:
                return await self._rpc(request)
            if self.front.mapi.serves(request):
                return await self._mapi(request)
            if self.front.autodiscover.serves(request):
                return await self._autodiscover(request)
            return await self._simple(request, 200)
        if path == "/" or path.startswith("/owa"):
            location = f"https://{self.front.scenario['host']}/owa/auth/logon.aspx"
            return await self._simple(request, 302, [("Location", location)])
        headers = self._headers()
        return await self._reply(request, 404, headers, b"")

    async def _file(self, request):
        """What certificates point to: the issuer, the list of revoked ones."""
        await self._drain(request)
        body = self.front.store.served(request.path)
        status = 404 if body is None else 200
        return await self._reply(request, status, self._headers(), body or b"")

    def _headers(self, server=None):
        settings = self.front.settings
        server = settings["server"] if server is None else server
        return common_headers(server, settings["clock_offset"])

    async def _simple(self, request, status, more=()):
        headers = self._headers()
        headers += exchange_headers(self.front.settings) + list(more)
        return await self._reply(request, status, headers, b"")

    def _offers(self, outcome):
        """WWW-Authenticate headers: the challenge, or the list of schemes."""
        if outcome.token:
            return [("WWW-Authenticate", outcome.token)]
        return [("WWW-Authenticate", offer) for offer in self.front.settings["schemes"]]

    async def _refuse(self, request, outcome):
        headers = self._headers()
        headers += exchange_headers(self.front.settings) + self._offers(outcome)
        return await self._reply(request, 401, headers, b"")

    async def _rpc(self, request):
        if request.kind == "get":
            return await self._simple(request, 200)
        if request.kind == "echo":
            headers = [("Content-Type", "application/rpc")]
            headers += self._headers()
            body = self.front.settings["echo_raw"]
            body = bytes.fromhex(body) if body else echo_reply()
            return await self._reply(request, 200, headers, body)
        endpoint = self.front.proxy.target(request.query)
        if isinstance(endpoint, str):
            return await self._unknown_target(request, endpoint)
        if request.wants_continue:
            self.writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        proxy = self.front.proxy
        if request.kind == "out":
            await proxy.serve_out(request, self.reader, self.writer, endpoint)
        else:
            await proxy.serve_in(request, self.reader, self.writer)
        return False

    async def _mapi(self, request):
        request.is_body_read = True
        body = await asyncio.wait_for(self.reader.readexactly(request.length), 30)
        headers, body = self.front.mapi.answer(request, body)
        headers += self._headers() + exchange_headers(self.front.settings)
        if self.front.mapi.settings["forgets_logon"]:
            self.auth.is_accepted = False
        if self.front.mapi.settings["stalls"] and _has(headers, "set-cookie"):
            length = [("Content-Length", len(body))]
            self.writer.write(build_head(200, None, headers + length))
            await self._until_closed()
            return False
        close = self.front.mapi.settings["closes"]
        return await self._reply(request, 200, headers, body, None, close)

    async def _autodiscover(self, request):
        request.is_body_read = True
        body = await asyncio.wait_for(self.reader.readexactly(request.length), 30)
        headers = [("Content-Type", TYPE)] + self._headers()
        headers += exchange_headers(self.front.settings)
        body = self.front.autodiscover.answer(request, body)
        return await self._reply(request, 200, headers, body)

    async def _unknown_target(self, request, what):
        if what == "port":
            headers = self._headers()
            reason = "Invalid RPC Port"
            return await self._reply(request, 503, headers, b"", reason, True)
        headers = self._headers()
        headers += exchange_headers(self.front.settings)
        headers.append(("X-CasErrorCode", "MailboxGuidWithDomainNotFound"))
        return await self._reply(request, 404, headers, b"", None, True)

    async def _reply(
        self, request, status, headers, body, reason=None, close=False,
        version="HTTP/1.1"
    ):
        is_short = request.length <= (0 if request.wants_continue else 65536)
        is_last = close or not is_short or not request.keeps_alive
        is_framed = _has(headers, "content-length") or _has(
            headers, "transfer-encoding")
        if status not in (204, 304) and not is_framed:
            headers = headers + [("Content-Length", len(body))]
        if is_last:
            headers = headers + [("Connection", "close")]
        if is_short:
            await self._drain(request)
        if request.method == "HEAD":
            body = b""
        self.writer.write(build_head(status, reason, headers, version) + body)
        await self.writer.drain()
        if is_last and not is_short:
            await self._linger()
        return not is_last

    async def _drain(self, request):
        if not request.is_body_read:
            request.is_body_read = True
            await asyncio.wait_for(self.reader.readexactly(request.length), 30)

    async def _linger(self):
        """Read what still comes, so that no RST overtakes the answer."""
        try:
            await asyncio.wait_for(self._until_closed(), 2)
        except asyncio.TimeoutError:
            pass

    async def _until_closed(self):
        while await self.reader.read(65536):
            pass


class Front:
    """A listener with its rules; `binding` is the channel binding it expects."""

    def __init__(self, scenario, account, log, proxy, store, is_tls, rules=None):
        self.scenario = scenario
        self.settings = scenario["front"]
        self.account = account
        self.log = log
        self.proxy = proxy
        self.mapi = MapiServer(scenario, log)
        self.autodiscover = Autodiscover(scenario)
        self.rules = RuleSet(scenario["rule"] if rules is None else rules)
        self.store = store
        self.connections = 0
        self.context = None
        self.binding = None
        if is_tls:
            tls = scenario["tls"]
            leaf = store.leaf(tls["certificate"])
            self.context = tls_context(tls, leaf)
            if tls["client_certificate"] != "none":
                self.context.load_verify_locations(store.ca_file)
            bound = store.leaf(tls["bound_certificate"] or tls["certificate"])
            self.binding = binding_token(bound.end_point_hash)

    async def start(self, address, port=0):
        """Listen; returns the port."""
        return await listen(
            self._serve, address, port, limit=MAX_HEAD, ssl=self.context
        )

    async def _serve(self, reader, writer):
        sock = writer.get_extra_info("socket")
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        await Connection(self, reader, writer).run()


def _has(headers, name):
    return any(key.lower() == name for key, _ in headers)


