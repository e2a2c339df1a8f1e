"""A name server that says what a scenario wants, and spoils one of its answers."""

import asyncio
import threading

from dnsstub import DnsStub
from faults import Unit, spoil
from listener import PATIENCE_S, shut_down

DATAGRAM_MAX = 60000
KIND_A = b"\x00\x01\x00\x01"


class FaultDns(DnsStub):
    """A context manager; `port` is where to ask, over UDP and TCP."""

    def __init__(self, records, seed=1, address="127.0.0.1"):
        super().__init__(records)
        self.seed, self.address, self.port = seed, address, 0
        self.begin(None)

    def begin(self, fault):
        """Forgets the last run."""
        self.fault, self.units, self.counts = fault, [], {}
        self.has_struck = False

    def __enter__(self):
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self.port = self._wait(self.start(self.address))
        return self

    def __exit__(self, *_exc):
        self._loop.call_soon_threadsafe(self.transport.close)
        self._wait(shut_down())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE_S)
        self._loop.close()

    def _wait(self, routine):
        return asyncio.run_coroutine_threadsafe(routine, self._loop).result(PATIENCE_S)

    async def answer(self, query):
        """The answer, or what has become of it."""
        data = await super().answer(query)
        if data is None:
            return None
        role = "dns" if KIND_A in query[-4:] else "dns-other"
        self.counts[role] = self.counts.get(role, 0) + 1
        unit = Unit(role, self.counts[role], "dns", data)
        self.units.append(unit)
        fault = self.fault
        if fault is None or (fault.role, fault.number) != (role, unit.number):
            return data
        self.has_struck = True
        if fault.waits:
            return None
        return spoil(fault, unit, self.seed)[0][:DATAGRAM_MAX]
