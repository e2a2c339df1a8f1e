"""A TCP relay before an RPC server that takes header signing out of every bind."""

import contextlib
import socket
import threading

BIND, SIGN_HEADER = 11, 0x04


@contextlib.contextmanager
def without_header_signing(endpoint):
    """Run the relay before "address:port"; gives its own."""
    address, _, port = endpoint.rpartition(":")
    with socket.create_server(("127.0.0.1", 0)) as server:
        arguments = (server, (address, int(port)))
        threading.Thread(target=_serve, args=arguments, daemon=True).start()
        yield f"127.0.0.1:{server.getsockname()[1]}"


def _serve(server, target):
    with contextlib.suppress(OSError):
        while True:
            client = server.accept()[0]
            origin = socket.create_connection(target)
            for pair in ((client, origin, _strip), (origin, client, bytes)):
                threading.Thread(target=_copy, args=pair, daemon=True).start()


def _strip(data):
    """The PDU without the flag; a bind comes alone, since its answer is waited for."""
    if len(data) > 4 and data[2] == BIND:
        return data[:3] + bytes([data[3] & ~SIGN_HEADER]) + data[4:]
    return data


def _copy(source, sink, change):
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            sink.sendall(change(data))
        sink.shutdown(socket.SHUT_WR)
