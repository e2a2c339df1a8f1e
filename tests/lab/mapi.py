"""MAPI over HTTP ([MS-OXCMAPIHTTP]): PING, and sessions of the mailbox endpoint."""

import struct
import uuid

PATHS = ("/mapi/emsmdb/", "/mapi/nspi/")
WANTED = ("x-requesttype", "x-requestid", "x-clientinfo", "x-clientapplication")
COOKIE = "MapiContext"
MISSING_HEADER, INVALID_TYPE, INVALID_BODY, MISSING_COOKIE = 7, 5, 12, 13
DN = "/o=LAB/ou=Exchange/cn=Recipients/cn=alice"
DISPLAY_NAME = "Alice Läb"


def connect_body(status, error):
    """The answer to Connect."""
    if status:
        return struct.pack("<II", status, 0)
    polls_and_retries = struct.pack("<IIII", error, 60000, 6, 10000)
    names = b"/o=LAB\0" + (DISPLAY_NAME + "\0").encode("utf-16-le")
    return struct.pack("<I", 0) + polls_and_retries + names + struct.pack("<I", 0)


def named_mailbox(body):
    """The distinguished name of a Connect request, or None if the body is wrong."""
    name, _, rest = body.partition(b"\0")
    if len(rest) < 20 or len(rest) != 20 + struct.unpack_from("<I", rest, 16)[0]:
        return None
    return name.decode("ascii", "replace")


class MapiServer:
    """Both endpoints; every session that begins or ends is written to the log."""

    def __init__(self, scenario, log):
        self.settings = scenario["mapi"]
        self.front = scenario["front"]
        self.log = log
        self.sessions = set()

    def serves(self, request):
        """True for a request of the protocol."""
        return request.method == "POST" and request.path.lower() in PATHS

    def answer(self, request, body):
        """Headers and body of the answer to a request that is logged on."""
        kind = request.headers.get("x-requesttype", "")
        cookie = self._cookie(request)
        code, content = self._carry_out(request, kind, cookie, body)
        headers = [
            ("Content-Type", "application/mapi-http"),
            ("X-RequestType", kind),
            ("X-RequestId", request.headers.get("x-requestid", "")),
            ("X-ClientInfo", request.headers.get("x-clientinfo", "")),
            ("X-ServerApplication", f"Exchange/{self.front['build']}"),
            ("X-ExpirationInfo", "900000"),
        ]
        if self.settings["head_code"]:
            headers.append(("X-ResponseCode", 0 if self.settings["late"] else code))
        if kind == "Connect" and not code:
            headers += self._open()
        return self._framed(headers, self._tagged(code, content))

    def _carry_out(self, request, kind, cookie, body):
        settings = self.settings
        if any(not request.headers.get(name) for name in WANTED):
            return MISSING_HEADER, b""
        if kind == "PING":
            is_nspi = request.path.lower() == "/mapi/nspi/"
            return settings["nspi_code" if is_nspi else "code"], b""
        if kind == "Connect":
            if named_mailbox(body) != DN:
                return INVALID_BODY, b""
            status, error = settings["connect_status"], settings["connect_error"]
            return settings["connect_code"], connect_body(status, error)
        if kind != "Disconnect":
            return INVALID_TYPE, b""
        if cookie not in self.sessions:
            return MISSING_COOKIE, b""
        self.sessions.discard(cookie)
        self.log.add("ended", "mapi", kind)
        return settings["disconnect_code"], struct.pack("<III", 0, 0, 0)

    def _open(self):
        cookie = uuid.uuid4().hex
        self.sessions.add(cookie)
        self.log.add("opened", "mapi", "Connect")
        return [("Set-Cookie", f"{COOKIE}={cookie}; path=/mapi/emsmdb; secure"),
                ("Set-Cookie", "MapiSequence=1; path=/mapi/emsmdb; secure")]

    @staticmethod
    def _cookie(request):
        parts = request.headers.get("cookie", "").split("; ")
        pairs = [part.partition("=") for part in parts]
        return next((value for name, _, value in pairs if name == COOKIE), None)

    def _tagged(self, code, content):
        if not self.settings["tags"]:
            return content
        lines = ["PROCESSING"] + ["PENDING"] * self.settings["pending"] + ["DONE"]
        if self.settings["late"] or not self.settings["head_code"]:
            lines.append(f"X-ResponseCode: {code}")
        lines += ["X-ElapsedTime: 5", "X-StartTime: Sat, 21 Nov 2026 04:34:10 GMT"]
        end = "" if self.settings["cut"] else "\r\n\r\n"
        return ("\r\n".join(lines) + end).encode("ascii") + content

    def _framed(self, headers, body):
        if not self.settings["chunked"]:
            return headers, body
        parts = [body[i:i + 7] for i in range(0, len(body), 7)]
        chunks = [b"%x\r\n%s\r\n" % (len(part), part) for part in parts]
        return (headers + [("Transfer-Encoding", "chunked")],
                b"".join(chunks) + b"0\r\n\r\n")
