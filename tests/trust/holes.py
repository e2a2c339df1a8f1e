"""Peers that take all and give nothing, or a byte now and then."""

import contextlib
import socket
import threading

TRIES = 50


class Hole:
    """A port that takes all and says nothing, over UDP and TCP."""

    def __enter__(self):
        for _ in range(TRIES):
            self.datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            self.stream = socket.socket()
            self.datagrams.bind(("127.0.0.1", 0))
            self.port = self.datagrams.getsockname()[1]
            with contextlib.suppress(OSError):
                self.stream.bind(("127.0.0.1", self.port))
                self.stream.listen(50)
                return self
            self.__exit__()
        raise OSError("no port free for both UDP and TCP")

    def __exit__(self, *_exc):
        self.datagrams.close()
        self.stream.close()


class Wall:
    """A port whose queue is full: the first packet of a connection is dropped."""

    def __enter__(self):
        self.sockets = [socket.socket()]
        self.sockets[0].bind(("127.0.0.1", 0))
        self.sockets[0].listen(0)
        self.port = self.sockets[0].getsockname()[1]
        for _ in range(3):
            filler = socket.socket()
            filler.setblocking(False)
            filler.connect_ex(("127.0.0.1", self.port))
            self.sockets.append(filler)
        return self

    def __exit__(self, *_exc):
        for held in self.sockets:
            held.close()


class Dripper(threading.Thread):
    """Answers HTTP by a byte now and then, for ever."""

    def __init__(self):
        super().__init__(daemon=True)
        self.ended = threading.Event()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_exc):
        self.ended.set()
        # A thread in accept(2) does not see a close.
        with contextlib.suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()

    def run(self):
        with contextlib.suppress(OSError):
            while True:
                peer = self.listener.accept()[0]
                threading.Thread(target=self._drip, args=(peer,), daemon=True).start()

    def _drip(self, peer):
        with peer, contextlib.suppress(OSError):
            peer.recv(4096)
            peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 4000\r\n\r\n")
            while not self.ended.wait(0.1):
                peer.sendall(b"0")
