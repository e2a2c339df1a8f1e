"""A TCP relay that delays, limits or cuts.

Each direction has a queue of pieces with the moment at which they are due, so a
delay does not limit the throughput.
"""

import asyncio
import threading

from listener import PATIENCE_S, listen, reset, shut_down

PIECE = 65536
HIGH_WATER = 8 << 20


class Relay:
    """Context manager; `port` is where to connect.

    `to` is "[host:]port"; delay in seconds for each direction; rate in bytes per
    second for each direction (0: unlimited); after `cut_after` bytes in the given
    direction (up: from the client, down: to it) the connection gets RST, FIN, or
    hangs.  cut_after -1 never cuts.
    """

    def __init__(
        self, to, delay=0.0, rate=0, cut_after=-1, cut="rst", direction="down"
    ):
        host, _, port = str(to).rpartition(":")
        self.target = (host or "127.0.0.1", int(port))
        self.delay = delay
        self.rate = rate
        self.cut_after = cut_after
        self.cut = cut
        self.direction = direction
        self.port = None
        self._loop = None
        self._thread = None

    def __enter__(self):
        self._loop = asyncio.new_event_loop()
        self._loop.set_exception_handler(lambda _loop, _context: None)
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self.start(), self._loop).result(PATIENCE_S)
        return self

    def __exit__(self, *_exc):
        asyncio.run_coroutine_threadsafe(shut_down(), self._loop).result(PATIENCE_S)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE_S)
        self._loop.close()

    async def start(self, address="127.0.0.1"):
        """Listen in the running loop; returns the port."""
        self.port = await listen(self._serve, address)
        return self.port

    async def _serve(self, reader, writer):
        try:
            far_reader, far_writer = await asyncio.open_connection(*self.target)
        except OSError:
            reset(writer)
            return
        pair = (writer, far_writer)
        up = self._copy(reader, far_writer, pair, self.direction == "up")
        down = self._copy(far_reader, writer, pair, self.direction == "down")
        await asyncio.gather(up, down, return_exceptions=True)
        writer.close()
        far_writer.close()

    async def _copy(self, reader, writer, pair, may_cut):
        queue = asyncio.Queue()
        sender = asyncio.ensure_future(self._send(queue, writer, pair, may_cut))
        loop = asyncio.get_running_loop()
        waiting = 0
        try:
            while not sender.done():
                data = await reader.read(PIECE)
                waiting = queue.qsize() * PIECE
                while waiting > HIGH_WATER and not sender.done():
                    await asyncio.sleep(0.001)
                    waiting = queue.qsize() * PIECE
                queue.put_nowait((loop.time() + self.delay, data))
                if not data:
                    break
        except OSError:
            queue.put_nowait((loop.time() + self.delay, None))
        await sender

    async def _send(self, queue, writer, pair, may_cut):
        loop = asyncio.get_running_loop()
        sent = 0
        while True:
            due, data = await queue.get()
            wait = due - loop.time()
            if wait > 0:
                await asyncio.sleep(wait)
            if data is None:
                reset(writer)
                return
            if not data:
                if writer.can_write_eof():
                    writer.write_eof()
                return
            if may_cut and 0 <= self.cut_after <= sent + len(data):
                writer.write(data[: self.cut_after - sent])
                await writer.drain()
                await self._end(pair)
                return
            writer.write(data)
            await writer.drain()
            sent += len(data)
            if self.rate:
                await asyncio.sleep(len(data) / self.rate)

    async def _end(self, pair):
        if self.cut == "hang":
            await asyncio.sleep(3600)
        # What was written must leave before an RST throws it away.
        await asyncio.sleep(0.02)
        for writer in pair:
            if self.cut == "rst":
                reset(writer)
            else:
                writer.close()
