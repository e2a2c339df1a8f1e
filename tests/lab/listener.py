"""Listening sockets of the running loop, and how they and their peers end."""

import asyncio
import socket
import struct
import weakref

BACKLOG = 256
# What another thread waits for a loop at most, on a machine that has much else to do.
PATIENCE_S = 60
_SERVERS = weakref.WeakKeyDictionary()


async def listen(serve, address, port=0, **options):
    """Listen in the running loop with an asyncio callback; returns the port."""
    server = await asyncio.start_server(
        serve, address, port, backlog=BACKLOG, **options
    )
    _SERVERS.setdefault(asyncio.get_running_loop(), []).append(server)
    return server.sockets[0].getsockname()[1]


async def shut_down():
    """Close every listener and end every other task of the running loop."""
    for server in _SERVERS.pop(asyncio.get_running_loop(), []):
        server.close()
    own = asyncio.current_task()
    tasks = [task for task in asyncio.all_tasks() if task is not own]
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    # Transports that were closed just now need a turn of the loop to go.
    await asyncio.sleep(0.001)


def reset(writer):
    """End a connection by RST."""
    sock = writer.get_extra_info("socket")
    if sock is not None:
        try:
            linger = struct.pack("ii", 1, 0)
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        except OSError:
            pass
    writer.transport.abort()
