"""HTTP/1.1 on asyncio streams: just what a front end of RPC over HTTP needs."""

import asyncio
import base64
import email.utils
import time
import uuid

MAX_HEAD = 128 * 1024
RPC_METHODS = ("RPC_IN_DATA", "RPC_OUT_DATA")
REASONS = {
    200: "OK", 302: "Found", 400: "Bad Request", 401: "Unauthorized", 403: "Forbidden",
    404: "Not Found", 405: "Method Not Allowed", 407: "Proxy Authentication Required",
    408: "Request Timeout", 411: "Length Required", 413: "Request Entity Too Large",
    417: "Expectation Failed", 418: "I'm a teapot", 426: "Upgrade Required",
    429: "Too Many Requests", 500: "Internal Server Error", 501: "Not Implemented",
    502: "Bad Gateway", 503: "Service Unavailable", 504: "Gateway Timeout",
}


class Request:
    """A parsed request head; kind is get, echo, in or out."""

    def __init__(self, head):
        lines = head.decode("latin-1").split("\r\n")
        self.method, self.target, self.version = lines[0].split(" ", 2)
        self.path, _, self.query = self.target.partition("?")
        self.headers = {}
        for line in lines[1:]:
            name, _, value = line.partition(":")
            if name:
                self.headers[name.strip().lower()] = value.strip()
        self.size = len(head)
        self.length = int(self.headers.get("content-length", "0"))
        self.kind = self._kind()
        self.is_body_read = False

    def _kind(self):
        if self.method not in RPC_METHODS:
            return "get"
        if self.length <= 16:
            return "echo"
        return "in" if self.method == "RPC_IN_DATA" else "out"

    @property
    def wants_continue(self):
        """The client waits for an interim answer (impacket does)."""
        return self.headers.get("expect", "").lower() == "100-continue"

    @property
    def keeps_alive(self):
        """The connection may carry another request."""
        connection = self.headers.get("connection", "").lower()
        return "close" not in connection

    @property
    def is_type1(self):
        """The request only opens an NTLM exchange."""
        _, _, value = self.headers.get("authorization", "").partition(" ")
        try:
            return base64.b64decode(value)[:12] == b"NTLMSSP\0\1\0\0\0"
        except ValueError:
            return False


async def read_request(reader):
    """The next request, or None when the client has gone."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
        return Request(head)
    except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, ValueError):
        return None


def build_head(status, reason=None, headers=(), version="HTTP/1.1"):
    """The bytes of a response head; headers is a list of pairs."""
    if reason is None:
        reason = REASONS.get(status, "Status")
    lines = [f"{version} {status} {reason}"]
    lines += [f"{name}: {value}" for name, value in headers]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("utf-8")


def common_headers(server, clock_offset=0):
    """Headers that every answer of a server bears."""
    now = time.time() + clock_offset
    date = ("Date", email.utils.formatdate(now, usegmt=True))
    return [("Server", server), date] if server else [date]


def exchange_headers(front):
    """Headers by which an Exchange front end is known; without the name of one those
    of a back end."""
    headers = [
        ("request-id", str(uuid.uuid4())),
        ("X-OWA-Version", front["build"]),
    ]
    if front["fe_server"]:
        headers.append(("X-FEServer", front["fe_server"]))
    return headers
