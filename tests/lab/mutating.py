"""An RPC proxy that spoils one PDU of a conversation, the client says which.

The server named in the query is `m-PDU-MUTATION`, two numbers; with `m-record` the
conversation stays whole and every PDU is written to a file, a line of hex each.
"""

import asyncio

import mutations
from impacket.dcerpc.v5 import rpch
from rpcproxy import Gone, OutChannel, RpcProxy

# So long a client may take to be done with what it got before the stream ends.
PATIENCE_S = 0.25


class MutatingChannel(OutChannel):
    """An OUT channel whose PDUs are counted, and one of them spoilt."""

    case = None
    count = 0
    record = ""
    is_silent = False  # nothing follows what is spoilt, not even an end

    async def send(self, data):
        """Send a PDU, behind a ping if the scenario wants pings."""
        if self.tunnel["ping_before"]:
            await self.raw(rpch.hPing())
        await self.raw(data)

    async def raw(self, data):
        """Send a PDU, or what has become of it."""
        number, self.count = self.count, self.count + 1
        if self.case is None and self.record:
            with open(self.record, "a", encoding="ascii") as file:
                file.write(data.hex() + "\n")
        elif self.case and number == self.case[0]:
            mutation = mutations.mutations(data)[self.case[1]]
            if mutation.data == data:
                raise Gone("nothing to spoil this time")
            data = mutation.data
            self._end_soon(0 if mutation.ends else PATIENCE_S)
        async with self.lock:
            await self._body(data)

    def _end_soon(self, seconds):
        if not self.is_silent:
            asyncio.get_running_loop().call_later(seconds, self.writer.close)


class MutatingProxy(RpcProxy):
    """All tunnels whose server is the name of a case."""

    record = ""
    is_silent = False  # nothing follows what is spoilt, not even an end

    def target(self, query):
        """The endpoint of the port, with the case."""
        server, _, port = query.rpartition(":")
        found = super().target(f"{self.scenario['server']}:{port}")
        if not isinstance(found, dict) or not server.startswith("m-"):
            return found
        if server == "m-record":
            return dict(found, case=None)
        return dict(found, case=tuple(int(word) for word in server.split("-")[1:]))

    def _channel(self, writer, connection, endpoint):
        server = self.scenario["front"]["server"]
        channel = MutatingChannel(writer, self.tunnel, server, connection.idle)
        channel.case = endpoint.get("case", (-1, 0))
        channel.record = self.record
        channel.is_silent = self.is_silent
        return channel
