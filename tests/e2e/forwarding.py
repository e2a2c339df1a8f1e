"""A forward proxy that knows CONNECT, and the names of one laboratory."""

import contextlib
import socket
import threading

REFUSAL = (b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n"
           b"Connection: close\r\n\r\n")


def _pump(source, target):
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)


def _serve(client, place):
    far = socket.create_connection(("127.0.0.1", int(place.rpartition(":")[2])))
    client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
    for pair in ((client, far), (far, client)):
        threading.Thread(target=_pump, args=pair, daemon=True).start()


@contextlib.contextmanager
def forward_proxy(*hosts):
    """Yields its address and what it was asked for; it has no way to other hosts than
    these, if any are given."""
    asked = []
    listener = socket.create_server(("127.0.0.1", 0))

    def serve():
        with contextlib.suppress(OSError):
            while True:
                client, _ = listener.accept()
                place = client.recv(65536).decode().split(" ")[1]
                asked.append(place)
                if not hosts or place.rpartition(":")[0] in hosts:
                    _serve(client, place)
                    continue
                with client:
                    client.sendall(REFUSAL)

    threading.Thread(target=serve, daemon=True).start()
    with listener:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}", asked
