"""The server side of NTLMv2: challenge, verification, message security.

Built on impacket's structures and key derivation ([MS-NLMP] 3.2.5, 3.4).
"""

import hashlib
import hmac
import os
import struct
import time

from Cryptodome.Cipher import ARC4
from impacket import ntlm

EPOCH_1601 = 116444736000000000
WANTED_FLAGS = (
    ntlm.NTLMSSP_NEGOTIATE_UNICODE
    | ntlm.NTLMSSP_NEGOTIATE_NTLM
    | ntlm.NTLMSSP_NEGOTIATE_SIGN
    | ntlm.NTLMSSP_NEGOTIATE_SEAL
    | ntlm.NTLMSSP_NEGOTIATE_ALWAYS_SIGN
    | ntlm.NTLMSSP_NEGOTIATE_EXTENDED_SESSIONSECURITY
    | ntlm.NTLMSSP_NEGOTIATE_KEY_EXCH
    | ntlm.NTLMSSP_NEGOTIATE_VERSION
    | ntlm.NTLMSSP_NEGOTIATE_128
    | ntlm.NTLMSSP_NEGOTIATE_56
)
MIC_PRESENT = 2
MIC_OFFSET = 72


class NtlmRefused(Exception):
    """The logon fails; `binding` tells that only the channel binding is wrong."""

    def __init__(self, text, binding=False):
        super().__init__(text)
        self.binding = binding


def binding_token(end_point_hash):
    """The value of attribute 10 for a tls-server-end-point hash."""
    data = b"tls-server-end-point:" + end_point_hash
    return hashlib.md5(bytes(16) + struct.pack("<L", len(data)) + data).digest()


