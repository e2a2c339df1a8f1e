"""Run as a program: an HTTPS server that answers an RPC echo after a GSSAPI logon.

Arguments: port, certificate chain, key, keytab.  What the acceptor found out about
the channel bindings is printed, one line for each logon.
"""

import base64
import hashlib
import ssl
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import gssapi
from gssapi.raw import ChannelBindings

ECHO = bytes.fromhex("0500140310000000140000000000000040000000")
# GSS_C_CHANNEL_BOUND_FLAG, which the bindings for Python have no name for.
CHANNEL_BOUND = 0x800
KERBEROS = ("1.3.6.1.5.5.2", "1.2.840.113554.1.2.2")
NTLM = ("1.3.6.1.4.1.311.2.2.10",)


class Handler(BaseHTTPRequestHandler):
    """One connection, whose logon lasts over its requests."""

    protocol_version = "HTTP/1.1"
    context = None

    def handle_any(self):
        """Answer any method."""
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        scheme, _, token = self.headers.get("Authorization", "").partition(" ")
        if scheme != "Negotiate" or not token:
            self.refuse("no token")
            return
        try:
            answer = self.accept(base64.b64decode(token))
            # an error that came with an answer shows here only
            is_complete = self.context.complete
        except (gssapi.exceptions.GSSError, ValueError) as error:
            self.context = None
            print(f"refused: {error}", flush=True)
            self.refuse(str(error))
            return
        if not is_complete:
            self.refuse("go on", f"{scheme} {base64.b64encode(answer).decode()}")
            return
        bound = bool(int(self.context.actual_flags) & CHANNEL_BOUND)
        user = str(self.context.initiator_name).rstrip("\0")
        print(f"{user} {scheme} {'bound' if bound else 'unbound'}", flush=True)
        self.send_response(200)
        self.send_header("Content-Type", "application/rpc")
        self.send_header("Content-Length", str(len(ECHO)))
        self.end_headers()
        self.wfile.write(ECHO)
        self.context = None

    def accept(self, token):
        """Give the token to GSSAPI; returns its answer."""
        if self.context is None:
            is_ntlm = token.startswith(b"NTLMSSP\0")
            credentials = gssapi.Credentials(
                usage="accept",
                mechs=[
                    gssapi.OID.from_int_seq(text)
                    for text in (NTLM if is_ntlm else KERBEROS)
                ],
                store=None if is_ntlm else {"keytab": self.server.keytab},
            )
            self.context = gssapi.SecurityContext(
                creds=credentials,
                usage="accept",
                channel_bindings=ChannelBindings(application_data=self.server.binding),
            )
        return self.context.step(token) or b""

    def refuse(self, reason, *challenges):
        """Answer 401 with the only scheme, or with a challenge."""
        page = reason.encode() + b"\n"
        self.send_response(401)
        for challenge in challenges or ("Negotiate",):
            self.send_header("WWW-Authenticate", challenge)
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    do_GET = do_RPC_IN_DATA = do_RPC_OUT_DATA = handle_any

    def log_message(self, format, *args):
        """Only logons are of interest."""


def main(port, chain, key, keytab):
    """Serve for ever."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain, key)
    server = ThreadingHTTPServer(("127.0.0.1", int(port)), Handler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.keytab = keytab
    with open(chain, encoding="ascii") as file:
        pem = file.read()
    end = pem.index("-----END CERTIFICATE-----") + 25
    leaf = ssl.PEM_cert_to_DER_cert(pem[pem.index("-----BEGIN") : end])
    # The test certificates are signed with SHA-256 (RFC 5929, 4.1).
    server.binding = b"tls-server-end-point:" + hashlib.sha256(leaf).digest()
    server.serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
