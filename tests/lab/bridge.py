"""An endpoint that is a real DCE/RPC server: fragments are copied both ways."""

import asyncio
import struct


class BridgeSession:
    """Same face as RpcSession, with a TCP connection behind it."""

    def __init__(self, reader, writer, send):
        self.reader = reader
        self.writer = writer
        self.send = send
        self.task = asyncio.ensure_future(self._copy_answers())

    async def receive(self, pdu):
        """Hand one PDU of the client to the server."""
        self.writer.write(pdu)
        await self.writer.drain()

    async def close(self):
        """End the connection to the server."""
        self.task.cancel()
        self.writer.close()

    async def _copy_answers(self):
        try:
            while True:
                await self.send(await read_pdu(self.reader))
        except (OSError, EOFError, ValueError):
            await self.send(None)


async def read_pdu(reader):
    """One whole PDU from a stream; EOFError at its end."""
    head = await reader.readexactly(16)
    length = struct.unpack_from("<H", head, 8)[0]
    if head[0] != 5 or length < 16:
        raise ValueError("not a PDU")
    return head + await reader.readexactly(length - 16)


async def connect(address, send):
    """A session bridged to "host:port"; OSError when nothing listens there."""
    host, _, port = address.rpartition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    return BridgeSession(reader, writer, send)
