"""Extended error information ([MS-EERR]), written by impacket's NDR from the IDL.

A chain is a list of records, the outermost first; a record is a mapping with any of
the keys `computer`, `process`, `time`, `component`, `status`, `location`, `flags` and
`params`.  A parameter is a string (UTF-16), bytes (ANSI), a number (32 bits), or a
pair of a kind and a value.
"""

import base64
import struct

from impacket.dcerpc.v5.dtypes import LONG, SHORT, ULONG, USHORT
from impacket.dcerpc.v5.ndr import (
    NDRHYPER,
    NDRPOINTER,
    NDRSTRUCT,
    NDRUNION,
    NDRUniConformantArray,
)

PRESENT, ABSENT = 1, 2
KINDS = {"ansi": 1, "unicode": 2, "long": 3, "short": 4, "pointer": 5, "none": 6,
         "binary": 7}


class ByteArray(NDRUniConformantArray):
    """[size_is(n)] byte *"""

    item = "c"


class ByteArrayPointer(NDRPOINTER):
    """A unique pointer to it."""

    referent = (("Data", ByteArray),)


class UnitArray(NDRUniConformantArray):
    """[size_is(n)] unsigned short *"""

    item = "<H"


class UnitArrayPointer(NDRPOINTER):
    """A unique pointer to it."""

    referent = (("Data", UnitArray),)


class EEAString(NDRSTRUCT):
    """2.2.1.1; BinaryEEInfo of 2.2.1.3 has the same form."""

    structure = (("nLength", SHORT), ("pString", ByteArrayPointer))


class EEUString(NDRSTRUCT):
    """2.2.1.2"""

    structure = (("nLength", SHORT), ("pString", UnitArrayPointer))


class EmptyArm(NDRSTRUCT):
    """An arm without a member."""

    structure = ()

    def getData(self, soFar=0):
        return b""

    def getAlignment(self):
        return 1


class ParamUnion(NDRUNION):
    """The union of 2.2.1.5; arms stand at their own alignment."""

    notAlign = True
    commonHdr = (("tag", USHORT),)
    union = {
        1: ("AnsiString", EEAString),
        2: ("UnicodeString", EEUString),
        3: ("LVal", LONG),
        4: ("IVal", SHORT),
        5: ("PVal", NDRHYPER),
        6: ("None", EmptyArm),
        7: ("Blob", EEAString),
    }


class ExtendedErrorParam(NDRSTRUCT):
    """2.2.1.5; impacket leaves the arms out when it aligns what holds a union."""

    structure = (("Type", USHORT), ("Value", ParamUnion))

    def getAlignment(self):
        return 8


class NameUnion(NDRUNION):
    """The union of 2.2.1.7."""

    notAlign = True
    commonHdr = (("tag", USHORT),)
    union = {PRESENT: ("Name", EEUString), ABSENT: ("None", EmptyArm)}


class EEComputerName(NDRSTRUCT):
    """2.2.1.7"""

    structure = (("Type", USHORT), ("Value", NameUnion))

    def getAlignment(self):
        return 4


class ExtendedErrorInfo(NDRSTRUCT):
    """2.2.1.8 but for Params, which impacket would follow with its strings."""

    structure = (
        ("Next", ULONG),
        ("ComputerName", EEComputerName),
        ("ProcessID", ULONG),
        ("TimeStamp", NDRHYPER),
        ("GeneratingComponent", ULONG),
        ("Status", ULONG),
        ("DetectionLocation", USHORT),
        ("Flags", USHORT),
        ("nLen", SHORT),
    )

    def getAlignment(self):
        return 8


def _set_string(string, text):
    """Fills an EEAString or EEUString; the NUL counts."""
    if isinstance(text, str):
        encoded = (text + "\0").encode("utf-16-le")
        units = struct.unpack(f"<{len(encoded) // 2}H", encoded)
    else:
        units = [bytes([byte]) for byte in text]
    string["nLength"] = len(units)
    string["pString"] = list(units)


def _param(value):
    if isinstance(value, (list, tuple)):
        kind, value = value
    else:
        kind = {str: "unicode", bytes: "ansi"}.get(type(value), "long")
    number = KINDS[kind]
    param = ExtendedErrorParam()
    param["Type"] = number
    param["Value"]["tag"] = number
    if kind in ("ansi", "unicode", "binary"):
        if kind == "ansi":
            value = bytes(value, "latin-1") if isinstance(value, str) else value
            value += b"\0"
        elif kind == "binary" and isinstance(value, str):
            value = bytes.fromhex(value)
        member = {"ansi": "AnsiString", "unicode": "UnicodeString", "binary": "Blob"}
        _set_string(param["Value"][member[kind]], value)
    elif kind != "none":
        member = {"long": "LVal", "short": "IVal", "pointer": "PVal"}
        param["Value"][member[kind]] = value
    return param


def _record(given, has_next):
    record = ExtendedErrorInfo()
    record["Next"] = 0x20000 if has_next else 0
    computer = given.get("computer")
    kind = ABSENT if computer is None else PRESENT
    record["ComputerName"]["Type"] = kind
    record["ComputerName"]["Value"]["tag"] = kind
    if kind == PRESENT:
        _set_string(record["ComputerName"]["Value"]["Name"], computer)
    record["ProcessID"] = given.get("process", 4242)
    record["TimeStamp"] = given.get("time", 133_700_000_000_000_000)
    record["GeneratingComponent"] = given.get("component", 2)
    record["Status"] = given.get("status", 1722)
    record["DetectionLocation"] = given.get("location", 0)
    record["Flags"] = given.get("flags", 0)
    params = [_param(value) for value in given.get("params", [])]
    record["nLen"] = len(params)
    return record, params


def _put(body, structure):
    return body + structure.getData(len(body))


def serialise(records):
    """The chain as type serialisation version 1 ([MS-RPCE] 2.2.6).

    The count of a conformant array stands before the structure that ends with it.
    Pointers are followed in depth and Next is the first of a record: all records come
    first, then their strings, those of the innermost before the others.
    """
    last = len(records) - 1
    structures = [_record(given, i < last) for i, given in enumerate(records)]
    body = struct.pack("<L", 0x20000)
    for record, params in structures:
        count = ULONG()
        count["Data"] = len(params)
        body += bytes(-len(body) % 4) + count.getData()
        for part in (record, *params):
            body = _put(body, part)
    for record, params in reversed(structures):
        for part in (record["ComputerName"], *params):
            body += part.getDataReferents(len(body))
    body += bytes(-len(body) % 8)
    common = struct.pack("<BBHL", 1, 0x10, 8, 0xCCCCCCCC)
    return common + struct.pack("<LL", len(body), 0) + body


def blob(given):
    """What a scenario gives, base64 or records, as bytes."""
    return serialise(given) if isinstance(given, list) else base64.b64decode(given)


def encode(given):
    """The same as base64, right or wrong, as it stands behind EEInfo."""
    if isinstance(given, list):
        given = base64.b64encode(serialise(given)).decode("ascii")
    return given
