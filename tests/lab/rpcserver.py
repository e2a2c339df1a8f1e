"""The DCE/RPC server behind the proxy: bind, NTLM, calls and their disturbances."""

import asyncio
import struct

from impacket.dcerpc.v5 import rpcrt

import eeinfo
from ndr import Fault
from ntlmserver import MessageSecurity, NtlmRefused, NtlmServer

NDR = bytes.fromhex("045d888aeb1cc9119fe808002b10486002000000")
FEATURES = bytes.fromhex("2c1cb76c12984045")
HEADER_SIGNING = 0x04
OBJECT_UUID = 0x80
NAK_IS_EXTENDED = bytes.fromhex("20037490d0fad31182d7009027b130ab")
NTLM_TYPE = 10
INTEGRITY, PRIVACY = 5, 6
ACCESS_DENIED, SECURITY_ERROR = 0x5, 0x721
BAD_CONTEXT = 0x1C00001C


class RpcSession:
    """One association; `send` is a coroutine function that takes a whole PDU."""

    def __init__(self, endpoint, account, log, port, send):
        self.endpoint = endpoint
        self.rpc = endpoint.rpc
        self.account = account
        self.log = log
        self.port = port
        self.send = send
        self.contexts = {}
        self.level = 1
        self.trailer = b""
        self.security = None
        self.logon_failed = False
        self.ntlm = None
        self.stub = b""
        self.calls = 0

    async def receive(self, pdu):
        """Take one PDU of the client; answers go out by `send`."""
        kind = pdu[2]
        if kind in (rpcrt.MSRPC_BIND, rpcrt.MSRPC_ALTERCTX):
            await asyncio.sleep(self.rpc["bind_delay"])
            await self._bind(pdu)
        elif kind == rpcrt.MSRPC_AUTH3:
            self._auth3(pdu)
        elif kind == rpcrt.MSRPC_REQUEST:
            await self._request(pdu)

    async def close(self):
        """Nothing to let go of; a bridge has."""

    async def _bind(self, pdu):
        if self.rpc["bind"] == "silent":
            return
        call_id = struct.unpack_from("<L", pdu, 12)[0]
        if self.rpc["bind"] == "nak":
            await self._nak(call_id, self.rpc["nak_reason"])
            return
        auth = _verifier(pdu)
        if auth and auth[0][0] != NTLM_TYPE:
            await self._nak(call_id, 8)
            return
        token = self._start_ntlm(auth) if auth else b""
        ack = rpcrt.MSRPCBindAck()
        is_bind = pdu[2] == rpcrt.MSRPC_BIND
        ack["type"] = rpcrt.MSRPC_BINDACK if is_bind else rpcrt.MSRPC_ALTERCTX_R
        ack["flags"] = 0x03 | (pdu[3] & HEADER_SIGNING if auth else 0)
        ack["call_id"] = call_id + self.rpc["bind_call_id_offset"]
        ack["max_tfrag"] = ack["max_rfrag"] = 4088
        ack["assoc_group"] = 0x12345678
        address = str(self.port) if is_bind else ""
        ack["SecondaryAddr"] = address
        ack["SecondaryAddrLen"] = len(address) + 1
        ack["Pad"] = bytes(-(26 + len(address) + 1) % 4)
        results = [self._context(*item) for item in _context_items(pdu)]
        ack["ctx_num"] = len(results)
        ack["ctx_items"] = b"".join(results)
        if auth:
            ack["sec_trailer"] = auth[0][:2] + bytes(2) + auth[0][4:]
            ack["auth_data"] = token
            ack["auth_len"] = len(token)
        ack["frag_len"] = 0
        ack["frag_len"] = len(ack.getData())
        await self._deliver(ack.getData())

    def _context(self, context_id, abstract, transfers):
        result = rpcrt.CtxItemResult()
        result["TransferSyntax"] = bytes(20)
        name = self.endpoint.find(abstract)
        if any(syntax[:8] == FEATURES for syntax in transfers):
            result["Result"], result["Reason"] = 3, 3
        elif name is None:
            result["Result"], result["Reason"] = 2, 1
        elif name in self.rpc["reject"] or "*" in self.rpc["reject"]:
            result["Result"] = self.rpc["bind_result"]
            result["Reason"] = self.rpc["bind_reason"]
        elif NDR not in transfers:
            result["Result"], result["Reason"] = 2, 2
        else:
            result["Result"], result["Reason"] = 0, 0
            result["TransferSyntax"] = NDR
            self.contexts[context_id] = name
        return result.getData()

    async def _nak(self, call_id, reason):
        nak = rpcrt.MSRPCHeader()
        nak["type"] = rpcrt.MSRPC_BINDNAK
        nak["call_id"] = call_id
        body = rpcrt.MSRPCBindNak()
        body["RejectedReason"] = reason
        body["SupportedVersions"] = b"\x01\x05\x00" + bytes(3)
        nak["pduData"] = body.getData()
        if self.rpc["eeinfo"]:
            nak["pduData"] += NAK_IS_EXTENDED + eeinfo.blob(self.rpc["eeinfo"])
        await self.send(nak.get_packet())

    def _start_ntlm(self, auth):
        self.trailer, token = auth
        self.level = self.trailer[1]
        self.ntlm = NtlmServer(self.account)
        try:
            return self.ntlm.challenge(token)
        except NtlmRefused:
            self.logon_failed = True
            return b""

    def _auth3(self, pdu):
        auth = _verifier(pdu)
        where = f"rpc {self.port}"
        try:
            if auth is None or self.ntlm is None:
                raise NtlmRefused("auth3 without a challenge")
            self.ntlm.authenticate(auth[1])
            self.log.add("good", "rpc-ntlm", where, self.ntlm.user)
        except NtlmRefused as refused:
            self.logon_failed = True
            user = self.ntlm.user if self.ntlm else None
            self.log.add("bad", "rpc-ntlm", where, user, str(refused))
            return
        self.security = MessageSecurity(self.ntlm.flags, self.ntlm.session_key)

    async def _request(self, pdu):
        call_id, = struct.unpack_from("<L", pdu, 12)
        context_id, opnum = struct.unpack_from("<HH", pdu, 20)
        try:
            self.stub += self._open(pdu)
            if not pdu[3] & rpcrt.PFC_LAST_FRAG:
                return
            stub, self.stub = self.stub, b""
            await asyncio.sleep(self.rpc["call_delay"])
            if self.rpc["call"] == "silent":
                return
            self._judge(context_id, opnum)
            name = self.contexts[context_id]
            self.endpoint.level = self.level
            answer = self.endpoint.call(name, opnum, stub)
            await self._respond(call_id, context_id, answer)
        except Fault as fault:
            self.stub = b""
            await self._fault(call_id, context_id, fault)

    def _judge(self, context_id, opnum):
        """Raise the fault that the scenario or the protocol wants."""
        self.calls += 1
        if context_id not in self.contexts:
            raise Fault(BAD_CONTEXT, 0x23)
        name = self.contexts[context_id]
        wanted = self.rpc["fault"]
        is_meant = name in (self.rpc["fault_interfaces"] or [name])
        is_first = self.calls <= self.rpc["fault_calls"]
        if wanted >= 0 and is_meant and is_first and opnum in self._fault_opnums(opnum):
            raise Fault(wanted, self.rpc["fault_flags"])
        required = self.rpc["require_level"]
        if self.logon_failed or (self.level < required and name != "mgmt"):
            raise Fault(self.rpc["level_fault"])

    def _fault_opnums(self, opnum):
        return self.rpc["fault_opnums"] or [opnum]

    def _open(self, pdu):
        """Clear stub of a request, its signature verified."""
        start = 24 + (16 if pdu[3] & OBJECT_UUID else 0)
        auth = _verifier(pdu)
        if auth is None:
            if self.level >= INTEGRITY and not self.logon_failed:
                raise Fault(SECURITY_ERROR)
            return pdu[start:]
        if self.security is None:
            raise Fault(ACCESS_DENIED)
        trailer, signature = auth
        end = len(pdu) - len(signature) - 8
        body = pdu[start:end]
        if self.level == PRIVACY:
            body = self.security.decrypt(body)
        if self.level >= 4:
            clear = pdu[:start] + body + trailer
            if self.security.signature("Client", clear) != signature:
                raise Fault(SECURITY_ERROR)
        return body[: len(body) - trailer[2]]

    async def _respond(self, call_id, context_id, stub):
        size = self.rpc["fragment"] or 4000
        pieces = [stub[i : i + size] for i in range(0, len(stub), size)] or [b""]
        for number, piece in enumerate(pieces):
            flags = 0
            flags |= rpcrt.PFC_FIRST_FRAG if number == 0 else 0
            flags |= rpcrt.PFC_LAST_FRAG if number == len(pieces) - 1 else 0
            header = rpcrt.MSRPCRespHeader()
            header["flags"] = flags
            header["call_id"] = (call_id + self.rpc["call_id_offset"]) & 0xFFFFFFFF
            header["ctx_id"] = context_id
            header["alloc_hint"] = len(stub)
            await self._deliver(self._seal(header, piece))

    def _seal(self, header, stub):
        if self.security is None or self.level < 4:
            header["pduData"] = stub
            return header.get_packet()
        pad = -len(stub) % 16
        header["pduData"] = stub + bytes(pad)
        trailer = self.trailer[:2] + bytes([pad, 0]) + self.trailer[4:]
        header["sec_trailer"] = trailer
        header["auth_data"] = bytes(16)
        clear = header.get_packet()[:-16]
        body = clear[24:-8]
        if self.level == PRIVACY:
            body = self.security.encrypt(body)
        signature = self.security.signature("Server", clear)
        if self.rpc["bad_signature"]:
            signature = signature[:4] + bytes(8) + signature[12:]
        return clear[:24] + body + trailer + signature

    async def _fault(self, call_id, context_id, fault):
        header = rpcrt.MSRPCRespHeader()
        header["type"] = rpcrt.MSRPC_FAULT
        header["flags"] = fault.flags
        header["call_id"] = call_id
        header["ctx_id"] = context_id
        extended = eeinfo.blob(self.rpc["eeinfo"])
        header["alloc_hint"] = 32 + len(extended)
        header["padding"] = 1 if extended else 0
        header["pduData"] = struct.pack("<LL", fault.status, 0) + extended
        await self.send(header.get_packet())

    async def _deliver(self, pdu):
        short = self.rpc["short_pdu"]
        if short:
            pdu = pdu[:8] + struct.pack("<H", short) + pdu[10:short]
        patch = self.rpc["patch"]
        for offset, value in patch.items():
            pdu = pdu[: int(offset)] + bytes([value]) + pdu[int(offset) + 1 :]
        await self.send(pdu)
        if self.rpc["repeat"]:
            await self.send(pdu)


def _verifier(pdu):
    """The 8-byte trailer and the token of a PDU, or None."""
    length = struct.unpack_from("<H", pdu, 10)[0]
    if length == 0 or length + 8 + 16 > len(pdu):
        return None
    start = len(pdu) - length - 8
    return pdu[start : start + 8], pdu[start + 8 :]


def _context_items(pdu):
    """Context id, abstract syntax and transfer syntaxes of every item of a bind."""
    items = []
    offset = 28
    for _ in range(pdu[24]):
        context_id, count = struct.unpack_from("<HB", pdu, offset)
        abstract = pdu[offset + 4 : offset + 24]
        offset += 24
        transfers = [pdu[offset + 20 * i : offset + 20 * i + 20] for i in range(count)]
        offset += 20 * count
        items.append((context_id, abstract, transfers))
    return items