class NtlmServer:
    """One NTLM exchange for one account."""

    def __init__(
        self, account, computer="EX1", binding=None, policy="none", clock_offset=0
    ):
        self.account = account
        self.computer = computer
        self.binding = binding
        self.policy = policy
        self.clock_offset = clock_offset
        self.flags = 0
        self.session_key = None
        self.user = None
        self._type1 = b""
        self._type2 = b""
        self._challenge = os.urandom(8)

    def challenge(self, token):
        """The type 2 message that answers this type 1 message."""
        if len(token) < 16 or token[:8] != b"NTLMSSP\0" or token[8] != 1:
            raise NtlmRefused("not a type 1 message")
        asked = struct.unpack_from("<L", token, 12)[0]
        self.flags = (asked & WANTED_FLAGS) | ntlm.NTLMSSP_NEGOTIATE_TARGET_INFO
        self.flags |= ntlm.NTLMSSP_NEGOTIATE_NTLM
        if asked & ntlm.NTLMSSP_REQUEST_TARGET:
            self.flags |= ntlm.NTLMSSP_REQUEST_TARGET | ntlm.NTLMSSP_TARGET_TYPE_DOMAIN
        message = ntlm.NTLMAuthChallenge()
        message["flags"] = self.flags
        message["challenge"] = self._challenge
        domain = self.account.domain.encode("utf-16le")
        has_version = bool(self.flags & ntlm.NTLMSSP_NEGOTIATE_VERSION)
        message["Version"] = bytes.fromhex("0a0063450000000f") if has_version else b""
        message["domain_name"] = domain
        start = 48 + (8 if has_version else 0)
        message["domain_offset"] = start
        message["TargetInfoFields"] = self._target_info()
        message["TargetInfoFields_offset"] = start + len(domain)
        self._type1 = token
        self._type2 = message.getData()
        return self._type2

    def _target_info(self):
        dns_domain = self.account.dns_domain
        pairs = ntlm.AV_PAIRS()
        texts = {
            ntlm.NTLMSSP_AV_DOMAINNAME: self.account.domain,
            ntlm.NTLMSSP_AV_HOSTNAME: self.computer,
            ntlm.NTLMSSP_AV_DNS_DOMAINNAME: dns_domain,
            ntlm.NTLMSSP_AV_DNS_HOSTNAME: f"{self.computer}.{dns_domain}",
            ntlm.NTLMSSP_AV_DNS_TREENAME: dns_domain,
        }
        for number, text in texts.items():
            pairs[number] = text.encode("utf-16le")
        now = int((time.time() + self.clock_offset) * 10_000_000) + EPOCH_1601
        pairs[ntlm.NTLMSSP_AV_TIME] = struct.pack("<Q", now)
        return pairs.getData()

    def authenticate(self, token):
        """Verify a type 3 message; on success flags, session_key and user are set."""
        if not self._type2:
            raise NtlmRefused("type 3 without a challenge")
        if len(token) < 64 or token[:8] != b"NTLMSSP\0" or token[8] != 3:
            raise NtlmRefused("not a type 3 message")
        fields = [_field(token, offset) for offset in (12, 20, 28, 36, 44, 52)]
        _lm, response, domain, user, _host, encrypted_key = fields
        flags = struct.unpack_from("<L", token, 60)[0]
        coding = "utf-16le" if flags & ntlm.NTLMSSP_NEGOTIATE_UNICODE else "latin-1"
        self.user = user.decode(coding)
        domain = domain.decode(coding)
        if len(response) < 44:
            raise NtlmRefused("no NTLMv2 response")
        if not self.account.is_known(self.user, domain):
            raise NtlmRefused("unknown user")
        key = ntlm.NTOWFv2(self.user, self.account.password, domain)
        proof = _hmac(key, self._challenge + response[16:])
        if not hmac.compare_digest(proof, response[:16]):
            raise NtlmRefused("wrong password")
        base = _hmac(key, proof)
        if flags & ntlm.NTLMSSP_NEGOTIATE_KEY_EXCH and len(encrypted_key) == 16:
            base = ARC4.new(base).decrypt(encrypted_key)
        pairs = ntlm.AV_PAIRS(response[44:])
        self._check_mic(token, pairs, base)
        self._check_binding(pairs)
        self.session_key = base
        self.flags = flags

    def _check_mic(self, token, pairs, key):
        announced = pairs[ntlm.NTLMSSP_AV_FLAGS]
        if not announced or not struct.unpack("<L", announced[1])[0] & MIC_PRESENT:
            return
        clear = token[:MIC_OFFSET] + bytes(16) + token[MIC_OFFSET + 16 :]
        expected = _hmac(key, self._type1 + self._type2 + clear)
        if expected != token[MIC_OFFSET : MIC_OFFSET + 16]:
            raise NtlmRefused("wrong MIC")

    def _check_binding(self, pairs):
        if self.policy == "none" or self.binding is None:
            return
        sent = pairs[ntlm.NTLMSSP_AV_CHANNEL_BINDINGS]
        sent = sent[1] if sent else bytes(16)
        if sent == bytes(16):
            if self.policy == "require":
                raise NtlmRefused("no channel binding", binding=True)
        elif sent != self.binding:
            raise NtlmRefused("wrong channel binding", binding=True)


class MessageSecurity:
    """Signing and sealing after a logon, both directions, sequence numbers kept."""

    def __init__(self, flags, session_key):
        self.flags = flags
        self._sign = {}
        self._stream = {}
        self._sequence = {"Client": 0, "Server": 0}
        for side in self._sequence:
            self._sign[side] = ntlm.SIGNKEY(flags, session_key, side)
            self._stream[side] = ARC4.new(ntlm.SEALKEY(flags, session_key, side))

    def decrypt(self, data):
        """Clear text of what the client has sealed."""
        return self._stream["Client"].decrypt(data)

    def encrypt(self, data):
        """Sealed form of what goes to the client."""
        return self._stream["Server"].encrypt(data)

    def signature(self, side, data):
        """The next signature of one side over these bytes."""
        number = self._sequence[side]
        self._sequence[side] += 1
        handle = self._stream[side].encrypt
        mac = ntlm.MAC(self.flags, handle, self._sign[side], number, data)
        return mac.getData()


def _field(token, offset):
    length, _maximum, start = struct.unpack_from("<HHL", token, offset)
    if start + length > len(token):
        raise NtlmRefused("field outside the message")
    return token[start : start + length]


def _hmac(key, data):
    return hmac.new(key, data, hashlib.md5).digest()
