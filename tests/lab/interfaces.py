"""The RPC interfaces of the simulated Exchange and the answers of their calls.

A handler takes the request stub and returns the response stub; it raises Fault.
"""

import struct

from impacket.uuid import uuidtup_to_bin

from addressbook import AddressBook
from ndr import Fault, align, string

OP_RANGE_ERROR = 0x1C010002

IDS = {
    "mgmt": ("afa8bd80-7d8a-11c9-bef4-08002b102989", "1.0"),
    "emsmdb": ("a4f1db00-ca47-1067-b31f-00dd010662da", "0.81"),
    "async-emsmdb": ("5261574a-4572-206e-b268-6b199213b4e4", "0.1"),
    "rfr": ("1544f5e0-613c-11d1-93df-00c04fd7bd09", "1.0"),
    "nspi": ("f5cc5a18-4264-101a-8c59-08002b2f8426", "56.0"),
}


class Endpoint:
    """Names the interfaces registered at one port and runs their calls."""

    def __init__(self, names, scenario, rpc, store):
        self.server = scenario["server"]
        self.rpc = rpc
        self.store = store
        self.book = AddressBook(
            scenario["referral"], scenario["addressbook"], self.server)
        self.level = 1
        self.names = list(names)
        self._by_id = {uuidtup_to_bin(IDS[name]): name for name in names}

    def find(self, syntax):
        """Name of the interface with this 20-byte identifier, or None."""
        return self._by_id.get(syntax)

    def call(self, name, opnum, stub):
        """The response stub of one call."""
        handler = _HANDLERS.get((name, opnum))
        if handler is None:
            raise Fault(OP_RANGE_ERROR, 0x23)
        return handler(self, stub)


def _inq_if_ids(endpoint, _stub):
    syntaxes = [uuidtup_to_bin(IDS[name]) for name in endpoint.names]
    count = len(syntaxes)
    out = struct.pack("<LLL", 0x20000, count, count)
    out += b"".join(struct.pack("<L", 0x20004 + 4 * i) for i in range(count))
    return out + b"".join(syntaxes) + bytes(4)


def _inq_stats(_endpoint, stub):
    count = min(struct.unpack_from("<L", stub)[0] if len(stub) >= 4 else 0, 4)
    words = [7, 5, 9, 8][:count]
    return struct.pack(f"<LL{count}LL", count, count, *words, 0)


def _is_server_listening(endpoint, _stub):
    return struct.pack("<LL", 0, 1 if endpoint.rpc["listening"] else 0)


def _inq_princ_name(endpoint, _stub):
    return align(string(f"exchangeMDB/{endpoint.server}"), 4) + bytes(4)


def _dummy_rpc(endpoint, _stub):
    return struct.pack("<L", endpoint.rpc["dummy_result"])


def _connect(endpoint, stub):
    return endpoint.store.connect(stub, endpoint.level)


def _disconnect(endpoint, stub):
    return endpoint.store.disconnect(stub)


def _new_dsa(endpoint, stub):
    return endpoint.book.new_dsa(stub)


def _fqdn_from_dn(endpoint, stub):
    return endpoint.book.fqdn(stub)


def _nspi_bind(endpoint, stub):
    return endpoint.book.bind(stub)


def _nspi_unbind(endpoint, stub):
    return endpoint.book.unbind(stub)


def _nspi_update_stat(endpoint, stub):
    return endpoint.book.update_stat(stub)


def _nspi_resolve_names(endpoint, stub):
    return endpoint.book.resolve_names(stub)


_HANDLERS = {
    ("mgmt", 0): _inq_if_ids,
    ("mgmt", 1): _inq_stats,
    ("mgmt", 2): _is_server_listening,
    ("mgmt", 4): _inq_princ_name,
    ("emsmdb", 1): _disconnect,
    ("emsmdb", 6): _dummy_rpc,
    ("emsmdb", 10): _connect,
    ("rfr", 0): _new_dsa,
    ("rfr", 1): _fqdn_from_dn,
    ("nspi", 0): _nspi_bind,
    ("nspi", 1): _nspi_unbind,
    ("nspi", 2): _nspi_update_stat,
    ("nspi", 20): _nspi_resolve_names,
}
