"""A device on the way that ends, or forgets, a tunnel on which nothing is said."""

import asyncio

from listener import reset


class IdleLimit:
    """What `tunnel.idle_limit` and its fellows do to one virtual connection.

    Each channel has its own clock.  At the limit the channel of `idle_channel` (in,
    out or both) is ended by `idle_cut`: fin, rst, answer (`idle_answer` on IN), or
    silent, after which nothing passes any more although both are open.
    """

    def __init__(self, tunnel):
        self.limit = tunnel["idle_limit"]
        self.cut = tunnel["idle_cut"]
        self.channel = tunnel["idle_channel"]
        self.answer = tunnel["idle_answer"].encode("latin-1")
        self.is_silent = False
        self.writers = {}
        self.last = {}

    def watch(self, channel, writer):
        """A channel has opened: its clock runs."""
        self.writers[channel] = writer
        self.note(channel)
        if self.limit and self.channel in (channel, "both"):
            asyncio.ensure_future(self._guard(channel))

    def note(self, channel):
        """Something has passed on a channel."""
        self.last[channel] = asyncio.get_running_loop().time()

    async def passes(self, channel):
        """Call it before something passes; it does not come back once silent."""
        if self.is_silent:
            await asyncio.Event().wait()
        self.note(channel)

    async def _guard(self, channel):
        loop = asyncio.get_running_loop()
        left = self.limit
        while left > 0:
            await asyncio.sleep(left)
            left = self.last[channel] + self.limit - loop.time()
        await self._end()

    async def _end(self):
        if self.cut == "silent":
            self.is_silent = True
            return
        meant = ("in", "out") if self.channel == "both" else (self.channel,)
        for channel in meant:
            writer = self.writers.get(channel)
            if writer is None or writer.is_closing():
                continue
            if self.cut == "answer":
                writer.write(self.answer)
                await writer.drain()
                # The connection stays, as a proxy's does until its client goes.
                continue
            if self.cut == "rst":
                reset(writer)
            else:
                writer.close()
