"""The referral and the address book of the simulated Exchange: RFR ([MS-OXABREF]) and
NSPI ([MS-OXNSPI]).

Requests are read, and most replies made, by impacket's structures, so that both sides
of a test do not share one mistake.
"""

import struct

from impacket.dcerpc.v5 import nspi, oxabref
from impacket.dcerpc.v5.dtypes import DWORD, NULL

from ndr import Fault, Reader

BAD_STUB = 0x6F7
HANDLE = bytes.fromhex("000000000403020106050807090a0b0c0d0e0f10")
UNICODE_PAGE = 1200
INVALID_CODE_PAGE = 0x8004011E
CONTEXT_MISMATCH = 0x1C00001A
NOBODY, SEVERAL, ONE = 0, 1, 2
DISPLAY_NAME = 0x3001001F


class AddressBook:
    """Who is in it, and which server says so."""

    def __init__(self, referral, book, server):
        self.referral = referral
        self.book = book
        self.server = server
        self.is_open = False

    def new_dsa(self, stub):
        """RfrGetNewDSA."""
        reader = Reader(stub, Fault(BAD_STUB))
        reader.longs(1)
        reader.string()
        if reader.longs(2) != (0, 0):
            raise Fault(BAD_STUB)
        reader.end()
        response = oxabref.RfrGetNewDSAResponse()
        response["ppszUnused"] = NULL
        response["ppszServer"] = (self.referral["server"] or self.server) + "\0"
        return _closed(response.getData(), self.referral["code"])

    def fqdn(self, stub):
        """RfrGetFQDNFromServerDN."""
        reader = Reader(stub, Fault(BAD_STUB))
        _flags, length = reader.longs(2)
        if len(reader.string()) + 1 != length or not 10 <= length <= 1024:
            raise Fault(BAD_STUB)
        reader.end()
        response = oxabref.RfrGetFQDNFromServerDNResponse()
        response["ppszServerFQDN"] = (self.referral["fqdn"] or self.server) + "\0"
        response["ErrorCode"] = self.referral["fqdn_code"]
        return response.getData()

    def bind(self, stub):
        """NspiBind."""
        code = self.book["code"]
        if _parsed(nspi.NspiBind, stub)["pStat"]["CodePage"] == UNICODE_PAGE:
            code = INVALID_CODE_PAGE
        self.is_open = code == 0
        handle = HANDLE if self.is_open else bytes(20)
        return bytes(4) + handle + struct.pack("<L", code)

    def unbind(self, stub):
        """NspiUnbind."""
        self._check_handle(_parsed(nspi.NspiUnbind, stub)["contextHandle"])
        self.is_open = False
        return bytes(20) + struct.pack("<L", self.book["unbind_code"])

    def update_stat(self, stub):
        """NspiUpdateStat: how many there are."""
        request = _parsed(nspi.NspiUpdateStat, stub)
        self._check_handle(request["hRpc"])
        response = nspi.NspiUpdateStatResponse()
        response["pStat"] = request["pStat"]
        response["pStat"]["TotalRecs"] = self.book["entries"]
        response["plDelta"] = NULL
        response["ErrorCode"] = self.book["update_code"]
        return response.getData()

    def resolve_names(self, stub):
        """NspiResolveNamesW."""
        request = _parsed(nspi.NspiResolveNamesW, stub)
        self._check_handle(request["hRpc"])
        asked = [item["Data"] for item in request["paStr"]["Strings"]]
        tags = [item["Data"] for item in request["pPropTags"]["aulPropTag"]]
        if tags != [DISPLAY_NAME]:
            raise Fault(BAD_STUB)
        response = nspi.NspiResolveNamesWResponse()
        for name in asked:
            match = DWORD()
            match["Data"] = self._match(name.rstrip("\0").lower())
            response["ppMIds"]["aulPropTag"].append(match)
        response["ppMIds"]["cValues"] = len(asked)
        tags = response.fields["ppMIds"].fields["Data"].fields["aulPropTag"]
        tags.fields["MaximumCount"] = len(asked) + 1
        response["ppRows"]["cRows"] = 0
        response["ErrorCode"] = self.book["resolve_code"]
        return response.getData()

    def _match(self, asked):
        """What name resolution makes of a name: entries that begin with it."""
        names = self.book["names"] if self.book["entries"] else []
        found = [name for name in names if name.lower().startswith(asked)]
        return (NOBODY, ONE, SEVERAL)[min(len(found), 2)]

    def _check_handle(self, handle):
        if not self.is_open or handle.getData() != HANDLE:
            raise Fault(CONTEXT_MISMATCH)


def _parsed(structure, stub):
    """The request as impacket reads it; a fault unless it is all of it."""
    try:
        request = structure(stub)
    except Exception as error:
        raise Fault(BAD_STUB) from error
    if len(request.getData()) != len(stub):
        raise Fault(BAD_STUB)
    return request


def _closed(data, code):
    """Results of a structure of impacket's that leaves the return value out."""
    return data + bytes(-len(data) % 4) + struct.pack("<L", code)
