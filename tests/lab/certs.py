"""Certificates of the laboratory, made on first use and kept in a cache.

A root signs an intermediate, which signs the leaves.  Every kind of leaf that a
scenario may name is one entry of LEAVES.  Dates are relative to the day on which
the cache was filled, so a cache is thrown away after half a day.
"""

import datetime
import fcntl
import hashlib
import os
import ssl
import time
from dataclasses import dataclass

CACHE_SECONDS = 12 * 3600

# kind: (names, first day, last day, key, how it is chained)
LEAVES = {
    "good": (None, -30, 300, "ec", "chain"),
    "expired": (None, -400, -10, "ec", "chain"),
    "not-yet-valid": (None, 5, 300, "ec", "chain"),
    "expires-soon": (None, -300, 5, "ec", "chain"),
    "other-name": (["www.other.test"], -30, 300, "ec", "chain"),
    "wildcard": (["*.lab.test"], -30, 300, "ec", "chain"),
    "self-signed": (None, -30, 300, "ec", "self"),
    "untrusted": (None, -30, 300, "ec", "foreign"),
    "intercepted": (None, -30, 300, "ec", "inspection"),
    "no-intermediate": (None, -30, 300, "ec", "leaf-only"),
    "weak": (None, -30, 300, "rsa1024", "chain"),
    "second": (None, -30, 300, "ec", "chain"),
}


@dataclass(frozen=True)
class Leaf:
    """A certificate ready to serve."""

    chain: str
    key: str
    end_point_hash: bytes


class CertStore:
    """The cache directory `path`, holding certificates for host name `host`."""

    def __init__(self, path, host="mail.lab.test"):
        self.path = path
        self.host = host
        os.makedirs(path, mode=0o700, exist_ok=True)
        self._ensure_roots()

    @property
    def ca_file(self):
        return self._file("ca.pem")

    @property
    def intermediate_file(self):
        return self._file("intermediate.pem")

    def leaf(self, kind):
        """The Leaf of this kind, made now if it is not in the cache."""
        if kind not in LEAVES:
            raise ValueError(f"no such kind of certificate: {kind}")
        stem = f"{kind}-{self.host}"
        with self._lock():
            if not os.path.exists(self._file(stem + ".key")):
                self._make_leaf(kind, stem)
        chain = self._file(stem + ".pem")
        with open(chain, encoding="ascii") as file:
            first = file.read().split("-----END CERTIFICATE-----")[0]
        der = ssl.PEM_cert_to_DER_cert(first + "-----END CERTIFICATE-----\n")
        digest = hashlib.sha256(der).digest()
        return Leaf(chain, self._file(stem + ".key"), digest)

    def _file(self, name):
        return os.path.join(self.path, name)

    def _lock(self):
        return _Lock(self._file("lock"))

    def _ensure_roots(self):
        with self._lock():
            try:
                age = time.time() - os.stat(self.ca_file).st_mtime
                if 0 <= age < CACHE_SECONDS:
                    return
            except FileNotFoundError:
                pass
            for name in os.listdir(self.path):
                if name.endswith((".pem", ".key")):
                    os.unlink(self._file(name))
            self._make_authority("inspection", "Perimeter SSL Inspection CA")
            self._make_authority("foreign", "Lab Unknown Root")
            root = self._make_authority("root", "Lab Test Root")
            self._make_authority("intermediate", "Lab Test Issuing CA", root)
            with open(self._file("root.pem"), "rb") as file:
                _write(self.ca_file, file.read())

    def _make_authority(self, stem, name, issuer=None):
        pair = _new_certificate(name, [], -365, 3650, _new_key("ec"), issuer, True)
        _write(self._file(stem + ".pem"), _pem(pair[0]))
        _write(self._file(stem + ".key"), _pem_key(pair[1]))
        return pair

    def _make_leaf(self, kind, stem):
        names, first, last, key_kind, how = LEAVES[kind]
        names = names or [self.host, "autodiscover.lab.test"]
        issuers = {"self": None, "foreign": "foreign", "inspection": "inspection"}
        issuer_stem = issuers.get(how, "intermediate")
        issuer = self._load(issuer_stem) if issuer_stem else None
        key = _new_key(key_kind)
        pair = _new_certificate(names[0], names, first, last, key, issuer)
        pem = _pem(pair[0])
        if how == "chain":
            pem += _pem(issuer[0])
        _write(self._file(stem + ".pem"), pem)
        _write(self._file(stem + ".key"), _pem_key(pair[1]))

    def _load(self, stem):
        from cryptography import x509
        from cryptography.hazmat.primitives import serialization

        with open(self._file(stem + ".pem"), "rb") as file:
            certificate = x509.load_pem_x509_certificate(file.read())
        with open(self._file(stem + ".key"), "rb") as file:
            key = serialization.load_pem_private_key(file.read(), None)
        return certificate, key


class _Lock:
    """Several test processes may share one cache."""

    def __init__(self, path):
        self.path = path
        self.file = None

    def __enter__(self):
        self.file = open(self.path, "w", encoding="ascii")
        fcntl.flock(self.file, fcntl.LOCK_EX)

    def __exit__(self, *_exc):
        self.file.close()


def _write(path, data):
    temporary = path + ".new"
    with open(temporary, "wb") as file:
        file.write(data)
    os.replace(temporary, path)


def _new_key(kind):
    from cryptography.hazmat.primitives.asymmetric import ec, rsa

    if kind == "rsa1024":
        return rsa.generate_private_key(public_exponent=65537, key_size=1024)
    return ec.generate_private_key(ec.SECP256R1())


def _new_certificate(name, names, first, last, key, issuer=None, authority=False):
    """A certificate valid from day `first` to day `last`, and its key."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes

    subject = x509.Name([x509.NameAttribute(x509.oid.NameOID.COMMON_NAME, name)])
    today = datetime.datetime.utcnow()
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer[0].subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today + datetime.timedelta(days=first))
        .not_valid_after(today + datetime.timedelta(days=last, hours=1))
        .add_extension(x509.BasicConstraints(authority, None), critical=True)
        .add_extension(
            x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False
        )
    )
    if names:
        alternatives = [x509.DNSName(other) for other in names]
        usage = [x509.oid.ExtendedKeyUsageOID.SERVER_AUTH]
        builder = builder.add_extension(
            x509.SubjectAlternativeName(alternatives), False
        ).add_extension(x509.ExtendedKeyUsage(usage), False)
    return builder.sign(issuer[1] if issuer else key, hashes.SHA256()), key


def _pem(certificate):
    from cryptography.hazmat.primitives.serialization import Encoding

    return certificate.public_bytes(Encoding.PEM)


def _pem_key(key):
    from cryptography.hazmat.primitives import serialization as form

    return key.private_bytes(
        form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption()
    )
