"""HAProxy as the reverse proxy in front of the RPC proxy."""

from urllib.parse import urlsplit

from . import service

# As in the packaged file, with shorter time-outs: works, but every PDU waits for
# the delayed acknowledgement of the one before.
DEFAULT = """
    mode http
    option httplog
    option dontlognull
    timeout client 20s
    timeout server 20s"""
# The time-outs of the packaged file, and short ones like them.
PACKAGED = """
    mode http
    option httplog
    option dontlognull
    timeout client 50000
    timeout server 50000"""
IMPATIENT = PACKAGED.replace("50000", "3000")
NO_DELAY = DEFAULT + """
    option http-no-delay"""
# HAProxy waits for the whole body, or for as much as its buffer holds.
BUFFER_REQUEST = NO_DELAY + """
    option http-buffer-request"""
BUFFER_REQUEST_SHORT = BUFFER_REQUEST + """
    timeout http-request 2s"""
# Both give every request a connection of its own on the side of the server.
HTTPCLOSE = NO_DELAY + """
    option httpclose"""
SERVER_CLOSE = NO_DELAY + """
    option http-server-close"""
# HTTP is not looked at.
TCP = """
    mode tcp
    timeout client 20s
    timeout server 20s"""

TEMPLATE = """\
global
    log stdout format raw local0
    maxconn 64
defaults
    log global
    timeout connect 5s{settings}
frontend front
    bind 127.0.0.1:{port}{bind_tls}
    default_backend origin
backend origin
    server node {address}{server_tls}
"""


def serve(directory, origin, leaf, host, settings):
    """Context manager: HAProxy before `origin` (a URL), giving its TLS port."""
    url = urlsplit(origin)
    with open(directory / "front.pem", "wb") as file:
        for part in (leaf.chain, leaf.key):
            with open(part, "rb") as source:
                file.write(source.read())
    server_tls = f" ssl verify none sni str({host})" if url.scheme == "https" else ""
    return _running(
        directory,
        address=url.netloc,
        bind_tls=f" ssl crt {directory}/front.pem alpn http/1.1",
        server_tls=server_tls,
        settings=settings,
    )


def pass_through(directory, origin):
    """Context manager: HAProxy that leaves TLS to the https URL `origin`."""
    address = urlsplit(origin).netloc
    return _running(
        directory, address=address, bind_tls="", server_tls="", settings=TCP
    )


def _running(directory, **values):
    program = service.find_program("haproxy")
    config = directory / "haproxy.cfg"

    def argv(port):
        config.write_text(TEMPLATE.format(port=port, **values))
        return [program, "-db", "-f", config]

    return service.running(argv, directory / "output.log")
