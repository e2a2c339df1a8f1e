"""stunnel as a device that opens TLS, looks inside and makes TLS again."""

from urllib.parse import urlsplit

from . import service

TEMPLATE = """\
foreground = yes
pid =
syslog = no
debug = warning
[inspection]
accept = 127.0.0.1:{port}
connect = 127.0.0.1:{clear}
cert = {leaf.chain}
key = {leaf.key}
[onward]
client = yes
accept = 127.0.0.1:{clear}
connect = {origin}
sni = {host}
"""


def serve(directory, origin, leaf, host):
    """Context manager: stunnel before the https URL `origin`, giving its TLS port."""
    program = service.find_program("stunnel")
    config = directory / "stunnel.conf"

    def argv(port):
        config.write_text(
            TEMPLATE.format(
                clear=service.free_port(),
                host=host,
                leaf=leaf,
                origin=urlsplit(origin).netloc,
                port=port,
            )
        )
        return [program, config]

    return service.running(argv, directory / "output.log")
